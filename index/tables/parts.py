"""A table as printed taken apart: tables side by side, and those below each other that each have a header."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.tables.headers import HEADER_ROWS, UNIT, YEAR, cell_of, column_names, header_depth, is_rule, names_periods
from index.tables.periods import is_period
from index.types import Row


@dataclass(frozen=True, slots=True)
class Part:
    """Rows with one header, which stands on top."""

    rows: tuple[Row, ...]


def parts_of(rows: Sequence[Row]) -> list[list[Part]]:
    """The tables beside each other, and of each its parts below each other."""
    return [list(_below_each_other(side)) for side in _side_by_side(rows)]


def _side_by_side(rows: Sequence[Row]) -> list[list[Row]]:
    """Two tables printed beside each other show the same years twice in one header row, each after its labels."""
    starts = [0]
    for row in rows[:HEADER_ROWS]:
        if len(starts) == 1 and names_periods(row):
            starts += [start for behind, year in _repeats(row) if (start := _labels_at(rows, behind, year))]
    ends = [*starts[1:], max((len(row.cells) for row in rows), default=0)]
    if len(starts) == 1:
        return [list(rows)]
    return [[replace(row, cells=row.cells[start:end]) for row in rows] for start, end in zip(starts, ends, strict=True)]


def _repeats(row: Row) -> Iterator[tuple[int, int]]:
    """Where a header row begins its years anew: the column behind the last year, and that of the next."""
    seen: set[str] = set()
    last = len(row.cells)
    for column, cell in enumerate(row.cells):
        if YEAR.fullmatch(cell):
            if cell in seen and column > last + 1:
                yield last + 1, column
                seen = set()
            seen.add(cell)
            last = column


def _labels_at(rows: Sequence[Row], first: int, end: int) -> int | None:
    """The first of some columns that holds words below the header, if any does."""
    words = re.compile(r"[^\W\d]{2}")
    return next(
        (column for column in range(first, end) if any(words.search(cell_of(row, column)) for row in rows[1:])), None
    )


def _below_each_other(rows: Sequence[Row]) -> Iterator[Part]:
    """The rows from each header to the next; the same header again, as after a page break, begins no new part."""
    start, depth = 0, header_depth(rows)
    header = rows[:depth]
    width = max((len(row.cells) for row in rows), default=0)
    names = column_names(header, width)
    kept = list(header)
    for at in range(depth, len(rows)):
        row = rows[at]
        if at < start + depth or not _names_anew(row, names):
            kept.append(row)
            continue
        again = [each.cells for each in header if not is_rule(each)]
        if row.cells in again:
            while len(kept) > depth and kept[-1].cells in again:
                kept.pop()
            continue
        if above := _is_lone_period(rows[at - 1]) and at > depth:
            kept.pop()
        yield Part(tuple(kept))
        start = at - above
        depth = max(1, header_depth(rows[start : start + 2 * HEADER_ROWS]))
        header = rows[start : start + depth]
        names = column_names(header, width)
        kept = list(rows[start : at + 1])
    yield Part(tuple(kept))


def _is_lone_period(row: Row) -> bool:
    """Whether a row holds one year and nothing else, as one above the columns of its segments does."""
    filled = [cell for cell in row.cells if cell]
    return len(filled) == 1 and is_period(filled[0]) and not cell_of(row, 0)


def _names_anew(row: Row, names: Sequence[str]) -> bool:
    """Whether a row repeats the header, perhaps with other years, as after a page break."""
    years = [column for column, cell in enumerate(row.cells) if is_period(cell)]
    units = [column for column, name in enumerate(names) if UNIT.fullmatch(name)]
    said = [cell_of(row, column) for column in units]
    several = len(years) > 1 or (len(years) == 1 and any(map(UNIT.fullmatch, said)))
    fits = all(not cell or UNIT.fullmatch(cell) for cell in said) and all(YEAR.search(names[at]) for at in years)
    return several and fits and names_periods(row)
