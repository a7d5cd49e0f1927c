"""What a question asks to be reckoned, from figures that surely are the ones meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from index.store import Index
from rag.calculate.in_sentences import from_to, of_both, stated
from rag.calculate.operands import Operand, of_row
from rag.calculate.over_years import NEAR, OverYears, surely
from rag.calculate.results import Result, apart, average, extreme, over_time, share, statements, times, total
from rag.calculate.shares import part_and_whole
from rag.calculate.sides import between, sides_of
from rag.calculate.sums import summands
from rag.evidence import Aim, Unit
from rag.question.operations import Operation
from rag.rows import parse
from rag.statement import Attempt

_STATES_CHANGE = re.compile(
    r"\b(?:(?:in|de)creas\w+|reduc\w+|rose|fell|gr[eo]w\w*|dropp\w+|declin\w+|improv\w+|times|compared (?:to|with)"
    r"|than)\b",
    re.IGNORECASE,
)
_OF_TWO: frozenset[Operation] = frozenset({"", "difference", "change", "ratio", "largest", "smallest"})
_OF_YEARS: frozenset[Operation] = _OF_TWO - {""} | {"trend", "sum", "average"}
_MOST_YEARS = 10


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with what there is to answer it from."""

    aim: Aim
    ranked: Sequence[Unit]
    index: Index
    documents: Collection[str] | None

    @property
    def operation(self) -> Operation:
        """The reckoning that is asked for."""
        return self.aim.question.operation

    @property
    def years(self) -> tuple[int, ...]:
        """The years that are asked for; of a trend over none in particular, those that a row near the best prints."""
        periods = self.aim.question.periods
        if periods or self.operation != "trend":
            return periods
        rows = (parse(unit.text) for unit in self.ranked if unit.is_row and self.ranked[0].score - unit.score <= NEAR)
        return max((tuple(sorted({cell.year for cell in row.cells if cell.year})) for row in rows), key=len, default=())


def reckoned(aim: Aim, ranked: Sequence[Unit], *, index: Index, documents: Collection[str] | None = None) -> Attempt:
    """The answer to a question that asks for a difference, a share, a ratio, a sum, an average or a trend.

    :param aim: The question.
    :param ranked: The units found, best first.
    :param index: Where the same figures are looked for in other reports.
    :param documents: The only reports to take figures from.
    """
    if not ranked or not (aim.question.operation or aim.question.kind == "compare"):
        return Attempt()
    asked = _Asked(aim, ranked, index, documents)
    return next(filter(None, (way(asked) for way in _WAYS)), Attempt())


def _of_sides(asked: _Asked) -> Attempt:
    """Two things set against each other."""
    sides = sides_of(asked.aim, asked.index) if asked.operation in _OF_TWO else ()
    if not sides:
        return Attempt()
    names = (sides[0].name, sides[1].name)
    prose = [unit for unit in asked.ranked[:3] if not unit.is_row]
    both = next(filter(None, (of_both(unit, asked.aim, [side.own for side in sides]) for unit in prose)), ())
    found = both or (() if _is_told(asked) else between(asked.aim, asked.ranked, sides, asked.index))
    if not found:
        return Attempt()
    told = times(*found, names=names) if asked.operation == "ratio" else apart(*found, names=names)
    return Attempt(statements(told, found) if told else ())


def _of_change(asked: _Asked) -> Attempt:
    """A sentence that says from what to what something went."""
    best = asked.ranked[0]
    prose = asked.operation in {"difference", "change", "ratio"} and not best.is_row and surely(best)
    found = from_to(best, asked.aim) if prose else ()
    told = _over_years(asked.operation, found) if found else None
    return Attempt(statements(told, found) if told else ())


def _of_share(asked: _Asked) -> Attempt:
    """A part and its whole."""
    told = asked.operation != "share" or _is_told(asked)
    found = () if told else part_and_whole(asked.aim, asked.ranked, asked.index)
    return Attempt(statements(share(*found), found) if found else ())


def _of_years(asked: _Asked) -> Attempt:
    """The same in several years; where only the ends of a trend are known, these."""
    years = asked.years
    if asked.operation not in _OF_YEARS or not 1 < len(years) <= _MOST_YEARS or _is_told(asked):
        return Attempt()
    search = OverYears(asked.aim, asked.ranked, years, asked.index, asked.documents)
    found = search.operands()
    if not found and asked.operation == "trend" and len(years) > 2:
        found = replace(search, years=(years[0], years[-1])).operands()
    told = _over_years(asked.operation, found) if found else None
    return Attempt(statements(told, found)) if told else Attempt(missing=search.missing())


def _over_years(operation: Operation, found: Sequence[Operand]) -> Result | None:
    """What is asked of the figures of several years."""
    first, last = found[0], found[-1]
    if operation == "ratio":
        return times(last, first)
    if operation in {"sum", "average"}:
        return (total if operation == "sum" else average)(found)
    if operation in {"largest", "smallest"}:
        return extreme(found, largest=operation == "largest")
    return over_time(first, last, in_percent=operation == "change")


def _of_sum(asked: _Asked) -> Attempt:
    """Things named by number, added up: Scope 1 and Scope 2."""
    found = summands(asked.aim, asked.ranked) if asked.operation == "sum" else ()
    return Attempt(statements(total(found), found) if found else ())


def _is_told(asked: _Asked) -> bool:
    """Whether the best unit itself states the change, ratio or share that is asked for."""
    best, share = asked.ranked[0], asked.operation == "share"
    if best.is_row:
        found = of_row(best, asked.aim.question, year=next(iter(asked.aim.question.periods), None))
        return share and found is not None and found.is_share
    figures = [operand for _, operand in stated(best, asked.aim)] if surely(best) else []
    return any(each.is_share for each in figures) if share else bool(figures and _STATES_CHANGE.search(best.text))


_WAYS: tuple[Callable[[_Asked], Attempt], ...] = (_of_sides, _of_change, _of_share, _of_years, _of_sum)
