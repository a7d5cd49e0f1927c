"""What the page does when somebody asks, edits, cites, rates, saves, or opens another conversation."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui import exporting, proofs
from ui.conversations import Conversations, title_of
from ui.exchange import STOPPED, Exchange, answering
from ui.library import Library
from ui.line import Line
from ui.owner import owner_of
from ui.scope import Scope, report_choices, year_choices
from ui.sidebar import sidebar
from ui.sources import View
from ui.talk import Page, Talk, at_rest, editing_line, shown, with_charts

if TYPE_CHECKING:
    from rag import Assistant

REFRESH_SECONDS = 0.05
"""Shortest time between two pictures of a growing answer."""

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Desk:
    """The conversations of all browsers, each with its own."""

    assistant: Assistant
    library: Library
    store: Conversations
    page: Page
    running: dict[str, threading.Event] = field(default_factory=dict)
    """For each browser session that waits for an answer, what stops it."""
    taken_up: set[str] = field(default_factory=set)
    """The browser sessions whose question is on their page, and is to be answered next."""
    line: Line = field(default_factory=Line)

    def ask(
        self, question: str, talk: Talk, documents: Sequence[str], years: Sequence[int], request: gr.Request
    ) -> Any:
        """Take a question up; an edited one takes the place of what it was. ``answer`` is to follow.

        Not one event with the answer: where two steps of one event reach the browser together, Gradio drops what only
        the first of them changed, so that the question would stay in the box and no stop button come.
        """
        session = str(request.session_hash)
        if not question.strip() or session in self.running:
            return gr.skip()
        self.running[session] = threading.Event()
        owner = owner_of(request)
        try:
            talk = self._begun(talk, Exchange(question, Scope(tuple(documents or ()), tuple(years or ()))), owner)
            busy = self._busy(talk, owner)
        except BaseException:
            del self.running[session]
            raise
        self.taken_up.add(session)
        return busy

    def answer(self, talk: Talk, request: gr.Request) -> Iterator[dict[Any, Any]]:
        """Answer the question that was taken up, if any, showing the answer while it grows."""
        session = str(request.session_hash)
        if session not in self.taken_up:
            return
        self.taken_up.discard(session)
        cancel = self.running[session]
        try:
            yield from self._grow(talk, owner_of(request), cancel)
        finally:
            cancel.set()
            self.running.pop(session, None)

    def ask_example(
        self, talk: Talk, documents: Sequence[str], years: Sequence[int], event: gr.EventData, request: gr.Request
    ) -> Any:
        """Take up the example question that was clicked."""
        return self.ask(str(event.question), talk, documents, years, request)

    def retry(
        self, talk: Talk, documents: Sequence[str], years: Sequence[int], event: gr.EventData, request: gr.Request
    ) -> Any:
        """Take a question up again, of what is chosen now; the answers from there on are replaced."""
        turn = int(event.turn)
        if not 0 <= turn < len(talk.exchanges):
            return gr.skip()
        again = replace(talk, editing=turn)
        return self.ask(talk.exchanges[turn].question, again, documents, years, request)

    def _begun(self, talk: Talk, exchange: Exchange, owner: str) -> Talk:
        """The conversation with a question that is kept from now on."""
        if talk.editing is not None:
            kept = talk.editing
            talk = Talk(talk.id, talk.exchanges[:kept], {at: each for at, each in talk.charts.items() if at < kept})
            self.store.cut(owner, talk.id, kept)
        if not talk.id or self.store.exchanges(owner, talk.id) is None:  # it may have been deleted in another tab
            talk = replace(talk, id=self.store.begin(owner, exchange.question))
        exchange = replace(exchange, id=self.store.add(owner, talk.id, exchange))
        return replace(talk, exchanges=(*talk.exchanges, exchange))

    def _busy(self, talk: Talk, owner: str) -> dict[Any, Any]:
        """What the widgets show once a question is taken up."""
        page = self.page
        return {
            page.sidebar: sidebar(self.store.listed(owner), current=talk.id, busy=True),
            page.conversation: shown(talk, self.library.facts()),
            page.box: gr.Textbox(value="", submit_btn=False, stop_btn=True),
            page.editing: "",
            page.talk: talk,
        }

    def _grow(self, talk: Talk, owner: str, cancel: threading.Event) -> Iterator[dict[Any, Any]]:
        """The answer to the last question as it grows, and all the page once it is whole."""
        facts, drawn = self.library.facts(), 0.0
        try:
            for exchange in answering(self.assistant, talk.exchanges[-1], talk.exchanges[:-1], cancel, self.line):
                talk = talk.put(exchange)
                if exchange.text and exchange.pending and time.monotonic() - drawn < REFRESH_SECONDS:
                    continue
                drawn = time.monotonic() if exchange.text else 0.0
                if exchange.pending:
                    yield {self.page.conversation: shown(talk, facts)}
        finally:  # also where the browser has gone away
            last = talk.exchanges[-1]
            self.store.complete(replace(last, notice=STOPPED) if last.pending else last)
        yield self.rest(with_charts(talk, self.assistant), owner)

    def rest(self, talk: Talk, owner: str) -> dict[Any, Any]:
        """The page while nothing goes on."""
        listed = self.store.listed(owner)
        return at_rest(self.page, talk, assistant=self.assistant, facts=self.library.facts(), conversations=listed)

    def stop(self, request: gr.Request) -> None:
        """End the answer that this browser session waits for, if any."""
        if cancel := self.running.get(str(request.session_hash)):
            cancel.set()

    def close(self, request: gr.Request) -> None:
        """End what goes on for a browser session whose tab is closed."""
        self.stop(request)
        session = str(request.session_hash)
        if session in self.taken_up:  # nobody is there any more to let it be answered
            self.taken_up.discard(session)
            self.running.pop(session, None)

    def arrive(self, talk: Talk, request: gr.Request) -> Any:
        """What a browser sees that opens the page: the conversation its address names, if it is its own."""
        named = dict(request.query_params or {}).get("c", "")
        opened = self._opened(str(named), owner_of(request))
        del opened[self.page.box]  # an event that Gradio knows to fill the box undoes what others show in it
        return gr.skip() if self._has_asked(talk, request) else opened

    def choices(self, documents: Sequence[str], years: Sequence[int]) -> dict[Any, Any]:
        """The reports and years that can be chosen now, and what is searched; what was chosen stays so."""
        facts = self.library.facts()
        return {
            self.page.reports: gr.Dropdown(choices=report_choices(facts.documents, chosen=documents or ())),
            self.page.years: gr.Dropdown(choices=year_choices(facts.years, chosen=years or ())),
            self.page.filters: self.narrow(documents, years),
        }

    def welcome(self, talk: Talk, request: gr.Request) -> Any:
        """The reports and examples as they are now, before the first question."""
        seen = shown(talk, self.library.facts())
        return gr.skip() if self._has_asked(talk, request) else seen

    def _has_asked(self, talk: Talk, request: gr.Request) -> bool:
        """Whether a question stands on the page already: who types fast asks before the page has all it shows."""
        return bool(talk.exchanges) or str(request.session_hash) in self.running

    def reopen(self, event: gr.EventData, request: gr.Request) -> dict[Any, Any]:
        """Open a conversation that was kept."""
        return self._opened(str(event.id), owner_of(request))

    def fresh(self, request: gr.Request) -> dict[Any, Any]:
        """Begin a new conversation."""
        return self._opened("", owner_of(request))

    def discard(self, talk: Talk, event: gr.EventData, request: gr.Request) -> dict[Any, Any]:
        """Delete a conversation; where it is open, a new one takes its place."""
        owner = owner_of(request)
        self.store.delete(owner, str(event.id))
        if event.id == talk.id:
            return self._opened("", owner)
        return {self.page.sidebar: sidebar(self.store.listed(owner), current=talk.id)}

    def rename(self, talk: Talk, event: gr.EventData, request: gr.Request) -> str:
        """Call a conversation otherwise."""
        owner = owner_of(request)
        if self.store.exchanges(owner, str(event.id)) is not None:
            self.store.rename(owner, str(event.id), str(event.name))
        return sidebar(self.store.listed(owner), current=talk.id)

    def _opened(self, id: str, owner: str) -> dict[Any, Any]:
        """The page with a conversation of this owner, or with a new one."""
        found = self.store.exchanges(owner, id) if id else None
        talk = Talk() if found is None else Talk(id, found)
        return self.rest(with_charts(talk, self.assistant), owner)

    def edit(self, talk: Talk, event: gr.EventData) -> dict[Any, Any]:
        """Put a question back into the box, to be asked otherwise."""
        turn = int(event.turn)
        if not 0 <= turn < len(talk.exchanges):
            return {self.page.talk: talk}
        talk = replace(talk, editing=turn)
        box = gr.Textbox(value=talk.exchanges[turn].question, autofocus=True)
        return {self.page.box: box, self.page.editing: editing_line(talk), self.page.talk: talk}

    def leave(self, talk: Talk) -> dict[Any, Any]:
        """Leave a question as it was."""
        return {self.page.box: "", self.page.editing: "", self.page.talk: replace(talk, editing=None)}

    def cite(self, talk: Talk, event: gr.EventData) -> Any:
        """Show the sources of the answer whose mark was clicked, or another page of the one in focus."""
        turn, leaf = int(event.turn), int(getattr(event, "leaf", 0))
        if not 0 <= turn < len(talk.exchanges):
            return gr.skip()
        return proofs.proof(self.assistant, talk.exchanges[turn], View(turn, int(event.n), leaf))

    def rate(self, talk: Talk, event: gr.EventData, request: gr.Request) -> Any:
        """Keep what a reader says of an answer; the same thumb again takes it back."""
        turn, value = int(event.turn), 1 if int(event.value) > 0 else -1
        if not 0 <= turn < len(talk.exchanges):
            return gr.skip(), talk
        rating = 0 if talk.exchanges[turn].rating == value else value
        return self._rated(talk, turn, replace(talk.exchanges[turn], rating=rating, note=""), request)

    def annotate(self, talk: Talk, event: gr.EventData, request: gr.Request) -> Any:
        """Keep what a reader writes beside a rating."""
        turn = int(event.turn)
        if not 0 <= turn < len(talk.exchanges) or not talk.exchanges[turn].rating:
            return gr.skip(), talk
        return self._rated(talk, turn, replace(talk.exchanges[turn], note=str(event.note).strip()), request)

    def _rated(self, talk: Talk, turn: int, exchange: Exchange, request: gr.Request) -> tuple[str, Talk]:
        """The conversation with an exchange that was rated."""
        self.store.rate(owner_of(request), exchange)
        talk = replace(talk, exchanges=(*talk.exchanges[:turn], exchange, *talk.exchanges[turn + 1 :]))
        return shown(talk, self.library.facts()), talk

    def save(self, talk: Talk, event: gr.EventData) -> str:
        """An answer, or with the turn -1 the whole conversation, as a file."""
        turn = int(event.turn)
        chosen = talk.exchanges if turn < 0 else talk.exchanges[turn : turn + 1]
        if not chosen:
            return ""
        file = exporting.saved(chosen, title=title_of(chosen[0].question), form=str(event.form))
        return exporting.handed_over(file, next(_numbers))

    def narrow(self, documents: Sequence[str], years: Sequence[int]) -> Any:
        """Say what is searched now."""
        scope = Scope(tuple(documents or ()), tuple(years or ()))
        narrowed = ["narrowed"] if scope != Scope() else []
        return gr.Accordion(label=scope.headline(self.library.facts().documents), elem_classes=narrowed)
