"""A table row read for a question: its label, its unit, and the cells of the years and segments asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.tables import SEPARATOR
from rag.question import YEAR, Question, stems

_NO_UNIT = frozenset({"-", "–", "/", "_"})
_STATES_FIGURE = re.compile(
    r"(?:\W|about|around|over|under|nearly|almost|approx|more than|less than|up to|RMB|US\$|HK\$|EUR|USD)*\d", re.I
)
"""A value that begins with its figure; one with a figure further on, as in "disclosed in 2025", takes no unit."""
_NON = re.compile(
    r"\bnon[- ](?=\w)"
    r"|\b(?:outside(?: of)?|beyond|not(?: under| by| in)?|excluding|except|other than) (?:(?:the|its|their) )?(?=\w)",
    re.IGNORECASE,
)
"""What turns the name of a part into that of the rest."""
_SAY_NOTHING = stems("year years")
"""Words of a column that a question may say of anything."""
_ASKS_TWICE = re.compile(r"\band (?!by how much)(?:\w+ )?(?:how|what|when|which|who|where)\b", re.IGNORECASE)
_HOW_MANY = re.compile(r"\bhow many (?:more |fewer )?((?:[\w-]+ ?){1,2})", re.IGNORECASE)
_PREFIX = 5
"""So many letters that two words begin with make them kin."""


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

    @property
    def is_whole(self) -> bool:
        """Whether it stands for everything in its year, not for one segment of it."""
        return re.sub(r"\(.*?\)", "", self.segment).strip().casefold() in {"", "total", "group", "overall"}


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
            unit = "" if value in _NO_UNIT else value
        else:
            cells.append(Cell(name, value))
    return TableRow(label, unit, tuple(cells))


def narrowed(row: TableRow, question: Question) -> TableRow:
    """The row with only the cells that the question asks for; the whole row where it doesn't tell."""
    named = _named(row.cells, question)
    years = {cell.year for cell in row.cells if cell.year}
    if not years or (named and not any(cell.year for cell in named)):
        return replace(row, cells=named or row.cells)
    asked = years & set(question.periods) or years & set(question.years)
    if not asked:
        of_named = {cell.year for cell in named if cell.year} or years
        asked = of_named if question.years or question.kind == "compare" else {max(of_named)}
    return replace(row, cells=tuple(cell for year in sorted(asked) for cell in _of_year(row.cells, year, named)))


def _of_year(cells: Sequence[Cell], year: int, named: Sequence[Cell]) -> list[Cell]:
    """The cells of a year: those whose column was named, else the total, else all."""
    of_year = [cell for cell in cells if cell.year == year]
    return [cell for cell in of_year if cell in named] or [cell for cell in of_year if cell.is_whole] or of_year


def _named(cells: Sequence[Cell], question: Question) -> tuple[Cell, ...]:
    """The cells whose column the question names by a word that not every column has; a total needs no naming.

    None where it asks for two things and the columns are of different things rather than of parts.
    """
    if _ASKS_TWICE.search(question.text) and not any(cell.is_whole for cell in cells):
        return ()
    names = {cell.segment for cell in cells}
    own = {name: _stems(name) - _shared(names) for name in names}
    asked = _stems(question.text)
    if counted := tuple(cell for cell in cells if counts(cell, question)):
        return counted
    named = tuple(cell for cell in cells if not cell.is_whole and own[cell.segment] & asked)
    return tuple(cell for cell in named if own[cell.segment] <= asked) or named


def counts(cell: Cell, question: Question) -> bool:
    """Whether a cell's column is called by what a question asks how many there are of: chargers, charging points."""
    match = _HOW_MANY.search(question.text)
    asked = {word[:_PREFIX] for word in re.findall(r"[^\W\d]+", match[1].casefold())} if match else set[str]()
    words = re.findall(r"[^\W\d]+", cell.segment.casefold())
    return any(word[:_PREFIX] in asked for word in words if len(word) >= _PREFIX)


def _shared(segments: set[str]) -> frozenset[str]:
    """Words that every segment's name holds; they tell none of them apart."""
    return frozenset.intersection(*map(_stems, segments)) | _SAY_NOTHING


def _stems(text: str) -> frozenset[str]:
    """The stems of a text in which "non-owned" or "not owned" does not say "owned"."""
    return stems(_NON.sub("non", text))


def sentence(row: TableRow) -> str:
    """The row as a line a person would write, such as ``Scope 1 emissions: 12 t (2023); 15 t (2024)``."""
    values = [_value(cell, row.unit) for cell in row.cells]
    return f"{row.label}: {'; '.join(values)}" if values else row.label


def _value(cell: Cell, unit: str) -> str:
    """A cell with its unit and what its column says of it."""
    value = cell.value
    if unit and _STATES_FIGURE.match(value) and not value.casefold().endswith((unit.casefold(), "%")):
        value += unit if unit == "%" else f" {unit}"
    return f"{value} ({cell.name})" if cell.year else (f"{cell.name}: {value}" if cell.name else value)
