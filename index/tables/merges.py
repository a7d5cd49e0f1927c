"""Labels merged over several rows of a table: which rows each of them is printed for, as far as that is sure."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from index.tables.groups import class_of, is_breakdown
from index.tables.rows import ReadRow


def outer_labels(rows: Sequence[ReadRow]) -> list[tuple[str, ...]]:
    """The labels left of each row's own; one merged over several rows is given to each of them where that is sure.

    Merged cells are printed at their top, or, in some tables, in their middle.
    """
    depth = max((row.depth for row in rows), default=0)
    at_top = all(_is_at_top(rows, column) for column in range(depth))
    columns: list[list[str]] = []
    for column in range(depth):
        columns += [_subjects(rows, column), _merged(rows, column, at_top=at_top)]
    return [tuple(column[at] for column in columns if column[at]) for at in range(len(rows))]


def _subjects(rows: Sequence[ReadRow], column: int) -> list[str]:
    """For each row the one above that it breaks down: ``Turnover`` above rows merged into ``By gender`` and ``By age``.

    That is sure only where one row stands there, and it has the same unit.
    """
    found = ["" for _ in rows]
    given = _given(rows, column)
    for stretch in _stretches(rows, column):
        start = stretch[0]
        heads = [row for row in rows[max(0, start - 2) : start] if row.depth == column and not row.is_bare]
        if len(heads) != 1 or rows[start - 1] is not heads[0]:
            continue
        if any(map(is_breakdown, (given[place] for place in stretch))):
            unit = heads[0].unit or next(iter(heads[0].values), "")
            for place in stretch:
                found[place] = heads[0].label if rows[place].unit == unit else ""
    return found


def _is_at_top(rows: Sequence[ReadRow], column: int) -> bool:
    """Whether merged cells may be printed at their top: none of them stands below the beginning of its rows."""
    given = _given(rows, column)
    for stretch in _stretches(rows, column):
        marks = [at for at, place in enumerate(stretch) if given[place]]
        if marks and marks[0]:
            return False
        runs = _runs([rows[place] for place in stretch])
        for before, after in pairwise(marks):
            if after - before > 1 and runs[after] == runs[after - 1] != runs[before]:
                return False
    return True


def _given(rows: Sequence[ReadRow], column: int) -> list[str]:
    """What is printed in a label column left of each row's own label."""
    return [row.labels[column] if row.depth > column else "" for row in rows]


def _merged(rows: Sequence[ReadRow], column: int, *, at_top: bool) -> list[str]:
    """What stands in a label column left of each row's own label, printed there or merged with one above or below."""
    given = _given(rows, column)
    found = list(given)
    for stretch in _stretches(rows, column):
        runs = _runs([rows[place] for place in stretch])
        marks = [at for at, place in enumerate(stretch) if given[place]]
        for at, place in enumerate(stretch):
            mark = None if given[place] or not marks else _mark_of(at, marks, runs, at_top=at_top)
            if mark is not None:
                found[place] = given[stretch[mark]]
    return found


def _stretches(rows: Sequence[ReadRow], column: int) -> list[list[int]]:
    """Neighbouring rows that have their own label right of a column."""
    stretches: list[list[int]] = [[]]
    for place, row in enumerate(rows):
        if row.depth > column:
            stretches[-1].append(place)
        elif stretches[-1]:
            stretches.append([])
    return [stretch for stretch in stretches if stretch]


def _runs(rows: Sequence[ReadRow]) -> list[tuple[int, str]]:
    """For each row the number of its run and the kind of classes in it.

    A run is of classes of one kind, of rows whose labels come again in the next run, or of rows of one unit.
    """
    times = Counter(row.label for row in rows)
    runs: list[tuple[int, str]] = []
    number, kind, unit = 0, "", ""
    seen: set[str] = set()
    for at, row in enumerate(rows):
        own = class_of(row.label)
        cycles = at > 0 and times[row.label] > 1 and times[rows[at - 1].label] > 1
        breaks = own != kind or row.label in seen or (not own and not cycles and row.unit != unit)
        if runs and breaks:
            number, seen = number + 1, set()
        kind, unit = own, row.unit
        seen.add(row.label)
        runs.append((number, kind))
    return runs


def _mark_of(at: int, marks: list[int], runs: Sequence[tuple[int, str]], *, at_top: bool) -> int | None:
    """Which merged cell a row without one belongs to, if that is sure.

    Printed at its top it is the one above; in the middle, only a run of rows with one such cell in it tells.
    """
    follows = bisect_right(marks, at)
    if at_top:
        return marks[follows - 1] if follows else None
    near = [mark for mark in marks[max(0, follows - 1) : follows + 1] if runs[mark] == runs[at]]
    return near[0] if len(near) == 1 and _alone(near[0], marks, runs) else None


def _alone(mark: int, marks: list[int], runs: Sequence[tuple[int, str]]) -> bool:
    """Whether a merged cell is the only one of its run."""
    place = bisect_right(marks, mark) - 1
    beside = marks[max(0, place - 1) : place] + marks[place + 1 : place + 2]
    return all(runs[other] != runs[mark] for other in beside)
