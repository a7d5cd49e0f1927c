"""A row of figures as questions are held against it: the years left out, its words from the label outwards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.series.identity_words import GENERIC, MEMBERS
from index.store.figures import UNIT_TELLS
from index.types import Figure
from index.words import plain
from rag.figure_match import numbers_named
from rag.parts import RATIO, Words
from rag.question import stems
from rag.records.division import Ages, Division, is_division, is_part

_ASIDE = re.compile(r"\([^()]*\)")
_GENERIC = stems(
    "total overall group all comprehensive amount number data related due world worldwide global globally globe"
)
"""Words of a label that don't narrow it."""
_PEOPLE = stems("employee employees staff people person persons workforce headcount workers")
"""Words that the unit says, where people are counted."""
_DIVIDED = stems(
    "country region location geographic geographical professional function functional job position rank"
    " grade contract employment structure breakdown distribution profile diversity demographics year end other"
)
"""Words that tell how or when a workforce is divided into parts, and may tell that of other things as well."""
_WORKFORCE = (
    _GENERIC
    | _PEOPLE
    | stems(" ".join(GENERIC))
    | stems("full-time permanent formal active own composition rate ratio share percentage proportion gender age")
)
"""Words of a heading above the parts of a workforce that make it no other."""
_KEPT = 16384


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
    """The words of a row, from its label outwards."""

    levels: tuple[Words, ...]
    """The label, the groups and the part of the company, the unit, the heading."""
    label: frozenset[str]
    aside: frozenset[str]
    numbers: tuple[tuple[str, frozenset[int]], ...]
    segment: frozenset[str]
    ratio: bool
    own: frozenset[str]
    """The words of the label and the groups."""
    division: Division
    """The part of a whole that it is."""
    subject: frozenset[str]
    """The words that tell what it is a part of; none where its label names more than a part."""
    topic: frozenset[str]
    """The words by which it tells of something else than the parts of a workforce, as their turnover or training."""
    composition: bool
    """Whether it only tells which share of a whole a part is: ``Female 31%``, and not ``Turnover, female 31%``."""


@lru_cache(maxsize=_KEPT)
def said(row: Row) -> Said:
    """The words of a row."""
    label = plain(row.indicator)
    groups = [group for group in row.path if not is_division(group)]
    own = _label(label, row)
    numbers = dict(numbers_named(plain(" / ".join(row.path)).casefold()))
    numbers |= dict(numbers_named(label.casefold()))
    subject = _subject(groups, row.kind) if is_part(label) else frozenset[str]()
    return Said(
        levels=(
            _words(row.indicator),
            _words(" / ".join((*row.path, row.segment))),
            _words(f"{row.unit} {UNIT_TELLS.get(row.kind, '')}"),
            _words(row.section),
        ),
        label=own,
        aside=stems(" ".join(_ASIDE.findall(label))) - own - _GENERIC,
        numbers=tuple((name, named) for name, named in numbers.items() if not Ages.says(name)),
        segment=stems(row.segment) - _GENERIC,
        ratio=row.kind == "intensity" or RATIO.search(" ".join((row.indicator, *row.path))) is not None,
        own=stems(" ".join((row.indicator, *groups))),
        division=Division.of((*groups, label)),
        subject=subject,
        topic=_subject((*groups, label), row.kind) - stems(" ".join(MEMBERS)),
        composition=row.kind == "share" and is_part(label) and not subject,
    )


def _label(label: str, row: Row) -> frozenset[str]:
    """The stems of a label, of a compound only its parts; those of the group above where it only says "total"."""
    for name in (label, *reversed(row.path)):
        found = stems(_ASIDE.sub(" ", name)) - _GENERIC
        found = frozenset(stem for stem in found if "-" not in stem)
        if found := (found - _PEOPLE if row.kind == "people" else found) or found:
            return found
    return frozenset()


def _subject(names: Sequence[str], kind: str) -> frozenset[str]:
    """The words of names that tell what a part is a part of; none of those that only divide people."""
    words = stems(" ".join(name for name in names if not is_part(name)))
    of_people = kind == "people" or words & _PEOPLE
    return words - _WORKFORCE - (_DIVIDED if of_people else frozenset())


def _words(text: str) -> Words:
    """The words of a text, as printed and as typed: ``CO₂`` and ``CO2``."""
    return Words.of(f"{text} / {plain(text)}" if plain(text) != text else text)
