"""The lines of a table on a page become rows of cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.readers.pdf.header import GridLine, column_of, header_spans, spread
from index.readers.pdf.levels import overlap, pitch
from index.readers.pdf.lines import Run, run_of
from index.readers.pdf.page import Rule
from index.readers.pdf.stacks import Stack
from index.readers.pdf.tables import Region


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a table: its first and last line, and for each column which one's cell stands for it."""

    first: int
    last: int
    spread: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as lines and rows."""

    lines: tuple[GridLine, ...]
    rows: tuple[GridRow, ...]
    header: int
    """How many rows from the top stand above its values."""
    columns: tuple[tuple[float, float], ...]
    """The edges of its columns."""


def grid_of(region: Region, rules: Sequence[Rule]) -> Grid:
    """Make rows of cells of a table's lines."""
    columns = region.columns or _columns(region)
    first = next(at for at, (left, _) in enumerate(columns) if left >= region.stacks[0].left - 1)
    head = [_line(band, columns) for band in region.header]
    body = [_line(_parted(band, region.stacks), columns) for band in region.body]
    plain = tuple(range(len(columns)))
    named = header_spans(head)
    merged = [_merged(head[a : b + 1]) for a, b in named]
    rows = [
        GridRow(a, b, spread(merged[at], columns, first, rules, lower=merged[at + 1 :]))
        for at, (a, b) in enumerate(named)
    ]
    spans = region.spans or _body_rows(body, first, rules)
    rows += [GridRow(len(head) + a, len(head) + b, plain) for a, b in spans]
    return Grid((*head, *body), tuple(rows), len(merged), tuple(columns))


def _merged(lines: Sequence[GridLine]) -> GridLine:
    """The lines of a row as one."""
    cells = tuple(" ".join(filter(None, texts)) for texts in zip(*(line.cells for line in lines), strict=True))
    return GridLine(cells, tuple(run for line in lines for run in line.runs))


def _columns(region: Region) -> list[tuple[float, float]]:
    """The left and right edge of each column: those of the values, and those of what else stands in the rows."""
    spans = [[stack.left, stack.right] for stack in region.stacks]
    rows = [_parted(band, region.stacks) for band in region.body]
    others = [
        [run.left, run.right]
        for row in rows
        for run in row
        if any(each.is_value for each in row)
        and all(overlap(run, left, right) <= 0.3 * min(run.right - run.left, right - left) for left, right in spans)
    ]
    start = region.stacks[0].left
    if not any(left < start for left, _ in others):  # no label stands level with its values
        others += [[run.left, run.right] for row in rows for run in row if run.right < start]
    merged: list[list[float]] = []
    for left, right in sorted(others):
        if merged and left < merged[-1][1] and not _divided(merged[-1], left, region.stacks):
            merged[-1][1] = max(merged[-1][1], right)
        else:
            merged.append([left, right])
    return sorted((left, right) for left, right in [*spans, *merged])


def _divided(span: list[float], left: float, stacks: Sequence[Stack]) -> bool:
    """Whether values stand between a span and what begins at ``left``."""
    return any(span[0] < stack.left < left for stack in stacks)


def _parted(band: Sequence[Run], stacks: Sequence[Stack]) -> list[Run]:
    """A line with runs cut where a value stands close to the words before it."""
    parted: list[Run] = []
    for run in band:
        rest = run
        for stack in stacks:
            cut = next((at for at, word in enumerate(rest.words) if at and word.left >= stack.left - 1), 0)
            if not rest.is_value and cut and rest.left < stack.left - 4:
                tail = run_of(rest.words[cut:])
                if tail.is_value or (len(stacks) > 1 and run_of(tail.words[:1]).is_value):
                    parted.append(run_of(rest.words[:cut]))
                    rest = tail
        parted.append(rest)
    return parted


def _line(band: Sequence[Run], columns: Sequence[tuple[float, float]]) -> GridLine:
    """The runs of a line in the columns they stand in."""
    cells = [""] * len(columns)
    for run in sorted(band, key=lambda each: each.left):
        at = column_of(run, columns)
        cells[at] = f"{cells[at]} {run.text}".strip()
    return GridLine(tuple(cells), tuple(band))


def _body_rows(body: Sequence[GridLine], first: int, rules: Sequence[Rule]) -> list[tuple[int, int]]:
    """The first and last line of each row: lines without values may be parts of the labels beside them."""
    valued = [any(line.cells[first:]) for line in body]
    step = pitch([line.runs for line, has in zip(body, valued, strict=True) if has])
    rows: list[list[int]] = []
    waiting: list[int] = []
    for at, line in enumerate(body):
        if valued[at]:
            begin = at
            while waiting and _goes_on(body[waiting[-1]], body[begin], step, rules, before=True):
                begin = waiting.pop()
            rows += [[each, each] for each in waiting]
            waiting = []
            rows.append([begin, at])
        elif rows and not waiting and _goes_on(body[at - 1], line, step, rules, before=False):
            rows[-1][1] = at
        else:
            waiting.append(at)
    rows += [[each, each] for each in waiting]
    return [(a, b) for a, b in rows]


def _goes_on(above: GridLine, below: GridLine, step: float, rules: Sequence[Rule], *, before: bool) -> bool:
    """Whether two lines are parts of one row; ``before`` tells that the values stand in the lower one."""
    first, second = above.runs[0], below.runs[0]
    gap = second.base - first.base
    if any(first.base < rule.y < second.base - 0.5 * second.size and rule.left <= first.left + 5 for rule in rules):
        return False
    if gap > 1.35 * max(first.size, second.size) or abs(first.weight - second.weight) > 150:
        return False
    small = second.text[:1].islower() or second.text[:1] in "(&"
    open_end = first.text.endswith(
        (",", "-", "–", "/", " and", " of", " or", " for", " the", " to", " in", " by", " with")
    )
    if small or open_end:
        return True
    return gap < 0.8 * step and (not before or bool(below.cells[0]) or not above.cells[0].endswith(":"))
