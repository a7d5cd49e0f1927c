"""Answers quoted from the best units."""

from __future__ import annotations

from typing import Any

import pytest

from rag.evidence import Unit
from rag.question import understand
from rag.statement import Statement
from rag.writing.quoting import quoted, shown


def units_of(evidence: Any, *texts: str, step: float = 0.05, kind: str = "text") -> list[Unit]:
    return [Unit(evidence(text, kind=kind), text, score=1 - step * place) for place, text in enumerate(texts)]


def texts(statements: list[Statement]) -> list[str]:
    return [statement.text for statement in statements]


def test_the_best_unit_and_a_close_second_are_quoted(evidence: Any) -> None:
    question = understand("Who approved it all?")
    assert texts(quoted(question, units_of(evidence, "One.", "Two.", "Three."))) == ["One.", "Two."]
    assert texts(quoted(question, units_of(evidence, "One.", "Two.", step=0.2))) == ["One."]
    assert quoted(question, []) == []


def test_a_why_may_take_three(evidence: Any) -> None:
    question = understand("Why did it rain?")
    assert texts(quoted(question, units_of(evidence, "One.", "Two.", "Three.", "Four."))) == ["One.", "Two.", "Three."]


def test_nothing_is_said_twice(evidence: Any) -> None:
    question = understand("Who approved it all?")
    assert texts(quoted(question, units_of(evidence, "The Board did.", "The board did."))) == ["The Board did."]


def test_beside_a_row_nothing_blurs_the_figure(evidence: Any) -> None:
    rows = units_of(evidence, "Waste | Unit: t | 2024: 5", "Waste, men | Unit: t | 2024: 6", kind="table")
    assert texts(quoted(understand("How much waste was there in 2024?"), rows)) == ["Waste: 5 t (2024)"]


def test_long_units_are_not_added(evidence: Any) -> None:
    long = " ".join(["word"] * 91)
    question = understand("Who approved it all?")
    assert texts(quoted(question, units_of(evidence, "One.", f"{long}."))) == ["One."]
    assert texts(quoted(question, units_of(evidence, f"{long}.", "Two."))) == [f"{long}."]


def test_a_change_is_computed(evidence: Any) -> None:
    row = "Waste | Unit: t | 2023: 95.78 | 2022: 1.43"
    unit = units_of(evidence, row, kind="table")[0]
    told = shown(unit, understand("How did waste change from 2022 to 2023?"))
    assert told == "Waste: 1.43 t (2022); 95.78 t (2023); increase: +94.35 t, +6,597.9%"
    assert shown(unit, understand("How much waste in 2023?")) == "Waste: 95.78 t (2023)"


@pytest.mark.parametrize("bullet", ["- ", "• ", "* ", "[^1] "])
def test_an_item_is_shown_without_its_bullet(evidence: Any, bullet: str) -> None:
    unit = units_of(evidence, f"{bullet}Solar plants.")[0]
    wanted = "[^1] Solar plants." if bullet == "[^1] " else "Solar plants."
    assert shown(unit, understand("What?")) == wanted
