"""The page in Chromium: what is searched, figures, ratings, files, and who logs in."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rag.types import Answer
from tests.ui.browsing import Visitor, answered, ask, eventually, play
from tests.ui.making import figure
from ui import accounts

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def test_what_is_searched_is_always_visible(visit: Callable[..., Page], scripted: Any, answer: Answer) -> None:
    play(scripted, answer)
    page = visit(scripted)
    page.get_by_role("button", name="Searching all 2 reports").click()
    page.get_by_label("Only these reports").click()
    page.get_by_role("option", name="Report 2023").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Searching Report 2023").wait_for()
    answered(page, "What?")
    assert page.locator(".scoped").inner_text() == "Searched Report 2023"
    assert scripted.filters[-1] == {"documents": ("report-2023.md",), "years": None}


def test_figures_of_several_years_are_drawn_and_saved(
    visit: Callable[..., Page], scripted: Any, answer: Answer
) -> None:
    play(scripted, replace(answer, figures=scripted.found))
    page = visit(scripted)
    answered(page, "How did they change?")
    assert page.locator(".chart .plot circle").count() == 3
    page.locator(".chart g.point").nth(1).click()
    page.locator("#source-0-1.focus table.row mark").first.wait_for()
    with page.expect_download() as csv:
        page.locator(".chart").get_by_role("button", name="CSV").click()
    assert len(Path(csv.value.path()).read_text().splitlines()) == 4
    with page.expect_download() as png:
        page.locator(".chart .png").click()
    assert Path(png.value.path()).read_bytes().startswith(b"\x89PNG")


def test_figures_are_looked_up_and_compared(visit: Callable[..., Page], scripted: Any) -> None:
    scripted.found += tuple(figure("Water use", year, str(year), unit="m3", lines=(40, 40)) for year in (2023, 2024))
    page = visit(scripted)
    page.get_by_role("tab", name="Figures").click()
    page.locator("#indicator").locator("input, textarea").fill("use")
    page.keyboard.press("Enter")
    page.locator(".found th", has_text="Water use").wait_for()
    page.locator("#indicator").locator("input, textarea").fill("")
    page.keyboard.press("Enter")
    page.locator(".found th", has_text="Scope 1 emissions").wait_for()
    page.locator(".pick").nth(1).click()
    assert eventually(lambda: page.locator("#figures-found .plot").count() == 2)


def test_an_answer_is_rated_and_saved(visit: Callable[..., Page], scripted: Any, answer: Answer) -> None:
    play(scripted, answer)
    page = visit(scripted)
    answered(page, "What?")
    page.get_by_role("button", name="Bad answer").click()
    page.locator(".note input").fill("Wrong year")
    page.keyboard.press("Enter")
    page.locator(".noted", has_text="Wrong year").wait_for()
    page.locator(".answer .menu summary").click()
    with page.expect_download() as saved:
        page.locator(".answer").get_by_role("button", name="JSON").click()
    assert saved.value.suggested_filename == "what.json"
    found = json.loads(Path(saved.value.path()).read_text())
    assert found["questions"][0]["answer"]["citations"][0]["quote"] == answer.citations[0].quote


def test_a_conversation_is_saved_as_a_page_to_print(visit: Callable[..., Page], scripted: Any, answer: Answer) -> None:
    play(scripted, answer)
    page = visit(scripted)
    for question in ("What?", "And?"):
        answered(page, question)
    page.locator("nav .menu summary").click()
    with page.expect_download() as saved:
        page.locator("nav").get_by_role("button", name="Page to print").click()
    printed = page.context.new_page()
    printed.set_content(Path(saved.value.path()).read_text())
    assert printed.locator("h2").all_inner_texts() == ["What?", "And?"]
    assert printed.locator("blockquote mark").first.inner_text() == answer.citations[0].quote
    assert saved.value.suggested_filename == "what.html"


def test_who_has_the_page_open_sees_reports_come_and_go(visit: Callable[..., Page], scripted: Any) -> None:
    page = visit(scripted)
    page.get_by_role("tab", name="Documents").click()
    page.locator("#upload").wait_for()  # all that comes with the page is there
    added = replace(scripted.documents[0], name="new.md", title="Brand new", year=2025)
    scripted.documents = (*scripted.documents, added)
    page.get_by_role("tab", name="Figures").click()
    page.get_by_role("combobox", name="Reports", exact=True).click()
    page.get_by_role("option", name="Brand new").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Documents").click()
    page.locator(".shelf tr", has_text="Brand new").wait_for()
    page.get_by_role("tab", name="Ask").click()
    page.locator(".reports li", has_text="Brand new").wait_for()
    page.get_by_role("button", name="Searching all 3 reports").click()
    page.get_by_label("Only these reports").click()
    page.get_by_role("option", name="Brand new").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Searching Brand new").wait_for()
    scripted.documents = scripted.documents[:2]
    page.locator("#box textarea").click()
    page.get_by_role("button", name="Searching new.md").wait_for()  # never widened silently
    page.get_by_role("tab", name="Figures").click()
    page.get_by_role("combobox", name="Reports", exact=True).click()
    page.get_by_role("option", name="Report 2024").wait_for()
    assert page.get_by_role("option", name="Brand new").count() == 0


def test_who_comes_when_too_many_wait_is_told(
    browser: Browser, serve: Callable[..., Any], scripted: Any, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.app.ASKING_AT_ONCE", 1)
    visitor, served = Visitor(browser), serve(scripted)
    first, second, third = (visitor.visit(served.local_url) for _ in range(3))
    for page in (first, second, third):
        page.locator(".welcome").wait_for()
    ask(first, "First?")
    second.locator("#box textarea").fill("Second?")
    second.keyboard.press("Enter")
    assert eventually(lambda: len(served._queue) == 1)
    monkeypatch.setattr(served._queue, "max_size", 1)
    third.locator("#box textarea").fill("Third?")
    third.keyboard.press("Enter")
    third.get_by_text("currently busy. Please try again.").first.wait_for()
    assert third.locator("#box textarea").input_value() == "Third?"
    play(scripted, answer)
    for page in (first, second):
        page.locator(".verdict").wait_for()
    assert [len(scripted.histories), third.locator(".turn").count()] == [2, 0]
    visitor.close()
    assert visitor.foreign == []


def test_who_logs_in_sees_their_own_conversations_only(
    browser: Browser, serve: Callable[..., Any], scripted: Any, answer: Answer, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(accounts, "WRONG_WAIT", 0.01)
    play(scripted, answer)
    for name in ("ann", "bob"):
        accounts.add_user(tmp_path / "users", name, f"password of {name}", admin=name == "ann")
    visitor = Visitor(browser)
    address = serve(scripted, accounts=tmp_path / "users").local_url

    def enter(page: Page, name: str, password: str) -> None:
        page.get_by_label("username").fill(name)
        page.get_by_label("password").fill(password)
        page.get_by_role("button", name="Login").click()

    ann, bob = visitor.visit(address), visitor.visit(address)
    enter(ann, "ann", "password of bob")
    ann.get_by_text("Incorrect").wait_for()
    assert ann.locator(".welcome").count() == 0
    enter(ann, "ann", "password of ann")
    answered(ann, "The question of Ann?")
    assert ann.locator(".user").inner_text().startswith("ann")
    enter(bob, "bob", "password of bob")
    bob.locator(".welcome").wait_for()
    assert bob.locator(".talk").count() == 0
    bob.goto(ann.url)
    bob.locator(".welcome").wait_for()
    assert "The question of Ann?" not in bob.content()
    for page, may in ((ann, 1), (bob, 0)):
        page.get_by_role("tab", name="Documents").click()
        page.locator(".shelf").wait_for()
        assert eventually(lambda page=page, may=may: page.locator("#upload").count() == may)  # type: ignore[misc]
        assert eventually(
            lambda page=page, may=may: page.get_by_role("button", name="Remove").count() == 2 * may  # type: ignore[misc]
        )
    ann.get_by_role("link", name="Sign out").click()
    ann.get_by_label("password").wait_for()
    visitor.close()
    assert visitor.foreign == []
