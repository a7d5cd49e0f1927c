"""Table rows as printed become lines that can be read alone: label, unit, and each value with its column's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.types import Row

_YEAR = re.compile(r"(?:FY\s?)?((?:19|20)\d\d)\b")
_VALUE = re.compile(r"[-+(~≈<>≥≤]*\s*(?:RMB|US\$|HK\$|[$€£¥])?\s*\d[\d,.]*\s*%?\)?(?:\s*\(.*)?|[-–—/_]|N/?A|n/?a|Nil")
_PRINTED = r"(?:[-+(]?\d[\d,.]*%?\)?|[-–—/]|N/A)"
_RULE = re.compile(r"[\s|:+-]*-[\s|:+-]*$")
_NUMBER = re.compile(r"(?<![\w.,])\d[\d,.]*")
_UNIT = re.compile(r"units?\b", re.IGNORECASE)
SEPARATOR = " | "
"""Parts a rendered row into its label, unit and values."""


@dataclass(frozen=True, slots=True)
class RenderedRow:
    """A table row that can be read alone, and the line it stands in."""

    text: str
    line: int


def pipe_row(text: str, line: int) -> Row:
    """The cells of a ``| a | b |`` line."""
    cells = re.split(r"(?<!\\)\|", text.strip().strip("|"))
    return Row(tuple(" ".join(cell.replace("\\|", "|").split()) for cell in cells), line)


def tab_row(text: str, line: int) -> Row:
    """The cells of a line with tabs."""
    return Row(tuple(" ".join(cell.split()) for cell in text.split("\t")), line)


def is_rule(text: str) -> bool:
    """Whether a line only draws the rule under a header."""
    return _RULE.match(text) is not None


def year_header(text: str) -> tuple[str, ...]:
    """The years of a line that ends in two or more neighbouring years in order, else nothing."""
    tokens = [] if "\t" in text else text.split()
    years: list[str] = []
    while tokens and re.fullmatch(r"(?:19|20)\d\d", tokens[-1]):
        years.insert(0, tokens.pop())
    steps = {int(right) - int(left) for left, right in pairwise(years)}
    return tuple(years) if len(years) >= 2 and len(tokens) <= 8 and steps in ({1}, {-1}) else ()


def figure_row(text: str, years: Sequence[str]) -> tuple[str, ...] | None:
    """The label and one figure a year of a flattened row, or None where the line is no such row."""
    values = r"[ ]+".join(f"({_PRINTED})" for _ in years)
    match = None if "\t" in text else re.match(rf"\s*(\S.*?)[ ]+{values}\s*$", text)
    if match is None or not re.search(r"[A-Za-z%]", match[1]) or _YEAR.fullmatch(match[2]):
        return None  # a bare year among the values belongs to the words before it: "to be disclosed in 2025"
    return match.groups()


def rendered(rows: Sequence[Row]) -> Iterator[RenderedRow]:
    """The rows of a table as lines that stand alone; tables printed side by side are taken apart first."""
    for part in _side_by_side(rows):
        header, body = _header(part)
        yield from _body(header, body)


def _side_by_side(rows: Sequence[Row]) -> list[list[Row]]:
    """Two tables printed beside each other show the same years twice in one header row."""
    for row in rows[:3]:
        years = [(column, cell) for column, cell in enumerate(row.cells) if _YEAR.fullmatch(cell)]
        seen: set[str] = set()
        for position, (column, cell) in enumerate(years):
            if cell in seen and position >= 2 and column > years[position - 1][0] + 1:
                cut = years[position - 1][0] + 1
                left = [Row(each.cells[:cut], each.line) for each in rows]
                right = [Row(each.cells[cut:], each.line) for each in rows]
                return [*_side_by_side(left), *_side_by_side(right)]
            seen.add(cell)
    return [list(rows)]


def _header(rows: Sequence[Row]) -> tuple[tuple[str, ...], list[Row]]:
    """The name of each column, and the rows below the header."""
    depth = 0
    for number, row in enumerate(rows[:3], 1):
        filled = [cell for cell in row.cells if cell]
        if any(_YEAR.match(cell) or _UNIT.fullmatch(cell) for cell in filled):
            depth = number
        elif depth or number > 1:
            break
    if not depth:
        depth = 1 if rows and _names_columns(rows) else 0
    names: list[str] = []
    for column in range(max((len(row.cells) for row in rows), default=0)):
        above = [row.cells[column] for row in rows[:depth] if column < len(row.cells) and row.cells[column]]
        names.append(above[-1] if above else "")
    return tuple(_with_year(names, rows[:depth])), list(rows[depth:])


def _names_columns(rows: Sequence[Row]) -> bool:
    """Whether the first row only names columns: short words, no figure, at least two of them or all empty."""
    first = [cell for cell in rows[0].cells if cell]
    return len(rows) > 1 and len(first) != 1 and all(len(cell) < 60 and not _VALUE.fullmatch(cell) for cell in first)


def _with_year(names: list[str], header: Sequence[Row]) -> list[str]:
    """A lone year above several columns belongs to those that name no year of their own."""
    if len(header) < 2:
        return names
    above = [cell for row in header[:-1] for cell in row.cells if _YEAR.fullmatch(cell)]
    last = header[-1].cells
    if len(above) != 1 or not any(_YEAR.match(cell) for cell in last):
        return names
    start = next((column + 1 for column, cell in enumerate(last) if _UNIT.fullmatch(cell)), 1)
    return [
        f"{above[0]} {cell}" if column >= start and cell and not _YEAR.search(cell) else name
        for column, (name, cell) in enumerate(zip(names, (*last, *[""] * len(names)), strict=False))
    ]


def _body(header: tuple[str, ...], rows: Sequence[Row]) -> Iterator[RenderedRow]:
    """Each row with its group, its label, its unit and its named values."""
    groups: list[str] = []
    fresh = False
    above: tuple[str, ...] = ()
    for row in rows:
        filled = [cell for cell in row.cells if cell]
        if not filled:
            continue
        if len(filled) == 1 and row.cells[0] and len(row.cells) > 1 and _is_label(filled[0]):
            groups = [*groups[-1:], filled[0]] if fresh else [filled[0]]
            fresh = True
            continue
        fresh = False
        row, above = _filled_down(row, above, header)
        yield RenderedRow(_line(row.cells, header, groups), row.line)


def _is_label(text: str) -> bool:
    """Whether a lone cell names the rows below it rather than say something itself."""
    return len(text) < 90 and len(_NUMBER.findall(text)) < 2


def _filled_down(row: Row, above: tuple[str, ...], header: tuple[str, ...]) -> tuple[Row, tuple[str, ...]]:
    """Label cells left empty because they are merged with the one above, filled from there."""
    labels = _label_columns(header, row)
    cells = list(row.cells)
    for column in range(labels):
        if cells[column]:
            break
        if column < len(above):
            cells[column] = above[column]
    return replace(row, cells=tuple(cells)), tuple(cells[:labels])


def _label_columns(header: tuple[str, ...], row: Row) -> int:
    """How many columns from the left hold labels: those before the unit, the first year or the first figure."""
    for column, cell in enumerate(row.cells):
        name = header[column] if column < len(header) else ""
        if _UNIT.fullmatch(name) or _YEAR.match(name) or _VALUE.fullmatch(cell):
            return column
    return 1


def _line(cells: Sequence[str], header: tuple[str, ...], groups: Sequence[str]) -> str:
    """One row as text: labels joined by ``, ``, then unit and values behind their column's name."""
    labels = _label_columns(header, Row(tuple(cells), 0)) or 1
    label = ", ".join(dict.fromkeys(cell for cell in (*groups, *cells[:labels]) if cell))
    parts = [label] if label else []
    trusted = _is_aligned(cells, header)
    for column in range(labels, len(cells)):
        name = header[column] if column < len(header) and trusted else ""
        if cells[column]:
            parts.append(f"{name}: {cells[column]}" if name and name != cells[column] else cells[column])
    return SEPARATOR.join(parts)


def _is_aligned(cells: Sequence[str], header: Sequence[str]) -> bool:
    """Whether the cells stand under their headers: no words under a year, no figures under the unit.

    A row of which this isn't sure keeps its cells without a column's name: no figure is better than a wrong one.
    """
    for name, cell in zip(header, cells, strict=False):
        if _UNIT.fullmatch(name) and re.search(r"\s\d[\d,.]*\s+\d", f" {cell}"):
            return False
        if _YEAR.fullmatch(name) and cell and not _VALUE.fullmatch(cell) and len(cell) < 3:
            return False
        if _YEAR.match(name) and re.match(r"[a-z]\s", cell):
            return False
    return True
