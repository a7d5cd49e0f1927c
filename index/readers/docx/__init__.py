"""Word reports."""

from __future__ import annotations

from index.readers.docx.reader import read_docx

__all__ = ["read_docx"]
