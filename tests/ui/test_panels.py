"""The conversation as HTML."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from index.types import Document
from rag.types import Answer, Delta, Done, Found, Sentence
from ui import panels
from ui.conversations import Conversation
from ui.exchange import Exchange
from ui.panels import Setting
from ui.scope import Scope
from ui.sidebar import sidebar


def words(html: str) -> str:
    """The visible text, tags turned into spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("&NoBreak;", "").split())


def report(year: int | None, title: str = "Report") -> Document:
    """A report that is only named."""
    return Document(name=f"{title}.md", path="/r", title=title, year=year, sha256="")


def drawn(*exchanges: Exchange, **setting: object) -> str:
    """A conversation as HTML."""
    return panels.conversation(exchanges, Setting(**setting))  # type: ignore[arg-type]


def test_an_exchange_grows_with_the_events(answer: Answer) -> None:
    exchange = Exchange("What?")
    assert (exchange.pending, exchange.status) == (True, "Searching the reports…")
    exchange = exchange.after(Found(()))
    assert exchange.status == "0 passages found, writing the answer…"
    exchange = exchange.after(Delta("They ")).after(Delta("were"))
    assert (exchange.text, exchange.pending) == ("They were", True)
    exchange = exchange.after(Done(answer))
    assert (exchange.text, exchange.answer, exchange.pending) == (answer.text, answer, False)


def test_an_answer_with_its_verdict_and_tools(answer: Answer) -> None:
    html = drawn(Exchange("What?", text=answer.text, answer=answer), id="abc")
    assert words(html) == (
        "What? They were 1,234 tonnes 1 . Water use fell 2 . 2 sources · 2.5 s Save Markdown JSON Page to print"
    )
    assert html.count('class="cite"') == 2
    assert 'class="answer "' in html
    assert 'data-conversation="abc"' in html
    assert re.findall(r'data-do="(\w+)"', html) == [
        "edit",
        "cite",
        "cite",
        "cite",
        "rate",
        "rate",
        "retry",
        *["save"] * 3,
    ]


def test_a_formula_and_a_chart_stand_beneath_the_answer(answer: Answer) -> None:
    reckoned = replace(answer, sentences=(Sentence("x", "calculated", (1,), formula="2 < 3"),))
    html = drawn(Exchange("What?", text=answer.text, answer=reckoned), charts={0: "<figure></figure>"})
    assert '<p class="formula" dir="auto">2 &lt; 3</p><figure></figure>' in html


def test_a_refusal_with_its_reason(refusal: Answer) -> None:
    html = drawn(Exchange("Why?", text=refusal.text, answer=refusal))
    assert words(html).startswith("Why? The reports do not say. Not in these reports: no passage Save")
    assert 'class="answer refused"' in html
    assert 'class="verdict unsure"' in html


def test_a_stopped_answer_is_told_from_a_whole_one(answer: Answer) -> None:
    html = drawn(Exchange("What?", text="They", answer=answer, notice="Stopped."))
    assert words(html).startswith("What? They Stopped. 2 sources · 2.5 s")
    assert 'class="answer stopped"' in html
    early = Exchange("What?", answer=Answer(question="What?", text="", seconds={"total": 0.5}), notice="Stopped.")
    assert words(drawn(early)).startswith("What? Stopped. · 0.5 s")


def test_while_an_answer_grows_nothing_can_be_edited(answer: Answer) -> None:
    done = Exchange("One?", text=answer.text, answer=answer)
    html = drawn(done, Exchange("<And>?", status="2 passages found", text="So far"))
    assert words(html).endswith("&lt;And&gt;? So far 2 passages found")
    assert 'data-do="edit"' not in html


def test_a_failure_is_an_alert_and_can_be_asked_again() -> None:
    html = drawn(Exchange("What?", notice="No <model>. Pull one."))
    assert '<div class="notice" role="alert">No &lt;model&gt;. Pull one. <button' in html
    assert 'data-do="retry"' in html


def test_what_was_filtered_stays_with_the_question() -> None:
    html = drawn(Exchange("What?", scope=Scope(("Blue.md",), (2023,)), notice="x"), documents=[report(2023, "Blue")])
    assert "Searched Blue, only what is of 2023" in html


@pytest.mark.parametrize(("rating", "note", "told"), [(1, "", "What was good"), (-1, "", "What is wrong")])
def test_who_rates_may_say_why(answer: Answer, rating: int, note: str, told: str) -> None:
    html = drawn(Exchange("What?", text=answer.text, answer=answer, rating=rating, note=note))
    assert told in html
    assert re.findall(r'thumb on"[^>]*data-value="(-?1)"', html) == [str(rating)]


def test_a_note_is_shown_instead_of_its_form(answer: Answer) -> None:
    html = drawn(Exchange("What?", text=answer.text, answer=answer, rating=1, note="<Good>"))
    assert "Your note: &lt;Good&gt;" in html
    assert "<form" not in html


def test_a_long_question_is_clipped() -> None:
    assert len(drawn(Exchange("x" * 100_000, notice="Too long."))) < 3000


def test_the_welcome_names_the_reports_and_examples() -> None:
    html = drawn(documents=[report(2023, "Blue"), report(None, "Green")], examples=["<One>?", "Two?"])
    assert words(html).startswith("Ask about 2 reports")
    assert words(html).endswith("&lt;One&gt;? Two? Indexed reports 2023 Blue Green")
    assert re.findall(r'data-question="([^"]*)"', html) == ["&lt;One&gt;?", "Two?"]


def test_many_reports_are_counted() -> None:
    assert words(drawn(documents=[report(2000 + n) for n in range(20)])).endswith("2012 Report and 12 more")


def test_without_reports_it_says_how_to_add_some() -> None:
    assert words(drawn()).startswith("There are no reports yet Add some under Documents")


def test_the_list_of_conversations_marks_the_open_one() -> None:
    html = sidebar([Conversation("a", "One <b>", 2.0), Conversation("b", 'Two "x"', 1.0)], current="b")
    assert words(html) == (
        "+ New conversation One &lt;b&gt; Two &quot;x&quot; Save this conversation Markdown JSON Page to print"
    )
    assert re.findall(r'data-id="(\w)"[^>]*aria-current', html) == ["b"]
    assert " inert" in sidebar([], busy=True)
    assert " inert" not in html
    assert "Save this" not in sidebar([])
