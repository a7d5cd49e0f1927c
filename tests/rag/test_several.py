"""Questions that ask for several figures at once."""

from __future__ import annotations

import pytest

from rag import Assistant
from rag.question.several import one_by_one


@pytest.mark.parametrize(
    ("asked", "questions"),
    [
        (
            "What were the water use, our hazardous waste and the energy use in 2023?",
            [
                ["What were the water use in 2023?", "What were the water use use in 2023?"],
                ["What were the hazardous waste in 2023?", "What were the hazardous waste use in 2023?"],
                ["What were the energy use in 2023?"],
            ],
        ),
        (
            "How high are hazardous and general waste of Acme?",
            [
                ["How high are the hazardous of Acme?", "How high are the hazardous waste of Acme?"],
                ["How high are the general waste of Acme?"],
            ],
        ),
        ("What was the turnover of men and women in 2023?", []),
        ("What was the difference between water and energy use?", []),
        ("What was the water use in 2022 and 2023?", []),
        ("Why did water and energy use grow?", []),
        ("What is the water use?", []),
        ("What was the women, training rate in 2023?", []),
        ("What were Scope 1 and 2 emissions in 2023?", []),
        ("What were the water and the energy use together?", []),
    ],
)
def test_the_things_asked_for(asked: str, questions: list[list[str]]) -> None:
    assert [list(thing.questions) for thing in one_by_one(asked)] == questions


def test_each_of_several_figures_is_told(assistant: Assistant) -> None:
    both = assistant.ask("What were the Scope 1 emissions and the water consumption in 2023?")
    parts = [assistant.ask(f"What was the {name} in 2023?") for name in ("Scope 1 emissions", "water consumption")]
    assert not both.refused
    for part in parts:
        assert {figure.value for figure in part.figures} <= {figure.value for figure in both.figures}
        assert part.figures


def test_one_of_several_figures_is_not_told_for_all(assistant: Assistant) -> None:
    answer = assistant.ask("What were the water consumption and the helium consumption in 2023?")
    assert answer.refused
    assert answer.reason == "The reports found tell water consumption, but not helium consumption."
