"""Amounts with what they are bound to: their years, the words around them, and of a table row their column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from index.units import unit_in
from rag.question import YEAR
from rag.rows import Cell, TableRow
from rag.verify.amounts import Amount, amounts
from rag.verify.around import evenly, label_words, near, nearest, tokens_of
from rag.verify.years import years_beside, years_in

_OF_COLUMN, _OF_LABEL = 1.0, 0.5
"""How near the words of a cell's column and of its row's label stand."""
_SECTION_NUMBER = re.compile(r"(?:(?<=^)|(?<=> ))\d+(?:\.\d+)*\.?(?=\s)")


@dataclass(frozen=True, slots=True)
class Beside:
    """What tells a row or column from another beside it."""

    own: frozenset[str]
    """Words that only this one has."""
    other: frozenset[str]
    """Words of the other one: of a column those that only it has, of a row all of its label."""


@dataclass(frozen=True, slots=True)
class Fact:
    """An amount of a cited text, or of a sentence, and what it is bound to there."""

    amount: Amount
    years: frozenset[int]
    """The years that it may be of; empty where nothing tells."""
    near: Mapping[str, float]
    """The stems of the words around it, the nearer the more they count."""
    column: frozenset[str] = frozenset()
    """The words of its column."""
    beside: tuple[Beside, ...] = ()
    """The other columns that it must not be taken for."""
    part: bool = False
    """Whether it is of a part of the company, beside others in the same year."""
    named: bool = False
    """Whether it stands in a name, a row's label or a heading: it has no year then."""


def facts_of(text: str, *, undated: frozenset[int] = frozenset(), strict: bool = True) -> tuple[Fact, ...]:
    """The amounts of a sentence with what they are bound to.

    :param undated: The years of those beside which none stands.
    :param strict: Whether the only amount beside several years is of one of them.
    """
    found = amounts(text)
    tokens = tokens_of(text)
    return tuple(
        Fact(amount, years or undated, near(tokens, amount.start))
        for amount, years in zip(found, years_beside(text, found, strict=strict), strict=True)
    )


def facts_of_headings(section: str) -> Iterator[Fact]:
    """The amounts in headings, their own numbers aside."""
    for each in facts_of(_SECTION_NUMBER.sub(" ", section)):
        yield Fact(each.amount, frozenset(), each.near, named=True)


def facts_of_row(row: TableRow, undated: frozenset[int]) -> Iterator[Fact]:
    """The amounts of a table row: those of its cells, and those of its label."""
    label, unit = unit_in(row.label) if not row.unit else (row.label, row.unit)
    of_label = evenly(row.label, _OF_LABEL)
    newest = max((cell.year for cell in row.cells if cell.year), default=None)
    dated = years_in(row.label) or (frozenset({newest}) if newest else undated)
    for cell in row.cells:
        _, own_unit = unit_in(cell.name)
        around = nearest(of_label, evenly(cell.segment, _OF_COLUMN))
        years = (frozenset({cell.year}) if cell.year else dated) | years_in(cell.value)
        for amount in amounts(cell.value, unit=own_unit or unit):
            beside = near(tokens_of(cell.value), amount.start)
            column, part = label_words(cell.segment), _is_part(cell, row)
            yield Fact(amount, years, nearest(around, beside), column, _columns_beside(cell, row), part)
    yield from (Fact(each, frozenset(), of_label, named=True) for each in amounts(label))
    for cell in row.cells:
        for amount in amounts(YEAR.sub("", cell.name)):
            yield Fact(amount, frozenset(), nearest(of_label, evenly(cell.name, _OF_COLUMN)), named=True)


def _columns_beside(cell: Cell, row: TableRow) -> tuple[Beside, ...]:
    """What tells a cell's column from each of those that it must not be taken for."""
    others = {each.name for each in row.cells if each.year in {None, cell.year} or not cell.year} - {cell.name}
    told, own = label_words(f"{cell.value} {row.label}"), label_words(cell.name)
    found = (Beside(own - label_words(name) - told, label_words(name) - own - told) for name in sorted(others))
    return tuple(each for each in found if each.own or each.other)


def _is_part(cell: Cell, row: TableRow) -> bool:
    """Whether a cell is of one of several segments in its year."""
    beside = {other.segment for other in row.cells if other.year == cell.year}
    return bool(cell.year) and len(beside) > 1 and not cell.is_whole
