"""Change between two printed figures, computed by code and shown with what it was computed from."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from rag.rows import TableRow

_NUMBER = re.compile(r"[-+−–]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_ASIDE = re.compile(r"\([^)]*\)?\s*$|\[\^[^\]]*\]|[¹²³⁴⁵⁶⁷⁸⁹⁰]+")
_INEXACT = re.compile(r"[+~≈<>≥≤]|\b(?:about|around|over|nearly|almost|approx|more than|less than|up to)\b", re.I)


def number(printed: str) -> Decimal | None:
    """The one number of a cell; None where it holds none, or several of which one can't be told to be the value."""
    found: list[str] = _NUMBER.findall(_bare(printed))
    return Decimal(re.sub("[−–]", "-", found[0]).replace(",", "")) if len(found) == 1 else None


def change(row: TableRow) -> str:
    """The difference between the oldest and the newest year of a row and, where it can be said, by how many percent.

    Empty where the figures can't be compared: one is missing or not exact, they differ in scale, or stand for
    different parts of the business.
    """
    cells = [cell for cell in row.cells if cell.year]
    if len(cells) < 2 or len({cell.year for cell in cells}) < len(cells):
        return ""
    if len({"" if cell.is_whole else cell.segment for cell in cells}) > 1:
        return ""
    first, last = number(cells[0].value), number(cells[-1].value)
    around = _around(cells[0].value)
    if first is None or last is None or around != _around(cells[-1].value) or _INEXACT.search(around):
        return ""
    span = f" from {cells[0].year} to {cells[-1].year}" if len(cells) > 2 else ""
    return f"{_difference(first, last, unit=row.unit or around)}{span}"


def _difference(first: Decimal, last: Decimal, *, unit: str) -> str:
    """How far the last figure lies from the first, in its unit and in percent of a first one above zero."""
    if first == last:
        return "no change"
    if "%" in unit or "percent" in unit.casefold():
        return f"{last - first:+,} percentage points"
    share = f", {((last - first) / first * 100).quantize(Decimal('0.1'), ROUND_HALF_UP):+,}%" if first > 0 else ""
    return f"{last - first:+,}{' ' if unit else ''}{unit}{share}"


def _bare(printed: str) -> str:
    """A cell without the bracket at its end and without footnote marks."""
    return _ASIDE.sub("", printed)


def _around(printed: str) -> str:
    """What stands around the number of a cell: a scale, a currency, a percent sign."""
    return " ".join(_NUMBER.sub(" ", _bare(printed)).split())
