"""An answer or a conversation to keep or pass on: as Markdown, JSON, or a page to print, sources included."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rag.figures import Figures
from rag.types import Answer
from ui import render
from ui.exchange import Exchange
from ui.scope import Scope
from ui.sources import where
from ui.verdicts import formulas, verdict

TYPES = {"md": "text/markdown", "json": "application/json", "html": "text/html", "csv": "text/csv"}

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|!~$])")
_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#111}"
    "h1{font-size:1.3rem}h2{font-size:1.05rem;margin:2rem 0 .3rem}.verdict{color:#0f766e;font-size:.85rem}"
    "blockquote{margin:.2rem 0 .8rem;padding-left:.8rem;border-left:3px solid #ccc;white-space:pre-line}"
    "li{margin-bottom:.4rem}mark{background:#fef08a}section{break-inside:avoid}"
)


@dataclass(frozen=True, slots=True)
class Saved:
    """A file for the reader."""

    name: str
    type: str
    content: str


def saved(exchanges: Sequence[Exchange], *, title: str, form: str) -> Saved | None:
    """Questions and answers as a file; None for a form that there is not.

    :param exchanges: The questions with what came of them.
    :param title: What the file is about.
    :param form: ``md``, ``json``, ``html``, or ``csv`` for the figures of the answers.
    """
    makers = {"md": _markdown, "json": _json, "html": _html, "csv": _csv}
    if form not in makers:
        return None
    name = re.sub(r"[^\w]+", "-", title.casefold()).strip("-")[:60] or "answer"
    return Saved(f"{name}.{form}", TYPES[form], makers[form](exchanges, title))


def handed_over(file: Saved | None, number: int) -> str:
    """A file as the HTML from which the page's script saves it; the number tells it from the one before."""
    if file is None:
        return ""
    kept = {"file": file.name, "type": file.type, "content": file.content, "number": number}
    data = " ".join(f'data-{name}="{render.escape(str(value))}"' for name, value in kept.items())
    return f"<span {data}></span>"


def _markdown(exchanges: Sequence[Exchange], title: str) -> str:
    """The conversation as Markdown; what a report or a reader wrote is shown as it is, not obeyed."""
    parts = [f"# {_plain(title)}"]
    for exchange in exchanges:
        parts.append(f"## {_plain(exchange.question)}")
        answer = exchange.answer
        if not answer:
            parts.append(f"*{_plain(exchange.notice)}*")
            continue
        parts += [_lines(answer.text), *(f"*{_plain(formula)}*" for formula in formulas(answer))]
        parts.append(f"*{_plain(_verdict(exchange, answer))}*")
        parts += [
            f"{c.n}. {_plain(c.title)} ({_plain(c.document)}), {_headed(_plain(c.section))}{where(c)}:\n   > "
            + _plain(c.quote or c.text)
            for c in answer.citations
        ]
    return "\n\n".join(parts) + "\n"


def _json(exchanges: Sequence[Exchange], title: str) -> str:
    """The conversation as plain data."""
    return json.dumps(
        {"title": title, "questions": [_record(each) for each in exchanges]}, indent=2, ensure_ascii=False
    )


def _record(exchange: Exchange) -> dict[str, Any]:
    """A question with its answer as plain data."""
    scope = {"documents": list(exchange.scope.documents), "years": list(exchange.scope.years)}
    found: dict[str, Any] = {"question": exchange.question, "only": scope, "notice": exchange.notice or None}
    if exchange.answer:
        found |= {"verdict": _verdict(exchange, exchange.answer), "answer": exchange.answer.to_dict()}
    return found


def _html(exchanges: Sequence[Exchange], title: str) -> str:
    """The conversation as one page that stands alone; it may run no script and fetch nothing."""
    body = "".join(
        f"<section><h2 dir=auto>{render.escape(exchange.question)}</h2>"
        + (_told(exchange, exchange.answer) if exchange.answer else f"<p>{render.escape(exchange.notice)}</p>")
        + "</section>"
        for exchange in exchanges
    )
    head = render.escape(title)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{head}</title><style>{_STYLE}</style></head><body><h1>{head}</h1>{body}</body></html>\n"
    )


def _told(exchange: Exchange, answer: Answer) -> str:
    """An answer with its verdict and sources."""
    sources = "".join(
        f'<li value="{c.n}">{render.escape(c.title)} ({render.escape(c.document)}), '
        f"{_headed(render.escape(c.section))}{where(c)}<blockquote dir=auto>{render.highlight(c.text, c.quote)}"
        "</blockquote></li>"
        for c in answer.citations
    )
    reckoned = "".join(f"<p>{render.escape(formula)}</p>" for formula in formulas(answer))
    text = "".join(f"<p dir=auto>{render.escape(line)}</p>" for line in answer.text.split("\n") if line.strip())
    return f'{text}{reckoned}<p class="verdict">{render.escape(_verdict(exchange, answer))}</p><ol>{sources}</ol>'


def _verdict(exchange: Exchange, answer: Answer) -> str:
    """The verdict over an answer."""
    return verdict(answer, narrowed=exchange.scope != Scope()).words


def _csv(exchanges: Sequence[Exchange], title: str) -> str:
    """The figures of the answers, a line each."""
    return Figures(figure for each in exchanges if each.answer for figure in each.answer.figures).to_csv()


def _headed(section: str) -> str:
    """A section before its place."""
    return f"{section}, " if section else ""


def _lines(text: str) -> str:
    """Text of several lines for Markdown; the marks of sources stay marks."""
    return "  \n".join(re.sub(r"\\\[(\d{1,3})\\\]", r"[\1]", _plain(line)) for line in text.split("\n") if line.strip())


def _plain(text: str) -> str:
    """Text on one line in which Markdown finds nothing to obey."""
    return _SIGNS.sub(r"\\\1", " ".join(render.HIDDEN.sub("", text).split()))
