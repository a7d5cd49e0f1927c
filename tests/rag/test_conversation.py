"""Questions of a conversation, made to stand alone: the slots that they take over, replace and drop."""

from __future__ import annotations

import time
from typing import Any, cast

import pytest

from rag.conversation import InContext, in_context, standalone
from rag.question import MAX_CHARACTERS, understand
from rag.types import Turn

SCOPE = "What were Scope 1 emissions in 2024?"


def meant(question: str, *before: str, answer: str = "An answer [1].") -> InContext:
    return in_context(understand(question), [Turn(earlier, answer) for earlier in before])


def asked(question: str, *before: str) -> str:
    return meant(question, *before).question.text


YEARS = [
    (SCOPE, "And in 2022?", "What were Scope 1 emissions in 2022?"),
    (SCOPE, "In 2022?", "What were Scope 1 emissions in 2022?"),
    (SCOPE, "2022?", "What were Scope 1 emissions in 2022?"),
    (SCOPE, "And from 2020 to 2022?", "What were Scope 1 emissions from 2020 to 2022?"),
    (SCOPE, "And the year before?", "What were Scope 1 emissions in 2023?"),
    (SCOPE, "and two years earlier?", "What were Scope 1 emissions in 2022?"),
    (SCOPE, "compared with 2021?", "What were Scope 1 emissions in 2024 compared with 2021?"),
    (SCOPE, "Was that more than in 2021?", "What were Scope 1 emissions in 2024 compared with 2021?"),
    (SCOPE, "And now?", "What were Scope 1 emissions?"),
    ("In 2018, how many shops were open?", "And in 2021?", "In 2021, how many shops were open?"),
    ("How much waste was there from 2020 to 2022?", "and in 2023?", "How much waste was there in 2023?"),
    ("How large is Acme's fleet?", "And in 2021?", "How large is Acme's fleet in 2021?"),
    ("What was the target in FY2020?", "And in FY2022?", "What was the target in FY2022?"),
]
PARTS = [
    (SCOPE, "What about the car business?", "What were Scope 1 emissions in 2024 for the car business?"),
    ("How high was turnover for men in 2021?", "And for women?", "How high was turnover for women in 2021?"),
    ("How high was turnover in 2021?", "Women?", "How high was turnover in 2021 for women?"),
    ("How high was turnover for women in 2021?", "And overall?", "How high was turnover in 2021?"),
    ("How many complaints came from abroad?", "And mainland China?", "How many complaints came from mainland China?"),
    ("How much energy was used?", "only in mainland China?", "How much energy was used in mainland China?"),
    ("How much energy was used in 2020?", "How much is that per employee?",
     "How much energy was used in 2020 per employee?"),
    ("What was the turnover rate in 2021?", "What was the rate for women?",
     "What was the turnover rate in 2021 for women?"),
    ("How many smelters for tin were there?", "and cobalt?", "How many smelters for cobalt were there?"),
    ("What was the share of women in senior positions?", "and in junior positions?",
     "What was the share of women in junior positions?"),
    ("Which grade did CDP give for forest cover?", "And for soil health?", "Which grade did CDP give for soil health?"),
]  # fmt: skip
SUBJECTS = [
    (SCOPE, "and Scope 2?", "What were Scope 2 emissions in 2024?"),
    (SCOPE, "And indirect emissions?", "What were indirect emissions in 2024?"),
    ("How many Tier 1 suppliers failed?", "And Tier 2?", "How many Tier 2 suppliers failed?"),
    ("How much energy was used in 2021?", "And water?", "How much water was used in 2021?"),
    (SCOPE, "And energy consumption?", "What were energy consumption in 2024?"),
    (SCOPE, "And training hours?", "What were training hours in 2024?"),
    (SCOPE, "And the target?", "What is the target for Scope 1 emissions in 2024?"),
    ("How many people joined the Alpha Team?", "And the Beta Team?", "How many people joined the Beta Team?"),
    ("Which grade did CDP give in 2023?", "And EcoVadis?", "Which grade did EcoVadis give in 2023?"),
    ("How much water was discharged in 2023?", "and withdrawn?", "How much water was withdrawn in 2023?"),
    ("What does a policy risk mean?", "And a market risk?", "What does a market risk mean?"),
]
REPORTS = [
    ("What does the 2021 report say about privacy?", "And the 2023 report?",
     "What does the 2023 report say about privacy?"),
    ("What does the 2021 report say about privacy?", "And the 2023 one?",
     "What does the 2023 report say about privacy?"),
    ("What does the 2021 report say about privacy?", "and in the white paper?",
     "What does the white paper say about privacy?"),
    ("Does the 2023 report cover Scope 3?", "Does the 2021 report say the same?",
     "Does the 2021 report cover Scope 3?"),
    ("How much water was used in 2020?", "And in the 2023 report?",
     "How much water was used in 2020 in the 2023 report?"),
    ("How many cases were there in 2023?", "And in the 2021 report?", "How many cases were there in the 2021 report?"),
]  # fmt: skip
POINTING = [
    ("How much energy was used in 2021?", "Why did it rise?", "Why did energy used rise in 2021?"),
    ("How much waste was there in 2023?", "How did that change?", "How did waste change in 2023?"),
    ("By how much did turnover rise in 2021?", "Why?", "Why did turnover rise in 2021?"),
    ("How many suppliers were dropped?", "why?", "Why were suppliers dropped?"),
    ("How large is Acme's fleet?", "What was its target?", "What was the target of Acme's fleet?"),
    ("How many suppliers were audited in 2024?", "How many of them were dropped?",
     "How many of the suppliers audited were dropped in 2024?"),
    ("How many suppliers were audited in 2024?", "What happened to those suppliers?",
     "What happened to suppliers audited in 2024?"),
    ("How much waste was there in 2023?", "What explains that increase?",
     "What explains the increase in waste in 2023?"),
    ("How much water did the car business use?", "How many people does it employ on site?",
     "How many people does it employ on site?"),
    ("How much energy did the car business use?", "How much water did it withdraw?",
     "How much water did the car business withdraw?"),
    ("How many courses were held in 2023?", "How many people took part in them?",
     "How many people took part in courses held in 2023?"),
    ("How much was spent on R&D in 2024?", "How many people work there?", "How many people work in R&D in 2024?"),
    ("Who is the chair?", "How old is she?", "How old is the chair?"),
    ("How many deaths were there in 2020?", "How many days were lost in that year?",
     "How many days were lost in 2020?"),
    ("How much is planned in the white paper?", "Why does it expect that?", "Why does the white paper expect that?"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "question", "expected"), [*YEARS, *PARTS, *SUBJECTS, *REPORTS, *POINTING])
def test_a_question_takes_over_what_it_does_not_name(before: str, question: str, expected: str) -> None:
    assert asked(question, before) == expected


OWN = [
    "How many suppliers were audited?",
    "How many suppliers were audited in 2021?",
    "Which three suppliers failed, and what happened to them?",
    "In 2018, how many shops were open in mainland China?",
    "Does Acme publish its targets?",
    "How many factories that make electric cars use their own solar plants?",
    "Which android phones sold best?",
    "How many patents do they hold?",
    "How many of the suppliers for phones were audited?",
    "How much waste was there in 2021, and how much in the year before?",
    "Why is more water counted than in the years before?",
    "Water withdrawal?",
    "Does the report say that suppliers are audited?",
    "Which committees report to the board?",
]


@pytest.mark.parametrize("question", OWN)
def test_a_question_with_a_subject_of_its_own_takes_over_nothing(question: str) -> None:
    result = meant(question, "What were Scope 1 emissions of the car business in the 2024 report in 2023?")
    assert result.question.text == question
    assert not result.follows


@pytest.mark.parametrize(
    "question",
    ["Another question: how many patents are there?", "Thanks. Now something else: how many patents are there?"],
)
def test_a_topic_that_is_announced_as_new_takes_over_nothing(question: str) -> None:
    assert asked(question, SCOPE) == "How many patents are there?"
    assert asked("And in 2023?", SCOPE, question) == "How many patents are there in 2023?"


def test_a_question_that_goes_on_with_another_subject_keeps_the_period_only() -> None:
    before = "How much energy did the car business use in 2021?"
    assert asked("And how many patents were granted?", before) == "How many patents were granted in 2021?"
    assert asked("And how many patents were granted in 2020?", before) == "And how many patents were granted in 2020?"


CHAINS = [
    ((SCOPE, "What about the car business?"), "And in 2021?",
     "What were Scope 1 emissions in 2021 for the car business?"),
    ((SCOPE, "And in 2022?", "and Scope 2?"), "And in 2021?", "What were Scope 2 emissions in 2021?"),
    ((SCOPE, "How many suppliers were audited in 2024?"), "And in 2022?", "How many suppliers were audited in 2022?"),
    ((SCOPE, "Why did they rise?"), "How much is that per employee?",
     "What were Scope 1 emissions in 2024 per employee?"),
    ((SCOPE, "Which report says that?", "Are you sure?"), "And in 2022?", "What were Scope 1 emissions in 2022?"),
    (("How large is Acme's fleet?", "Who approved it?"), "What was its target?",
     "What was the target of Acme's fleet?"),
    (("How many suppliers were audited?", "And in 2022?"), "Why did they fail?",
     "Why did suppliers audited fail in 2022?"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "question", "expected"), CHAINS)
def test_slots_are_kept_over_several_turns(before: tuple[str, ...], question: str, expected: str) -> None:
    assert asked(question, *before) == expected


def test_nothing_said_before_leaves_a_question_as_it_is() -> None:
    for question in ("And in 2022?", "Are you sure?", "ok, and why?"):
        assert in_context(understand(question), []) == InContext(understand(question))


def test_the_name_of_what_is_pointed_at_is_taken_from_the_answer() -> None:
    question = meant("How often does that committee meet?", "Who oversees ESG?", answer="The Climate Committee [1].")
    assert question.question.text == "How often does the Climate Committee meet?"


def test_years_and_reports_of_an_answer_are_not_taken_over() -> None:
    history = [Turn("How many suppliers were audited?", "42 suppliers; see 2019 and the 2020 report.")]
    assert standalone(understand("And for cars?"), history).years == ()


def test_kind_and_years_are_those_of_the_whole_question() -> None:
    question = meant("Why did they rise?", SCOPE).question
    assert (question.kind, question.years) == ("why", (2024,))
    assert meant("And in 2022?", SCOPE).question.wants_figure


@pytest.mark.parametrize("courtesy", ["Ok, and in 2022?", "Thanks! And in 2022?", "so and in 2022", "and in 2022 ?!"])
def test_courtesies_and_marks_do_not_matter(courtesy: str) -> None:
    assert asked(courtesy, SCOPE) == "What were Scope 1 emissions in 2022?"


@pytest.mark.parametrize("broken", ["", "   ", "?!", "x" * (MAX_CHARACTERS + 1), None, 7])
def test_an_earlier_question_that_cannot_be_read_does_not_count(broken: Any) -> None:
    assert asked("And in 2022?", broken) == "And in 2022?"
    assert asked("And in 2022?", SCOPE, broken) == "What were Scope 1 emissions in 2022?"
    bad = cast("list[Turn]", [broken, Turn(SCOPE, cast("str", None))])
    assert standalone(understand("And in 2022?"), bad).text == "What were Scope 1 emissions in 2022?"


@pytest.mark.parametrize("length", [MAX_CHARACTERS - 2, MAX_CHARACTERS - 1, MAX_CHARACTERS])
def test_a_conversation_never_makes_a_question_too_long(length: int) -> None:
    longest = "What is " + ("very " * MAX_CHARACTERS)[: length - 12] + "long"
    assert len(longest) == length
    for question in ("What about the car business?", "And for suppliers in other regions?", "Why?", "Are you sure?"):
        assert len(asked(question, longest)) <= MAX_CHARACTERS


def test_a_long_conversation_of_long_questions_is_understood_at_once() -> None:
    long = ("How much of the energy of it was used in 2021 by that for women, and in the report, " * 30)[:1900]
    started = time.perf_counter()
    asked("And in 2022, why did it rise for those?", *[long] * 50)
    assert time.perf_counter() - started < 5
