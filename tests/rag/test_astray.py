"""What speaks of the very thing asked and is no answer all the same."""

from __future__ import annotations

from typing import Any

import pytest

from rag.astray import astray, mismatched
from rag.evidence import Aim, Unit
from rag.question import understand
from rag.rows import parse
from rag.statement import Statement
from tests.rag.shelf import Counts

OTHER_YEAR = "The reports found say this of 2021, not of 2023."
MEANT = "The reports found say what is meant to be reached here, not what was."
OF_ONE_KIND = "The reports found give no figures of one kind for what is compared."
NO_NUMBER = "The reports found give no number of them."


@pytest.fixture
def reason(evidence: Any) -> Any:
    """Makes the reason against a text below a heading."""

    def make(question: str, text: str, heading: str = "Water", **options: Any) -> str:
        found = evidence(text, section=("Environment", heading), **options)
        return astray(Aim.of(understand(question), Counts(rest=9)), Unit(found, text))  # type: ignore[arg-type]

    return make


def test_a_figure_of_another_year_is_none(reason: Any) -> None:
    asked = "How much did Acme give to schools in 2023?"
    assert reason(asked, "In 2021, Acme gave $7,000 to schools.") == OTHER_YEAR
    assert reason(asked, "Acme gave $7,000 to schools.") == ""
    assert reason(asked, "In 2021 and 2023, Acme gave $7,000 to schools.") == ""
    assert reason(asked, "From 2021 to 2024, Acme gave $7,000 to schools.") == ""
    assert reason(asked, "In 2021, Acme gave $7,000 to schools.", heading="Schools in 2023") == ""


def test_a_year_since_or_by_which_is_no_other(reason: Any) -> None:
    asked = "How many plants did Acme run in 2023?"
    assert reason(asked, "Since 2021, Acme runs 7 plants.") == ""
    assert reason(asked, "Acme runs 7 plants, all of them to be closed by the end of 2030.") == ""


def test_a_year_that_names_a_report_is_none_asked_for(reason: Any) -> None:
    assert reason("In the 2023 report, how much went to schools?", "In 2021, Acme gave $7,000 to schools.") == ""


def test_other_facts_may_be_older(reason: Any) -> None:
    assert reason("Who led Acme in 2023?", "Jane Doe was made chief executive in 2021.") == ""


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("We will cut water use by 40%.", "Water"),
        ("We aim to cut water use by 40%.", "Water"),
        ("Cut water use by 40% at each plant.", "Our goals for water"),
    ],
)
def test_a_target_is_no_result(reason: Any, text: str, heading: str) -> None:
    assert reason("By how much did water use fall?", text, heading) == MEANT
    assert reason("By how much does Acme plan to cut water use?", text, heading) == ""


def test_a_result_below_a_heading_of_goals_is_one(reason: Any) -> None:
    assert reason("By how much did water use fall?", "Water use fell by 40%.", "Our goals for water") == ""


def test_amounts_count_no_things(reason: Any) -> None:
    asked = "How many scooters did Acme sell?"
    assert reason(asked, "Riders of Acme scooters drove 5.4 billion km.") == NO_NUMBER
    assert reason(asked, "Acme sold 7,000 scooters, 5% more.") == ""
    assert reason("How many tonnes of steel did scooters take?", "Scooters took 70 tonnes.") == ""


def test_what_is_left_out_is_no_answer(reason: Any) -> None:
    asked = "What share of vans outside China is electric?"
    assert reason(asked, "Of all vans in China, 8% are electric.").endswith("leaves out.")
    assert reason(asked, "Outside China, 8% of the vans are electric.") == ""


def test_rows_are_left_to_their_columns(reason: Any) -> None:
    assert reason("How much was given in 2023?", "Gifts in 2021 | $7,000", kind="table") == ""


def _rows(*texts: str) -> list[Statement]:
    """Rows as they would be quoted."""
    return [Statement(text, (), row=parse(text)) for text in texts]


def test_rows_of_several_kinds_compare_nothing() -> None:
    waste, rate = "Waste | Unit: tonnes | 2023: 90", "Turnover rate | Unit: % | 2023: 12"
    question = understand("Compare waste and turnover in 2023")
    assert (
        mismatched(question, _rows(waste, rate))
        == "The reports found give no figures of one kind for what is compared."
    )
    assert mismatched(question, _rows(waste, waste)) == ""
    assert mismatched(question, _rows(waste)) == ""
    assert mismatched(understand("How high was the waste in 2023?"), _rows(waste, rate)) == ""


def test_counts_compare_no_shares() -> None:
    counts, shares = "Women | Unit: persons | 2023: 90", "Men | Unit: persons | 2023: 110 (55%)"
    question = understand("Compare the share of women and men in 2023")
    assert mismatched(question, _rows(counts, counts))
    assert mismatched(question, _rows(counts, shares)) == ""
    assert mismatched(understand("Compare the number of women and men in 2023"), _rows(counts, counts)) == ""
