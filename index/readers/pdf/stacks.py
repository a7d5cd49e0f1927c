"""Columns of values on a page, and which of them are of one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.readers.pdf.levels import is_period, overlap, same_level
from index.readers.pdf.lines import Run
from index.readers.pdf.page import Rule

_REACH = 8.0
"""The next value of a column stands at most so many times its size below."""


@dataclass(slots=True)
class Stack:
    """Values that stand one below the other."""

    values: list[Run]

    @property
    def left(self) -> float:
        """Its left edge."""
        return min(run.left for run in self.values)

    @property
    def right(self) -> float:
        """Its right edge."""
        return max(run.right for run in self.values)


def stacks_of(runs: Sequence[Run]) -> list[Stack]:
    """Columns of values: below each value the next thing is a value that is aligned with it."""
    above: dict[int, int] = {}
    for at, run in enumerate(runs):
        below = _below(runs, at) if run.is_value else None
        if below is not None and _follows(run, runs[below]):
            above.setdefault(below, at)
    stacks: dict[int, list[Run]] = {}
    tops: dict[int, int] = {}
    for at, run in enumerate(runs):
        if run.is_value:
            tops[at] = tops[above[at]] if at in above else at
            stacks.setdefault(tops[at], []).append(run)
    return [Stack(values) for values in stacks.values() if len(values) > 1]


def _below(runs: Sequence[Run], at: int) -> int | None:
    """The nearest run straight below a run."""
    run = runs[at]
    for index in range(at + 1, len(runs)):
        other = runs[index]
        if other.base - run.base > _REACH * run.size:
            return None
        if other.base - run.base > 0.5 * run.size and overlap(other, run.left, run.right) > 0:
            return index
    return None


def _follows(above: Run, below: Run) -> bool:
    """Whether a value stands below another in one column; a year begins another table."""
    begins = is_period(below.text) and not is_period(above.text) and below.base - above.base > 3 * below.size
    return below.is_value and _aligned(above, below) and not begins


def _aligned(first: Run, second: Run) -> bool:
    """Whether two values have a left edge, a right edge or a middle in common."""
    near = 0.5 * max(first.size, second.size)
    left, right = first.left - second.left, first.right - second.right
    return min(abs(left), abs(right), abs(left + right) / 2) <= near


def grouped(stacks: Sequence[Stack], runs: Sequence[Run], rules: Sequence[Rule]) -> list[list[Stack]]:
    """The stacks of each table: those whose values stand on the same levels."""
    groups: list[list[Stack]] = []
    for stack in sorted(stacks, key=lambda each: each.left):
        mine = [group for group in groups if any(_beside(stack, other, runs, rules) for other in group)]
        groups = [group for group in groups if group not in mine]
        groups.append([each for group in mine for each in group] + [stack])
    return groups


def _beside(first: Stack, second: Stack, runs: Sequence[Run], rules: Sequence[Rule]) -> bool:
    """Whether two stacks are columns of one table."""
    shared = sum(any(same_level(run, other) for other in second.values) for run in first.values)
    if shared < 2 or 2 * shared < min(len(first.values), len(second.values)):
        return False
    one, two = ruled_through(first, rules), ruled_through(second, rules)
    apart = one and two and (one.right < two.left or two.right < one.left)
    return not (apart and all(_labelled(stack, rule, runs) for stack, rule in ((first, one), (second, two)) if rule))


def ruled_through(stack: Stack, rules: Sequence[Rule]) -> Rule | None:
    """The widest line that is drawn through a stack."""
    top, bottom, middle = stack.values[0].top - 30, stack.values[-1].bottom + 10, (stack.left + stack.right) / 2
    near = [rule for rule in rules if top < rule.y < bottom and rule.left <= middle <= rule.right]
    return max(near, key=lambda rule: rule.right - rule.left, default=None)


def _labelled(stack: Stack, rule: Rule, runs: Sequence[Run]) -> bool:
    """Whether words stand to the left of a stack, within the line drawn through it."""
    labels = [
        run
        for run in runs
        if not run.is_value and rule.left - 3 <= run.left and run.right <= stack.left + 1
        and any(same_level(run, value) for value in stack.values)
    ]  # fmt: skip
    return 2 * len(labels) >= len(stack.values)
