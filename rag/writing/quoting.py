"""The report's own words as an answer: the units that bear it, cleaned and narrowed to what was asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import dropwhile, islice

from index.store import Index
from rag.evidence import Aim, Unit
from rag.parts import holds_figure, texts
from rag.question import YEAR, Question, numbered_names
from rag.rows import narrowed, parse, sentence
from rag.statement import Statement
from rag.telling import Telling
from rag.writing.completing import completed

_NOTE = re.compile(r"(?:(?<=[A-Za-z]{3})|(?<=[\s)])|^)[¹²³⁴⁵⁶⁷⁸⁹⁰]+\s?")
"""The number of a footnote, raised; a raised figure after one or two letters is a power, as in m²."""
_SEVERAL = frozenset({"list", "why", "compare", "definition"})
_CLOSE = 0.12
"""How far below the best unit a second one may score and still be quoted beside it."""
_FAR = 0.5
"""How far below it may score where it is the only one that holds a year or thing asked for."""
_LISTED = 6
"""So many units are looked at for one that names as many things as are asked for."""
_AS_MUCH = 0.34
"""How much of what the best unit holds of the question a further one must hold, or it speaks of something else."""
_MAX_WORDS = 90


def shown(unit: Unit, question: Question) -> str:
    """A unit as an answer shows it: of a table row only the cells asked for, of a list item no bullet."""
    if unit.is_row:
        text = sentence(narrowed(parse(unit.text), question))
    else:
        text = re.sub(r"^[-•●▪◦*+]\s+", "", unit.text)
        if "\n- " not in text:  # a term and, below it, its explanation
            text = text.replace("\n", ": ")
    return _NOTE.sub("", text).strip()


def quoted(aim: Aim, ranked: Sequence[Unit], *, index: Index) -> list[Statement]:
    """The report's own words: the best unit, and where one is not enough those that stand close to it.

    Asked for a list, it is a unit that names as many things as are asked for, its items brought together. Asked for
    several years or several numbered things (Scope 1 and Scope 2), each gets the best unit that holds it.
    """
    question = aim.question
    if question.kind == "list" and (found := _enumeration(aim, ranked, index)):
        return found
    chosen: list[Statement] = []
    follower = _next(ranked[0]) if ranked and _leaves_open(ranked[0], question) else None
    close = ranked[: 2 if follower or question.kind not in _SEVERAL else 3]
    for unit in [*close[:1], *([follower] if follower else []), *close[1:], *_for_each_asked(question, ranked)]:
        statement = _statement(unit, question, index)
        words = sum(len(each.text.split()) for each in (*chosen, statement))
        if chosen and (words > _MAX_WORDS or not (unit is follower or _adds(unit, chosen, question))):
            continue
        if not any(statement.text.casefold() in each.text.casefold() for each in chosen):
            chosen = [each for each in chosen if each.text.casefold() not in statement.text.casefold()]
            chosen.append(statement)
    return chosen


def _enumeration(aim: Aim, ranked: Sequence[Unit], index: Index) -> list[Statement]:
    """The best of the first units that names as many things as are asked for, none where none does.

    Where the question does not tell how many, the best unit of all is quoted before it.
    """
    for unit in ranked[:_LISTED]:
        first = ranked[0]
        if first.score - unit.score > _FAR:
            break
        whole = _statement(unit, aim.question, index)
        if aim.wanted.names_enough(Telling.of(whole.text)):
            best = _statement(first, aim.question, index)
            both = aim.wanted.count is None and unit is not first
            fits = both and len(f"{best.text} {whole.text}".split()) <= _MAX_WORDS
            return [best, whole] if fits else [whole]
    return []


def _statement(unit: Unit, question: Question, index: Index) -> Statement:
    """A unit as a sentence of an answer, with the list that it leads to."""
    if unit.is_row:
        return Statement(shown(unit, question), (unit,), row=narrowed(parse(unit.text), question))
    units = completed(unit, index)
    return Statement(shown(replace(unit, text="\n".join(each.text for each in units)), question), units)


def _leaves_open(unit: Unit, question: Question) -> bool:
    """Whether what is asked may stand in the sentence behind a unit: its reason, or the figure that it lacks."""
    if question.kind == "figure":
        return not unit.is_row and not holds_figure(unit.text, share=question.wants_share)
    return not unit.is_row and question.kind in {"why", "fact"}


def _next(unit: Unit) -> Unit | None:
    """The sentence behind a unit in its passage."""
    behind = dropwhile(lambda text: text != unit.text, texts(unit.evidence.source.passage))
    text = next(islice(behind, 1, None), None)
    return None if text is None else Unit(unit.evidence, text)


def _adds(unit: Unit, chosen: Sequence[Statement], question: Question) -> bool:
    """Whether a further unit belongs in the answer; beside a table row another row would only blur the figure."""
    best = chosen[0].unit
    missing = [key for key in _asked(question) if not any(_holds(each.unit, key) for each in chosen)]
    if any(_holds(unit, key) for key in missing):
        return best.score - unit.score <= _FAR
    if question.wants_figure and best.is_row and (question.kind != "compare" or _compares(best, question)):
        return False
    margin = 2 * _CLOSE if question.kind in _SEVERAL else _CLOSE
    return best.score - unit.score <= margin and unit.coverage >= _AS_MUCH * best.coverage


def _compares(unit: Unit, question: Question) -> bool:
    """Whether a row already holds both sides of a comparison over time."""
    return len({cell.year for cell in narrowed(parse(unit.text), question).cells if cell.year}) > 1


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
