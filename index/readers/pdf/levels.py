"""What stands level on a page, what stands above what, and the lines drawn between."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import Protocol

from index.readers.pdf.lines import Run
from index.readers.pdf.page import Rule

_PERIOD = re.compile(r"(?:FY\s?)?(?:19|20)\d\d(?:[/–-](?:20)?\d\d)?|FY\s?\d\d(?:[/–-]\d\d)?", re.IGNORECASE)
LEVEL = 0.4
"""What stands on one level differs by less than this share of its size."""


class Wide(Protocol):
    """Something with a left and a right edge."""

    @property
    def left(self) -> float:
        """Its left edge."""

    @property
    def right(self) -> float:
        """Its right edge."""


def joined_rules(rules: Iterable[Rule]) -> list[Rule]:
    """Lines drawn in pieces, one for each cell, as one."""
    found: list[Rule] = []
    for rule in sorted(rules, key=lambda each: (round(each.y), each.left)):
        last = found[-1] if found else None
        if last and abs(last.y - rule.y) < 1 and rule.left - last.right <= 2:
            found[-1] = Rule(last.left, max(last.right, rule.right), last.y)
        else:
            found.append(rule)
    return found


def same_level(first: Run, second: Run, near: float = LEVEL) -> bool:
    """Whether two runs stand on one level, give or take a share of their size."""
    return abs(first.base - second.base) <= near * min(first.size, second.size)


def bands(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs in lines: those on one level together, from left to right."""
    found: list[list[Run]] = []
    for run in sorted(runs, key=lambda each: each.base):
        if found and same_level(found[-1][0], run):
            found[-1].append(run)
        else:
            found.append([run])
    return [sorted(band, key=lambda each: each.left) for band in found]


def overlap(first: Wide, left: float, right: float) -> float:
    """How much of a span a run covers."""
    return min(first.right, right) - max(first.left, left)


def pitch(lines: Sequence[Sequence[Run]]) -> float:
    """How far apart the lines of a table usually stand."""
    steps = [below[0].base - above[0].base for above, below in pairwise(lines)]
    return median(steps) if steps else 0.0


def is_period(text: str) -> bool:
    """Whether a cell names a year: ``2024``, ``FY24``, ``FY2023/24``."""
    return len(text) < 24 and _PERIOD.fullmatch(text.strip("¹²³⁴⁵⁶⁷⁸⁹⁰*† ")) is not None
