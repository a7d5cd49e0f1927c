"""Whether a sentence, or a row that is no record, states what a question takes for missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from rag.evaluation.back_stated import stated, told


@pytest.fixture
def says(evidence: Any) -> Callable[..., bool]:
    """Whether a passage of the report of 2024 states a figure of a name and a year."""

    def answer(name: str, year: int, text: str, **options: Any) -> bool:
        return stated(name, year, [evidence(text, year=2024, **options)])

    return answer


def test_a_sentence_states_it_for_the_year_that_it_names_or_that_of_its_report(says: Callable[..., bool]) -> None:
    assert says("training sessions held", 2023, "In 2023, the training sessions reached 1,416 persons.")
    assert not says("training sessions held", 2024, "In 2023, the training sessions reached 1,416 persons.")
    assert says("training sessions", 2024, "The training sessions reached 1,416 persons.")
    assert not says("training sessions", 2022, "The training sessions reached 1,416 persons.")


def test_without_a_number_nothing_is_stated(says: Callable[..., bool]) -> None:
    assert not says("training sessions", 2023, "In 2023, training sessions were held.")
    assert not says("training sessions", 2023, "Training sessions were held in 2023. Acme has 12 plants.")
    assert not says("training sessions", 2023, "Training sessions were held. Acme had 12 plants in 2023.")


def test_every_word_that_tells_must_be_said_also_above(says: Callable[..., bool]) -> None:
    line = "Tantalum 100.00% 36"
    assert says("number of smelters, tantalum (Ta)", 2024, line, section=("Smelters",))
    assert not says("number of smelters, tantalum (Ta)", 2024, line)
    assert says("smelters under tantalum", 2024, f"{line} in 2024", section=("Smelter audits",))


def test_a_row_states_what_stands_in_the_column_of_the_year(says: Callable[..., bool]) -> None:
    row = "Water discharge | Unit: m3 | 2024: 3,900 | 2023: - | Target: 3,000 by 2030"
    assert says("water discharge", 2024, row, kind="table")
    assert not says("water discharge", 2023, row, kind="table")
    assert says("water discharge", 2030, row, kind="table")
    assert says("water discharge", 2024, "Water discharge | Value: 3,900", kind="table")


def test_words_that_mean_the_same_are_one(says: Callable[..., bool]) -> None:
    assert told("tap water withdrawn") == told("fresh water used") != told("reclaimed water used")
    assert says("fresh water used", 2024, "We withdrew tap water: its usage was 300 m3.")
