"""The chat, thin over the public API of :mod:`rag`."""
