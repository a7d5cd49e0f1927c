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
        ("What are Acme's five rules?", True, 5),
        ("Into which two parts is the plan split?", True, 2),
        ("In which towns are the ten yards?", True, 10),
        ("Which tongue prevails if the two versions clash?", True, None),  # not asked for
        ("Which topic made the top three of 2024?", True, None),
        ("Which topics came first in the survey that was held in two towns?", True, None),  # not asked for
        ("How many kilns stand in the three yards?", False, None),
        ("Who led the yard?", False, None),
    ],
)
def test_how_many_things_are_wanted(question: str, several: bool, count: int | None) -> None:
    found = wanted(question)
    assert (found.several, found.count) == (several, count)


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


# --- reasons


RISE = "Why did waste rise in 2023?"


def evidence(question: str, text: str, heading: str = "") -> float:
    return wanted(question).evidence(Telling.of(text), text, heading)


def test_a_reason_stands_before_what_tells_none() -> None:
    question = "Why was the kiln closed?"
    outright, other, none = "It was closed because it leaked.", "It was closed to protect trees.", "It was closed."
    assert points(question, outright) == pytest.approx(weights._REASONS)
    assert points(question, other) == pytest.approx(weights._REASONS / 2)
    assert points(question, none) == 0
    assert points("Was the kiln closed?", outright) == 0


def test_the_reason_of_another_move_is_none() -> None:
    assert points(RISE, "Waste increased because of rain.") == pytest.approx(weights._REASONS)
    assert points(RISE, "Kilns were closed because of rain.") == 0
    assert points("Why do figures differ?", "We expanded the scope.") == pytest.approx(weights._REASONS)


def test_what_the_kind_of_a_text_says_for_an_answer() -> None:
    assert evidence(RISE, "Waste increased because of rain.") == weights._SURE
    assert evidence(RISE, "Waste increased to help us.") == 0
    assert evidence(RISE, "Waste increased.") == weights._NO_REASON
    assert evidence(RISE, "Kilns were closed because of rain.") == pytest.approx(weights._SURE + weights._OTHER_MOVE)
    assert evidence("What is meant by green kiln?", "Green kiln refers to an oven.") == weights._SURE
    assert evidence("What is meant by green kiln?", "An oven of the newest kind.", "Green kilns") == weights._SURE
    assert evidence("What is meant by green kiln?", "Blue old kiln refers to an oven.") == 0
    assert evidence("Which three fuels are burnt?", "We burn wood, straw, and peat.") == weights._SURE
    assert evidence("Which four fuels are burnt?", "We burn wood, straw, and peat.") == 0
    assert evidence("Which fuels are burnt?", "We burn wood, straw, and peat.") == 0


def test_beside_a_reason_only_a_reason_and_beside_a_definition_only_one() -> None:
    reason, none = Telling.of("It was closed because it leaked."), Telling.of("It was old.")
    assert wanted("Why was it closed?").goes_with(reason, [reason])
    assert not wanted("Why was it closed?").goes_with(none, [none, reason])
    assert wanted("Why was it closed?").goes_with(none, [none])
    kiln = Telling.of("Kiln refers to an oven.")
    assert wanted("What is meant by kiln?").goes_with(kiln, [kiln])
    assert not wanted("What is meant by kiln?").goes_with(none, [kiln])
    assert wanted("What is meant by kiln?").goes_with(none, [none])


def test_what_explains_a_term_does_so_for_every_year() -> None:
    assert wanted('What counts as "old yards" in the 2040 plan?').is_explained_by("Old yards refer to those of 1990.")
    assert not wanted('What counts as "old yards" in the 2040 plan?').is_explained_by("Yards were closed.")


# --- whose list it is


def test_the_list_of_the_one_asked_about_stands_first() -> None:
    question = "Which topics are neighbours most concerned about?"
    own, other = "Neighbours:\n- Noise\n- Dust\n- Smell", "Buyers:\n- Price\n- Looks\n- Weight"
    assert points(question, own) == pytest.approx(weights._WHOSE + weights._LISTS)
    assert points(question, other) == pytest.approx(weights._LISTS)
    assert evidence(question, own) == weights._SURE
    assert evidence(question, other) == 0
    assert points("Which neighbours were visited?", own) == pytest.approx(weights._LISTS)
