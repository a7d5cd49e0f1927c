"""How far an answer can be trusted, in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from rag.types import Answer, Sentence
from tests.ui.making import figure
from ui.verdicts import formulas, spelled, verdict


def checked(answer: Answer, *kinds: Any, figures: int = 0, text: str = "It was 5.") -> str:
    """The verdict over sentences of these kinds."""
    found = tuple(figure("Scope 1", 2020 + number, "5") for number in range(figures))
    sentences = tuple(Sentence(text, kind, (1,)) for kind in kinds)
    return verdict(replace(answer, sentences=sentences, figures=found)).words


def test_the_verdict_is_that_of_the_sentences(answer: Answer) -> None:
    assert checked(answer, "checked", "checked") == "Every figure checked · 2 sources"
    assert checked(answer, "checked", text="They care.") == "Every sentence checked · 2 sources"
    assert checked(answer, "quoted") == "Quoted, not phrased · 2 sources"
    assert checked(answer, "calculated", figures=2) == "Calculated from two figures · 2 sources"
    assert checked(answer, "calculated", "quoted", figures=3) == (
        "Calculated from three figures, the rest quoted · 2 sources"
    )
    assert checked(answer, "checked", "quoted", "calculated", figures=1) == (
        "Every figure checked, calculated from one figure · 2 sources"
    )
    assert checked(answer, "calculated") == "Calculated, the formula below · 2 sources"


def test_one_sentence_that_is_not_borne_spoils_the_whole(answer: Answer) -> None:
    assert checked(answer, "checked", "not borne").startswith("Not borne out by what it cites")
    assert not verdict(replace(answer, sentences=(Sentence("x", "not borne", ()),))).sure
    assert verdict(replace(answer, sentences=(Sentence("x", "quoted", (1,)),))).sure


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("No passage matches.", "Not in these reports: no passage matches."),
        ("GRI 305 is not there.", "Not in these reports: GRI 305 is not there."),
        (None, "Not in these reports: the nearest passage does not answer it"),
        ("The reports do not say.", "Not in these reports: the nearest passage does not answer it"),
    ],
)
def test_a_refusal_says_why_or_what_was_looked_at(refusal: Answer, reason: str | None, words: str) -> None:
    assert verdict(replace(refusal, reason=reason)).words == words


def test_a_refusal_counts_what_was_looked_at(refusal: Answer) -> None:
    said = replace(refusal, reason="The reports do not say.")
    assert verdict(replace(said, evidence=said.evidence * 3)).words == (
        "Not in these reports: none of the 3 nearest passages answers it"
    )
    assert verdict(replace(said, evidence=())).words == "Not in these reports: no passage was found"


def test_a_refusal_within_a_filter_speaks_of_what_was_searched(refusal: Answer) -> None:
    assert verdict(refusal, narrowed=True).words == "Not in what was searched: no passage"


def test_an_answer_kept_before_there_were_verdicts_has_its_sources(answer: Answer) -> None:
    assert (verdict(answer).words, verdict(answer).sure) == ("2 sources", True)
    assert not verdict(replace(answer, citations=())).sure


def test_formulas_are_told_once(answer: Answer) -> None:
    sentences = [Sentence("x", "calculated", (1,), formula=formula) for formula in ("a = b", "", "a = b", "c = d")]
    assert formulas(replace(answer, sentences=tuple(sentences))) == ("a = b", "c = d")


def test_small_numbers_are_spelled() -> None:
    assert [spelled(number, "figure") for number in (1, 2, 10, 11)] == [
        "one figure", "two figures", "ten figures", "11 figures",
    ]  # fmt: skip
