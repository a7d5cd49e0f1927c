"""Answers and conversations to keep or pass on."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from rag.types import Answer, Sentence
from tests.ui.making import HOSTILE, figure
from ui.exchange import Exchange
from ui.exporting import Saved, handed_over, saved


def made(form: str, *exchanges: Exchange, title: str = "What?") -> str:
    """What is saved."""
    file = saved(exchanges, title=title, form=form)
    assert file
    return file.content


def test_markdown_holds_question_answer_verdict_and_sources(answer: Answer) -> None:
    reckoned = replace(answer, sentences=(Sentence("x", "calculated", (1,), formula="a = b"),))
    text = made("md", Exchange("What?", answer=reckoned), Exchange("Why?", notice="Stopped."))
    assert text == (
        "# What?\n\n## What?\n\nThey were 1,234 tonnes [1]. Water use fell [2].\n\n*a = b*\n\n"
        "*Calculated, the formula below · 2 sources*\n\n"
        "1. Report 2024 (report-2024.md), Climate \\> Emissions, lines 10–12:\n"
        "   > Scope 1 emissions were 1,234 tonnes in 2024.\n\n"
        "2. Report 2024 (report-2024.md), Climate \\> Emissions, page 7:\n   > Water use fell.\n\n"
        "## Why?\n\n*Stopped.*\n"
    )


def test_json_holds_all_of_it(answer: Answer) -> None:
    found = json.loads(made("json", Exchange("What?", answer=answer)))
    assert found["questions"][0]["answer"] == json.loads(json.dumps(answer.to_dict()))
    assert found["questions"][0]["verdict"] == "2 sources"


def test_csv_holds_the_figures(answer: Answer) -> None:
    used = replace(answer, figures=(figure("Scope 1", 2024, "1,234"),))
    assert len(made("csv", Exchange("What?", answer=used)).splitlines()) == 2


class Tags(HTMLParser):
    """Collects the elements that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)


def test_the_page_to_print_stands_alone_and_runs_nothing(hostile_answer: Answer) -> None:
    text = made("html", Exchange(HOSTILE, answer=hostile_answer), title=HOSTILE)
    tags = Tags()
    tags.feed(text)
    assert tags.tags == {
        "html", "head", "meta", "title", "style", "body", "h1", "section", "h2", "p", "ol", "li", "blockquote", "mark",
    }  # fmt: skip
    assert "default-src 'none'" in text
    assert "\u202e" not in text


def test_markdown_of_a_report_is_not_obeyed(hostile_answer: Answer) -> None:
    text = made("md", Exchange(HOSTILE, answer=hostile_answer), title=HOSTILE)
    assert not re.search(r"(?<!\\)<|(?<!\\)\]\(|(?<!\\)!\[|(?<!\\)\*\*bold", text)
    assert "[1] [7]" in text


@pytest.mark.parametrize(
    ("title", "name"), [("What were they?", "what-were-they.md"), ("../../x", "x.md"), ("?", "answer.md")]
)
def test_names_of_files_are_plain(answer: Answer, title: str, name: str) -> None:
    file = saved([Exchange("What?", answer=answer)], title=title, form="md")
    assert file
    assert file.name == name


def test_a_form_that_there_is_not() -> None:
    assert saved([], title="x", form="exe") is None
    assert handed_over(None, 1) == ""


def test_what_is_handed_over_cannot_leave_its_attribute() -> None:
    html = handed_over(Saved("a.md", "text/markdown", '"><script>\n&'), 3)
    assert html == (
        '<span data-file="a.md" data-type="text/markdown" data-content="&quot;&gt;&lt;script&gt;\n&amp;" '
        'data-number="3"></span>'
    )
