"""What others wrote is shown and never run."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from ui import render


class Tags(HTMLParser):
    """Collects the elements and the text that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def parsed(html: str) -> Tags:
    """The page's view of some HTML."""
    tags = Tags()
    tags.feed(html)
    tags.close()
    return tags


HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "</p></div><iframe src='http://other.test/'>",
    "[link](javascript:alert(1)) ![picture](http://other.test/a.png) **bold** `code`",
    "$$\\href{javascript:alert(1)}{x}$$ ${alert(1)} {{value}} @children",
    "&lt;b&gt; &amp; &#60;script&#62;",
    "http://other.test/ www.other.test",
    "a" * 50_000,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_one_paragraph_of_that_text(text: str) -> None:
    seen = parsed(render.answer(text, turn=0))
    assert seen.tags == ["p"]
    assert seen.text == text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_passage_is_that_text_with_its_quote_marked(text: str) -> None:
    seen = parsed(render.highlight(f"Before {text} after", text))
    assert seen.tags == ["mark"]
    assert seen.text == f"Before {text} after"


def test_text_cannot_leave_an_attribute() -> None:
    assert render.escape("\" onclick='x") == "&quot; onclick=&#x27;x"


def test_invisible_characters_are_dropped() -> None:
    assert render.escape("a\u202e12.3\u202c\u2066b\u200f\x00\ufeff\r\nc\td") == "a12.3b\nc\td"


def test_only_cited_marks_become_buttons() -> None:
    seen = parsed(html := render.answer("Up 5% [1], not [2] [12] [1234].", turn=3, cited=[1, 12]))
    assert seen.tags == ["p", "span", "button", "span", "button"]
    assert seen.text.replace("\u2060", "") == "Up 5%1, not [2]12 [1234]."
    assert 'data-turn="3" data-n="12"' in html


def test_lines_and_lists_are_kept() -> None:
    text = "First\nsecond\n\n- one [1]\n* two\n1. uno\n2) due\nlast"
    assert render.answer(text, turn=0) == (
        '<p dir="auto">First</p><p dir="auto">second</p><ul dir="auto"><li>one [1]</li><li>two</li></ul>'
        '<ol dir="auto"><li>uno</li><li>due</li></ol><p dir="auto">last</p>'
    )


def test_a_figure_at_the_start_of_a_line_is_no_list() -> None:
    assert render.answer("1.5 tonnes\n-3% a year", turn=0) == '<p dir="auto">1.5 tonnes</p><p dir="auto">-3% a year</p>'


def test_a_quote_is_found_across_white_space_and_case() -> None:
    assert render.highlight("Total\n  WATER use: 5 (m3).", "total water use: 5") == (
        "<mark>Total\n  WATER use: 5</mark> (m3)."
    )


@pytest.mark.parametrize("quote", ["", "  ", "not in it", ".*"])
def test_a_quote_that_is_not_there_marks_nothing(quote: str) -> None:
    assert render.highlight("Total & more", quote) == "Total &amp; more"


def test_long_text_is_clipped() -> None:
    assert render.clip("abcdef", 6) == "abcdef"
    assert render.clip("abc defg", 5) == "abc…"


def test_counts() -> None:
    assert [render.count(number, "source") for number in (0, 1, 2)] == ["0 sources", "1 source", "2 sources"]


def test_a_quote_is_found_across_invisible_characters() -> None:
    assert render.highlight("use: \u202e5\u202c m3 & more", "use: 5 m3") == "<mark>use: 5 m3</mark> &amp; more"


def test_the_lines_of_a_quote_are_marked_wherever_they_stand() -> None:
    assert render.highlight("One. Two. Three & four.", "Three & four.\nOne.\nFive.\nOne.") == (
        "<mark>One.</mark> Two. <mark>Three &amp; four.</mark>"
    )
