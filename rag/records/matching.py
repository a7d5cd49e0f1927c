"""How surely a row of figures is what a question asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from index.store.figures import UNIT_TELLS
from index.types import Figure
from index.words import plain
from rag.evidence import Idea
from rag.figure_match import numbers_named
from rag.parts import RATIO, Words
from rag.question import stem, stems
from rag.records.wanted import Wanted, is_share

_ASIDE = re.compile(r"\([^()]*\)")
_GENERIC = stems("total overall group all comprehensive amount number data")
"""Words of a label that don't narrow it."""
_PEOPLE = stems("employee employees staff people person persons workforce headcount workers")
"""Words that the unit says, where people are counted."""
_KEPT = 16384

# What an idea counts by where a row says it, and what a label says beside what was asked for.
_LEVELS = (1.0, 0.95, 0.9, 0.85)
_SYNONYM = 0.95
_FORM = 0.8
_LONG = 6
_SHARED = 0.7
_LOOSE = 0.02
_BESIDE = 0.3
_IN_ASIDE = 0.25
_SHARE_NOT_ASKED = 0.05
_PROSE = 0.1
MOST_BESIDE = 0.5
"""A label of which so much is strange is of something else."""


@dataclass(frozen=True, slots=True)
class Row:
    """What the figures of a row of a report are of, the years left out."""

    document: str
    indicator: str
    path: tuple[str, ...]
    unit: str
    kind: str
    segment: str
    section: str
    source: str

    @classmethod
    def of(cls, figure: Figure) -> Row:
        """The row of a figure."""
        return cls(
            figure.document,
            figure.indicator,
            figure.path,
            figure.unit,
            figure.kind,
            figure.segment,
            figure.section,
            figure.source,
        )


def by_row(figures: Iterable[Figure]) -> dict[Row, list[Figure]]:
    """Figures by their row, each once."""
    rows: dict[Row, list[Figure]] = {}
    for figure in dict.fromkeys(figures):
        rows.setdefault(Row.of(figure), []).append(figure)
    return rows


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a row, from its label outwards, as questions are compared with them."""

    levels: tuple[Words, ...]
    """The label, the groups and the part of the company, the unit, the heading."""
    label: frozenset[str]
    aside: frozenset[str]
    numbers: tuple[tuple[str, frozenset[int]], ...]
    segment: frozenset[str]
    ratio: bool
    own: frozenset[str]
    """The words of the label and the groups."""


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


@lru_cache(maxsize=_KEPT)
def said(row: Row) -> Said:
    """The words of a row."""
    label = plain(row.indicator)
    own = stems(_ASIDE.sub(" ", label)) - _GENERIC
    own = (own - _PEOPLE if row.kind == "people" else own) or own
    numbers = dict(numbers_named(plain(" / ".join(row.path)).casefold()))
    numbers |= dict(numbers_named(label.casefold()))
    return Said(
        levels=(
            _words(row.indicator),
            _words(" / ".join((*row.path, row.segment))),
            _words(f"{row.unit} {UNIT_TELLS.get(row.kind, '')}"),
            _words(row.section),
        ),
        label=own,
        aside=stems(" ".join(_ASIDE.findall(label))) - own - _GENERIC,
        numbers=tuple(numbers.items()),
        segment=stems(row.segment) - _GENERIC,
        own=stems(" ".join((row.indicator, *row.path))),
        ratio=row.kind == "intensity" or RATIO.search(" ".join((row.indicator, *row.path))) is not None,
    )


def _words(text: str) -> Words:
    """The words of a text, as printed and as typed: ``CO₂`` and ``CO2``."""
    return Words.of(f"{text} / {plain(text)}" if plain(text) != text else text)


def matches(wanted: Wanted, rows: Iterable[Row]) -> tuple[Match, ...]:
    """The rows that may be meant, the surest first."""
    found = [match for row in rows if (match := _match(wanted, row)) is not None]
    return tuple(sorted(found, key=lambda match: -match.score))


def _match(wanted: Wanted, row: Row) -> Match | None:
    """A row held against a question; None where it is of something else by number, unit or kind."""
    words = said(row)
    if not _fits(wanted, row, words):
        return None
    met = [(idea, _met(idea, words) or float(row.kind == "share" and is_share(idea))) for idea in wanted.telling]
    score = sum(idea.weight * worth for idea, worth in met) / (sum(idea.weight for idea in wanted.telling) or 1.0)
    score += _LOOSE * sum(_met(idea, words) > 0 for idea in wanted.loose)
    beside = _beside(words, wanted.known)
    score -= _BESIDE * beside + _PROSE * (row.source == "prose")
    score -= _SHARE_NOT_ASKED * (row.kind == "share" and not wanted.share)
    reworded = frozenset(
        idea.stem for idea, worth in met if worth and not is_share(idea) and not _verbatim(idea, words)
    )
    return Match(row, score, tuple(idea for idea, worth in met if not worth), beside, reworded)


def _verbatim(idea: Idea, words: Said) -> bool:
    """Whether a row's label, groups or unit say an idea in the very words."""
    own = stems(idea.terms[0])
    return any(f" {idea.terms[0]} " in level.padded or own <= level.stems for level in words.levels[:3])


def _fits(wanted: Wanted, row: Row, words: Said) -> bool:
    """Whether nothing that can be told for sure speaks against a row."""
    named = dict(words.numbers)
    if any(named.get(name) != numbers for name, numbers in wanted.numbers.items()):
        return False
    if wanted.documents is not None and row.document not in wanted.documents:
        return False
    if wanted.kind is not None and not _same_kind(wanted.kind, row.kind):
        return False
    if wanted.ratio != words.ratio and (wanted.ratio or words.label - wanted.known):
        return False
    if words.segment - wanted.known:
        return False
    return not (wanted.count and row.kind == "share")


def _same_kind(one: str, other: str) -> bool:
    """Whether two units may be of the same thing; tonnes are of emissions or of waste, and people are counted."""
    alike = ({"mass", "emissions", "water"}, {"people", "count", "other"})
    return one == other or any({one, other} <= group for group in alike)


def _met(idea: Idea, words: Said) -> float:
    """How well a row says an idea; 0 where it does not."""
    for worth, level in zip(_LEVELS, words.levels, strict=True):
        if idea.stands_in(level):
            return worth * (1.0 if idea.stem in level.stems else _SYNONYM)
    return _FORM if any(speaks_of(idea, level) for level in words.levels[:2]) else 0.0


def speaks_of(idea: Idea, words: Words) -> bool:
    """Whether words hold an idea, or another form of its word."""
    parts = frozenset(map(stem, re.split(r"[-&+]", idea.stem)))
    return idea.stands_in(words) or parts <= words.stems or any(_alike(idea.stem, word) for word in words.stems)


@lru_cache(maxsize=_KEPT)
def _alike(one: str, other: str) -> bool:
    """Whether two stems are forms of one word, as ``absenc`` and ``absente``."""
    if one.rstrip("s") == other.rstrip("s"):
        return True  # a stem keeps the plural of a short word
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return min(len(one), len(other)) >= _LONG and shared >= _SHARED * max(len(one), len(other))


def _beside(words: Said, known: frozenset[str]) -> float:
    """The share of a label that the question does not speak of; none where it says what stands in brackets for it."""
    if words.aside and words.aside <= known:
        return 0.0
    size = len(words.label) + _IN_ASIDE * len(words.aside)
    strange = len(words.label - known) + _IN_ASIDE * len(words.aside - known)
    return strange / size if size else 0.0
