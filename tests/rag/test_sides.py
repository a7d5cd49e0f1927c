"""Questions that compare: the best passage of each side is among the first, within the filters."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.types import Document
from rag.merge import HEAD
from tests.rag.shelf import NEW, OLD, Library, Shelf, found, search


def crowded(one: str, other: str, *, first: Document = NEW, second: Document = NEW) -> Shelf:
    """Many passages of one side, and far behind them one of the other."""
    fillers = ["oak", "elm", "ash", "yew", "fir", "bay", "fig", "sal", "tea", "rye"]
    crowd = [(first, f"{one} by the {filler} works.") for filler in fillers]
    return Shelf(*crowd, (second, f"{other} elsewhere."), nearest=dict.fromkeys(range(1, 11), 0.9) | {11: 0.1})


def fuels(*, gas: Document = NEW) -> Library:
    """Ten passages of coal, worded like the question, and one of gas that says much else."""
    years = ["oak", "elm", "ash", "yew", "fir", "bay", "fig", "sal", "tea", "rye"]
    crowd = [(NEW, f"Acme did burn more coal than before, {year} and {year}wood") for year in years]
    return Library(*crowd, (gas, "Gas is what they burn up there in long and cold winter nights, says a note of ours"))


def test_both_things_compared_are_among_the_first() -> None:
    order = found(fuels(), "Did Acme burn more coal than gas?", k=11)
    assert 11 in order[:HEAD]
    assert [id for id in order if id != 11] == list(range(1, 11))
    assert found(fuels(), "Did Acme burn more coal than before?", k=11) == list(range(1, 12))


def test_both_years_compared_are_among_the_first() -> None:
    shelf = crowded("Coal use", "Coal use", first=NEW, second=OLD)
    assert 11 in found(shelf, "How did coal use change from 2023 to 2024?")[:HEAD]
    assert 11 not in found(shelf, "How much coal use was there in 2024?")[:HEAD]


def test_all_reports_named_are_among_the_first() -> None:
    shelf = crowded("Coal", "Coal", first=NEW, second=OLD)
    assert 11 in found(shelf, "What do the 2023 report and the 2024 report say of coal?")[:HEAD]
    assert 11 not in found(shelf, "What is said of coal?")[:HEAD]


def of_companies() -> Shelf:
    """Many passages of one company, and far behind them one of the other; none of them says whose it is."""
    acme, bolt = (replace(NEW, name=f"{name}.md", title="Report", company=name.title()) for name in ("acme", "bolt"))
    return crowded("Water use", "Water use", first=acme, second=bolt)


def test_both_companies_named_are_among_the_first() -> None:
    assert 11 in found(of_companies(), "How did Acme's water use differ from Bolt's in 2024?")[:HEAD]
    assert 11 not in found(of_companies(), "How high was Acme's water use?")[:HEAD]


def test_both_companies_told_apart_by_than_are_among_the_first() -> None:
    assert 11 in found(of_companies(), "Did Acme use more water than Bolt?")[:HEAD]


def gossiping() -> Library:
    """Many passages of one company that speak of another and of a third, and one of the other that names neither."""
    acme, bolt = (replace(NEW, name=f"{name}.md", title="Report", company=name.title()) for name in ("acme", "bolt"))
    fillers = ["oak", "elm", "ash", "yew", "fir", "bay", "fig", "sal", "tea", "rye"]
    crowd = [(acme, f"Bolt: was water used in 2024, more than by Acme? {filler}, Bolt!") for filler in fillers]
    return Library(*crowd, (bolt, "It took in what long and cold winter nights left in our lakes, says a note."))


@pytest.mark.parametrize(
    "question",
    [
        "Did Acme use more water than Bolt?",
        "How did Acme's water use differ from Bolt's in 2024?",
        "Who used more water in 2024, Acme or Bolt?",
    ],
)
def test_a_company_is_known_by_its_reports_and_not_by_who_speaks_of_it(question: str) -> None:
    shelf = gossiping()
    assert 11 in found(shelf, question)[:HEAD]
    assert found(shelf, "Who used water in 2024?")[:HEAD] == [1, 2, 3, 4, 5]
    assert {frozenset({"acme.md"}), frozenset({"bolt.md"})} <= set(shelf.searched)


def test_the_best_passage_of_each_company_stands_within_the_filter() -> None:
    question = "Did Acme use more water than Bolt?"
    assert 11 not in found(gossiping(), question, documents={"acme.md"}, k=11)
    assert found(gossiping(), question, documents={"bolt.md"}) == [11]


def test_a_twin_that_is_brought_back_is_not_told_to_be_left_out() -> None:
    shelf = Shelf((OLD, "Coal use is watched."), (NEW, "Coal use is watched."), nearest={1: 0.6, 2: 0.6})
    kept = search(shelf, "How did coal use change from 2023 to 2024?")
    listed = {f"{each.document}, lines {each.lines[0]}-{each.lines[1]}" for each in kept}
    assert not listed.intersection(place for each in kept for place in each.also)


def test_sides_stand_within_the_filter_of_reports() -> None:
    shelf = crowded("Coal use", "Coal use", first=NEW, second=OLD)
    for question in ("How did coal use change from 2023 to 2024?", "How do the 2023 and 2024 reports see coal use?"):
        shelf.searched.clear()
        kept = search(shelf, question, documents={NEW.name})
        assert {each.document for each in kept} == {NEW.name}
        assert all(names is not None and names <= {NEW.name} for names in shelf.searched)


@pytest.mark.parametrize(
    "question",
    [
        "How did coal use change from 2023 to 2024?",
        "Was more coal used in 2023 or in 2024?",
        "What do the 2023 report and the 2024 report say of coal?",
    ],
)
def test_a_side_of_a_year_outside_the_filter_gives_nothing(question: str) -> None:
    shelf = crowded("Coal use", "Coal use", first=NEW, second=OLD)
    kept = search(shelf, question, years=[2024])
    assert kept
    assert {each.document for each in kept} == {NEW.name}
    nothing = search(shelf, question, years=[2019])
    assert (nothing, nothing.notice) == ([], "No passage matches the filter (years 2019).")


def test_sides_without_years_keep_the_filter_of_years() -> None:
    question = "Did Acme burn more coal than gas?"
    assert 11 in found(fuels(gas=OLD), question, years=[2023, 2024])[:HEAD]
    assert found(fuels(gas=OLD), question, years=[2024], k=11) == list(range(1, 11))
    assert found(fuels(gas=OLD), question, years=[2023], k=11) == [11]


def test_sides_are_no_more_than_asked_for() -> None:
    assert len(found(fuels(), "Did Acme burn more coal than gas?", k=3)) == 3
