"""The lines of a PDF's pages become blocks: headings with their depth, paragraphs, lists and tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from index.cleaning import Cleaned
from index.readers.lines import is_list_item
from index.readers.pdf.grid import Grid
from index.readers.pdf.headings import levels
from index.readers.pdf.levels import is_period
from index.readers.pdf.lines import CAPTION, Run
from index.types import Block, BlockKind, Row

_CAPTION_SIGN = re.compile(r"\w{3,8}\.?\s\d{1,3}(?:\.\d{1,3})?[a-z]?\s?[.:–|-]", re.IGNORECASE)
_CLOSED = re.compile(r"[.,;:!]\W{0,3}$")
_MOST_BETWEEN = 12
"""A paragraph goes on behind at most so many lines: the running footer and header of its pages."""
_HEADING_WORDS = 16
_HEADING_LINES = 4
_LARGER = 1.12
"""A heading is at least so many times as large as the text, or as much bolder as this:"""
_BOLDER = 150


@dataclass(frozen=True, slots=True)
class Body:
    """How most of a report's text is printed."""

    size: float
    weight: int


@dataclass(slots=True)
class Part:
    """A piece of a report before its lines are cleaned."""

    kind: BlockKind
    first: int
    """Its first line, counted from 1."""
    last: int
    runs: tuple[Run, ...] = ()
    grid: Grid | None = None
    page: int = 0
    confidence: float = 1.0
    numbers: bool = False
    """Whether it is nothing but numbers, as on a chart."""


def paragraphs(runs: Sequence[Run]) -> list[list[Run]]:
    """Part the lines of one column into paragraphs."""
    gaps = [below.base - above.base for above, below in pairwise(runs) if above.size == below.size]
    usual = median(gaps) if gaps else 0.0
    usual = min(usual, min((gap for gap in gaps if gap > 0.8 * usual), default=usual) * 1.1)
    parts: list[list[Run]] = []
    for run in runs:
        if parts and not _parted(parts[-1], run, usual):
            parts[-1].append(run)
        else:
            parts.append([run])
    return parts


def _parted(paragraph: Sequence[Run], run: Run, usual: float) -> bool:
    """Whether a line begins a new paragraph."""
    last = paragraph[-1]
    if abs(last.size - run.size) > 0.06 * run.size:
        return True
    if abs(last.weight - run.weight) >= _BOLDER:  # but a sentence may begin in bold letters
        return not run.text[:1].islower() or bool(_CLOSED.search(last.text))
    if is_list_item(run.text) or (CAPTION.match(run.text) and _begins(run.text, last.text)):
        return True
    if not run.text.isupper() and _in_capitals(paragraph):
        return True
    if run.base - last.base > max(1.18 * usual, 1.05 * run.size):
        return True
    item = is_list_item(paragraph[0].text)
    return item and run.left < paragraph[0].left + 1 < paragraph[-1].left and len(paragraph) > 1


def _in_capitals(paragraph: Sequence[Run]) -> bool:
    """Whether lines are a heading in capitals."""
    return all(run.text.isupper() and " " in run.text for run in paragraph)


def _begins(caption: str, above: str) -> bool:
    """Whether a line is a caption rather than a sentence that names a figure at the line's beginning."""
    return bool(_CAPTION_SIGN.match(caption) or _CLOSED.search(above))


def kind_of(runs: Sequence[Run], body: Body) -> BlockKind:
    """What a paragraph is by its print."""
    text = " ".join(run.text for run in runs)
    if is_list_item(runs[0].text):
        return "list"
    if len(runs) > 1 and any(run.is_value and not is_period(run.text) for run in runs):  # an amount and what it is of
        return "text"
    if CAPTION.match(text) or len(runs) > _HEADING_LINES or not _reads_like_heading(text):
        return "text"
    size = max(run.size for run in runs)
    if size >= _LARGER * body.size or (size >= 0.97 * body.size and runs[0].weight >= body.weight + _BOLDER):
        return "heading"
    return "text"


def _reads_like_heading(text: str) -> bool:
    """Whether words may be a heading: few, with letters, not ended like a sentence."""
    letters = sum(map(str.isalpha, text))
    few = len(text.split()) <= _HEADING_WORDS and len(text) <= 120
    return few and letters >= 3 and letters >= 0.5 * len(text.replace(" ", "")) and not _CLOSED.search(text)


def blocks_of(parts: Sequence[Part], cleaned: Cleaned) -> list[Block]:
    """Make blocks of a report's parts, their text from the cleaned lines."""
    depth = levels(parts)
    texts = {line.number: line.text.strip("\n ") for line in cleaned.lines}
    known = _words(texts)
    found: list[Block] = []
    last: Part | None = None
    for at, part in enumerate(parts):
        if part.numbers:
            continue
        block = replace(_block(part, texts, known), level=depth.get(at, 0))
        if last is not None and (_goes_on(last, part) or _flows_on(last, part, found[-1].text, block.text)):
            block = _joined(found.pop(), block)
        if block.text.strip():
            found.append(block)
            last = part
    return _listed(found)


def _block(part: Part, texts: Mapping[int, str], known: Mapping[str, int]) -> Block:
    """A part as a block."""
    lines = [texts[number] for number in range(part.first, part.last + 1)]
    place = (part.first, part.last)
    if part.grid is not None:
        rows = tuple(_rows(part.grid, part.first, texts))
        return Block("table", "\n".join(lines), place, rows=rows, confidence=part.confidence)
    text = unhyphenated(lines, known)
    text = " ".join(text.split()) if part.kind == "heading" else text
    return Block(part.kind, text, place, confidence=part.confidence)


def _joined(above: Block, below: Block) -> Block:
    """Two pieces of one block, with as many line breaks between them as there are lines."""
    gap = "\n" * (below.lines[0] - above.lines[1])
    text, lines = f"{above.text}{gap}{below.text}", (above.lines[0], below.lines[1])
    return replace(above, text=text, lines=lines, rows=above.rows + below.rows)


def _flows_on(above: Part, below: Part, text: str, rest: str) -> bool:
    """Whether a paragraph goes on at the head of the next column or page: a sentence without end, then its rest."""
    if above.kind != "text" or below.kind != "text" or not above.runs or not below.runs:
        return False
    one, two = above.runs[-1], below.runs[0]
    alike = abs(one.size - two.size) < 0.06 * one.size and abs(one.weight - two.weight) < _BOLDER
    near = below.first - above.last <= _MOST_BETWEEN and below.page - above.page <= 1
    return alike and near and len(text) > 40 and rest[:1].islower() and not _CLOSED.search(text)


def _goes_on(above: Part, below: Part) -> bool:
    """Whether a table goes on with the one at the end of the page before: same columns, no header of its own."""
    if above.grid is None or below.grid is None or below.grid.header or below.page != above.page + 1:
        return False
    columns = list(zip(above.grid.columns[1:], below.grid.columns[1:], strict=False))
    near = sum(min(abs(a[0] - b[0]), abs(a[1] - b[1])) < 6 for a, b in columns)
    return len(above.grid.columns) == len(below.grid.columns) and near == len(columns)


def _listed(blocks: Sequence[Block]) -> list[Block]:
    """List items that follow each other as one list."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if last and last.kind == block.kind == "list" and block.lines[0] == last.lines[1] + 1:
            found[-1] = replace(last, text=f"{last.text}\n{block.text}", lines=(last.lines[0], block.lines[1]))
        else:
            found.append(block)
    return found


def _rows(grid: Grid, start: int, texts: Mapping[int, str]) -> list[Row]:
    """The rows of a table that begins on line ``start``, with cleaned cells."""
    rows: list[Row] = []
    for row in grid.rows:
        cells = [""] * len(row.spread)
        for at in range(row.first, row.last + 1):
            printed = grid.lines[at].cells
            own = texts[start + at].split("\t")
            for column, cell in enumerate(own if len(own) == len(printed) else printed):
                cells[column] = _together(cells[column], cell.strip())
        first, last = start + row.first, start + row.last
        rows.append(Row(tuple(cells[source] for source in row.spread), first, last if last > first else 0))
    return rows


def _together(above: str, below: str) -> str:
    """Two lines of a cell as one text."""
    if above.endswith("-") and below[:1].isalpha() and len(above) > 1 and above[-2].isalpha():
        return above + below if below[:1].isupper() else above[:-1] + below
    return f"{above} {below}".strip()


def _words(texts: Mapping[int, str]) -> Counter[str]:
    """How often each word stands in the report, so that it can be told whether a hyphen is a part of one."""
    return Counter(word.lower() for text in texts.values() for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text))


def unhyphenated(lines: Sequence[str], known: Mapping[str, int]) -> str:
    """Lines as one text with the words that are cut at line ends whole; each on the line it begins on."""
    lines = list(lines)
    for at in range(len(lines) - 1):
        cut = re.search(r"([^\W\d_]+)[-\u2010\xad]$", lines[at])
        rest = re.match(r"[^\W\d_]+", lines[at + 1])
        if cut is None or rest is None or not lines[at + 1][:1].islower():
            continue
        first, second = cut[1].lower(), rest[0].lower()
        hyphen = "-" if known.get(f"{first}-{second}", 0) > known.get(first + second, 0) else ""
        if not hyphen and not known.get(first + second) and lines[at].endswith("-") and _compound(first, second, known):
            hyphen = "-"
        head, _, tail = lines[at + 1].partition(" ")
        lines[at], lines[at + 1] = lines[at][:-1] + hyphen + head, tail
    return "\n".join(lines).replace("\xad", "")


def _compound(first: str, second: str, known: Mapping[str, int]) -> bool:
    """Whether both halves are words of their own in the report, so that the hyphen may be a part of the word."""
    return known.get(first, 0) > 1 and known.get(second, 0) > 1 and min(len(first), len(second)) > 3
