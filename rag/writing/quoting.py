"""The report's own words as an answer: the units that bear it, cleaned and narrowed to what was asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from rag.calculate import change
from rag.evidence import Unit
from rag.question import YEAR, Question, numbered_names
from rag.rows import narrowed, parse, sentence
from rag.statement import Statement

_NOTE = re.compile(r"(?:(?<=[A-Za-z]{3})|(?<=[\s)])|^)[¹²³⁴⁵⁶⁷⁸⁹⁰]+\s?")
"""The number of a footnote, raised; a raised figure after one or two letters is a power, as in m²."""
_SEVERAL = frozenset({"list", "why", "compare", "definition"})
_CLOSE = 0.12
"""How far below the best unit a second one may score and still be quoted beside it."""
_FAR = 0.5
"""How far below it may score where it is the only one that holds a year or thing asked for."""
_MAX_WORDS = 90


def shown(unit: Unit, question: Question) -> str:
    """A unit as an answer shows it: of a table row only the cells asked for, of a list item no bullet."""
    if unit.is_row:
        row = narrowed(parse(unit.text), question)
        difference = change(row) if question.kind == "compare" else ""
        way = {"+": "increase", "-": "decrease"}.get(difference[:1], "change")
        text = f"{sentence(row)}; {way}: {difference}" if difference else sentence(row)
    else:
        text = re.sub(r"^[-•●▪◦*+]\s+", "", unit.text)
    return _NOTE.sub("", text).strip()


def quoted(question: Question, ranked: Sequence[Unit]) -> list[Statement]:
    """The report's own words: the best unit, and where one is not enough those that stand close to it.

    Asked for several years or several numbered things (Scope 1 and Scope 2), each gets the best unit that holds it.
    """
    chosen: list[Statement] = []
    for unit in [*ranked[: 3 if question.kind in _SEVERAL else 2], *_for_each_asked(question, ranked)]:
        statement = _statement(unit, question)
        words = sum(len(each.text.split()) for each in (*chosen, statement))
        if chosen and (words > _MAX_WORDS or not _adds(unit, chosen, question)):
            continue
        if not any(statement.text.casefold() in each.text.casefold() for each in chosen):
            chosen = [each for each in chosen if each.text.casefold() not in statement.text.casefold()]
            chosen.append(statement)
    return chosen


def _statement(unit: Unit, question: Question) -> Statement:
    """A unit as a sentence of an answer."""
    row = narrowed(parse(unit.text), question) if unit.is_row else None
    return Statement(shown(unit, question), (unit,), row=row)


def _adds(unit: Unit, chosen: Sequence[Statement], question: Question) -> bool:
    """Whether a further unit belongs in the answer; beside a table row another row would only blur the figure."""
    best = chosen[0].unit
    missing = [key for key in _asked(question) if not any(_holds(each.unit, key) for each in chosen)]
    if any(_holds(unit, key) for key in missing):
        return best.score - unit.score <= _FAR
    if question.wants_figure and best.is_row and (question.kind != "compare" or _compares(best, question)):
        return False
    margin = 2 * _CLOSE if question.kind in _SEVERAL else _CLOSE
    return best.score - unit.score <= margin


def _compares(unit: Unit, question: Question) -> bool:
    """Whether a unit is a row that already holds both sides of a comparison over time."""
    return unit.is_row and bool(change(narrowed(parse(unit.text), question)))


def _for_each_asked(question: Question, ranked: Sequence[Unit]) -> Iterator[Unit]:
    """For each of several years or numbered things asked for, the best unit that holds it."""
    for key in _asked(question):
        yield from (unit for unit in ranked[:1] if _holds(unit, key))
        yield from islice((unit for unit in ranked[1:] if _holds(unit, key)), 1)


def _asked(question: Question) -> tuple[str, ...]:
    """The years and the numbered things of a question, where it asks for more than one of a kind."""
    numbered = tuple(dict.fromkeys(f"{name} {number}" for name, number in numbered_names(question.text)))
    years = tuple(str(year) for year in question.years)
    return (*(numbered if len(numbered) > 1 else ()), *(years if len(years) > 1 else ()))


def _holds(unit: Unit, key: str) -> bool:
    """Whether a unit speaks of a year or a numbered thing; without a year of its own it is of its report's year."""
    year = unit.evidence.source.document.year
    return key in unit.text or (key == str(year) and not YEAR.search(unit.text))
