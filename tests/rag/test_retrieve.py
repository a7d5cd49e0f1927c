"""Passages for a question: the order against a hand computation, and filters that never widen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import pytest

from index.store import Hit
from index.types import Document, Passage, StoredPassage
from models.fakes import FakeEmbedder
from rag import Assistant
from rag.errors import QuestionError
from rag.question import understand
from rag.retrieve import named_reports, retrieve

OLD = Document("acme-2023.md", "/acme-2023.md", "Acme report 2023", 2023, "")
NEW = Document("acme-2024.md", "/acme-2024.md", "Acme report 2024", 2024, "")
PAPER = Document("safety.md", "/safety.md", "Acme safety white paper", None, "")


class Shelf:
    """Stands in for an index whose searches give the hits they are told to."""

    def __init__(self, *passages: tuple[Document, str], nearest: dict[int, float], matching: dict[int, float]) -> None:
        self.stored = {
            id: StoredPassage(id, document, Passage(text, (), (id, id)))
            for id, (document, text) in enumerate(passages, 1)
        }
        self.hits = {"nearest": nearest, "matching": matching}
        self.words: Sequence[str] = ()

    def documents(self) -> tuple[Document, ...]:
        return tuple(dict.fromkeys(stored.document for stored in self.stored.values()))

    def passages(self, ids: Sequence[int]) -> list[StoredPassage]:
        return [self.stored[id] for id in ids]

    def _hits(self, kind: str, k: int, documents: Collection[str] | None) -> list[Hit]:
        allowed = [
            Hit(id, score)
            for id, score in self.hits[kind].items()
            if documents is None or self.stored[id].document.name in documents
        ]
        return allowed[:k]

    def nearest(self, vector: Any, k: int, *, documents: Collection[str] | None = None) -> list[Hit]:
        return self._hits("nearest", k, documents)

    def matching(self, words: Sequence[str], k: int, *, documents: Collection[str] | None = None) -> list[Hit]:
        self.words = words
        return self._hits("matching", k, documents)


def found(shelf: Any, question: str, **options: Any) -> list[tuple[int, float]]:
    options.setdefault("k", 10)
    evidence = retrieve(understand(question), index=shelf, embedder=FakeEmbedder(), **options)
    return [(each.source.id, round(each.score, 6)) for each in evidence]


def plain_shelf() -> Shelf:
    """Four passages of one report: 1 and 2 near in meaning, 2 and 3 by words, 4 by words only a little."""
    texts = [(NEW, f"Passage {name}.") for name in "abcd"]
    return Shelf(*texts, nearest={1: 0.7, 2: 0.5}, matching={3: 8.0, 2: 6.0, 4: 2.0})


def test_scores_are_cosine_and_share_of_the_best_word_score() -> None:
    # 1: 0.7; 2: 0.5 + 0.4 * 6/8 = 0.8; 3: 0.5 (the lowest cosine) + 0.4 * 8/8 = 0.9; 4: 0.5 + 0.4 * 2/8 = 0.6
    assert found(plain_shelf(), "Who digs?") == [(3, 0.9), (2, 0.8), (1, 0.7), (4, 0.6)]


def test_the_best_k_are_kept() -> None:
    assert [id for id, _ in found(plain_shelf(), "Who digs?", k=2)] == [3, 2]
    assert [id for id, _ in found(plain_shelf(), "Who digs?", k=1)] == [3]


@pytest.mark.parametrize("k", [0, -1])
def test_fewer_than_one_is_refused(k: int) -> None:
    with pytest.raises(QuestionError, match=f"^{k} passages cannot be searched for"):
        found(plain_shelf(), "Who digs?", k=k)


def test_equal_scores_stand_in_the_order_of_the_reports() -> None:
    texts = [(NEW, "Same.")] * 4
    shelf = Shelf(*texts, nearest={4: 0.5, 2: 0.5, 3: 0.5, 1: 0.5}, matching={})
    assert [id for id, _ in found(shelf, "Who digs?")] == [1, 2, 3, 4]


def test_words_alone_are_enough() -> None:
    shelf = Shelf((NEW, "Coal."), nearest={}, matching={1: 3.0})
    assert found(shelf, "Coal?") == [(1, 0.4)]


def test_no_hits_find_nothing() -> None:
    assert found(Shelf((NEW, "Coal."), nearest={}, matching={}), "Coal?") == []


def test_synonyms_are_searched_for_too() -> None:
    shelf = plain_shelf()
    found(shelf, "How many workers were trained?")
    assert list(shelf.words[:2]) == ["workers", "trained"]
    assert {"employees", "staff", "headcount"} <= set(shelf.words)


def test_the_asked_year_is_put_forward() -> None:
    shelf = Shelf(
        (OLD, "Coal."), (NEW, "Coal."), (OLD, "Coal, less in 2024."), nearest={1: 0.6, 2: 0.6, 3: 0.6}, matching={}
    )
    assert found(shelf, "Who burnt coal in 2024?") == [(2, 0.75), (3, 0.68), (1, 0.6)]
    assert found(shelf, "Who burnt coal?") == [(1, 0.6), (2, 0.6), (3, 0.6)]


def test_the_named_report_is_put_forward() -> None:
    shelf = Shelf((OLD, "Coal."), (PAPER, "Coal."), nearest={1: 0.6, 2: 0.6}, matching={})
    assert found(shelf, "Is coal in the white paper?") == [(2, 0.8), (1, 0.6)]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What does the white paper say?", {"safety.md"}),
        ("Is it safety that the white paper is about?", {"safety.md"}),
        ("What does the paper say?", set()),  # one word may be chance
        ("What does the Acme report say?", set()),
        ("What does Acme say?", set()),
    ],
)
def test_reports_named(question: str, names: set[str]) -> None:
    assert named_reports(question, (OLD, NEW, PAPER)) == names


@pytest.mark.parametrize(
    ("question", "changes", "score"),
    [
        ("How much water was used?", {"kind": "table"}, 0.6),
        ("Why is water saved?", {"kind": "table"}, 0.5),
        ("How much water was used?", {"kind": "table", "role": "index"}, 0.25),
        ("How much water does GRI 303-5 ask for?", {"role": "index"}, 0.5),
        ("How much water was used?", {"role": "contents"}, 0.1),
        ("How much water was used?", {"role": "callout"}, 0.3),
        ("How much water was used?", {"role": "assurance"}, 0.4),
        ("Who verified the water data?", {"role": "assurance"}, 0.5),
        ("How much water was used?", {"confidence": 0.5}, 0.45),
    ],
)
def test_what_a_passage_is_counts(question: str, changes: dict[str, Any], score: float) -> None:
    shelf = Shelf((OLD, "water"), nearest={1: 0.5}, matching={})
    shelf.stored[1] = replace(shelf.stored[1], passage=replace(shelf.stored[1].passage, **changes))
    assert found(shelf, question) == [(1, score)]


def test_a_single_report_needs_no_naming() -> None:
    assert named_reports("What does the safety white paper say?", (PAPER,)) == frozenset()


def test_filter_by_document() -> None:
    shelf = Shelf((OLD, "Coal."), (NEW, "Coal."), nearest={1: 0.9, 2: 0.1}, matching={1: 5.0})
    assert [id for id, _ in found(shelf, "Coal?", documents={"acme-2024.md"})] == [2]
    assert found(shelf, "Coal?", documents=set()) == []


def test_filter_by_year() -> None:
    shelf = Shelf(
        (OLD, "Coal."), (NEW, "Coal."), (NEW, "Coal of 2023."), (PAPER, "Coal, 120234 t."),
        nearest={1: 0.9, 2: 0.8, 3: 0.7, 4: 0.6}, matching={},
    )  # fmt: skip
    assert [id for id, _ in found(shelf, "Coal?", years=[2023])] == [1, 3]
    assert [id for id, _ in found(shelf, "Coal?", years=[2023, 2024])] == [1, 2, 3]
    assert found(shelf, "Coal?", years=[2019]) == []
    assert found(shelf, "Coal?", years=[]) == []
    assert [id for id, _ in found(shelf, "Coal?", years=[2023], documents={"acme-2024.md"})] == [3]


def test_a_year_is_found_behind_many_passages_of_other_years() -> None:
    crowd = [(NEW, "Coal.")] * 700
    shelf = Shelf(*crowd, (OLD, "Coal."), nearest=dict.fromkeys(range(1, 701), 0.9) | {701: 0.1}, matching={})
    assert [id for id, _ in found(shelf, "Coal?", years=[2023])] == [701]


# --- on the sample reports, with the bundled embedder


def test_sample_is_searched(assistant: Assistant) -> None:
    best = assistant.search("Scope 1 emissions in 2018", k=1)[0]
    assert best.document == "xiaomi-2018-esg.md"
    assert "Direct GHG emissions (Scope 1) | Unit: tons | 2018: 271.69" in best.text


def test_sample_filters_hold(assistant: Assistant) -> None:
    only = assistant.search("Scope 1 emissions in 2018", k=50, documents=["xiaomi-2021-esg.md"])
    assert {each.document for each in only} == {"xiaomi-2021-esg.md"}
    of_year = assistant.search("water", k=50, years=[2020])
    assert of_year
    assert all("2020" in each.text for each in of_year)  # no report is of 2020
    assert assistant.search("water", years=[1950]) == []


def test_sample_unknown_report_is_refused(assistant: Assistant) -> None:
    with pytest.raises(QuestionError, match=r"There is no report 'nope\.md' in the index") as caught:
        assistant.search("water", documents=["xiaomi-2018-esg.md", "nope.md"])
    names = "xiaomi-2018-esg.md, xiaomi-2021-esg.md, xiaomi-2023-esg.md, xiaomi-2024-esg.md"
    assert caught.value.fix == f"It holds {names}."


def test_sample_order_is_the_same_each_time(assistant: Assistant) -> None:
    first = assistant.search("hazardous waste per employee", k=20)
    assert assistant.search("hazardous waste per employee", k=20) == first
    assert [each.score for each in first] == sorted((each.score for each in first), reverse=True)
    assert assistant.search("hazardous waste per employee", k=5) == first[:5]
