"""Words that stand in very many passages of a large index: where, and what they count there, kept ready.

FTS5 scores every passage that holds any word of a question: a second and more where a million passages are asked for
words such as ``emissions``. So a build of a large index works out once what each common word adds to the BM25 score
of each passage, and a question adds these up. The scores are those that FTS5 gives, to three digits.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

WEIGHTS = (1.0, 0.6, 0.2)
"""What a word counts in BM25 in a passage's text, section and title, which says the same of a whole report."""
COMMON = 0.01
"""The share of the passages that a common word stands in: what is rarer, FTS5 scores fast enough."""

_SATURATION, _LENGTH = 1.2, 0.75
"""The constants of BM25 as FTS5 sets them."""
_LEAST = 1e-6
"""What FTS5 lets a word count that stands in half of the passages or more."""
_SCHEMA = """
CREATE TABLE common_words (stem TEXT PRIMARY KEY, passages BLOB NOT NULL, scores BLOB NOT NULL);
CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab (main, words, row);
CREATE VIRTUAL TABLE temp.places USING fts5vocab (main, words, instance);
"""
_PLACES = "SELECT doc, CASE col WHEN 'text' THEN {} WHEN 'section' THEN {} ELSE {} END FROM temp.places WHERE term = ?"


@dataclass(frozen=True, slots=True)
class CommonWord:
    """A common word: the passages that hold it, by id, and what it adds to the score of each."""

    passages: npt.NDArray[np.uint32]
    scores: npt.NDArray[np.float16]


def write_common_words(connection: sqlite3.Connection, *, wanted: bool) -> None:
    """Work out the common words of all passages anew; without ``wanted`` there are none afterwards."""
    connection.execute("DROP TABLE IF EXISTS common_words")
    if not wanted:
        return
    connection.executescript(_SCHEMA)
    lengths = _lengths(connection)
    (total,) = connection.execute("SELECT count(*) FROM words_docsize").fetchone()
    weights = _SATURATION * (1 - _LENGTH + _LENGTH * lengths / (lengths.sum() / total))
    common = connection.execute("SELECT term FROM temp.vocabulary WHERE doc >= ?", (COMMON * total,)).fetchall()
    connection.execute("BEGIN")
    for (stem,) in common:
        word = _scored(
            np.fromiter(chain.from_iterable(connection.execute(_PLACES.format(*WEIGHTS), (stem,))), float),
            weights,
            total,
        )
        row = (stem, word.passages.tobytes(), word.scores.tobytes())
        connection.execute("INSERT INTO common_words VALUES (?, ?, ?)", row)
    connection.execute("COMMIT")


def _lengths(connection: sqlite3.Connection) -> Numbers:
    """How many words each passage has, by id; 0 where there is none of that id. FTS5 keeps them as packed numbers."""
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM words_docsize").fetchone()
    lengths = np.zeros(last + 1)
    for id, sizes in connection.execute("SELECT id, sz FROM words_docsize"):
        lengths[id] = sum(_unpacked(sizes))
    return lengths


def _unpacked(sizes: bytes) -> Iterator[int]:
    """Numbers of seven bits a byte, the highest first; all bytes but a number's last are 128 or more."""
    number = 0
    for byte in sizes:
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            yield number
            number = 0


def _scored(places: Numbers, weights: Numbers, total: int) -> CommonWord:
    """A word's scores, from every place where it stands: a passage and what the place counts, in turns."""
    ids, counts = places[::2].astype(np.int64), places[1::2]
    starts = np.flatnonzero(np.diff(ids, prepend=-1))
    passages, often = ids[starts], np.add.reduceat(counts, starts)
    rarity = max(math.log((total - len(passages) + 0.5) / (len(passages) + 0.5)), _LEAST)
    scores = rarity * often * (_SATURATION + 1) / (often + weights[passages])
    return CommonWord(passages.astype(np.uint32), scores.astype(np.float16))
