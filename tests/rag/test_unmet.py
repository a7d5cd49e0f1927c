"""What a question names that a unit says nothing of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from rag.evidence import Aim, Unit
from rag.question import understand
from rag.unmet import unmet
from tests.rag.shelf import Counts

ROW = "Scope 1 emissions | Unit: tonnes CO2e | 2024: 98.7 | 2023: 110.3"
FLEET = "The fleet in Norway cut its fuel use by half in 2024."


@pytest.fixture
def lacks(evidence: Any) -> Callable[..., str]:
    """Why a unit is of something else than a question names."""

    def told(question: str, text: str = FLEET, *, index: Any = None, **options: Any) -> str:
        aim = Aim.of(understand(question), index or Counts(rest=9))
        return unmet(aim, Unit(evidence(text, **options), text))

    return told


def test_a_part_of_which_nothing_is_said(lacks: Callable[..., str]) -> None:
    asked = "What were the Scope 1 emissions of the hotel business in 2024?"
    assert lacks(asked, ROW, kind="table") == "The reports found say nothing of hotel."
    assert lacks(asked, ROW, kind="table", section=("Hotels",)) == ""


def test_a_phrase_of_which_some_word_is_met_may_be_put_otherwise(lacks: Callable[..., str]) -> None:
    assert (
        lacks("What was the fuel use of the whole fleet of lorries in 2024?")
        == "The reports found say nothing of lorries."
    )
    assert lacks("What was the fuel use of the lorry fleet in 2024?") == ""
    assert lacks("What was the fuel use in markets abroad in 2024?") == ""
    assert lacks("What was the fuel use of the fleet in December 2024?") == ""
    assert lacks("What was the fuel use of the Norway fleet on routes with parts, paper, tools, bricks in 2024?") == ""


def test_the_thing_itself_must_be_spoken_of_in_prose(lacks: Callable[..., str]) -> None:
    assert lacks("In 2024, what was the fleet fuel economy?") == "The reports found say nothing of economy."
    assert lacks("Tell me the fleet pay gap for 2024") == "The reports found say nothing of pay gap."
    assert lacks("In 2024, what was the fleet fuel cut?") == ""
    assert lacks("fuel saved by the fleet 2024") == ""
    assert lacks("What was the fleet pay ratio in 2024?", "The fleet's ratio was 1.2 in 2024.") == ""


def test_a_row_may_say_it_otherwise_unless_nothing_tells_more(lacks: Callable[..., str]) -> None:
    asked, rare = "What was the Scope 1 occupancy in 2024?", Counts(occupancy=0, rest=9)
    assert lacks(asked, ROW, kind="table", index=rare) == "The reports found say nothing of occupancy."
    assert lacks(asked, ROW, kind="table", index=Counts(occupancy=99, rest=9)) == ""


def test_a_rate_is_a_figure(lacks: Callable[..., str]) -> None:
    asked = "What was the fleet rate in 2024?"
    assert lacks(asked, "The fleet in Norway was sold in 2024.") == "The reports found give no figure for this."
    assert lacks(asked, "The fleet in Norway grew by 4% in 2024.") == ""


@pytest.mark.parametrize(
    "asked",
    [
        "What was the fleet fuel economy?",
        "How did the fleet improve its economy in 2024?",
        "What was the difference in the fleet's fuel economy between 2023 and 2024?",
        "Why was the fuel economy of the fleet so low in 2024?",
    ],
)
def test_only_a_name_with_a_year_is_held_so_strictly(lacks: Callable[..., str], asked: str) -> None:
    assert lacks(asked) == ""
