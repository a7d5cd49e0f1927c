"""Figures that sentences state: an indicator with its value, unit and year."""

from __future__ import annotations

from collections.abc import Iterator

from index.prose_sentences import Sentence, sentences, states_a_fact, without_comparison, year_of
from index.prose_statements import Statement, statements
from index.types import Block, Document, Figure, Place
from index.units import unit_kind

_CONFIDENCE = 0.6
"""A sentence may hedge, or speak of a part that its words don't name; a table's cell hardly does."""


def stated_figures(block: Block, *, document: Document, section: tuple[str, ...]) -> list[Figure]:
    """The figures that a paragraph's or list's sentences state.

    Only what is clear in the sentence itself: a value with its unit, what it is of, and one year, or ``this year``.
    Targets, changes and facts of others are left out.
    """
    return [
        _figure(stated, sentence, period=period, block=block, document=document, section=section)
        for sentence, period in _dated(block, document.year)
        for stated in statements(without_comparison(sentence.text), company=document.company)
    ]


def _dated(block: Block, reporting: int | None) -> Iterator[tuple[Sentence, int]]:
    """The sentences that state a fact of one year."""
    for sentence in sentences(block):
        if any(letter.isdigit() for letter in sentence.text) and states_a_fact(sentence.text):
            period = year_of(without_comparison(sentence.text), reporting)
            if period is not None:
                yield sentence, period


def _figure(
    stated: Statement, sentence: Sentence, *, period: int, block: Block, document: Document, section: tuple[str, ...]
) -> Figure:
    """A statement as a record."""
    return Figure(
        indicator=stated.indicator,
        path=(),
        unit=stated.unit,
        period=period,
        segment="",
        value=stated.value,
        number=stated.number,
        document=document.name,
        section=" > ".join(section),
        place=Place(sentence.lines),
        kind=unit_kind(stated.unit, label=stated.indicator) if stated.unit else "count",
        source="prose",
        confidence=min(_CONFIDENCE, block.confidence),
    )
