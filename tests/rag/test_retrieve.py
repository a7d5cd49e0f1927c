"""Passages for a question: what a score is made of, held against a hand computation."""

from __future__ import annotations

from typing import Any

import pytest

from rag import Assistant, rerank
from rag.errors import QuestionError
from rag.evidence import Aim, part_score
from rag.parts import parts
from rag.question import understand
from rag.rerank import Candidate, first_signals, part_signal
from rag.retrieve import RERANKED
from tests.rag.shelf import NEW, OLD, PAPER, Shelf, found, points, search


def plain_shelf() -> Shelf:
    """Four passages of one report: 1 and 2 near in meaning, 2 and 3 by words, 4 by words only a little."""
    texts = [(NEW, f"Passage {name}.") for name in ("one", "two", "three", "four")]
    return Shelf(*texts, nearest={1: 0.7, 2: 0.5}, matching={3: 8.0, 2: 6.0, 4: 2.0})


# --- what a score is made of


def test_weights_speak_for_or_against() -> None:
    for weight in ("WORDS", "PART", "YEAR_OF_REPORT", "YEAR_IN_TEXT", "NAMED_REPORT", "TABLE", "FROM_PICTURE"):
        assert getattr(rerank, f"_{weight}") > 0
    assert list(rerank._ROLES) == ["contents", "index", "callout", "assurance", "footnote"]
    assert sorted(rerank._ROLES.values()) == list(rerank._ROLES.values())
    assert max(rerank._ROLES.values()) < 0


def test_scores_are_cosine_and_share_of_the_best_word_score() -> None:
    told = {each.source.id: points(each) for each in search(plain_shelf(), "Who digs?")}
    assert told == {
        1: {"meaning": 0.7},
        2: {"meaning": 0.5, "words": pytest.approx(rerank._WORDS * 6 / 8)},
        3: {"meaning": 0.5, "words": pytest.approx(rerank._WORDS)},  # the lowest cosine seen
        4: {"meaning": 0.5, "words": pytest.approx(rerank._WORDS * 2 / 8)},
    }
    assert found(plain_shelf(), "Who digs?") == sorted(told, key=lambda id: -sum(told[id].values()))


def test_a_score_is_the_sum_of_its_signals() -> None:
    shelf = Shelf((OLD, "Coal: 5 t in 2024."), (NEW, "Coal."), nearest={1: 0.6, 2: 0.7}, matching={1: 3.0, 2: 1.0})
    shelf.change(2, role="callout", confidence=0.5)
    for each in search(shelf, "How much coal was burnt in 2024?"):
        assert each.score == pytest.approx(sum(signal.points for signal in each.signals))
        assert all(signal.points for signal in each.signals if signal.name != "best part")
        assert [signal.name for signal in each.signals].count("best part") == 1


def test_the_best_part_says_how_good_a_passage_is() -> None:
    shelf = Shelf((NEW, "Coal. Coal was dug by men. Coal."), nearest={1: 0.5})
    aim, stored = Aim.of(understand("Who dug coal?"), shelf), shelf.stored[1]  # type: ignore[arg-type]
    by_part = {part.text: part_score(part, aim, stored) for part in parts(stored)}
    signal = part_signal(stored, aim)
    assert (signal.name, signal.detail) == ("best part", "Coal was dug by men.")
    assert signal.points == pytest.approx(rerank._PART * by_part[signal.detail])
    assert signal.points == pytest.approx(rerank._PART * max(by_part.values()))
    assert search(shelf, "Who dug coal?")[0].score == pytest.approx(0.5 + signal.points)


def test_a_passage_without_parts_has_nothing_to_say() -> None:
    shelf = Shelf((NEW, ""), nearest={1: 0.5})
    (signal,) = [each for each in search(shelf, "Who dug coal?")[0].signals if each.name == "best part"]
    assert (signal.points, signal.detail) == (0.0, "")


def test_a_passage_whose_part_answers_stands_before_a_nearer_one() -> None:
    shelf = Shelf(
        (NEW, "Coal was dug, as said."), (NEW, "Nothing here. Coal dug: RMB 5 million."), nearest={1: 0.62, 2: 0.6}
    )
    assert found(shelf, "How much money did the coal dug bring?") == [2, 1]


def test_the_best_k_are_kept() -> None:
    everything = found(plain_shelf(), "Who digs?")
    assert len(everything) == 4
    assert found(plain_shelf(), "Who digs?", k=2) == everything[:2]
    assert found(plain_shelf(), "Who digs?", k=1) == everything[:1]


def test_more_are_looked_into_where_more_are_asked_for() -> None:
    many = RERANKED + 20
    texts = [(NEW, " ".join(["coal", *(f"w{'x' * number}{place}" for place in "abc")])) for number in range(many)]
    shelf = Shelf(*texts, nearest={id: 1 - id / 1000 for id in range(1, many + 1)})
    assert len(found(shelf, "Who digs?", k=RERANKED)) == RERANKED
    assert len(found(shelf, "Who digs?", k=many)) == many


def test_more_asked_for_changes_nothing_of_the_first() -> None:
    texts = [(NEW, " ".join(["oil", *(f"w{'x' * number}{place}" for place in "abc")])) for number in range(60)]
    texts[RERANKED + 9] = (NEW, "Coal was burnt by men.")
    shelf = Shelf(*texts, nearest={id: 0.9 - id / 1000 for id in range(1, 61)})
    assert found(shelf, "Who burnt coal?", k=60)[:5] == found(shelf, "Who burnt coal?", k=5)


def test_what_is_not_seen_at_first_glance_never_stands_before_what_is() -> None:
    many, late = RERANKED + 20, RERANKED + 10
    texts = [(NEW, " ".join(["oil", *(f"w{'x' * number}{place}" for place in "abc")])) for number in range(many)]
    texts[late - 1] = (NEW, "Coal was burnt by men.")
    shelf = Shelf(*texts, nearest={id: 0.9 - id / 1000 for id in range(1, many + 1)})
    ranked = search(shelf, "Who burnt coal?", k=many)
    first, beyond = ranked[:RERANKED], ranked[RERANKED:]
    assert {each.source.id for each in first} == set(range(1, RERANKED + 1))
    assert all("not at first glance" not in points(each) for each in first)
    (best,) = [each for each in beyond if each.source.id == late]
    assert best == beyond[0]
    assert best.score == pytest.approx(first[-1].score)
    assert points(best)["not at first glance"] < 0
    for each in ranked:
        assert each.score == pytest.approx(sum(signal.points for signal in each.signals))
    others = [each for each in beyond if each.source.id != late]
    assert max(each.score for each in others) < first[-1].score
    assert all("not at first glance" not in points(each) for each in others)


@pytest.mark.parametrize("k", [0, -1])
def test_fewer_than_one_is_refused(k: int) -> None:
    with pytest.raises(QuestionError, match=f"^{k} passages cannot be searched for"):
        found(plain_shelf(), "Who digs?", k=k)


def test_equal_scores_stand_in_the_order_of_the_reports() -> None:
    texts = [(NEW, f"Same {name}.") for name in ("a", "b", "c", "d")]
    assert found(Shelf(*texts, nearest={4: 0.5, 2: 0.5, 3: 0.5, 1: 0.5}), "Who digs?") == [1, 2, 3, 4]


def test_words_alone_are_enough() -> None:
    (only,) = search(Shelf((NEW, "Coal."), matching={1: 3.0}), "Coal?")
    assert points(only) == {"words": rerank._WORDS}


def test_no_hits_find_nothing() -> None:
    nothing = search(Shelf((NEW, "Coal.")), "Coal?")
    assert (nothing, nothing.notice) == ([], "")


def test_synonyms_are_searched_for_too() -> None:
    shelf = plain_shelf()
    found(shelf, "How many workers were trained?")
    assert list(shelf.words[:2]) == ["workers", "trained"]
    assert {"employee", "staff", "headcount"} <= set(shelf.words)


def test_the_asked_year_is_put_forward() -> None:
    shelf = Shelf((OLD, "Coal."), (NEW, "Gas, coal."), (OLD, "Oil, coal, 2024."), nearest={1: 0.6, 2: 0.6, 3: 0.6})
    told = {each.source.id: points(each) for each in search(shelf, "Who burnt coal in 2024?")}
    assert told == {
        1: {"meaning": 0.6},
        2: {"meaning": 0.6, "report of the year": rerank._YEAR_OF_REPORT},
        3: {"meaning": 0.6, "names the year": rerank._YEAR_IN_TEXT},
    }
    assert found(shelf, "Who burnt coal in 2024?") == [2, 3, 1]
    assert found(shelf, "Who burnt coal?") == [1, 2, 3]
    assert all(set(points(each)) == {"meaning"} for each in search(shelf, "Who burnt coal?"))


def test_a_longer_number_names_no_year() -> None:
    assert "names the year" not in points(search(Shelf((OLD, "Coal: 120245 t."), nearest={1: 0.6}), "Coal in 2024?")[0])


def test_the_named_report_is_put_forward() -> None:
    shelf = Shelf((OLD, "Coal."), (PAPER, "Oil, coal."), nearest={1: 0.6, 2: 0.6})
    assert found(shelf, "Is coal in the white paper?") == [2, 1]
    assert found(shelf, "Is coal in the 2023 report?") == [1, 2]
    assert found(shelf, "Is coal in it?") == [1, 2]
    told = {each.source.id: points(each) for each in search(shelf, "Is coal in the white paper?")}
    assert told[2]["report asked for"] == rerank._NAMED_REPORT
    assert "report asked for" not in told[1]


def test_words_that_only_name_a_report_are_not_searched_for() -> None:
    shelf = Shelf((OLD, "Coal."), (PAPER, "Oil, coal."), nearest={1: 0.6})
    found(shelf, "Is coal in the safety white paper?")
    assert shelf.words[0] == "coal"
    assert not {"paper", "white", "safety"} & set(shelf.words)


@pytest.mark.parametrize(
    ("question", "changes", "signal"),
    [
        ("How much water was used?", {"kind": "table"}, {"table": rerank._TABLE}),
        ("Why is water saved?", {"kind": "table"}, {}),
        ("How much water was used?", {"kind": "table", "role": "index"}, {"index": rerank._ROLES["index"]}),
        ("How much water does GRI 303-5 ask for?", {"role": "index"}, {}),
        ("How much water was used?", {"role": "contents"}, {"contents": rerank._ROLES["contents"]}),
        ("How much water does GRI 303-5 ask for?", {"role": "contents"}, {"contents": rerank._ROLES["contents"]}),
        ("How much water was used?", {"role": "callout"}, {"callout": rerank._ROLES["callout"]}),
        ("How much water was used?", {"role": "footnote"}, {"footnote": rerank._ROLES["footnote"]}),
        ("How much water was used?", {"role": "caption"}, {}),
        ("How much water was used?", {"role": "assurance"}, {"assurance": rerank._ROLES["assurance"]}),
        ("Who verified the water data?", {"role": "assurance"}, {}),
        ("How much water was used?", {"confidence": 0.5}, {"read from a picture": -rerank._FROM_PICTURE / 2}),
    ],
)
def test_what_a_passage_is_counts(question: str, changes: dict[str, Any], signal: dict[str, float]) -> None:
    shelf = Shelf((OLD, "water"), nearest={1: 0.5})
    shelf.change(1, **changes)
    (only,) = search(shelf, question)
    assert points(only) == {"meaning": 0.5} | signal


def test_a_glance_tells_what_needs_no_look_inside() -> None:
    shelf = Shelf((NEW, "Coal in 2024."), nearest={1: 0.5})
    aim = Aim.of(understand("Who burnt coal in 2024?"), shelf)  # type: ignore[arg-type]
    signals = first_signals(Candidate(shelf.stored[1], 0.5, 1.0), aim)
    assert [(signal.name, signal.detail) for signal in signals] == [
        ("meaning", ""),
        ("words", ""),
        ("report of the year", "2024"),
        ("names the year", "2024"),
    ]


# --- near duplicates


def test_the_same_text_is_found_once_and_tells_where_else() -> None:
    shelf = Shelf((OLD, "Coal is dug."), (NEW, "Coal is dug."), (NEW, "Gas."), nearest={1: 0.6, 2: 0.7, 3: 0.5})
    first, second = search(shelf, "Who digs?")
    assert (first.source.id, first.also) == (2, ("acme-2023.md, lines 1-1",))
    assert (second.source.id, second.also) == (3, ())


# --- on the sample reports, with the bundled embedder


def test_sample_is_searched(assistant: Assistant) -> None:
    best = assistant.search("Scope 1 emissions in 2018", k=1)[0]
    assert best.document == "xiaomi-2018-esg.md"
    assert "Direct GHG emissions (Scope 1) | Unit: tons | 2018: 271.69" in best.text


def test_sample_order_is_the_same_each_time(assistant: Assistant) -> None:
    first = assistant.search("hazardous waste per employee", k=20)
    assert assistant.search("hazardous waste per employee", k=20) == first
    assert [each.score for each in first] == sorted((each.score for each in first), reverse=True)
    assert assistant.search("hazardous waste per employee", k=5) == first[:5]


def test_sample_scores_are_the_sums_of_their_signals(assistant: Assistant) -> None:
    for each in assistant.search("How much water was used in 2023?", k=30):
        assert each.score == pytest.approx(sum(signal.points for signal in each.signals))
