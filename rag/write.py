"""From the units that bear an answer to its sentences: phrased by the model and checked, or quoted."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice

from models.base import LanguageModel, Message
from rag.calculate import change
from rag.config import AnswerSettings
from rag.evidence import Unit
from rag.parts import sentences
from rag.prompts import NO_ANSWER, messages
from rag.question import YEAR, Question, numbered_names, stems
from rag.rows import TableRow, narrowed, parse, sentence
from rag.verify import check, figures

CAPABLE = 1_000_000_000
"""Parameters from which a model phrases answers by itself; smaller ones get more wrong than they make readable."""

_log = logging.getLogger(__name__)
_MARK = re.compile(r"\s*\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]")
_NOTE = re.compile(r"(?:(?<=[A-Za-z]{3})|(?<=[\s)])|^)[¹²³⁴⁵⁶⁷⁸⁹⁰]+\s?")
"""The number of a footnote, raised; a raised figure after one or two letters is a power, as in m²."""
_SEVERAL = frozenset({"list", "why", "compare", "definition"})
_CLOSE = 0.12
"""How far below the best unit a second one may score and still be quoted beside it."""
_FAR = 0.5
"""How far below it may score where it is the only one that holds a year or thing asked for."""
_MAX_WORDS = 90
_NEW_WORDS = 3
_EMPTY_WORDS = stems("passage report states answer following question provides information says")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of an answer and the unit it rests on."""

    text: str
    unit: Unit
    row: TableRow | None = None
    """The cells shown, where the statement is a row of a table."""
    phrased: bool = False


def statements(
    question: Question, ranked: Sequence[Unit], *, llm: LanguageModel, settings: AnswerSettings, cancel: threading.Event
) -> Iterator[Statement]:
    """The sentences of an answer; where the model writes none that holds, the report is quoted."""
    written = False
    if writes(settings.writer, llm):
        for statement in phrased(
            question, ranked, llm=llm, passages=settings.passages, max_tokens=settings.max_tokens, cancel=cancel
        ):
            written = True
            yield statement
    if not written and not cancel.is_set():
        yield from quoted(question, ranked)


def writes(writer: str, llm: LanguageModel) -> bool:
    """Whether the model phrases the answers: as set, or by its size."""
    return writer == "phrase" or (writer == "auto" and llm.parameters >= CAPABLE)


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
    return Statement(shown(unit, question), unit, row)


def _adds(unit: Unit, chosen: Sequence[Statement], question: Question) -> bool:
    """Whether a further unit belongs in the answer; beside a table row another row would only blur the figure."""
    best = chosen[0].unit
    missing = [key for key in _asked(question) if not any(_holds(each.unit, key) for each in chosen)]
    if any(_holds(unit, key) for key in missing):
        return best.score - unit.score <= _FAR
    if question.wants_figure and best.is_row and (question.kind != "compare" or _compares(chosen[0])):
        return False
    margin = 2 * _CLOSE if question.kind in _SEVERAL else _CLOSE
    return best.score - unit.score <= margin


def _compares(statement: Statement) -> bool:
    """Whether a statement is a row that already holds both sides of a comparison over time."""
    return statement.row is not None and bool(change(statement.row))


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


def phrased(
    question: Question,
    ranked: Sequence[Unit],
    *,
    llm: LanguageModel,
    passages: int,
    max_tokens: int,
    cancel: threading.Event,
) -> Iterator[Statement]:
    """Sentences that the model writes from the best units, each only if a unit bears it and it answers something.

    The first sentence that does not hold ends the answer: what would follow rests on it.
    """
    offered = list(ranked[:passages])
    texts = [shown(unit, question) for unit in offered]
    prompt = messages(question.text, texts)
    with closing(_sentences(llm, prompt, max_tokens=max_tokens, cancel=cancel)) as written:
        for text in written:
            if NO_ANSWER.rstrip(".").casefold() in text.casefold():
                return
            plain, marks = unmarked(text)
            cited = [number - 1 for number in marks if 0 < number <= len(offered)]
            # a small model seldom sets its marks right, so every passage offered is tried, the cited ones first
            for position in dict.fromkeys([*cited, *range(len(offered))]):
                bearing = f"{offered[position].evidence.section} {texts[position]}"
                verdict = check(plain, bearing, question=question.text)
                if verdict.borne and informs(plain, question):
                    yield Statement(plain, offered[position], phrased=True)
                    break
            else:
                _log.info("not shown, %s: %s", verdict.reason or "it says nothing new", plain)
                return


def informs(text: str, question: Question) -> bool:
    """Whether a sentence says more than the question itself did: a figure where one is asked for, else new words."""
    if question.wants_figure:
        return bool(figures(YEAR.sub("", text)) - figures(question.text))
    return len(stems(text) - stems(question.text) - _EMPTY_WORDS) >= _NEW_WORDS


def _sentences(
    llm: LanguageModel, prompt: Sequence[Message], *, max_tokens: int, cancel: threading.Event
) -> Generator[str, None, None]:
    """The model's text, a sentence at a time, as soon as each is complete; a last one cut short is left out."""
    text = ""
    with closing(llm.stream(prompt, max_tokens=max_tokens, cancel=cancel)) as pieces:
        for piece in pieces:
            text += piece
            *complete, last = sentences(text) or [""]
            yield from complete
            text = text[text.rfind(last) :]  # the blank at its end belongs to what follows
    if re.search(r"[.!?]\W*(?:\[[\d, ]+\]\W*)*$", text):
        yield text


def unmarked(text: str) -> tuple[str, list[int]]:
    """A sentence without its citation marks, and the numbers they held."""
    numbers = [int(number) for mark in _MARK.findall(text) for number in mark.split(",")]
    return " ".join(_MARK.sub("", text).split()), numbers
