"""Whether a text says what something is, of what, and which term a question wants explained."""

from __future__ import annotations

import pytest

from rag.defining import defines, subjects_of, term_of
from rag.question import understand


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Kiln refers to an oven.", {"kiln"}),
        ("A small kiln is an oven.", {"small", "kiln"}),
        ("Kiln: an oven", {"kiln"}),
        ("Kiln\nAn oven for bricks.", {"kiln"}),
        ("Note: Old yards refer to those of last year.", {"old", "yard"}),
        ("“Old yards” in this white paper refers to those of last year.", {"old", "yard"}),
        ("The yard is open and offers a travel package that includes meals.", {"travel", "packag"}),
        ("Fault feedback ratio (FFR) refers to faults.", {"ffr"}),
        ("Fault feedback ratio (FFR) refers to faults.", {"fault", "feedback", "ratio"}),
    ],
)
def test_what_a_text_says_something_of(text: str, subject: set[str]) -> None:
    assert subject in subjects_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "Kilns were closed.",
        "Many of the kilns that stood in the old yards by the sea are an eyesore.",  # too long a subject
    ],
)
def test_a_text_that_says_what_nothing_is(text: str) -> None:
    assert subjects_of(text) == ()


def test_a_defining_text() -> None:
    assert defines("Turnover rate = leavers / staff at year end")
    assert not defines("Kilns were closed.")


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("What is a kiln?", {"kiln"}),
        ("What is meant by the term residual mix?", {"residual", "mix"}),
        ("What does the 2023 report mean by green kilns?", {"green", "kiln"}),
        ("What does EPS stand for in the report?", {"eps"}),
        ("definition of a green kiln", {"green", "kiln"}),
        ("green kiln meaning", {"green", "kiln"}),
        ('Which yards count as "old yards" in the plan?', {"old", "yard"}),
        ('What is meant by the words "old yards" in it?', {"old", "yard"}),
        ("Who are key suppliers in the plan?", {"key", "supplier"}),
        ("How does Acme work out its turnover rate?", {"turnover", "rate"}),
        ("How is the turnover rate calculated in the report?", {"turnover", "rate"}),
        ("What does a green kiln include?", {"green", "kiln"}),
        ("What falls under the green kiln?", {"green", "kiln"}),
        ("Who qualifies as a key supplier?", {"key", "supplier"}),
        ("Which yards are regarded as old yards?", {"old", "yard"}),
        ('Which yards does Acme regard as "old"?', {"old"}),
        ("What counts towards Acme's old yards?", {"old", "yard"}),
        ("How does a green kiln work?", {"green", "kiln"}),
        ("What is included in the green kiln?", {"green", "kiln"}),
        ("What is the kiln used for?", set()),
        ("Who is included in the count?", set()),
        ("Who closed the kiln?", set()),
        ("What are the Scope 1 emissions?", set()),  # a figure is asked for
    ],
)
def test_the_term_to_be_explained(question: str, term: set[str]) -> None:
    assert term_of(understand(question)) == term
