"""The units of passages that can be quoted alone, and their order for a question."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from models.fakes import FakeEmbedder
from rag.evidence import Idea, holds_figure, ideas, rank_units, sentences, units
from rag.question import understand


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One thing. Another thing! A third?", ["One thing.", "Another thing!", "A third?"]),
        ("Water, e.g. Rain, is used. It is clean.", ["Water, e.g. Rain, is used.", "It is clean."]),
        ("See No. 5 of Acme Inc. Then stop.", ["See No. 5 of Acme Inc. Then stop."]),
        ("Ms. Cai joined. Dr. J. Smith left.", ["Ms. Cai joined.", "Dr. J. Smith left."]),
        ("It was 3.5 tonnes. 4 more came.", ["It was 3.5 tonnes.", "4 more came."]),
        ("It was 94.51%. Then 1,234.50 t.", ["It was 94.51%.", "Then 1,234.50 t."]),
        ("He said “It is done.” Then he left.", ["He said “It is done.”", "Then he left."]),
        ('Built (in 2018.) "We like it." So be it.', ["Built (in 2018.)", '"We like it."', "So be it."]),
        ("Own sites first; Others later.", ["Own sites first;", "Others later."]),
        ("1. Reduce energy. 2. Use less water.", ["1. Reduce energy.", "2. Use less water."]),
        ("(2) Report. Done", ["(2) Report.", "Done"]),
        ("In the year. iPhones are lower case", ["In the year. iPhones are lower case"]),
        ("It fell. [1] It rose [2]. [3, 4][5] So.", ["It fell. [1]", "It rose [2]. [3, 4][5]", "So."]),
        ("no end", ["no end"]),
        ("", []),
        ("   ", []),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


def test_each_sentence_is_a_unit(evidence: Any) -> None:
    assert list(units(evidence("Rain fell. Snow fell.\nWind blew."))) == ["Rain fell.", "Snow fell.", "Wind blew."]


@pytest.mark.parametrize("leaning", ["It yields 16 kWh.", "They met.", "This helps.", "Of these, two left."])
def test_a_sentence_that_leans_is_quoted_with_the_one_before(evidence: Any, leaning: str) -> None:
    found = list(units(evidence(f"A plant stands there. {leaning} Cars pass.")))
    assert found == ["A plant stands there.", f"A plant stands there. {leaning}", "Cars pass."]


def test_words_that_only_begin_like_a_leaning_one_do_not_lean(evidence: Any) -> None:
    assert list(units(evidence("It stands. Italy grew. Thistles bloom."))) == [
        "It stands.",
        "Italy grew.",
        "Thistles bloom.",
    ]


def test_a_list_is_a_unit_with_what_leads_to_it(evidence: Any) -> None:
    found = list(units(evidence("Rain fell. Three topics came out:\n- safety\n* water\n2. waste\nAll matter.")))
    assert found == [
        "Rain fell.",
        "Three topics came out:",
        "Three topics came out:\n- safety\n- water\n- waste",
        "- safety",
        "* water",
        "2. waste",
        "All matter.",
    ]


def test_a_long_list_is_only_quoted_by_the_item(evidence: Any) -> None:
    items = [f"- {'word ' * 9}end" for _ in range(10)]
    text = "\n".join(["They are:", *items])
    assert list(units(evidence(text))) == ["They are:", *items]  # 11 words an item with its bullet, 110 in all
    short = "\n".join(["They are:", *items[:9]])
    assert "\n".join(["They are:", *items[:9]]) in list(units(evidence(short)))


def test_a_table_row_is_a_unit_whatever_it_holds(evidence: Any) -> None:
    rows = ["Waste | Unit: t | 2024: 5. It grew. More", "Water: x | Unit: t | 2024: 6"]
    assert list(units(evidence("\n".join(rows), kind="table"))) == rows


@pytest.mark.parametrize(
    "text", ["5 t", "about 5,000", "in 2024 it was 3", "ISO 9001", "0.09", "Scope 1: 30%", "Tier 2 sites: 14"]
)
def test_a_figure_is_held(text: str) -> None:
    assert holds_figure(text)


@pytest.mark.parametrize(
    "text", ["no number", "in 2024", "on 18 March 2025", "March 18, 2025", "2020-2024", "Scope 1, 2 and 3", "Table 12"]
)
def test_years_and_dates_are_no_figures(text: str) -> None:
    assert not holds_figure(text)


class Counts:
    """Stands in for an index of 99 passages: says how many hold any of the words."""

    count = 99

    def __init__(self, **held: int) -> None:
        self.held = held

    def frequency(self, words: Any) -> int:
        return sum(self.held.get(word, 0) for word in words)


def test_ideas_weigh_the_rare_more() -> None:
    found = ideas("Rare common words", Counts(rare=0, common=99, words=9))  # type: ignore[arg-type]
    assert [idea.terms for idea in found] == [("rare",), ("common",), ("words",)]
    assert [round(idea.weight, 3) for idea in found] == [0.665, 0.001, 0.333]


def test_synonyms_are_one_idea() -> None:
    found = ideas("How many female workers recycled?", Counts(recycled=4))  # type: ignore[arg-type]
    assert [idea.terms[0] for idea in found] == ["workers", "female", "recycled"]
    assert {"employees", "staff"} <= set(found[0].terms)
    assert sum(idea.weight for idea in found) == pytest.approx(1)


def test_an_idea_stands_in_a_text_by_stem_or_by_phrase() -> None:
    idea = Idea("recycl", ("recycled", "taken back"), 1.0)
    assert idea.stands_in(frozenset({"recycl"}), " recycling ")
    assert idea.stands_in(frozenset(), " were taken back in ")
    assert not idea.stands_in(frozenset({"tak", "back"}), " taken far back ")


class Flat(FakeEmbedder):
    """Finds every text equally near, so that only words, years and figures decide."""

    def embed_passages(self, texts: Any, *, progress: Any = None) -> Any:
        super().embed_passages(texts)
        return np.ones((len(texts), 1), dtype=np.float32)

    def embed_query(self, text: str) -> Any:
        return np.ones(1, dtype=np.float32)


def ranked(question: str, *found: Any, embedder: FakeEmbedder | None = None) -> list[Any]:
    asked = understand(question)
    index: Any = SimpleNamespace(count=99, frequency=lambda words: 9)
    return rank_units(asked, found, ideas(question, index), embedder=embedder or Flat())


def test_units_that_cover_the_question_stand_first(evidence: Any) -> None:
    found = ranked("Who inspects diesel tanks?", evidence("Lawyers write. Engineers inspect tanks of diesel."))
    assert [unit.text for unit in found] == ["Engineers inspect tanks of diesel.", "Lawyers write."]
    assert [unit.coverage for unit in found] == [pytest.approx(1), 0]
    assert found[0].score - found[1].score == pytest.approx(0.5)


def test_years_of_units(evidence: Any) -> None:
    old = evidence("Rain fell in 2018.\nRain fell.", year=2018)
    new = evidence("Rain fell in 2024.\nRain fell in 2017.\nRain came.", year=2024)
    scores = {unit.text: unit.score for unit in ranked("Who saw rain in 2024?", old, new)}
    base = scores["Rain fell in 2024."]
    assert scores["Rain came."] == pytest.approx(base)  # says no year, its report's counts
    assert scores["Rain fell in 2017."] == pytest.approx(base - 0.05)
    assert scores["Rain fell in 2018."] == pytest.approx(base - 0.3)
    assert scores["Rain fell."] == pytest.approx(base - 0.3)


def test_units_with_a_figure_stand_first_where_one_is_asked_for(evidence: Any) -> None:
    passage = evidence("Rain fell often. Rain fell on 30 days.")
    scores = {unit.text: unit.score for unit in ranked("How many days did rain fall?", passage)}
    assert scores["Rain fell on 30 days."] > scores["Rain fell often."] + 0.25
    plain, figure = ranked("Who saw rain?", passage)
    assert plain.score == pytest.approx(figure.score)


def test_a_total_stands_before_a_part_with_a_longer_label(evidence: Any) -> None:
    table = evidence("Turnover rate, men | Unit: % | 2024: 1\nTurnover rate, all | Unit: % | 2024: 2", kind="table")
    parts = evidence("Waste of paper | Unit: t | 2024: 1\nTotal waste | Unit: t | 2024: 2", kind="table")
    assert len(ranked("What was the turnover rate?", table)) == 2
    found = ranked("How much waste was there?", parts)
    assert [unit.text.split(" |")[0] for unit in found] == ["Total waste", "Waste of paper"]
    assert found[0].score - found[1].score == pytest.approx(0.1)  # half of the label is beside the question


def test_units_of_better_passages_stand_first(evidence: Any) -> None:
    found = ranked("Who saw rain?", evidence("Rain here.", score=0.4), evidence("Rain there.", score=0.9))
    assert [unit.text for unit in found] == ["Rain there.", "Rain here."]
    assert found[0].score - found[1].score == pytest.approx(0.25)


def test_meaning_is_added_with_the_heading_in_view(evidence: Any) -> None:
    embedder = FakeEmbedder()
    found = ranked("lorry", evidence("Blue. Red.", section=("Part", "Lorry")), embedder=embedder)
    assert sorted(embedder.embedded) == ["Lorry: Blue.", "Lorry: Red."]
    assert found[0].nearness == pytest.approx(2**-0.5)


def test_no_more_units_are_embedded_than_needed(evidence: Any) -> None:
    embedder = Flat()
    text = " ".join(f"Point {n} is made." for n in range(60))
    assert len(ranked("Who?", evidence(text), embedder=embedder)) == 32
    assert len(embedder.embedded) == 32


def test_nothing_found_gives_no_units() -> None:
    assert ranked("Who saw rain?") == []


def test_ranking_is_the_same_each_time(evidence: Any) -> None:
    passage = evidence("Rain a. Rain b. Rain c. Rain d.")
    first = [unit.text for unit in ranked("Who saw rain?", passage)]
    assert first == ["Rain a.", "Rain b.", "Rain c.", "Rain d."]
    assert [unit.text for unit in ranked("Who saw rain?", passage)] == first
