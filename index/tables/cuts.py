"""Labels that the line between two columns cut through, made whole by the words of the table's other labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce
from itertools import pairwise, product
from math import prod

from index.tables.rows import ReadRow

_WORDS = re.compile(r"[^\W\d_]+")
_SCRAPS = 0.6
"""How sure a label is that was cut more than once."""
_MOST_READINGS = 1000
_SHORTEST = 4
"""How long a word must be at least to be known again where a letter of it is doubtful."""


def mended_labels(rows: Sequence[ReadRow]) -> list[ReadRow]:
    """The rows with the labels whole that the line between two columns cut through.

    The rest of a cut word begins with a small letter, where nearly all other labels of the table begin with a capital.
    """
    cells = [cell for row in rows for cell in row.labels if cell]
    small = sum(cell[:1].islower() for cell in cells)
    if not small or small > 0.35 * len(cells):
        return list(rows)
    sound = [cell for row in rows if not any(map(_is_cut, row.labels, row.labels[1:])) for cell in row.labels]
    known = frozenset(word.casefold() for cell in sound for word in _WORDS.findall(cell))
    return [_whole(row, known) for row in rows]


def _is_cut(left: str, right: str) -> bool:
    """Whether a cell begins in the middle of what the one before it says."""
    return left[-1:].isalpha() and right[:1].islower()


def _whole(row: ReadRow, known: frozenset[str]) -> ReadRow:
    """A row with each label that begins in the middle of a word put behind the one before it.

    Cut more than once, its words may come from several lines and stand in the wrong order: it is less sure then.
    """
    labels: list[str] = []
    for pieces in _pieces(row.labels):
        labels += [_label(pieces, known), *("" for _ in pieces[1:])]
    cuts = sum(bool(before) and not after for before, after in zip(row.labels, labels, strict=True))
    return replace(row, labels=tuple(labels), confidence=_SCRAPS if cuts > 1 else row.confidence)


def _pieces(labels: Sequence[str]) -> Iterator[list[str]]:
    """The cells of a row, those together that were one."""
    pieces = [*labels[:1]]
    for left, right in pairwise(labels):
        if _is_cut(left, right):
            pieces.append(right)
        else:
            yield pieces
            pieces = [right]
    if pieces:
        yield pieces


def _label(pieces: Sequence[str], known: frozenset[str]) -> str:
    """What the pieces of a label say: one line or, where that makes more words that are known, two."""
    if len(pieces) == 1:
        return pieces[0]
    readings = [_line(pieces, known), *_in_two_lines(pieces, known)]
    return min(readings, key=lambda text: _strangeness(text, known))


def _strangeness(text: str, known: frozenset[str]) -> int:
    """How many letters stand in words that are not known, and in how many such words."""
    return sum(len(word) + 1 for word in _WORDS.findall(text) if word.casefold() not in known)


def _in_two_lines(pieces: Sequence[str], known: frozenset[str]) -> Iterator[str]:
    """Every way to read pieces that hold the ends of two lines each."""
    words = [piece.split() for piece in pieces]
    if prod(len(each) - 1 for each in words) > _MOST_READINGS:
        return
    for ends in product(*(range(1, len(each)) for each in words)):
        first = [" ".join(each[:end]) for each, end in zip(words, ends, strict=True)]
        second = [" ".join(each[end:]) for each, end in zip(words, ends, strict=True)]
        yield f"{_line(first, known)} {_line(second, known)}"


def _line(pieces: Sequence[str], known: frozenset[str]) -> str:
    """The pieces of one line joined."""
    return reduce(lambda left, right: _joined(left, right, known), pieces)


def _joined(left: str, right: str, known: frozenset[str]) -> str:
    """Two pieces of a line; a letter on the cut is often read on both sides of it, or as half a letter."""
    if not _is_cut(left, right):
        return f"{left} {right}"
    end, start = left.rpartition(" ")[2], right.partition(" ")[0]
    twice = end[-1].casefold() == start[0]
    ways = [(end, start[1:]), (end, start)] if twice else [(end, start), (end, start[1:])]
    for way in (*ways, (end[:-1], start)):
        word = "".join(way).casefold()
        sure = way == ways[0] or (all(way) and len(word) >= _SHORTEST)
        if word in known and sure:
            return _with(left, right, way)
    return f"{left} {right}" if {end.casefold(), start.casefold()} <= known else _with(left, right, ways[0])


def _with(left: str, right: str, way: tuple[str, str]) -> str:
    """Two pieces with what they end and begin with put this way."""
    before, after = left.rpartition(" "), right.partition(" ")
    return "".join((*before[:2], *way, *after[1:]))
