"""Filters of a search: they are never widened, and what they shut out is said."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag import Assistant
from rag.errors import QuestionError
from rag.merge import HEAD
from tests.rag.shelf import NEW, OLD, PAPER, Library, Shelf, found, search


def test_filter_by_document() -> None:
    shelf = Shelf((OLD, "Coal."), (NEW, "Coal."), nearest={1: 0.9, 2: 0.1}, matching={1: 5.0})
    assert found(shelf, "Coal?", documents={"acme-2024.md"}) == [2]
    assert found(shelf, "Coal?", documents=set()) == []


def test_filter_by_year() -> None:
    shelf = Shelf(
        (OLD, "Coal."), (NEW, "Gas, coal."), (NEW, "Coal of 2023."), (PAPER, "Coal, 120234 t."),
        nearest={1: 0.9, 2: 0.8, 3: 0.7, 4: 0.6},
    )  # fmt: skip
    assert found(shelf, "Coal?", years=[2023]) == [1, 3]
    assert set(found(shelf, "Coal?", years=[2023, 2024])) == {1, 2, 3}
    assert found(shelf, "Coal?", years=[2019]) == []
    assert found(shelf, "Coal?", years=[]) == []
    assert found(shelf, "Coal?", years=[2023], documents={"acme-2024.md"}) == [3]


def test_a_year_is_found_behind_many_passages_of_other_years() -> None:
    crowd = [(NEW, "Coal.")] * 700
    shelf = Shelf(*crowd, (OLD, "Coal."), nearest=dict.fromkeys(range(1, 701), 0.9) | {701: 0.1})
    assert found(shelf, "Coal?", years=[2023]) == [701]


@pytest.mark.parametrize(
    ("filters", "notice"),
    [
        ({"years": [2031, 2030]}, "No passage matches the filter (years 2030, 2031)."),
        ({"documents": {"b.md", "a.md"}}, "No passage matches the filter (reports a.md, b.md)."),
        (
            {"documents": ["acme-2024.md"], "years": (2019,)},
            "No passage matches the filter (reports acme-2024.md; years 2019).",
        ),
        ({"documents": ()}, "No passage matches the filter (reports none)."),
        ({"years": ()}, "No passage matches the filter (years none)."),
    ],
)
def test_a_filter_that_matches_nothing_says_so(filters: dict[str, Any], notice: str) -> None:
    nothing = search(Shelf((NEW, "Coal."), nearest={1: 0.9}), "Coal?", **filters)
    assert (nothing, nothing.notice, nothing.explain()) == ([], notice, notice)


def test_no_notice_where_something_is_found() -> None:
    shelf = Shelf((NEW, "Coal."), nearest={1: 0.9})
    assert search(shelf, "Coal?").notice == ""
    assert search(shelf, "Coal?", years=[2024], documents={"acme-2024.md"}).notice == ""


QUESTIONS = (
    "Who burnt coal?",
    "How much coal was burnt in 2024?",
    "How did coal use change from 2023 to 2024?",
    "Did Acme burn more coal than gas?",
    "What do the 2023 report and the white paper say of coal?",
)


@given(
    st.sampled_from(QUESTIONS),
    st.none() | st.sets(st.sampled_from([OLD.name, NEW.name, PAPER.name])),
    st.none() | st.sets(st.sampled_from([2022, 2023, 2024])),
    st.integers(1, 9),
)
@settings(max_examples=60, deadline=None)
def test_filters_are_never_widened(question: str, names: set[str] | None, years: set[int] | None, k: int) -> None:
    texts = ["Coal was burnt.", "Gas was burnt in 2023.", "Acme did burn coal in 2024, of 2022.", "Coal: 120234 t"]
    shelf = Library(*((document, text) for document in (OLD, NEW, PAPER) for text in texts))
    kept = search(shelf, question, documents=names, years=years, k=k)
    assert len(kept) <= k
    assert len({each.source.id for each in kept}) == len(kept)
    for each in kept:
        places = [each.document, *(place.partition(",")[0] for place in each.also)]
        assert names is None or names.issuperset(places)
        held = {year for year in (2022, 2023, 2024) if f" {year}" in each.text} | {each.source.document.year}
        assert years is None or years & held
    assert bool(kept.notice) == (not kept)
    if names is None and years is None:
        assert kept


# --- on the sample reports, with the bundled embedder


def test_sample_filters_hold(assistant: Assistant) -> None:
    only = assistant.search("Scope 1 emissions in 2018", k=50, documents=["xiaomi-2021-esg.md"])
    assert {each.document for each in only} == {"xiaomi-2021-esg.md"}
    of_year = assistant.search("water", k=50, years=[2020])
    assert of_year
    assert all("2020" in each.text for each in of_year)  # no report is of 2020
    nothing = assistant.search("water", years=[1950])
    assert (nothing, nothing.notice) == ([], "No passage matches the filter (years 1950).")


def test_sample_unknown_report_is_refused(assistant: Assistant) -> None:
    with pytest.raises(QuestionError, match=r"There is no report 'nope\.md' in the index") as caught:
        assistant.search("water", documents=["xiaomi-2018-esg.md", "nope.md"])
    names = "xiaomi-2018-esg.md, xiaomi-2021-esg.md, xiaomi-2023-esg.md, xiaomi-2024-esg.md"
    assert caught.value.fix == f"It holds {names}."


def test_sample_filters_hold_for_what_is_compared(assistant: Assistant) -> None:
    question = "How did total GHG emissions change from 2021 to 2023?"
    both = {each.document for each in assistant.search(question, k=HEAD)}
    assert {"xiaomi-2021-esg.md", "xiaomi-2023-esg.md"} <= both
    kept = assistant.search(question, documents=["xiaomi-2023-esg.md"])
    assert {each.document for each in kept} == {"xiaomi-2023-esg.md"}
