"""Lines of a plain-text report that belong to its pages, not to what it says: running headers and page numbers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import replace

from index.readers.lines import Line, is_list_item
from index.readers.text.words import is_closed, is_open

_REPEATS = 3
"""A short line that stands alone this often, here and there in the whole file, may be a running header."""
_MANY = 8
"""One that comes this often surely is."""
_PAGES = 5
_SHORT = 80
_PAGE = re.compile(
    r"(?:page|seite|página|p\.)\s?:?\s?\d{1,3}(?:\s?(?:of|/|von|de)\s?\d{1,3})?|[-–—|]\s?\d{1,3}\s?[-–—|]",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,3}")
_BESIDE = re.compile(r"(?:^\d{1,3}\s*[|·–-]?\s+(?=\D))|(?:\s+[|·–-]?\s*\d{1,3}$)")
"""A page number on the line of a running header."""


def without_noise(lines: Sequence[Line], tops: Collection[int] = ()) -> list[Line]:
    """The lines, blank where nothing but a running header, a page number or a stray sign stands.

    :param lines: The lines of the report.
    :param tops: The numbers of the lines that begin a page.
    """
    alone = _alone(lines, tops)
    noise = {place for place, text in alone.items() if _is_mark(text) or _PAGE.fullmatch(text)}
    noise |= _page_numbers(alone) | _running(alone, lines)
    return [replace(line, text="") if place in noise else line for place, line in enumerate(lines)]


def _alone(lines: Sequence[Line], tops: Collection[int]) -> dict[int, str]:
    """The short lines that stand between blank ones or the ends of their pages, by their position."""
    begins = [False, *(line.number in tops for line in lines), False]
    texts = ["", *(line.text.strip() if len(line.text) < 2 * _SHORT else line.text for line in lines), ""]
    return {
        place - 1: text
        for place, text in enumerate(texts)
        if 0 < len(text) < _SHORT
        and (not texts[place - 1] or begins[place])
        and (not texts[place + 1] or begins[place + 1])
    }


def _is_mark(text: str) -> bool:
    """Whether a lone line says nothing: a page number, a bullet or another sign."""
    return len(text) < 3 and not (text.isalpha() and text.isascii() and len(text) == 2)


def _page_numbers(alone: dict[int, str]) -> set[int]:
    """The lone numbers that rise through the file, if there are many; others may be figures."""
    numbers = [(place, int(text)) for place, text in alone.items() if _NUMBER.fullmatch(text)]
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for at, (_, number) in enumerate(numbers):  # the longest rising run, by patience sorting
        slot = bisect_left(ends, number)
        before.append(last[slot - 1] if slot else -1)
        ends[slot : slot + 1] = [number]
        last[slot : slot + 1] = [at]
    found: set[int] = set()
    at = last[-1] if len(ends) >= _PAGES else -1
    while at >= 0:
        found.add(numbers[at][0])
        at = before[at]
    return found


def _running(alone: dict[int, str], lines: Sequence[Line]) -> set[int]:
    """The lone lines that come again through the file as the heads or feet of its pages do."""
    same: dict[str, list[int]] = {}
    for place, text in alone.items():
        same.setdefault(text, []).append(place)
    found = {place for text, places in same.items() if _runs_through(text, places, lines) for place in places}
    paged: dict[str, list[int]] = {}
    for place, text in alone.items():
        if len(bare := _BESIDE.sub("", text)) < len(text) and len(bare.split()) > 2:
            paged.setdefault(bare, []).append(place)
    for text, places in paged.items():
        if len(places) >= _PAGES and _is_spread(places, lines) and not is_closed(text):
            found.update(places)
    return found


def _runs_through(text: str, places: list[int], lines: Sequence[Line]) -> bool:
    """Whether a line comes again over at least half of the file, sometimes where no heading can stand."""
    if len(places) < _REPEATS or not _is_spread(places, lines) or is_closed(text) or is_list_item(text):
        return False
    return len(places) >= _MANY or text.isupper() or any(_cuts(place, lines) for place in places)


def _is_spread(places: list[int], lines: Sequence[Line]) -> bool:
    """Whether places lie over at least half of the file."""
    return 2 * (places[-1] - places[0]) >= len(lines)


def _cuts(place: int, lines: Sequence[Line]) -> bool:
    """Whether a line stands amid a sentence, or at the end of the file."""
    before = next((line.text for line in reversed(lines[max(0, place - 6) : place]) if line.text.strip()), ".")
    after = next((line.text.strip() for line in lines[place + 1 : place + 7] if line.text.strip()), "")
    return not after or (after[:1].islower() and not is_closed(before)) or is_open(before)
