"""Plain-text reports: headings told from their shape, tables from tabs, pipes or rows of figures under years."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from index.readers.lines import Line, goes_on, is_list_item, joined, numbered_lines
from index.tables import figure_row, pipe_row, tab_row, year_header
from index.types import Block, BlockKind, Row

_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3}|\d{1,2}(?=\.))\.?\s+[A-Z]")
_VALUES = re.compile(r"(?:\s[-–(]?\d[\d.,]*%?\)?|\s[-–/]){2,}$")
_CLOSED = re.compile(r"[.,;:!?]\W*$")
_TAIL = 20
"""Whether a text ends like a sentence is told from its last characters."""
_REPEATS = 3
"""A short line that stands alone this often, here and there in the whole file, is a running header."""


def read_text(text: str) -> list[Block]:
    """Split a plain-text report into blocks."""
    lines = numbered_lines(text)
    running = _running_headers(lines)
    blocks = [block for run in _runs(lines) for block in _blocks(run) if block.text not in running]
    return list(_mended(_levelled(blocks)))


def _running_headers(lines: list[Line]) -> set[str]:
    """Short lines that stand alone between blank ones on page after page, and page numbers and bullets alone."""
    places: dict[str, list[int]] = {}
    blank = Line("", 0)
    for before, line, after in zip([blank, *lines], lines, [*lines[1:], blank], strict=False):
        text = line.text.strip()
        if 0 < len(text) < 80 and not before.text.strip() and not after.text.strip():
            places.setdefault(text, []).append(line.number)
    return {text for text, numbers in places.items() if _is_mark(text) or _runs_through(text, numbers, lines)}


def _is_mark(text: str) -> bool:
    """Whether a lone line says nothing: a page number, a bullet or another sign."""
    return len(text) < 3 and not (text.isalpha() and text.isascii() and len(text) == 2)


def _runs_through(text: str, numbers: list[int], lines: list[Line]) -> bool:
    """Whether a line comes again over at least half of the file; sentences and list items may do so, too."""
    spread = numbers[-1] - numbers[0]
    return len(numbers) >= _REPEATS and 2 * spread >= lines[-1].number and not (_is_closed(text) or is_list_item(text))


def _is_closed(text: str) -> bool:
    """Whether a text ends like a sentence."""
    return _CLOSED.search(text[-_TAIL:]) is not None


def _runs(lines: list[Line]) -> Iterator[list[Line]]:
    """Lines between blank ones; rows of figures under a line of years are one run though blank lines part them."""
    run: list[Line] = []
    years: tuple[str, ...] = ()
    for position, line in enumerate(lines):
        header = year_header(line.text)
        ends = header or (not line.text.strip() and not (years and _table_goes_on(lines, position, years)))
        if run and ends:
            yield run
            run, years = [], ()
        years = header or years
        if line.text.strip():
            run.append(line)
    if run:
        yield run


def _table_goes_on(lines: list[Line], position: int, years: tuple[str, ...]) -> bool:
    """Whether one of the next few lines is again a row of as many figures, with nothing but labels before it."""
    ahead = [line.text for line in lines[position : position + 8] if line.text.strip()][:3]
    for text in ahead:
        if figure_row(text, years):
            return True
        if len(text) > 90 or _is_closed(text) or year_header(text):
            return False
    return False


def _blocks(run: list[Line]) -> Iterator[Block]:
    """A run of lines as blocks of one kind each."""
    if years := year_header(run[0].text):
        end = max((place for place, line in enumerate(run, 1) if figure_row(line.text, years)), default=0)
        if end:
            yield _figure_table(run[:end], years)
        run = run[end:]
    part: list[Line] = []
    for line in run:
        if part and not goes_on(_kind(line), _kind(part[0])):
            yield _block(part)
            part = []
        part.append(line)
    if part:
        yield _block(part)


def _kind(line: Line) -> BlockKind:
    """What a line looks like alone."""
    if "\t" in line.text or line.text.lstrip().startswith("|"):
        return "table"
    return "list" if is_list_item(line.text) and not _NUMBERED.match(line.text) else "text"


def _block(part: list[Line]) -> Block:
    """Lines of one kind as a block."""
    lines = (part[0].number, part[-1].number)
    kind = _kind(part[0])
    text = joined(part)
    if kind == "table":
        return Block("table", text, lines, rows=tuple(_row(line) for line in part))
    if kind == "text" and len(part) <= 2 and _looks_like_heading(text):
        return Block("heading", " ".join(text.split()), lines)
    return Block(kind, text, lines)


def _row(line: Line) -> Row:
    """A table line as its cells."""
    return pipe_row(line.text, line.number) if line.text.lstrip().startswith("|") else tab_row(line.text, line.number)


def _figure_table(run: list[Line], years: tuple[str, ...]) -> Block:
    """Rows flattened to lines: a label, perhaps a unit, and one figure a year; other lines are labels."""
    title = re.sub(r"\bunits?$", "", " ".join(run[0].text.split()[: -len(years)]), flags=re.IGNORECASE).strip()
    rows = [Row((title, *years), run[0].number)]
    labels: list[Line] = []
    for line in run[1:]:
        cells = figure_row(line.text, years)
        if cells is None:
            if labels and line.text.lstrip()[:1].islower():  # a label wrapped over two lines
                line = Line(f"{labels.pop().text.strip()} {line.text.strip()}", line.number)
            labels.append(line)
            continue
        if labels and (cells[0][:1].islower() or cells[0].startswith("(") or len(cells[0].split()) == 1):
            cells = (f"{labels.pop().text.strip()} {cells[0]}", *cells[1:])
        rows += [
            Row((group.text.strip(), *("" for _ in years)), group.number) for group in labels if group.text.strip()
        ]
        labels = []
        rows.append(Row(cells, line.number))
    return Block("table", joined(run), (run[0].number, run[-1].number), rows=tuple(rows))


def _looks_like_heading(text: str) -> bool:
    """A short line that starts like a title and doesn't end like a sentence."""
    words = text.split()
    if not 0 < len(words) <= 14 or len(text) > 110 or _is_closed(text) or _VALUES.search(text):
        return False
    if number := _NUMBERED.match(text):
        text = text[number.end() - 1 :]
    elif not text.lstrip("“\"'‘")[:1].isupper():
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


def _mended(blocks: Iterable[Block]) -> Iterator[Block]:
    """Paragraphs cut in two by a page break joined again: the first has no end, the second no beginning."""
    held: list[Block] = []
    for block in blocks:
        cut = held and block.kind == "text" and block.text[:1].islower() and not _is_closed(held[-1].text)
        if held and not cut:
            yield _one_paragraph(held)
            held = []
        if block.kind == "text":
            held.append(block)
        else:
            yield block
    if held:
        yield _one_paragraph(held)


def _one_paragraph(parts: Sequence[Block]) -> Block:
    """The parts of a paragraph as one, with as many line breaks between them as there are in the file."""
    pieces = [parts[0].text]
    for before, part in pairwise(parts):
        pieces += ["\n" * (part.lines[0] - before.lines[1]) or " ", part.text]
    return Block("text", "".join(pieces), (parts[0].lines[0], parts[-1].lines[1]))
