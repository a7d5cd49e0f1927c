"""One reader per kind of report file."""
