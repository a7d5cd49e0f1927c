"""Changes computed from printed figures: exact, and only where the two can be compared."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rag.calculate import change, number
from rag.rows import parse


def between(first: str, last: str, *, unit: str = "t") -> str:
    """The change from 2022 to 2023 in a row printed newest first, as :func:`rag.rows.narrowed` orders it."""
    return change(parse(f"Waste | Unit: {unit} | 2022: {first} | 2023: {last}"))


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("1,234.50", "1234.50"),
        ("0.1", "0.1"),
        ("13093.57", "13093.57"),
        ("-5.2", "-5.2"),
        ("−5.2", "-5.2"),
        ("–5.2", "-5.2"),
        ("+5", "5"),
        ("33,427 (94.39%)", "33427"),
        ("1[^2]", "1"),
        ("12.5%", "12.5"),
        ("RMB 24.1 billion", "24.1"),
        ("18¹", "18"),
    ],
)
def test_the_number_of_a_cell(printed: str, value: str) -> None:
    assert number(printed) == Decimal(value)


@pytest.mark.parametrize(
    "printed", ["", "-", "–", "N/A", "not given", "12 345", "5 to 7", "2020–2024", "1,23", "(5.2)"]
)
def test_cells_without_one_number(printed: str) -> None:
    assert number(printed) is None


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("0.1", "0.3", "+0.2 t, +200.0%"),
        ("1,190", "694", "-496 t, -41.7%"),
        ("81,345.33", "463,663.00", "+382,317.67 t, +470.0%"),
        ("1.43", "95.78", "+94.35 t, +6,597.9%"),
        ("800", "801", "+1 t, +0.1%"),
        ("400", "401", "+1 t, +0.3%"),
        ("0", "5", "+5 t"),
        ("0.00", "372.00", "+372.00 t"),
        ("-10", "-5", "+5 t"),
        ("5", "-5", "-10 t, -200.0%"),
        ("5.00", "5.0", "no change"),
        ("33,000 (94%)", "33,427 (95%)", "+427 t, +1.3%"),
        ("9007199254740993.1", "9007199254740993.2", "+0.1 t, +0.0%"),
    ],
)
def test_change(first: str, last: str, told: str) -> None:
    assert between(first, last) == told


@pytest.mark.parametrize(
    ("first", "last", "unit"), [("85.60", "89.92", "%"), ("85.60%", "89.92%", "-"), ("85.60%", "89.92%", "%")]
)
def test_shares_differ_by_percentage_points(first: str, last: str, unit: str) -> None:
    assert between(first, last, unit=unit) == "+4.32 percentage points"


def test_equal_shares_have_not_changed() -> None:
    assert between("100.00", "100.00", unit="%") == "no change"


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("-", "5"),
        ("5", "not given"),
        ("5 to 6", "7"),
        ("12 345", "12 400"),
        ("900 thousand", "1.2 million"),
        ("5%", "5"),
        ("37,000+", "42,000+"),
        ("about 5", "about 6"),
        ("<5", "<6"),
        ("N/A", "to be disclosed in 2025"),
    ],
)
def test_no_calculation_where_the_figures_cannot_be_compared(first: str, last: str) -> None:
    assert between(first, last) == ""


def test_the_unit_may_stand_in_the_cells() -> None:
    assert between("1.2 million", "1.5 million", unit="-") == "+0.3 million, +25.0%"
    assert between("1", "2", unit="-") == "+1, +100.0%"


def test_more_than_two_years_are_compared_from_first_to_last() -> None:
    row = parse("Energy | Unit: MWh | 2020: 100 | 2021: - | 2022: 130 | 2023: 125.5")
    assert change(row) == "+25.5 MWh, +25.5% from 2020 to 2023"


@pytest.mark.parametrize(
    "row",
    [
        "Energy | Unit: MWh | 2023: 5",
        "Energy | Unit: MWh | Men: 5 | Women: 6",
        "Energy | Unit: MWh | 2024 Phones: 5 | 2024 Cars: 6",
        "Energy | Unit: MWh | 2023: 5 | 2024 Cars: 6",
        "Energy | Unit: MWh | 2023: 5 | 2023 (restated): 6",
        "Energy",
    ],
)
def test_other_rows_are_not_calculated(row: str) -> None:
    assert change(parse(row)) == ""


def test_a_total_is_compared_with_a_year_without_segments() -> None:
    assert change(parse("Energy | Unit: MWh | 2023: 5 | 2024 Total: 6")) == "+1 MWh, +20.0%"
