"""The index on disk: its folder, manifest, SQLite file and vectors; opened to answer questions."""

from __future__ import annotations

from index.store.store import Index
from index.store.vectors import Hit

__all__ = ["Hit", "Index"]
