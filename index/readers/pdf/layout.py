"""The order in which the parts of a page are read: columns of text, tables, and what spans them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from index.readers.pdf.levels import overlap
from index.readers.pdf.lines import CAPTION, Run

_GUTTER = 6.0
"""Columns stand at least so many points apart."""
_WIDE = 50.0
_LEADING = 2.1
"""The next line of a text stands at most so many times its size below."""


class Placed(Protocol):
    """Something with a place on a page."""

    @property
    def left(self) -> float:
        """Its left edge."""

    @property
    def right(self) -> float:
        """Its right edge."""

    @property
    def top(self) -> float:
        """Its upper edge."""

    @property
    def bottom(self) -> float:
        """Its lower edge."""


Part = TypeVar("Part", bound=Placed)


@dataclass(slots=True)
class Group:
    """Lines of text that stand one below the other."""

    runs: list[Run]

    @property
    def left(self) -> float:
        """Its left edge."""
        return min(run.left for run in self.runs)

    @property
    def right(self) -> float:
        """Its right edge."""
        return max(run.right for run in self.runs)

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.runs[0].top

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.runs[-1].bottom


def text_groups(runs: Sequence[Run]) -> list[Group]:
    """Put runs together that follow each other in one column; they come from top to bottom."""
    below = {at: next_at for at in range(len(runs)) if (next_at := _only_neighbour(runs, at, 1)) is not None}
    above = {at: last_at for at in range(len(runs)) if (last_at := _only_neighbour(runs, at, -1)) is not None}
    groups: dict[int, Group] = {}
    found: list[Group] = []
    for at, run in enumerate(runs):
        last = above.get(at)
        if last is not None and below.get(last) == at and _alike(runs[last], run):
            groups[at] = groups[last]
            groups[at].runs.append(run)
        else:
            groups[at] = Group([run])
            found.append(groups[at])
    return found


def _only_neighbour(runs: Sequence[Run], at: int, step: int) -> int | None:
    """The run straight below (or above) a run, where there is just one beside nothing else."""
    run = runs[at]
    found: int | None = None
    index = at + step
    while 0 <= index < len(runs):
        other = runs[index]
        distance = abs(other.base - run.base)
        if distance > _LEADING * 2 * run.size or (found is not None and abs(other.base - runs[found].base) > 2):
            break
        if distance > 0.5 * min(run.size, other.size) and overlap(other, run.left, run.right) > 0:
            if found is not None:
                return None
            found = index
        index += step
    return found


def _alike(above: Run, below: Run) -> bool:
    """Whether two lines may be of one text."""
    size = max(above.size, below.size)
    shared = overlap(above, below.left, below.right)
    near = below.base - above.base <= _LEADING * size and abs(above.size - below.size) <= 0.1 * size
    return near and shared >= 0.5 * min(above.right - above.left, below.right - below.left)


def in_order(parts: Sequence[Part], *, large: float) -> list[Part]:
    """The parts of a page as they are read: bands from top to bottom, in each the columns from left to right.

    :param parts: What stands on the page.
    :param large: A part whose only line is as high as this may be a heading that opens a section.
    """
    if len(parts) < 2:
        return list(parts)
    bands = _bands(parts)
    sections = _sections(bands, large)
    if len(sections) > 1:
        return [part for section in sections for part in in_order(section, large=large)]
    columns = _columns(parts)
    if len(columns) > 1 and (len(bands) == 1 or _tall(columns, parts)):
        return [part for column in columns for part in in_order(column, large=large)]
    groups = _merged(bands)
    if len(groups) > 1:
        return [part for group in groups for part in in_order(group, large=large)]
    if len(columns) > 1:
        return [part for column in columns for part in in_order(column, large=large)]
    return sorted(parts, key=lambda part: (round(part.top / 3), part.left))


def _tall(columns: Sequence[Sequence[Part]], parts: Sequence[Part]) -> bool:
    """Whether columns stand beside each other for most of their height."""
    whole = max(part.bottom for part in parts) - min(part.top for part in parts)
    heights = [max(part.bottom for part in column) - min(part.top for part in column) for column in columns]
    return min(heights) >= 0.5 * whole


def _sections(bands: Sequence[list[Part]], large: float) -> list[list[Part]]:
    """The bands parted at headings that stand alone between columns above and columns below."""
    sections: list[list[Part]] = [[]]
    for at, band in enumerate(bands):
        if sections[-1] and _opens(bands, at, large):
            sections.append([])
        sections[-1] += band
    return sections


def _bands(parts: Sequence[Part]) -> list[list[Part]]:
    """The parts divided wherever nothing crosses a level."""
    bands: list[list[Part]] = []
    bottom = 0.0
    for part in sorted(parts, key=lambda each: each.top):
        if bands and part.top < bottom - 1:
            bands[-1].append(part)
        else:
            bands.append([part])
            bottom = part.bottom
        bottom = max(bottom, part.bottom)
    return bands


def _columns(parts: Sequence[Part]) -> list[list[Part]]:
    """The parts divided wherever nothing crosses from left to right."""
    columns: list[list[Part]] = []
    right = 0.0
    for part in sorted(parts, key=lambda each: each.left):
        if columns and part.left < right + _GUTTER:
            columns[-1].append(part)
        else:
            columns.append([part])
            right = part.right
        right = max(right, part.right)
    return columns


def _wide_columns(parts: Sequence[Part]) -> int:
    """How many columns there are of things as wide as a few words; the loose numbers of charts make none."""
    return len(_columns([part for part in parts if part.right - part.left > _WIDE]))


def _merged(bands: Sequence[list[Part]]) -> list[list[Part]]:
    """Bands that have their columns in common as one."""
    groups: list[list[Part]] = []
    for band in bands:
        if groups:
            both = [*groups[-1], *band]
            columns = len(_columns(both))
            if columns > 1 and columns >= max(_wide_columns(groups[-1]), _wide_columns(band)):
                groups[-1] = both
                continue
        groups.append(list(band))
    return groups


def _opens(bands: Sequence[list[Part]], at: int, large: float) -> bool:
    """Whether a band is nothing but a heading between columns above and columns below."""
    first = bands[at][0]
    if len(bands[at]) > 1 or at + 1 == len(bands) or not isinstance(first, Group):
        return False
    heading = first.runs[0].size >= large or CAPTION.match(first.runs[0].text) is not None
    return heading and len(first.runs) <= 3 and len(_columns(bands[at - 1])) > 1
