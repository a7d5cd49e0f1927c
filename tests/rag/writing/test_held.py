"""What a model may write of figures and marks, piece by piece."""

from __future__ import annotations

import re

import pytest

from rag.writing.held import HeldFigures

PASSAGES = ["Scope 1: 12,345.67 tCO2e in 2024 (2023: 12)", "RMB5 billion under ISO14001; 7% less, 0.5 t."]


@pytest.fixture(scope="module")
def held() -> HeldFigures:
    return HeldFigures(PASSAGES, marks=3)


def written(held: HeldFigures, text: str, *, pieces: str = ".") -> str:
    """How far a text may be written in pieces of a kind; with its end marked where it may end there."""
    said = ""
    for piece in re.findall(pieces, text, re.DOTALL):
        if not held.allows(said, piece):
            return said
        said += piece
    return f"{said}<end>" if held.may_end(said) else said


@pytest.mark.parametrize("pieces", [".", r"\s?\S", r"\s*\d|[^\d\s]+|\s+", r"\D+|[\d.,]+", r"\s*\S+", ".{1,3}", ".+"])
@pytest.mark.parametrize(
    "text",
    [
        "", "No figure at all.", "Scope 1 was 12,345.67 tCO2e in 2024.", "In 2023 it was 12.", "12, then 7%", "-7%",
        "12kg", "CO2 and tCO2e", "It cost RMB5 billion, RMB 5 billion.", "ISO 14001 and ISO14001", "0.5, 0.5. 0.5",
        "Water [1]. Waste [2][3].", "Water [1, 3]", "Water [", "Water [1", "(12)", "2023-2024", "2023/2024", "12\n7",
    ],
)  # fmt: skip
def test_what_was_given_may_be_written_whatever_the_pieces(held: HeldFigures, text: str, pieces: str) -> None:
    assert written(held, text, pieces=pieces) == f"{text}<end>"


@pytest.mark.parametrize(
    ("text", "so_far"),
    [
        ("It was 13.", "It was 1"),
        ("It was 12,345.68", "It was 12,345.6"),
        ("It was 12,345 t", "It was 12,345"),
        ("It was 12,345.", "It was 12,345."),
        ("It was 12.5", "It was 12."),
        ("It was 123", "It was 12"),
        ("It was 0.57", "It was 0.5"),
        ("It was .57", "It was .5"),
        ("It was 12,3 t", "It was 12,3"),
        ("In 2025", "In 202"),
        ("2 tonnes", "2"),
        ("14 001", "14"),
        ("CO3", "CO"),
        ("ISO45001", "ISO"),
        ("Q4", "Q"),
        ("[4]", "["),
        ("[12]", "[1"),
        ("[0]", "["),
        ("[1, 4]", "[1, "),
        ("[2024]", "[2"),
    ],
)
def test_nothing_else_may(held: HeldFigures, text: str, so_far: str) -> None:
    assert written(held, text) == so_far
    assert not held.allows("", f"{text} ")


def test_an_answer_may_not_end_within_a_number(held: HeldFigures) -> None:
    assert not held.may_end("It was 12,345")
    assert not held.may_end("It was 12,345.")
    assert held.may_end("It was 12,345.67")
    assert held.may_end("It was 12")


def test_a_text_before_does_not_count_again(held: HeldFigures) -> None:
    assert held.allows("99 bottles, 98 bottles, ", "12")
    assert held.allows("word " * 400, "12")
    assert not held.allows("word " * 400 + "12,345.6", "8")


def test_nothing_given_means_no_number() -> None:
    held = HeldFigures([], marks=0)
    assert held.allows("", "Words, and more.")
    assert not held.allows("", "1")
    assert not held.allows("[", "1")
