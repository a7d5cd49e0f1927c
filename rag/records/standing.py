"""Whether the row that ranks best may be quoted where no record decides, and if not, which one near it may."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from rag.evidence import Aim, Unit
from rag.records.finding import Case, prints
from rag.records.fitting import may_be
from rag.records.matching import MOST_BESIDE, Match, match_of, strange
from rag.records.row import Row, said
from rag.records.wanted import Wanted
from rag.rows import narrowed, parse
from rag.statement import Attempt, Statement
from rag.writing.quoting import shown

_NOTHING = Attempt()
_OF_OTHERS = "The reports found give this for several things, not for the one asked for."
OF_ANOTHER = "The reports found give no figure for this: the nearest are of another part, or of another kind."
"""Why a row that can't be what is asked is not quoted."""
_NEAR = 0.35
"""How far below the best unit a row may score that stands in for it."""
_AS_MUCH = 0.6
"""How much of what the best unit holds of the question such a row must hold."""
_CLOSE = 0.1
"""How far below the best unit a row scores that may as well be meant."""


def standing(aim: Aim, case: Case) -> Attempt:
    """A row near the best one where this is of another part or in another unit; nothing where the best one may do.

    Of such a row no chance of a right answer is reckoned from its words: its records tell of what, of which part and
    in which unit all of its figures are.
    """
    best = case.ranked[0] if case.ranked else None
    if best is None or not best.is_row:
        return _NOTHING
    told = _told(best, aim, case)
    if _may_do(told, case):
        return Attempt(missing=_OF_OTHERS) if _is_any(best, told, aim, case) else _NOTHING
    instead_of = [match_of(case.wanted, row) for row in told]
    for unit in _near(case.ranked):
        if _is_meant(_told(unit, aim, case), instead_of, case.wanted):
            row = narrowed(parse(unit.text), aim.question)
            return Attempt((Statement(shown(unit, aim.question), (unit,), row=row),))
    return Attempt(missing=OF_ANOTHER)


def _near(ranked: Sequence[Unit]) -> Iterator[Unit]:
    """The rows of the same company that stand close behind the best unit and say nearly as much of the question."""
    best = ranked[0]
    owner = best.evidence.source.document.company
    for unit in ranked[1:]:
        if best.score - unit.score > _NEAR:
            return
        same = unit.is_row and unit.evidence.source.document.company == owner
        if same and unit.coverage >= _AS_MUCH * best.coverage:
            yield unit


def may_do(unit: Unit, aim: Aim, case: Case) -> bool:
    """Whether a row states a figure that may be what is asked; so may one of which there is no record."""
    return _may_do(_told(unit, aim, case), case)


def _may_do(told: Collection[Row], case: Case) -> bool:
    """Whether one of the things that a row states may be what is asked, or nothing of it is known."""
    return not told or any(may_be(case.wanted, row) for row in told)


def _is_any(best: Unit, mine: Collection[Row], aim: Aim, case: Case) -> bool:
    """Whether a row is told from one beside it only by the name of a thing of which the question says nothing."""
    for unit in case.ranked[1:]:
        if best.score - unit.score > _CLOSE:
            break
        if unit.is_row and unit.evidence.document == best.evidence.document:
            beside = _told(unit, aim, case)
            if any(_differ(one, other, case.wanted) for one in mine for other in beside):
                return True
    return False


def _differ(one: Row, other: Row, wanted: Wanted) -> bool:
    """Whether two rows with one label stand below different groups, of which a question names neither."""
    mine, theirs = said(one).own, said(other).own
    telling = (mine - theirs, theirs - mine)
    same = one.indicator == other.indicator and one.segment == other.segment
    known = wanted.known | wanted.division.said
    return same and all(telling) and all(len(strange(words, known)) == len(words) for words in telling)


def _is_meant(told: Collection[Row], instead_of: Collection[Match], wanted: Wanted) -> bool:
    """Whether all that a row states may be what is asked, its label says little else, and it misses no more of it."""
    found = [match_of(wanted, row) for row in told if may_be(wanted, row)]
    if not found or len(found) < len(told) or any(match.beside >= MOST_BESIDE for match in found):
        return False
    other_part = all(match.beside >= MOST_BESIDE for match in instead_of)
    return other_part or any(set(match.missed) <= set(other.missed) for match in found for other in instead_of)


def _told(unit: Unit, aim: Aim, case: Case) -> set[Row]:
    """What the figures are of that stand in the cells of a row that the question asks for."""
    row = narrowed(parse(unit.text), aim.question)
    near = case.index.figures(documents=[unit.evidence.document], lines=unit.evidence.lines)
    return {Row.of(each) for each in near if each.source == "table" and prints(row, each) and each.number is not None}
