"""A table row read for a question: its label, its unit, and the cells of the years and segments asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.tables import SEPARATOR
from rag.question import YEAR, Question, stems


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a row and the name of its column."""

    name: str
    value: str

    @property
    def year(self) -> int | None:
        """The year that the column's name holds."""
        match = YEAR.search(self.name)
        return int(match[0]) if match else None

    @property
    def segment(self) -> str:
        """The column's name without its year: ``Total``, a business segment, a region."""
        return YEAR.sub("", self.name).strip(" ,;-–¹²³⁴⁵⁶⁷⁸⁹⁰")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A rendered table row in its parts."""

    label: str
    unit: str
    cells: tuple[Cell, ...]


def parse(text: str) -> TableRow:
    """Take a rendered row apart; see :func:`index.tables.rendered`."""
    label, *parts = text.split(SEPARATOR)
    cells: list[Cell] = []
    unit = ""
    for part in parts:
        name, colon, value = part.partition(": ")
        if not colon:
            name, value = "", part
        if name.casefold() in {"unit", "units"}:
            unit = value
        else:
            cells.append(Cell(name, value))
    return TableRow(label, unit, tuple(cells))


def narrowed(row: TableRow, question: Question) -> TableRow:
    """The row with only the cells that the question asks for; the whole row where it doesn't tell."""
    if named := _named(row.cells, question):
        row = replace(row, cells=named)
    years = {cell.year for cell in row.cells if cell.year}
    if not years:
        return row
    asked = years & set(question.years) or (years if question.years or question.kind == "compare" else {max(years)})
    return replace(row, cells=tuple(_totals(_of_years(row.cells, asked))))


def _of_years(cells: Sequence[Cell], years: set[int]) -> list[Cell]:
    """The cells of some years, oldest year first, else in the printed order."""
    return sorted((cell for cell in cells if cell.year in years), key=lambda cell: cell.year or 0)


def _named(cells: Sequence[Cell], question: Question) -> tuple[Cell, ...]:
    """The cells whose column the question names by a word that not every column has."""
    names = {cell.segment for cell in cells}
    own = {name: stems(name) - _shared(names) for name in names}
    asked = stems(question.text)
    return tuple(cell for cell in cells if own[cell.segment] & asked)


def _totals(cells: list[Cell]) -> list[Cell]:
    """Of several cells of one year the total, where there is one and no other was named."""
    totals = [cell for cell in cells if not cell.segment or cell.segment.casefold() in {"total", "group", "overall"}]
    return totals or cells


def _shared(segments: set[str]) -> frozenset[str]:
    """Words that every segment's name holds; they tell none of them apart."""
    return frozenset.intersection(*(stems(segment) for segment in segments))


def sentence(row: TableRow) -> str:
    """The row as a line a person would write: ``Scope 1 emissions: 12 t (2023), 15 t (2024).``"""
    unit = "" if row.unit in {"", "-", "–", "/", "_"} else row.unit
    values = [_value(cell, unit) for cell in row.cells]
    return f"{row.label}: {'; '.join(values)}" if values else row.label


def _value(cell: Cell, unit: str) -> str:
    """A cell with its unit and what its column says of it."""
    value = (
        f"{cell.value}{'' if unit == '%' else ' '}{unit}"
        if unit and any(c.isdigit() for c in cell.value)
        else cell.value
    )
    if unit == "%" and cell.value.endswith("%"):
        value = cell.value
    return f"{value} ({cell.name})" if cell.year else (f"{cell.name}: {value}" if cell.name else value)
