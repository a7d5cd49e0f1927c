"""The header of a table on a page: which of its lines are one row, and which columns a name stands over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.readers.pdf.levels import is_period, overlap
from index.readers.pdf.lines import Run
from index.readers.pdf.page import Rule

_TIGHT = 1.4
"""Lines of one cell stand less than so many times their size apart."""


@dataclass(frozen=True, slots=True)
class GridLine:
    """A printed line of a table: a cell for each column, and the runs that stand in it."""

    cells: tuple[str, ...]
    runs: tuple[Run, ...]


def column_of(run: Run, columns: Sequence[tuple[float, float]]) -> int:
    """The column that a run stands in: the one it covers most of, or the nearest."""
    covered = [min(overlap(run, left, right), right - left) for left, right in columns]
    return max(range(len(columns)), key=lambda at: (covered[at] if covered[at] < 0 else 1 + covered[at], -at))


def spread(
    line: GridLine,
    columns: Sequence[tuple[float, float]],
    first: int,
    rules: Sequence[Rule],
    *,
    lower: Sequence[GridLine],
) -> tuple[int, ...]:
    """For each column the one whose cell stands for it, where a header cell spans several."""
    plain = tuple(range(len(columns)))
    filled = [at for at in range(first, len(columns)) if line.cells[at]]
    width = len(columns) - first
    if not filled or len(filled) == width:
        return plain
    stands = list(plain)
    by_rule = [_ruled(run, columns, rules) for run in line.runs if column_of(run, columns) >= first]
    if by_rule and all(by_rule):
        for run, span in zip((run for run in line.runs if column_of(run, columns) >= first), by_rule, strict=True):
            for at in span:
                stands[at] = column_of(run, columns)
        return tuple(stands)
    if width % len(filled) or not _fits(line, filled, first, columns, lower):
        return plain
    step = width // len(filled)
    for number, at in enumerate(filled):
        start = first + number * step
        stands[start : start + step] = [at] * step
    return tuple(stands)


def _ruled(run: Run, columns: Sequence[tuple[float, float]], rules: Sequence[Rule]) -> list[int]:
    """The columns under the line that is drawn below a header cell, if it has one of its own."""
    whole = columns[-1][1] - columns[0][0]
    for rule in rules:
        own = rule.left - 2 <= run.left and run.right <= rule.right + 2 and rule.right - rule.left < 0.9 * whole
        if own and 0 < rule.y - run.base < 1.2 * run.size:
            return [at for at, (left, right) in enumerate(columns) if rule.left <= (left + right) / 2 <= rule.right]
    return []


def _fits(
    line: GridLine,
    filled: Sequence[int],
    first: int,
    columns: Sequence[tuple[float, float]],
    lower: Sequence[GridLine],
) -> bool:
    """Whether header cells stand over groups of as many columns each."""
    step = (len(columns) - first) // len(filled)
    if [(at - first) // step for at in filled] != list(range(len(filled))):
        return False
    names = [tuple(below.cells[first:]) for below in lower]
    again = [row for row in names if any(row) and row == row[:step] * len(filled)]
    if len(filled) > 1 and (again or _years_alike(line, filled, first, step)):
        return True
    runs = [run for run in line.runs if column_of(run, columns) >= first]
    middles = [
        abs((run.left + run.right) / 2 - (columns[first + n * step][0] + columns[first + n * step + step - 1][1]) / 2)
        for n, run in enumerate(runs[: len(filled)])
    ]
    return bool(lower) and all(middle < 6 for middle in middles)


def _years_alike(line: GridLine, filled: Sequence[int], first: int, step: int) -> bool:
    """Whether each of some years stands at the same place above its group of columns."""
    return all(is_period(line.cells[at]) for at in filled) and len({(at - first) % step for at in filled}) == 1


def header_spans(head: Sequence[GridLine]) -> list[tuple[int, int]]:
    """The first and last line of each row of the header; the lines of wrapped names are one."""
    spans: list[tuple[int, int]] = []
    for at, line in enumerate(head):
        above = head[at - 1] if at else None
        if above is not None and _periods(above) == _periods(line) and _tight(above, line):
            spans[-1] = (spans[-1][0], at)
        else:
            spans.append((at, at))
    return spans


def _tight(above: GridLine, below: GridLine) -> bool:
    """Whether two lines stand as close as those of one text."""
    return below.runs[0].base - above.runs[0].base <= _TIGHT * below.runs[0].size


def _periods(line: GridLine) -> bool:
    """Whether a line names nothing but years."""
    return all(is_period(cell) for cell in line.cells if cell)
