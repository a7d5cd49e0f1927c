"""What a question asks to be reckoned, from figures that surely are the ones meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from index.store import Index
from rag.calculate.asked import Asked
from rag.calculate.groups import FAR, Groups
from rag.calculate.in_sentences import from_to, in_turn, named_in, of_both, stated
from rag.calculate.operands import Operand, alike, of_row
from rag.calculate.over_years import NEAR, OverYears, surely
from rag.calculate.results import Result, apart, average, extreme, over_time, share, statements, times, total
from rag.calculate.shares import part_and_whole
from rag.calculate.sides import Side, between, sides_of
from rag.calculate.sums import summands
from rag.evidence import Aim, Unit
from rag.question import YEAR
from rag.question.operations import Operation
from rag.rows import parse
from rag.statement import Attempt, Statement

_STATES_CHANGE = re.compile(
    r"\b(?:(?:in|de)creas\w+|reduc\w+|rose|fell|gr[eo]w\w*|dropp\w+|declin\w+|improv\w+|times|compared (?:to|with)"
    r"|than)\b",
    re.IGNORECASE,
)
_SINCE = re.compile(rf"\bsince (?:the (?:end|start|beginning) of )?{YEAR.pattern}", re.IGNORECASE)
_OF_TWO: frozenset[Operation] = frozenset({"", "difference", "change", "ratio", "largest", "smallest"})
_EXTREMES: frozenset[Operation] = frozenset({"largest", "smallest"})
_OF_YEARS: frozenset[Operation] = _OF_TWO - _EXTREMES | {"trend", "sum", "average"}
_MOST_YEARS = 10
_FAR = 0.35
"""How far below the best unit that of the newest year asked for may score."""


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
        newest = max((each.year for each in self.index.documents() if each.year), default=0)
        if len(periods) == 1 and periods[0] < newest and _SINCE.search(self.aim.question.text):
            return (periods[0], newest)
        if periods or self.operation != "trend":
            return periods
        rows = (parse(unit.text) for unit in self.ranked if unit.is_row and self.ranked[0].score - unit.score <= NEAR)
        return max((tuple(sorted({cell.year for cell in row.cells if cell.year})) for row in rows), key=len, default=())


def reckoned(aim: Aim, ranked: Sequence[Unit], *, index: Index, documents: Collection[str] | None = None) -> Attempt:
    """The answer to a question that asks for a difference, a share, a ratio, a sum, an average, a trend or an extreme.

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
    prose = (unit for unit in asked.ranked[:3] if not unit.is_row)
    if in_one := next(filter(None, (_in_one(asked.aim, unit, sides) for unit in prose)), None):
        sides, found = in_one
    else:
        found = () if _is_told(asked) else between(asked.aim, asked.ranked, sides, asked.index)
    found, names = alike(found), (sides[0].name, sides[1].name)
    if not found:
        return Attempt()
    told = times(*found, names=names) if asked.operation == "ratio" else apart(*found, names=names)
    return Attempt(statements(told, found) if told else ())


def _of_period(asked: _Asked) -> Attempt:
    """The figures of a period, where a sentence names several and the next tells of each in turn: as they are told."""
    for unit in asked.ranked[:3]:
        if surely(unit) and (behind := in_turn(unit, asked.aim.question.years)):
            return Attempt(tuple(Statement(each.text, (each,)) for each in (unit, behind)))
    return Attempt()


def _in_one(aim: Aim, unit: Unit, sides: Sequence[Side]) -> tuple[tuple[Side, ...], tuple[Operand, ...]] | None:
    """The two things as one sentence names them, and the figures that it gives of them."""
    named = tuple(replace(side, own=words) for side in sides if (words := named_in(unit.text, side.own)))
    found = of_both(unit, aim, [side.own for side in named]) if len(named) == len(sides) else ()
    return (named, found) if found else None


def _of_change(asked: _Asked) -> Attempt:
    """A sentence that says from what to what something went."""
    best = asked.ranked[0]
    prose = asked.operation in {"difference", "change", "ratio"} and not best.is_row and surely(best)
    found = alike(from_to(best, asked.aim) if prose else ())
    told = _over_years(asked.operation, found) if found else None
    return Attempt(statements(told, found) if told else ())


def _of_share(asked: _Asked) -> Attempt:
    """A part and its whole."""
    told = asked.operation != "share" or _is_told(asked)
    found = alike(() if told else part_and_whole(asked.aim, asked.ranked, asked.index))
    return Attempt(statements(share(*found), found) if found else ())


def _of_years(asked: _Asked) -> Attempt:
    """The same in several years; where only the ends of a trend are known, these."""
    years = asked.years
    if asked.operation not in _OF_YEARS or not 1 < len(years) <= _MOST_YEARS:
        return Attempt()
    # a sentence of an earlier year neither tells the change that is asked for nor stands before a row
    newest = [unit for unit in asked.ranked if unit.is_row or _is_of(unit, years[-1])]
    near = newest and asked.ranked[0].score - newest[0].score <= _FAR
    if not near or _is_told(replace(asked, ranked=newest)):
        return Attempt()
    others = [unit for unit in asked.ranked if unit not in newest]
    search = OverYears(asked.aim, [*newest, *others], years, asked.index, asked.documents)
    found = search.operands()
    if not found and asked.operation == "trend" and len(years) > 2:
        found = replace(search, years=(years[0], years[-1])).operands()
    found = alike(found)
    told = _over_years(asked.operation, found) if found else None
    return Attempt(statements(told, found)) if told else Attempt(missing=search.missing())


def _of_extreme(asked: _Asked) -> Attempt:
    """The year, or the thing of one kind, of which something is largest or smallest."""
    question = asked.aim.question
    of_sides = question.sides and len(question.periods) < 2
    sought = Asked.of(asked.aim, asked.index) if asked.operation in _EXTREMES and not of_sides else None
    if not sought:
        return Attempt()
    if sought.thing:
        found = Groups(asked.aim, sought, asked.ranked, asked.index).operands()
    else:
        found = _years_compared(asked, sought)
    if len(found) < 2 or alike(found) != found:
        return Attempt()
    largest = asked.operation == "largest"
    best, second = sorted(found, key=lambda each: each.value, reverse=largest)[:2]
    if best.value == second.value:
        return Attempt()
    told = extreme(best, found, largest=largest)
    return Attempt(statements(told, [best], beside=found) if sought.thing else statements(told, found))


def _years_compared(asked: _Asked, sought: Asked) -> tuple[Operand, ...]:
    """The figure of each year for which one of the rows that surely are meant, or one linked with it, has a figure."""
    rows = [unit for unit in asked.ranked if unit.is_row and asked.ranked[0].score - unit.score <= FAR]
    fitting = [unit for unit in rows if surely(unit) and sought.fits(unit) and of_row(unit, asked.aim.question)]
    search = OverYears(asked.aim, fitting, (), asked.index, asked.documents)
    years = sought.years(search.covered(), asked.index.documents())
    owners = {unit.evidence.source.document.company for unit in fitting}
    sure = len(owners) == 1 and 1 < len(years) <= _MOST_YEARS
    return replace(search, years=years).operands() if sure else ()


def _over_years(operation: Operation, found: Sequence[Operand]) -> Result | None:
    """What is asked of the figures of several years."""
    first, last = found[0], found[-1]
    if operation == "ratio":
        return times(last, first)
    if operation in {"sum", "average"}:
        return (total if operation == "sum" else average)(found)
    return over_time(first, last, in_percent=operation == "change")


def _of_sum(asked: _Asked) -> Attempt:
    """Things named by number, added up: Scope 1 and Scope 2."""
    found = alike(summands(asked.aim, asked.ranked) if asked.operation == "sum" else ())
    return Attempt(statements(total(found), found) if found else ())


def _is_of(unit: Unit, year: int) -> bool:
    """Whether a sentence may be of a year: it names it, or stands in a report of it."""
    return year == unit.evidence.source.document.year or year in map(int, YEAR.findall(unit.text))


def _is_told(asked: _Asked) -> bool:
    """Whether the best unit itself states the change, ratio or share that is asked for."""
    best, share = asked.ranked[0], asked.operation == "share"
    if best.is_row:
        found = of_row(best, asked.aim.question, year=next(iter(asked.aim.question.periods), None))
        return share and found is not None and found.is_share
    figures = [operand for _, operand in stated(best, asked.aim)] if surely(best) else []
    return any(each.is_share for each in figures) if share else bool(figures and _STATES_CHANGE.search(best.text))


_WAYS: tuple[Callable[[_Asked], Attempt], ...] = (
    _of_period, _of_sides, _of_change, _of_share, _of_years, _of_sum, _of_extreme,
)  # fmt: skip
