"""A question and what comes of it, as it grows while it is answered."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from models.errors import EsgError
from rag.types import Answer, Delta, Done, Event, Found, Turn
from ui import render
from ui.line import Line
from ui.scope import Scope

if TYPE_CHECKING:
    from rag import Assistant

logger = logging.getLogger(__name__)

UNEXPECTED = "Something went wrong while answering. Ask again; if it happens again, the log of the server says more."
STOPPED = "Stopped."


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what has come of it so far."""

    question: str
    scope: Scope = field(default_factory=Scope)
    status: str = field(default="Searching the reports…", compare=False)
    """What goes on while there is no answer."""
    text: str = ""
    answer: Answer | None = None
    notice: str = ""
    """Why there is no answer, where something failed or was stopped."""
    id: int = 0
    """The number under which it is kept, or 0."""
    rating: int = 0
    """What a reader said of the answer: 1 for good, -1 for bad, 0 for nothing."""
    note: str = ""
    """What the reader wrote beside the rating."""

    @property
    def pending(self) -> bool:
        """Whether more is to come."""
        return self.answer is None and not self.notice

    def waiting(self, before: int) -> Exchange:
        """The exchange while others are answered before it."""
        return replace(self, status=f"{render.count(before, 'question')} before yours…")

    def after(self, event: Event) -> Exchange:
        """The exchange once an event of the answer's stream has arrived."""
        match event:
            case Found(evidence=evidence):
                return replace(self, status=f"{render.count(len(evidence), 'passage')} found, writing the answer…")
            case Delta(text=text):
                return replace(self, text=self.text + text)
            case Done(answer=answer):
                return replace(self, text=answer.text, answer=answer)


def history(exchanges: Sequence[Exchange]) -> tuple[Turn, ...]:
    """The questions that were answered, for a follow-up to be understood by."""
    return tuple(Turn(each.question, each.answer.text) for each in exchanges if each.answer)


def answering(
    assistant: Assistant, exchange: Exchange, before: Sequence[Exchange], cancel: threading.Event, line: Line
) -> Iterator[Exchange]:
    """The exchange as it waits its turn and grows; the last one holds the answer or the reason why there is none."""
    yield exchange
    told = history(before)
    try:
        with line.place() as place:
            for ahead in line.ahead(place, cancel):
                yield exchange.waiting(ahead) if ahead else exchange
            with closing(
                assistant.stream(exchange.question, history=told, cancel=cancel, **exchange.scope.filters)
            ) as events:
                for event in () if cancel.is_set() else events:
                    exchange = exchange.after(event)
                    yield exchange
    except EsgError as error:
        exchange = replace(exchange, notice=str(error))
    except Exception:  # whatever it is, the page goes on and the log has it
        logger.exception("Answering failed")
        exchange = replace(exchange, notice=UNEXPECTED)
    if cancel.is_set() or exchange.pending:
        exchange = replace(exchange, notice=exchange.notice or STOPPED)
    yield exchange
