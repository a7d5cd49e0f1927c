"""Figures that sentences state: an indicator with its value, unit and year."""

from __future__ import annotations

from collections.abc import Iterator

from index.prose.sentences import Sentence, sentences, states_a_fact, without_comparison, year_of
from index.prose.statements import Statement, labelled_amount, statements
from index.readers.lines import is_list_item, without_bullet
from index.types import Block, Document, Figure, Place
from index.units import unit_kind

_CONFIDENCE = 0.6
"""A sentence may hedge, or speak of a part that its words don't name; a table's cell hardly does."""


def stated_figures(block: Block, *, document: Document, section: tuple[str, ...]) -> list[Figure]:
    """The figures that a paragraph's or list's sentences state.

    Only what is clear in the sentence itself: a value with its unit, what it is of, and one year, or ``this year``.
    Targets, changes and facts of others are left out. A list item such as ``Water used: 5 t`` needs no year; it has
    none then, since what surrounds the list may tell another one than the report's.
    """
    found = [
        _figure(stated, sentence, period=period, block=block, document=document, section=section)
        for sentence, period in _dated(block, document.year)
        for stated in statements(without_comparison(sentence.text), company=document.company)
    ]
    labelled = [
        _figure(stated, item, period=period, block=block, document=document, section=section)
        for item in (_items(block) if block.kind == "list" else ())
        if states_a_fact(item.text) and (stated := labelled_amount(without_bullet(item.text)))
        if (period := year_of(item.text, None)) is None or period <= (document.year or period)
    ]
    return [*found, *labelled]


def _items(block: Block) -> Iterator[Sentence]:
    """The items of a list, each with its lines; a wrapped item takes up several."""
    lines = block.text.split("\n")
    starts = [at for at, line in enumerate(lines) if is_list_item(line)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):
        first = block.lines[0] + start
        yield Sentence(" ".join(" ".join(lines[start:end]).split()), (first, block.lines[0] + end - 1))


def _dated(block: Block, reporting: int | None) -> Iterator[tuple[Sentence, int]]:
    """The sentences that state a fact of one year."""
    for sentence in sentences(block):
        if any(letter.isdigit() for letter in sentence.text) and states_a_fact(sentence.text):
            period = year_of(without_comparison(sentence.text), reporting)
            if period is not None:
                yield sentence, period


def _figure(
    stated: Statement,
    sentence: Sentence,
    *,
    period: int | None,
    block: Block,
    document: Document,
    section: tuple[str, ...],
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
