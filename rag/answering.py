"""The way from the units that may bear an answer to its sentences: reckoned, picked, phrased or quoted, and checked."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

from models.base import LanguageModel
from rag.config import AnswerSettings
from rag.evidence import Aim, Unit
from rag.statement import Statement
from rag.writing.phrasing import phrased, writes
from rag.writing.quoting import quoted


def statements(
    aim: Aim, ranked: Sequence[Unit], *, llm: LanguageModel, settings: AnswerSettings, cancel: threading.Event
) -> Iterator[Statement]:
    """The sentences of an answer; where the model writes none that holds, the report is quoted."""
    question = aim.question
    written = False
    if writes(settings.writer, llm):
        for statement in phrased(
            question, ranked, llm=llm, passages=settings.passages, max_tokens=settings.max_tokens, cancel=cancel
        ):
            written = True
            yield statement
    if not written and not cancel.is_set():
        yield from quoted(question, ranked)
