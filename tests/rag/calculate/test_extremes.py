"""The year, row or column that is highest or lowest: told with how many were compared, and nothing where unsure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.question import understand
from rag.verify import verified
from tests.rag.calculate.conftest import Reckon

ENERGY, WATER = "2023: Total energy use |", "2023: Water"
NORTH, OLD, ZINC = "Employees by region, North", "Turnover rate by age group, Above 50", "Metal, Zinc"


@pytest.mark.parametrize(
    ("question", "unit", "answer"),
    [
        (
            "Which year had the highest energy use?",
            ENERGY,
            (
                "Of the 4 years 2020 to 2023, Total energy use was highest in 2023: 400.0 MWh"
                " (from the reports of 2021 and 2023)"
            ),
        ),
        (
            "In which year was water withdrawal lowest?",
            WATER,
            (
                "Of the 4 years 2020 to 2023, Water withdrawal was lowest in 2020: 400 tonnes"
                " (from the reports of 2021 and 2023)"
            ),
        ),
        (
            "Which year since 2022 had the lowest water withdrawal?",
            WATER,
            "Of the 2 years 2022 to 2023, Water withdrawal was lowest in 2022: 650 tonnes",
        ),
        (
            "In which of the last three years were Scope 1 emissions highest?",
            "Greenhouse gas, Direct",
            (
                "Of the 3 years 2021 to 2023, Greenhouse gas, Direct GHG emissions (Scope 1) was highest in 2023:"
                " 12.5 t CO2e"
            ),
        ),
        (
            "Which region has the most employees?",
            NORTH,
            "Of 3 compared, Employees by region, North was highest in 2023: 500 persons",
        ),
        (
            "Which region had the most employees in 2022?",
            NORTH,
            "Of 3 compared, Employees by region, South was highest in 2022: 500 persons",
        ),
        (
            "Which age group had the lowest turnover rate in 2023?",
            OLD,
            "Of 3 compared, Turnover rate by age group, 30 to 50 was lowest in 2023: 7.5%",
        ),
        (
            "Which metal has the most suppliers?",
            ZINC,
            "Of 3 compared, Metal, Gold, Suppliers was highest in 2023: 40",
        ),
        (
            "Which business segment had the highest water withdrawal in 2023?",
            WATER,
            "Of 2 compared, Water withdrawal, Phones was highest in 2023: 800 tonnes",
        ),
    ],
)
def test_the_highest_or_lowest(reckon: Reckon, question: str, unit: str, answer: str) -> None:
    statements = reckon(question, unit).statements
    assert statements[0].text == answer
    assert all(verified(each, understand(question)).borne for each in statements)


def test_all_that_is_compared_is_cited_and_the_one_told_is_quoted(reckon: Reckon) -> None:
    first, quote = reckon("Which region has the most employees?", "Employees by region, South").statements
    assert [unit.text.split(" | ")[0].rsplit(", ")[-1] for unit in first.units] == ["North", "South", "Far East"]
    assert quote.text == "Employees by region, North: 500 persons (2023)"
    assert quote.units == first.units[:1]


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("Which age group had the lowest turnover rate in 2022?", OLD),  # two are alike
        ("Which age group had the second-lowest turnover rate in 2023?", OLD),
        ("Which two age groups had the highest turnover rate in 2023?", OLD),
        ("Which age group had the highest training rate in 2023?", OLD),
        ("Which country has the most employees?", NORTH),  # the rows are regions
        ("Which region has the most employees in training?", NORTH),
        ("Which region saw the largest increase in employees?", NORTH),
        ("Which region had the highest costs in 2023?", "Costs by region, South"),  # each stands there twice
        ("Which region reduced waste the most in 2023?", "Waste by region, North"),  # a change
        ("Which business segment had the most waste in 2023?", "Hazardous waste"),  # only some of it
        ("Which country had the most complaints?", "Complaints by country, Norland"),  # they don't come to the total
        ("Which site had the most injuries?", "Injuries by site, Harbour"),  # of one only a limit is known
        ("Which metal had the highest water withdrawal in 2023?", WATER),
        ("In which of the last seven years was energy use highest?", ENERGY),
        ("Which year had the highest energy use per head?", ENERGY),
        ("In which year were emissions highest?", "Greenhouse gas, Direct"),
        ("In which year were Scope 3 emissions highest?", "Greenhouse gas, Other"),  # "over 900" is only a limit
    ],
)
def test_nothing_is_told_where_it_is_not_sure_what_is_compared(reckon: Reckon, question: str, unit: str) -> None:
    assert not reckon(question, unit)


@pytest.mark.parametrize(
    ("question", "unit", "said", "instead"),
    [
        ("Which region has the most employees?", NORTH, "North", "South"),
        ("Which region has the most employees?", NORTH, "500", "300"),
        ("Which region has the most employees?", NORTH, "Of 3", "Of 4"),
        ("Which region has the most employees?", NORTH, "highest", "lowest"),
        ("Which region has the most employees?", NORTH, "2023", "2022"),
        ("Which age group had the highest turnover rate?", OLD, "Above 50", "30 to 50"),
        ("Which year had the highest energy use?", ENERGY, "Of the 4 years", "Of the 5 years"),
        ("Which year had the highest energy use?", ENERGY, "in 2023:", "in 2022:"),
        ("Which business segment had the highest water withdrawal in 2023?", WATER, "Phones", "Cars"),
    ],
)
def test_what_is_told_otherwise_is_not_borne(reckon: Reckon, question: str, unit: str, said: str, instead: str) -> None:
    first = reckon(question, unit).statements[0]
    assert said in first.text
    turned = replace(first, text=first.text.replace(said, instead))
    assert verified(first, understand(question)).borne
    assert not verified(turned, understand(question)).borne
