"""The header of a table: which rows it takes up, what it calls each column, and what it says the table is of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.tables.periods import is_period
from index.types import Row
from index.units import is_unit

YEAR = re.compile(r"(?:FY\s?)?((?:19|20)\d\d)\b")
VALUE = re.compile(r"[-+(~≈<>≥≤]*\s*(?:RMB|US\$|HK\$|[$€£¥])?\s*\d[\d,.]*\s*%?\)?(?:\s*\(.*)?|[-–—/_]|N/?A|n/?a|Nil")
UNIT = re.compile(
    r"(?:measur(?:ement|ing) )?units?(?: of (?:measure(?:ment)?|account))?|uom|unit of measure", re.IGNORECASE
)
_KIND_OF_LABEL = re.compile(
    r"(?:(?:key|esg|and|&|of|main)\s)*(?:indicator|item|label|group|parameter|element|measure|topic|type|metric|kpi|area"
    r"|name(?: of (?:the )?\w+)?|aspect|year|categor(?:y|ie)|content|description|disclosure"
    r"|(?:\w+\s)?(?:class|type|categor(?:y|ie)|kind|segment|region|site|location))(?:e?s)?"
    r"(?:\s(?:and|&)\s(?:key\s)?(?:indicator|item|topic|metric|kpi|categorie)s?)?|no\.?",
    re.IGNORECASE,
)
"""A name that says only that its column holds labels, not of what."""
_AMOUNT = re.compile(
    r"(?<![\w.])\d[\d,]*(?:\.\d+)?\s?(?:%|(?:per ?cent|thousand|million|billion|trillion)\b)", re.IGNORECASE
)
"""An amount that a cell of words states."""
HEADER_ROWS = 3
_MOST_YEARS = 50
_SHORT = 60
_LONG = 160


def header_depth(rows: Sequence[Row]) -> int:
    """How many rows from the top name the columns: those above the rule, or those with years and units."""
    for number, row in enumerate(rows[: HEADER_ROWS + 1]):
        if is_rule(row) and any(cell for above in rows[:number] for cell in above.cells):
            return number
    rows = [row for row in rows if any(row.cells) and not is_rule(row)] if rows and is_rule(rows[0]) else rows
    depth = 0
    for number, row in enumerate(rows[:HEADER_ROWS]):
        above = [each for each in rows[:number] if sum(map(bool, each.cells)) > 1]
        label = cell_of(row, 0)
        beside = bool(label) and any(cell_of(each, 0) not in {"", label} for each in above)  # a row of the body
        unit = any(UNIT.fullmatch(cell) for cell in row.cells)
        years = _years_under(row, rows[number + 1 : number + 2]) and not unit
        years = years or any(_years_under(each, [row]) and not unit for each in above)  # years of the body
        periods = names_periods(row) and not beside and not years
        if periods or (depth and not beside and (_fills_gaps(row, above) or _names_below(row, rows[number - 1]))):
            depth = number + 1
        elif depth or number or beside:
            break
    return depth or int(_names_columns(rows))


def is_rule(row: Row) -> bool:
    """Whether a row only draws the rule under a header."""
    return all("-" in cell and set(cell) <= set(":+-") for cell in row.cells if cell) and any(row.cells)


def names_periods(row: Row) -> bool:
    """Whether a row names years or the unit, and holds no figure."""
    figures = any(VALUE.fullmatch(cell) and cell[-1].isdigit() and not is_period(cell) for cell in row.cells if cell)
    return not figures and any(names_period(cell) or UNIT.fullmatch(cell) for cell in row.cells[1:])


def names_period(cell: str) -> bool:
    """Whether a cell of a header begins with a year, or is a date or a financial year."""
    return YEAR.match(cell) is not None or is_period(cell)


def _fills_gaps(row: Row, above: Sequence[Row]) -> bool:
    """Whether a row of words names columns that have no name yet, such as the segments under a year."""
    filled = [column for column, cell in enumerate(row.cells) if cell and column]
    words = not any(VALUE.fullmatch(row.cells[column]) for column in filled)
    return words and any(not any(cell_of(each, column) for each in above) for column in filled)


def _names_below(row: Row, above: Row) -> bool:
    """Whether a row of words names the columns below years that each stand above several, or the unit of each."""
    columns = [column for column, cell in enumerate(above.cells) if column and is_period(cell)]
    words = [cell_of(row, column) for column in columns]
    repeated = len({above.cells[column] for column in columns}) < len(columns)
    if not columns or any(not word or VALUE.fullmatch(word) for word in words):
        return False
    return repeated or all(map(is_unit, words))


def _years_under(row: Row, below: Sequence[Row]) -> bool:
    """Whether years stand under a row's years, as in a column that holds years."""
    return any(
        YEAR.fullmatch(cell) and YEAR.fullmatch(cell_of(each, column))
        for each in below
        for column, cell in enumerate(row.cells)
    )


def _names_columns(rows: Sequence[Row]) -> bool:
    """Whether the first row only names columns: short words, no figure, at least two of them or all empty.

    The words may be longer where nearly all that stands below them is figures.
    """
    first = [cell for cell in rows[0].cells if cell] if rows else []
    if len(rows) < 2 or len(first) == 1 or any(VALUE.fullmatch(cell) for cell in first):
        return len(rows) > 1 and len(first) == 1 and _is_over_figures(rows)
    if any(is_unit(cell) and is_unit(cell_of(rows[1], at)) for at, cell in enumerate(rows[0].cells) if at and cell):
        return False  # a row of the body as well
    if len(first) == 2 and not _is_over_figures(rows) and _tells(rows):
        return False
    longest = max(map(len, first), default=0)
    return longest < _SHORT or (longest < _LONG and _is_over_figures(rows))


def _tells(rows: Sequence[Row]) -> bool:
    """Whether the first row states an amount in words, or is of a year that a label below is of as well."""
    label, *values = rows[0].cells
    below = " ".join(cell_of(row, 0) for row in rows[1:])
    years = {match[1] for match in YEAR.finditer(label)}
    return any(map(_AMOUNT.search, values)) or any(re.search(rf"\b{year}\b", below) for year in years)


def _is_over_figures(rows: Sequence[Row]) -> bool:
    """Whether the first row stands above columns that hold little but figures, and its words only there."""
    columns = [column for column, cell in enumerate(rows[0].cells) if column and cell]
    below = [cell for row in rows[1:] for column in columns if (cell := cell_of(row, column))]
    good = sum(VALUE.fullmatch(cell) is not None for cell in below)
    plain = not any(VALUE.fullmatch(cell) for cell in rows[0].cells if cell)
    return bool(columns) and plain and len(below) > 1 and good > 0.8 * len(below)


def column_names(header: Sequence[Row], width: int, *, first: int = 1) -> tuple[str, ...]:
    """The name of each column; what stands above several columns goes before the name of each.

    Columns that still have the same name lose it: no name is better than one that may be another's.

    :param header: The rows that name the columns.
    :param width: How many columns there are.
    :param first: The first column that holds values.
    """
    if not header:
        return ("",) * width
    names = [cell_of(header[-1], column) for column in range(width)]
    for column in range(2, width):  # the share beside the figure of each year
        if names[column] == "%" and is_period(names[column - 1]):
            names[column] = f"{names[column - 1]} %"
    for row in reversed(header[:-1]):
        cells = _over_blocks(row, names, first)
        spread = ""
        repeated = {name for name, count in Counter(names).items() if count > 1}
        for column in range(1, width):
            own, below = cells[column], names[column]
            spread = own or spread
            if own and not below:
                names[column] = own
            elif _belongs(spread, below) and (own or YEAR.match(spread) or below in repeated):
                names[column] = f"{below} {spread}" if YEAR.match(below) else f"{spread} {below}"
    names = _with_year(names, header)
    counts = Counter(names[1:])
    return (names[0], *("" if counts[name] > 1 else name for name in names[1:]))


def _over_blocks(row: Row, names: Sequence[str], first: int) -> list[str]:
    """A header row with each year above the first of the columns that it stands over.

    Years may be printed at the left, in the middle or at the right of their columns. Where that isn't told by
    blocks of columns of one size with a year above each, a year that may belong to columns left of it is left out.
    """
    cells = [cell_of(row, column) for column in range(len(names))]
    years = [column for column in range(first, len(cells)) if is_period(cells[column])]
    named = [column for column in range(first, len(names)) if names[column]]
    if not 1 < len(years) <= _MOST_YEARS or years[0] == named[0] or any(is_period(names[column]) for column in named):
        return cells
    size, left = divmod(len(named), len(years))
    at = [named.index(column) if column in named else -1 for column in years]
    regular = not left and all(place // size == number for number, place in enumerate(at))
    for number, column in enumerate(years):
        year, cells[column] = cells[column], ""
        if regular and len({place % size for place in at}) == 1:
            cells[named[number * size]] = year
    return cells


def _belongs(above: str, below: str) -> bool:
    """Whether what stands above a column's name may be a part of it; a unit or a second year may not."""
    return (
        bool(above and below)
        and above != below
        and not UNIT.fullmatch(below)
        and not (YEAR.match(above) and YEAR.search(below))
    )


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


def title_cells(header: Sequence[Row], labels: int) -> tuple[str, ...]:
    """What the header says above the columns of labels, such as the table's subject."""
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
        if column and (UNIT.fullmatch(name) or names_period(name)):
            return column
    if any(names):
        return 1
    figures = (column for column, cell in enumerate(row.cells) if column and VALUE.fullmatch(cell))
    return next(figures, 1)


def cell_of(row: Row, column: int) -> str:
    """A cell, empty where the row is too short to have it."""
    return row.cells[column] if column < len(row.cells) else ""
