"""Footnote marks that are printed raised, told from exponents and formulas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.cleaning.note_lines import RAISED, plain
from index.types import PrintedLine

_RAISED = re.compile(rf"[ ]?[{RAISED}]+(?:[,˒–-][ ]?[{RAISED}]+)*")
_SCRIPT = re.compile(r"<sup>\(?(\d{1,3})\)?</sup>|\[\^(\d{1,3})\]", re.IGNORECASE)
_UNIT = re.compile(r"(?:^|[^A-Za-z])(?:[kcdmµμ]?m|ft|yd|in|mi|N[mM]|Sm|Nm|sm|inch|feet|met(?:er|re)s?|s|R|r)$")
_REACH = 80
"""How many characters before a mark are looked at."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A footnote mark: the line's number, the columns to leave out, and the notes that it names."""

    line: int
    start: int
    end: int
    names: tuple[str, ...]


def raised_marks(lines: Sequence[PrintedLine], known: Iterable[str]) -> Iterator[Mark]:
    """Superscript numbers that are no exponents: after a word, or after a number where such a note is known."""
    known = frozenset(known)
    for number, line in enumerate(lines, 1):
        text = line.text
        for match in _SCRIPT.finditer(text) if "<" in text or "[^" in text else ():
            if (name := match[1] or match[2]) in known and not _UNIT.search(
                text[max(0, match.start() - _REACH) : match.start()]
            ):
                yield Mark(number, match.start(), match.end(), (name,))
        if text.isascii():
            continue
        for match in _RAISED.finditer(text):
            names = tuple(plain(part) for part in re.findall(f"[{RAISED}]+", match[0]))
            if _is_raised_mark(text, match, names, known):
                yield Mark(number, match.start(), match.end(), names)


def _is_raised_mark(text: str, match: re.Match[str], names: tuple[str, ...], known: frozenset[str]) -> bool:
    """Whether raised digits are a mark: neither the note's own, nor an exponent, nor part of a formula."""
    before = text[max(0, match.start() - _REACH) : match.start()]
    if (
        not before.strip(" -•")
        or text[match.end() : match.end() + 1] in {"⁺", "⁻"}
        or before[-1:] in {"⁻", "₂", "₃", "₄"}
    ):
        return False
    if (_UNIT.search(before) and match[0].strip() in {"²", "³"}) or re.search(r"(?<![\d.,])10$", before):
        return False
    if match[0][0] == " " and text[match.end() : match.end() + 1].isalnum():
        return False
    if all(name in known for name in names):
        return True
    return re.search(r"[A-Za-z]{3}[)”’\"]{0,2}$", before) is not None and names[0] != "0"
