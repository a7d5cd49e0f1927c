"""A scripted assistant for the page: real values and events, no models."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from index.types import Document, Passage, StoredPassage
from rag.types import Answer, Citation, Delta, Done, Event, Evidence, Found, Turn

HOSTILE = (
    '<script>window.ran = 1</script><img src="http://other.test/a.png" onerror="window.ran = 1"> '
    "**bold** [a link](http://other.test/) ![a picture](http://other.test/b.png) $$x^2$$ ${window.ran = 1} {{value}} "
    "</article></div> \u202e99.9\u202c"
)


def document(year: int | None, title: str) -> Document:
    """A report that is only named."""
    return Document(name=f"report-{year}.md", path=f"/reports/{year}.md", title=title, year=year, sha256="0" * 64)


@dataclass
class Scripted:
    """Plays events, or raises what stands among them; waits for ``go`` before each but the first."""

    documents: tuple[Document, ...]
    script: Sequence[Event | Exception] = ()
    histories: list[tuple[Turn, ...]] = field(default_factory=list)
    cancel: threading.Event | None = None
    go: threading.Event = field(default_factory=threading.Event)
    warmed: threading.Event = field(default_factory=threading.Event)

    def warm(self) -> None:
        """Say that it was called."""
        self.warmed.set()

    def stream(
        self, question: str, *, history: tuple[Turn, ...] = (), cancel: threading.Event | None = None
    ) -> Iterator[Event]:
        """Play the script until it ends or is cancelled."""
        self.histories.append(history)
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
def scripted(answer: Answer) -> Scripted:
    """An assistant that gives the plain answer in three pieces."""
    pieces = [Delta(part) for part in ("They were 1,234 ", "tonnes [1]. ", "Water use fell [2].")]
    documents = (document(2023, "Report 2023"), document(2024, "Report 2024"))
    return Scripted(documents=documents, script=(Found(()), *pieces, Done(answer)))


def within_loop(function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """Call a function that starts a server: where no event loop runs, Gradio makes some and never closes them."""

    async def call() -> Any:
        return function(*arguments, **options)

    try:
        asyncio.get_running_loop()  # Playwright runs one
    except RuntimeError:
        return asyncio.run(call())
    return function(*arguments, **options)


@pytest.fixture
def serve() -> Iterator[Callable[[Any], Any]]:
    """Serves the page over an assistant on a free port, and closes it after the test."""
    from ui import chat

    apps = []

    def start(assistant: Any) -> Any:
        apps.append(within_loop(chat.start, assistant, port=0))
        return apps[-1]

    yield start
    for app in apps:
        app.close(verbose=False)
