"""The depth of a plain-text report's headings: from numbers, from its contents page, from where pages begin."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from index.readers.text.headings import CASE, NUMBERED
from index.readers.text.words import is_closed
from index.types import Block

_CONTENTS = re.compile(r"(?:table of )?contents?|inhalt(?:sverzeichnis)?|índice|sommaire|目录", re.IGNORECASE)
_PART = re.compile(r"(?:chapter|part|appendix|annex)\s(?:\d{1,2}|[IVX]{1,5}|[A-Z])\b", re.IGNORECASE)
_ENTRY = re.compile(r"[\t\d.…]+")
_REACH = 80
"""A contents page takes up at most so many blocks."""
_PROSE = 200
_LEAST = 4
_FOUND = 0.5
"""So much of a contents page must be found among the headings for it to be trusted."""
_CHAPTER, _SECTION, _OTHER = 0, 1, 2


def levelled(blocks: Sequence[Block], tops: Collection[int] = ()) -> Iterator[Block]:
    """Headings with their depth; in a report with numbered ones the others stand below these.

    A bare heading right after another one stands below it; after text it stands beside it.

    :param blocks: The blocks, headings without a depth.
    :param tops: The numbers of the lines that begin a page.
    """
    depths = _depths(blocks)
    ranks = {} if depths else _ranks(blocks, tops)
    used = sorted(set(ranks.values()))
    numbered, before, last = 0, 0, 0
    for at, block in enumerate(blocks):
        level = 0
        if block.kind == "heading":
            block = replace(block, text=" ".join(block.text.split()))
            if CASE.match(block.text):
                yield replace(block, level=last + 1)
                before = 0
                continue
            if at in depths:
                level = numbered = depths[at]
            elif depths:
                level = min(before + 1, numbered + 2) if before else numbered + 1
            else:
                level = 1 + used.index(ranks[at])
                level = level if ranks[at] != _OTHER or not before else min(max(level, before + 1), len(used) + 1)
            last = level
        yield replace(block, level=level) if level else block
        before = level


def _depths(blocks: Sequence[Block]) -> dict[int, int]:
    """The depth of each numbered heading, by its position; a list that counts anew inside a chapter isn't one."""
    found = [
        (at, [int(part) for part in match[1].split(".")])
        for at, block in enumerate(blocks)
        if block.kind == "heading" and (match := NUMBERED.match(block.text))
    ]
    dotted = {at: numbers[0] for at, numbers in found if len(numbers) > 1}
    depths: dict[int, int] = {}
    chapter = 0
    following = _following(found)
    for at, numbers in found:
        number = numbers[0]
        if len(numbers) > 1:
            opens = not chapter or number in {chapter, chapter + 1}
        elif dotted:
            ahead = following[at]
            opens = number == chapter + 1 if ahead is None else chapter < number <= ahead
        else:
            opens = not chapter or number in {chapter, chapter + 1}
        if opens:
            depths[at], chapter = len(numbers), number
    if depths and not dotted and 2 * (max(depths) - min(depths)) < len(blocks):
        return {}  # a list here or there is no row of chapters
    parts = {at: 1 for at, block in enumerate(blocks) if depths and block.kind == "heading" and _PART.match(block.text)}
    return depths | parts


def _following(found: Sequence[tuple[int, list[int]]]) -> dict[int, int | None]:
    """The chapter of the next heading with a number of several parts, by position."""
    following: dict[int, int | None] = {}
    ahead: int | None = None
    for at, numbers in reversed(found):
        following[at] = ahead
        ahead = numbers[0] if len(numbers) > 1 else ahead
    return following


def _ranks(blocks: Sequence[Block], tops: Collection[int]) -> dict[int, int]:
    """What kind of heading each bare one is, by position: of a chapter, of a section or page, or another."""
    listed = _listed(blocks)
    ranks: dict[int, int] = {}
    for at, block in enumerate(blocks):
        if block.kind == "heading":
            top = _SECTION if block.lines[0] in tops else _OTHER
            rank = _CHAPTER if _PART.match(block.text) else listed.get(_letters(block.text), top)
            ranks[at] = rank
    return ranks


def without_contents(blocks: Sequence[Block]) -> list[Block]:
    """The blocks; the entries of a contents page are no headings, but the one that text follows is."""
    start, end = _contents(blocks)
    seen: set[str] = set()
    kept = list(blocks)
    for at in range(start + 1, end):
        key = _letters(blocks[at].text)
        if blocks[at].kind == "heading" and key not in seen and at + 1 < end:
            kept[at] = replace(blocks[at], kind="text")
        seen.update(title for line in blocks[at].text.split("\n") for title, _ in _entries(line))
    return kept


def _contents(blocks: Sequence[Block]) -> tuple[int, int]:
    """The positions of a contents page's heading and of the first prose behind it."""
    start = next((at for at, block in enumerate(blocks) if _CONTENTS.fullmatch(block.text)), None)
    if start is None:
        return 0, 0
    for at in range(start + 1, min(start + 1 + _REACH, len(blocks))):
        if len(blocks[at].text) > _PROSE and is_closed(blocks[at].text):
            return start, at
    return 0, 0


def _listed(blocks: Sequence[Block]) -> Mapping[str, int]:
    """The titles that a contents page names; none where the report's headings are others."""
    start, end = _contents(blocks)
    entries = [
        (title, paged or block.kind == "table")
        for block in blocks[start + 1 : end]
        for line in block.text.split("\n")
        for title, paged in _entries(line)
    ]
    found = {_letters(block.text) for block in blocks[start:] if block.kind == "heading"}
    if sum(title in found for title, _ in entries) < _FOUND * len(entries):  # or all would stand below the wrong ones
        return {}
    sections = any(paged for _, paged in entries) and any(not paged for _, paged in entries)
    return {title: _SECTION if paged and sections else _CHAPTER for title, paged in reversed(entries)}


def _entries(line: str) -> Iterator[tuple[str, bool]]:
    """The titles on a line of a contents page, each with whether a page number stands behind it."""
    ends = [match.start() for match in _ENTRY.finditer(line)]
    pieces = _ENTRY.split(line)
    for at, piece in enumerate(pieces):
        if len(key := _letters(piece)) >= _LEAST:
            yield key, at < len(ends)


def _letters(text: str) -> str:
    """The letters of a text, small."""
    return "".join(filter(str.isalpha, text.casefold()))
