"""A scripted assistant for the page: real values and events, no models."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from index.series import Restatement
from index.types import Document, Figure, Passage, PrintedLine, StoredPassage
from models.fakes import ScriptedLLM
from rag.config import Settings
from rag.figures import Figures
from rag.types import Answer, Citation, Delta, Done, Event, Evidence, Found, Turn
from tests.ui.browsing import Visitor, chromium
from tests.ui.making import HOSTILE, document, figure

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@dataclass
class Scripted:
    """Plays events, or raises what stands among them; waits for ``go`` before each but the first."""

    documents: tuple[Document, ...]
    folder: Path
    script: Sequence[Event | Exception] = ()
    settings: Settings = field(default_factory=Settings)
    llm: ScriptedLLM = field(default_factory=lambda: ScriptedLLM(parameters=135_000_000))
    found: tuple[Figure, ...] = ()
    again: tuple[Restatement, ...] = ()
    lines: tuple[PrintedLine, ...] = ()
    histories: list[tuple[Turn, ...]] = field(default_factory=list)
    filters: list[dict[str, Any]] = field(default_factory=list)
    cancel: threading.Event | None = None
    go: threading.Event = field(default_factory=threading.Event)
    warmed: threading.Event = field(default_factory=threading.Event)

    def warm(self) -> None:
        """Say that it was called."""
        self.warmed.set()

    def figures(self, indicator: str | None = None, *, document: str | None = None, **_: Any) -> Figures:
        """The figures whose label holds the words, or that stand in a report."""
        return Figures(
            each for each in self.found
            if (not indicator or indicator in each.indicator) and document in {None, each.document}
        )  # fmt: skip

    def restatements(self, *_: Any, **__: Any) -> list[Restatement]:
        """What is restated."""
        return list(self.again)

    def passage_counts(self) -> dict[str, int]:
        """Seven of each report."""
        return dict.fromkeys((each.name for each in self.documents), 7)

    def printed_lines(self, document: str, lines: tuple[int, int]) -> tuple[PrintedLine, ...]:
        """The lines, the same for every report."""
        return self.lines[lines[0] - 1 : lines[1]]

    def stream(
        self, question: str, *, history: tuple[Turn, ...] = (), cancel: threading.Event | None = None, **filters: Any
    ) -> Iterator[Event]:
        """Play the script until it ends or is cancelled."""
        self.histories.append(history)
        self.filters.append(filters)
        self.cancel = cancel
        for number, event in enumerate(self.script):
            while number and not self.go.wait(0.02):
                if cancel and cancel.is_set():
                    return
            if isinstance(event, Exception):
                raise event
            yield event


@pytest.fixture
def hostile_answer() -> Answer:
    """An answer, a passage and titles that try all that a page could be made to do."""
    citation = Citation(
        n=1, document="<b>report</b>.md", title=HOSTILE, section=HOSTILE, page=None, lines=(3, 5),
        text=f"Before. {HOSTILE} After.", quote=HOSTILE,
    )  # fmt: skip
    return Answer(question=HOSTILE, text=f"{HOSTILE} [1] [7]", citations=(citation,), seconds={"total": 1.25})


@pytest.fixture
def answer() -> Answer:
    """A plain answer with two sources."""
    quote = "Scope 1 emissions were 1,234 tonnes in 2024."
    place = {"document": "report-2024.md", "title": "Report 2024", "section": "Climate > Emissions"}
    first = Citation(
        n=1, **place, page=None, lines=(10, 12), text=f"As told before. {quote} More follows.", quote=quote
    )
    second = Citation(n=2, **place, page=7, lines=(90, 90), text="Water use fell.", quote="Water use fell.")
    text = "They were 1,234 tonnes [1]. Water use fell [2]."
    return Answer(question="What?", text=text, citations=(first, second), seconds={"total": 2.5})


@pytest.fixture
def refusal() -> Answer:
    """A refusal that found one passage nearby."""
    report = document(2024, "Report 2024")
    passage = Passage(text="Noise is measured yearly.", section=("Other",), lines=(4, 4))
    found = Evidence(
        document=report.name, title=report.title, section="Other", page=None, lines=(4, 4), text=passage.text,
        score=0.2, source=StoredPassage(id=1, document=report, passage=passage),
    )  # fmt: skip
    return Answer(question="Why?", text="The reports do not say.", refused=True, reason="no passage", evidence=(found,))


@pytest.fixture
def scripted(answer: Answer, tmp_path: Path) -> Scripted:
    """An assistant that gives the plain answer in three pieces."""
    pieces = [Delta(part) for part in ("They were 1,234 ", "tonnes [1]. ", "Water use fell [2].")]
    documents = (document(2023, "Report 2023"), document(2024, "Report 2024"))
    found = tuple(
        figure("Scope 1 emissions", year, value) for year, value in ((2022, "900"), (2023, "1,100"), (2024, "1,234"))
    )
    return Scripted(
        documents=documents, folder=tmp_path / "index", script=(Found(()), *pieces, Done(answer)), found=found
    )


def within_loop(function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """Call a function that starts a server: where no event loop runs, Gradio makes some and never closes them."""

    async def call() -> Any:
        return function(*arguments, **options)

    try:
        asyncio.get_running_loop()  # Playwright runs one
    except RuntimeError:
        return asyncio.run(call())
    return function(*arguments, **options)


def free_port() -> int:
    """A port that nothing listens on: Gradio's own search leaves sockets open where it meets one that is taken."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def serve() -> Iterator[Callable[..., Any]]:
    """Serves the page over an assistant on a free port, and closes it after the test."""
    from ui import chat

    apps = []

    def start(assistant: Any, **access: Any) -> Any:
        apps.append(within_loop(chat.start, assistant, chat.Access(port=free_port(), **access)))
        return apps[-1]

    yield start
    for app in apps:
        app.close(verbose=False)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def visit(browser: Browser, serve: Callable[..., Any]) -> Iterator[Callable[..., Page]]:
    """Opens the page over an assistant; at the end, no other host was asked and nothing went wrong in the browser."""
    visitor = Visitor(browser)

    def open_page(assistant: Any, **size: int) -> Page:
        page = visitor.visit(serve(assistant).local_url, **size)
        page.locator(".welcome").wait_for()
        return page

    yield open_page
    visitor.close()
    assert visitor.foreign == []
    assert visitor.complaints == []
