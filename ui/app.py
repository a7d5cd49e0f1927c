"""The page: its tabs put together, and what each click calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui import documents_tab, figures_tab, render, scripts, talk
from ui.adding import Additions
from ui.conversations import Conversations
from ui.desk import Desk
from ui.library import Library
from ui.loading import Loading
from ui.owner import owner_of

if TYPE_CHECKING:
    from rag import Assistant

TITLE = "ESG Answers"
ASKING_AT_ONCE = 32
"""Questions taken up at a time; those that wait for others are told so on the page."""
WAITING_AT_MOST = 64
"""Clicks that wait to be taken up; who comes then is told to try again."""
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""No spinner over the page, and no event for other programs."""


def create_app(
    assistant: Assistant, store: Conversations, loading: Loading, additions: Additions,
    may_change: Callable[[str], bool] = lambda _: True,
) -> gr.Blocks:  # fmt: skip
    """The page over an assistant; it loads no model and opens no port.

    :param may_change: Whether somebody may add and remove reports, by the name that they logged in with.
    """
    library = Library(assistant)
    app: gr.Blocks
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True, fill_height=True) as app:
        head = gr.HTML(_head(""), elem_id="head", js_on_load=scripts.HEAD, apply_default_css=False)
        waiting = gr.HTML(loading.line(), elem_id="loading", apply_default_css=False)
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab("Ask", id="ask") as asking:
                desk = Desk(assistant, library, store, talk.lay_out(library.facts()))
            with gr.Tab("Figures", id="figures") as looking:
                figures = figures_tab.lay_out(assistant, library, desk.page.download)
            with gr.Tab("Documents", id="documents") as shelving:
                documents = documents_tab.lay_out(library, additions, may_change)
        _wire(desk)
        figures.wire(QUIET)
        looked = documents.wire(QUIET)
        timer = gr.Timer(0.7)
        timer.tick(lambda: (loading.line(), gr.Timer(active=not loading.ready)), None, [waiting, timer], **QUIET)
        app.load(_greet, None, head, **QUIET)
        app.load(desk.arrive, desk.page.talk, desk.page.arriving, **QUIET)
        for happens in (app.load, looked.then, asking.select, desk.page.box.focus):  # the reports may have changed
            happens(desk.choices, desk.page.scoped, [*desk.page.scoped, desk.page.filters], **QUIET)
        for happens in (app.load, looked.then, looking.select):
            happens(figures.choices, figures.filters, figures.filters, **QUIET)
        for happens in (app.load, shelving.select):
            happens(documents.look, None, documents.outputs, **QUIET)
        asking.select(desk.welcome, desk.page.talk, desk.page.conversation, **QUIET)
        app.unload(desk.close)
    app.queue(max_size=WAITING_AT_MOST)
    return app


def _greet(request: gr.Request) -> str:
    """The head of the page for who has logged in."""
    return _head(owner_of(request))


def _head(user: str) -> str:
    """The name of the program, and who is logged in."""
    menu = '<button type="button" id="menu" aria-label="Conversations">☰</button>'
    name = f'<span class="name">{render.escape(user)}</span>'
    out = f'<span class="user">{name}<a href="logout">Sign out</a></span>' if user else ""
    return f"{menu}<h1>{TITLE}</h1>{out}"


def _wire(desk: Desk) -> None:
    """What each click on the conversation, its list and its sources calls."""
    page = desk.page
    asking = {"concurrency_limit": ASKING_AT_ONCE, "concurrency_id": "ask", **QUIET}
    for happens, asked, given in (
        (page.box.submit, desk.ask, [page.box, *page.chosen]),
        (page.conversation.example, desk.ask_example, page.chosen),
        (page.conversation.retry, desk.retry, page.chosen),
    ):
        happens(asked, given, page.widgets, **QUIET).then(desk.answer, page.talk, page.widgets, **asking)
    page.box.stop(desk.stop, queue=False, **QUIET)
    showing = {"trigger_mode": "always_last", **QUIET}  # who clicks on while one source opens sees the last
    page.conversation.cite(desk.cite, page.talk, page.sources, **showing)
    page.conversation.edit(desk.edit, page.talk, [page.box, page.editing, page.talk], **QUIET)
    page.conversation.rate(desk.rate, page.talk, [page.conversation, page.talk], **QUIET)
    page.conversation.note(desk.annotate, page.talk, [page.conversation, page.talk], **QUIET)
    page.conversation.save(desk.save, page.talk, page.download, **QUIET)
    page.editing.leave(desk.leave, page.talk, [page.box, page.editing, page.talk], **QUIET)
    page.sources.cite(desk.cite, page.talk, page.sources, **showing)
    page.sources.leaf(desk.cite, page.talk, page.sources, **showing)
    page.sidebar.reopen(desk.reopen, None, page.widgets, **QUIET)
    page.sidebar.fresh(desk.fresh, None, page.widgets, **QUIET)
    page.sidebar.discard(desk.discard, page.talk, page.widgets, **QUIET)
    page.sidebar.rename(desk.rename, page.talk, page.sidebar, **QUIET)
    page.sidebar.save(desk.save, page.talk, page.download, **QUIET)
    for choice in page.scoped:
        choice.change(desk.narrow, page.scoped, page.filters, **QUIET)
