"""The printed lines of an index's reports: kept packed, some hundred together, and found again by number."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence

from index.types import Box, PrintedLine

LINE_SCHEMA = """
CREATE TABLE lines (
    document INTEGER NOT NULL REFERENCES documents,
    first INTEGER NOT NULL,
    packed BLOB NOT NULL,
    PRIMARY KEY (document, first)
);
"""
PACKED = 128
"""How many lines lie together: enough to pack well, few enough to be unpacked at once for a citation."""

PRINTED = f"""
SELECT lines.first, lines.packed FROM lines JOIN documents ON documents.id = lines.document
WHERE documents.name = ? AND lines.first BETWEEN ? - {PACKED - 1} AND ? ORDER BY lines.first
"""
"""Asks for the packs that hold lines of a report; the values are its name and the first and last line."""


def insert_lines(connection: sqlite3.Connection, document: int, lines: Sequence[PrintedLine]) -> None:
    """Put a report's printed lines in."""
    connection.executemany(
        "INSERT INTO lines VALUES (?, ?, ?)",
        [(document, at + 1, _packed(lines[at : at + PACKED])) for at in range(0, len(lines), PACKED)],
    )


def delete_lines(connection: sqlite3.Connection, document: int) -> None:
    """Take a report's printed lines out."""
    connection.execute("DELETE FROM lines WHERE document = ?", (document,))


def printed_lines(packs: Iterable[tuple[int, bytes]], first: int, last: int) -> tuple[PrintedLine, ...]:
    """The lines from ``first`` to ``last`` of the packs that :data:`PRINTED` found."""
    numbered = ((start + at, line) for start, packed in packs for at, line in enumerate(_unpacked(packed)))
    return tuple(line for number, line in numbered if first <= number <= last)


def _packed(lines: Iterable[PrintedLine]) -> bytes:
    """Lines as few bytes; a box is kept to a hundredth of a point."""
    rows = [_row(line) for line in lines]
    return zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))


def _row(line: PrintedLine) -> list[str | int | float | None]:
    """A line as JSON: its text, then its page, then its box, as far as it has them."""
    if line.box is not None:
        box = line.box
        return [line.text, line.page, *(round(edge, 2) for edge in (box.left, box.top, box.right, box.bottom))]
    return [line.text] if line.page is None else [line.text, line.page]


def _unpacked(packed: bytes) -> Iterator[PrintedLine]:
    """The lines of a pack."""
    for text, *rest in json.loads(zlib.decompress(packed)):
        page, *edges = rest or [None]
        yield PrintedLine(text, page, Box(*edges) if edges else None)
