"""Plain-text reports: headings told from their shape, tables from tabs, pipes or rows of figures under years."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from index.readers.lines import Line, is_list_item, joined, numbered_lines
from index.tables import figure_row, is_rule, pipe_row, tab_row, year_header
from index.types import Block, BlockKind, Row

_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3}|\d{1,2}(?=\.))\.?\s+[A-Z]")
_VALUES = re.compile(r"(?:\s[-–(]?\d[\d.,]*%?\)?|\s[-–/]){2,}$")
_CLOSED = re.compile(r"[.,;:!?]\W*$")
_REPEATS = 3
"""A short line that stands alone this often is a running header, not a heading."""


def read_text(text: str) -> list[Block]:
    """Split a plain-text report into blocks."""
    lines = numbered_lines(text)
    running = _running_headers(lines)
    blocks = [block for run in _runs(lines) for block in _blocks(run) if block.text not in running]
    return list(_mended(_levelled(blocks)))


def _running_headers(lines: list[Line]) -> set[str]:
    """Short lines that stand alone between blank ones again and again, and lines without a word."""
    counts = Counter(
        line.text.strip()
        for before, line, after in zip(lines, lines[1:], lines[2:], strict=False)
        if line.text.strip() and len(line.text) < 80 and not before.text.strip() and not after.text.strip()
    )
    return {text for text, count in counts.items() if count >= _REPEATS or len(text) < 3}


def _runs(lines: list[Line]) -> Iterator[list[Line]]:
    """Lines between blank ones; rows of figures under a line of years are one run though blank lines part them."""
    run: list[Line] = []
    years: tuple[str, ...] = ()
    for position, line in enumerate(lines):
        if not line.text.strip():
            if run and not (years and _table_goes_on(lines, position, years)):
                yield run
                run, years = [], ()
            continue
        if header := year_header(line.text):
            if run and not years:
                yield run
                run = []
            years = header
        run.append(line)
    if run:
        yield run


def _table_goes_on(lines: list[Line], position: int, years: tuple[str, ...]) -> bool:
    """Whether one of the next few lines is again a row of as many figures, with nothing but labels before it."""
    ahead = [line.text for line in lines[position : position + 8] if line.text.strip()][:3]
    for text in ahead:
        if figure_row(text, years):
            return True
        if len(text) > 90 or _CLOSED.search(text) or year_header(text):
            return False
    return False


def _blocks(run: list[Line]) -> Iterator[Block]:
    """A run of lines as blocks of one kind each."""
    if years := year_header(run[0].text):
        yield _figure_table(run, years)
        return
    part: list[Line] = []
    for line in run:
        if part and _kind(line, part[-1]) != _kind(part[-1]):
            yield _block(part)
            part = []
        part.append(line)
    yield _block(part)


def _kind(line: Line, before: Line | None = None) -> BlockKind:
    """What a line belongs to; a line after a list item goes on with it unless it is a table row."""
    if "\t" in line.text or line.text.lstrip().startswith("|"):
        return "table"
    if is_list_item(line.text) and not _NUMBERED.match(line.text):
        return "list"
    return "list" if before is not None and _kind(before) == "list" else "text"


def _block(part: list[Line]) -> Block:
    """Lines of one kind as a block."""
    lines = (part[0].number, part[-1].number)
    kind = _kind(part[0])
    if kind == "table":
        rows = tuple(_row(line) for line in part if not is_rule(line.text))
        return Block("table", "\n".join(line.text for line in part), lines, rows=rows)
    text = joined(part)
    if kind == "text" and len(part) <= 2 and _looks_like_heading(text):
        return Block("heading", " ".join(text.split()), lines)
    return Block(kind, text, lines)


def _row(line: Line) -> Row:
    """A table line as its cells."""
    return pipe_row(line.text, line.number) if line.text.lstrip().startswith("|") else tab_row(line.text, line.number)


def _figure_table(run: list[Line], years: tuple[str, ...]) -> Block:
    """Rows flattened to lines: a label, perhaps a unit, and one figure a year; other lines are labels."""
    rows = [Row(("", *years), run[0].number)]
    label: list[str] = []
    for line in run[1:]:
        cells = figure_row(line.text, years)
        if cells is None:
            label.append(line.text.strip())
            continue
        if label and (cells[0][:1].islower() or cells[0].startswith("(") or len(cells[0].split()) == 1):
            cells = (f"{label.pop()} {cells[0]}", *cells[1:])
        rows += [Row((group, *("" for _ in years)), line.number) for group in label]
        label = []
        rows.append(Row(cells, line.number))
    return Block("table", joined(run), (run[0].number, run[-1].number), rows=tuple(rows))


def _looks_like_heading(text: str) -> bool:
    """A short line that starts like a title and doesn't end like a sentence."""
    words = text.split()
    if not 0 < len(words) <= 14 or len(text) > 110 or _CLOSED.search(text) or _VALUES.search(text):
        return False
    first = text.lstrip("“\"'‘")[:1]
    if not (first.isupper() or _NUMBERED.match(text)):
        return False
    letters = sum(character.isalpha() for character in text)
    return letters >= 3 and letters >= 0.6 * len(text.replace(" ", ""))


def _levelled(blocks: list[Block]) -> Iterator[Block]:
    """Headings with their depth: numbered ones by their number, bare ones below the last numbered one.

    A bare heading right after another one stands below it; after text it stands beside it.
    """
    numbered, before, chapter = 0, 0, 0
    for block in blocks:
        level = 0
        if block.kind == "heading":
            match = _NUMBERED.match(block.text)
            # a list that counts from 1 again inside a chapter doesn't open one
            if match and (not chapter or int(match[1].split(".")[0]) in {chapter, chapter + 1}):
                level = numbered = match[1].count(".") + 1
                chapter = int(match[1].split(".")[0])
            else:
                level = min(before + 1, numbered + 2) if before else numbered + 1
        yield Block(block.kind, block.text, block.lines, level, block.rows) if level else block
        before = level


def _mended(blocks: Iterator[Block]) -> Iterator[Block]:
    """Paragraphs cut in two by a page break joined again: the first has no end, the second no beginning."""
    held: Block | None = None
    for block in blocks:
        if held is not None:
            if block.kind == "text" and block.text[:1].islower() and not _CLOSED.search(held.text):
                gap = "\n" * max(1, block.lines[0] - held.lines[1])
                held = Block("text", held.text + gap + block.text, (held.lines[0], block.lines[1]))
                continue
            yield held
            held = None
        if block.kind == "text":
            held = block
        else:
            yield block
    if held is not None:
        yield held
