"""Change between two printed figures, computed by code and shown with what it was computed from."""

from __future__ import annotations

import re
from decimal import Decimal

from rag.rows import TableRow

_NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?")


def number(printed: str) -> Decimal | None:
    """The one number of a cell; None where it holds none, or several of which one can't be told to be the value."""
    text = re.sub(r"\(.*?\)?$", "", printed)
    found = _NUMBER.findall(text)
    return Decimal(found[0].replace(",", "")) if len(found) == 1 else None


def change(row: TableRow) -> str:
    """The difference between the two years of a row and, where it can be said, by how many percent.

    Empty where the row does not hold just two figures of two years.
    """
    cells = [cell for cell in row.cells if cell.year]
    if len(cells) != 2 or cells[0].year == cells[1].year:
        return ""
    first, last = number(cells[0].value), number(cells[1].value)
    if first is None or last is None:
        return ""
    difference = last - first
    if "%" in f"{row.unit}{cells[0].value}{cells[1].value}":
        return f"{_signed(difference)} percentage points"
    share = f", {_signed(round(difference / first * 100, 1))}%" if first else ""
    unit = f" {row.unit}" if row.unit else ""
    word = "more" if difference > 0 else "fewer or less" if difference < 0 else "no change"
    return f"{_signed(difference)}{unit}{share}" if difference else word


def _signed(value: Decimal) -> str:
    """A number with its sign and thousands commas."""
    return f"{value:+,}"
