"""The rows that are surely meant: of the part that is asked for, and none that only its group tells from another."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from index.store import Index
from index.types import Figure
from rag.evidence import Aim, Unit
from rag.question import stems
from rag.records.finding import Case, unit_of
from rag.records.fitting import segments_named
from rag.records.matching import MOST_BESIDE, Match
from rag.records.row import Row, said
from rag.records.wanted import Wanted

_MOVING = stems(
    "change changed changes develop developed development evolve evolved trend progress rise rose risen rising fall"
    " fell fallen falling grow grew grown growth growing increase increased decrease decreased drop dropped climb"
    " climbed decline declined reduce reduced reduction shrink shrank up down go went more less fewer higher lower"
    " difference differ compare compared comparison versus times much far past last since between over average mean"
    " median"
)
"""Words of a question that tell what is to be reckoned, and not of what."""
OF_WHOLE = re.compile(r"\b(?:share|proportion|portion|fraction|quota|percentage of)s?\b", re.IGNORECASE)
"""A share of something; a percentage alone tells how much it changed."""
_AS_SURE = 0.1
"""How far below the surest row another may stand and still be the same thing under another name."""


def meant_rows(case: Case) -> list[Match]:
    """The rows that are surely meant, the surest first."""
    parts = parts_asked(case)
    sure = [
        match
        for match in case.found
        if match.is_meant and _is_of_part(match.row, parts) and not _is_contrasted(match, case.found)
    ]
    sure = [match for match in sure if match.score >= sure[0].score - _AS_SURE]
    rows = {match.row: _numbers(case.rows[match.row]) for match in sure}
    return [match for match in sure if not any(_is_another(match.row, other, case.wanted, rows) for other in rows)]


def case_over_years(aim: Aim, ranked: Sequence[Unit], *, index: Index, documents: Collection[str] | None) -> Case:
    """A question that asks what is to be reckoned over years, without the words that only ask that.

    :param documents: The only reports to use.
    """
    wanted = Wanted.of(aim, documents)
    telling = tuple(idea for idea in wanted.telling if not stems(idea.terms[0]) <= _MOVING)
    times = aim.question.operation == "ratio"  # which is how many times as much it is, and not how many
    wanted = replace(
        wanted,
        telling=telling,
        share=wanted.share and OF_WHOLE.search(aim.question.text) is not None,
        count=wanted.count and not times,
        kind=None if times else wanted.kind,
    )
    return Case.of(wanted, ranked, index=index, documents=documents)


def meant_units(case: Case, years: Collection[int]) -> list[Unit]:
    """The rows with figures of some years that surely are meant, the surest of the newest report first."""
    if not case.wanted.telling and case.wanted.kind is None:
        return []
    reported = {each.name: each.year or 0 for each in case.index.documents()}
    figures = [
        (-round(match.score / _AS_SURE), -reported[figure.document], figure)
        for match in meant_rows(case)
        for figure in case.rows[match.row]
        if figure.period in years and figure.source == "table" and figure.number is not None
    ]
    units = (unit_of(figure, case) for *_, figure in sorted(figures, key=lambda each: each[:2]))
    return list(dict.fromkeys(unit for unit in units if unit))


def parts_asked(case: Case) -> set[frozenset[str]]:
    """The parts of the company that a question names, of those that figures are of."""
    return set(segments_named(case.wanted, case.rows))


def _is_of_part(row: Row, parts: Iterable[frozenset[str]]) -> bool:
    """Whether a row is of the parts that are asked for, or says their words for itself."""
    words = said(row)
    return all(part <= words.own | words.segment for part in parts)


def _is_contrasted(match: Match, found: Sequence[Match]) -> bool:
    """Whether a report says in the very words what a row says in others, beside one called as it is: two things."""
    alike = [each for each in found if not each.missed and each.beside <= MOST_BESIDE]
    said_so = {each.row.document for each in alike if match.reworded - each.reworded}
    label = said(match.row).label
    return any(
        each.row.document in said_so and (label <= (other := said(each.row).label) or other <= label)
        for each in (found if match.reworded else ())
        if match.reworded <= each.reworded
    )


def _is_another(row: Row, other: Row, wanted: Wanted, numbers: Mapping[Row, Mapping[int, float]]) -> bool:
    """Whether a row differs from one with the same label by a group above it of which the question says nothing."""
    if row.document != other.document or row.segment != other.segment or stems(row.indicator) != stems(other.indicator):
        return False
    telling = said(row).own - said(other).own
    if not telling or telling & wanted.known:
        return False
    mine, theirs = numbers[row], numbers[other]
    return row.kind != other.kind or any(mine[year] != theirs[year] for year in mine.keys() & theirs.keys())


def _numbers(figures: Sequence[Figure]) -> dict[int, float]:
    """The numbers of a row by year."""
    return {each.period: each.number for each in figures if each.period and each.number is not None}
