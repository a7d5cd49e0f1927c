"""Whether two values of one year are one indicator restated, and not two things or a column misread."""

from __future__ import annotations

import re

from index.series.linking import Strand, agree, amount, same_but_torn
from index.types import Figure

_FARTHEST = 2.0
"""Rows called the same that agree in no other year are of the same thing only if no farther apart than that."""
_FARTHEST_IN_PROSE = 1.25
_OF_A_PART = re.compile(
    r"\bexclud|\bdo(?:es)? not include|\bnot includ|\bonly (?:includes?|covers?)|\b(?:covers?|includes?) only\b"
    r"|\blimited to\b",
    re.IGNORECASE,
)
"""Words with which a note says that a figure is of less than the whole."""


def restated(one: Strand, other: Strand, year: int) -> bool:
    """Whether two rows print one year of the same indicator with different values."""
    some, others = one.years[year], other.years[year]
    if agree(some, others) or _states_a_part(some) != _states_a_part(others):
        return False
    if not amount(some) or not amount(others) or _is_shifted(one, other, year):
        return False
    if _agree_elsewhere(one, other, year):
        return True
    same_name = (one.identity.key == other.identity.key and not one.identity.bare) or same_but_torn(one, other)
    return same_name and one.document != other.document and _are_near(one, other, year)


def _are_near(one: Strand, other: Strand, year: int) -> bool:
    """Whether two values are as near as a restated one is to what it was before."""
    ratio = amount(one.years[year]) / amount(other.years[year])
    farthest = _FARTHEST_IN_PROSE if "prose" in {one.years[year].source, other.years[year].source} else _FARTHEST
    return 1 / farthest <= ratio <= farthest


def _agree_elsewhere(one: Strand, other: Strand, year: int) -> bool:
    """Whether two rows print the same number for another year."""
    shared = (one.years.keys() & other.years.keys()) - {year}
    return any(amount(one.years[each]) and agree(one.years[each], other.years[each]) for each in shared)


def _is_shifted(one: Strand, other: Strand, year: int) -> bool:
    """Whether a value is the other row's value of another year: then a column was taken for its neighbour."""
    return any(
        amount(theirs) and agree(mine.years[year], theirs)
        for mine, yours in ((one, other), (other, one))
        for each, theirs in yours.years.items()
        if each != year
    )


def _states_a_part(figure: Figure) -> bool:
    """Whether a figure is said to leave something out."""
    return bool(_OF_A_PART.search(f"{figure.note} {figure.section} {figure.indicator}"))
