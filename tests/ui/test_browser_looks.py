"""The page in Chromium as it looks and is reached: in light and dark, on a phone, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rag.types import Answer, Sentence
from tests.ui.browsing import Visitor, answered, ask, eventually, play
from ui import accounts

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CONTRAST = r"""
(selectors) => {
  const numbers = (colour) => (colour.match(/[\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, at) => sum + c * [.2126, .7152, .0722][at], 0);
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const found = numbers(getComputedStyle(each).backgroundColor);
      if (found.length === 3 || found[3] === 1) return found;
    }
    return [255, 255, 255];
  };
  return Object.fromEntries(selectors.map((selector) => {
    const element = document.querySelector(selector), style = getComputedStyle(element);
    const ink = light(numbers(element.closest('svg.plot') ? style.fill : style.color)), paper = light(behind(element));
    return [selector, (Math.max(ink, paper) + .05) / (Math.min(ink, paper) + .05)];
  }));
}
"""
"""How much the text of elements stands out from what is behind it, as the guidelines for web pages reckon it."""
ENOUGH = 4.5
READ = (
    ".question", ".scoped", ".answer > p", ".answer .cite", ".formula", ".plot-title", ".plot .tick", ".plot .value",
    ".plot .ref", ".chart summary", ".verdict", ".tools .quiet", ".card h3", ".card .section", ".card mark", ".card .n",
    ".card footer", "#filters > button", ".fresh", ".talk", ".tab-container button.selected",
)  # fmt: skip
FOCUS = """
() => {
  const element = document.activeElement;
  const seen = getComputedStyle(element).outlineStyle !== 'none' || !!element.closest('#box');
  return [element.getAttribute('aria-label') || element.innerText || element.placeholder || element.tagName, seen];
}
"""
"""The name of what has the focus, and whether one sees that it has."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_that_is_written_can_be_read(
    visit: Callable[..., Page], scripted: Any, answer: Answer, scheme: str
) -> None:
    sentence = Sentence("They fell.", "calculated", (1,), formula="2 - 1 = 1")
    play(scripted, replace(answer, figures=scripted.found, sentences=(sentence,)))
    page = visit(scripted)
    page.emulate_media(color_scheme=scheme)
    page.reload()
    page.get_by_role("button", name="Searching all 2 reports").click()
    page.get_by_label("Only these reports").click()
    page.get_by_role("option", name="Report 2023").click()
    page.keyboard.press("Escape")
    answered(page, "What?")
    page.locator("#source-0-1.focus table.row mark").first.wait_for()
    found = page.evaluate(CONTRAST, READ)
    assert {selector: ratio for selector, ratio in found.items() if ratio < ENOUGH} == {}
    white = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert white == (scheme == "light")


def test_every_tab_has_its_place_on_a_phone(visit: Callable[..., Page], scripted: Any, answer: Answer) -> None:
    play(scripted, replace(answer, figures=scripted.found))
    page = visit(scripted, width=375, height=812)
    assert page.evaluate("scrollY") == 0
    for question in ("What?", "And?"):
        answered(page, question)
    page.locator(".cite").last.scroll_into_view_if_needed()
    for tab in ("Figures", "Documents"):  # the tabs stay in sight however far one has scrolled
        page.get_by_role("tab", name=tab).click()
        page.locator(f"#{tab.lower()}-tab").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") == 375
    remove = page.get_by_role("button", name="Remove").last.bounding_box()
    assert remove
    assert 0 < remove["x"] < 375 - remove["width"]
    row = page.locator(".shelf tr").last
    assert "".join(row.inner_text().split()).startswith("Report2024report-2024.md")
    label = page.locator("#upload label").bounding_box()
    icon = page.locator("#upload button svg").first.bounding_box()
    assert label
    assert icon
    assert label["y"] + label["height"] <= icon["y"]


def test_who_logged_in_can_sign_out_on_a_phone(
    browser: Browser, serve: Callable[..., Any], scripted: Any, tmp_path: Path
) -> None:
    accounts.add_user(tmp_path / "users", "ann", "correct horse")
    visitor = Visitor(browser)
    page = visitor.visit(serve(scripted, accounts=tmp_path / "users").local_url, width=375, height=812)
    page.get_by_label("username").fill("ann")
    page.get_by_label("password").fill("correct horse")
    page.keyboard.press("Enter")
    page.locator(".welcome").wait_for()
    page.get_by_role("link", name="Sign out").click()
    page.get_by_label("password").wait_for()
    visitor.close()
    assert visitor.foreign == []


def test_a_value_in_a_chart_can_be_read_on_a_phone(visit: Callable[..., Page], scripted: Any, answer: Answer) -> None:
    play(scripted, replace(answer, figures=scripted.found))
    page = visit(scripted, width=375, height=812)
    answered(page, "What?")
    boxes = [each.bounding_box() for each in page.locator(".plot .value").all()]
    assert all(box and box["height"] >= 12 for box in boxes)
    sides = [(box["x"], box["x"] + box["width"]) for box in boxes if box]
    assert all(right < left for (_, right), (left, _) in pairwise(sides))


def test_what_is_loading_covers_nothing_on_a_phone(visit: Callable[..., Page], scripted: Any) -> None:
    scripted.warm = lambda: scripted.go.wait(20)
    page = visit(scripted, width=375, height=812)
    line, heading = page.locator(".loading").bounding_box(), page.locator(".welcome h2").bounding_box()
    assert line
    assert heading
    assert line["y"] + line["height"] <= heading["y"]
    scripted.go.set()


def test_everything_is_reached_by_tab_and_seen_to_be(visit: Callable[..., Page], scripted: Any, answer: Answer) -> None:
    play(scripted, answer)
    page = visit(scripted)
    answered(page, "What?")
    reached: dict[str, bool] = {}
    for _ in range(24):
        page.keyboard.press("Tab")
        name, seen = page.evaluate(FOCUS)
        reached[name.splitlines()[0].strip()] = seen
    wanted = {
        "Ask", "Figures", "Documents", "+ New conversation", "What?", "Edit this question", "Source 1", "Source 2",
        "Good answer", "Bad answer", "Ask again", "Save", "Send",
    }  # fmt: skip
    assert wanted - reached.keys() == set()
    assert {name for name in wanted if not reached[name]} == set()


def test_by_keyboard_alone(visit: Callable[..., Page], scripted: Any, answer: Answer) -> None:
    play(scripted, answer)
    page = visit(scripted)
    page.locator("#box textarea:focus").wait_for()  # where one begins
    page.locator(".example").first.focus()
    page.keyboard.press("Enter")
    page.locator(".verdict").wait_for()
    assert eventually(lambda: page.evaluate("document.activeElement.closest('#box') !== null"))
    page.locator(".answer .cite").nth(1).focus()
    page.keyboard.press("Enter")
    page.locator("#source-0-2.focus").wait_for()
    page.get_by_role("button", name="Good answer").focus()
    page.keyboard.press("Enter")
    page.locator(".note input").wait_for()
    assert page.evaluate(FOCUS) == ["Good answer", True]  # it is not lost when the answer is drawn anew
    page.locator(".answer .menu summary").focus()
    page.keyboard.press("Enter")
    page.locator(".answer .choices").wait_for()
    page.keyboard.press("Escape")
    assert page.locator(".answer .choices").is_hidden()
    page.get_by_role("button", name="Edit this question").focus()
    page.keyboard.press("Enter")
    page.locator(".editing").wait_for()
    page.keyboard.press("Escape")
    page.locator(".editing").wait_for(state="detached")
    assert eventually(lambda: page.locator("#box textarea").input_value() == "")


def test_escape_stops_an_answer(visit: Callable[..., Page], scripted: Any) -> None:
    page = visit(scripted)
    ask(page, "What?")
    page.get_by_text("0 passages found").wait_for()
    page.keyboard.press("Escape")
    page.locator(".notice", has_text="Stopped.").wait_for()
    assert eventually(scripted.cancel.is_set)
