"""The parts of the page, as HTML."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from index.types import Document
from rag.types import Answer, Delta, Done, Found
from ui import panels
from ui.panels import Exchange


def words(html: str) -> str:
    """The visible text, tags turned into spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("&NoBreak;", "").split())


def report(year: int | None, title: str = "Report") -> Document:
    """A report that is only named."""
    return Document(name=f"{title}.md", path="/r", title=title, year=year, sha256="")


def test_an_exchange_grows_with_the_events(answer: Answer) -> None:
    exchange = Exchange("What?")
    assert (exchange.pending, exchange.status) == (True, "Searching the reports…")
    exchange = exchange.after(Found(()))
    assert exchange.status == "0 passages found, writing the answer…"
    exchange = exchange.after(Delta("They ")).after(Delta("were"))
    assert (exchange.text, exchange.pending) == ("They were", True)
    exchange = exchange.after(Done(answer))
    assert (exchange.text, exchange.answer, exchange.pending) == (answer.text, answer, False)


def test_an_answer_with_its_verdict(answer: Answer) -> None:
    html = panels.conversation([Exchange("What?", text=answer.text, answer=answer)], ())
    assert words(html) == "What? They were 1,234 tonnes 1 . Water use fell 2 . 2 sources · 2.5 s"
    assert html.count('class="cite"') == 2
    assert 'class="answer "' in html


def test_a_refusal_with_its_reason(refusal: Answer) -> None:
    html = panels.conversation([Exchange("Why?", text=refusal.text, answer=refusal)], ())
    assert words(html) == "Why? The reports do not say. Not answered: no passage"
    assert 'class="answer refused"' in html


def test_a_reason_that_is_the_answer_is_not_said_twice(refusal: Answer) -> None:
    same = replace(refusal, reason=refusal.text)
    html = panels.conversation([Exchange("Why?", text=same.text, answer=same)], ())
    assert words(html) == "Why? The reports do not say. Not answered"


def test_a_stopped_answer_is_told_from_a_whole_one(answer: Answer) -> None:
    html = panels.conversation([Exchange("What?", text="They", answer=answer, notice="Stopped.")], ())
    assert words(html) == "What? They Stopped. 2 sources · 2.5 s"
    assert 'class="answer stopped"' in html


def test_an_answer_stopped_before_its_first_word_has_no_sources() -> None:
    stopped = Exchange("What?", answer=Answer(question="What?", text="", seconds={"total": 0.5}), notice="Stopped.")
    assert words(panels.conversation([stopped])) == "What? Stopped. · 0.5 s"


def test_what_is_going_on() -> None:
    html = panels.conversation([Exchange("<What>?"), Exchange("And?", status="2 passages found", text="So far")], ())
    assert words(html) == (
        "&lt;What&gt;? Searching the reports… The models load with the first question. And? So far 2 passages found"
    )


def test_a_failure_is_an_alert() -> None:
    html = panels.conversation([Exchange("What?", notice="No <model>. Pull one.")], ())
    assert '<div class="notice" role="alert">No &lt;model&gt;. Pull one.</div>' in html


def test_a_long_question_is_clipped() -> None:
    html = panels.conversation([Exchange("x" * 100_000, notice="Too long.")], ())
    assert len(html) < 2000


def test_the_cards_of_an_answer(answer: Answer) -> None:
    html = panels.sources(Exchange("What?", answer=answer), 4, focus=2)
    first, second = html.split("<article ")[1:]
    assert words("<" + first) == (
        "1 Report 2024 Climate &gt; Emissions As told before. Scope 1 emissions were 1,234 tonnes in 2024. "
        "More follows. report-2024.md · lines 10–12"
    )
    assert "<mark>Scope 1 emissions were 1,234 tonnes in 2024.</mark>" in first
    assert first.startswith('id="source-4-1" class="card">')
    assert second.startswith('id="source-4-2" class="card focus">')
    assert words("<" + second).endswith("report-2024.md · page 7")


def test_a_refusal_shows_what_was_near(refusal: Answer) -> None:
    assert words(panels.sources(Exchange("Why?", answer=refusal))) == (
        "Why? The nearest passages, none of which answers the question: "
        "Report 2024 Other Noise is measured yearly. report-2024.md · line 4"
    )
    nothing = replace(refusal, evidence=())
    assert words(panels.sources(Exchange("Why?", answer=nothing))) == "Why? No passage was found."


@pytest.mark.parametrize("exchange", [None, Exchange("What?"), Exchange("What?", notice="Failed.")])
def test_no_answer_no_sources(exchange: Exchange | None) -> None:
    assert words(panels.sources(exchange)) == panels.NO_SOURCES


def test_nothing_of_a_report_becomes_an_element(hostile_answer: Answer) -> None:
    exchange = Exchange(hostile_answer.question, text=hostile_answer.text, answer=hostile_answer)
    html = panels.conversation([exchange], ()) + panels.sources(exchange)
    html += panels.welcome([report(2024, hostile_answer.text)])
    tags = set(re.findall(r"<([a-z0-9]+)", html))
    assert tags <= {"div", "p", "span", "button", "article", "header", "footer", "h2", "h3", "ul", "li", "b", "mark"}
    assert "<b>" not in html.replace("<b>2024</b>", "")
    assert not re.search(r"<[^>]+ (on\w+|href|src|style)=", html)
    assert "\u202e" not in html


def test_the_welcome_names_the_reports() -> None:
    html = panels.conversation([], [report(2023, "Blue"), report(None, "Green")])
    assert words(html).startswith("Ask about 2 reports")
    assert words(html).endswith("Indexed reports 2023 Blue Green")
    assert html.count("data-example=") == 4


def test_many_reports_are_counted() -> None:
    assert words(panels.welcome([report(2000 + n) for n in range(20)])).endswith("2007 Report and 12 more")


def test_examples_are_about_the_years_indexed() -> None:
    assert panels.examples([report(2024), report(2019), report(None)])[:2] == (
        "What were the Scope 1 emissions in 2024?",
        "What was the total workforce in 2019?",
    )
    assert panels.examples([report(None)])[0] == "What were the Scope 1 emissions?"
    assert panels.examples([]) == ()
