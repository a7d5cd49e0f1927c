"""How words are made alike, in passages and in questions, before the full-text search compares them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def plain(text: str) -> str:
    """Text as it is searched: CO₂ is found as CO2, full-width and ligature letters as the common ones."""
    kept = text.encode("utf-8", "ignore").decode("utf-8").replace("\x00", " ")
    return unicodedata.normalize("NFKC", kept)


def match_expression(words: Iterable[str]) -> str:
    """An FTS5 expression for any of the words; each is quoted, so none can be read as an operator."""
    quoted = (plain(word).strip().replace('"', '""') for word in words)
    return " OR ".join(dict.fromkeys(f'"{word}"' for word in quoted if word))
