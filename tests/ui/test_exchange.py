"""A question on its way to its answer."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from typing import Any

import pytest

from models.errors import ModelMissingError
from rag.errors import QuestionError
from rag.types import Answer, Delta, Found, Turn
from ui.exchange import STOPPED, UNEXPECTED, Exchange, answering
from ui.line import Line


def answered(assistant: Any, *, cancel: threading.Event | None = None) -> Exchange:
    """What is left on the page once the stream has ended."""
    assistant.go.set()
    return list(answering(assistant, Exchange("What?"), (), cancel or threading.Event(), Line()))[-1]


def test_the_answer_grows_and_is_whole_at_last(scripted: Any, answer: Answer) -> None:
    scripted.go.set()
    before = [Exchange("a", answer=replace(answer, text="b"))]
    steps = list(answering(scripted, Exchange("What?"), before, threading.Event(), Line()))
    assert [step.text for step in steps] == [
        "", "", "They were 1,234 ", "They were 1,234 tonnes [1]. ", answer.text, answer.text, answer.text,
    ]  # fmt: skip
    assert (steps[-1].answer, steps[-1].notice) == (answer, "")
    assert scripted.histories == [(Turn("a", "b"),)]


def test_our_errors_are_told_in_their_line(scripted: Any) -> None:
    scripted.script = [Found(()), ModelMissingError("There is no model x", fix="Run esg models pull x.")]
    assert answered(scripted).notice == "There is no model x. Run esg models pull x."
    scripted.script = [QuestionError("The question is empty", fix="Ask something.")]
    assert answered(scripted).notice == "The question is empty. Ask something."


def test_other_errors_are_logged_and_not_shown(scripted: Any, caplog: pytest.LogCaptureFixture) -> None:
    scripted.script = [Delta("So far"), RuntimeError("private detail")]
    with caplog.at_level(logging.ERROR, logger="ui.exchange"):
        last = answered(scripted)
    assert (last.notice, last.text, last.answer) == (UNEXPECTED, "So far", None)
    assert "private detail" in caplog.text


def test_a_stopped_answer_says_so(scripted: Any) -> None:
    cancel = threading.Event()
    steps = answering(scripted, Exchange("What?"), (), cancel, Line())
    assert [next(steps).status for _ in range(2)] == ["Searching the reports…", "0 passages found, writing the answer…"]
    cancel.set()
    assert [step.notice for step in steps] == [STOPPED]


def test_a_stream_without_an_end_is_no_answer(scripted: Any) -> None:
    scripted.script = [Delta("So far")]
    assert answered(scripted).notice == STOPPED


def test_who_waits_is_told_and_one_who_gives_up_is_not_answered(scripted: Any) -> None:
    line, cancel = Line(at_once=1), threading.Event()
    with line.place():
        steps = answering(scripted, Exchange("What?"), (), cancel, line)
        assert [next(steps).status for _ in range(2)] == ["Searching the reports…", "1 question before yours…"]
        cancel.set()
        assert [step.notice for step in steps] == [STOPPED]
    assert scripted.histories == []
    with line.place(), line.place():
        steps = answering(scripted, Exchange("What?"), (), threading.Event(), line)
        next(steps)
        assert next(steps).status == "2 questions before yours…"
        steps.close()
    assert line._places == []
