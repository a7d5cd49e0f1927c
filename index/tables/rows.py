"""Rows of a table with labels, unit and values told apart; rows printed out of place are put right or marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.tables.columns import Layout
from index.tables.headers import cell_of
from index.tables.values import is_missing, is_note, looks_like_number, values_of
from index.types import Row
from index.units import is_unit

_NUMBERS = re.compile(r"(?<![\w.,/-])[-(]?\d[\d,.]*%?\)?(?![\w/])")
_GRADE = re.compile(r"[A-D]{1,3}[-+−–]?")
"""A rating as a cell states it: ``A-``, ``BB``."""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row of a table's body."""

    labels: tuple[str, ...]
    """The cells of its label columns, empty ones among them."""
    unit: str
    values: tuple[str, ...]
    """One cell for each column of values; where the row is out of place, all cells behind its labels."""
    lines: tuple[int, int]
    sure: bool = True
    """Whether each value surely stands under its column's name."""
    confidence: float = 1.0
    """How sure its label is."""

    @property
    def label(self) -> str:
        """The last of its labels."""
        return next((label for label in reversed(self.labels) if label), "")

    @property
    def depth(self) -> int:
        """In which label column its last label stands; -1 without any."""
        return max((at for at, label in enumerate(self.labels) if label), default=-1)

    @property
    def is_bare(self) -> bool:
        """Whether it holds nothing but labels."""
        return not self.unit and not any(self.values)


def read_rows(body: Sequence[Row], layout: Layout) -> list[ReadRow]:
    """Tell labels, unit and values of each row apart."""
    return [_read(row, layout) for row in body if any(row.cells)]


def _read(row: Row, layout: Layout) -> ReadRow:
    """One row; out of place, it is read from its right end where that leaves no doubt."""
    cells = tuple(cell_of(row, at) for at in range(len(layout.columns)))
    labels = tuple(
        ""
        if (is_noise(cell) and any(cells[at + 1 :])) or (at and cell == cells[at - 1])
        else cell  # one cell over several columns
        for at, cell in enumerate(cells[: layout.labels])
    )
    if _is_aligned(cells, layout):
        unit = cells[layout.unit] if layout.unit is not None else ""
        values = tuple(cells[at] for at in layout.values)
        return ReadRow(labels, "" if unit == "_" or is_missing(unit) else unit, values, row.lines)
    return _moved(cells, row, layout) or ReadRow(labels, "", cells[layout.labels :], row.lines, sure=False)


def is_noise(label: str) -> bool:
    """Whether what stands in a label's place is only signs or scattered digits."""
    return " " in label and sum(map(str.isalpha, label)) < 2


def _is_aligned(cells: Sequence[str], layout: Layout) -> bool:
    """Whether the cells stand under their headers: no scraps of words under a year, no figures under the unit.

    A row of which this isn't sure keeps its cells without a column's name: no figure is better than a wrong one.
    """
    if layout.unit is not None and not _is_aligned_unit(cells[layout.unit]):
        return False
    end = max(layout.named, default=len(cells))
    for at in layout.values:
        cell, column = cells[at], layout.columns[at]
        if cell and at > end:
            return False
        if cell and column.period and not _stands_under_year(cell):
            return False
    return True


def _is_aligned_unit(cell: str) -> bool:
    """Whether a cell may be a unit: no figure, and no unit with figures behind it."""
    return not looks_like_number(cell) and not re.search(r"\s\d[\d,.]*\s+\d", f" {cell}")


def _stands_under_year(cell: str) -> bool:
    """Whether a cell may stand under a year: a value, or words that are neither a scrap nor several numbers."""
    if values_of(cell) or looks_like_number(cell) or is_note(cell) or cell == "_" or _GRADE.fullmatch(cell):
        return True
    if re.match(r"[a-z]\s", cell) or (len(cell) < 3 and not cell.isalpha()) or (len(cell) < 3 and cell.islower()):
        return False
    return len(cell) > 1 and len(_NUMBERS.findall(cell)) * 2 <= len(cell.split())


def _moved(cells: Sequence[str], row: Row, layout: Layout) -> ReadRow | None:
    """A row that stands some columns to the side, or with several values in one cell, if it fits exactly."""
    wanted = len(layout.values)
    last = max(at for at, cell in enumerate(cells) if cell)
    start = last + 1 - wanted
    if start > 0 and wanted > 1 and layout.unit == layout.labels and all(map(_is_plain, cells[start : last + 1])):
        unit, before = cells[start - 1], [cell for cell in cells[: start - 1] if cell]
        none = is_missing(unit) or unit == "_"
        if (is_unit(unit) or none) and before and not any(map(looks_like_number, before)):
            labels = _fitted(cells[: start - 1], layout.labels)
            return ReadRow(labels, "" if none else unit, tuple(cells[start : last + 1]), row.lines)
    return _spread(cells, row, layout)


def _is_plain(cell: str) -> bool:
    """Whether a cell is a value or says that there is none."""
    return cell == "_" or looks_like_number(cell) or bool(values_of(cell))


def _fitted(labels: Sequence[str], count: int) -> tuple[str, ...]:
    """Labels for so many columns: empty columns go first, then the last two are one."""
    cells = list(labels)
    while len(cells) > count and "" in cells:
        cells.remove("")
    while len(cells) > count:
        cells[-2:] = [f"{cells[-2]} {cells[-1]}"]
    return (*cells, *("" for _ in range(count - len(cells))))


def _spread(cells: Sequence[str], row: Row, layout: Layout) -> ReadRow | None:
    """A row with several values in one cell, where together they are as many as there are columns."""
    unit, rest = "", [cells[at] for at in layout.values]
    if layout.unit is not None:
        unit = cells[layout.unit]
        numbers = re.search(r"(?:\s[-(]?\d[\d,.]*%?\)?){2,}$", unit[-80:])
        if numbers:
            rest.insert(0, numbers[0].strip())
            unit = unit[: len(unit) - len(numbers[0])].strip()
    found = [token for cell in rest for token in cell.split()]
    gapless = all(len(cell.split()) != 1 or at + 1 >= len(rest) or rest[at + 1] for at, cell in enumerate(rest) if cell)
    fits = len(found) == len(layout.values) and gapless and all(map(looks_like_number, found))
    if not fits or looks_like_number(unit):
        return None
    return ReadRow(tuple(cells[: layout.labels]), unit, tuple(found), row.lines)
