"""Plain-text reports: headings told from their shape, tables from tabs, pipes or rows of figures under years."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from index.cleaning import clean
from index.readers.lines import Line, decoded, goes_on, is_list_item, joined, parted_at_pages, printed_lines
from index.readers.text.headings import NUMBERED, looks_like_heading, only_headings
from index.readers.text.levels import levelled, without_contents
from index.readers.text.noise import without_noise
from index.readers.text.paragraphs import mended, with_bullets
from index.readers.text.tables import flattened
from index.readers.text.tabs import only_tables, table_row
from index.readers.text.titles import with_titles
from index.readers.text.words import is_closed
from index.readers.text.years import year_rows
from index.types import Block, BlockKind, Draft, ReadingOptions

_HEADING_LINES = 2
_INDENTED = re.compile(r" [^\s•–-]")
_TOPS = 5
_SHORTER = 0.6
"""A heading in the lines of a paragraph is so much shorter than the line below it."""


def read_text(content: bytes, options: ReadingOptions) -> Draft:
    """Read a plain-text report."""
    printed = printed_lines(decoded(content))
    cleaned = clean(printed)
    return Draft(printed, tuple(text_blocks(cleaned.lines, cleaned.footnotes)), cleaned.notes, cleaned.marks)


def text_blocks(lines: Sequence[Line], notes: Collection[int] = ()) -> list[Block]:
    """Tell the blocks of a plain-text report apart from the shape of its lines.

    :param lines: The lines, cleaned.
    :param notes: The numbers of the lines that are footnotes.
    """
    tops = page_tops(lines)
    lines = without_noise(with_bullets(parted_at_pages(lines)), tops)
    blocks = only_headings(only_tables(list(_found(lines, tops, notes))), tops)
    return list(mended(levelled(with_titles(without_contents(blocks)), tops)))


def page_tops(lines: Sequence[Line]) -> frozenset[int]:
    """The numbers of the lines that begin a page: after a form feed, or one blank farther in than the line before.

    The blank is a sign only where it comes again and again.
    """
    fed = {line.number for line in lines if "\x0c" in line.text}
    indented = {
        line.number
        for before, line in pairwise(lines)
        if _INDENTED.match(line.text) and before.text.strip() and before.text[0] != " " and "\t" not in line.text
    }
    small = sum(line.text[1].islower() for line in lines if line.number in indented)
    return frozenset(fed | indented if len(indented) >= _TOPS + 5 * small else fed)


def _found(lines: Sequence[Line], tops: Collection[int], notes: Collection[int]) -> Iterator[Block]:
    """The blocks in the order of the file, headings without a depth."""
    run: list[Line] = []
    position = 0
    while position < len(lines):
        line = lines[position]
        table, end, between = _table(lines, position, notes)
        if run and (table or not line.text.strip() or line.number in tops):
            yield from _blocks(run, notes)
            run = []
        if table:
            yield table
            yield from _found(between, tops, notes)
            position = end
            continue
        if line.text.strip():
            run.append(line)
        position += 1
    if run:
        yield from _blocks(run, notes)


def _table(lines: Sequence[Line], position: int, notes: Collection[int]) -> tuple[Block | None, int, Sequence[Line]]:
    """The flattened table that begins at a position, the position behind it, and the footnotes in between."""
    if lines[position].number in notes:
        return None, position, ()
    if table := flattened(lines, position, notes):
        return table.block, table.end, table.between
    block, end = year_rows(lines, position) or (None, position)
    return block, end, ()


def _blocks(run: Sequence[Line], notes: Collection[int]) -> Iterator[Block]:
    """A run of lines as blocks of one kind each."""
    part: list[Line] = []
    for at, line in enumerate(run):
        after = run[at + 1] if at + 1 < len(run) else None
        alone = line.number not in notes and _heads(line, after, run[at - 1] if at else None)
        if part and (alone or not goes_on(_kind(line), _kind(part[0]))):
            yield _block(part)
            part = []
        if alone:
            yield Block("heading", " ".join(line.text.split()), (line.number, line.number))
            continue
        part.append(line)
    if part:
        yield _block(part)


def _heads(line: Line, after: Line | None, before: Line | None) -> bool:
    """Whether a line is the heading of the paragraph that goes on right below it."""
    if after is None or _kind(line) != "text" or len(line.text) > _SHORTER * len(after.text.rstrip()):
        return False
    if before is not None and not is_closed(before.text):
        return False
    text = line.text.strip()
    return after.text.lstrip()[:1].isupper() and _kind(after) == "text" and looks_like_heading(text)


def _kind(line: Line) -> BlockKind:
    """What a line looks like alone."""
    if "\t" in line.text or line.text.lstrip().startswith("|"):
        return "table"
    return "list" if is_list_item(line.text) and not NUMBERED.match(line.text) else "text"


def _block(part: Sequence[Line]) -> Block:
    """Lines of one kind as a block."""
    lines = (part[0].number, part[-1].number)
    kind = _kind(part[0])
    text = joined(part)
    if kind == "table":
        return Block("table", text, lines, rows=tuple(map(table_row, part)))
    if kind == "text" and len(part) <= _HEADING_LINES and looks_like_heading(text):
        return Block("heading", text, lines)
    counted = kind == "text" and is_list_item(text) and not looks_like_heading(text)
    return Block("list" if counted else kind, text, lines)
