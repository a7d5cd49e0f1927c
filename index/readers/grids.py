"""Tables whose cells span several columns or rows, laid out so that every column holds what stands under its header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from index.readers.pieces import Piece, bare

_FIGURE = re.compile(r"[-+(~≈<>≥≤]*\s*(?:[A-Z]{2,3}\$?\s?|[$€£¥]\s?)?\d[\d,.\s]*%?\)?")
_YEAR = re.compile(r"(?:FY\s?)?(?:19|20)\d\d")
_NOTE = re.compile(r"\s*(?:[¹²³⁴⁵⁶⁷⁸⁹*†‡\x0e]|\(\d\)|\[\d\]|(?:notes?|source|remarks?)\b\s*\d*\s*[:.])", re.IGNORECASE)
_COLUMNS = 200
"""No table of a report is wider; a file that says so is damaged or means harm."""
_PLACES = 2_000_000
"""When this many places have been filled by spanning cells, the rest are taken for one place each."""
_PROSE = 600
"""A cell that holds more in several paragraphs is a part of the page, not of a table."""


@dataclass(frozen=True, eq=False)
class Span:
    """A cell as it is marked up: what it holds and how far it reaches.

    It has no slots, since what is told of its words is kept: it may be asked for in each of many places.
    """

    pieces: tuple[Piece, ...] = ()
    columns: int = 1
    rows: int = 1
    header: bool = False

    @cached_property
    def text(self) -> str:
        """Its words in one line; a table inside it stands on its own."""
        return " ".join(" ".join(" ".join(p.lines) for p in self.pieces if p.kind != "table").split())

    @cached_property
    def is_figure(self) -> bool:
        """Whether it holds a figure and nothing else; a year is none."""
        text = bare(self.text)
        return _FIGURE.fullmatch(text) is not None and _YEAR.fullmatch(text) is None


_EMPTY = Span()
SpanRow = Sequence[Span]
Grid = list[list[Span]]


def table_pieces(rows: Sequence[SpanRow], *, caption: str = "", layout: bool = False) -> list[Piece]:
    """What a marked-up table holds: one table, or, where it only lays out the page, the pieces of its cells.

    Tables inside its cells follow it, and so do notes that take up its last rows.

    :param rows: Its cells, row by row, without those that another one reaches into.
    :param caption: What it is captioned with.
    :param layout: Whether it says itself that it only lays out the page.
    """
    rows = [row for row in rows if row]
    if layout or _lays_out(rows):
        above = [Piece("text", (caption,), role="caption")] if caption else []
        return [*above, *(piece for row in rows for cell in row for piece in cell.pieces)]
    last = len(rows)
    while last > 1 and _is_note(rows[last - 1]):
        last -= 1
    lines = tuple("\t".join(cells) for cells in expanded(rows[:last]) if any(cells))
    inner = [piece for row in rows[:last] for cell in row for piece in cell.pieces if piece.kind == "table"]
    notes = [piece for row in rows[last:] for cell in row for piece in cell.pieces]
    return [*([Piece("table", lines, caption=caption)] if lines else []), *inner, *notes]


def _lays_out(rows: Sequence[SpanRow]) -> bool:
    """Whether a table only puts parts of a page side by side, or frames one."""
    if max((sum(1 for cell in row if cell.pieces) for row in rows), default=0) < 2:
        return True
    return any(_is_part_of_page(cell) for row in rows for cell in row)


def _is_part_of_page(cell: Span) -> bool:
    """Whether a cell holds what no table's cell holds: headings and text below them, or long paragraphs."""
    kinds = {piece.kind for piece in cell.pieces}
    size = sum(len(line) for piece in cell.pieces if piece.kind != "table" for line in piece.lines)
    return ("heading" in kinds and len(kinds) > 1) or (len(cell.pieces) > 2 and size > _PROSE and not cell.header)


def _is_note(row: SpanRow) -> bool:
    """Whether a row holds nothing but a note on the table."""
    filled = [cell for cell in row if cell.pieces]
    return len(filled) == 1 and row[0] is filled[0] and _NOTE.match(filled[0].text) is not None


def expanded(rows: Sequence[SpanRow]) -> list[tuple[str, ...]]:
    """The cells of each row, one a column: a header or words that span columns or rows are repeated in each.

    A label that reaches to the right is not: it would be taken for a unit. A figure that spans rows belongs to all of
    them together, so it follows them in a row of its own.
    """
    grid = _by_order(rows) or _by_spans(rows)
    width = max(map(len, grid), default=0)
    for row in grid:
        row += [_EMPTY] * (width - len(row))
    header = next((at for at, row in enumerate(grid) if _holds_figure(row)), 0)
    lines: list[list[str]] = []
    for at, row in enumerate(grid):
        lines.append(_shown(row, header=at < header or all(span.header for span in row)))
        lines += _of_several_rows(grid, at)
    kept = [
        column
        for column in range(width)
        if any(line[column] for line in lines) and not (column and all(row[column] is row[column - 1] for row in grid))
    ]
    return [tuple(line[column] for column in kept) for line in lines]


def _by_order(rows: Sequence[SpanRow]) -> Grid:
    """The grid of rows that all have as many cells: word processors often draw their edges a little apart."""
    counts = {len(row) for row in rows if len(row) > 1}
    if len(counts) != 1 or any(cell.rows != 1 for row in rows for cell in row):
        return []
    return [list(row[:_COLUMNS]) for row in rows]


def _by_spans(rows: Sequence[SpanRow]) -> Grid:
    """The grid that the spans make; in each place the cell that reaches it."""
    places: list[dict[int, Span]] = [{} for _ in rows]
    filled = 0
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in places[at]:
                column += 1
            deep, wide = (cell.rows or len(rows), cell.columns) if filled < _PLACES else (1, 1)
            reached = range(column, min(column + max(wide, 1), _COLUMNS))
            for below in places[at : at + max(deep, 1)]:
                for place in reached:
                    below.setdefault(place, cell)
                filled += len(reached)
    return [[row.get(column, _EMPTY) for column in range(max(row, default=-1) + 1)] for row in places]


def _shown(row: Sequence[Span], *, header: bool) -> list[str]:
    """What a row shows in each column."""
    filled = list(dict.fromkeys(span for span in row if span.pieces))
    once = filled[:1] if len(filled) == 1 or (not header and row[:1] == filled[:1]) else []
    return [
        "" if _is_shared(row, column) or (span in once and column and row[column - 1] is span) else span.text
        for column, span in enumerate(row)
    ]


def _of_several_rows(grid: Grid, at: int) -> list[list[str]]:
    """Rows for the figures that span rows and end in this one, labelled with what all of those rows say."""
    row = grid[at]
    below = set(grid[at + 1]) if at + 1 < len(grid) else set()
    found: dict[int, list[str]] = {}
    for column, span in enumerate(row):
        if _is_shared(row, column) and span not in below and span is not row[column - 1]:
            start = at
            while start and grid[start - 1][column] is span:
                start -= 1
            labels = [_in_all(grid[start : at + 1], before) for before in range(column)]
            found.setdefault(start, [*labels, *[""] * (len(row) - column)])[column] = span.text
    return list(found.values())


def _in_all(rows: Sequence[SpanRow], column: int) -> str:
    """The words that rows have in a column."""
    texts = dict.fromkeys(row[column].text for row in rows)
    return "; ".join(text for text in texts if text and (column == 0 or not _FIGURE.fullmatch(text)))


def _is_shared(row: SpanRow, column: int) -> bool:
    """Whether a place of a row holds a figure that other rows have, too."""
    span = row[column]
    return span.rows != 1 and not span.header and span is not row[0] and span.is_figure


def _holds_figure(row: SpanRow) -> bool:
    """Whether a row states a figure behind its label."""
    return any(span.is_figure and not span.header for span in row[1:] if span is not row[0])
