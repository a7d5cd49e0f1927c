"""HTML reports."""

from __future__ import annotations

from index.readers.html.reader import pieces_in, read_html

__all__ = ["pieces_in", "read_html"]
