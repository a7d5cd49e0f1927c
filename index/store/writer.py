"""Writes the reports of a new generation into its SQLite file: their passages, printed lines and figures."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.store.common_words import write_common_words
from index.store.figures import FIGURE_SCHEMA, delete_figures, insert_figures
from index.store.folder import sync
from index.store.lines import LINE_SCHEMA, delete_lines, insert_lines
from index.store.vectors import LARGE, Ids, embedding_text, text_hash
from index.types import Document, Passage, Report
from index.words import TOKENIZER, plain

_SCHEMA = f"""
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    year INTEGER,
    sha256 TEXT NOT NULL,
    company TEXT NOT NULL,
    language TEXT NOT NULL,
    warnings TEXT NOT NULL,
    tables INTEGER NOT NULL
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
    role TEXT NOT NULL,
    confidence REAL NOT NULL,
    marked TEXT NOT NULL,
    text TEXT NOT NULL,
    text_hash TEXT NOT NULL
);
CREATE INDEX passages_of_document ON passages (document, position);
CREATE VIRTUAL TABLE words USING fts5 (
    text, section, title, content = '', tokenize = '{TOKENIZER}'
);
{LINE_SCHEMA}
{FIGURE_SCHEMA}
"""


@dataclass(frozen=True, slots=True)
class Written:
    """The passages of a generation, row by row an id and the hash of its embedding text, and what else there is."""

    ids: Ids
    text_hashes: tuple[str, ...]
    tables: int
    figures: int


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
        (count,) = connection.execute("SELECT count(*) FROM passages").fetchone()
        write_common_words(connection, wanted=count > LARGE)
        rows = connection.execute("SELECT id, text_hash FROM passages ORDER BY id").fetchall()
        (tables,) = connection.execute("SELECT coalesce(sum(tables), 0) FROM documents").fetchone()
        (figures,) = connection.execute("SELECT count(*) FROM figures").fetchone()
    sync(file)
    ids = np.array([id for id, _ in rows], dtype=np.int64)
    return Written(ids, tuple(text for _, text in rows), tables, figures)


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
    delete_lines(connection, document)
    delete_figures(connection, document)
    connection.execute("DELETE FROM documents WHERE id = ?", (document,))


def _insert(connection: sqlite3.Connection, report: Report) -> None:
    """Put a report in."""
    document = report.document
    (owner,) = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM documents").fetchone()
    connection.execute(
        f"INSERT INTO documents VALUES ({', '.join('?' * 10)})", (owner, *_facts(document), report.tables)
    )
    insert_lines(connection, owner, report.lines)
    insert_figures(connection, owner, report.figures)
    (first,) = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM passages").fetchone()
    connection.executemany(
        f"INSERT INTO passages VALUES ({', '.join('?' * 13)})",
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


def _facts(document: Document) -> Iterator[object]:
    """The columns of a report after its id."""
    yield from (document.name, document.path, document.title, document.year, document.sha256)
    yield from (document.company, document.language)
    yield json.dumps(document.warnings, ensure_ascii=False)


def _columns(document: Document, passage: Passage) -> Iterator[object]:
    """The columns of a passage after its id, report and position."""
    yield json.dumps(passage.section, ensure_ascii=False)
    yield passage.page
    yield from passage.lines
    yield from (passage.kind, passage.role, passage.confidence, passage.marked)
    yield passage.text
    yield text_hash(embedding_text(document, passage))
