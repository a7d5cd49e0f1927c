"""The widgets of the conversation, and what each shows at rest and while an answer is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui import panels, proofs, render, scripts
from ui.conversations import Conversation
from ui.exchange import Exchange
from ui.library import Facts
from ui.panels import Setting
from ui.scope import Scope, report_choices
from ui.sidebar import sidebar
from ui.sources import View

if TYPE_CHECKING:
    from rag import Assistant


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation as it is open in one browser."""

    id: str = ""
    """Under which it is kept; empty before its first question."""
    exchanges: tuple[Exchange, ...] = ()
    charts: dict[int, str] = field(default_factory=dict)
    """The chart beneath an answer, by its position."""
    editing: int | None = None
    """The position of the question that is being edited."""

    def put(self, exchange: Exchange) -> Talk:
        """The conversation with an exchange instead of the one it grew from, which is the last."""
        return replace(self, exchanges=(*self.exchanges[:-1], exchange))


@dataclass(frozen=True, slots=True)
class Page:
    """The widgets that change while the conversation goes on."""

    sidebar: gr.HTML
    conversation: gr.HTML
    sources: gr.HTML
    box: gr.Textbox
    editing: gr.HTML
    filters: gr.Accordion
    reports: gr.Dropdown
    years: gr.Dropdown
    download: gr.HTML
    talk: gr.State

    @property
    def widgets(self) -> list[Any]:
        """Those that a new question changes."""
        return [self.sidebar, self.conversation, self.sources, self.box, self.editing, self.talk]

    @property
    def arriving(self) -> list[Any]:
        """Those that the opening of a page fills."""
        return [widget for widget in self.widgets if widget is not self.box]

    @property
    def scoped(self) -> list[Any]:
        """Those that say what is searched."""
        return [self.reports, self.years]

    @property
    def chosen(self) -> list[Any]:
        """Those that say what is asked of."""
        return [self.talk, *self.scoped]


def shown(talk: Talk, facts: Facts) -> str:
    """The conversation as HTML."""
    return panels.conversation(talk.exchanges, Setting(facts.documents, facts.examples, id=talk.id, charts=talk.charts))


def with_charts(talk: Talk, assistant: Assistant) -> Talk:
    """The conversation with the charts that its answers call for; those drawn already are kept."""
    drawn = {
        turn: talk.charts.get(turn) or proofs.chart(assistant, exchange.answer, turn)
        for turn, exchange in enumerate(talk.exchanges)
        if exchange.answer
    }
    return replace(talk, charts={turn: chart for turn, chart in drawn.items() if chart})


def at_rest(
    page: Page, talk: Talk, *, assistant: Assistant, facts: Facts, conversations: Sequence[Conversation]
) -> dict[Any, Any]:
    """What the widgets show while nothing goes on: the last answer with its first source in view."""
    last = talk.exchanges[-1] if talk.exchanges else None
    view = View(len(talk.exchanges) - 1, 1 if last and last.answer and last.answer.citations else 0)
    return {
        page.sidebar: sidebar(conversations, current=talk.id),
        page.conversation: shown(talk, facts),
        page.sources: proofs.proof(assistant, last, view),
        page.box: gr.Textbox(submit_btn=True, stop_btn=False),
        page.editing: editing_line(talk),
        page.talk: talk,
    }


def editing_line(talk: Talk) -> str:
    """Says that a question is edited, and what becomes of the answers after it."""
    if talk.editing is None:
        return ""
    after = len(talk.exchanges) - talk.editing
    told = f"Editing question {talk.editing + 1}: sending it replaces {render.count(after, 'answer')}."
    return f'<p class="editing">{told} {render.button("Leave it", "leave", kind="link")}</p>'


def lay_out(facts: Facts, talks: Sequence[Conversation] = ()) -> Page:
    """Conversations on the left, the open one in the middle, its sources on the right."""
    plain: dict[str, Any] = {"apply_default_css": False}
    talk = gr.State(Talk())
    with gr.Row(elem_id="body"):
        with gr.Column(elem_id="side", scale=0, min_width=0):
            side = gr.HTML(sidebar(talks), elem_id="sidebar", js_on_load=scripts.SIDEBAR, **plain)
        with gr.Column(elem_id="left", scale=3, min_width=0):
            conversation = gr.HTML(
                shown(Talk(), facts), elem_id="conversation", js_on_load=scripts.CONVERSATION, **plain
            )
            with gr.Column(elem_id="ask"):
                with gr.Accordion(Scope().headline(facts.documents), open=False, elem_id="filters") as filters:
                    reports, years = _choices(facts)
                editing = gr.HTML("", elem_id="editing", js_on_load=scripts.EDITING, **plain)
                box = gr.Textbox(
                    label="Question", show_label=False, placeholder="Ask about the reports…", max_lines=6,
                    submit_btn=True, autofocus=True, elem_id="box",
                )  # fmt: skip
        with gr.Column(elem_id="right", scale=2, min_width=0):
            gr.HTML("<h2>Sources</h2>", **plain)
            sources = gr.HTML(proofs.no_proof(), elem_id="sources", js_on_load=scripts.SOURCES, **plain)
    download = gr.HTML("", elem_id="download", js_on_load=scripts.DOWNLOAD, **plain)
    return Page(side, conversation, sources, box, editing, filters, reports, years, download, talk)


def _choices(facts: Facts) -> tuple[gr.Dropdown, gr.Dropdown]:
    """What questions can be kept to."""
    with gr.Row():
        reports = gr.Dropdown(
            report_choices(facts.documents), value=[], multiselect=True, label="Only these reports", scale=3,
            elem_id="only-reports", min_width=200,
        )  # fmt: skip
        years = gr.Dropdown(
            list(facts.years), value=[], multiselect=True, label="Only these years", scale=2, elem_id="only-years",
            min_width=120,
        )  # fmt: skip
    return reports, years
