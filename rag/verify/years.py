"""The years that stand beside the amounts of a text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.question import YEAR
from rag.verify.amounts import Amount

_SPAN = re.compile(rf"{YEAR.pattern} (?:to|and|until) {YEAR.pattern}")
"""A span of years; beside a year that stands alone it is of no amount."""
_PART_ENDS = re.compile(r"[;.!?](?!\d)")
_BRACKET = re.compile(r"[^;.!?()\d]{0,40}\(([^)]*)\)")


def years_in(text: str) -> frozenset[int]:
    """The years that a text names."""
    return frozenset(map(int, YEAR.findall(text)))


def years_beside(text: str, found: Sequence[Amount], *, strict: bool = True) -> list[frozenset[int]]:
    """For each amount of a text the years that it is of, as far as their order and the brackets tell.

    :param strict: Whether the only amount beside several years is of one of them.
    """
    years = [(int(match[0]), match.start()) for match in YEAR.finditer(text)]
    spans = [span.span() for span in _SPAN.finditer(text)]
    years = [each for each in years if not any(start <= each[1] < end for start, end in spans)] or years
    distinct = frozenset(year for year, _ in years)
    if len(distinct) < 2 or (len(found) == 1 and not strict):
        return [distinct for _ in found]
    bound = [year_in_bracket(text, amount) for amount in found]
    free = [at for at, year in enumerate(bound) if not year]
    after = {at: _after(years, text, found, at) for at in free}
    before = {at: _before(years, text, found, at) for at in free}
    if free and (all(after.values()) or all(before.values())):
        chosen = after if all(after.values()) else before
    elif len(free) == len(years) and (years[-1][1] < found[0].start or found[-1].end <= years[0][1]):
        chosen = {at: frozenset({year}) for at, (year, _) in zip(free, years, strict=True)}
    else:
        chosen = {at: after[at] | before[at] or distinct for at in free}
    return [year or chosen[at] for at, year in enumerate(bound)]


def year_in_bracket(text: str, amount: Amount) -> frozenset[int]:
    """The years in the bracket that follows an amount and its unit."""
    found = _BRACKET.match(text, amount.end)
    return years_in(found[1]) if found else frozenset()


def _after(years: Sequence[tuple[int, int]], text: str, found: Sequence[Amount], at: int) -> frozenset[int]:
    """The first year between an amount and the next, if no sentence ends before it."""
    end = found[at + 1].start if at + 1 < len(found) else len(text)
    within = [(year, place) for year, place in years if found[at].end <= place < end]
    return frozenset(year for year, place in within[:1] if not _PART_ENDS.search(text, found[at].end, place))


def _before(years: Sequence[tuple[int, int]], text: str, found: Sequence[Amount], at: int) -> frozenset[int]:
    """The last year between an amount and the one before it, if no sentence ends behind it."""
    start = found[at - 1].end if at else 0
    within = [(year, place) for year, place in years if start <= place < found[at].start]
    return frozenset(year for year, place in within[-1:] if not _PART_ENDS.search(text, place, found[at].start))
