"""The conversation as HTML: questions, answers with their verdicts, and the welcome before the first question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from index.types import Document
from rag.types import Answer
from ui import icons, render
from ui.exchange import Exchange
from ui.scope import Scope, newest_first
from ui.verdicts import formulas, verdict

QUESTION_SHOWN = 1200
"""Characters of a question that are repeated above its answer."""
REPORTS_SHOWN = 8
FORMS = (("md", "Markdown"), ("json", "JSON"), ("html", "Page to print"))
"""What an answer or a conversation can be saved as."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the conversation is drawn with, besides its questions and answers."""

    documents: Sequence[Document] = ()
    examples: Sequence[str] = ()
    id: str = ""
    """The conversation's, where it is kept."""
    charts: dict[int, str] = field(default_factory=dict)
    """The chart beneath an answer, by its position."""


def conversation(exchanges: Sequence[Exchange], setting: Setting) -> str:
    """All questions and answers, or the welcome where there are none yet."""
    if not exchanges:
        return welcome(setting)
    resting = not exchanges[-1].pending
    turns = "".join(_turn(exchange, number, setting, resting=resting) for number, exchange in enumerate(exchanges))
    return f'<div class="turns" role="log" aria-live="polite" data-conversation="{setting.id}">{turns}</div>'


def _turn(exchange: Exchange, turn: int, setting: Setting, *, resting: bool) -> str:
    """One question with its answer, and what can be done with it."""
    question = render.escape(render.clip(exchange.question.strip(), QUESTION_SHOWN))
    scope = exchange.scope.told(setting.documents)
    searched = f'<p class="scoped">Searched {render.escape(scope)}</p>' if scope else ""
    edit = (
        render.button(icons.PENCIL, "edit", kind="quiet edit", title="Edit this question", turn=turn) if resting else ""
    )
    asked = f'<div class="asking">{edit}<div class="question" dir="auto">{question}</div></div>{searched}'
    state = _state(exchange, turn, resting=resting)
    return f'<section class="turn">{asked}{_answer(exchange, turn, setting)}{state}</section>'


def _answer(exchange: Exchange, turn: int, setting: Setting) -> str:
    """The text so far and, once it is whole, its verdict, chart and tools."""
    cited = [citation.n for citation in exchange.answer.citations] if exchange.answer else []
    text = render.answer(exchange.text, turn=turn, cited=cited)
    answer = exchange.answer
    kind = "stopped" if exchange.notice else "refused" if answer and answer.refused else ""
    if not answer:
        return f'<div class="answer {kind}">{text}</div>' if text else ""
    reckoned = "".join(f'<p class="formula" dir="auto">{render.escape(formula)}</p>' for formula in formulas(answer))
    foot = f'<div class="foot">{_verdict(exchange, answer, turn)}{_tools(exchange, turn)}</div>'
    return (
        f'<div class="answer {kind}">{text}{reckoned}{setting.charts.get(turn, "")}{foot}{_note(exchange, turn)}</div>'
    )


def _verdict(exchange: Exchange, answer: Answer, turn: int) -> str:
    """In words: how the answer was checked, or why there is none."""
    notice, found = exchange.notice, verdict(answer, narrowed=exchange.scope != Scope())
    words, sure = found.words, found.sure
    if notice:
        words, sure = f"{notice} {words}" if answer.citations else notice, False
    if "total" in answer.seconds:
        words += f" · {answer.seconds['total']:.1f} s"
    return render.button(render.escape(words), "cite", kind=f"verdict {'sure' if sure else 'unsure'}", turn=turn, n=0)


def _tools(exchange: Exchange, turn: int) -> str:
    """Thumbs, asking again, and saving."""
    rated = exchange.rating
    thumbs = "".join(
        render.button(
            sign, "rate", kind=f"quiet thumb{' on' if rated == value else ''}", title=title, turn=turn, value=value
        )
        for sign, value, title in ((icons.THUMB, 1, "Good answer"), (icons.THUMB, -1, "Bad answer"))
    )
    forms = "".join(render.button(label, "save", turn=turn, form=form) for form, label in FORMS)
    saving = f'<details class="menu"><summary class="quiet">Save</summary><div class="choices">{forms}</div></details>'
    again = render.button(icons.AGAIN, "retry", kind="quiet", title="Ask again", turn=turn)
    return f'<div class="tools">{thumbs}{again}{saving}</div>'


def _note(exchange: Exchange, turn: int) -> str:
    """Where a reader who rated an answer says why."""
    if not exchange.rating:
        return ""
    if exchange.note:
        return f'<p class="noted" dir="auto">Your note: {render.escape(exchange.note)}</p>'
    asked = "What was good about it?" if exchange.rating > 0 else "What is wrong with it?"
    return (
        f'<form class="note" data-turn="{turn}"><input name="note" maxlength="2000" placeholder="{asked} (optional)" '
        f'aria-label="{asked}"><button type="submit">Keep</button></form>'
    )


def _state(exchange: Exchange, turn: int, *, resting: bool) -> str:
    """What goes on, or what went wrong, beneath the text."""
    if exchange.notice and not exchange.answer:
        again = render.button("Ask again", "retry", kind="link", turn=turn) if resting else ""
        return f'<div class="notice" role="alert">{render.escape(exchange.notice)} {again}</div>'
    if not exchange.pending:
        return ""
    return f'<div class="status"><span class="dot"></span>{render.escape(exchange.status)}</div>'


def welcome(setting: Setting) -> str:
    """What can be asked, before anything was."""
    documents = setting.documents
    if not documents:
        return (
            '<div class="welcome"><h2>There are no reports yet</h2>'
            "<p>Add some under Documents: PDF, Word, web pages, Markdown or plain text.</p></div>"
        )
    listed = "".join(f"<li>{_report(document)}</li>" for document in newest_first(documents)[:REPORTS_SHOWN])
    if len(documents) > REPORTS_SHOWN:
        listed += f"<li>and {len(documents) - REPORTS_SHOWN} more</li>"
    asked = "".join(
        render.button(render.escape(question), "example", kind="example", question=question)
        for question in setting.examples
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
