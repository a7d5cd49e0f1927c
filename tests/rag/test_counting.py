"""What a question asks to be counted, and how near what a text counts comes to it."""

from __future__ import annotations

import pytest

from models import load_embedder
from models.base import Embedder
from rag.counting import counted, counted_words, only_measures


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder("all-minilm-l6-v2")


def told(embedder: Embedder, question: str, text: str, heading: str = "") -> float:
    wanted = counted(question)
    assert wanted is not None
    asked, read = embedder.read([question, f"{heading}{text}"])
    return wanted.told_by(text, asked=asked, read=read, shift=len(heading))


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("How many suppliers signed the agreement?", "suppliers"),
        ("In 2023, how many repaired phones were sold?", "phones"),
        ("How many people joined?", "people"),
        ("How many of the staff left?", None),
        ("how many tonnes of waste", "tonnes"),
        ("How many kilowatt hours", "hours"),
        ("How much waste was there?", None),
        ("How many", None),
    ],
)
def test_the_noun_that_is_to_be_counted(question: str, noun: str | None) -> None:
    found = counted(question)
    assert (question[slice(*found.span)] if found else None) == noun


def test_the_words_that_numbers_count() -> None:
    text = "In 2023 the two plants of Acme mended 126,567 used phones, lamps and fans for schools far away."
    assert [text[slice(*span)] for span in counted_words(text)] == [
        "In", "the", "plants", "of", "Acme", "mended", "used", "phones", "lamps", "and", "fans",
    ]  # fmt: skip
    assert counted_words("Founded in 2010, it makes phones.") == []


def test_other_words_for_the_same_thing_count(embedder: Embedder) -> None:
    question = "How many devices were given a second life?"
    assert told(embedder, question, "The plant refurbished 126,567 smartphones and TVs.") > 0.7
    assert told(embedder, question, "One-hour repair was launched to shorten the time.") < 0.5
    assert told(embedder, question, "Devices are repaired, as customers like that.") == 0.0


def test_what_stands_above_a_text_is_not_its_count(embedder: Embedder) -> None:
    question = "How many suppliers were audited?"
    text = "The audits went well."
    assert told(embedder, question, text, heading="Audits of 12 suppliers: ") == 0.0
    with_count = "Auditors saw 12 suppliers."
    assert told(embedder, question, with_count, heading="Audits: ") > 0.9


@pytest.mark.parametrize(
    "text", ["ridden for 5.4 billion km in 2022", "a 5% rise, 20 tonnes", "it cost $5 million", "7 square metres"]
)
def test_amounts_in_units_are_measures_only(text: str) -> None:
    assert only_measures(text)


@pytest.mark.parametrize("text", ["3 plants", "60 bags of 9 kg", "12,000", "two of them, 5% more", "in 2022", "none"])
def test_a_number_of_things_or_none_at_all_is_no_measure(text: str) -> None:
    assert not only_measures(text)
