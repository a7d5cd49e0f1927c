"""Chromium for the tests of the page."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from rag.types import Answer, Delta, Done, Found

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_OF_GRADIO = re.compile("AbortError|Connection errored out|Failed to fetch|Method not implemented")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium; nothing is downloaded."""
    driver = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    with driver.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


class Visitor:
    """Opens pages, and remembers what they asked of other hosts and what went wrong in them."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[Any] = []
        self.foreign: list[str] = []
        self.complaints: list[str] = []

    def visit(self, address: str, *, width: int = 1280, height: int = 800, fresh: bool = True) -> Page:
        """A page at an address; with ``fresh`` that of a browser that was never there."""
        if fresh or not self._contexts:
            self._contexts.append(self._browser.new_context())
        page = self._contexts[-1].new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.set_default_timeout(20_000)
        host = "/".join(address.split("/")[:3])
        page.on("request", lambda sent: sent.url.startswith((host, "data:", "blob:")) or self.foreign.append(sent.url))
        page.on("pageerror", lambda error: self._complain(str(error)))
        page.on("console", lambda said: said.type in {"error", "warning"} and self._complain(said.text))
        page.on("dialog", lambda dialog: dialog.accept("Renamed" if dialog.type == "prompt" else ""))
        page.goto(address)
        return page

    def _complain(self, text: str) -> None:
        """Remember what went wrong, but for what Gradio says when a page is left or an upload is done."""
        if not _OF_GRADIO.search(text):
            self.complaints.append(text)

    def close(self) -> None:
        """Close all of them."""
        for context in self._contexts:
            context.close()


def ask(page: Page, question: str) -> None:
    """Type a question, send it, and wait until it is taken up."""
    count = page.locator(".turn").count()
    page.locator("#box textarea").fill(question)
    page.keyboard.press("Enter")
    page.locator(".turn").nth(count).wait_for()


def answered(page: Page, question: str) -> str:
    """The text of the answer to a question."""
    count = page.locator(".verdict").count()
    ask(page, question)
    page.locator(".verdict").nth(count).wait_for()
    return str(page.locator(".answer").nth(count).inner_text())


def eventually(condition: Callable[[], bool], *, seconds: float = 10) -> bool:
    """Whether something comes true in time."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


def play(scripted: Any, answer: Answer) -> None:
    """Let the assistant give this answer from now on."""
    scripted.go.set()
    scripted.script = [Found(()), Delta(answer.text), Done(answer)]
