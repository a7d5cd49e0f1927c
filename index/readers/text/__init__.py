"""Plain-text reports."""

from __future__ import annotations

from index.readers.text.reader import read_text

__all__ = ["read_text"]
