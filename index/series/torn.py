"""Labels that a table's columns tore apart: ``Overall Ave Training Ho rage Number of ours`` keeps all its letters."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

FEWEST_LETTERS = 35
"""In a shorter label other words may well have the same letters."""
_MISREAD = 0.08
"""The share of letters that may differ, as where a tear goes through one."""


def torn_alike(some: str, others: str) -> bool:
    """Whether two labels are the same but for where one is torn: the same letters, some of them in other words."""
    letters, other_letters = _letters(some), _letters(others)
    most = max(letters.total(), other_letters.total())
    if most < FEWEST_LETTERS or ((letters - other_letters) + (other_letters - letters)).total() > most * _MISREAD:
        return False
    words, other_words = set(some.casefold().split()), set(others.casefold().split())
    apart, other_apart = words - other_words, other_words - words
    return len(words & other_words) > 2 and min(len(apart), len(other_apart)) > 1 and apart != other_apart


@lru_cache(maxsize=8192)
def _letters(label: str) -> Counter[str]:
    """How often a label has each letter and digit."""
    return Counter(letter for letter in label.casefold() if letter.isalnum())
