"""The words above a column are told apart into its year and the rest."""

from __future__ import annotations

import pytest

from index.tables.periods import Period, is_period, period_of


@pytest.mark.parametrize(
    ("name", "year", "words"),
    [
        ("2024", 2024, ""),
        ("FY2020", 2020, ""),
        ("FY24", 2024, ""),
        ("2022/23", 2023, ""),
        ("FY2022-2023", 2023, ""),
        ("1999/00", 2000, ""),
        ("31.12.2024", 2024, ""),
        ("2024-12-31", 2024, ""),
        ("As of 31 December 2024", 2024, ""),
        ("Year ended June 30, 2024", 2024, ""),
        ("2020 Year ended 30 June", 2020, ""),
        ("2024*", 2024, ""),
        ("2024 Total", 2024, "Total"),
        ("2024 (RMB million)", 2024, "(RMB million)"),
        ("Participants in 2021", 2021, "Participants"),
        ("Total", None, "Total"),
        ("Unit", None, "Unit"),
    ],
)
def test_year_and_words(name, year, words):
    assert period_of(name) == Period(year, words)
    assert is_period(name) == (year is not None and not words)


@pytest.mark.parametrize(
    "name",
    ["Target 2030", "2020-24 target", "2019 (baseline)", "Base year 2019", "2024 vs 2023", "Change 2024", "2019-2021"],
)
def test_no_figure_of_its_year(name):
    assert period_of(name) == Period(None, name, actual=False)


@pytest.mark.parametrize("name", ["1,2024", "2024.5", "12024", "x" * 50 + " 2024"])
def test_no_year(name):
    assert not is_period(name)
