"""Printed lines without what spoils reading; footnotes found on the way."""

from __future__ import annotations

from index.cleaning.cleaning import Cleaned, clean
from index.cleaning.notes import find_notes

__all__ = ["Cleaned", "clean", "find_notes"]
