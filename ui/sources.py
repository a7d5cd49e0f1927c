"""The sources of an answer as HTML: each cited passage, why it was chosen, its table row, and its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.types import READ_FROM_PICTURE, Answer, Citation, Evidence
from ui import icons, render
from ui.exchange import Exchange
from ui.pages import Lines, Page
from ui.rows import Row

NEAREST_SHOWN = 3
NO_SOURCES = "The passages that an answer rests on are shown here, with the part that bears it marked."
WHY = {
    "meaning": "is near to the question in meaning",
    "words": "holds the question's words",
    "table": "is a row of a table",
    "best part": "holds a part that bears an answer",
}
"""What a signal says of a passage; another is told by its name."""


@dataclass(frozen=True, slots=True)
class View:
    """What of an answer's sources is shown."""

    turn: int = 0
    focus: int = 0
    """The number of the citation that is looked at, or 0."""
    leaf: int = 0
    """How many pages before or after its place."""


def sources(
    exchange: Exchange | None,
    view: View,
    *,
    place: Page | Lines | None = None,
    rows: Mapping[int, Sequence[Row]] | None = None,
) -> str:
    """The passages behind an answer, the one in focus marked; for a refusal, the nearest that were found.

    :param exchange: The question and its answer, or None before the first.
    :param view: What is shown.
    :param place: Where the citation in focus stands.
    :param rows: The rows of tables that a citation's figures stand in, by the citation's number.
    """
    answer = exchange.answer if exchange else None
    if exchange is None or answer is None:
        return f'<p class="hint">{NO_SOURCES}</p>'
    asked = f'<p class="asked" dir="auto">{render.escape(render.clip(exchange.question.strip(), 160))}</p>'
    if answer.citations:
        return asked + "".join(
            _cited(citation, answer, view, place, (rows or {}).get(citation.n, ())) for citation in answer.citations
        )
    nearest = "".join(_card(evidence, "", _passage(render.escape(evidence.text))) for evidence in _near(answer))
    found = "The nearest passages, none of which answers the question:" if nearest else "No passage was found."
    return f'{asked}<p class="hint">{found}</p>{nearest}'


def _near(answer: Answer) -> Sequence[Evidence]:
    """The passages that come nearest to a question that was refused."""
    return answer.evidence[:NEAREST_SHOWN]


def _cited(citation: Citation, answer: Answer, view: View, place: Page | Lines | None, rows: Sequence[Row]) -> str:
    """The card of a citation; the one in focus shows its place."""
    focused = citation.n == view.focus
    chosen = render.button(
        str(citation.n), "cite", kind="n", title=f"Source {citation.n}", turn=view.turn, n=citation.n
    )
    passage = _passage(render.highlight(citation.text, citation.quote))
    if rows:
        table = "".join(map(_row, rows))
        passage = f'{table}<details class="why"><summary>The passage as it was read</summary>{passage}</details>'
    shown = _place(place, view) if focused else _look(citation, view.turn)
    content = f"{passage}{shown}{_why(citation, answer.evidence)}"
    focus = " focus" if focused else ""
    return _card(citation, chosen, content, f'id="source-{view.turn}-{citation.n}" class="card{focus}"')


def _passage(html: str) -> str:
    """A passage that is HTML already."""
    return f'<p class="passage" dir="auto">{html}</p>'


def _look(citation: Citation, turn: int) -> str:
    """What opens the place of a citation that is not in focus."""
    label = "Show it in the report" if citation.page is None else f"Show page {citation.page}"
    return render.button(label, "cite", kind="link", turn=turn, n=citation.n)


def _card(found: Citation | Evidence, number: str, content: str, attributes: str = 'class="card"') -> str:
    """Where a passage stands, and what is shown of it."""
    headings = found.section.removeprefix(found.title).removeprefix(" > ")  # the first heading often is the title
    section = f'<p class="section" dir="auto">{render.escape(headings)}</p>' if headings else ""
    title = render.escape(found.title or found.document)
    return (
        f'<article {attributes}><header>{number}<h3 dir="auto">{title}</h3></header>{section}{content}'
        f"<footer>{render.escape(found.document)} · {where(found)}</footer></article>"
    )


def where(found: Citation | Evidence) -> str:
    """The page or the lines, in words."""
    first, last = found.lines
    lines = f"line {first}" if first == last else f"lines {first}–{last}"
    told = lines if found.page is None else f"page {found.page}"
    return told + (READ_FROM_PICTURE if found.confidence < 1 else "")


def _row(row: Row) -> str:
    """A row of a table beneath its name and header, the cells that the answer uses marked."""
    unit = f" <span>({render.escape(row.unit)})</span>" if row.unit else ""
    heads = "".join(f'<th scope="col">{render.escape(cell.head)}</th>' for cell in row.cells)
    values = ((render.escape(cell.value), cell.used) for cell in row.cells)
    cells = "".join(f"<td>{f'<mark>{value}</mark>' if used else value}</td>" for value, used in values)
    return (
        f'<p class="row-name" dir="auto">{render.escape(row.name)}{unit}</p><div class="wide"><table class="row">'
        f"<thead><tr>{heads}</tr></thead><tbody><tr>{cells}</tr></tbody></table></div>"
    )


def _place(place: Page | Lines | None, view: View) -> str:
    """The page or the lines that a citation stands at, with what comes before and after."""
    if place is None:
        return '<p class="hint">The report itself is not there as it was indexed, so its page cannot be shown.</p>'
    shown = _picture(place) if isinstance(place, Page) else _printed(place)
    before, after = (place.number > 1, place.number < place.count) if isinstance(place, Page) else (
        place.first > 1, place.more
    )  # fmt: skip
    told = f"page {place.number} of {place.count}" if isinstance(place, Page) else f"from line {place.first}"
    turned = [
        render.button(icon, "leaf", kind="quiet", title=title, turn=view.turn, n=view.focus, leaf=view.leaf + by)
        if there
        else f'<span class="quiet off">{icon}</span>'
        for icon, title, by, there in (
            (icons.LEFT, "Previous page", -1, before),
            (icons.RIGHT, "Next page", 1, after),
        )
    ]
    back = render.button("back to the place", "leaf", kind="link", turn=view.turn, n=view.focus, leaf=0)
    larger = f'<button type="button" class="quiet larger" title="Larger" aria-label="Larger">{icons.LARGER}</button>'
    return (
        f'<div class="place"><div class="turner">{turned[0]}<span class="at">{told}</span>{turned[1]}'
        f"{back if view.leaf else ''}{larger if isinstance(place, Page) else ''}</div>{shown}</div>"
    )


def _picture(page: Page) -> str:
    """A page with frames over it."""
    frames = "".join(
        f'<rect x="{box.left - 3:.1f}" y="{box.top - 3:.1f}" width="{box.right - box.left + 6:.1f}" '
        f'height="{box.bottom - box.top + 6:.1f}" rx="2"/>'
        for box in page.frames
    )
    return (
        f'<div class="page"><img src="{page.picture}" alt="Page {page.number} of the report">'
        f'<svg class="frames" viewBox="0 0 {page.width:.1f} {page.height:.1f}" aria-hidden="true">{frames}</svg></div>'
    )


def _printed(place: Lines) -> str:
    """Lines as printed, with their numbers, those that bear the quote marked."""
    items = "".join(
        f'<li value="{number}"{" class=here" if number in place.bearing else ""} dir="auto">{render.escape(line)}</li>'
        for number, line in enumerate(place.lines, start=place.first)
    )
    return f'<ol class="printed">{items}</ol>'


def _why(citation: Citation, evidence: Sequence[Evidence]) -> str:
    """Why the search chose the passage."""
    found = next((each for each in evidence if _same(each, citation)), None)
    reasons = "".join(f"<li>{reason}</li>" for reason in _reasons(found)) if found else ""
    if not reasons:
        return ""
    return f'<details class="why"><summary>Why this passage</summary><ul>{reasons}</ul></details>'


def _same(evidence: Evidence, citation: Citation) -> bool:
    """Whether the search found this very passage."""
    return evidence.document == citation.document and evidence.lines == citation.lines


def _reasons(evidence: Evidence) -> Iterator[str]:
    """What spoke for a passage, the weightiest first."""
    for signal in sorted(evidence.signals, key=lambda signal: -signal.points):
        detail = f": {render.escape(render.clip(signal.detail, 90))}" if signal.detail else ""
        yield f"{render.escape(WHY.get(signal.name, signal.name))}{detail} <b>{signal.points:+.2f}</b>"
    for also in evidence.also:
        yield f"the same text stands in {render.escape(also)}"
