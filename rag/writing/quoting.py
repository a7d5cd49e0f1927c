"""The report's own words as an answer: the units that bear it, cleaned and narrowed to what was asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from index.store import Index
from rag.evidence import Aim, Unit
from rag.parts import holds_figure, texts
from rag.question import YEAR, Question, numbered_names
from rag.reasons import OUTRIGHT, leans_back, reason_in
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
_FARTHER = 1.0
"""How far where it holds nearly as much of the question: so much of what the best unit holds."""
_MOSTLY = 0.6
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
    beside = _beside(ranked, aim)
    close = ranked[: 2 if len(beside) > 1 or question.kind not in _SEVERAL else 3]
    for unit in [*beside, *close[1:], *_for_each_asked(question, ranked)]:
        statement = _statement(unit, aim, index)
        words = sum(len(each.text.split()) for each in (*chosen, statement))
        if chosen and (words > _MAX_WORDS or not (unit in beside or _adds(unit, chosen, aim))):
            continue
        if not any(statement.text.casefold() in each.text.casefold() for each in chosen):
            chosen = [each for each in chosen if each.text.casefold() not in statement.text.casefold()]
            chosen.append(statement)
    return chosen if _is_whole(chosen, question) else []


def _is_whole(chosen: Sequence[Statement], question: Question) -> bool:
    """Whether each of two years asked for has its figure, and a difference two: one would pass for the whole answer."""
    row = chosen[0].row if len(chosen) == 1 else None
    if question.operation == "difference" and row is not None and len(row.cells) == 1:
        return False
    years = [str(year) for year in question.periods] if question.wants_figure else []
    given = {year for year in years if any(_holds(unit, year) for each in chosen for unit in each.units)}
    return len(years) != 2 or len(given) != 1


def _enumeration(aim: Aim, ranked: Sequence[Unit], index: Index) -> list[Statement]:
    """The best of the first units that names as many things as are asked for, none where none does.

    Where the question does not tell how many, the best unit of all is quoted before it.
    """
    for unit in ranked[:_LISTED]:
        first = ranked[0]
        if first.score - unit.score > _FAR:
            break
        whole = _statement(unit, aim, index)
        telling = Telling.of(whole.text)
        if unit is first and aim.wanted.count in telling.counts and not telling.listed:
            break
        if aim.wanted.names_enough(telling):
            best = _statement(first, aim, index)
            both = aim.wanted.count is None and unit is not first
            fits = both and len(f"{best.text} {whole.text}".split()) <= _MAX_WORDS
            return [best, whole] if fits else [whole]
    return []


def _statement(unit: Unit, aim: Aim, index: Index) -> Statement:
    """A unit as a sentence of an answer, with the list that it leads to, or the sentence that tells its reason."""
    if unit.is_row:
        return Statement(shown(unit, aim.question), (unit,), row=narrowed(parse(unit.text), aim.question))
    units = completed(_with_reason(unit) if aim.wanted.reason else unit, index)
    return Statement(shown(replace(unit, text="\n".join(each.text for each in units)), aim.question), units)


def _with_reason(unit: Unit) -> Unit:
    """A unit that points back to its reason, with the sentence before it."""
    before = _around(unit)[0] if leans_back(unit.text) else None
    return replace(unit, text=f"{before.text} {unit.text}") if before else unit


def _beside(ranked: Sequence[Unit], aim: Aim) -> list[Unit]:
    """The best unit, and what may tell what it leaves open: a reason in its passage, or the sentence behind it."""
    if not ranked or not _leaves_open(best := ranked[0], aim):
        return list(ranked[:1])
    same = [unit for unit in ranked[1:] if unit.evidence is best.evidence and best.score - unit.score <= _FAR]
    reason = next((unit for unit in same if aim.wanted.reason and reason_in(unit.text) == OUTRIGHT), None)
    behind = reason or _around(best)[1]
    return [best, behind] if behind else [best]


def _around(unit: Unit) -> list[Unit | None]:
    """The sentences before and behind a unit in its passage, None where it is the first or the last."""
    said = list(texts(unit.evidence.source.passage))
    at = next((place for place, text in enumerate(said) if text == unit.text), None)
    if at is None:
        return [None, None]
    beside = (said[at - 1] if at else None, said[at + 1] if at + 1 < len(said) else None)
    return [None if text is None else Unit(unit.evidence, text) for text in beside]


def _leaves_open(unit: Unit, aim: Aim) -> bool:
    """Whether what is asked may stand in the sentence behind a unit: its reason, or the figure that it lacks."""
    question = aim.question
    if question.kind == "figure":
        return not unit.is_row and not holds_figure(unit.text, share=question.wants_share)
    if aim.wanted.reason:
        return not unit.is_row and aim.wanted.reason_in(Telling.of(unit.text), unit.text) < OUTRIGHT
    return not unit.is_row and question.kind == "fact"


def _adds(unit: Unit, chosen: Sequence[Statement], aim: Aim) -> bool:
    """Whether a further unit belongs in the answer; beside a table row another row would only blur the figure."""
    question, best = aim.question, chosen[0].unit
    missing = [key for key in _asked(question) if not any(_holds(each.unit, key) for each in chosen)]
    if _gives_figure(unit, question) and any(_holds(unit, key) for key in missing):
        far = _FARTHER if unit.coverage >= _MOSTLY * best.coverage and unit.coverage else _FAR
        return best.score - unit.score <= far
    if question.wants_figure and best.is_row and (question.kind != "compare" or _compares(best, question)):
        return False
    telling = Telling.of(unit.text)
    if not aim.wanted.goes_with(telling, [Telling.of(each.text) for each in chosen]):
        return False
    if aim.wanted.is_explained_by(unit.text):
        return best.score - unit.score <= _FAR
    margin = 2 * _CLOSE if question.kind in _SEVERAL else _CLOSE
    return best.score - unit.score <= margin and unit.coverage >= _AS_MUCH * best.coverage


def _compares(unit: Unit, question: Question) -> bool:
    """Whether a row already holds both sides of a comparison over time."""
    return len({cell.year for cell in narrowed(parse(unit.text), question).cells if cell.year}) > 1


def _for_each_asked(question: Question, ranked: Sequence[Unit]) -> Iterator[Unit]:
    """For each of several years or numbered things asked for, the best unit that holds it, and a figure if one is."""
    for key in _asked(question):
        yield from islice((unit for unit in ranked if _holds(unit, key) and _gives_figure(unit, question)), 1)


def _gives_figure(unit: Unit, question: Question) -> bool:
    """Whether a unit states a figure, where one is asked for."""
    return unit.is_row or not question.wants_figure or holds_figure(unit.text)


def _asked(question: Question) -> tuple[str, ...]:
    """The years and the numbered things of a question, where it asks for more than one of a kind."""
    numbered = tuple(dict.fromkeys(f"{name} {number}" for name, number in numbered_names(question.text)))
    years = tuple(str(year) for year in question.years)
    return (*(numbered if len(numbered) > 1 else ()), *(years if len(years) > 1 else ()))


def _holds(unit: Unit, key: str) -> bool:
    """Whether a unit speaks of a year or a numbered thing; without a year of its own it is of its report's year."""
    year = unit.evidence.source.document.year
    return key in unit.text or (key == str(year) and not YEAR.search(unit.text))
