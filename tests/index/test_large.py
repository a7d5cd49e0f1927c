"""Indexes so large that not every vector is compared and not every passage with a common word is scored anew."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.building import build_index
from index.store import Hit, Index
from index.store.manifest import Manifest
from index.store.vectors import VectorIndex
from index.store.word_search import WordSearch
from models.fakes import FakeEmbedder

LARGE, COUNT, DIMENSION = 200, 3000, 24
COMMON = ["emissions", "water", "energy", "company", "operating", "waste", "suppliers", "safety", "2024", "total"]
RARE = [f"{first}{second}ing" for first in "bdfgklmnprst" for second in ("alo", "ero", "ilo", "unto", "ompa")]
QUESTIONS = [
    ["emissions"],
    ["emission", "emissions", "emitted"],
    ["water", "baloing"],
    ["waste water", "energy", "eroding"],
    ["company", "operate", "total", "2024", "dunto", "kompaing"],
    ["nowhere"],
    ["safety-water", "suppliers", "\ud800", '"', "—"],
    ["baloing", "gilo", "meroing"],
    ["acme", "report"],
]


@pytest.fixture(autouse=True)
def small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """What holds for many passages holds here for few."""
    monkeypatch.setattr("index.store.vectors.LARGE", LARGE)
    monkeypatch.setattr("index.store.writer.LARGE", LARGE)
    monkeypatch.setattr("index.store.vectors.SEARCHED", 12)
    monkeypatch.setattr("index.store.opening.IN_MEMORY", 0)


def clustered(count: int, seed: int) -> Any:
    """Unit vectors around some centres, the centres the same for every seed."""
    centres = np.random.default_rng(0).normal(size=(60, DIMENSION))
    noise = np.random.default_rng(seed)
    vectors = centres[noise.integers(60, size=count)] + noise.normal(size=(count, DIMENSION))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


VECTORS, IDS = clustered(COUNT, 1), np.arange(COUNT, dtype=np.int64) * 2 + 5
EVERY: list[int] = IDS.tolist()


def exact(query: Any, k: int, allowed: Sequence[int] = EVERY) -> list[int]:
    """The reference: every cosine computed, sorted."""
    scores = dict(zip(IDS.tolist(), (VECTORS @ query).tolist(), strict=True))
    return sorted(allowed, key=lambda id: -scores[id])[:k]


@pytest.fixture(params=["mapped", "read"])
def vectors(request: pytest.FixtureRequest, tmp_path: Path) -> VectorIndex:
    """The vectors, saved and taken back in either way."""
    file = tmp_path / "vectors.faiss"
    VectorIndex.build(IDS, VECTORS, dimension=DIMENSION).save(file)
    return VectorIndex.open(file) if request.param == "mapped" else VectorIndex.load(file.read_bytes())


def test_nearly_all_of_the_nearest_are_found_in_few_lists(vectors: VectorIndex) -> None:
    assert vectors._index.nlist == 54
    shares = []
    for query in clustered(50, 2):
        found = vectors.nearest(query, 10)
        assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
        assert found == vectors.nearest(query, 10)
        shares.append(len({hit.id for hit in found} & set(exact(query, 10))) / 10)
    assert 0.95 <= np.mean(shares) < 1


def test_every_vector_comes_back_as_it_was_given(vectors: VectorIndex) -> None:
    rows = dict(zip(vectors.ids().tolist(), vectors.vectors(), strict=True))
    assert len(vectors) == len(rows) == COUNT
    assert np.array_equal([rows[id] for id in IDS.tolist()], VECTORS)


def test_a_filter_that_leaves_few_is_exact(vectors: VectorIndex) -> None:
    query = -VECTORS[0]  # far from what is allowed, so that the nearest lists hold none of it
    near = exact(VECTORS[0], 150)
    for allowed in (near, near[:3], near[:1]):
        found = vectors.nearest(query, 10, allowed=[*allowed, -7])
        assert [hit.id for hit in found] == exact(query, 10, allowed)
    assert [hit.id for hit in vectors.nearest(query, 10, allowed=[4, 6, 10**9])] == []
    assert vectors.nearest(query, 10, allowed=[]) == []


def test_a_filter_that_leaves_many_is_kept_and_never_short(vectors: VectorIndex) -> None:
    far = exact(-VECTORS[0], 400)
    for allowed in (far, IDS[::2].tolist()):
        shares = []
        for query in (VECTORS[0], *clustered(30, 3)):
            found = [hit.id for hit in vectors.nearest(query, 10, allowed=allowed)]
            assert len(found) == 10
            assert set(found) <= set(allowed)
            shares.append(len(set(found) & set(exact(query, 10, allowed))) / 10)
        assert np.mean(shares) >= 0.95
    assert len(vectors.nearest(VECTORS[0], COUNT)) == COUNT


def test_up_to_the_limit_search_is_exact() -> None:
    index = VectorIndex.build(IDS[:LARGE], VECTORS[:LARGE], dimension=DIMENSION)
    assert hasattr(index._index, "id_map")
    for query in clustered(20, 4):
        assert [hit.id for hit in index.nearest(query, 9)] == exact(query, 9, IDS[:LARGE].tolist())


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Three reports with more passages than make an index large."""
    folder, choose = tmp_path / "many", random.Random(6)
    folder.mkdir()
    for name in ("acme", "borealis", "cobalt"):
        parts = [f"# {name.capitalize()} report"]
        for number in range(120):
            words = [*choose.choices(COMMON, k=choose.randint(3, 14)), *choose.choices(RARE, k=choose.randint(0, 2))]
            parts.append(f"## {choose.choice(COMMON).capitalize()} {number}\n\n{' '.join(words)}.")
        (folder / f"{name}.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return folder


def by_sql(index: Index, words: list[str], documents: list[str] | None) -> tuple[list[Hit], int]:
    """What FTS5 alone finds, and counts."""
    kept, index._words = index._words, None
    try:
        return index.matching(words, 10_000, documents=documents), index.frequency(words)
    finally:
        index._words = kept


def check_words(into: Path) -> int:
    """Compare the search with that of FTS5 alone; how many hits there were."""
    hits = 0
    with Index.open(into) as index:
        assert index._words
        for words in QUESTIONS:
            for documents in (None, ["acme.md"], ["cobalt.md", "nope.md"], ["nope.md"], []):
                expected, count = by_sql(index, words, documents)
                found = index.matching(words, 10_000, documents=documents)
                scores = {hit.id: hit.score for hit in expected}
                assert {hit.id for hit in found} == set(scores), words
                assert [hit.score for hit in found] == pytest.approx(
                    [scores[hit.id] for hit in found], rel=1e-3, abs=1e-6
                )
                assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
                assert index.matching(words, 7, documents=documents) == found[:7]
                assert index.frequency(words) == count
                hits += len(found)
        with pytest.raises(sqlite3.ProgrammingError):
            index.close() or index._words.matching(["water"], 3)
    return hits


def test_words_are_found_and_scored_as_by_full_text_search_alone(many: Path, into: Path) -> None:
    assert build_index([many], into=into, embedder=FakeEmbedder()).passages == 360
    assert check_words(into) > 2000


def test_a_large_index_is_brought_up_to_date_and_becomes_small_again(many: Path, into: Path) -> None:
    def build() -> None:
        build_index([many], into=into, embedder=FakeEmbedder())

    build()
    text = (many / "borealis.md").read_text(encoding="utf-8")
    (many / "borealis.md").write_text(text.replace("energy", "suppliers").replace("eroding", "water"), "utf-8")
    (many / "acme.md").unlink()
    build()
    check_words(into)
    embedder = FakeEmbedder()
    with Index.open(into) as index:
        assert index.nearest(embedder.embed_query("water"), 3, documents=["acme.md"]) == []
        for stored in index.passages([hit.id for hit in index.matching(["suppliers"], 20)]):
            passage = f"{stored.document.title} > {stored.passage.section[-1]}\n{stored.passage.text}"
            (near,) = index.nearest(embedder.embed_query(passage), 1, documents=[stored.document.name])
            assert near.score > 0.99
    (many / "borealis.md").unlink()
    build()
    with Index.open(into) as index:
        assert index.count == 120
        assert index._words is None
        assert index.matching(["water"], 3)
        assert len(index.nearest(embedder.embed_query("water"), 500)) == 120


def test_the_search_tells_itself_by_the_file(many: Path, into: Path) -> None:
    build_index([many], into=into, embedder=FakeEmbedder())
    file = Manifest.read(into).generation_folder / "passages.sqlite"
    with sqlite3.connect(file) as connection:
        stems = frozenset(stem for (stem,) in connection.execute("SELECT stem FROM common_words"))
        total = connection.execute("SELECT count(*) FROM passages").fetchone()[0]
        assert {"emiss", "water", "oper"} < stems
        assert WordSearch.of(lambda sql, *values: connection.execute(sql, values).fetchall())
    connection.close()
    assert total == 360
