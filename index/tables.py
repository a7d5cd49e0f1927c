"""Table rows as printed become lines that can be read alone: label, unit, and each value with its column's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from index.headers import (
    HEADER_ROWS,
    UNIT,
    VALUE,
    YEAR,
    cell_of,
    column_names,
    header_depth,
    is_rule,
    label_columns,
    names_periods,
    tells,
    title_cells,
)
from index.types import Row

_PRINTED = re.compile(r"[-+(]?\d[\d,.]*%?\)?|[-–—/]|N/A")
_NUMBER = re.compile(r"(?<![\w.,])\d[\d,.]*")
_GROUPS = 2
"""How many names of groups, one below the other, a row carries."""
_MOST_YEARS = 20
SEPARATOR = " | "
"""Parts a rendered row into its label, unit and values."""


@dataclass(frozen=True, slots=True)
class RenderedRow:
    """A table row that can be read alone, and the line it stands in."""

    text: str
    line: int


def pipe_row(text: str, line: int) -> Row:
    """The cells of a ``| a | b |`` line."""
    cells = re.split(r"(?<!\\)\|", text.strip().removeprefix("|").removesuffix("|"))
    return Row(tuple(" ".join(cell.replace("\\|", "|").split()) for cell in cells), line)


def tab_row(text: str, line: int) -> Row:
    """The cells of a line with tabs."""
    return Row(tuple(" ".join(cell.split()) for cell in text.split("\t")), line)


def year_header(text: str) -> tuple[str, ...]:
    """The years of a line that ends in two or more neighbouring years in order, else nothing."""
    tokens = [] if "\t" in text or len(text) > 300 else text.split()
    years = tuple(reversed([*takewhile(re.compile(r"(?:19|20)\d\d").fullmatch, reversed(tokens))]))
    steps = {int(right) - int(left) for left, right in pairwise(years)}
    return years if len(tokens) - len(years) <= 8 and len(years) <= _MOST_YEARS and steps in ({1}, {-1}) else ()


def figure_row(text: str, years: Sequence[str]) -> tuple[str, ...] | None:
    """The label and one figure a year of a flattened row, or None where the line is no such row."""
    label, *values = ("" if "\t" in text else text).rsplit(maxsplit=len(years)) or [""]
    if len(values) < len(years) or not all(map(_PRINTED.fullmatch, values)):
        return None
    if not re.search(r"[^\W\d]|%", label) or YEAR.fullmatch(values[0]):
        return None  # a bare year among the values belongs to the words before it: "to be disclosed in 2025"
    return (" ".join(label.split()), *values)


def rendered(rows: Sequence[Row]) -> Iterator[RenderedRow]:
    """The rows of a table as lines that stand alone; tables printed side by side are taken apart first."""
    for part in _side_by_side(rows):
        depth = header_depth(part)
        header = part[:depth]
        body = [row for row in part[depth:] if not is_rule(row)]
        if body:
            names = column_names(header, max(len(row.cells) for row in part))
            title = title_cells(header, names)
            if len(title) > 1:  # the names of several label columns say of what kind each is, not what the table is of
                yield RenderedRow(", ".join(title), header[0].line)
            yield from _body(names, body, title if len(title) == 1 else ())
        else:
            yield from (RenderedRow(_line(row.cells, (), ()), row.line) for row in header if any(row.cells))


def _side_by_side(rows: Sequence[Row]) -> list[list[Row]]:
    """Two tables printed beside each other show the same years twice in one header row, each after its labels."""
    starts = [0]
    for row in rows[:HEADER_ROWS]:
        if len(starts) == 1 and names_periods(row):
            starts += [start for behind, year in _repeats(row) if (start := _labels_at(rows, behind, year))]
    ends = [*starts[1:], max((len(row.cells) for row in rows), default=0)]
    return [[Row(row.cells[start:end], row.line) for row in rows] for start, end in zip(starts, ends, strict=True)]


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


def _body(names: tuple[str, ...], rows: Sequence[Row], title: Sequence[str]) -> Iterator[RenderedRow]:
    """Each row with the table's title, its group, its label, its unit and its named values."""
    groups: list[Row] = []
    fresh = 0
    above: tuple[str, ...] = ()
    for row in rows:
        if not any(row.cells):
            continue
        if _is_group(row):
            kept = groups[len(groups) - fresh :]
            if len(kept) == _GROUPS:
                yield _alone(kept.pop(0), title)
            groups = [*kept, row] if fresh else [row]
            fresh, above = len(groups), ()
        elif _names_anew(row, names):
            names = (*row.cells, *names[len(row.cells) :])
            title = (row.cells[0],) if row.cells[0] and tells(row.cells[0]) else title
        else:
            fresh = 0
            row, above = _filled_down(row, above, names)
            yield RenderedRow(_line(row.cells, names, [*title, *(group.cells[0] for group in groups)]), row.line)
    yield from (_alone(group, title) for group in groups[len(groups) - fresh :])


def _alone(group: Row, title: Sequence[str]) -> RenderedRow:
    """The name of a group that no row was found for."""
    return RenderedRow(_line(group.cells, (), title), group.line)


def _is_group(row: Row) -> bool:
    """Whether a row holds nothing but a label: the name of the rows below it."""
    return len(row.cells) > 1 and bool(row.cells[0]) and not any(row.cells[1:]) and _is_label(row.cells[0])


def _names_anew(row: Row, names: Sequence[str]) -> bool:
    """Whether a row repeats the header, perhaps with other years, as after a page break."""
    years = [column for column, cell in enumerate(row.cells) if YEAR.fullmatch(cell)]
    return len(years) > 1 and names_periods(row) and all(YEAR.search(names[column]) for column in years)


def _is_label(text: str) -> bool:
    """Whether a lone cell names the rows below it rather than say something itself."""
    return len(text) < 90 and len(_NUMBER.findall(text)) < 2


def _filled_down(row: Row, above: tuple[str, ...], header: tuple[str, ...]) -> tuple[Row, tuple[str, ...]]:
    """Label cells left empty because they are merged with the one above, filled from there."""
    labels = label_columns(header, row)
    cells = list(row.cells)
    for column in range(labels):
        if cells[column]:
            break
        if column < len(above):
            cells[column] = above[column]
    return replace(row, cells=tuple(cells)), tuple(cells[:labels])


def _line(cells: Sequence[str], names: Sequence[str], groups: Sequence[str]) -> str:
    """One row as text: labels joined by ``, ``, then unit and values behind their column's name."""
    labels = label_columns(names, Row(tuple(cells), 0))
    label = ", ".join(dict.fromkeys(cell for cell in (*groups, *cells[:labels]) if cell))
    parts = [label] if label else []
    trusted = _is_aligned(cells, names)
    for column in range(labels, len(cells)):
        name = names[column] if column < len(names) and trusted else ""
        if cells[column]:
            parts.append(f"{name}: {cells[column]}" if name and name != cells[column] else cells[column])
    return SEPARATOR.join(parts)


def _is_aligned(cells: Sequence[str], names: Sequence[str]) -> bool:
    """Whether the cells stand under their headers: no words under a year, no figures under the unit.

    A row of which this isn't sure keeps its cells without a column's name: no figure is better than a wrong one.
    """
    for name, cell in zip(names, cells, strict=False):
        if UNIT.fullmatch(name) and (re.fullmatch(r"\d[\d,.]*", cell) or re.search(r"\s\d[\d,.]*\s+\d", f" {cell}")):
            return False
        if YEAR.fullmatch(name) and cell and not VALUE.fullmatch(cell) and len(cell) < 3:
            return False
        if YEAR.match(name) and re.match(r"[a-z]\s", cell):
            return False
    named = max((column for column, name in enumerate(names, 1) if name), default=len(cells))
    return not any(cells[named:])
