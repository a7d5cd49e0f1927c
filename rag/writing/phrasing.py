"""Sentences that the model writes from the best units, each only if a unit bears it."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing

from models.base import LanguageModel, Message
from rag.evidence import Unit
from rag.parts import sentences
from rag.question import YEAR, Question, stems
from rag.statement import Statement
from rag.verify import check, figures
from rag.writing.prompts import NO_ANSWER, messages
from rag.writing.quoting import shown

CAPABLE = 1_000_000_000
"""Parameters from which a model phrases answers by itself; smaller ones get more wrong than they make readable."""

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
                    yield Statement(plain, (offered[position],), "checked")
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
