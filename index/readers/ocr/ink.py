"""Where a piece of text holds ink, and between which of its characters the gaps lie."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from index.readers.ocr.detect import Picture
from index.readers.ocr.recognise import Character

_INK = 0.3
"""A column or row holds ink where its light varies by this share of the strongest variation of the piece."""
_FAINTEST = 20
"""Levels of light out of 255: a piece that varies less shows no gaps."""
_LEAST = 0.1
"""Ems: narrower gaps part no words, and are left out."""
_LOW, _TALL, _DEEP = 0.52, 0.2, 0.2
"""Ems that small letters are high, that others stand above them, and that some hang below the line."""
_TALL_ONES = frozenset("bdfhijklt0123456789%&$/()[]|") | frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_DEEP_ONES = frozenset("gjpqy,;()[]|/$Q")
_WIDTHS = {0.26: "ijlI.,:;'!|()[]", 0.34: 'frt-/"”“*', 0.68: "ABCDEGHKNOPQRSTUVXYZ&w", 0.86: "mMW%"}
_EMS = {character: ems for ems, characters in _WIDTHS.items() for character in characters}
_USUAL = 0.53
"""Ems that any other character is wide."""
_IN_NUMBER, _UNSAID, _UNREAD = 0.6, 0.2, 0.1
_NEARBY = 2
"""Characters that the model's place for a character may be off by."""

_LOST, _ENOUGH = 0.4, 3
"""Ems too many between two characters where one is lost, and the steps between digits that tell their scale."""
_FINER = 4
"""Parts of a pixel that are told apart: in small print the gaps between letters and between words differ by one."""

Span = tuple[float, float]
"""From where to where, in pixels and parts of them."""


@dataclass(frozen=True, slots=True)
class Ink:
    """Where a piece of text holds ink, in its own pixels: around all of it, and the gaps across it; and the em."""

    across: Span
    down: Span
    gaps: tuple[Span, ...]
    em: float


def ink_of(cut: Picture, text: str) -> Ink:
    """Where a piece of text holds ink.

    :param cut: The piece.
    :param text: What was read on it, whose letters tell how high it ought to be.
    """
    light = cut.astype(np.float32).mean(axis=2)
    strongest = float(np.percentile(np.ptp(light, axis=0), 95))
    rows = _runs(np.ptp(light, axis=1), above=_INK * strongest)
    # Ink at the very edge belongs to the line above or below, or is the rule between them.
    rows = [run for run in rows if run[0] > 0 and run[1] < len(light)] or rows
    top, bottom = (rows[0][0], rows[-1][1]) if rows else (0.0, float(len(light)))
    columns = np.ptp(light[max(0, math.floor(top) - 1) : math.ceil(bottom) + 1], axis=0)
    across = _runs(columns, above=_INK * strongest)
    if strongest < _FAINTEST or not across:
        return Ink((0, cut.shape[1]), (0, cut.shape[0]), (), float(cut.shape[0]))
    ems = _LOW + _TALL * (not _TALL_ONES.isdisjoint(text)) + _DEEP * (not _DEEP_ONES.isdisjoint(text))
    em = (bottom - top) / ems
    gaps = tuple((end, begin) for (_, end), (begin, _) in pairwise(across) if begin - end >= _LEAST * em)
    return Ink((across[0][0], across[-1][1]), (top, bottom), gaps, em)


def place_gaps(text: str, middles: Sequence[float], ink: Ink, said: Set[int]) -> dict[int, Span]:
    """The characters that have a gap before them, each with the widest one.

    The model places characters only to a quarter of an em, and the second of two equal ones too far behind. So those
    places are weighed against how wide the characters on each stretch of ink ought to be, from gap to gap.

    :param text: The characters without spaces.
    :param middles: Where the model saw the middle of each.
    :param ink: Where the piece holds ink.
    :param said: The characters before which the model itself saw a space.
    """
    doubts = [0.0 if at in said else _doubt(text[max(0, at - 1) : at + 1]) for at in range(len(text) + 1)]
    ends = np.cumsum([0.0, *(_EMS.get(character, _USUAL) for character in text)])
    stretches = list(pairwise([ink.across[0], *(edge for gap in ink.gaps for edge in gap), ink.across[1]]))[::2]
    scale = sum(end - begin for begin, end in stretches) / ends[-1]
    # The cheapest way to have so many characters up to the end of each stretch, and the numbers up to each gap.
    ways: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for number, (begin, end) in enumerate(stretches):
        last = number == len(stretches) - 1
        near = bisect_right(middles, end)
        choices = [len(text)] if last else range(max(0, near - _NEARBY), min(len(text), near + _NEARBY) + 1)
        ways = {
            stop: min(
                (
                    cost + doubts[stop] + _misfit(ends[stop] - ends[start], middles[start:stop], (begin, end), scale),
                    (*path, stop),
                )
                for start, (cost, path) in ways.items()
                if start <= stop
            )
            for stop in choices
            if any(start <= stop for start in ways)
        }
    placed: dict[int, Span] = {}
    for at, gap in zip(ways[len(text)][1], ink.gaps, strict=False):
        if 0 < at < len(text) and (at not in placed or gap[1] - gap[0] > placed[at][1] - placed[at][0]):
            placed[at] = gap
    return placed


def _doubt(pair: str) -> float:
    """How unlikely a gap is between two characters, in square ems."""
    if len(pair) < 2:
        return 0.0
    return _IN_NUMBER if all(character.isdecimal() or character in ".,%" for character in pair) else _UNSAID


def _misfit(ems: float, middles: Sequence[float], stretch: Span, scale: float) -> float:
    """How badly characters of this many ems fit a stretch of ink, in square ems."""
    begin, end = stretch
    if not middles:
        return min(_UNREAD, ((end - begin) / scale) ** 2)
    outside = sum(max(begin - middle, middle - end, 0.0) ** 2 for middle in middles)
    return float((ems * scale - (end - begin)) ** 2 + outside) / scale**2


def scale_of(characters: Sequence[Character], ink: Ink) -> float:
    """How many pixels an em of digits is: as far as they stand from each other, or else as high as the print is."""
    steps = [second.middle - first.middle for first, second in pairwise(characters) if _in_number(first, second)]
    ems = [_apart(first, second) for first, second in pairwise(characters) if _in_number(first, second)]
    return float(np.median(np.divide(steps, ems))) if len(steps) >= _ENOUGH else ink.em


def torn(word: Sequence[Character], scale: float) -> bool:
    """Whether two digits of a word stand so far apart that the model must have lost one between them.

    :param word: Its characters, with their middles in pixels.
    :param scale: How many pixels an em is.
    """
    return any(
        second.middle - first.middle > (_apart(first, second) + _LOST) * scale
        for first, second in pairwise(word)
        if _in_number(first, second)
    )


def _in_number(first: Character, second: Character) -> bool:
    """Whether two neighbours may be part of one number."""
    return all(character.text.isdecimal() or character.text in ".," for character in (first, second))


def _apart(first: Character, second: Character) -> float:
    """The ems from the middle of a character to the middle of the next."""
    return (_EMS.get(first.text, _USUAL) + _EMS.get(second.text, _USUAL)) / 2


def _runs(light: npt.NDArray[np.float32], *, above: float) -> list[Span]:
    """The stretches where a line of pixels, thought smooth, is above a threshold."""
    pixels = np.arange(len(light))
    fine = np.interp((np.arange(len(light) * _FINER) + 0.5) / _FINER - 0.5, pixels, light)
    edges = (np.flatnonzero(np.diff((fine > above).astype(np.int8), prepend=0, append=0)) / _FINER).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))
