"""Writes the passages of a new generation into its SQLite file."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.folder import sync
from index.reading import Report
from index.types import Document, Passage
from index.vectors import Ids, embedding_text, text_hash
from index.words import plain

_SCHEMA = """
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    year INTEGER,
    sha256 TEXT NOT NULL
);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents,
    position INTEGER NOT NULL,
    section TEXT NOT NULL,
    page INTEGER,
    first_line INTEGER NOT NULL,
    last_line INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    text_hash TEXT NOT NULL
);
CREATE INDEX passages_of_document ON passages (document, position);
CREATE VIRTUAL TABLE words USING fts5 (
    text, section, title, content = '', tokenize = 'porter unicode61 remove_diacritics 2'
);
"""


@dataclass(frozen=True, slots=True)
class Written:
    """The passages of a generation: row by row an id and the hash of its embedding text."""

    ids: Ids
    text_hashes: tuple[str, ...]


def write_passages(file: Path, *, base: Path | None, drop: Collection[str], reports: Sequence[Report]) -> Written:
    """Write a generation's passages.

    :param file: The file to make.
    :param base: The file of the generation before, whose other reports are kept.
    :param drop: Paths of reports whose passages go.
    :param reports: Reports whose passages come.
    """
    if base:
        shutil.copyfile(base, file)
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
        # The file counts only once the manifest names it, so it needs no journal of its own.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        if not base:
            connection.executescript(_SCHEMA)
        connection.execute("BEGIN")
        for path in drop:
            _delete(connection, path)
        for report in reports:
            _insert(connection, report)
        connection.execute("COMMIT")
        rows = connection.execute("SELECT id, text_hash FROM passages ORDER BY id").fetchall()
    sync(file)
    return Written(np.array([id for id, _ in rows], dtype=np.int64), tuple(text for _, text in rows))


def _delete(connection: sqlite3.Connection, path: str) -> None:
    """Take a report out. The word index keeps no text of its own, so it is told what it once was given."""
    row = connection.execute("SELECT id, title FROM documents WHERE path = ?", (path,)).fetchone()
    if row is None:
        return
    document, title = row
    passages = connection.execute("SELECT id, text, section FROM passages WHERE document = ?", (document,)).fetchall()
    connection.executemany(
        "INSERT INTO words (words, rowid, text, section, title) VALUES ('delete', ?, ?, ?, ?)",
        [(id, plain(text), plain(" ".join(json.loads(section))), plain(title)) for id, text, section in passages],
    )
    connection.execute("DELETE FROM passages WHERE document = ?", (document,))
    connection.execute("DELETE FROM documents WHERE id = ?", (document,))


def _insert(connection: sqlite3.Connection, report: Report) -> None:
    """Put a report in."""
    document = report.document
    owner = connection.execute(
        "INSERT INTO documents (name, path, title, year, sha256) VALUES (?, ?, ?, ?, ?)",
        (document.name, document.path, document.title, document.year, document.sha256),
    ).lastrowid
    (first,) = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM passages").fetchone()
    connection.executemany(
        "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (first + position, owner, position, *_columns(document, passage))
            for position, passage in enumerate(report.passages)
        ],
    )
    connection.executemany(
        "INSERT INTO words (rowid, text, section, title) VALUES (?, ?, ?, ?)",
        [
            (first + position, plain(passage.text), plain(" ".join(passage.section)), plain(document.title))
            for position, passage in enumerate(report.passages)
        ],
    )


def _columns(document: Document, passage: Passage) -> Iterator[object]:
    """The columns of a passage after its id, report and position."""
    yield json.dumps(passage.section, ensure_ascii=False)
    yield passage.page
    yield from passage.lines
    yield passage.kind
    yield passage.text
    yield text_hash(embedding_text(document, passage))
