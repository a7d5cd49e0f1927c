"""The header of a table: which rows it takes up, what it calls each column, and what it says the table is of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.types import Row

YEAR = re.compile(r"(?:FY\s?)?((?:19|20)\d\d)\b")
VALUE = re.compile(r"[-+(~≈<>≥≤]*\s*(?:RMB|US\$|HK\$|[$€£¥])?\s*\d[\d,.]*\s*%?\)?(?:\s*\(.*)?|[-–—/_]|N/?A|n/?a|Nil")
UNIT = re.compile(r"units?\b", re.IGNORECASE)
_KIND_OF_LABEL = re.compile(
    r"(?:key )?(?:indicator|item|topic|type|name|metric|kpi|area|aspect|year)s?|no\.?", re.IGNORECASE
)
"""A name that says only that its column holds labels, not of what."""
HEADER_ROWS = 3


def header_depth(rows: Sequence[Row]) -> int:
    """How many rows from the top name the columns: those above the rule, or those with years and units."""
    for number, row in enumerate(rows[: HEADER_ROWS + 1]):
        if is_rule(row) and any(cell for above in rows[:number] for cell in above.cells):
            return number
    rows = [row for row in rows if any(row.cells) and not is_rule(row)] if rows and is_rule(rows[0]) else rows
    depth = 0
    for number, row in enumerate(rows[:HEADER_ROWS]):
        above = [each for each in rows[:number] if sum(map(bool, each.cells)) > 1]
        beside = bool(cell_of(row, 0)) and any(cell_of(each, 0) for each in above)  # a second label: a row of the body
        periods = names_periods(row) and not beside and not _years_under(row, rows[number + 1 : number + 2])
        if periods or (depth and _fills_gaps(row, above)):
            depth = number + 1
        elif depth or number or beside:
            break
    return depth or int(_names_columns(rows))


def is_rule(row: Row) -> bool:
    """Whether a row only draws the rule under a header."""
    return all("-" in cell and set(cell) <= set(":+-") for cell in row.cells if cell) and any(row.cells)


def names_periods(row: Row) -> bool:
    """Whether a row names years or the unit, and holds no figure."""
    figures = any(
        VALUE.fullmatch(cell) and cell[-1].isdigit() and not YEAR.fullmatch(cell) for cell in row.cells if cell
    )
    return not figures and any(YEAR.match(cell) or UNIT.fullmatch(cell) for cell in row.cells[1:])


def _fills_gaps(row: Row, above: Sequence[Row]) -> bool:
    """Whether a row of words names columns that have no name yet, such as the segments under a year."""
    filled = [column for column, cell in enumerate(row.cells) if cell]
    words = not cell_of(row, 0) and not any(VALUE.fullmatch(row.cells[column]) for column in filled)
    return words and any(not any(cell_of(each, column) for each in above) for column in filled)


def _years_under(row: Row, below: Sequence[Row]) -> bool:
    """Whether years stand under a row's years, as in a column that holds years."""
    return any(
        YEAR.fullmatch(cell) and YEAR.fullmatch(cell_of(each, column))
        for each in below
        for column, cell in enumerate(row.cells)
    )


def _names_columns(rows: Sequence[Row]) -> bool:
    """Whether the first row only names columns: short words, no figure, at least two of them or all empty."""
    first = [cell for cell in rows[0].cells if cell] if rows else []
    return len(rows) > 1 and len(first) != 1 and all(len(cell) < 60 and not VALUE.fullmatch(cell) for cell in first)


def column_names(header: Sequence[Row], width: int) -> tuple[str, ...]:
    """The name of each column; what stands above several columns goes before the name of each.

    Columns that still have the same name lose it: no name is better than one that may be another's.
    """
    if not header:
        return ("",) * width
    names = [cell_of(header[-1], column) for column in range(width)]
    for row in reversed(header[:-1]):
        spread = ""
        repeated = {name for name, count in Counter(names).items() if count > 1}
        for column in range(1, width):
            own, below = cell_of(row, column), names[column]
            spread = own or spread
            if own and not below:
                names[column] = own
            elif _belongs(spread, below) and (own or YEAR.match(spread) or below in repeated):
                names[column] = f"{below} {spread}" if YEAR.match(below) else f"{spread} {below}"
    names = _with_year(names, header)
    counts = Counter(names[1:])
    return (names[0], *("" if counts[name] > 1 else name for name in names[1:]))


def _belongs(above: str, below: str) -> bool:
    """Whether what stands above a column's name may be a part of it; a unit or a second year may not."""
    return bool(above and below) and not UNIT.fullmatch(below) and not (YEAR.match(above) and YEAR.search(below))


def _with_year(names: list[str], header: Sequence[Row]) -> list[str]:
    """A lone year printed above the middle of several columns belongs to all that name no year of their own."""
    above = [cell for row in header[:-1] for cell in row.cells if YEAR.fullmatch(cell)]
    last = header[-1].cells
    if len(above) != 1 or not any(YEAR.match(cell) for cell in last):
        return names
    start = next((column + 1 for column, cell in enumerate(last) if UNIT.fullmatch(cell)), 1)
    return [
        f"{above[0]} {name}" if column >= start and name and not YEAR.search(name) else name
        for column, name in enumerate(names)
    ]


def title_cells(header: Sequence[Row], names: Sequence[str]) -> tuple[str, ...]:
    """What the header says above the labels, such as the table's subject."""
    labels = label_columns(names, Row((), 0))
    cells = [cell for row in header for cell in row.cells[:labels]]
    return tuple(dict.fromkeys(cell for cell in cells if cell and tells(cell)))


def tells(name: str) -> bool:
    """Whether the name of a label column says what its labels are of."""
    return not (UNIT.fullmatch(name) or YEAR.fullmatch(name) or _KIND_OF_LABEL.fullmatch(name))


def label_columns(names: Sequence[str], row: Row) -> int:
    """How many columns from the left hold labels.

    Those before the unit or the first year; without these one, or in a table without a header all before a figure.
    """
    for column, name in enumerate(names):
        if column and (UNIT.fullmatch(name) or YEAR.match(name)):
            return column
    if any(names):
        return 1
    figures = (column for column, cell in enumerate(row.cells) if column and VALUE.fullmatch(cell))
    return next(figures, 1)


def cell_of(row: Row, column: int) -> str:
    """A cell, empty where the row is too short to have it."""
    return row.cells[column] if column < len(row.cells) else ""
