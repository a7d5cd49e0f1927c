"""Report files become passages in a local, searchable index."""
