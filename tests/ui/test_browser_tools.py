"""The page in Chromium: what is searched, figures, ratings, files, and who logs in."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rag.types import Answer
from tests.ui.browsing import Visitor, answered, eventually, play
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


def test_who_logs_in_sees_their_own_conversations_only(
    browser: Browser, serve: Callable[..., Any], scripted: Any, answer: Answer, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(accounts, "WRONG_WAIT", 0.01)
    play(scripted, answer)
    for name in ("ann", "bob"):
        accounts.add_user(tmp_path / "users", name, f"password of {name}")
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
    ann.get_by_role("link", name="Sign out").click()
    ann.get_by_label("password").wait_for()
    visitor.close()
    assert visitor.foreign == []
