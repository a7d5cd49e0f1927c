"""Formulas are reckoned again: a result must follow, in the unit it must have."""

from __future__ import annotations

import pytest

from rag.verify.formula import shown_in, steps, without_shown


@pytest.mark.parametrize(
    ("formula", "results"),
    [
        ("(209,714.77 - 116,722.56) / 116,722.56 = +79.7%", [("79.7", "%")]),
        ("12,821.88 / 13,093.57 = 97.9%", [("97.9", "%")]),
        ("9,096.95 + 73,723.21 = 82,820.16", [("82820.16", "")]),
        ("9,096.95 t + 73,723.21 t = 82,820.16 t", [("82820.16", "t")]),
        ("80.45% − 89.92% = −9.47 percentage points", [("9.47", "percentage points")]),
        ("(82 − 66) ÷ 66 × 100 = 24.2%", [("24.2", "%")]),
        ("(1.0 + 2.0 + 4.5) / 3 = 2.5 t", [("2.5", "")]),
        ("904.6 / 151 = 6.0", [("6", "")]),
        ("35 - 24 = +11 t; (35 - 24) / 24 = +45.8%", [("11", ""), ("45.8", "%")]),
        ("12 t = 12,000 kg", [("12000", "kg")]),
        ("35 persons (2021) - 24 persons (2020) = 11 persons", [("11", "persons")]),
        ("5 - -3 = 8", [("8", "")]),
        ("2 / 3 = 67%", [("67", "%")]),
    ],
)
def test_results_that_follow(formula: str, results: list[tuple[str, str]]) -> None:
    assert [(step.result.key, step.unit) for step in steps(formula) or ()] == results


@pytest.mark.parametrize(
    "formula",
    [
        "9,096.95 + 73,723.21 = 82,820.17",
        "9,096.95 + 73,723.21 = 82,820",
        "(209,714.77 - 116,722.56) / 116,722.56 = +79.6%",
        "(209,714.77 - 116,722.56) / 116,722.56 = -79.7%",
        "2 / 3 = 66%",
        "2 / 3 = 0.66",
        "3 / 0 = 1",
        "12 t = 1,200 kg",
        "12 t = 12 MWh",
        "35 - 24 = +11 t; (35 - 24) / 24 = +45.9%",
        "35 - 24 =",
        "35 - 24",
        "(35 - 24 = 11",
        "35 - = 35",
        "no reckoning",
        "",
    ],
)
def test_what_does_not_follow(formula: str) -> None:
    assert steps(formula) is None


def test_what_scales_or_counts_is_no_operand() -> None:
    for formula, operands in (("(4 + 2) / 2 = 3", ["4", "2"]), ("1 / 8 * 100 = 12.5%", ["1", "8"])):
        (step,) = steps(formula) or ()
        assert [each.key for each in step.operands] == operands


@pytest.mark.parametrize(
    ("sentence", "expression", "rest"),
    [
        ("Waste fell by 2 t from 2023 to 2024: 5 - 7", "5-7", "Waste fell by 2 t from 2023 to 2024"),
        ("It is twice as much: 6 (2024) / 3 (2023)", "6/3", "It is twice as much"),
        ("It rose by 1 t: 3 − 2 (from the reports of 2023 and 2024)", "3-2", None),
        ("Scope 1: 12 t (2024)", "", "Scope 1: 12 t (2024)"),
        ("A range: 18-25", "", "A range: 18-25"),
    ],
)
def test_the_expression_shown_at_the_end_of_a_sentence(sentence: str, expression: str, rest: str | None) -> None:
    assert shown_in(sentence) == expression
    assert without_shown(sentence) == (rest or "It rose by 1 t (from the reports of 2023 and 2024)")
