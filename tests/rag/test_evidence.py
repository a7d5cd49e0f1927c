"""How well the parts of passages bear the answer to a question, and their order for it."""

from __future__ import annotations

from typing import Any

import pytest

from index.types import Document
from models.base import Reading
from models.fakes import FakeEmbedder
from rag import evidence as weights
from rag import telling as kinds
from rag.evidence import EMBEDDED, Aim, Idea, Unit, coverage, holds_expected, ideas, part_score, rank_units
from rag.expected import NOTHING
from rag.figure_match import numbers_named
from rag.parts import Part, Words, parts
from rag.question import understand
from tests.rag.shelf import Counts


def aimed(question: str, index: Any = None) -> Aim:
    """A question where each word is as rare as any other."""
    return Aim.of(understand(question), index or Counts(rest=9))


def scores(question: str, found: Any) -> dict[str, float]:
    """What the words of each part of a passage say for it."""
    aim = aimed(question)
    return {part.text: part_score(part, aim, found.source) for part in parts(found.source)}


# --- ideas


def test_ideas_weigh_the_rare_more() -> None:
    found = ideas("Rare common words", Counts(rare=0, common=99, words=9))  # type: ignore[arg-type]
    assert [idea.terms for idea in found] == [("rare",), ("common",), ("words",)]
    assert [round(idea.weight, 3) for idea in found] == [0.665, 0.001, 0.333]


def test_synonyms_are_one_idea() -> None:
    found = ideas("How many female workers recycled?", Counts(recycled=4))  # type: ignore[arg-type]
    assert [idea.terms[0] for idea in found] == ["workers", "female", "recycled"]
    assert {"employees", "staff"} <= set(found[0].terms)
    assert sum(idea.weight for idea in found) == pytest.approx(1)


def test_words_that_only_name_a_report_are_no_ideas() -> None:
    found = ideas("How much coal did Acme burn?", Counts(), without={"acme"})  # type: ignore[arg-type]
    assert [idea.stem for idea in found] == ["burn", "coal"]  # synonyms first
    assert ideas("Acme?", Counts(), without={"acme"}) == ()  # type: ignore[arg-type]


def test_an_idea_stands_in_a_text_by_stem_or_by_phrase() -> None:
    idea = Idea("recycl", ("recycled", "taken back"), 1.0)
    assert idea.stands_in(Words(frozenset({"recycl"}), " recycling "))
    assert idea.stands_in(Words(frozenset(), " were taken back in "))
    assert not idea.stands_in(Words(frozenset({"tak", "back"}), " taken far back "))
    assert idea.stems == {"recycl", "taken", "back"}


# --- the aim


def test_an_aim_holds_what_a_question_tells() -> None:
    aim = aimed("What share of tonnes per employee was burnt?")
    assert (aim.figure, aim.share, aim.ratio) == (True, True, True)
    assert aim.expected is NOTHING
    plain = aimed("Who burnt coal?")
    assert (plain.figure, plain.share, plain.ratio) == (False, False, False)
    assert aimed("How many kWh were used?").expected.kind == "energy"


def test_an_aim_takes_the_reports_named_from_the_index() -> None:
    reports = [Document(f"acme-{year}.md", "", f"Acme {year} report", year, "", "Acme") for year in (2023, 2024)]
    index = Counts(*reports, rest=9)
    aim = aimed("How much coal did the 2023 report tell of?", index)
    assert aim.naming.reports == {"acme-2023.md"}
    assert [idea.stem for idea in aim.ideas] == ["coal"]  # a report's name need not stand in a passage


# --- what the words of a part say for it


def test_weights_speak_for_or_against() -> None:
    assert weights._OTHER_YEAR < 0 < weights._YEAR_OF_REPORT < weights._ASKED_YEAR < weights._EVERY_ASKED_YEAR
    assert 0 < weights._ASIDE < 1
    assert weights._AGREEMENT > 0
    for weight in ("COVERAGE", "PASSAGE", "INTENSITY", "HOLDS_FIGURE", "DEFINES", "UNEXPECTED", "LABEL_BESIDE", "ROW"):
        assert 0 < getattr(weights, f"_{weight}") <= 1


def test_coverage_is_the_weight_of_the_ideas_held(evidence: Any) -> None:
    aim = aimed("Who inspects diesel tanks?", Counts(inspects=0, diesel=9, tanks=99))
    found = parts(evidence("Tanks leak. Inspectors inspect diesel.", section=("Works",)).source)
    heavy = {idea.stem: idea.weight for idea in aim.ideas}
    assert [coverage(part, aim.ideas) for part in found] == [
        pytest.approx(heavy["tank"]),
        pytest.approx(heavy["inspect"] + heavy["diesel"]),
    ]
    assert sum(coverage(part, aim.ideas) for part in found) == pytest.approx(1)


def test_headings_count_as_words_of_a_part(evidence: Any) -> None:
    found = evidence("It leaks.", section=("Diesel", "Tanks"))
    assert scores("Who saw diesel tanks?", found)["It leaks."] == pytest.approx(weights._COVERAGE * 2 / 3)


def test_years_of_parts(evidence: Any) -> None:
    old = scores("Who saw rain in 2024?", evidence("Rain fell in 2018.\nRain fell.", year=2018))
    new = scores("Who saw rain in 2024?", evidence("Rain fell in 2024.\nRain fell in 2017.\nRain came.", year=2024))
    base = new["Rain fell in 2024."] - weights._ASKED_YEAR
    assert new["Rain came."] == pytest.approx(base + weights._ASKED_YEAR)  # says no year, its report's counts
    assert new["Rain fell in 2017."] == pytest.approx(base + weights._YEAR_OF_REPORT)
    assert old["Rain fell in 2018."] == pytest.approx(base + weights._OTHER_YEAR)
    assert old["Rain fell."] == pytest.approx(base + weights._OTHER_YEAR)


def test_a_part_with_every_asked_year_stands_before_one_with_some(evidence: Any) -> None:
    passage = evidence("Rain fell in 2023.\nRain fell in 2023 and 2024.\nRain fell in 2022, 2023 and 2024.", year=2024)
    one, both, more = scores("How did rain change from 2023 to 2024?", passage).values()
    assert both == pytest.approx(more)
    assert both - one == pytest.approx(weights._EVERY_ASKED_YEAR - weights._ASKED_YEAR)


def test_years_tell_nothing_where_none_is_asked(evidence: Any) -> None:
    assert len(set(scores("Who saw rain?", evidence("Rain in 2018. Rain in 2024. Rain.")).values())) == 1


def test_parts_with_a_figure_stand_first_where_one_is_asked_for(evidence: Any) -> None:
    passage = evidence("Rain fell often. Rain fell on 30 days.")
    often, days = scores("How many times was there rain?", passage).values()
    assert days - often == pytest.approx(weights._HOLDS_FIGURE)
    assert len(set(scores("Who saw rain?", passage).values())) == 1


def test_a_share_is_sought_where_a_share_is_asked_for(evidence: Any) -> None:
    passage = evidence("30 tonnes of coal. 30% of coal. Coal.")
    tonnes, share, none = scores("What share of coal was burnt?", passage).values()
    assert share - tonnes == pytest.approx(weights._HOLDS_FIGURE)
    assert none == pytest.approx(tonnes)


def test_a_sentence_that_defines_stands_first_where_that_is_asked(evidence: Any) -> None:
    passage = evidence("Waste refers to coal. Waste has grown.")
    defining, other = scores("What is meant by waste?", passage).values()
    assert defining - other == pytest.approx(weights._DEFINES + kinds._EXPLAINS)
    assert len(set(scores("Who saw waste?", passage).values())) == 1


def test_an_enumeration_stands_first_where_several_are_asked_for(evidence: Any) -> None:
    passage = evidence("Kilns burn wood, straw, and peat. Kilns burn wood.")
    three, one = scores("Which fuels are burnt?", passage).values()
    assert three - one == pytest.approx(kinds._LISTS)


def test_what_is_shut_out_counts_against_a_sentence_not_a_row(evidence: Any) -> None:
    question = "Who sells coal outside Peru?"
    idea = weights._COVERAGE / len(aimed(question).ideas)
    inside, outside = scores(question, evidence("In Peru coal is sold. Coal is sold outside Peru.")).values()
    assert outside - inside == pytest.approx(kinds._SHUT_OUT + idea)
    table = evidence("Coal, Peru | Unit: t | 2024: 5\nCoal, Chile | Unit: t | 2024: 5", kind="table")
    peru, chile = scores(question, table).values()
    assert peru - chile == pytest.approx(idea + weights._LABEL_BESIDE)


def test_a_sentence_that_holds_what_most_answers_hold_stands_first(evidence: Any) -> None:
    passage = evidence("Some said that Ms. Ito saw rain. Some said that many saw rain.")
    named, other = scores("Who saw rain?", passage).values()
    assert named - other == pytest.approx(weights._LIKELY)
    assert len(set(scores("Why did they see rain?", passage).values())) == 1


def row(label: str) -> str:
    return f"{label} | Unit: t | 2024: 5"


def test_a_row_of_a_ratio_falls_where_none_is_asked(evidence: Any) -> None:
    table = evidence("\n".join([row("Waste per head, waste"), row("Waste in all, waste")]), kind="table")
    ratio, plain = scores("How much waste was there?", table).values()
    assert plain - ratio == pytest.approx(weights._INTENSITY)
    ratio, plain = scores("How much waste was there per year?", table).values()
    assert plain == pytest.approx(ratio)


def test_words_of_a_label_beside_the_question_count_against_a_row(evidence: Any) -> None:
    table = evidence("\n".join(map(row, ["Paper waste", "Waste", "Total waste", "Waste (paper)"])), kind="table")
    paper, waste, total, aside = scores("How much waste was there?", table).values()
    assert waste == pytest.approx(total)
    assert waste - paper == pytest.approx(weights._LABEL_BESIDE / 2)
    assert waste - aside == pytest.approx(weights._LABEL_BESIDE * weights._ASIDE / (1 + weights._ASIDE))
    assert waste > aside > paper
    assert len({paper, aside} & set(scores("How much paper waste was there?", table).values())) == 0


def test_a_row_stands_before_a_sentence_where_a_figure_is_asked_for(evidence: Any) -> None:
    said, table = evidence("Waste was 5 t."), evidence(row("Waste"), kind="table")

    def ahead(question: str) -> float:
        return scores(question, table)[row("Waste")] - scores(question, said)["Waste was 5 t."]

    assert ahead("How much waste was there?") == pytest.approx(weights._ROW)
    assert ahead("Who saw waste?") == pytest.approx(0)


def test_synonyms_in_a_label_are_not_beside_the_question(evidence: Any) -> None:
    table = evidence("\n".join(map(row, ["Staff", "Staff abroad"])), kind="table")
    staff, abroad = scores("How many employees were there?", table).values()
    assert staff - abroad == pytest.approx(weights._LABEL_BESIDE / 2)


@pytest.mark.parametrize(
    ("question", "with_it", "without"),
    [
        ("How much did the plant cost?", "The plant cost 5 million yuan.", "The plant cost us 5 months."),
        ("On what day was the plant opened?", "The plant opened on 3 May 2024.", "The plant opened in 2024."),
        ("When was the plant opened?", "The plant opened in 2024.", "The plant opened twice."),
        ("How many kWh did the plant use?", "The plant took 5 MWh.", "The plant took 5 tonnes."),
    ],
)
def test_a_part_without_what_is_expected_falls_below(evidence: Any, question: str, with_it: str, without: str) -> None:
    aim, passage = aimed(question), evidence(f"{without}\n{with_it}")
    lacking, holding = parts(passage.source)
    assert not holds_expected(without, aim, passage.source)
    assert holds_expected(with_it, aim, passage.source)
    found = scores(question, passage)
    apart = weights._COVERAGE * (coverage(holding, aim.ideas) - coverage(lacking, aim.ideas))
    assert found[with_it] - found[without] == pytest.approx(weights._UNEXPECTED + apart)
    assert found[with_it] > found[without]


def test_what_is_expected_may_stand_in_the_headings(evidence: Any) -> None:
    passage = evidence("Plant: 5", section=("Costs", "In RMB 10,000"))
    assert holds_expected("Plant: 5", aimed("How much did the plant cost?"), passage.source)
    assert not holds_expected("Plant: 5", aimed("How much did the plant cost?"), evidence("Plant: 5").source)


# --- units ranked


class Attentive(FakeEmbedder):
    """Keeps what it is given to read."""

    def read(self, texts: Any) -> list[Reading]:
        self.embedded.extend(texts)
        return super().read(texts)


class Flat(Attentive):
    """Reads every text alike, so that only words, years and figures decide."""

    def read(self, texts: Any) -> list[Reading]:
        alike = super().read(texts)[0]
        return [alike for _ in texts]


def ranked(question: str, *found: Any, embedder: FakeEmbedder | None = None) -> list[Unit]:
    index: Any = Counts(rest=9)
    return rank_units(aimed(question, index), found, embedder=embedder or Flat(), index=index)


def test_units_that_cover_the_question_stand_first(evidence: Any) -> None:
    found = ranked("Who inspects diesel tanks?", evidence("Lawyers write. Engineers inspect tanks of diesel."))
    assert [unit.text for unit in found] == ["Engineers inspect tanks of diesel.", "Lawyers write."]
    assert [unit.coverage for unit in found] == [pytest.approx(1), 0]
    assert found[0].score - found[1].score == pytest.approx(weights._COVERAGE)


def test_a_score_is_what_the_words_say_and_the_meaning_and_the_passage(evidence: Any) -> None:
    best, other = evidence("Rain fell.", score=0.9), evidence("Rain came.", score=0.4)
    found = ranked("Who saw rain?", other, best)
    said = [scores("Who saw rain?", best)["Rain fell."], scores("Who saw rain?", other)["Rain came."]]
    read = 1 + weights._AGREEMENT  # as near as can be, as a whole and word by word
    assert [unit.score for unit in found] == [
        pytest.approx(said[0] + read),
        pytest.approx(said[1] + read - weights._PASSAGE * 0.5),
    ]
    assert [unit.evidence for unit in found] == [best, other]


def test_what_the_sentence_before_holds_counts_in_part(evidence: Any) -> None:
    passage = evidence("Kilns stood in Peru. Nobody lit one. Bricks were dear.")
    bare = {unit.text: unit.score for unit in ranked("Who lit kilns?", evidence("Nobody lit one."))}
    unit = next(unit for unit in ranked("Who lit kilns?", passage) if unit.text == "Nobody lit one.")
    assert unit.score - bare["Nobody lit one."] == pytest.approx(weights._BEFORE / 2)
    assert unit.coverage == pytest.approx(0.5)  # its own only


def test_the_sentence_before_may_end_the_passage_before(evidence: Any) -> None:
    first, second, third = evidence("Kilns stood there."), evidence("Nobody lit one."), evidence("Nobody lit one.")
    scored = {unit.evidence.source.id: unit.score for unit in ranked("Who lit kilns?", third, second, first)}
    assert scored[second.source.id] - scored[third.source.id] == pytest.approx(weights._BEFORE / 2)


def test_a_total_stands_before_a_part_with_a_longer_label(evidence: Any) -> None:
    table = evidence("\n".join(map(row, ["Waste of paper", "Total waste"])), kind="table")
    found = ranked("How much waste was there?", table)
    assert [unit.text.split(" |")[0] for unit in found] == ["Total waste", "Waste of paper"]
    assert all(unit.is_row for unit in found)
    assert not ranked("Who saw rain?", evidence("Rain."))[0].is_row


def test_meaning_is_added_with_the_heading_in_view(evidence: Any) -> None:
    embedder, passage = Attentive(), evidence("Blue. Red.", section=("Part", "Lorry"))
    found = ranked("lorry", passage, embedder=embedder)
    assert embedder.embedded == ["lorry", "Lorry: Blue.", "Lorry: Red."]
    assert found[0].nearness == pytest.approx(2**-0.5)
    said = scores("lorry", passage)[found[0].text]
    assert found[0].score == pytest.approx(said + found[0].nearness + weights._AGREEMENT)


def test_a_unit_that_meets_each_word_stands_before_one_that_is_nearer_as_a_whole(evidence: Any) -> None:
    long = "The lorry came by night, and what it took along that day was coal, as said before."
    passage = evidence(f"Lorry by lorry.\n{long}")
    found, words = ranked("coal lorry", passage, embedder=FakeEmbedder()), scores("coal lorry", passage)
    assert found[0].text == long
    assert found[0].nearness < found[1].nearness
    assert found[0].score - words[long] - found[0].nearness == pytest.approx(weights._AGREEMENT)
    assert found[1].score - words[found[1].text] - found[1].nearness == pytest.approx(weights._AGREEMENT / 2)


def test_no_more_units_are_embedded_than_needed(evidence: Any) -> None:
    embedder = Flat()
    text = " ".join(f"Point {n} is made." for n in range(2 * EMBEDDED))
    assert len(ranked("Who?", evidence(text), embedder=embedder)) == EMBEDDED
    assert len(embedder.embedded) == 1 + EMBEDDED  # the question too


def test_nothing_found_gives_no_units() -> None:
    assert ranked("Who saw rain?") == []


def test_ranking_is_the_same_each_time(evidence: Any) -> None:
    passage = evidence("Rain a. Rain b. Rain c. Rain d.")
    first = [unit.text for unit in ranked("Who saw rain?", passage)]
    assert first == ["Rain a.", "Rain b.", "Rain c.", "Rain d."]
    assert [unit.text for unit in ranked("Who saw rain?", passage)] == first


def test_a_row_of_other_numbers_stands_behind() -> None:
    aim = aimed("What were Scope 1 emissions?")
    for label, differing in {"Scope 1": 0, "Scope 1 and Scope 2": 1, "Scope 2": 2, "Water": 0}.items():
        numbers = dict(numbers_named(label.casefold()))
        part = Part(label, Words.of(label), frozenset(), figure=True, share=False, numbers=numbers)
        assert weights._other_numbers(part, aim) == differing
    assert weights._OTHER_NUMBER > 0
