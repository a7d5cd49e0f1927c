"""Amounts are read with their unit, sign and limit, and are the same only in the same unit and scale."""

from __future__ import annotations

import pytest

from rag.verify.amounts import agree, amounts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("271.69 tons (2018)", [("271.69", "tons", "", "")]),
        ("16.4 million kWh a year", [("16.4", "million kWh", "", "")]),
        ("RMB 5.8 billion and US$10 million", [("5.8", "RMB billion", "", ""), ("10", "US$ million", "", "")]),
        ("24.1 RMB billion", [("24.1", "RMB billion", "", "")]),
        ("from 12 to 15 t", [("12", "t", "", ""), ("15", "t", "", "")]),
        ("-5%, +3 percentage points", [("5", "%", "-", ""), ("3", "percentage points", "+", "")]),
        ("10-12 MWh", [("10", "MWh", "", ""), ("12", "MWh", "", "")]),
        ("more than 5, at most 6", [("5", "", "", "over"), ("6", "", "", "under")]),
        ("about 7, no less than 8", [("7", "", "", "about"), ("8", "", "", "over")]),
        ("9+ or 10 or more", [("9", "", "", "over"), ("10", "", "", "over")]),
        ("more than 11i", [("11", "", "", "")]),
        ("five percent of 12 people", [("5", "percent", "", ""), ("12", "people", "", "")]),
        ("no one, each one and one another", []),
        ("Scopes 1, 2 and 3 in 2024", []),
        ("the 2024 employees", []),
        ("2,024 employees", [("2024", "employees", "", "")]),
    ],
)
def test_amounts(text: str, found: list[tuple[str, str, str, str]]) -> None:
    assert [(each.key, each.unit, each.sign, each.limit) for each in amounts(text)] == found


def test_the_unit_of_a_row_is_for_those_that_have_none() -> None:
    assert [each.unit for each in amounts("12 (5%)", unit="t")] == ["t", "%"]


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ("t", "tonnes"), ("persons", "people"), ("RMB billion", "billion RMB"), ("", "t"), ("tonnes", "t CO2e"),
        ("percent", "%"), ("people", ""), ("Shops", "shops"),
    ],
)  # fmt: skip
def test_units_that_agree(said: str, held: str) -> None:
    assert agree(said, held)


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ("kg", "t"), ("GWh", "MWh"), ("%", "percentage points"), ("percentage points", "%"), ("USD", "RMB"),
        ("RMB million", "RMB billion"), ("", "%"), ("", "million"), ("million", ""), ("hours", "persons"),
        ("hours", "centers"), ("t CO2e", "t"), ("t", ""), ("cases", "days"), ("tonnes per person", "tonnes"),
    ],
)  # fmt: skip
def test_units_that_do_not(said: str, held: str) -> None:
    assert not agree(said, held)


def test_tonnes_of_greenhouse_gas_are_of_carbon() -> None:
    assert agree("t CO2e", "t", carbon=True)
