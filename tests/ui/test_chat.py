"""The page's behaviour and its server, without a browser."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import re
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import fields, replace
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest

from models.errors import ModelMissingError
from rag.errors import AnswerError, QuestionError
from rag.types import Answer, Delta, Done, Found, Turn
from ui import chat, panels
from ui.panels import Exchange


def answered(assistant: Any, *, cancel: threading.Event | None = None) -> Exchange:
    """What is left on the page once the stream has ended."""
    return list(chat.answering(assistant, "What?", (), cancel or threading.Event()))[-1]


@pytest.fixture(autouse=True)
def unhurried(scripted: Any) -> None:
    """Scripts play without waiting, but for the tests that clear this."""
    scripted.go.set()


def test_the_answer_grows_and_is_whole_at_last(scripted: Any, answer: Answer) -> None:
    steps = list(chat.answering(scripted, "What?", [Turn("a", "b")], threading.Event()))
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
    with caplog.at_level(logging.ERROR, logger="ui.chat"):
        last = answered(scripted)
    assert (last.notice, last.text, last.answer) == (chat.UNEXPECTED, "So far", None)
    assert "private detail" in caplog.text


def test_a_stopped_answer_says_so(scripted: Any) -> None:
    scripted.go.clear()
    cancel = threading.Event()
    steps = chat.answering(scripted, "What?", (), cancel)
    assert [next(steps).status for _ in range(2)] == ["Searching the reports…", "0 passages found, writing the answer…"]
    cancel.set()
    assert [step.notice for step in steps] == [chat.STOPPED]


def test_a_stream_without_an_end_is_no_answer(scripted: Any) -> None:
    scripted.script = [Delta("So far")]
    assert answered(scripted).notice == chat.STOPPED


@pytest.fixture
def page(scripted: Any) -> chat.Chat:
    """The page's behaviour over the scripted assistant."""
    widgets: Any = [object() for _ in fields(chat.Page)]
    return chat.Chat(scripted, chat.Page(*widgets))


def test_history_holds_the_answered_questions(page: chat.Chat, scripted: Any, answer: Answer) -> None:
    before = (Exchange("One?", answer=answer), Exchange("Two?", notice="Failed."))
    last = list(page.ask("Three?", before, SimpleNamespace(session_hash="s")))[-1]
    assert scripted.histories == [(Turn("One?", answer.text),)]
    assert [exchange.question for exchange in last[page.page.exchanges]] == ["One?", "Two?", "Three?"]
    assert last[page.page.sources] == panels.sources(last[page.page.exchanges][2], 2)
    assert page.running == {}


def test_a_blank_question_is_not_asked(page: chat.Chat, scripted: Any) -> None:
    assert list(page.ask(" \n", (), SimpleNamespace(session_hash="s"))) == []
    assert scripted.histories == []


def test_stop_ends_the_answer_of_its_own_session_only(page: chat.Chat, scripted: Any) -> None:
    scripted.go.clear()
    steps = page.ask("What?", (), SimpleNamespace(session_hash="mine"))
    for _ in range(3):
        next(steps)
    page.stop(SimpleNamespace(session_hash="theirs"))
    assert not scripted.cancel.is_set()
    page.stop(SimpleNamespace(session_hash="mine"))
    assert [*steps][-1][page.page.exchanges][0].notice == chat.STOPPED


def test_an_abandoned_answer_is_cancelled(page: chat.Chat, scripted: Any) -> None:
    steps = page.ask("What?", (), SimpleNamespace(session_hash="s"))
    for _ in range(3):
        next(steps)
    steps.close()
    assert scripted.cancel.is_set()
    assert page.running == {}


def test_a_click_on_a_mark_shows_its_source(page: chat.Chat, answer: Answer) -> None:
    exchanges = (Exchange("One?", answer=answer), Exchange("Two?", answer=replace(answer, citations=())))
    assert page.cite(exchanges, SimpleNamespace(turn=0, n=2)) == panels.sources(exchanges[0], 0, 2)
    assert page.cite(exchanges, SimpleNamespace(turn=5, n=1)) == gr.skip()


def test_an_example_is_asked(page: chat.Chat, scripted: Any) -> None:
    last = list(page.ask_example((), SimpleNamespace(number=1), SimpleNamespace(session_hash="s")))[-1]
    assert last[page.page.exchanges][0].question == panels.examples(scripted.documents)[1]


@pytest.fixture
def served(serve: Callable[[Any], gr.Blocks], scripted: Any) -> gr.Blocks:
    """The page over the scripted assistant, listening."""
    return serve(scripted)


def fetched(url: str) -> tuple[str, dict[str, str]]:
    """Body and headers of a page."""
    with urllib.request.urlopen(url, timeout=10) as response:
        return response.read().decode(), dict(response.headers)


def test_the_page_names_no_font_script_or_style_of_another_host(served: gr.Blocks, scripted: Any) -> None:
    body, headers = fetched(served.local_url)
    assert headers["content-security-policy"].startswith("default-src 'self'; ")
    assert "http" not in headers["content-security-policy"]
    assert re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"(?:https?:)?//[^\"]*", body) == []
    assert re.findall(r"url\(['\"]?(?:https?:)?//|@import", fetched(served.local_url + "theme.css")[0]) == []
    assert scripted.warmed.wait(5)


def test_gradio_neither_reports_nor_shares_nor_records(served: gr.Blocks) -> None:
    config = json.loads(fetched(served.local_url + "config")[0])
    assert (served.analytics_enabled, served.share, served.run_history) == (False, False, False)
    assert config["footer_links"] == []
    assert config["theme_hash"]
    assert [found["api_visibility"] for found in config["dependencies"] if found["api_visibility"] != "private"] == []


@pytest.mark.parametrize("path", ["docs", "redoc", "monitoring"])
def test_pages_that_nobody_needs_are_off(served: gr.Blocks, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as failure:
        fetched(served.local_url + path)
    assert failure.value.code in {403, 404}
    failure.value.close()


@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")  # Gradio's probe of a port that is taken
def test_a_port_that_is_taken_is_told_in_one_line(served: gr.Blocks, scripted: Any) -> None:
    async def again() -> str:
        with pytest.raises(AnswerError) as failure:
            chat.start(scripted, port=served.server_port)
        return str(failure.value)

    assert asyncio.run(again()) == (
        f"The chat cannot listen on 127.0.0.1:{served.server_port}. "
        "Another program may hold that port: choose another with --port."
    )
    gc.collect()


def test_models_that_cannot_load_are_logged(scripted: Any, caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise ModelMissingError("There is no model x", fix="Pull it.")

    scripted.warm = fail
    chat._warm(scripted)
    assert caplog.messages == ["The models are not ready: There is no model x. Pull it."]


def test_launch_tells_its_address_and_ends_when_interrupted(scripted: Any) -> None:
    told: list[str] = []

    def interrupt(address: str) -> None:
        told.append(address)
        assert "ESG Answers" in fetched(address)[0]
        raise InterruptedError

    async def launch() -> None:
        with pytest.raises(InterruptedError):
            chat.launch(scripted, port=0, open_browser=False, ready=interrupt)

    asyncio.run(launch())
    with pytest.raises(urllib.error.URLError):
        fetched(told[0])


def test_done_is_the_last_word(scripted: Any, answer: Answer) -> None:
    scripted.script = [Delta("They"), Done(answer)]
    assert answered(scripted).text == answer.text
