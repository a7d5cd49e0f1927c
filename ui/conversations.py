"""Conversations kept on disk, each with its owner: listed, reopened, renamed, deleted; and what readers say of them."""

from __future__ import annotations

import os
import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ui import records, render
from ui.exchange import STOPPED, Exchange
from ui.scope import Scope

TITLE = 80
"""Characters of a title."""
NOTE = 2000
"""Characters of a note."""
LISTED = 200
_PATIENCE = 10
"""Seconds that a step waits for another one to be done with the file."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL, changed REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS by_owner ON conversations (owner, changed);
CREATE TABLE IF NOT EXISTS turns (
    id INTEGER PRIMARY KEY AUTOINCREMENT, conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
    question TEXT NOT NULL, documents TEXT NOT NULL, years TEXT NOT NULL, answer TEXT NOT NULL DEFAULT '',
    notice TEXT NOT NULL DEFAULT '', asked REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS by_conversation ON turns (conversation);
CREATE TABLE IF NOT EXISTS feedback (
    turn INTEGER PRIMARY KEY, owner TEXT NOT NULL, rating INTEGER NOT NULL, note TEXT NOT NULL, question TEXT NOT NULL,
    answer TEXT NOT NULL, given REAL NOT NULL
);
"""
_BETWEEN = "\x1f"
"""Between the names of a list; no file name holds it."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as it is listed."""

    id: str
    title: str
    changed: float
    """When it was last added to, in seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a reader said of an answer, with the whole answer as JSON."""

    turn: int
    owner: str
    rating: int
    note: str
    question: str
    answer: str
    given: float


class Conversations:
    """The conversations of everybody in one file that only its owner can read. Safe for many threads.

    Whoever asks is named in every call: nobody's call reaches another's conversation.
    """

    def __init__(self, file: Path) -> None:
        """Open the file, or make it."""
        file.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))  # SQLite makes the files beside it like this one
        self._file = file
        with self._connected() as connection:
            connection.executescript(f"PRAGMA journal_mode = WAL; {_SCHEMA}")

    def listed(self, owner: str) -> list[Conversation]:
        """Somebody's conversations, the latest first."""
        query = "SELECT id, title, changed FROM conversations WHERE owner = ? ORDER BY changed DESC LIMIT ?"
        return [Conversation(*row) for row in self._rows(query, owner, LISTED)]

    def begin(self, owner: str, question: str) -> str:
        """A new conversation, called by its first question; its id can't be guessed."""
        id = secrets.token_urlsafe(12)
        with self._writing() as write:
            write("INSERT INTO conversations VALUES (?, ?, ?, ?)", id, owner, title_of(question), time.time())
        return id

    def add(self, owner: str, conversation: str, exchange: Exchange) -> int:
        """Keep a question that is about to be answered; until then it counts as stopped.

        :raises LookupError: If it is not a conversation of this owner.
        """
        self._require(owner, conversation)
        scope = exchange.scope
        with self._writing() as write:
            write("UPDATE conversations SET changed = ? WHERE id = ?", time.time(), conversation)
            added = write(
                "INSERT INTO turns (conversation, question, documents, years, notice, asked) VALUES (?, ?, ?, ?, ?, ?)",
                conversation, exchange.question, _BETWEEN.join(scope.documents), _BETWEEN.join(map(str, scope.years)),
                STOPPED, time.time(),
            )  # fmt: skip
        return int(added.lastrowid or 0)

    def complete(self, exchange: Exchange) -> None:
        """Keep what has come of a question that was added."""
        answer = records.written(exchange.answer) if exchange.answer else ""
        with self._writing() as write:
            write("UPDATE turns SET answer = ?, notice = ? WHERE id = ?", answer, exchange.notice, exchange.id)

    def cut(self, owner: str, conversation: str, keep: int) -> None:
        """Forget all but the first questions of a conversation."""
        self._require(owner, conversation)
        with self._writing() as write:
            write(
                "DELETE FROM turns WHERE conversation = ? AND id NOT IN"
                " (SELECT id FROM turns WHERE conversation = ? ORDER BY id LIMIT ?)",
                conversation, conversation, keep,
            )  # fmt: skip

    def exchanges(self, owner: str, conversation: str) -> tuple[Exchange, ...] | None:
        """A conversation as it stands; None where this owner has none of that id."""
        try:
            self._require(owner, conversation)
        except LookupError:
            return None
        query = (
            "SELECT turns.id, turns.question, documents, years, turns.answer, notice, rating, note FROM turns"
            " LEFT JOIN feedback ON feedback.turn = turns.id WHERE conversation = ? ORDER BY turns.id"
        )
        return tuple(_exchange(*row) for row in self._rows(query, conversation))

    def rename(self, owner: str, conversation: str, title: str) -> None:
        """Call a conversation otherwise; an empty title changes nothing."""
        self._require(owner, conversation)
        if title.strip():
            with self._writing() as write:
                write("UPDATE conversations SET title = ? WHERE id = ?", title_of(title), conversation)

    def delete(self, owner: str, conversation: str) -> None:
        """Forget a conversation; what was said of its answers is kept, with the answers."""
        with self._writing() as write:
            write("DELETE FROM conversations WHERE id = ? AND owner = ?", conversation, owner)

    def rate(self, owner: str, exchange: Exchange) -> None:
        """Keep what a reader says of an answer, with the answer; a rating of 0 takes it back."""
        if not exchange.id or not exchange.answer:
            return
        values = (exchange.id, owner, exchange.rating, exchange.note[:NOTE], exchange.question)
        with self._writing() as write:
            write("DELETE FROM feedback WHERE turn = ? AND owner = ?", exchange.id, owner)
            if exchange.rating:
                record = records.written(exchange.answer)
                write("INSERT INTO feedback VALUES (?, ?, ?, ?, ?, ?, ?)", *values, record, time.time())

    def feedback(self) -> list[Feedback]:
        """What all readers said, oldest first."""
        query = "SELECT turn, owner, rating, note, question, answer, given FROM feedback ORDER BY given"
        return [Feedback(*row) for row in self._rows(query)]

    def _require(self, owner: str, conversation: str) -> None:
        """Refuse a conversation that is not this owner's."""
        if not self._rows("SELECT 1 FROM conversations WHERE id = ? AND owner = ?", conversation, owner):
            raise LookupError(conversation)

    def _rows(self, query: str, *values: object) -> list[Any]:
        """The result of a query."""
        with self._connected() as connection:
            return connection.execute(query, values).fetchall()

    @contextmanager
    def _writing(self) -> Iterator[Any]:
        """One change, whole or not at all."""
        with self._connected() as connection, connection:
            yield lambda query, *values: connection.execute(query, values)

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """The file, opened for one step: nothing is held open between two clicks."""
        with closing(sqlite3.connect(self._file, timeout=_PATIENCE)) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            yield connection


def title_of(text: str) -> str:
    """A text as a title: one line, not too long."""
    return render.clip(" ".join(text.split()), TITLE) or "Untitled"


def _exchange(
    id: int, question: str, documents: str, years: str, answer: str, notice: str, rating: int | None, note: str | None
) -> Exchange:
    """A row of the turns as its value."""
    found = records.read(answer) if answer else None
    if answer and found is None:
        notice = "This answer was kept by another version and cannot be shown. Ask again."
    scope = Scope(
        documents=tuple(filter(None, documents.split(_BETWEEN))),
        years=tuple(int(year) for year in years.split(_BETWEEN) if year),
    )
    return Exchange(
        question, scope=scope, text=found.text if found else "", answer=found, notice=notice,
        id=id, rating=rating or 0, note=note or "",
    )  # fmt: skip
