"""What each column of a table holds: labels, units, or the values of a year, a part of the company, a measure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.tables.headers import UNIT, cell_of, column_names, label_columns, names_period, tells
from index.tables.periods import is_period, period_of
from index.tables.values import is_missing, looks_like_number, without_marks
from index.types import Row
from index.units import is_unit, unit_in, unit_kind

_WHOLE = re.compile(
    r"(?:(?:the )?(?:group|company)|total|overall|all|whole|consolidated|group total|amounts?|data|values?|figures?"
    r"|performance|results?|actual|annual|quantity)?(?:\s*\([^()]*\))?",
    re.IGNORECASE,
)
"""Words above a column that say it is for the whole."""
_MEASURE = re.compile(
    r"#|\b(?:number|no\.|percentage|proportion|share|rate|ratio|amount|hours|days|average|quantity|headcount|participants"
    r"|coverage|emissions?|consumption|usage|intensity|investment|volume|count|attendance|times|costs?)(?:\b|(?<=\.))",
    re.IGNORECASE,
)
_MOSTLY = 0.5
_ELSEWHERE = re.compile(
    r"\b(?:pages?|sections?|chapters?|references?|location|disclosures?|remarks?|notes?)\b", re.IGNORECASE
)
"""Columns of these say where something stands rather than how much it is."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of values."""

    name: str
    """As printed, such as ``2024 Total``; empty where it has none, or one that another column has too."""
    period: int | None = None
    segment: str = ""
    measure: str = ""
    """What its values are of, where the columns and not the rows tell."""
    unit: str = ""
    actual: bool = True
    """Whether it may hold figures that were reached, rather than targets, changes or page numbers."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table's columns are put to use."""

    labels: int
    """How many columns from the left hold labels."""
    unit: int | None
    columns: tuple[Column, ...]
    """Every column by its position; those of labels and the unit hold their name only."""

    @property
    def values(self) -> list[int]:
        """The positions of the columns of values, from left to right."""
        return [at for at in range(self.labels, len(self.columns)) if at != self.unit]

    @property
    def named(self) -> list[int]:
        """The positions of the columns of values that have a name."""
        return [at for at in self.values if self.columns[at].name]


def layout_of(header: Sequence[Row], body: Sequence[Row]) -> Layout:
    """Tell what each column of a table holds from its header and from what stands below."""
    width = max((len(row.cells) for row in (*header, *body)), default=0)
    first = next((at for at in range(1, width) if _share(body, at, _is_count) >= _MOSTLY), 1)
    names = _shifted(tuple(map(without_marks, column_names(header, width, first=first))), body)
    labels, unit = _labels_and_unit(names, body)
    columns = [Column(name) for name in names]
    for at in range(labels, width):
        if at != unit:
            columns[at] = _column(names[at])
    return Layout(labels, unit, tuple(_told_apart(columns, names, body, labels=labels, unit=unit)))


def _shifted(names: tuple[str, ...], body: Sequence[Row]) -> tuple[str, ...]:
    """The names one column to the right or left, where most rows show that the header was printed out of place."""
    first = next((at for at, name in enumerate(names) if at and (UNIT.fullmatch(name) or names_period(name))), 0)
    if first < 2 or len(body) < 3:
        return names
    options = [names]
    options += [(names[0], "", *names[1:-1])] if not names[-1] else []
    options += [(names[0], *names[2:], "")] if not names[1] else []
    fits = [sum(_fits(option, row) for row in body) for option in options]
    best = max(range(len(options)), key=lambda at: fits[at])
    return options[best] if fits[0] < 0.3 * len(body) and fits[best] > 0.6 * len(body) else names


def _fits(names: Sequence[str], row: Row) -> bool:
    """Whether a row's cells are what the names above them say: figures under years, none under the unit or nothing."""
    found = False
    first = next((at for at, name in enumerate(names) if at and (UNIT.fullmatch(name) or names_period(name))), 0)
    for at in range(first, len(row.cells)):
        cell, name = row.cells[at], names[at]
        if not cell:
            continue
        if UNIT.fullmatch(name) or not name:
            if not name or looks_like_number(cell):
                return False
        elif looks_like_number(cell):
            found = True
        elif not is_missing(cell) and names_period(name):
            return False
    return found


def _labels_and_unit(names: Sequence[str], body: Sequence[Row]) -> tuple[int, int | None]:
    """How many columns hold labels, and which one the units."""
    unit = next((at for at, name in enumerate(names) if at and UNIT.fullmatch(name)), None)
    labels = label_columns(names, Row((), 0))
    counts = next((at for at in range(1, len(names)) if _share(body, at, _is_count) >= _MOSTLY), 0)
    if counts and (labels > counts or (labels == 1 and not any(names_period(name) for name in names[1:]) and not unit)):
        labels = counts
    if unit is None:
        for at in range(max(1, labels - 1), min(labels + 1, len(names) - 1)):
            plain = not names[at] or (at < labels and not is_period(names[at]))
            if plain and _share(body, at, is_unit) > 0.7 and _share(body, at, _is_measured):
                return min(labels, at), at
    return labels, unit


def _share(body: Sequence[Row], at: int, test: Callable[[str], bool]) -> float:
    """The share of a column's cells that pass a test."""
    cells = [cell for row in body if (cell := cell_of(row, at)) and not is_missing(cell)]
    return sum(map(test, cells)) / len(cells) if cells else 0.0


def _is_measured(text: str) -> bool:
    """Whether a text is a unit that is surely none of the things that are counted, as employees are."""
    return is_unit(text) and unit_kind(text) not in {"count", "people", "hours", "other"}


def _is_count(cell: str) -> bool:
    """Whether a cell states a number that is no year."""
    return looks_like_number(cell) and not is_period(cell)


def _column(name: str) -> Column:
    """What a column's name says."""
    period = period_of(name)
    words, unit = unit_in(period.words)
    if not unit and (_is_measured(words.strip("()")) or (words.startswith("(") and is_unit(words.strip("()")))):
        words, unit = "", words.strip("()")
    actual = period.actual and not _ELSEWHERE.search(words)
    segment = "" if _WHOLE.fullmatch(words) else words.strip(" ,;:-–")
    return Column(name, period.year, segment, "", unit, actual)


def _told_apart(
    columns: list[Column], names: Sequence[str], body: Sequence[Row], *, labels: int, unit: int | None
) -> list[Column]:
    """The columns with what their names say taken for the measure instead of the segment, where the form shows it."""
    values = [at for at in range(labels, len(columns)) if at != unit and columns[at].name]
    said = {columns[at].segment for at in values if columns[at].segment}
    if not said or unit is not None:
        return columns
    by_row = years_in_rows(body, labels) and not any(columns[at].period for at in values)
    alone = len(values) == 1 and not columns[values[0]].period
    formed = all(_MEASURE.search(words) for words in said) or any(columns[at].unit for at in values)
    formed = formed or _are_of_several_units(body, values)
    rows_tell = bool(names[0]) and not tells(names[0]) and not is_period(names[0])
    if by_row or ((alone or formed) and not rows_tell):
        return [replace(column, segment="", measure=column.segment) for column in columns]
    return columns


def _are_of_several_units(body: Sequence[Row], values: Sequence[int]) -> bool:
    """Whether some columns hold nothing but percentages and others none, so that each is of something else."""
    found = set()
    for at in values:
        shares = {cell.endswith("%") for row in body if looks_like_number(cell := cell_of(row, at))}
        found |= shares if len(shares) == 1 else set()
    return len(found) > 1


def years_in_rows(body: Sequence[Row], labels: int) -> bool:
    """Whether the rows and not the columns are for a year each."""
    told = [
        any(is_period(cell) for cell in row.cells[:labels])
        for row in body
        if any(looks_like_number(cell) for cell in row.cells[labels:])
    ]
    return bool(told) and sum(told) >= 0.6 * len(told)


def speaks_of_figures(layout: Layout, body: Sequence[Row]) -> bool:
    """Whether a table without any year is one of figures for the year that its report is for."""
    rows = [[cell for at in layout.values if (cell := cell_of(row, at))] for row in body]
    cells = [cell for row in rows for cell in row]
    good = sum(looks_like_number(cell) for cell in cells)
    several = sum(any(map(looks_like_number, row)) for row in rows) > 1
    return several and good >= 0.6 * len(cells) and not _counts_pages(rows)


def _counts_pages(rows: Sequence[Sequence[str]]) -> bool:
    """Whether lone whole numbers only rise from row to row, as those of pages in a list of contents."""
    lone = [row[0] for row in rows if len(row) == 1]
    if len(lone) < 3 or len(lone) < 0.8 * sum(map(bool, rows)) or not all(cell.isdecimal() for cell in lone):
        return False
    numbers = [int(cell) for cell in lone]
    return numbers == sorted(numbers) and numbers[-1] < 1000
