"""Passages as they are cited: with the footnote marks that were printed, which reading and search leave out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from index.types import Passage, RaisedMark

_CONTEXTS = (24, 12, 6)
"""How many of the characters before a mark are looked for, the most telling first."""
_TELLING = 8
"""Fewer characters may stand anywhere; they are trusted only where they stand once."""


def with_marks(passage: Passage, marks: Mapping[int, tuple[RaisedMark, ...]]) -> str:
    """The text of a passage with its footnote marks, raised, each behind what it was printed behind."""
    first, last = passage.lines
    text = passage.text
    behind = 0
    for mark in (mark for line in range(first, last + 1) for mark in marks.get(line, ())):
        at = _place(text, mark.before, behind)
        if at is not None:
            text = f"{text[:at]}{mark.sign}{text[at:]}"
            behind = at + len(mark.sign)
    return text


def _place(text: str, before: str, behind: int) -> int | None:
    """Where a mark belongs: behind the next words that stood before it, or the only ones; None where they are gone."""
    for context in dict.fromkeys(before[-length:].lstrip() for length in _CONTEXTS):
        at = text.find(context, max(behind - len(context), 0)) if len(context) >= _TELLING else -1
        if at < 0 and len(context) > 1 and text.count(context) == 1:
            at = text.find(context)
        if at >= 0:
            return at + len(context)
    return None


def raised(names: Iterable[str]) -> str:
    """The mark of some notes as a raised number."""
    return " ".join(names).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
