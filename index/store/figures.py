"""The figures of an index: how they are kept in its SQLite file, and how they are found again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from index.series import series_key
from index.types import Figure, Place
from index.words import TOKENIZER, all_expression, plain

FIGURE_SCHEMA = f"""
CREATE TABLE figures (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents,
    key TEXT NOT NULL,
    indicator TEXT NOT NULL,
    path TEXT NOT NULL,
    unit TEXT NOT NULL,
    period INTEGER,
    segment TEXT NOT NULL,
    value TEXT NOT NULL,
    number REAL,
    section TEXT NOT NULL,
    page INTEGER,
    first_line INTEGER NOT NULL,
    last_line INTEGER NOT NULL,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    confidence REAL NOT NULL,
    note TEXT NOT NULL
);
CREATE INDEX figures_of_document ON figures (document);
CREATE VIRTUAL TABLE figure_words USING fts5 (
    indicator, path, segment, unit, content = '', tokenize = '{TOKENIZER}'
);
"""

UNIT_TELLS: dict[str, str] = {
    "emissions": "emissions",
    "energy": "energy",
    "water": "water",
    "people": "people",
    "hours": "hours",
    "share": "share percentage rate",
    "intensity": "intensity",
}
"""What the kind of a figure's unit says of it where its words don't: ``Scope 1`` in tonnes of CO2 is emissions."""

_WORDS = "indicator, path, segment, unit"
_COLUMNS = (
    "figures.indicator, figures.path, figures.unit, figures.period, figures.segment, figures.value, figures.number,"
    " documents.name, figures.section, figures.page, figures.first_line, figures.last_line, figures.kind,"
    " figures.source, figures.confidence, figures.note"
)
_ORDER = "documents.year IS NULL, documents.year, documents.name, figures.first_line, figures.last_line, figures.id"


@dataclass(frozen=True, slots=True)
class Query:
    """A question to the database and the values bound to it."""

    sql: str
    values: tuple[str | int, ...]


def insert_figures(connection: sqlite3.Connection, document: int, figures: Sequence[Figure]) -> None:
    """Put a report's figures in."""
    (first,) = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM figures").fetchone()
    connection.executemany(
        f"INSERT INTO figures VALUES ({', '.join('?' * 18)})",
        [(first + at, document, *_columns(figure)) for at, figure in enumerate(figures)],
    )
    connection.executemany(
        f"INSERT INTO figure_words (rowid, {_WORDS}) VALUES (?, ?, ?, ?, ?)",
        [
            (first + at, *_searched(figure.indicator, figure.path, figure.segment, figure.unit, figure.kind))
            for at, figure in enumerate(figures)
        ],
    )


def delete_figures(connection: sqlite3.Connection, document: int) -> None:
    """Take a report's figures out. The word index keeps no text of its own, so it is told what it once was given."""
    rows = connection.execute(f"SELECT id, {_WORDS}, kind FROM figures WHERE document = ?", (document,)).fetchall()
    connection.executemany(
        f"INSERT INTO figure_words (figure_words, rowid, {_WORDS}) VALUES ('delete', ?, ?, ?, ?, ?)",
        [(id, *_searched(indicator, json.loads(path), *rest)) for id, indicator, path, *rest in rows],
    )
    connection.execute("DELETE FROM figures WHERE document = ?", (document,))


def figure_query(
    *,
    words: Sequence[str | Collection[str]],
    years: Collection[int] | None,
    documents: Collection[str] | None,
    lines: tuple[int, int] | None,
) -> Query:
    """The question for the figures that hold all of the words, of some years, reports and lines: ``Index.figures``."""
    conditions: list[str] = ["TRUE"]
    values: list[str | int] = []
    if words:
        conditions.append("figures.id IN (SELECT rowid FROM figure_words WHERE figure_words MATCH ?)")
        values.append(all_expression(words))
    if years is not None:
        conditions.append("figures.period IN (SELECT value FROM json_each(?))")
        values.append(json.dumps([int(year) for year in years]))
    if documents is not None:
        conditions.append("documents.name IN (SELECT value FROM json_each(?))")
        values.append(json.dumps([str(name) for name in documents]))
    if lines is not None:
        conditions.append("figures.last_line >= ? AND figures.first_line <= ?")
        values += lines
    sql = f"SELECT {_COLUMNS} FROM figures JOIN documents ON documents.id = figures.document"
    return Query(f"{sql} WHERE {' AND '.join(conditions)} ORDER BY {_ORDER}", tuple(values))


def figure_of(row: Sequence[Any]) -> Figure:
    """A row that :func:`figure_query` found as its value."""
    indicator, path, unit, period, segment, value, number, document, section, page, first, last, *rest = row
    kind, source, confidence, note = rest
    return Figure(
        indicator=indicator,
        path=tuple(json.loads(path)),
        unit=unit,
        period=period,
        segment=segment,
        value=value,
        number=number,
        document=document,
        section=section,
        place=Place(lines=(first, last), page=page),
        kind=kind,
        source=source,
        confidence=confidence,
        note=note,
    )


def _columns(figure: Figure) -> Iterator[object]:
    """The columns of a figure after its id and report."""
    yield series_key(figure)
    yield figure.indicator
    yield json.dumps(figure.path, ensure_ascii=False)
    yield from (figure.unit, figure.period, figure.segment, figure.value, figure.number, figure.section)
    yield figure.place.page
    yield from figure.place.lines
    yield from (figure.kind, figure.source, figure.confidence, figure.note)


def _searched(indicator: str, path: Sequence[str], segment: str, unit: str, kind: str) -> tuple[str, str, str, str]:
    """A figure's words as they are searched."""
    return plain(indicator), plain(" ".join(path)), plain(segment), plain(f"{unit} {UNIT_TELLS.get(kind, '')}")
