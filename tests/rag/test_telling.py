"""What kind of statement a text is, and which kind a question wants."""

from __future__ import annotations

import pytest

from rag import telling as weights
from rag.question import understand
from rag.telling import Telling, Wanted


def wanted(question: str) -> Wanted:
    return Wanted.of(understand(question))


def points(question: str, text: str) -> float:
    return wanted(question).points(Telling.of(text), text)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Kiln refers to an oven.", {"kiln"}),
        ("A small kiln is an oven.", {"small", "kiln"}),
        ("Kiln: an oven", {"kiln"}),
        ("Kiln\nAn oven for bricks.", {"kiln"}),
        ("Kilns were closed.", set()),
        ("Many of the kilns that stood in the old yards by the sea are an eyesore.", set()),  # too long a subject
    ],
)
def test_what_a_text_says_something_of(text: str, subject: set[str]) -> None:
    assert Telling.of(text).subject == subject


def test_a_text_leads_to_a_list_and_says_of_how_many() -> None:
    found = Telling.of("The yards hold four materials:")
    assert (found.leads, found.counts, found.listed) == (True, (4,), ())
    assert not Telling.of("The yards hold four materials.").leads


@pytest.mark.parametrize(
    ("question", "several", "count"),
    [
        ("Which six topics came first?", True, 6),
        ("Which topics came first?", True, None),
        ("three lines of defence", True, 3),
        ("Who led the three yards?", True, 3),
        ("Which topics came first in the survey that was held in two towns?", True, None),  # not asked for
        ("How many kilns stand in the three yards?", False, None),
        ("Who led the yard?", False, None),
    ],
)
def test_how_many_things_are_wanted(question: str, several: bool, count: int | None) -> None:
    found = wanted(question)
    assert (found.several, found.count) == (several, count)


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
        ("What is the kiln used for?", set()),
        ("Who is included in the count?", set()),
        ("Who closed the kiln?", set()),
        ("What are the Scope 1 emissions?", set()),  # a figure is asked for
    ],
)
def test_the_term_to_be_explained(question: str, term: set[str]) -> None:
    assert wanted(question).term == term


def test_a_text_that_says_what_the_term_is_stands_first() -> None:
    question = "What is meant by green kiln?"
    assert points(question, "Green kiln refers to an oven.") == pytest.approx(weights._EXPLAINS)
    assert points(question, "Kiln refers to an oven.") == pytest.approx(weights._EXPLAINS / 2)
    assert points(question, "We closed each green kiln.") == 0


def test_an_enumeration_stands_first_where_several_are_asked_for() -> None:
    three, none = "We burn wood, straw, and peat.", "We burn wood."
    assert points("Which fuels are burnt?", three) == pytest.approx(weights._LISTS)
    assert points("Which fuels are burnt?", none) == 0
    assert points("Who burns wood?", three) == 0
    assert points("Which three fuels are burnt?", three) == pytest.approx(weights._COUNTED)
    assert points("Which four fuels are burnt?", three) == pytest.approx(weights._MISCOUNTED)
    assert points("Which four fuels are burnt?", "Four fuels are burnt:") == pytest.approx(weights._COUNTED)
    assert 0 < weights._MISCOUNTED < weights._LISTS < weights._COUNTED


@pytest.mark.parametrize(
    ("question", "barred"),
    [
        ("Who buys bricks outside mainland Norway?", {"mainland", "norwa"}),
        ("Who buys bricks other than the Acme Works?", {"acme", "work"}),
        ("What do outside testers measure?", set()),
        ("Who buys bricks excluding tiles?", set()),  # no name: too unsure what is meant
    ],
)
def test_what_a_question_shuts_out_is_told(question: str, barred: set[str]) -> None:
    assert wanted(question).barred == barred


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("In mainland Norway we sell bricks.", True),
        ("In the Norwegian mainland we sell bricks.", True),
        ("Outside mainland Norway we sell bricks.", False),
        ("All but the mainland of Norway, excluding isles, buys.", False),
        ("In Sweden we sell bricks.", False),
        ("In Norway we sell bricks.", False),  # says nothing of the mainland
    ],
)
def test_a_text_of_what_is_shut_out_is_no_answer(text: str, out: bool) -> None:
    question = "Who buys bricks outside mainland Norway?"
    assert wanted(question).is_shut_out(text) is out
    assert points(question, text) == pytest.approx(-weights._SHUT_OUT * out)
    assert not wanted("Who buys bricks?").is_shut_out(text)
