"""The parts of the page as HTML: the conversation, the sources beside it, and the welcome before the first question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.types import Document
from rag.types import READ_FROM_PICTURE, Answer, Citation, Delta, Done, Event, Evidence, Found
from ui import render

QUESTION_SHOWN = 1200
"""Characters of a question that are repeated above its answer."""
REPORTS_SHOWN = 8
NEAREST_SHOWN = 3
NO_SOURCES = "The passages that an answer rests on are shown here, with the part that bears it marked."


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what has come of it so far."""

    question: str
    status: str = "Searching the reports…"
    text: str = ""
    answer: Answer | None = None
    notice: str = ""
    """Why there is no answer, where something failed or was stopped."""

    @property
    def pending(self) -> bool:
        """Whether more is to come."""
        return self.answer is None and not self.notice

    def after(self, event: Event) -> Exchange:
        """The exchange once an event of the answer's stream has arrived."""
        match event:
            case Found(evidence=evidence):
                return replace(self, status=f"{render.count(len(evidence), 'passage')} found, writing the answer…")
            case Delta(text=text):
                return replace(self, text=self.text + text)
            case Done(answer=answer):
                return replace(self, text=answer.text, answer=answer)


def conversation(exchanges: Sequence[Exchange], documents: Sequence[Document] = ()) -> str:
    """All questions and answers, or the welcome where there are none yet."""
    if not exchanges:
        return welcome(documents)
    turns = "".join(_turn(exchange, number) for number, exchange in enumerate(exchanges))
    return f'<div class="turns" role="log" aria-live="polite">{turns}</div>'


def _turn(exchange: Exchange, turn: int) -> str:
    """One question with its answer, and the line beneath that tells how far it can be trusted."""
    question = render.escape(render.clip(exchange.question.strip(), QUESTION_SHOWN))
    cited = [citation.n for citation in exchange.answer.citations] if exchange.answer else []
    text = render.answer(exchange.text, turn=turn, cited=cited)
    verdict = _verdict(exchange.answer, turn, exchange.notice) if exchange.answer else ""
    kind = "stopped" if exchange.notice else "refused" if exchange.answer and exchange.answer.refused else ""
    body = f'<div class="answer {kind}">{text}{verdict}</div>' if text or verdict else ""
    return f'<div class="question" dir="auto">{question}</div>{body}{_state(exchange, turn)}'


def _verdict(answer: Answer, turn: int, notice: str) -> str:
    """In words: how many sources bear the answer, or why there is none."""
    label = render.count(len(answer.citations), "source")
    if answer.refused:
        label = "Not answered" + (f": {answer.reason}" if answer.reason and answer.reason != answer.text else "")
    if notice:
        label = f"{notice} {label}" if answer.citations else notice
    if "total" in answer.seconds:
        label += f" · {answer.seconds['total']:.1f} s"
    return f'<button type="button" class="verdict" data-turn="{turn}">{render.escape(label)}</button>'


def _state(exchange: Exchange, turn: int) -> str:
    """What goes on, or what went wrong, beneath the text."""
    if exchange.notice and not exchange.answer:
        return f'<div class="notice" role="alert">{render.escape(exchange.notice)}</div>'
    if not exchange.pending:
        return ""
    patience = '<span class="patience">The models load with the first question.</span>' if turn == 0 else ""
    return f'<div class="status"><span class="dot"></span>{render.escape(exchange.status)}{patience}</div>'


def welcome(documents: Sequence[Document]) -> str:
    """Which reports are indexed and what could be asked of them."""
    listed = "".join(f"<li>{_report(document)}</li>" for document in documents[:REPORTS_SHOWN])
    if len(documents) > REPORTS_SHOWN:
        listed += f"<li>and {len(documents) - REPORTS_SHOWN} more</li>"
    asked = "".join(
        f'<button type="button" class="example" data-example="{number}">{render.escape(question)}</button>'
        for number, question in enumerate(examples(documents))
    )
    return (
        f'<div class="welcome"><h2>Ask about {render.count(len(documents), "report")}</h2>'
        "<p>Every answer comes with the passages it rests on, so that each figure can be checked.</p>"
        f'<div class="examples">{asked}</div><h3>Indexed reports</h3><ul class="reports">{listed}</ul></div>'
    )


def _report(document: Document) -> str:
    """A report's year and title."""
    year = f"<b>{document.year}</b> " if document.year is not None else ""
    return f'{year}<span dir="auto">{render.escape(render.clip(document.title or document.name, 90))}</span>'


def examples(documents: Sequence[Document]) -> tuple[str, ...]:
    """Questions that most ESG reports answer, about the years that are indexed."""
    years = sorted({document.year for document in documents if document.year is not None})
    if not documents:
        return ()
    latest = f" in {years[-1]}" if years else ""
    earlier = f" in {years[-2]}" if len(years) > 1 else latest
    return (
        f"What were the Scope 1 emissions{latest}?",
        f"What was the total workforce{earlier}?",
        f"How much water was used{latest}?",
        "Who oversees ESG matters?",
    )


def sources(exchange: Exchange | None, turn: int = 0, focus: int = 0) -> str:
    """The passages behind an answer, the one in focus marked; for a refusal, the nearest that were found."""
    answer = exchange.answer if exchange else None
    if exchange is None or answer is None:
        return f'<p class="hint">{NO_SOURCES}</p>'
    asked = f'<p class="asked" dir="auto">{render.escape(render.clip(exchange.question.strip(), 160))}</p>'
    if answer.citations:
        return asked + "".join(_cited(citation, turn, focused=citation.n == focus) for citation in answer.citations)
    nearest = "".join(_nearest(evidence) for evidence in answer.evidence[:NEAREST_SHOWN])
    found = "The nearest passages, none of which answers the question:" if nearest else "No passage was found."
    return f'{asked}<p class="hint">{found}</p>{nearest}'


def _cited(citation: Citation, turn: int, *, focused: bool) -> str:
    """The card of a citation."""
    focus = " focus" if focused else ""
    passage = render.highlight(citation.text, citation.quote)
    return _card(
        citation,
        f'<span class="n">{citation.n}</span>',
        passage,
        f'id="source-{turn}-{citation.n}" class="card{focus}"',
    )


def _nearest(evidence: Evidence) -> str:
    """The card of a passage that was found but bears no answer."""
    return _card(evidence, "", render.escape(evidence.text), 'class="card"')


def _card(place: Citation | Evidence, number: str, passage: str, attributes: str) -> str:
    """Where a passage stands, and its text."""
    headings = place.section.removeprefix(place.title).removeprefix(" > ")  # the first heading often is the title
    section = f'<p class="section" dir="auto">{render.escape(headings)}</p>' if headings else ""
    title = render.escape(place.title or place.document)
    return (
        f'<article {attributes}><header>{number}<h3 dir="auto">{title}</h3></header>{section}'
        f'<p class="passage" dir="auto">{passage}</p>'
        f"<footer>{render.escape(place.document)} · {_where(place)}</footer></article>"
    )


def _where(place: Citation | Evidence) -> str:
    """The page or the lines, in words."""
    first, last = place.lines
    lines = f"line {first}" if first == last else f"lines {first}–{last}"
    where = lines if place.page is None else f"page {place.page}"
    return where + (READ_FROM_PICTURE if place.confidence < 1 else "")
