"""Near duplicates merged, and both sides of a comparison among the first."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.types import Document, Passage, StoredPassage
from rag.merge import ALIKE, HEAD, with_each_side, without_duplicates
from rag.types import Evidence

CHEAP = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def passage(number: int, text: str, *, kind: Any = "text", name: str = "acme.md", page: int | None = None) -> Evidence:
    """Evidence at the line of its number."""
    document = Document(name, f"/{name}", "Acme report", 2024, "")
    stored = StoredPassage(number, document, Passage(text, (), (number, number), kind, page))
    return Evidence(name, document.title, "", page, stored.passage.lines, text, 1 / number, stored)


def ids(found: list[Evidence]) -> list[int]:
    return [each.source.id for each in found]


def kept(*texts: str, kind: Any = "text") -> list[int]:
    """Which of some passages are kept, counted from 1."""
    return ids(without_duplicates(passage(number, text, kind=kind) for number, text in enumerate(texts, 1)))


# --- duplicates


def words(count: int, *others: str) -> str:
    """A text of so many words that are always the same, and others."""
    return " ".join([*(f"word{'abcdefghijklmnopqrstuvwxyz'[place]}" for place in range(count)), *others])


def test_prose_is_merged_from_the_share_on() -> None:
    # 17 of 20 words are in common; then 16 of 19
    assert pytest.approx(17 / 20) == ALIKE
    assert kept(words(17, "one", "two"), words(17, "other")) == [1]
    assert kept(words(16, "one", "two"), words(16, "other")) == [1, 2]


def test_a_text_that_goes_on_is_not_the_same() -> None:
    assert kept(words(17), words(20)) == [1]
    assert kept(words(16), words(20)) == [1, 2]


def test_prose_with_other_figures_is_kept() -> None:
    assert kept(words(20, "in", "2023"), words(20, "in", "2024")) == [1, 2]
    assert kept(words(20, "in", "2023"), words(20, "for", "2023")) == [1]
    assert kept(words(20, "5%"), words(20)) == [1, 2]


def test_case_points_and_letter_forms_make_no_difference() -> None:
    assert kept("Coal: CO₂ (5 t).", "coal co2 5 t") == [1]


def test_rows_are_merged_only_where_every_word_is_the_same() -> None:
    row = f"{words(24)} | Unit: t | 2024: 5"
    assert kept(row, row, kind="table") == [1]
    assert kept(row, f"{row} more", kind="table") == [1, 2]
    assert kept(row, f"{row} more") == [1]  # prose would be merged
    assert kept(row, row.replace(": 5", ": 6"), kind="table") == [1, 2]


def test_a_row_and_a_sentence_are_held_to_each_word() -> None:
    row, prose = passage(1, words(24), kind="table"), passage(2, words(24, "more"))
    assert ids(without_duplicates([row, prose])) == [1, 2]
    assert ids(without_duplicates([prose, row])) == [2, 1]


@pytest.mark.parametrize(
    "rows",
    [
        ("Waste | 2023: 5 | 2024: 6", "Waste | 2023: 6 | 2024: 5"),
        ("Men | 2024: 5\nWomen | 2024: 6", "Men | 2024: 6\nWomen | 2024: 5"),
    ],
)
def test_rows_whose_values_are_swapped_are_kept(rows: tuple[str, str]) -> None:
    assert kept(*rows, kind="table") == [1, 2]


def test_the_best_tells_where_the_others_stand() -> None:
    found = without_duplicates(
        [
            passage(3, "Coal is burnt."),
            passage(9, "Gas is burnt."),
            passage(5, "Coal is burnt.", name="old.md"),
            passage(4, "Coal is burnt.", name="old.pdf", page=7),
        ]
    )
    assert ids(found) == [3, 9]
    assert found[0].also == ("old.md, lines 5-5", "old.pdf, page 7")
    assert found[1].also == ()
    assert found[0].text == "Coal is burnt."


def test_what_is_merged_is_alike_to_the_one_kept() -> None:
    first, second, third = words(20), words(20, "one", "two"), words(20, "one", "two", "three", "four")
    assert kept(first, second, third) == [1, 3]  # 20 of 24 words of the first; the second is not there any more
    assert kept(second, first, third) == [1]


def test_nothing_gives_nothing() -> None:
    assert without_duplicates([]) == []


@given(st.lists(st.sampled_from(["coal", "gas", "oil 5", "oil 6", words(20), words(20, "more")]), max_size=12))
@CHEAP
def test_merging_keeps_order_and_loses_no_place(texts: list[str]) -> None:
    given_in = [passage(number, text) for number, text in enumerate(texts, 1)]
    found = without_duplicates(given_in)
    assert ids(found) == sorted(ids(found))
    places = [place for each in found for place in (f"acme.md, lines {each.lines[0]}-{each.lines[1]}", *each.also)]
    assert Counter(places) == Counter(f"acme.md, lines {each.lines[0]}-{each.lines[1]}" for each in given_in)
    assert without_duplicates(found) == found
    assert all(replace(each, also=()) in given_in for each in found)


# --- the sides of a comparison


def ranks(count: int) -> list[Evidence]:
    return [passage(number, f"Text {number}.") for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("best", "order"),
    [
        ([], [1, 2, 3, 4, 5, 6, 7, 8]),
        ([1, 3], [1, 2, 3, 4, 5, 6, 7, 8]),  # both are among the first
        ([1, 7], [1, 2, 3, 4, 7, 5, 6, 8]),
        ([8, 7], [1, 2, 3, 8, 7, 4, 5, 6]),
        ([7, 7], [1, 2, 3, 4, 7, 5, 6, 8]),
        ([2, 9], [1, 2, 3, 4, 9, 5, 6, 7, 8]),  # one that the whole question did not find
        ([6, 7, 8, 9, 10], [1, 6, 7, 8, 9, 2, 3, 4, 5]),  # the best one stays the first
    ],
)
def test_each_side_is_among_the_first(best: list[int], order: list[int]) -> None:
    assert ids(with_each_side(ranks(8), [ranks(10)[number - 1] for number in best])) == order


def test_the_passage_that_the_whole_question_found_is_kept() -> None:
    of_side = replace(ranks(8)[6], score=9.0)
    assert with_each_side(ranks(8), [of_side])[4] == ranks(8)[6]


def test_sides_of_nothing_found() -> None:
    assert with_each_side([], []) == []
    assert ids(with_each_side([], [ranks(2)[1], ranks(2)[0]])) == [2, 1]
    assert ids(with_each_side(ranks(2), [ranks(3)[2]])) == [1, 2, 3]


def test_a_side_that_stands_fifth_is_not_pushed_out() -> None:
    ranked = ranks(8)
    assert {5, 8} <= set(ids(with_each_side(ranked, [ranked[4], ranked[7]]))[:HEAD])


@given(st.integers(0, 12), st.data())
@CHEAP
def test_nothing_is_lost_or_doubled_by_sides(count: int, data: st.DataObject) -> None:
    ranked = ranks(count)
    best = data.draw(st.lists(st.sampled_from(ranked), max_size=6)) if ranked else []
    found = with_each_side(ranked, best)
    assert Counter(ids(found)) == Counter(ids(ranked))
    assert ids(found)[:1] == ids(ranked)[:1]
    others = [number for number in ids(found) if number not in ids(best)]
    assert others == sorted(others)


@given(st.data())
@CHEAP
def test_up_to_four_sides_are_all_brought(data: st.DataObject) -> None:
    ranked = ranks(12)
    best = data.draw(st.lists(st.sampled_from(ranked), max_size=HEAD - 1, unique_by=lambda each: each.source.id))
    assert set(ids(best)) <= set(ids(with_each_side(ranked, best))[:HEAD])
