"""Sentences that the model writes from facts and the best units, each only if what was offered bears it."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from models.base import Held, LanguageModel, Message
from rag.evidence import Unit
from rag.parts import sentences
from rag.question import YEAR, Question, stems
from rag.rows import TableRow, narrowed, parse
from rag.statement import Statement
from rag.verify import figures, verified
from rag.writing.held import HeldFigures
from rag.writing.prompts import NO_ANSWER, again, messages, passage
from rag.writing.quoting import shown

CAPABLE = 1_000_000_000
"""Parameters from which a model phrases answers by itself; smaller ones get more wrong than they make readable."""
ROOM = 350
"""Tokens of all that is offered; with the rules and the question about 500."""
TRIES = 2
"""How often the model may begin an answer."""

_log = logging.getLogger(__name__)
_MARK = re.compile(r"\s*\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]")
_NEW_WORDS = 3
_EMPTY_WORDS = stems("passage report states answer following question provides information says")


def writes(writer: str, llm: LanguageModel) -> bool:
    """Whether the model phrases the answers: as set, or by its size."""
    return writer == "phrase" or (writer == "auto" and llm.parameters >= CAPABLE)


def phrased(
    question: Question,
    ranked: Sequence[Unit],
    *,
    llm: LanguageModel,
    passages: int,
    max_tokens: int,
    cancel: threading.Event,
    facts: Sequence[Statement] = (),
) -> Iterator[Statement]:
    """Sentences that the model writes, each only if something offered bears it and it answers something.

    Figures are held to those offered while it writes. A sentence that does not hold ends the answer, for what would
    follow rests on it; where it was the very first, the model is told why and begins once more.

    :param question: What was asked.
    :param ranked: The units that may bear the answer, best first.
    :param llm: Who writes.
    :param passages: How many units are offered at most.
    :param max_tokens: Where each try ends at the latest.
    :param cancel: Ends the writing.
    :param facts: What is sure already, such as calculated statements; offered before the units.
    """
    offered = _fitting([*facts, *(_offer(unit, question) for unit in ranked[:passages])], llm)
    texts = [passage(statement) for statement in offered]
    held = HeldFigures([*texts, *YEAR.findall(question.text)], marks=len(texts))
    prompt = messages(question.text, texts)
    for _ in range(TRIES):
        began = False
        with closing(_sentences(llm, prompt, max_tokens=max_tokens, cancel=cancel, held=held)) as written:
            for text in written:
                if NO_ANSWER.rstrip(".").casefold() in text.casefold():
                    return
                statement, reason = _made_sure(text, offered, question)
                if not statement:
                    _log.info("not shown, %s: %s", reason, text)
                    break
                began = True
                yield statement
            else:
                return
        if began:
            return
        prompt = again(prompt, text, reason)


def _offer(unit: Unit, question: Question) -> Statement:
    """A unit as a statement that may be said in other words."""
    row = narrowed(parse(unit.text), question) if unit.is_row else None
    return Statement(shown(unit, question), (unit,), row=row)


def _fitting(offered: Sequence[Statement], llm: LanguageModel) -> list[Statement]:
    """The first of what could be offered, as far as there is room for it; one in any case."""
    fitting: list[Statement] = []
    room = ROOM
    for statement in offered:
        room -= llm.count_tokens(passage(statement))
        if fitting and room < 0:
            break
        fitting.append(statement)
    return fitting


def _made_sure(text: str, offered: Sequence[Statement], question: Question) -> tuple[Statement | None, str]:
    """A sentence as a statement resting on what bears it; None with the reason where nothing does.

    A small model seldom sets its marks right, so everything offered is tried, what it cites first.
    """
    plain, marks = unmarked(text)
    if not informs(plain, question):
        return None, "it does not answer the question"
    cited = [offered[number - 1] for number in dict.fromkeys(marks) if 0 < number <= len(offered)]
    together = [_joined(cited)] if len(cited) > 1 else []
    reasons = []
    for bearing in [*cited, *together, *(each for each in offered if each not in cited)]:
        statement = replace(bearing, text=plain, verdict="checked", row=_said(bearing.row, plain))
        verdict = verified(statement, question)
        if verdict.borne:
            return replace(statement, verdict=verdict.verdict), ""
        reasons.append(verdict.reason)
    return None, next(iter(reasons), "there is nothing it could rest on")


def _joined(statements: Sequence[Statement]) -> Statement:
    """Several statements as what one sentence rests on."""
    return replace(
        statements[0],
        units=tuple(dict.fromkeys(unit for statement in statements for unit in statement.units)),
        figures=tuple(dict.fromkeys(figure for statement in statements for figure in statement.figures)),
        formula="; ".join(statement.formula for statement in statements if statement.formula),
    )


def _said(row: TableRow | None, text: str) -> TableRow | None:
    """A row with only the cells whose values a sentence tells."""
    return row and replace(row, cells=tuple(cell for cell in row.cells if cell.value in text))


def informs(text: str, question: Question) -> bool:
    """Whether a sentence says more than the question itself did: a figure, or where none is asked for, new words."""
    if figures(YEAR.sub("", text)) - figures(question.text):
        return True
    return not question.wants_figure and len(stems(text) - stems(question.text) - _EMPTY_WORDS) >= _NEW_WORDS


def _sentences(
    llm: LanguageModel, prompt: Sequence[Message], *, max_tokens: int, cancel: threading.Event, held: Held
) -> Generator[str, None, None]:
    """The model's text, a sentence at a time, as soon as each is complete; a last one cut short is left out."""
    text = ""
    with closing(llm.stream(prompt, max_tokens=max_tokens, cancel=cancel, held=held)) as pieces:
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
