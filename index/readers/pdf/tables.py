"""Tables found on a page of a PDF: values that stand in columns, with the labels beside and the names above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from index.readers.pdf.levels import LEVEL, bands, is_period, overlap, same_level
from index.readers.pdf.lines import Run
from index.readers.pdf.page import Rule
from index.readers.pdf.stacks import Stack, grouped, ruled_through, stacks_of

_EXACT = 0.12
_FAR = 25.0
_HEADER_BANDS = 6
_LONG = 9
"""A header cell has fewer words than this."""


@dataclass(slots=True)
class Region:
    """Where a table stands and which columns of values it has."""

    stacks: list[Stack]
    left: float
    right: float
    top: float
    """The level of its first row of values, then of its header."""
    bottom: float
    header: list[list[Run]] = field(default_factory=list)
    """The lines above the first row of values, from top to bottom."""
    body: list[list[Run]] = field(default_factory=list)
    columns: list[tuple[float, float]] = field(default_factory=list)
    """The edges of its columns, where they are known."""
    contents: bool = False
    """Whether it is a table of contents, whose values are page numbers."""
    spans: list[tuple[int, int]] = field(default_factory=list)
    """The first and last line of each row of the body, where they are known."""


def table_regions(runs: Sequence[Run], rules: Sequence[Rule]) -> list[Region]:
    """Find the tables among the runs of a page."""
    found = (_widest(stacks, runs, rules) for stacks in grouped(stacks_of(runs), runs, rules))
    return [region for region in found if region is not None]


def _widest(stacks: Sequence[Stack], runs: Sequence[Run], rules: Sequence[Rule]) -> Region | None:
    """The table of some columns of values; the first may be labels, such as years or the numbers of the rows."""
    stacks = sorted(stacks, key=lambda each: each.left)
    regions = (_region(stacks[first:], runs, rules) for first in range(min(3, len(stacks))))
    return next((region for region in regions if region is not None), None)


def _region(stacks: list[Stack], runs: Sequence[Run], rules: Sequence[Rule]) -> Region | None:
    """The region of a table, or None where the stacks are no table, such as the numbers of a chart."""
    values = [run for stack in stacks for run in stack.values]
    levels = [band[0] for band in bands(values)]
    ruled = ruled_through(max(stacks, key=lambda each: len(each.values)), rules)
    everything, runs = runs, _with_centred(runs, levels, stacks[0].left)
    left = _edge(stacks[0].left, levels, runs, ruled, right=False)
    right = _edge(stacks[-1].right, levels, runs, ruled, right=True)
    if left >= stacks[0].left or (len(stacks) == 1 and len(levels) < 3):
        return None
    labelled = [
        level
        for level in levels
        if any(same_level(run, level) and left - 1 <= run.left and run.right < stacks[0].left + 2 and _names(run)
               for run in runs)
    ]  # fmt: skip
    if len(labelled) < 2 or 2 * len(labelled) < len(levels):
        return None
    region = Region(stacks, left, right, labelled[0].base, levels[-1].base, contents=_is_contents(stacks))
    _fill(region, [run for run in everything if _within(run, region)], levels)
    return region


def _with_centred(runs: Sequence[Run], levels: Sequence[Run], start: float) -> list[Run]:
    """The runs, with labels of two lines that stand centred beside their values put on the values' level."""
    found = list(runs)
    for level in levels:
        near = [run for run in found if run.right < start and abs(run.base - level.base) < 0.8 * run.size]
        if any(same_level(run, level) for run in near):
            continue
        for above, below in pairwise(sorted(near, key=lambda run: run.base)):
            centred = abs((above.base + below.base) / 2 - level.base) <= _EXACT * above.size
            if centred and abs(above.left - below.left) < 2 and _names(above):
                found = [run for run in found if run is not above and run is not below]
                found.append(replace(above, base=level.base, right=max(above.right, below.right)))
    return found


def _is_contents(stacks: Sequence[Stack]) -> bool:
    """Whether the only values are the page numbers of a table of contents."""
    numbers = [int(run.text) for run in stacks[0].values if run.text.isdecimal() and len(run.text) < 4]
    rising = sum(below >= above for above, below in pairwise(numbers))
    return len(stacks) == 1 and len(numbers) == len(stacks[0].values) > 3 and rising >= 0.9 * (len(numbers) - 1)


def _names(run: Run) -> bool:
    """Whether a run may be the label of a row."""
    return sum(map(str.isalpha, run.text)) >= 2 or is_period(run.text)


def _edge(start: float, levels: Sequence[Run], runs: Sequence[Run], ruled: Rule | None, *, right: bool) -> float:
    """How far the table reaches beside its values: as far as its lines, or as things stand level with its rows."""
    if ruled is not None and ruled.left < start and ruled.right > start - 2:
        if right:
            return max(ruled.right, start)
        if any(_names(run) and ruled.left - 3 <= run.left < run.right < start for run in runs):
            return ruled.left - 2
    edge = start
    top, bottom = levels[0].base - 1, levels[-1].base + 1
    while True:
        beside = [
            run
            for run in runs
            if top <= run.base <= bottom and (run.left >= edge - 1 if right else run.right <= edge + 2)
        ]
        near = LEVEL if edge == start else _EXACT  # lines of text beside a table stand nearly level with its rows
        level = [run for run in beside if any(same_level(run, each, near) for each in levels)]
        if not level:
            return edge
        nearest = min(level, key=lambda run: run.left) if right else max(level, key=lambda run: run.right)
        strip = [run for run in beside if overlap(run, nearest.left, nearest.right) > 0]
        matching = [run for run in strip if any(same_level(run, each, near) for each in levels)]
        distance = nearest.left - edge if right else edge - nearest.right
        far = distance > _FAR * nearest.size and (right or edge < start)
        if len(matching) < 2 or len(matching) < 0.55 * len(strip) or far or (right and 2 * len(matching) < len(levels)):
            return edge
        edge = max(run.right for run in matching) if right else min(run.left for run in matching)


def _within(run: Run, region: Region) -> bool:
    """Whether a run stands within the sides of a table."""
    return run.left >= region.left - 3 and run.right <= region.right + 3


def _fill(region: Region, inside: Sequence[Run], levels: Sequence[Run]) -> None:
    """Find the lines of a table: its rows, what is wrapped below the last, and the header above the first."""
    lines = bands(inside)
    first = next(at for at, band in enumerate(lines) if any(same_level(run, levels[0]) for run in band))
    last = max(at for at, band in enumerate(lines) if any(same_level(run, levels[-1]) for run in band))
    if last + 1 < len(lines) and _is_wrapped_rest(lines[last + 1], lines[last], region):
        last += 1
    start = next((at for at in range(first, last + 1) if not _is_header(lines[at], region)), first)
    if start == first > 0 and _is_half(lines[first - 1], lines[first], region):
        start = first = first - 1
    region.body = lines[start : last + 1]
    top = first
    while top > 0 and first - top < _HEADER_BANDS and _is_above(lines[top - 1], lines[top], region):
        top -= 1
    while top < start and not any(_over_values(run, region) for run in lines[top]):
        top += 1
    region.header = lines[top:start]
    region.top = min(run.top for run in (lines[top] if top <= last else lines[first]))
    region.bottom = max(run.bottom for run in lines[last])


def _is_wrapped_rest(band: Sequence[Run], last: Sequence[Run], region: Region) -> bool:
    """Whether a line is the rest of the last row's label."""
    label, above = band[0], last[0]
    tight = label.base - above.base <= 1.3 * label.size
    rest = len(band) == 1 and tight and label.text[:1].islower() and label.right < region.stacks[0].left
    return rest or _is_half(band, last, region)


def _is_half(band: Sequence[Run], values: Sequence[Run], region: Region) -> bool:
    """Whether a line is half of a label that stands centred beside its values."""
    start = region.stacks[0].left
    alone = len(band) == 1 and band[0].right < start <= values[0].right and values[0].left >= start - 1
    return alone and abs(band[0].base - values[0].base) < 0.8 * band[0].size


def _over_values(run: Run, region: Region) -> bool:
    """Whether a run stands above the columns of values."""
    return run.right > region.stacks[0].left - 2 and run.left > (region.left + region.stacks[0].left) / 2


def _is_header(band: Sequence[Run], region: Region) -> bool:
    """Whether a line among the rows names the columns by years."""
    over = [run for run in band if run.right > region.stacks[0].left - 2]
    return bool(over) and all(is_period(run.text) for run in over)


def _is_above(band: Sequence[Run], below: Sequence[Run], region: Region) -> bool:
    """Whether a line above goes on with the header upwards."""
    size = max(run.size for run in band)
    if below[0].base - band[0].base > 2.6 * size:
        return False
    if any(len(run.text.split()) >= _LONG or run.size > 1.4 * below[0].size for run in band):
        return False
    beginning = region.stacks[0].left
    crossing = any(run.left < region.left + 0.5 * (beginning - region.left) and run.right > beginning for run in band)
    return not crossing and (len(band) > 1 or _over_values(band[0], region))
