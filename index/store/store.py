"""An index opened for questions: passages by id, by vector and by words, figures, printed lines. Nothing is written."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import IndexDamagedError
from index.store.common_words import WEIGHTS
from index.store.figures import figure_of, figure_query
from index.store.folder import PASSAGES
from index.store.lines import PRINTED, printed_lines
from index.store.manifest import Manifest, damaged
from index.store.opening import open_files
from index.store.vectors import Hit, Ids, VectorIndex
from index.store.word_search import WordSearch
from index.types import Document, Figure, Passage, PrintedLine, StoredPassage
from index.words import match_expression
from models.base import Vector

__all__ = ["Hit", "Index"]


class Index:
    """One generation of an index, held open: a build that goes on meanwhile does not disturb it."""

    def __init__(self, manifest: Manifest, connection: sqlite3.Connection, vectors: VectorIndex) -> None:
        """Take the opened files of a generation."""
        self.manifest = manifest
        self.count = manifest.passages
        self._connection = connection
        self._vectors = vectors
        self._lock = threading.Lock()
        rows = self._rows(
            "SELECT id, name, path, title, year, sha256, company, language, warnings FROM documents ORDER BY name"
        )
        self._documents = {id: _document(facts) for id, *facts in rows}
        spans = self._rows("SELECT document, min(id), max(id) FROM passages GROUP BY document")
        self._spans = {self._documents[id].name: (first, last) for id, first, last in spans}
        self._words = WordSearch.of(self._rows)

    @classmethod
    def open(cls, folder: Path) -> Index:
        """Open an index for questions.

        :param folder: The index folder.
        :raises IndexMissingError: If there is no index in it.
        :raises IndexMismatchError: If it is of another format.
        :raises IndexDamagedError: If a file is missing or not as it was written.
        """
        manifest = Manifest.read(folder)
        while True:
            try:
                return cls(manifest, *open_files(manifest))
            except (OSError, sqlite3.Error, IndexDamagedError) as error:
                # A build may have replaced the generation between the two steps; then the new one is opened.
                current = Manifest.read(folder)
                if current.generation == manifest.generation:
                    if isinstance(error, IndexDamagedError):
                        raise
                    raise damaged(folder, str(error), manifest.sources) from error
                manifest = current

    def documents(self) -> tuple[Document, ...]:
        """Every report of the index, by name."""
        return tuple(self._documents.values())

    def passage_counts(self) -> dict[str, int]:
        """How many passages each report holds, by its name."""
        return {name: last - first + 1 for name, (first, last) in self._spans.items()}

    def passages(self, ids: Sequence[int]) -> list[StoredPassage]:
        """The passages with these ids, in the order given."""
        rows = self._rows(
            "SELECT id, document, section, page, first_line, last_line, kind, role, confidence, marked, text"
            " FROM passages WHERE id IN (SELECT value FROM json_each(?))",
            json.dumps([int(id) for id in ids]),
        )
        found = {row[0]: self._stored(row) for row in rows}
        if missing := [id for id in ids if id not in found]:
            raise damaged(self.manifest.folder, f"it has no passage {missing[0]}", self.manifest.sources)
        return [found[id] for id in ids]

    def following(self, passage: StoredPassage, k: int) -> list[StoredPassage]:
        """The passages that follow one in its report, in order.

        :param passage: One of this index.
        :param k: How many at most.
        """
        _, last = self._spans[passage.document.name]
        return self.passages(range(passage.id + 1, min(passage.id + k, last) + 1))

    def nearest(self, vector: Vector, k: int, *, documents: Collection[str] | None = None) -> list[Hit]:
        """The passages nearest in meaning, best first.

        :param vector: The embedded question.
        :param k: How many at most.
        :param documents: Names of the only reports to search; none of them known means no hits.
        """
        allowed = None if documents is None else self._ids(documents)
        return self._vectors.nearest(vector, k, allowed=allowed)

    def matching(self, words: Sequence[str], k: int, *, documents: Collection[str] | None = None) -> list[Hit]:
        """The passages that hold any of the words, best first by BM25.

        :param words: Words or phrases, taken literally.
        :param k: How many at most.
        :param documents: Names of the only reports to search; none of them known means no hits.
        """
        expression = match_expression(words)
        if k <= 0 or not expression:
            return []
        if self._words:
            allowed = None if documents is None else self._words.mask(self._ranges(documents))
            return self._words.matching(words, k, allowed=allowed)
        only = "" if documents is None else f"AND rowid IN ({_IDS_OF_DOCUMENTS})"
        rows = self._rows(
            "SELECT rowid, -bm25(words, ?, ?, ?) AS score FROM words"
            f" WHERE words MATCH ? {only} ORDER BY score DESC, rowid LIMIT ?",
            *(*WEIGHTS, expression),
            *([] if documents is None else [_json(documents)]),
            k,
        )
        return [Hit(id, score) for id, score in rows]

    def frequency(self, words: Sequence[str]) -> int:
        """How many passages hold any of the words or phrases, taken literally."""
        expression = match_expression(words)
        if not expression:
            return 0
        if self._words:
            return self._words.count(words)
        return int(self._rows("SELECT count(*) FROM words WHERE words MATCH ?", expression)[0][0])

    def figures(
        self,
        *,
        words: Sequence[str | Collection[str]] = (),
        years: Collection[int] | None = None,
        documents: Collection[str] | None = None,
        lines: tuple[int, int] | None = None,
    ) -> list[Figure]:
        """The figures of the reports, by the report's year and name, then in the order they stand in.

        :param words: Words or phrases that the indicator, its groups, its segment or its unit must hold, all of them;
            where several stand together, one of them is enough.
        :param years: The only years, of the figures themselves.
        :param documents: Names of the only reports; none of them known means no figures.
        :param lines: The first and last line of those that a figure must stand on, at least in part.
        """
        query = figure_query(words=words, years=years, documents=documents, lines=lines)
        return [figure_of(row) for row in self._rows(query.sql, *query.values)]

    def printed(self, document: str, first: int, last: int) -> tuple[PrintedLine, ...]:
        """Lines of a report as printed, both ends included; none where there is no such report or line.

        :param document: The report's name.
        :param first: The first line, counted from 1.
        :param last: The last line.
        """
        return printed_lines(self._rows(PRINTED, document, first, last), first, last)

    def vectors_by_text(self) -> dict[str, Vector]:
        """Every vector by the hash of the text it was made from, for a build that needs it again."""
        row_of = {int(id): row for row, id in enumerate(self._vectors.ids())}
        vectors = self._vectors.vectors()
        return {text: vectors[row_of[id]] for id, text in self._rows("SELECT id, text_hash FROM passages")}

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._connection.close()
        if self._words:
            self._words.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _ids(self, documents: Collection[str]) -> Ids:
        """The ids of every passage of these reports."""
        ranges = self._ranges(documents)
        return np.concatenate([np.empty(0, np.int64), *(np.arange(first, last + 1) for first, last in ranges)])

    def _ranges(self, documents: Collection[str]) -> list[tuple[int, int]]:
        """The first and last id of the passages of each of these reports: a report's ids follow each other."""
        return [self._spans[name] for name in dict.fromkeys(documents) if name in self._spans]

    def _stored(self, row: Sequence[Any]) -> StoredPassage:
        """A row of the passages as its value."""
        id, document, section, page, first, last, kind, role, confidence, marked, text = row
        passage = Passage(
            text=text,
            section=tuple(json.loads(section)),
            lines=(first, last),
            kind=kind,
            page=page,
            role=role,
            confidence=confidence,
            marked=marked,
        )
        return StoredPassage(id=id, document=self._documents[document], passage=passage)

    def _rows(self, query: str, *values: object) -> list[Any]:
        """The result of a query; one thread at a time."""
        try:
            with self._lock:
                return self._connection.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise damaged(self.manifest.folder, f"{PASSAGES} ({error})", self.manifest.sources) from error


_IDS_OF_DOCUMENTS = (
    "SELECT passages.id FROM passages JOIN documents ON documents.id = passages.document"
    " WHERE documents.name IN (SELECT value FROM json_each(?))"
)


def _document(row: Sequence[Any]) -> Document:
    """A row of the reports, without its id, as its value."""
    name, path, title, year, sha256, company, language, warnings = row
    return Document(name, path, title, year, sha256, company, language, warnings=tuple(json.loads(warnings)))


def _json(names: Collection[str]) -> str:
    """Names as one bound value, however many there are."""
    return json.dumps([str(name) for name in names])
