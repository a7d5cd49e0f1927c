"""The answer that a figure record decides: which indicator, year, part and unit is meant, and where it is printed."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from index.store import Index
from rag.evidence import Aim, Unit
from rag.records.answer import statements
from rag.records.finding import Case
from rag.records.lacking import no_such_part, no_such_year, unheard_of
from rag.records.meant import meant_rows
from rag.records.standing import standing
from rag.records.wanted import Wanted, names_it
from rag.statement import Attempt

__all__ = ["recorded"]

_NOTHING = Attempt()
_ENOUGH = 2
"""Of several things asked for so many must be given: one of two would pass for the whole answer."""
_SAID_WHOLLY = 0.1
"""A question that is not sure to ask for a figure must say a row's label but for so little of it."""


def recorded(aim: Aim, ranked: Sequence[Unit], *, index: Index, documents: Collection[str] | None = None) -> Attempt:
    """Answer a question for a figure from the record that is surely meant; nothing where none surely is.

    :param aim: What is asked.
    :param ranked: The units that may bear the answer, best first.
    :param documents: File names of the only reports to use.
    """
    named = names_it(aim.question.text)
    wanted = Wanted.of(aim, documents)
    if not wanted.telling or not (named or aim.figure) or aim.question.kind in {"why", "definition"}:
        return _NOTHING
    case = Case.of(wanted, ranked, index=index, documents=documents)
    attempts = [_attempt(aim, each) for each in _one_by_one(case)]
    told = tuple(statement for attempt in attempts for statement in attempt.statements)
    if sum(bool(attempt.statements) for attempt in attempts) >= min(len(attempts), _ENOUGH):
        return Attempt(told)
    missing = next((attempt for attempt in attempts if attempt.missing), _NOTHING)
    return missing or (unheard_of(aim, case) if named else _NOTHING) or _standing(aim, case)


def _standing(aim: Aim, case: Case) -> Attempt:
    """What is quoted in place of a row that can't be what is asked."""
    return standing(aim, case) if aim.figure and aim.question.kind in {"figure", "fact"} else _NOTHING


def _one_by_one(case: Case) -> list[Case]:
    """A case for each numbered thing that is asked for, as Scope 1 and Scope 2; one where their sum is."""
    wanted = case.wanted
    for name, numbers in wanted.numbers.items():
        if len(numbers) > 1 and not (wanted.whole and meant_rows(case)):
            return [case.asking(wanted.alone(name, each)) for each in sorted(numbers)]
    return [case]


def _attempt(aim: Aim, case: Case) -> Attempt:
    """The figures of one thing asked for, or why there are none."""
    meant = meant_rows(case)
    if not meant:
        return no_such_part(case)
    if not aim.figure and meant[0].beside > _SAID_WHOLLY:
        return _NOTHING
    told = tuple(statements(case, meant))
    return Attempt(told) if told else no_such_year(case, meant)
