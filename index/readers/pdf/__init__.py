"""PDF reports."""

from __future__ import annotations

from index.readers.pdf.reader import read_pdf

__all__ = ["read_pdf"]
