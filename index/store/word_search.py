"""The full-text search of a large index: common words are added up in memory, FTS5 is asked for the others."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from index.store.common_words import WEIGHTS, CommonWord
from index.store.vectors import Hit
from index.words import TOKENIZER, match_expression, plain, spellings

Mask = npt.NDArray[np.bool_]
Rows = Callable[..., list[Any]]

_SCORED = "SELECT rowid, -bm25(words, ?, ?, ?) FROM words WHERE words MATCH ?"
_HOLDING = "SELECT rowid FROM words WHERE words MATCH ?"
_COMMON = "SELECT stem, passages, scores FROM common_words WHERE stem IN (SELECT value FROM json_each(?))"


class WordSearch:
    """Finds the same passages as FTS5 alone, with the same scores; many threads may search at once."""

    def __init__(self, rows: Rows, stems: frozenset[str]) -> None:
        """Take an opened index.

        :param rows: Gives the rows of a query, bound to values.
        :param stems: The common words of the index.
        """
        self._rows = rows
        self._common = stems
        self._stems = Stems()
        (self._end,) = rows("SELECT coalesce(max(id), 0) + 1 FROM passages")[0]

    @classmethod
    def of(cls, rows: Rows) -> WordSearch | None:
        """The search of an index that keeps its common words; None where it is too small for that."""
        if not rows("SELECT 1 FROM sqlite_master WHERE name = 'common_words'"):
            return None
        return cls(rows, frozenset(stem for (stem,) in rows("SELECT stem FROM common_words")))

    def matching(self, words: Sequence[str], k: int, *, allowed: Mask | None = None) -> list[Hit]:
        """The passages that hold any of the words, best first by BM25; with ``allowed``, among these only."""
        often, rest = self._split(words)
        scores = np.zeros(self._end)
        for stem, word in self._read(often):
            scores[word.passages] += often[stem] * word.scores.astype(float)
        if expression := match_expression(rest):
            rare = np.array(self._rows(_SCORED, *WEIGHTS, expression), dtype=float).reshape(-1, 2)
            scores[rare[:, 0].astype(np.int64)] += rare[:, 1]
        if allowed is not None:
            scores[~allowed] = 0
        return _best(scores, k)

    def count(self, words: Sequence[str]) -> int:
        """How many passages hold any of the words."""
        often, rest = self._split(words)
        held = np.zeros(self._end, dtype=bool)
        for _, word in self._read(often):
            held[word.passages] = True
        if expression := match_expression(rest):
            held[np.array(self._rows(_HOLDING, expression), dtype=np.int64).ravel()] = True
        return int(held.sum())

    def mask(self, ranges: Sequence[tuple[int, int]]) -> Mask:
        """Passages of these ids, both ends of each range included."""
        mask = np.zeros(self._end, dtype=bool)
        for first, last in ranges:
            mask[first : last + 1] = True
        return mask

    def close(self) -> None:
        """Let go of the memory."""
        self._stems.close()

    def _read(self, stems: Counter[str]) -> list[tuple[str, CommonWord]]:
        """The common words with these stems."""
        rows = self._rows(_COMMON, json.dumps(list(stems), ensure_ascii=False))
        return [
            (stem, CommonWord(np.frombuffer(passages, dtype=np.uint32), np.frombuffer(scores, dtype=np.float16)))
            for stem, passages, scores in rows
        ]

    def _split(self, words: Sequence[str]) -> tuple[Counter[str], list[str]]:
        """The common stems, how often each is asked for, and the words that are no such stem."""
        asked = list(dict.fromkeys(plain(spelling).strip() for word in words for spelling in spellings(word)))
        often: Counter[str] = Counter()
        rest = []
        for word, stems in zip(asked, self._stems.of(asked), strict=True):
            if len(stems) == 1 and stems[0] in self._common:
                often[stems[0]] += 1
            else:
                rest.append(word)
        return often, rest


class Stems:
    """Cuts words as the full-text search does; safe for many threads."""

    def __init__(self) -> None:
        """Make the table that cuts them, in memory."""
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._connection.execute(
            f"CREATE VIRTUAL TABLE asked USING fts5 (text, content = '', tokenize = '{TOKENIZER}')"
        )
        self._connection.execute("CREATE VIRTUAL TABLE places USING fts5vocab (asked, instance)")

    def of(self, words: Sequence[str]) -> list[list[str]]:
        """The stems of each word or phrase."""
        found: list[list[str]] = [[] for _ in words]
        with self._lock:
            self._connection.execute("BEGIN")
            self._connection.executemany("INSERT INTO asked (rowid, text) VALUES (?, ?)", enumerate(words))
            for at, stem in self._connection.execute('SELECT doc, term FROM places ORDER BY doc, "offset"'):
                found[at].append(stem)
            self._connection.execute("ROLLBACK")
        return found

    def close(self) -> None:
        """Let go of the table."""
        with self._lock:
            self._connection.close()


def _best(scores: npt.NDArray[np.float64], k: int) -> list[Hit]:
    """The ``k`` highest scores above 0, the highest first, equal ones by id."""
    found = np.flatnonzero(scores > 0)
    if len(found) > k:
        least = np.partition(scores[found], -k)[-k]
        found = found[scores[found] >= least]
    ranked = found[np.lexsort((found, -scores[found]))][:k]
    return [Hit(int(id), float(scores[id])) for id in ranked]
