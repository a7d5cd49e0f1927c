"""The figures of things that are named by number and asked for together: Scope 1 and Scope 2."""

from __future__ import annotations

from collections.abc import Sequence

from index.words import plain
from rag.calculate.operands import Operand, fit, of_row
from rag.evidence import Aim, Unit
from rag.figure_match import numbers_named
from rag.rows import parse

_FAR = 0.35


def summands(aim: Aim, ranked: Sequence[Unit]) -> tuple[Operand, ...]:
    """The figure of each; none where a row states their sum, one is lacking, or they don't fit each other."""
    name, numbers = next(
        ((name, numbers) for name, numbers in aim.numbers.items() if len(numbers) > 1), ("", frozenset())
    )
    rows = [(unit, _numbers(unit, name)) for unit in ranked if unit.is_row and ranked[0].score - unit.score <= _FAR]
    if not name or any(held == numbers for _, held in rows):
        return ()
    year = next(iter(aim.question.periods), None)
    found: list[Operand] = []
    for number in sorted(numbers):
        of_number = (of_row(unit, aim.question, year=year) for unit, held in rows if held == {number})
        if (operand := next(filter(None, of_number), None)) is None:
            return ()
        found.append(operand)
    together = len({(each.document, each.source.evidence.section, each.year) for each in found}) == 1
    return tuple(found) if together and fit(found) and not found[0].is_share else ()


def _numbers(unit: Unit, name: str) -> frozenset[int]:
    """The numbers by which a row's label names things of a kind."""
    return dict(numbers_named(plain(parse(unit.text).label).casefold())).get(name, frozenset())
