"""Whether a row of figures can be of what a question asks: its number, unit, kind, part and segment."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.units import base
from rag.question import stems
from rag.records.row import Row, Said, said
from rag.records.wanted import SHARE, Wanted

_ALIKE = ({"mass", "emissions", "water"}, {"people", "count", "other"})
"""Kinds of units that may be of the same thing: tonnes are of emissions or of waste, and people are counted."""
_MEASURED = frozenset({"mass", "emissions", "energy", "water", "money", "hours", "people"})
"""What is no part of a whole."""
_EMITTED = stems("emission emissions emit emitted ghg greenhouse carbon co2 scope footprint climate gas gases warming")
_DAYS = stems("day days")
_COUNT = re.compile(r"(?:\bnumber|\bno\.|#) of\b", re.IGNORECASE)
_LITTLE = stems("business segment segments division unit units group other new initiatives operations and")
"""Words that the name of a segment may be said without."""


def fits(wanted: Wanted, row: Row, segments: frozenset[frozenset[str]]) -> bool:
    """Whether nothing that can be told for sure speaks against a row.

    :param segments: The parts of the company that the question names.
    """
    words = said(row)
    named = dict(words.numbers)
    if any(named.get(name) != numbers for name, numbers in wanted.numbers.items()):
        return False
    if wanted.documents is not None and row.document not in wanted.documents:
        return False
    if words.segment and words.segment not in segments:
        return False
    return _is_such(wanted, row, words) and wanted.division.admits(words.division)


def may_be(wanted: Wanted, row: Row) -> bool:
    """Whether neither the unit of a row nor the part or number that it names is another than what is asked."""
    words = said(row)
    named = dict(words.numbers)
    other = any(named.get(name, numbers) != numbers for name, numbers in wanted.numbers.items())
    asked = wanted.division
    divided = asked.admits(words.division) and asked.is_told_by(words.division, f"{row.section} {row.segment}")
    return not other and divided and _is_such(wanted, row, words)


def segments_named(wanted: Wanted, rows: Iterable[Row]) -> frozenset[frozenset[str]]:
    """The parts of the company that a question names, wholly or by most of a name that no other says as much of."""
    segments = {segment for row in rows if (segment := said(row).segment)}
    met = {segment: segment & wanted.known for segment in segments}
    return frozenset(
        segment
        for segment, own in met.items()
        if segment <= wanted.known
        or (
            2 * len(own - _LITTLE) > len(segment - _LITTLE)
            and not any(own <= other for name, other in met.items() if name != segment)
        )
    )


def _is_such(wanted: Wanted, row: Row, words: Said) -> bool:
    """Whether a row is in a unit that is asked for, and tells of parts of a workforce only where no more is asked."""
    another = wanted.only_part and words.topic - wanted.known
    return not another and _is_measured_so(wanted, row, words)


def _is_measured_so(wanted: Wanted, row: Row, words: Said) -> bool:
    """Whether a row is in a unit in which what is asked may be told: per head or per sale only where that is asked."""
    if wanted.ratio != words.ratio and (wanted.ratio or words.label - wanted.known):
        return False
    if wanted.kind is not None and not _same_kind(wanted.kind, row.kind):
        return False
    if wanted.total and words.composition:
        return False
    if wanted.count and (row.kind == "share" or (_is_in_days(row) and not _DAYS & wanted.known)):
        return False
    if wanted.amount and (row.kind == "people" or _COUNT.search(row.indicator)):
        return False
    if wanted.share and row.kind != "share" and (row.kind in _MEASURED or not SHARE & words.own):
        return False
    return row.kind != "emissions" or bool(_EMITTED & wanted.known) or words.label <= wanted.known


def _same_kind(one: str, other: str) -> bool:
    """Whether two units may be of the same thing."""
    return one == other or any({one, other} <= group for group in _ALIKE)


def _is_in_days(row: Row) -> bool:
    """Whether a row counts days."""
    unit = base(row.unit)
    return unit is not None and unit.unit == "day"
