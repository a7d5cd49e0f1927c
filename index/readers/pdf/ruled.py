"""Tables found on a page of a PDF by the lines drawn between their rows, whatever stands in the cells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from index.readers.pdf.levels import bands, overlap
from index.readers.pdf.lines import Run
from index.readers.pdf.page import Rule
from index.readers.pdf.stacks import Stack
from index.readers.pdf.tables import Region

_SAME = 3.0
"""Lines of one table begin and end within so many points."""
_TALLEST = 110.0
_GUTTER = 3.5
_MOST_LINES = 7
"""A cell has no more lines than this; longer ones are columns of text between lines."""


def ruled_regions(runs: Sequence[Run], rules: Sequence[Rule]) -> list[Region]:
    """Find the tables whose rows are parted by lines."""
    return [region for ladder in _ladders(rules) if (region := _region(ladder, runs)) is not None]


def _ladders(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Lines of the same length one below the other."""
    ladders: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda each: each.y):
        for ladder in ladders:
            last = ladder[-1]
            same = abs(last.left - rule.left) <= _SAME and abs(last.right - rule.right) <= _SAME
            if same and rule.y - last.y <= _TALLEST:
                if rule.y - last.y > 4:
                    ladder.append(rule)
                break
        else:
            ladders.append([rule])
    return [ladder for ladder in ladders if len(ladder) > 2]


def _region(ladder: Sequence[Rule], runs: Sequence[Run]) -> Region | None:
    """The table that a ladder of lines parts into rows, or None where it is none, such as the grid of a chart."""
    left, right = ladder[0].left - _SAME, ladder[0].right + _SAME
    inside = [run for run in runs if left <= run.left and run.right <= right]
    steps = [_between(inside, above.y, below.y) for above, below in pairwise(ladder)]
    columns = _columns([step for step in steps if len(bands(step)) <= _MOST_LINES])
    if len(columns) < 2 or not _fills(steps, columns):
        return None
    reach = 1.35 * median(below.y - above.y for above, below in pairwise(ladder))
    steps = [*_outside(inside, ladder[0].y, -reach, columns), *steps, *_outside(inside, ladder[-1].y, reach, columns)]
    return _of_steps([step for step in steps if step], columns, left, right)


def _between(runs: Sequence[Run], top: float, bottom: float) -> list[Run]:
    """The runs between two lines."""
    return [run for run in runs if top < run.middle < bottom]


def _columns(steps: Sequence[Sequence[Run]]) -> list[tuple[float, float]]:
    """Where nothing stands in any row with more than one cell, columns part."""
    columns: list[tuple[float, float]] = []
    for run in sorted((run for step in steps for run in step if len(step) > 1), key=lambda each: each.left):
        if columns and run.left < columns[-1][1] + _GUTTER:
            columns[-1] = (columns[-1][0], max(columns[-1][1], run.right))
        else:
            columns.append((run.left, run.right))
    return columns


def _fills(steps: Sequence[Sequence[Run]], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether most rows have a label and something beside it, none of it longer than a cell is."""
    filled = [{_column(run, columns) for run in step} for step in steps]
    beside = sum(0 in cells and len(cells) > 1 for cells in filled)
    tall = sum(len(bands(step)) > _MOST_LINES for step in steps)
    several = sum(_records(step) > 1 for step in steps)
    return beside >= 2 and beside >= 0.6 * sum(map(bool, filled)) and not tall and not several


def _records(step: Sequence[Run]) -> int:
    """How many rows of values stand between two lines."""
    return sum(sum(run.is_value for run in band) > 1 for band in bands(step))


def _column(run: Run, columns: Sequence[tuple[float, float]]) -> int:
    """The column that a run covers most of."""
    return max(range(len(columns)), key=lambda at: overlap(run, *columns[at]))


def _outside(runs: Sequence[Run], y: float, reach: float, columns: Sequence[tuple[float, float]]) -> list[list[Run]]:
    """The row above the first or below the last line, where it stands in the table's columns."""
    beyond = _between(runs, min(y, y + reach), max(y, y + reach))
    fits = [run for run in beyond if sum(overlap(run, *column) > 0 for column in columns) == 1]
    if len(fits) < len(beyond) or len({_column(run, columns) for run in fits}) < 2:
        return []
    starts = [min(abs(run.left - left) for left, _ in columns) for run in fits]
    aligned = sum(start < 3 for start in starts)
    if reach > 0 and aligned < len(fits):
        return []
    further = _between(runs, y + reach, y + 2 * reach) if reach > 0 else []
    if further:  # text that goes on below is no row of the table
        return []
    again = [] if reach > 0 else _outside(runs, min(run.top for run in fits), reach, columns)
    return [*again[-1:], fits]


def _of_steps(steps: Sequence[Sequence[Run]], columns: list[tuple[float, float]], left: float, right: float) -> Region:
    """The region of a table whose rows are known."""
    body: list[list[Run]] = []
    spans: list[tuple[int, int]] = []
    for step in steps:
        lines = bands(step)
        spans.append((len(body), len(body) + len(lines) - 1))
        body += lines
    everything = [run for step in steps for run in step]
    stacks = [Stack([run for run in everything if _column(run, columns) == at]) for at in range(1, len(columns))]
    return Region(
        stacks,
        left,
        right,
        min(run.top for run in everything),
        max(run.bottom for run in everything),
        body=body,
        columns=columns,
        spans=spans,
    )
