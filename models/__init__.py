"""Text to vectors and words, on this machine."""
