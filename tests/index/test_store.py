from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.errors import IndexDamagedError, IndexingError, IndexMismatchError, IndexMissingError
from index.store import Hit, Index
from index.store.folder import MANIFEST, PASSAGES, VECTORS
from index.store.manifest import Manifest
from index.store.vectors import VectorIndex, embedding_text
from index.words import match_expression, plain


def random_vectors(count: int, dimension: int = 16) -> Any:
    vectors = np.random.default_rng(7).normal(size=(count, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def exact(vectors: Any, ids: Any, query: Any, k: int, allowed: set[int] | None = None) -> list[Hit]:
    """The reference: every cosine computed, sorted."""
    hits = [Hit(int(id), float(vector @ query)) for id, vector in zip(ids, vectors, strict=True)]
    return sorted((hit for hit in hits if allowed is None or hit.id in allowed), key=lambda h: -h.score)[:k]


@pytest.mark.parametrize("k", [1, 5, 500])
@pytest.mark.parametrize("allowed", [None, {3, 4, 1000, 5}, set(range(0, 900, 3)), set()])
def test_nearest_is_exact_after_saving_and_loading(tmp_path: Path, k: int, allowed: set[int] | None) -> None:
    vectors, ids = random_vectors(300), np.arange(300, dtype=np.int64) * 3 + 1
    file = tmp_path / "vectors"
    VectorIndex.build(ids, vectors, dimension=16).save(file)
    index = VectorIndex.load(file.read_bytes())
    for query in random_vectors(5):
        found, expected = index.nearest(query, k, allowed=allowed), exact(vectors, ids, query, k, allowed)
        assert [hit.id for hit in found] == [hit.id for hit in expected]
        assert [hit.score for hit in found] == pytest.approx([hit.score for hit in expected], abs=1e-5)
    assert index.ids().tolist() == ids.tolist()
    assert np.array_equal(index.vectors(), vectors)


@pytest.mark.parametrize("query", [np.ones(15), np.ones(16) / 4, np.full(16, 0.25, np.float32) * 3])
def test_a_query_that_is_no_unit_vector_is_refused(query: Any) -> None:
    index = VectorIndex.build(np.arange(3, dtype=np.int64), random_vectors(3), dimension=16)
    with pytest.raises(IndexingError, match="vectors cannot be used"):
        index.nearest(query, 1)


def test_equal_scores_come_in_order_of_id() -> None:
    vectors = np.repeat(random_vectors(1), 4, axis=0)
    index = VectorIndex.build(np.array([9, 2, 7, 4], dtype=np.int64), vectors, dimension=16)
    assert [hit.id for hit in index.nearest(vectors[0], 4)] == [2, 4, 7, 9]


@pytest.fixture
def index(build: Any, into: Path) -> Iterator[Index]:
    build()
    with Index.open(into) as opened:
        yield opened


def texts(index: Index, hits: list[Hit]) -> list[str]:
    return [stored.passage.text.split()[-2] for stored in index.passages([hit.id for hit in hits])]


def test_matching(index: Index) -> None:
    hits = index.matching(["metre"], 5)
    assert [hit.id for hit in hits] == [1]
    assert hits[0].score > 0
    assert [hit.id for hit in index.matching(["acme"], 5)] == [1, 2]
    assert [hit.id for hit in index.matching(["acme"], 1)] == [1]
    assert index.matching(["acme"], 0) == index.matching(["acme"], -1) == index.matching([], 5) == []
    # More of the words, higher up.
    assert index.matching(["acme", "landfill", "waste"], 5)[0].id == 2


def test_a_phrase_is_matched_as_one(index: Index) -> None:
    assert [hit.id for hit in index.matching(["cubic metres"], 5)] == [1]
    assert index.matching(["metres cubic"], 5) == []


@pytest.mark.parametrize(
    "word",
    [
        '"', '""', "'", "*", "acme*", "NEAR(acme water)", "text:acme", "^acme", "-acme", "acme OR", "(", ")", "{", ";",
        "'; DROP TABLE passages; --", "\x00", "acme\x00", "\ud800", "", "   ", "—", "AND", "OR", "NOT", "%", "\\", "❤",
        '" OR "acme',
    ],
)  # fmt: skip
def test_words_are_never_syntax(index: Index, word: str) -> None:
    hits = index.matching([word, "diesel"], 5)
    assert 3 in [hit.id for hit in hits]
    assert index.matching(["diesel"], 5)[0].id == 3


def test_words_that_look_like_operators_match_nothing_else(index: Index) -> None:
    assert index.matching(["acme*zzz"], 5) == []
    assert index.matching(['zzz" OR "acme'], 5) == []
    assert index.matching(["NOT"], 5) == []


def test_very_many_words(index: Index) -> None:
    assert index.matching([f"word{n}" for n in range(20_000)] + ["diesel"], 5)[0].id == 3


def test_words_are_made_alike() -> None:
    assert plain("CO₂e ﬁre ２０２４") == "CO2 e fire 2024"
    assert match_expression(["a", 'b"c', "a", " "]) == '"a" OR "b""c"'


def test_subscripts_and_accents_are_found_in_plain_letters(build: Any, into: Path, reports: Path) -> None:
    (reports / "co2.md").write_text("# Émissions\n\nWe emitted 12 t CO₂e.\n", encoding="utf-8")
    build()
    with Index.open(into) as index:
        assert len(index.matching(["CO2e"], 5)) == len(index.matching(["co₂e"], 5)) == 1
        assert len(index.matching(["emissions"], 5)) == 1


def test_filters_fail_closed(index: Index, embedder: Any) -> None:
    query = embedder.embed_query("electricity")
    assert [hit.id for hit in index.nearest(query, 9, documents=["borealis.md"])] == [3]
    assert sorted(hit.id for hit in index.nearest(query, 9, documents={"acme.md", "nope.md"})) == [1, 2]
    assert [hit.id for hit in index.matching(["2023", "2024"], 9, documents=["borealis.md"])] == [3]
    nothing: list[list[str]] = [[], ["nope.md"], ["ACME.md"], ["acme.md' OR 1"], ["%"]]
    for documents in nothing:
        assert index.nearest(query, 9, documents=documents) == []
        assert index.matching(["2023", "2024"], 9, documents=documents) == []
    assert len(index.nearest(query, 9, documents=[f"{n}" for n in range(50_000)] + ["acme.md"])) == 2


def test_passages_keep_the_order_asked_for(index: Index) -> None:
    assert [stored.id for stored in index.passages([3, 1, 2, 1])] == [3, 1, 2, 1]
    assert index.passages([]) == []
    with pytest.raises(IndexDamagedError, match="no passage 77"):
        index.passages([1, 77])


def test_the_passages_that_follow_end_with_their_report(index: Index) -> None:
    passages = index.passages([1, 2, 3])
    for passage in passages:
        same = [each.id for each in passages if each.document == passage.document and each.id > passage.id]
        assert [each.id for each in index.following(passage, 9)] == same
        assert [each.id for each in index.following(passage, 1)] == same[:1]
        assert index.following(passage, 0) == []
    assert {len(index.following(passage, 9)) for passage in passages} == {0, 1}


def test_a_stored_passage_is_what_was_read(index: Index, reports: Path) -> None:
    from index.reading import read_report

    report = read_report(reports / "acme.md", name="acme.md", passage_characters=600)
    assert [stored.passage for stored in index.passages([1, 2])] == list(report.passages)
    assert [stored.document for stored in index.passages([1])] == [report.document]
    assert index.count == 3


def test_vectors_belong_to_their_passages(index: Index, embedder: Any) -> None:
    for stored in index.passages([1, 2, 3]):
        query = embedder.embed_query(embedding_text(stored.document, stored.passage))
        hit = index.nearest(query, 1)[0]
        assert (hit.id, round(hit.score, 4)) == (stored.id, 1.0)


def test_after_changes_scores_are_those_of_a_fresh_index(build: Any, into: Path, reports: Path, tmp_path: Path) -> None:
    (reports / "gone.md").write_text("# Gone\n\nWater and waste and electricity.\n", encoding="utf-8")
    build()
    (reports / "gone.md").unlink()
    (reports / "acme.md").write_text("# Acme\n\nWater was bought.\n\n## Waste\n\nNo waste.\n", encoding="utf-8")
    build()
    from index.building import build_index
    from models.fakes import FakeEmbedder

    build_index([reports], into=tmp_path / "fresh", embedder=FakeEmbedder())
    with Index.open(into) as changed, Index.open(tmp_path / "fresh") as fresh:
        for word in ("water", "waste", "electricity", "acme", "gone"):
            found, expected = changed.matching([word], 9), fresh.matching([word], 9)
            assert [hit.score for hit in found] == [hit.score for hit in expected]
            assert texts(changed, found) == texts(fresh, expected)


def test_many_threads(index: Index, embedder: Any) -> None:
    query, failures, results = embedder.embed_query("Acme water"), [], set()

    def search() -> None:
        try:
            for _ in range(50):
                hits = index.nearest(query, 3), index.matching(["acme", "water"], 3)
                results.add(tuple(hit.id for hit in (*hits[0], *hits[1])))
                index.passages([3, 1])
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=search) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(results) == 1


def test_missing(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(IndexMissingError, match=rf"There is no index in {folder}\. Make one: esg index PATH"):
            Index.open(folder)


@pytest.mark.parametrize("name", [PASSAGES, VECTORS])
@pytest.mark.parametrize("damage", ["gone", "empty", "short", "one byte", "other content", "a folder"])
def test_damaged(build: Any, into: Path, reports: Path, name: str, damage: str) -> None:
    build()
    file = Manifest.read(into).generation_folder / name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    half = len(content) // 2
    damages = {"empty": b"", "short": bytes(content[:half]), "one byte": bytes(content), "other content": b"x" * 5000}
    file.unlink()
    if damage == "a folder":
        file.mkdir()
    elif damage != "gone":
        file.write_bytes(damages[damage])
    with pytest.raises(IndexDamagedError) as caught:
        Index.open(into)
    assert caught.value.fix == f"Make it anew: esg index {reports} --into {into} --rebuild"
    # What has to be written on top of a damaged index is refused as well, and a rebuild heals it.
    (reports / "new.md").write_text("# New\n\nNew words.\n", encoding="utf-8")
    with pytest.raises(IndexDamagedError):
        build()
    assert build(rebuild=True).documents == 3
    with Index.open(into) as index:
        assert index.count == 4


def test_another_format(build: Any, into: Path, reports: Path) -> None:
    build()
    file = into / MANIFEST
    file.write_text(file.read_text(encoding="utf-8").replace('"format_version": 3,', '"format_version": 4,'), "utf-8")
    for attempt in (build, lambda: Index.open(into)):
        with pytest.raises(IndexMismatchError) as caught:
            attempt()
        assert caught.value.problem == f"{into} is an index of format 4, this program reads format 3"
        assert caught.value.fix == f"Make it anew: esg index {reports} --into {into} --rebuild"
    assert build(rebuild=True).documents == 2


def test_an_index_that_cannot_be_written_to_answers(index: Index, into: Path) -> None:
    for path in [*into.rglob("*"), into]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        with Index.open(into) as opened:
            assert len(opened.matching(["acme"], 5)) == 2
    finally:
        for path in [into, *into.rglob("*")]:
            path.chmod(0o755)


def test_a_folder_with_odd_characters(reports: Path, tmp_path: Path, embedder: Any) -> None:
    from index.building import build_index

    into = tmp_path / "a b?c#d%20é'"
    build_index([reports], into=into, embedder=embedder)
    with Index.open(into) as index:
        assert index.count == 3
