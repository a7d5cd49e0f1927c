"""Figures of tables: each value as a record of what it is of, in which unit, for which year and part of the company."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from index.tables.groups import class_of
from index.tables.periods import is_period
from index.tables.values import Style, Value, is_missing, is_note, style_of, values_of, without_marks
from index.types import Cell, Document, Figure, Place, Table, TableRow
from index.units import unit_in, unit_kind

_BARE_YEAR = re.compile(r"(?:19|20)\d\d")
_SCALES = re.compile(r"(?:thousand|million|billion|trillion|mn|bn|m|b|k|mln)\b", re.IGNORECASE)
_TARGET = re.compile(r"\b(?:targets?|goals?|base ?line|base year)\b", re.IGNORECASE)


def figures_of(table: Table, *, document: Document, section: tuple[str, ...]) -> list[Figure]:
    """The figures of a table's rows; a row of which it isn't sure what stands where gives none."""
    style = style_of(cell.value for row in table.rows for cell in row.cells)
    unit = next((unit for text in (table.title, *section[-1:]) if (unit := _unit_of_all(text))), "")
    return [
        figure
        for row in table.rows
        if row.sure and _states_figures(row, style)
        for figure in _figures(row, style, unit, table=table, document=document, section=section)
    ]


def _states_figures(row: TableRow, style: Style) -> bool:
    """Whether a row holds a number, or says of each of several that there is none."""
    missing = len(row.cells) > 1 and all(is_missing(cell.value) and cell.column for cell in row.cells)
    return missing or any(not is_missing(cell.value) and values_of(cell.value, style) for cell in row.cells)


def _figures(
    row: TableRow, style: Style, unit_of_all: str, *, table: Table, document: Document, section: tuple[str, ...]
) -> Iterator[Figure]:
    """The figures of a row."""
    for cell in row.cells:
        if cell.period is None or cell.period > date.today().year or (_is_year(cell, row, style)):
            continue
        indicator, path, unit = _subject(row, cell)
        if not (any(map(str.isalpha, indicator)) or class_of(indicator)) or _TARGET.search(
            " ".join((indicator, *path))
        ):
            continue
        for value in _values(cell, style):
            own = _unit(value, unit or unit_of_all)
            yield Figure(
                indicator=indicator,
                path=path,
                unit=own,
                period=cell.period,
                segment=cell.segment,
                value=value.text,
                number=value.number,
                document=document.name,
                section=" > ".join(section),
                place=Place(row.lines),
                kind=unit_kind(own, label=" ".join((indicator, *path))),
                confidence=min(table.confidence, row.confidence),
            )


def _unit_of_all(title: str) -> str:
    """The unit in brackets at the end of a caption or heading, which is that of all rows without their own."""
    return unit_in(title)[1] if title.endswith(")") else ""


def _subject(row: TableRow, cell: Cell) -> tuple[str, tuple[str, ...], str]:
    """What a value is of, what stands above that, and its unit as the column, the row or the label states it."""
    printed = without_marks(row.label)
    path = tuple(without_marks(name) for name in row.path)
    if cell.measure:
        words, unit = unit_in(cell.measure)
        return words, path if is_period(printed) else (*path, printed), cell.unit or unit or row.unit
    if is_period(printed) and path:
        printed, path = path[-1], path[:-1]
    label, unit = unit_in(printed)
    above = next((found for name in reversed(path) if (found := _unit_of_all(name))), "")
    return label, path, cell.unit or row.unit or unit or above


def _values(cell: Cell, style: Style) -> tuple[Value, ...]:
    """The values that a cell states, or the words that say why there is none."""
    values = values_of(cell.value, style)
    return values or ((Value(cell.value, None),) if is_note(cell.value) else ())


def _unit(value: Value, unit: str) -> str:
    """The unit printed with the value, else the one stated for it."""
    if not value.unit or is_missing(value.text):
        return unit
    return f"{unit} {value.unit}" if unit and _SCALES.fullmatch(value.unit) else value.unit


def _is_year(cell: Cell, row: TableRow, style: Style) -> bool:
    """Whether a bare 2030 is a year rather than a number like the others of its row."""
    if not _BARE_YEAR.fullmatch(cell.value):
        return False
    numbers = [value.number for other in row.cells for value in values_of(other.value, style)[:1]]
    near = [number for number in numbers if number and 200 < number < 20_000 and not 1900 <= number < 2100]
    return not (near and (row.unit or cell.unit))
