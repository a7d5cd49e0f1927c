"""Table rows as printed become rows that can be read alone: what stands above, label, unit, and each value's column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.tables.columns import Column, Layout, layout_of, speaks_of_figures
from index.tables.groups import Groups, class_of, ends_breakdown, is_group, parents_of
from index.tables.headers import cell_of, header_depth, is_rule, label_columns, tells, title_cells
from index.tables.joins import whole_rows
from index.tables.lines import pipe_row
from index.tables.merges import outer_labels
from index.tables.parts import Part, parts_of
from index.tables.periods import is_period, period_of
from index.tables.rows import ReadRow, read_rows
from index.tables.values import is_number, without_marks
from index.types import Block, Cell, Row, Table, TableRow
from index.units import unit_in

__all__ = ["SEPARATOR", "pipe_row", "rendered", "tables_of"]

SEPARATOR = " | "
"""Parts a rendered row into its label, unit and values."""
_SAYS_LITTLE = re.compile(
    r"(?:(?:use|usage|amounts?|consumption|intensity|scope|performance|data|total|absolute|value|statistics|of|and|the)\s?)+",
    re.IGNORECASE,
)
"""A title of a table that says too little to stand before each of its labels."""
_NUMBERED = re.compile(r"^(?:table|figure|chart|exhibit)\s*[\d.]+\s*[:.–-]?\s*", re.IGNORECASE)
"""The number that a caption begins with."""
_NO_FACTS = frozenset({"contents", "index", "callout"})
"""Parts whose numbers are of pages and clauses, or damaged repeats."""


def tables_of(block: Block, *, year: int | None, heading: str = "") -> tuple[Table, ...]:
    """The tables that a table block holds, understood.

    :param block: The block.
    :param year: The year that the report is for, which is that of a table of figures without a year.
    :param heading: The heading right above it.
    """
    told = [_of_all(text) for text in (block.caption, heading)]
    subject, unit = next(((words, unit) for words, unit in told if unit), ("", ""))
    said = period_of(block.caption).year if block.caption else None
    rows = [_once(replace(row, cells=tuple(map(without_marks, row.cells)))) for row in block.rows if row.cells]
    found: list[Table] = []
    for side in parts_of(rows):
        read = [row for part in side for row in _rows_of(part, year=said or year) if row.label or row.path or row.cells]
        read = [_below(row, subject, unit) if unit else row for row in read]
        if block.role in _NO_FACTS:
            read = [replace(row, sure=False) for row in read]
        if read:
            lines = min(row.lines[0] for row in read), max(row.lines[1] for row in read)
            found.append(Table(block.caption, tuple(_told_apart(read)), lines, block.confidence))
    return tuple(found)


def _of_all(text: str) -> tuple[str, str]:
    """What a caption or heading with a unit in brackets at its end says of all rows: ``Water used (m³)``."""
    words, unit = unit_in(text) if text.endswith(")") else ("", "")
    return _NUMBERED.sub("", words), unit


def _below(row: TableRow, subject: str, unit: str) -> TableRow:
    """A row with what is said above all rows, where it does not say so itself: what it is of, and the unit."""
    if not row.cells:
        return row
    above = (*row.path, row.label)
    shares = all(cell.value.endswith("%") for cell in row.cells)
    has_unit = row.unit or shares or any(cell.unit for cell in row.cells) or any(unit_in(name)[1] for name in above)
    told = _telling(subject) & _telling(" ".join(above))
    return replace(row, path=row.path if told else (subject, *row.path), unit=row.unit if has_unit else unit)


def _telling(text: str) -> set[str]:
    """The words of a text that say what a figure is of."""
    return set(re.findall(r"[^\W\d_]{4,}", text.casefold())) - {"total", "group", "overall"}


def _once(row: Row) -> Row:
    """A row whose one cell goes over all columns, with that cell in the first only."""
    spans = len(row.cells) > 1 and bool(row.cells[0]) and len(set(row.cells)) == 1 and not is_number(row.cells[0])
    return replace(row, cells=(row.cells[0], *("" for _ in row.cells[1:]))) if spans else row


def rendered(row: TableRow) -> str:
    """A row as one line that can be read alone: label, unit, and each value with its column's name."""
    names = (*(name for name in row.path if not _SAYS_LITTLE.fullmatch(name)), row.label)
    parts = [", ".join(dict.fromkeys(name for name in names if name))]
    if row.unit:
        parts.append(f"Unit: {row.unit}")
    for cell in row.cells:
        named = cell.column and cell.column != cell.value
        parts.append(f"{cell.column}: {cell.value}" if named else cell.value)
    return SEPARATOR.join(part for part in parts if part)


def _rows_of(part: Part, *, year: int | None) -> Iterator[TableRow]:
    """The rows of a table with one header."""
    depth = header_depth(part.rows)
    header, body = part.rows[:depth], [row for row in part.rows[depth:] if not is_rule(row)]
    if not body:
        yield from (_plain(row) for row in header if any(row.cells))
        return
    layout = layout_of(header, body)
    title = title_cells(header, layout.labels)
    if len(title) > 1:  # the names of several label columns say of what kind each is, not what the table is of
        yield TableRow((), ", ".join(title), "", (), header[0].lines)
    alone = len({cell for row in header for cell in row.cells[: layout.labels] if cell}) == 1
    names, unit = _title(title) if len(title) == 1 and (alone or layout.labels == 1) else ((), "")
    layout = _dated(layout, body, year=next((said for cell in title if (said := period_of(cell).year)), year))
    for row in _labelled(whole_rows(read_rows(body, layout)), layout):
        yield replace(row, path=(*names, *row.path), unit=row.unit or (unit if row.cells else ""))


def _plain(row: Row) -> TableRow:
    """A row of which it isn't known what its cells are."""
    labels = label_columns((), row)
    label = ", ".join(dict.fromkeys(cell for cell in row.cells[:labels] if cell))
    return TableRow((), label, "", tuple(Cell(cell) for cell in row.cells[labels:] if cell), row.lines, sure=False)


def _title(title: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """The table's subject and the unit of all its values, as the header above the labels says them."""
    words, unit = unit_in(title[0])
    return ((words,) if words and tells(words) else ()), unit


def _dated(layout: Layout, body: Sequence[Row], *, year: int | None) -> Layout:
    """The layout with the report's year for each column of a table of figures that names no year anywhere."""
    values = set(layout.values)
    columns = [layout.columns[at] for at in layout.values if any(cell_of(row, at) for row in body)]
    told = len(columns) == 1 or all(column.name for column in columns)
    silent = told and all(column.period is None and column.actual for column in columns)
    dated = any(is_period(cell) for row in body for cell in row.cells)
    if year is None or not silent or dated or not speaks_of_figures(layout, body):
        return layout
    given = tuple(replace(column, period=year) if at in values else column for at, column in enumerate(layout.columns))
    return replace(layout, columns=given)


def _labelled(rows: Sequence[ReadRow], layout: Layout) -> Iterator[TableRow]:
    """Each row with what stands above it, its label, its unit and its values."""
    groups = Groups()
    outer, parents = outer_labels(rows), parents_of(rows)
    above = ""
    for at, row in enumerate(rows):
        if is_group(row):
            yield from (TableRow((), lost.label, "", (), lost.lines) for lost in groups.open(row))
            above = ""
            continue
        path = [*groups.path(row.label, ends=ends_breakdown(rows, at)), *outer[at]]
        path += [parents[at]] if parents[at] else []
        label, sure = row.label, row.sure
        if not label:  # merged with the label above it
            label, sure = (above, False) if above else (path.pop() if path else "", sure)
        above = label
        yield _table_row(replace(row, sure=sure), tuple(dict.fromkeys(path)), label, layout)
    yield from (TableRow((), lost.label, "", (), lost.lines) for lost in groups.unused)


def _table_row(row: ReadRow, path: tuple[str, ...], label: str, layout: Layout) -> TableRow:
    """A row with the values under the names of their columns; without names where it is out of place."""
    if len(row.values) == len(layout.values) and (row.sure or row.unit):
        columns = [layout.columns[at] for at in layout.values]
        of_row = period_of(label) if is_period(label) else None
        year = of_row.year if of_row and not any(column.period for column in columns) else None
        cells = [_cell(value, column, year) for value, column in zip(row.values, columns, strict=True) if value]
        return TableRow(path, label, row.unit, tuple(cells), row.lines, row.sure, row.confidence)
    return TableRow(path, label, "", tuple(Cell(value) for value in row.values if value), row.lines, sure=False)


def _cell(value: str, column: Column, year: int | None) -> Cell:
    """A value with what its column's name says of it."""
    period = (column.period or year) if column.actual else None
    return Cell(value, column.name, period, column.segment, column.unit, column.measure)


def _is_no_label(label: str) -> bool:
    """Whether what stands in a label's place is a value or only signs."""
    return not any(map(str.isalnum, label)) or (is_number(label) and not is_period(label) and not class_of(label))


def _told_apart(rows: Sequence[TableRow]) -> Iterator[TableRow]:
    """The rows; those that one can't tell what they are of are not sure.

    They have the same labels as another and other values, or name a class, ``Male``, without saying of what.
    """
    keys = [(row.path, row.label.casefold(), row.unit) for row in rows]
    times = Counter(key for row, key in zip(rows, keys, strict=True) if row.sure and row.cells)
    stated: dict[tuple[object, ...], set[str]] = {}
    for row, key in zip(rows, keys, strict=True):
        if times[key] > 1 and row.sure:
            for cell in row.cells:
                stated.setdefault((key, cell.period, cell.segment, cell.measure), set()).add(cell.value)
    doubtful = {key for (key, *_), values in stated.items() if len(values) > 1}
    for row, key in zip(rows, keys, strict=True):
        nameless = _is_no_label(row.label) or (class_of(row.label) and not row.path)
        yield replace(row, sure=False) if row.sure and (key in doubtful or nameless) else row
