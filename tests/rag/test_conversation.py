"""Questions of a conversation, made to stand alone."""

from __future__ import annotations

import pytest

from rag.conversation import standalone
from rag.question import understand
from rag.types import Turn

SCOPE = "What were Scope 1 emissions in 2024?"


def asked(question: str, *before: str) -> str:
    return standalone(understand(question), [Turn(earlier, "An answer [1].") for earlier in before]).text


def test_without_history_a_question_stands_as_it_is() -> None:
    assert asked("And in 2022?") == "And in 2022?"


def test_a_year_takes_the_place_of_the_year_before() -> None:
    question = standalone(understand("And in 2022?"), [Turn(SCOPE, "5 t [1].")])
    assert question.text == "What were Scope 1 emissions in? And in 2022?"
    assert question.years == (2022,)
    assert question.words == ("scope", "1", "emissions")
    assert question.wants_figure


@pytest.mark.parametrize(
    "question",
    ["What about the car business?", "How about women?", "Also for suppliers?", "Same for water?", "But overall?"],
)
def test_a_continuation_keeps_subject_and_year(question: str) -> None:
    assert asked(question, SCOPE) == f"What were Scope 1 emissions in 2024? {question}"


def test_a_question_that_points_back_takes_its_kind_along() -> None:
    question = standalone(understand("Why is that?"), [Turn(SCOPE, "5 t [1].")])
    assert question.text == f"{SCOPE} Why is that?"
    assert question.kind == "why"
    assert question.years == (2024,)


@pytest.mark.parametrize("question", ["How did it change?", "Who approved them?", "What was its target?", "In 2023?"])
def test_short_questions_that_point_back(question: str) -> None:
    assert asked(question, "How large is Acme's fleet?") == f"How large is Acme's fleet? {question}"


@pytest.mark.parametrize(
    "question",
    [
        "How many suppliers were audited?",
        "In 2018, how many shops were open in mainland China?",
        "Does Acme publish its targets?",
        "How many factories that make electric cars use their own solar plants?",
        "Which android phones sold best?",
    ],
)
def test_a_full_question_stands_alone(question: str) -> None:
    assert asked(question, SCOPE) == question


def test_a_chain_of_three_keeps_the_first_subject() -> None:
    question = standalone(understand("And in 2021?"), [Turn(SCOPE, "a"), Turn("And in 2022?", "b")])
    assert question.years == (2021,)
    assert question.words == ("scope", "1", "emissions")


def test_a_chain_ends_at_a_question_of_its_own() -> None:
    question = asked("And in 2022?", SCOPE, "How many suppliers were audited in 2024?")
    assert question == "How many suppliers were audited in? And in 2022?"


def test_only_the_questions_before_count() -> None:
    history = [Turn("How many suppliers were audited?", "42 suppliers; see 2019 and 2020.")]
    assert standalone(understand("And why?"), history).years == ()


def test_a_long_conversation_stays_a_question() -> None:
    longest = f"What is {'very ' * 396}long"
    assert len(longest) < 2000
    assert asked("What about the car business?", longest) == "What about the car business?"
