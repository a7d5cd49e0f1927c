"""Markdown reports."""

from __future__ import annotations

from index.readers.markdown.reader import read_markdown

__all__ = ["read_markdown"]
