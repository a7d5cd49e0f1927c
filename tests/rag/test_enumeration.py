"""How many things a text names one after the other."""

from __future__ import annotations

import pytest

from rag.enumeration import Listed, counts_named, enumerated


@pytest.mark.parametrize(
    ("text", "fewest", "most"),
    [
        ("We burn wood, straw, peat, and coal.", 4, 4),
        ("We burn wood, straw and coal.", 2, 3),  # the last two may be one thing
        ("Our rules are safety and health, fair pay, clean air.", 3, 3),
        ("Our rules: safety, pay, air, which matter to all of us and to others.", 3, 3),
        ("We work in five countries, namely Peru, Chile, Spain, and Italy.", 4, 4),
        ("We follow rules (of 2023, as revised), save water, and plant trees.", 3, 3),
        ("We follow rules, save water (of rain, snow, and ice), and plant trees.", 3, 3),
        ("They save fuel, reduce noise, or keep records; the rest waits.", 3, 3),
        ("Kilns: wood; straw; peat", 3, 3),
        ("The fuels:\n- wood\n- straw, dry\n- peat\n- coal", 4, 4),
    ],
)
def test_an_enumeration_is_counted(text: str, fewest: int, most: int) -> None:
    assert Listed(fewest, most) in enumerated(text)


@pytest.mark.parametrize(
    "text",
    [
        "We burn wood.",
        "We burn wood and straw.",
        "In 2024, we burnt 1,234,567 logs.",
        "When it rained, the kiln was closed, and we waited.",
        "The kiln, which burns wood, was closed, as it leaked.",
        "Of the yards, one is a place where many people from all over the land come to work, one is not.",
        "By the sea, the kiln is old, the yard is wide.",
        "By the sea, a kiln of the oldest kind in the whole of the land, a yard.",
        "Kiln\nAn oven for bricks.",
    ],
)
def test_clauses_are_no_enumeration(text: str) -> None:
    assert enumerated(text) == ()


def test_a_last_thing_ends_an_enumeration() -> None:
    found = enumerated("We burn wood, straw, and peat, in old kilns, at low heat.")
    assert Listed(3, 3) in found
    assert all(listed.most <= 3 for listed in found)


def test_each_of_several_enumerations_is_told() -> None:
    found = enumerated("We burn wood, straw, and peat; we sell bricks, tiles, pipes, and pots.")
    assert [(each.fewest, each.most) for each in found] == [(3, 3), (4, 4)]


def test_a_number_between_the_ends_may_be_meant() -> None:
    assert [count for count in range(1, 6) if Listed(2, 3).is_of(count)] == [2, 3]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Which six topics came first?", (6,)),
        ("Two kilns in Twelve yards", (2, 12)),
        ("in the last five years", ()),
        ("three percent", ()),
        ("a sixth", ()),
        ("one kiln", ()),
    ],
)
def test_numbers_in_words(text: str, counts: tuple[int, ...]) -> None:
    assert counts_named(text) == counts
