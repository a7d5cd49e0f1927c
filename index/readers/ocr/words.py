"""Split what was read on a piece of text into words, each with its place.

The recognition model was taught mostly on Chinese, which has no spaces, and leaves most of them out. The picture shows
them: columns without ink that are wide against the size of the print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np

from index.readers.ocr.detect import Picture, Region
from index.readers.ocr.ink import Ink, Span, ink_of, place_gaps, scale_of, torn
from index.readers.ocr.recognise import Character

_SPACE = 0.17
"""Ems without ink that make a space between two letters; a printed one is about 0.25 wide, and letters stand off."""
_BETWEEN_DIGITS = 0.19
"""The same between two digits, which all stand off alike: a number cut in two is a wrong number."""
_AROUND_ONE = 0.13
"""How much more stands free on each side of a 1, whose ink is narrower than the place it takes."""
_IN_NUMBER = 0.28
"""Ems without ink that a space takes, which the model saw behind a number's point or comma, to be believed."""
_LETTERSPACED = 2.0
"""A space is this many times as wide as the usual gap between letters, which counts where letters stand apart."""
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SMALL_L = re.compile(r"\bl(?=[b-df-hjkmnp-tv-xz][a-z]{2})")
_MISREAD = re.compile(r"(?<![\d.,])\d{1,3}([.,])(?:\d{3}\1)+\d{1,2}(?![\d.,])")
"""A number whose decimals follow the sign that also parts its thousands: one of them is misread."""
_NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class PictureWord:
    """A word read on a picture, its place in pixels, and how sure its least sure character is."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float


def words_of(picture: Picture, region: Region, characters: Sequence[Character]) -> Iterator[PictureWord]:
    """Split one piece of text into words.

    :param picture: What it lies on.
    :param region: The piece.
    :param characters: What was read on it, from left to right.
    """
    left, top, right, bottom = region
    printed = [character for character in characters if not character.text.isspace()]
    if not printed:
        return
    ink = ink_of(picture[top:bottom, left:right], "".join(character.text for character in printed))
    printed = [replace(character, middle=character.middle * (right - left)) for character in printed]
    scale = scale_of(printed, ink)
    splits = _splits(printed, _said_spaces(characters), ink)
    starts, stops = [0, *splits], [*splits, len(printed)]
    begins = [ink.across[0], *(end for _, end in splits.values())]
    ends = [*(begin for begin, _ in splits.values()), ink.across[1]]
    words = [printed[start:stop] for start, stop in zip(starts, stops, strict=True)]
    doubtful = any(torn(word, scale) for word in words)
    for word, begin, end in zip(words, begins, ends, strict=True):
        text = "".join(character.text for character in word)
        # Where a digit is lost, the gaps may have been placed by one character wrongly as well.
        lost = doubtful and any(character.isdecimal() for character in text)
        yield PictureWord(
            _plain(text),
            left + begin,
            top + ink.down[0],
            left + max(begin, end),
            top + ink.down[1],
            0.0 if lost or _MISREAD.search(text) else _confidence(word),
        )


def _confidence(word: Sequence[Character]) -> float:
    """How sure the least sure character is; a point or comma counts twice, for what it does to a number."""
    return min(
        character.confidence ** (2 if character.text in ".," and 0 < at < len(word) - 1 else 1)
        for at, character in enumerate(word)
    )


def _plain(word: str) -> str:
    """The word with Latin signs for the wide ones that go with Chinese, and with a capital I where no l can be."""
    return _SMALL_L.sub("I", word.translate(_WIDE))


def _splits(printed: Sequence[Character], said: Set[int], ink: Ink) -> dict[int, Span]:
    """The characters that begin a further word, each with the gap before it, from left to right."""
    middles = [character.middle for character in printed]
    places = place_gaps("".join(character.text for character in printed), middles, ink, said)
    usual = _usual_gap(ink.gaps, len(printed))
    splits: dict[int, Span] = {}
    for at in range(1, len(printed)):
        middle = (middles[at - 1] + middles[at]) / 2
        gap = places.get(at, (middle, middle))
        before = "".join(character.text for character in printed[max(0, at - 2) : at])
        needed = _needed(before, printed[at].text, said=at in said) * ink.em
        if gap[1] - gap[0] >= (needed if at in said else max(needed, usual)):
            splits[at] = gap
    return splits


def _said_spaces(characters: Sequence[Character]) -> set[int]:
    """The printed characters before which the model itself read a space."""
    said, at = set(), 0
    for character in characters:
        if character.text.isspace():
            said.add(at)
        else:
            at += 1
    return said


def _usual_gap(gaps: Sequence[Span], characters: int) -> float:
    """How wide a gap must be to stand out among those between letters, where most letters stand apart."""
    if len(gaps) < max(3, 0.6 * (characters - 1)):
        return 0
    return _LETTERSPACED * float(np.median([end - begin for begin, end in gaps]))


def _needed(before: str, after: str, *, said: bool) -> float:
    """The ems without ink that make a space here.

    :param before: The two characters before it.
    :param after: The character behind it.
    :param said: Whether the model read a space, so that only a number needs further evidence.
    """
    last = before[-1]
    in_number = before[:-1].isdecimal() and last in ".," and after.isdecimal()
    if in_number:
        return _IN_NUMBER if said else _NEVER
    if last.isdecimal() and after in ".,%":
        return _NEVER
    if said:
        return 0
    if last in "([" or after in ")],.;:":
        return _NEVER
    space = _BETWEEN_DIGITS if last.isdecimal() and after.isdecimal() else _SPACE
    return space + _AROUND_ONE * ((last == "1") + (after == "1"))
