"""The chat page: Gradio's widgets around the panels, and the server that shows them on this machine."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from starlette.middleware import Middleware

from models.errors import EsgError
from rag.errors import AnswerError
from rag.types import Turn
from ui import panels
from ui.panels import Exchange
from ui.policy import LocalOnly

if TYPE_CHECKING:
    from rag import Assistant

logger = logging.getLogger(__name__)

UNEXPECTED = "Something went wrong while answering. Ask again; if it happens again, the log of the server says more."
STOPPED = "Stopped."
REFRESH_SECONDS = 0.05
"""Shortest time between two pictures of a growing answer."""
ASKING_AT_ONCE = 8
WAITING_AT_MOST = 64

FONTS = ("Inter", "system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif")

CONVERSATION_SCRIPT = """
const pane = element.closest('#conversation') || element;
let follow = true, top = 0;
pane.addEventListener('scroll', () => {  // only somebody scrolling up stops the page from following the answer
  const below = pane.scrollHeight - pane.scrollTop - pane.clientHeight;
  follow = below < 80 || (follow && pane.scrollTop >= top);
  top = pane.scrollTop;
});
watch('value', () => { if (follow) pane.scrollTop = pane.scrollHeight; });
element.addEventListener('click', (event) => {
  const { example, turn, n } = (event.target.closest('[data-example], [data-turn]') || { dataset: {} }).dataset;
  if (example !== undefined) trigger('example', { number: Number(example) });
  if (turn === undefined) return;
  trigger('cite', { turn: Number(turn), n: Number(n || 0) });
  const shown = document.getElementById(`source-${turn}-${n}`) || document.getElementById('right');
  shown.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
});
"""

SOURCES_SCRIPT = """
watch('value', () => {
  const card = element.querySelector('.focus');
  if (card) card.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
  else (element.closest('#sources') || element).scrollTop = 0;
});
"""


def answering(
    assistant: Assistant, question: str, history: Sequence[Turn], cancel: threading.Event
) -> Iterator[Exchange]:
    """The exchange as it grows; the last one holds the answer or the reason why there is none."""
    exchange = Exchange(question)
    yield exchange
    try:
        with closing(assistant.stream(question, history=tuple(history), cancel=cancel)) as events:
            for event in events:
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


@dataclass(frozen=True, slots=True)
class Page:
    """The widgets that change while the page is used."""

    conversation: gr.HTML
    sources: gr.HTML
    box: gr.Textbox
    clear: gr.Button
    exchanges: gr.State

    @property
    def widgets(self) -> list[Any]:
        """All of them, as the outputs of an event."""
        return [self.conversation, self.sources, self.box, self.clear, self.exchanges]


@dataclass(frozen=True, slots=True)
class Chat:
    """What the page does when somebody uses it."""

    assistant: Assistant
    page: Page
    running: dict[str, threading.Event] = field(default_factory=dict)
    """For each browser session that waits for an answer, what stops it."""

    def ask(self, question: str, exchanges: Sequence[Exchange], request: gr.Request) -> Iterator[dict[Any, Any]]:
        """Answer a question, showing the answer while it grows."""
        if not question.strip():
            return
        cancel = self.running[str(request.session_hash)] = threading.Event()
        history = [Turn(each.question, each.answer.text) for each in exchanges if each.answer]
        page, drawn = self.page, 0.0
        try:
            yield {
                page.box: gr.Textbox(value="", submit_btn=False, stop_btn=True),
                page.clear: gr.Button(interactive=False),
            }
            for exchange in answering(self.assistant, question, history, cancel):
                if exchange.text and exchange.pending and time.monotonic() - drawn < REFRESH_SECONDS:
                    continue
                drawn = time.monotonic() if exchange.text else 0.0
                yield {page.conversation: panels.conversation([*exchanges, exchange])}
            yield self.shown((*exchanges, exchange))
        finally:
            cancel.set()
            self.running.pop(str(request.session_hash), None)

    def ask_example(self, exchanges: Sequence[Exchange], event: gr.EventData, request: gr.Request) -> Iterator[Any]:
        """Answer the example question that was clicked."""
        asked = panels.examples(self.assistant.documents)
        yield from self.ask(asked[int(event.number) % len(asked)], exchanges, request)

    def stop(self, request: gr.Request) -> None:
        """End the answer that this browser session waits for, if any; also when its tab is closed."""
        if cancel := self.running.get(str(request.session_hash)):
            cancel.set()

    def cite(self, exchanges: Sequence[Exchange], event: gr.EventData) -> Any:
        """Show the sources of the answer whose mark was clicked."""
        turn = int(event.turn)
        return panels.sources(exchanges[turn], turn, int(event.n)) if 0 <= turn < len(exchanges) else gr.skip()

    def shown(self, exchanges: tuple[Exchange, ...] = ()) -> dict[Any, Any]:
        """The page at rest after these exchanges."""
        page, last = self.page, len(exchanges) - 1
        return {
            page.conversation: panels.conversation(exchanges, () if exchanges else self.assistant.documents),
            page.sources: panels.sources(exchanges[-1] if exchanges else None, last),
            page.box: gr.Textbox(submit_btn=True, stop_btn=False),
            page.clear: gr.Button(interactive=True),
            page.exchanges: exchanges,
        }


def create_app(assistant: Assistant) -> gr.Blocks:
    """The page over an assistant; it loads no model and opens no port."""
    app: gr.Blocks
    with gr.Blocks(title="ESG Answers", analytics_enabled=False, fill_width=True, fill_height=True) as app:
        chat = Chat(assistant, _layout(assistant))
        page = chat.page
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        asking = {"outputs": page.widgets, "concurrency_limit": ASKING_AT_ONCE, "concurrency_id": "ask", **quiet}
        page.box.submit(chat.ask, [page.box, page.exchanges], **asking)
        page.conversation.example(chat.ask_example, [page.exchanges], **asking)
        page.conversation.cite(chat.cite, [page.exchanges], page.sources, **quiet)
        page.box.stop(chat.stop, queue=False, **quiet)
        page.clear.click(chat.shown, None, page.widgets, **quiet)
        app.unload(chat.stop)
    app.queue(max_size=WAITING_AT_MOST)
    return app


def _layout(assistant: Assistant) -> Page:
    """Conversation and question box on the left, sources on the right."""
    exchanges = gr.State(())
    with gr.Row(elem_id="head"):
        gr.HTML("<h1>ESG Answers</h1><p>Answers from your reports, on this machine</p>", apply_default_css=False)
        clear = gr.Button("New conversation", size="sm", scale=0, min_width=150, elem_id="clear")
    with gr.Row(elem_id="body"):
        with gr.Column(elem_id="left", scale=3, min_width=320):
            conversation = gr.HTML(
                panels.conversation((), assistant.documents),
                elem_id="conversation", js_on_load=CONVERSATION_SCRIPT, apply_default_css=False,
            )  # fmt: skip
            box = gr.Textbox(
                label="Question", show_label=False, placeholder="Ask about the reports…", max_lines=6,
                submit_btn=True, autofocus=True, elem_id="box",
            )  # fmt: skip
        with gr.Column(elem_id="right", scale=2, min_width=320):
            gr.HTML("<h2>Sources</h2>", apply_default_css=False)
            sources = gr.HTML(
                panels.sources(None), elem_id="sources", js_on_load=SOURCES_SCRIPT, apply_default_css=False
            )
    return Page(conversation, sources, box, clear, exchanges)


def start(assistant: Assistant, *, host: str = "127.0.0.1", port: int = 7860, open_browser: bool = False) -> gr.Blocks:
    """Listen (port 0: the first free one from 7860) and return; ``.local_url`` tells where, ``.close()`` ends it."""
    app = create_app(assistant)
    theme = gr.themes.Base(primary_hue="teal", neutral_hue="slate", font=FONTS, font_mono=("ui-monospace", "monospace"))
    try:
        app.launch(
            server_name=host, server_port=port or None, inbrowser=open_browser, prevent_thread_lock=True, quiet=True,
            share=False, ssr_mode=False, pwa=False, mcp_server=False, run_history=False, enable_monitoring=False,
            theme=theme, css_paths=Path(__file__).with_name("style.css"), footer_links=[],
            app_kwargs={"middleware": [Middleware(LocalOnly)], "docs_url": None, "redoc_url": None},
        )  # fmt: skip
    except OSError as error:
        problem = f"The chat cannot listen on {host}:{port}"
        raise AnswerError(problem, fix="Another program may hold that port: choose another with --port.") from error
    threading.Thread(target=_warm, args=(assistant,), name="warm-models", daemon=True).start()
    return app


def _warm(assistant: Assistant) -> None:
    """Load the models while somebody reads the page; what is wrong with them is said again with the first question."""
    try:
        assistant.warm()
    except EsgError as error:
        logger.warning("The models are not ready: %s", error)


def launch(
    assistant: Assistant, *, host: str = "127.0.0.1", port: int = 7860, open_browser: bool = True,
    ready: Callable[[str], None] | None = None,
) -> None:  # fmt: skip
    """Show the chat until the process is interrupted; ``ready`` is told its address."""
    app = start(assistant, host=host, port=port, open_browser=open_browser)
    try:
        if ready:
            ready(str(app.local_url))
        threading.Event().wait()
    finally:
        app.close(verbose=False)
