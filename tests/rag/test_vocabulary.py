"""Words that stand for each other, and those that do so only beside others."""

from __future__ import annotations

import re

import pytest

from rag.question import content_words
from rag.vocabulary import SYNONYMS, padded_words, touched, widened


def wide(text: str) -> tuple[str, ...]:
    return widened(text, content_words(text))


@pytest.mark.parametrize("group", SYNONYMS, ids=lambda group: group[0])
def test_groups_are_plain(group: tuple[str, ...]) -> None:
    assert len(group) > 1
    assert len(set(group)) == len(group)
    for term in group:
        assert padded_words(term) == f" {term} ", "a term that is cut otherwise is never found"


def test_a_term_is_in_one_group() -> None:
    terms = [term for group in SYNONYMS for term in group]
    assert sorted(term for term in set(terms) if terms.count(term) > 1) == []


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("carbon emissions", "greenhouse gas"),
        ("How many staff are there?", "employee"),
        ("female share", "women"),
        ("How much water was used?", "withdrawal"),
        ("energy consumption", "used"),
        ("waste water", "effluent"),
        ("aluminium", "aluminum"),
        ("the LTIR", "ltifr"),
        ("EHS", "health and safety"),
        ("PPAs", "power purchase agreement"),
        ("RECs bought", "renewable energy certificate"),
        ("R&D", "research and development"),
        ("opex", "operating expenses"),
        ("TSM", "towards sustainable mining"),
        ("net-zero goal", "carbon neutrality"),
        ("labour rights", "labor"),
        ("How many people work there?", "employee"),
        ("How many women left?", "turnover"),
        ("material topics", "material issues"),
        ("scope 3", "value chain"),
        ("settled within three days", "72 hours"),
        ("solved within 24 hours", "resolution"),
        ("the proportion of women", "percentage"),
    ],
)
def test_questions_are_widened(text: str, term: str) -> None:
    assert term in wide(text)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("How many people used the assistant?", "employee"),
        ("How many people used the assistant?", "withdrawal"),
        ("What was left over from the event?", "turnover"),
        ("What is the reuse of steel?", "withdrawal"),
        ("Is there a supplier in the European Union?", "trade union"),
        ("Who counts as an underage worker?", "child labour"),
        ("the director's cut", "board"),
    ],
)
def test_words_of_many_meanings_need_company(text: str, term: str) -> None:
    assert term not in wide(text)


def test_the_words_come_first_and_each_stem_once() -> None:
    assert wide("emissions of buses")[:2] == ("emissions", "buses")
    assert [word for word in wide("emissions of buses") if word.startswith("emission")] == ["emissions"]


def test_without_a_synonym_the_words_stay() -> None:
    assert wide("purple buses") == ("purple", "buses")
    assert touched("purple buses") == ()


@pytest.mark.parametrize(
    ("text", "padded"),
    [("Net-Zero, R&D!", " net-zero r&d "), ("CO2e (t)", " co2e t "), ("", "  ")],
)
def test_padded_words(text: str, padded: str) -> None:
    assert padded_words(text) == padded
    assert re.sub(r"\s+", " ", padded) == padded or not text
