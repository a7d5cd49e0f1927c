"""How words are made alike, in passages and in questions, before the full-text search compares them."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Sequence

TOKENIZER = "porter unicode61 remove_diacritics 2"
"""How FTS5 cuts a text into words and takes their endings off."""


def plain(text: str) -> str:
    """Text as it is searched: CO₂ is found as CO2, full-width and ligature letters as the common ones."""
    kept = text.encode("utf-8", "ignore").decode("utf-8").replace("\x00", " ")
    return unicodedata.normalize("NFKC", kept)


def match_expression(words: Iterable[str]) -> str:
    """An FTS5 expression for any of the words; each is quoted, so none can be read as an operator."""
    quoted = (plain(word).strip().replace('"', '""') for word in words)
    return " OR ".join(dict.fromkeys(f'"{word}"' for word in quoted if word))


def all_expression(words: Sequence[str | Collection[str]]) -> str:
    """An FTS5 expression for all of the words; where several stand together, one of them is enough."""
    groups = (match_expression([word] if isinstance(word, str) else word) for word in words)
    return " AND ".join(f"({group})" if group else '""' for group in groups)
