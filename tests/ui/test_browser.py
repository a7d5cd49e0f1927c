"""The page in Chromium over a scripted assistant: what people see and do, and that nothing else is asked or run."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any

from rag.types import Answer, Delta, Done, Found
from tests.ui.browsing import Visitor, answered, ask, eventually, play
from tests.ui.making import HOSTILE, figure
from ui.desk import Desk
from ui.line import AT_ONCE

if TYPE_CHECKING:
    import pytest
    from playwright.sync_api import Browser, Page


def test_the_page_is_ready_within_two_seconds(visit: Callable[..., Page], scripted: Any) -> None:
    page = visit(scripted)
    seconds = []
    for _ in range(3):  # the best of three, since the machine may be busy
        begin = time.monotonic()
        page.reload()
        page.locator(".welcome").wait_for()
        seconds.append(time.monotonic() - begin)
    assert min(seconds) < 2
    assert page.title() == "ESG Answers"
    assert page.locator(".reports li").all_inner_texts() == ["2024 Report 2024", "2023 Report 2023"]


def test_the_answer_streams_and_its_sources_open(visit: Callable[..., Page], scripted: Any, answer: Answer) -> None:
    page = visit(scripted)
    page.locator(".example").first.click()
    page.get_by_text("0 passages found").wait_for()
    assert page.locator("nav").get_attribute("inert") is not None
    scripted.script = [Found(()), Delta("They were "), Done(answer)]
    scripted.go.set()
    page.locator(".verdict").wait_for()
    assert page.locator(".question").inner_text() == "How did “Scope 1 emissions” change from 2023 to 2024?"
    page.locator("#source-0-1.focus").wait_for()
    page.locator(".answer .cite").nth(1).click()
    page.locator("#source-0-2.focus").wait_for()
    assert page.locator("#source-0-2 mark").inner_text() == "Water use fell."
    page.locator(".fresh").click()
    page.locator(".welcome").wait_for()
    page.locator(".card").first.wait_for(state="detached")


def test_text_shows_before_the_answer_is_whole(visit: Callable[..., Page], scripted: Any, answer: Answer) -> None:
    class Paused(list[Any]):
        """Events of which the last is held back until it is let go."""

        def __iter__(self) -> Iterator[Any]:
            yield from self[:-1]
            assert scripted.go.wait(20)
            yield self[-1]

    scripted.stream = lambda *_, **__: (event for event in Paused([Found(()), Delta("They were"), Done(answer)]))
    page = visit(scripted)
    ask(page, "What?")
    page.locator(".answer", has_text="They were").wait_for()
    assert page.locator(".verdict").count() == 0
    scripted.go.set()
    page.locator(".verdict").wait_for()
    assert page.locator(".status").count() == 0


def test_a_conversation_is_found_again(
    visit: Callable[..., Page], scripted: Any, answer: Answer, refusal: Answer
) -> None:
    play(scripted, answer)
    page = visit(scripted)
    answered(page, "What?")
    play(scripted, refusal)
    answered(page, "Why?")
    page.get_by_text("The nearest passages, none of which answers the question:").wait_for()
    page.locator(".verdict").first.click()
    page.locator("#source-0-1").wait_for()
    assert page.locator(".asked").inner_text() == "What?"
    page.reload()
    page.locator(".verdict").nth(1).wait_for()
    assert page.locator(".question").all_inner_texts() == ["What?", "Why?"]
    page.locator(".cite").first.click()
    page.locator("#source-0-1.focus mark").wait_for()
    page.locator(".fresh").click()
    page.locator(".welcome").wait_for()
    page.locator(".talk").click()
    page.locator(".verdict").nth(1).wait_for()
    page.locator(".talks li").hover()
    page.get_by_role("button", name="Rename").click()
    page.locator(".talk", has_text="Renamed").wait_for()
    page.get_by_role("button", name="Delete").click()
    page.locator(".welcome").wait_for()
    assert page.locator(".talk").count() == 0


def test_a_question_is_edited_and_asked_again(visit: Callable[..., Page], scripted: Any, answer: Answer) -> None:
    play(scripted, answer)
    page = visit(scripted)
    answered(page, "One?")
    answered(page, "Two?")
    page.locator(".asking").first.hover()
    page.locator(".edit").first.click()
    page.locator(".editing", has_text="replaces 2 answers").wait_for()
    assert eventually(lambda: page.locator("#box textarea").input_value() == "One?")
    page.locator("#box textarea").fill("Uno?")
    page.keyboard.press("Enter")
    page.locator(".question", has_text="Uno?").wait_for()
    assert eventually(lambda: page.locator(".question").all_inner_texts() == ["Uno?"])
    page.locator(".verdict").wait_for()
    page.get_by_role("button", name="Ask again").click()
    assert eventually(lambda: len(scripted.histories) == 4)
    assert page.locator(".question").all_inner_texts() == ["Uno?"]


def test_who_waits_for_others_sees_how_many(
    browser: Browser, visit: Callable[..., Page], scripted: Any, answer: Answer
) -> None:
    page, visitor = visit(scripted), Visitor(browser)
    others = [visitor.visit(page.url) for _ in range(AT_ONCE)]
    for other in others:
        other.locator(".welcome").wait_for()
        ask(other, "First?")
        other.get_by_text("0 passages found").wait_for()
    ask(page, "Mine?")
    page.get_by_text("1 question before yours").wait_for()
    others[0].close()
    page.get_by_text("0 passages found").wait_for()
    play(scripted, answer)
    page.locator(".verdict").wait_for()
    visitor.close()


def test_stop_ends_an_answer(visit: Callable[..., Page], scripted: Any) -> None:
    page = visit(scripted)
    ask(page, "What?")
    page.get_by_text("0 passages found").wait_for()
    page.locator("#box .stop-button").click()
    page.locator(".notice").wait_for()
    assert page.locator(".notice").inner_text().startswith("Stopped.")
    assert page.locator("nav").get_attribute("inert") is None


def test_a_question_asked_before_the_page_has_all_stays(
    visit: Callable[..., Page], scripted: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = threading.Event()
    for name in ("arrive", "welcome"):
        monkeypatch.setattr(Desk, name, _held_back(getattr(Desk, name), late))
    page = visit(scripted)
    ask(page, "What?")
    page.get_by_text("0 passages found").wait_for()
    late.set()
    page.wait_for_timeout(1_000)
    assert page.locator(".question").all_inner_texts() == ["What?"]
    page.locator("#box .stop-button").click()
    page.locator(".notice").wait_for()


def _held_back(function: Callable[..., Any], until: threading.Event) -> Callable[..., Any]:
    """The function, which waits before it looks at anything."""

    @wraps(function)  # Gradio passes what the signature names
    def waiting(*given: Any) -> Any:
        assert until.wait(20)
        return function(*given)

    return waiting


def test_a_closed_tab_frees_its_place(visit: Callable[..., Page], scripted: Any) -> None:
    page = visit(scripted)
    ask(page, "What?")
    page.get_by_text("0 passages found").wait_for()
    page.close()
    assert eventually(scripted.cancel.is_set)


def test_a_failure_is_shown_without_its_details(visit: Callable[..., Page], scripted: Any) -> None:
    scripted.script = [RuntimeError("private detail")]
    page = visit(scripted)
    ask(page, "What?")
    page.locator(".notice").wait_for()
    assert page.locator(".notice").inner_text().startswith("Something went wrong while answering.")
    assert "private detail" not in page.content()


def test_hostile_text_neither_runs_nor_loads(visit: Callable[..., Page], scripted: Any, hostile_answer: Answer) -> None:
    figures = tuple(figure(HOSTILE, year, "5", unit=HOSTILE, lines=(4, 4)) for year in (2023, 2024))
    figures = tuple(replace(each, document=hostile_answer.citations[0].document) for each in figures)
    play(scripted, replace(hostile_answer, figures=figures))
    report = scripted.documents[0]
    scripted.documents = (*scripted.documents, replace(report, name="h.md", title=HOSTILE, company=HOSTILE, year=2025))
    page = visit(scripted)
    answered(page, hostile_answer.question)
    page.locator(".answer .cite").first.click()
    page.locator(".card.focus").wait_for()
    page.get_by_role("tab", name="Documents").click()
    page.locator(".shelf").wait_for()
    page.get_by_role("tab", name="Ask").click()
    page.reload()
    page.locator(".verdict").wait_for()
    assert page.evaluate("window.ran") is None
    own = page.locator("#conversation, #sources, #sidebar, #shelf").locator(
        "a, img, script, iframe, strong, math, .katex, foreignObject"
    )
    assert own.count() == 0
    assert "<script>window.ran = 1</script>" in page.locator(".answer > p").first.inner_text()
    assert "**bold** [a link](http://other.test/)" in page.locator(".card .passage mark").text_content()


def test_a_phone_shows_the_sources_below_and_the_conversations_in_a_drawer(
    visit: Callable[..., Page], scripted: Any, answer: Answer
) -> None:
    play(scripted, answer)
    page = visit(scripted, width=390, height=844)
    answered(page, "What?")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator(".answer .cite").first.click()
    card = page.locator("#source-0-1")
    assert eventually(lambda: 0 <= card.bounding_box()["y"] < 844)
    assert page.locator("#left").bounding_box()["width"] == 390
    page.evaluate("window.scrollTo(0, 0)")
    box = page.locator("#box").bounding_box()
    assert box["y"] + box["height"] <= 844
    page.locator("#menu").click()
    page.locator(".talk").click(trial=True)
    page.locator(".fresh").click()
    page.locator(".welcome").wait_for()
