"""Questions that name what they ask for by the code of a reporting framework."""

from __future__ import annotations

import pytest

from rag import Assistant
from rag.question import understand
from rag.question.codes import in_words


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("GRI 305-1", "direct (Scope 1) greenhouse gas emissions"),
        ("What was gri 303-5 in 2022?", "What was total water consumption in 2022?"),
        (
            "What were the GRI 305-2 emissions in 2023?",
            "What were the indirect (Scope 2) greenhouse gas emissions in 2023?",
        ),
        ("What does Acme report under HKEx KPI A1.3 for 2021?", "What was the total hazardous waste of Acme for 2021?"),
        (
            "What was reported in 2022 under GRI Disclosure 403-9?",
            "What was the work-related injuries in 2022?",
        ),
        ("How did ESRS E1-5 change since 2020?", "How did total energy consumption change since 2020?"),
        ("What does Acme say about KPI B8.1?", "What does Acme say about focus areas of community contribution?"),
        (
            "Sum 305-1 and 305-2 of 2024",
            "Sum direct (Scope 1) greenhouse gas emissions and indirect (Scope 2) greenhouse gas emissions of 2024",
        ),
    ],
)
def test_a_code_is_told_in_words(asked: str, meant: str) -> None:
    assert in_words(asked) == meant
    assert understand(asked).text == meant


@pytest.mark.parametrize(
    "asked",
    [
        "Where is GRI 305-1 reported?",
        "Which section covers HKEx A1.2?",
        "What does GRI 305-1 mean?",
        "How much water does GRI 303-5 ask for?",
        "Is it in accordance with GRI 2-27?",
        "What were 2018-2021 emissions of the V6-1 and the A1 motor?",
        "ISO 14064-1:2018",
        "Between 300-4000 tonnes",
        "Was it 305-1000?",
        "GRI 305: Emissions 2016",
        "Figures of GRI 999-1",
    ],
)
def test_what_asks_about_the_code_or_names_none_stays(asked: str) -> None:
    assert in_words(asked) == asked


def test_a_figure_is_found_by_its_code(assistant: Assistant) -> None:
    by_code = assistant.ask("What does the company report under GRI 305-1 for 2024?")
    in_plain_words = assistant.ask("What were the Scope 1 emissions in 2024?")
    assert not by_code.refused
    assert {each.quote for each in by_code.citations} & {each.quote for each in in_plain_words.citations}
    assert by_code.question == "What does the company report under GRI 305-1 for 2024?"
