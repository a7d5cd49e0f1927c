"""Indexes made by hand that give the hits and counts they are told to, for the tests of searching."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from index.store import Hit
from index.types import Document, Passage, StoredPassage
from models.fakes import FakeEmbedder
from rag.evidence import Aim
from rag.findings import Findings
from rag.question import understand
from rag.retrieve import retrieve
from rag.types import Evidence

OLD = Document("acme-2023.md", "/acme-2023.md", "Acme report 2023", 2023, "")
NEW = Document("acme-2024.md", "/acme-2024.md", "Acme report 2024", 2024, "")
PAPER = Document("safety.md", "/safety.md", "Acme safety white paper", None, "")


class Counts:
    """Stands in for an index of 99 passages: says how many hold any of the words."""

    count = 99

    def __init__(self, *documents: Document, rest: int = 0, **held: int) -> None:
        self.held, self.rest, self.reports = held, rest, documents

    def frequency(self, words: Collection[str]) -> int:
        return sum(self.held.get(word, 0) for word in words) or self.rest

    def documents(self) -> tuple[Document, ...]:
        return self.reports

    def following(self, passage: StoredPassage, k: int) -> list[StoredPassage]:
        return []


class Shelf:
    """Stands in for an index whose searches give the hits they are told to."""

    def __init__(
        self,
        *passages: tuple[Document, str],
        nearest: dict[int, float] | None = None,
        matching: dict[int, float] | None = None,
    ) -> None:
        self.stored = {
            id: StoredPassage(id, document, Passage(text, (), (id, id)))
            for id, (document, text) in enumerate(passages, 1)
        }
        self.hits = {"nearest": nearest or {}, "matching": matching or {}}
        self.count = len(passages)
        self.words: Sequence[str] = ()
        self.searched: list[frozenset[str] | None] = []

    def documents(self) -> tuple[Document, ...]:
        return tuple(dict.fromkeys(stored.document for stored in self.stored.values()))

    def frequency(self, words: Collection[str]) -> int:
        texts = [stored.passage.text.lower() for stored in self.stored.values()]
        return sum(any(word in text for word in words) for text in texts)

    def passages(self, ids: Sequence[int]) -> list[StoredPassage]:
        return [self.stored[id] for id in ids]

    def following(self, passage: StoredPassage, k: int) -> list[StoredPassage]:
        return [self.stored[id] for id in sorted(self.stored) if passage.id < id <= passage.id + k]

    def change(self, id: int, **changes: Any) -> None:
        self.stored[id] = replace(self.stored[id], passage=replace(self.stored[id].passage, **changes))

    def _hits(self, kind: str, k: int, documents: Collection[str] | None) -> list[Hit]:
        self.searched.append(None if documents is None else frozenset(documents))
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


class Library(Shelf):
    """A shelf whose passages are near to a question by the words they share with it."""

    def nearest(self, vector: Any, k: int, *, documents: Collection[str] | None = None) -> list[Hit]:
        cosines = FakeEmbedder().embed_passages([each.passage.text for each in self.stored.values()]) @ vector
        self.hits["nearest"] = dict(sorted(zip(self.stored, map(float, cosines), strict=True), key=lambda hit: -hit[1]))
        return super().nearest(vector, k, documents=documents)


def search(shelf: Any, question: str, **options: Any) -> Findings:
    options.setdefault("k", 10)
    aim = Aim.of(understand(question), shelf)
    return retrieve(aim, index=shelf, embedder=FakeEmbedder(), **options)


def found(shelf: Any, question: str, **options: Any) -> list[int]:
    """The ids of the passages found, best first."""
    return [each.source.id for each in search(shelf, question, **options)]


def points(evidence: Evidence) -> dict[str, float]:
    """What speaks for a passage and against it, but for its best part."""
    return {signal.name: round(signal.points, 6) for signal in evidence.signals if signal.name != "best part"}
