"""How surely a row of figures is what a question asks for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from rag.evidence import Idea
from rag.parts import Words
from rag.question import stem, stems
from rag.records.division import is_part
from rag.records.fitting import fits, segments_named
from rag.records.row import Row, Said, said
from rag.records.wanted import Wanted, is_share

_HYPHENED = stems("level based related")
"""Words behind a hyphen that a report may leave out: ``senior-level``."""
_KEPT = 16384

# What an idea counts by where a row says it, and what a label says beside what was asked for.
_LEVELS = (1.0, 0.95, 0.9, 0.85)
_SYNONYM = 0.95
_FORM = 0.8
_LONG = 6
_SHARED = 0.68
_LOOSE = 0.02
_BESIDE = 0.3
_IN_ASIDE = 0.25
_SHARE_NOT_ASKED = 0.05
_PROSE = 0.1
MOST_BESIDE = 0.5
"""A label of which so much is strange is of something else."""


@dataclass(frozen=True, slots=True)
class Match:
    """A row held against a question."""

    row: Row
    score: float
    missed: tuple[Idea, ...]
    """What is asked and the row does not say."""
    beside: float
    """The share of its label that is strange to the question."""
    reworded: frozenset[str] = frozenset()
    """The stems of what is asked that the row says in other words only."""

    @property
    def is_meant(self) -> bool:
        """Whether the row is surely what is asked for."""
        return not self.missed and self.beside < MOST_BESIDE


def matches(wanted: Wanted, rows: Collection[Row]) -> tuple[Match, ...]:
    """The rows that may be meant, the surest first."""
    segments = segments_named(wanted, rows)
    found = (match_of(wanted, row) for row in rows if fits(wanted, row, segments))
    return tuple(sorted(found, key=lambda match: -match.score))


def match_of(wanted: Wanted, row: Row) -> Match:
    """A row held against a question."""
    words = said(row)
    met = [(idea, _worth(idea, words, row, wanted)) for idea in wanted.telling]
    score = sum(idea.weight * worth for idea, worth in met) / (sum(idea.weight for idea in wanted.telling) or 1.0)
    score += _LOOSE * sum(_met(idea, words) > 0 for idea in wanted.loose)
    beside = _beside(words, row, wanted)
    score -= _BESIDE * beside + _PROSE * (row.source == "prose")
    score -= _SHARE_NOT_ASKED * (row.kind == "share" and not wanted.share)
    reworded = frozenset(
        idea.stem for idea, worth in met if worth and not is_share(idea) and not _verbatim(idea, words)
    )
    return Match(row, score, tuple(idea for idea, worth in met if not worth), beside, reworded)


def _worth(idea: Idea, words: Said, row: Row, wanted: Wanted) -> float:
    """How well a row says an idea, in words, by its unit, or by the age group or the place that it is of."""
    told = (row.kind == "share" and is_share(idea)) or wanted.division.names(idea.terms[0], words.division)
    return _met(idea, words) or float(told)


def _verbatim(idea: Idea, words: Said) -> bool:
    """Whether a row's label, groups or unit say an idea in the very words."""
    own = stems(idea.terms[0])
    return any(f" {idea.terms[0]} " in level.padded or own <= level.stems for level in words.levels[:3])


def _met(idea: Idea, words: Said) -> float:
    """How well a row says an idea; 0 where it does not."""
    for worth, level in zip(_LEVELS, words.levels, strict=True):
        if idea.stands_in(level):
            return worth * (1.0 if idea.stem in level.stems else _SYNONYM)
    return _FORM if any(speaks_of(idea, level) for level in words.levels[:2]) else 0.0


def speaks_of(idea: Idea, words: Words) -> bool:
    """Whether words hold an idea, or another form of its word."""
    parts = frozenset(map(stem, re.split(r"[-&+]", idea.stem)))
    parts = parts - _HYPHENED or parts
    return idea.stands_in(words) or parts <= words.stems or any(_alike(idea.stem, word) for word in words.stems)


@lru_cache(maxsize=_KEPT)
def _alike(one: str, other: str) -> bool:
    """Whether two stems are forms of one word, as ``absenc`` and ``absente``."""
    if one.rstrip("s") == other.rstrip("s"):
        return True  # a stem keeps the plural of a short word
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return min(len(one), len(other)) >= _LONG and shared >= _SHARED * max(len(one), len(other))


def _beside(words: Said, row: Row, wanted: Wanted) -> float:
    """The share of a label that the question does not speak of; none where it says what stands in brackets for it.

    The name of a part that is asked for is said, in whichever words; then what it is a part of must be said too.
    """
    if is_part(row.indicator) and (words.division.ages or any(words.division.parts)):
        return float(any(strange(words.subject, wanted.known)))
    if words.aside and words.aside <= wanted.known:
        return 0.0
    size = len(words.label) + _IN_ASIDE * len(words.aside)
    unknown = len(strange(words.label, wanted.known)) + _IN_ASIDE * len(words.aside - wanted.known)
    return unknown / size if size else 0.0


def strange(words: Iterable[str], known: frozenset[str]) -> list[str]:
    """The words that are no form of a known one."""
    return [word for word in words if word not in known and not any(_alike(word, other) for other in known)]
