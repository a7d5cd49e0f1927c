"""Contents pages and navigation bars: lines that name the report's chapters and say nothing of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from index.types import Block

_HEADING = re.compile(
    r"\s*(?:table of contents?|contents?|index of contents|inhalt(?:sverzeichnis)?|table des mati[eè]res|sommaire"
    r"|[ií]ndice|contenido|contenidos|sum[aá]rio|inhoud(?:sopgave)?|目\s?录|目\s?錄|目次|목차)\s*:?\s*",
    re.IGNORECASE,
)
_PAGED = re.compile(r"(?:\D|^)(?:[.…·_ \t]{2,}|[\s|])?(\d{1,3})\s*\|?\s*$")
_ALONE = re.compile(r"[\d\s]{1,12}$")
_PROSE = 130
"""A block this long that ends like a sentence is no contents line."""
_OPENING = 0.15
"""Contents stand in this first part of the blocks, or in the first few."""
_FIRST = 40
_LONGEST = 160
_LEAST = 4
_STEM = 8
_BAR = 80
_SAME = 60
"""So many letters at the beginning of three lines are the same in bars alone."""


def contents(blocks: Sequence[Block]) -> frozenset[int]:
    """The positions of the blocks that are contents pages or bars of chapter names."""
    found: set[int] = set()
    opening = max(_FIRST, int(_OPENING * len(blocks)))
    for at, block in enumerate(blocks[:opening]):
        if at not in found and block.kind != "table" and _HEADING.fullmatch(block.text.split("\n")[0]):
            found.update(_below(blocks, at))
    for run in _runs(blocks[:opening]):
        found.update(run)
    return frozenset(found | _bars(blocks, found))


def _below(blocks: Sequence[Block], start: int) -> range:
    """The blocks under a contents heading, up to the first heading that text stands under."""
    end = start + 1
    while end < min(len(blocks), start + _LONGEST) and not _is_prose(blocks[end]):
        end += 1
    while end > start + 1 and not _pages(blocks[end - 1]):
        end -= 1
    listed = sum(_pages(block) for block in blocks[start:end])
    return range(start, end) if listed >= _LEAST else range(0)


def _runs(blocks: Sequence[Block]) -> Iterator[range]:
    """Blocks in a row whose lines all end with page numbers that rise."""
    start = 0
    for at in range(len(blocks) + 1):
        if at < len(blocks) and _is_listing(blocks[at]):
            continue
        pages = [page for block in blocks[start:at] for page in _page_numbers(block)]
        rising = sum(one <= other for one, other in pairwise(pages))
        if len(pages) >= 2 * _LEAST and rising >= 0.8 * (len(pages) - 1) and len(set(pages)) >= _LEAST:
            yield range(start, at)
        start = at + 1


def _is_listing(block: Block) -> bool:
    """Whether every line of a block is a title with a page number after it, and no row of figures."""
    lines = [line for line in block.text.split("\n") if line.strip()]
    return bool(lines) and all(
        len(line) < _PROSE
        and _PAGED.search(line)
        and len(re.findall(r"\d[\d.,]*", line)) <= 3
        and line[:1] != "%"
        and sum(map(str.isalpha, line)) >= _LEAST
        for line in lines
    )


def _page_numbers(block: Block) -> list[int]:
    """The page numbers at the ends of a block's lines."""
    return [int(match[1]) for line in block.text.split("\n") if (match := _PAGED.search(line[-40:]))]


def _pages(block: Block) -> int:
    """How many of a block's lines end with a page number or are nothing but such numbers."""
    return len(_page_numbers(block)) + (1 if _ALONE.match(block.text) else 0)


def _is_prose(block: Block) -> bool:
    """Whether a block is running text."""
    return block.kind != "table" and len(block.text) >= _PROSE and block.text.rstrip()[-1:] in ".!?:;”\"'"


def _bars(blocks: Sequence[Block], known: set[int]) -> set[int]:
    """Lines that run at least three of the report's headings together, as a bar at the head of a page does."""
    titles = {_letters(block.text) for block in blocks if block.kind == "heading" and len(block.text.split()) > 1}
    titles |= {
        _letters(re.sub(r"[\d\s.]+$", "", line))
        for at in known
        for line in blocks[at].text.split("\n")
        if len(line) < _PROSE
    }
    begun: dict[str, list[str]] = defaultdict(list)
    for title in sorted(titles, key=len, reverse=True):
        begun[title[:_STEM]].append(title)
    letters = {
        at: _letters(block.text)
        for at, block in enumerate(blocks)
        if at not in known
        and block.kind != "table"
        and 30 <= len(block.text) <= 500
        and not set(".\n") & set(block.text)
    }
    heads = Counter(text[:_SAME] for text in letters.values() if len(text) >= _BAR)
    return {
        at
        for at, text in letters.items()
        if (len(text) >= _BAR and heads[text[:_SAME]] >= 3) or (text not in titles and _parts(text, begun) >= 3)
    }


def _parts(text: str, begun: Mapping[str, Sequence[str]]) -> int:
    """How many titles a text is put together from; 0 where more than a fifth of it is something else.

    :param begun: The titles by their first letters, the longest first.
    """
    at = parts = other = 0
    while at < len(text):
        title = next((title for title in begun.get(text[at : at + _STEM], ()) if text.startswith(title, at)), "")
        parts += bool(title)
        other += not title
        at += len(title) or 1
    return parts if 5 * other <= len(text) else 0


def _letters(text: str) -> str:
    """The letters of a text, small."""
    return "".join(filter(str.isalpha, text.casefold()))
