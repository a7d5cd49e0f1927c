"""A further place of the reports that says what a sentence says: two that agree are better proof than one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.evidence import Unit
from rag.question import YEAR, Question, stems
from rag.statement import Statement
from rag.verify.amounts import figures
from rag.verify.sentence import verified

_FEWEST_WORDS = 6
"""A sentence of fewer words and without a figure might stand anywhere."""


def corroborated(statement: Statement, ranked: Sequence[Unit], question: Question) -> Statement:
    """A statement that cites beside its own place the best other one that alone bears all of it, where there is one.

    :param statement: A sentence that what it cites bears; one that rests on several places has shown enough.
    :param ranked: The units that may bear the answer, best first.
    :param question: What was asked.
    """
    if len({unit.evidence.source.id for unit in statement.units}) > 1:
        return statement
    said = stems(statement.text)
    if not figures(statement.text) and len(said) < _FEWEST_WORDS:
        return statement
    alone = (replace(statement, units=(unit,), row=None, verdict="quoted") for unit in _others(statement, ranked))
    also = next((each.unit for each in alone if verified(each, question).borne), None)
    return statement if also is None else replace(statement, units=(*statement.units, also))


def _others(statement: Statement, ranked: Sequence[Unit]) -> Iterator[Unit]:
    """The units of other passages of the company that state every figure of a statement, of the same year."""
    own, told = statement.unit.evidence.source, figures(statement.text)
    dated = YEAR.search(statement.text) is not None
    for unit in ranked:
        other = unit.evidence.source
        same_owner = own.id != other.id and own.document.company == other.document.company
        if same_owner and (dated or own.document.year == other.document.year) and told <= _stated(unit):
            yield unit


def _stated(unit: Unit) -> frozenset[str]:
    """The figures of a unit; one that names no year is of its report's."""
    year = unit.evidence.source.document.year
    return figures(unit.text) | (frozenset({str(year)}) if year else frozenset())
