"""The sources of an answer as HTML, and the places they stand at."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from index.types import Box, PrintedLine
from rag.types import Answer, Sentence, Signal
from tests.ui.making import HOSTILE, figure
from tests.ui.test_panels import drawn, report, words
from ui import pages, proofs, sources
from ui.exchange import Exchange
from ui.pages import Lines, Page
from ui.rows import Cell, Row
from ui.sources import View


def shown(answer: Answer, view: View | None = None, **found: Any) -> str:
    """The sources of an answer."""
    return sources.sources(Exchange("What?", answer=answer), view or View(), **found)


def test_the_cards_of_an_answer(answer: Answer) -> None:
    html = shown(answer, View(4))
    first, second = html.split("<article ")[1:]
    assert words("<" + first) == (
        "1 Report 2024 Climate &gt; Emissions As told before. Scope 1 emissions were 1,234 tonnes in 2024. "
        "More follows. Show it in the report report-2024.md · lines 10–12"
    )
    assert "<mark>Scope 1 emissions were 1,234 tonnes in 2024.</mark>" in first
    assert first.startswith('id="source-4-1" class="card">')
    assert words("<" + second).endswith("Show page 7 report-2024.md · page 7")


def test_a_refusal_shows_what_was_near(refusal: Answer) -> None:
    assert words(shown(refusal)) == (
        "What? The nearest passages, none of which answers the question: "
        "Report 2024 Other Noise is measured yearly. report-2024.md · line 4"
    )
    assert words(shown(replace(refusal, evidence=()))) == "What? No passage was found."


@pytest.mark.parametrize("exchange", [None, Exchange("What?"), Exchange("What?", notice="Failed.")])
def test_no_answer_no_sources(exchange: Exchange | None) -> None:
    assert words(sources.sources(exchange, View())) == sources.NO_SOURCES


def test_why_a_passage_was_chosen(answer: Answer, refusal: Answer) -> None:
    signals = (Signal("words", 0.2), Signal("report of the year", 0.5, "2024 <b>"), Signal("table", -0.1))
    found = replace(refusal.evidence[0], lines=(10, 12), signals=signals, also=("other.md",))
    html = shown(replace(answer, evidence=(found,)))
    assert words(html.split("<details")[1]).startswith(
        'class="why"> Why this passage report of the year: 2024 &lt;b&gt; +0.50 '
        "holds the question&#x27;s words +0.20 is a row of a table -0.10 the same text stands in other.md"
    )
    assert html.count("Why this passage") == 1  # the search did not find the other as it is


def test_the_row_of_a_figure_has_its_header_and_its_cell_marked(scripted: Any, answer: Answer) -> None:
    row = (
        figure("Scope 1", 2024, "1,234"),
        figure("Scope 1", 2023, "1,100"),
        figure("Scope 1", 2023, "9", segment="EV"),
    )
    scripted.found = row
    html = proofs.proof(scripted, Exchange("What?", answer=replace(answer, figures=row[:1])), View())
    table = html[html.index('<p class="row-name"') : html.index("</table>")]
    assert words(table) == "Emissions &gt; Scope 1 (t) 2024 2023 2023 EV 1,234 1,100 9"
    assert re.findall("<mark>(.*?)</mark>", table) == ["1,234"]


def test_a_row_without_records_is_shown_as_it_was_read(scripted: Any, answer: Answer) -> None:
    cells = "2022 Landfill: 45.4 | 2022 Recycled: 45.4 | 2021 Recycled: 5.4 | 2021 Share: 44.6% | 2021: 4.6%"
    quote = f"Waste | Unit: t | {cells}"
    citation = replace(answer.citations[0], quote=quote, text=quote)
    sentences = (Sentence("Waste: 45.4 t (2022 Recycled); 44.6% (2021 Share).", "quoted", (1,)),)
    read = replace(answer, citations=(citation,), sentences=sentences)
    html = proofs.proof(scripted, Exchange("What?", answer=read), View())
    table = html[html.index('<p class="row-name"') : html.index("</table>")]
    assert words(table) == (
        "Waste (t) 2022 Landfill 2022 Recycled 2021 Recycled 2021 Share 2021 45.4 45.4 5.4 44.6% 4.6%"
    )
    assert re.findall("<td>(.*?)</td>", table) == ["45.4", "<mark>45.4</mark>", "5.4", "<mark>44.6%</mark>", "4.6%"]
    for other in (f"{quote}\nA sentence.", "Waste | 5 | 6", "Plain words."):
        cited = replace(read, citations=(replace(citation, quote=other),))
        assert "<table" not in proofs.proof(scripted, Exchange("What?", answer=cited), View())


def test_the_row_is_looked_up_among_the_figures(scripted: Any, answer: Answer) -> None:
    used = replace(answer, figures=(scripted.found[2],))
    html = proofs.proof(scripted, Exchange("What?", answer=used), View())
    assert words(html[html.index('<p class="row-name"') : html.index("</table>")]) == (
        "Emissions &gt; Scope 1 emissions (t) 2022 2023 2024 900 1,100 1,234"
    )


def test_the_lines_around_a_citation_are_shown_and_turned(scripted: Any, answer: Answer) -> None:
    scripted.lines = tuple(PrintedLine(f"line {number} <b>") for number in range(1, 41))
    html = proofs.proof(scripted, Exchange("What?", answer=answer), View(0, 1))
    assert re.findall(r'<li value="(\d+)"', html) == [str(number) for number in range(7, 16)]
    assert re.findall(r'<li value="(\d+)" class=here', html) == ["10", "11", "12"]
    assert "line 7 &lt;b&gt;" in html
    assert re.findall(r'data-leaf="(-?\d)"', html) == ["-1", "1"]
    first = proofs.proof(scripted, Exchange("What?", answer=answer), View(0, 1, -1))
    assert re.findall(r'<li value="(\d+)"', first)[0] == "1"
    assert re.findall(r'data-leaf="(-?\d)"', first) == ["0", "0"]  # on, and back to the place


def test_of_the_cited_lines_those_that_bear_the_quote_are_marked(scripted: Any, answer: Answer) -> None:
    texts = ["| Water | 5 |", "| **Scope 1** | 1,234 | 900 |", "| Scope 2 | 7 |"]
    scripted.lines = (*[PrintedLine("before")] * 9, *map(PrintedLine, texts))
    found = pages.place(scripted, replace(answer.citations[0], quote="Scope 1 | 2024: 1,234 | 2023: 900"))
    assert isinstance(found, Lines)
    assert found.bearing == {11}


def test_a_report_that_is_gone_says_so(scripted: Any, answer: Answer) -> None:
    scripted.documents = ()
    html = proofs.proof(scripted, Exchange("What?", answer=answer), View(0, 1))
    assert "The report itself is not there as it was indexed" in html


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """A PDF of three pages."""
    canvas = pytest.importorskip("reportlab.pdfgen.canvas").Canvas(str(tmp_path / "a.pdf"), pagesize=(300, 400))
    for text in ("first", "second", "third"):
        canvas.drawString(50, 300, text)
        canvas.showPage()
    canvas.save()
    return tmp_path / "a.pdf"


def at(answer: Answer, scripted: Any, pdf: Path) -> Any:
    """A citation of the second page."""
    sha = hashlib.sha256(pdf.read_bytes()).hexdigest()
    scripted.documents = (replace(scripted.documents[0], name="a.pdf", path=str(pdf), sha256=sha),)
    boxes = [Box(50, 90, 120, 100), Box(50, 104, 130, 114), Box(200, 90, 280, 100), Box(50, 300, 90, 310)]
    texts = ["water use", "fell by half", "and then", "unrelated things"]
    scripted.lines = tuple(PrintedLine(text, 2, box) for text, box in zip(texts, boxes, strict=True))
    return replace(answer.citations[0], document="a.pdf", page=2, lines=(1, 4), quote="Water use fell by half.")


def test_the_page_is_a_picture_with_the_bearing_lines_framed(scripted: Any, answer: Answer, pdf: Path) -> None:
    found = pages.place(scripted, at(answer, scripted, pdf))
    assert isinstance(found, Page)
    assert (found.number, found.count, found.width, found.height) == (2, 3, 300, 400)
    assert found.frames == (Box(50, 90, 130, 114),)
    assert found.picture.startswith("data:image/webp;base64,")
    html = sources._picture(found)
    assert '<rect x="47.0" y="87.0" width="86.0" height="30.0"' in html


def test_other_pages_have_no_frame_and_there_is_none_after_the_last(scripted: Any, answer: Answer, pdf: Path) -> None:
    citation = at(answer, scripted, pdf)
    third = pages.place(scripted, citation, leaf=1)
    assert isinstance(third, Page)
    assert (third.number, third.frames) == (3, ())
    assert pages.place(scripted, citation, leaf=2) is None
    html = shown(replace(answer, citations=(citation,)), View(0, 1, 1), place=third)
    assert re.findall(r'data-leaf="(-?\d)"', html) == ["0", "0"]
    assert "page 3 of 3" in html


def test_the_page_is_that_of_the_quote_where_the_passage_begins_before_it(
    scripted: Any, answer: Answer, pdf: Path
) -> None:
    citation = replace(at(answer, scripted, pdf), page=1)
    scripted.lines = (PrintedLine("a heading of some length", 1, Box(50, 300, 90, 310)), *scripted.lines)
    found = pages.place(scripted, replace(citation, lines=(1, 5)))
    assert isinstance(found, Page)
    assert (found.number, found.frames) == (2, (Box(50, 90, 130, 114),))


def test_a_file_that_has_changed_is_not_shown(scripted: Any, answer: Answer, pdf: Path) -> None:
    citation = at(answer, scripted, pdf)
    pdf.write_bytes(pdf.read_bytes() + b" ")
    assert pages.place(scripted, citation) is None


class Elements(HTMLParser):
    """Collects the elements that a browser would see, and the names of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_nothing_of_a_report_becomes_an_element(hostile_answer: Answer) -> None:
    row = Row(HOSTILE, HOSTILE, (Cell(HOSTILE, HOSTILE, used=True),))
    exchange = Exchange(hostile_answer.question, text=hostile_answer.text, answer=hostile_answer)
    place = Lines(1, (HOSTILE,), frozenset({1}), more=True)
    html = drawn(exchange, documents=[report(2024, HOSTILE)], examples=[HOSTILE])
    html += drawn(documents=[report(2024, HOSTILE)], examples=[HOSTILE])
    html += sources.sources(exchange, View(0, 1), place=place, rows={1: [row]})
    seen = Elements()
    seen.feed(html)
    assert not seen.tags & {"script", "img", "a", "iframe", "strong", "em"}
    assert "<b>" not in html.replace("<b>2024</b>", "")
    assert not {name for name in seen.attributes if name.startswith("on") or name in {"href", "src", "style"}}
    assert "\u202e" not in html
