"""The same indicator over the years and reports, and where one year of it is printed with different values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from index.series.linking import Strand, agree, groups, strands
from index.series.restating import restated
from index.types import Figure, UnitKind


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one indicator and one part of the company, by year, then oldest report first."""

    indicator: str
    """As the newest report calls it."""
    unit: str
    kind: UnitKind
    segment: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Restatement:
    """One year of an indicator that is printed with different values."""

    indicator: str
    segment: str
    period: int
    unit: str
    figures: tuple[Figure, ...]
    """One figure for each value and report, oldest report first."""


def linked(figures: Sequence[Figure], *, companies: Mapping[str, str] | None = None) -> list[Series]:
    """Figures put together by what they are of, across reports and their ways to name things.

    :param figures: The figures of any number of reports.
    :param companies: The company of each report by its name; reports of different ones are kept apart.
    """
    order = _order(figures)
    return [_series(group, order) for group in groups(strands(figures, companies or {}))]


def restatements(figures: Sequence[Figure], *, companies: Mapping[str, str] | None = None) -> list[Restatement]:
    """Years of an indicator that two reports, or two places, print with values that rounding doesn't explain.

    :param figures: The figures of any number of reports.
    :param companies: The company of each report by its name; reports of different ones are kept apart.
    """
    order = _order(figures)
    found = [each for group in groups(strands(figures, companies or {})) for each in _restated_years(group, order)]
    return sorted(found, key=lambda each: (each.indicator.casefold(), each.segment, each.period))


def _restated_years(group: Sequence[Strand], order: dict[str, int]) -> Iterator[Restatement]:
    """The years of linked strands that are restated."""
    by_year: dict[int, dict[int, Figure]] = {}
    for one, other in combinations(group, 2):
        for year in one.years.keys() & other.years.keys():
            if restated(one, other, year):
                found = by_year.setdefault(year, {})
                found |= {id(figure): figure for figure in (one.years[year], other.years[year])}
    for year, found in by_year.items():
        figures = _distinct(sorted(found.values(), key=lambda figure: _place(figure, order)))
        newest = figures[-1]
        named = max(figures, key=lambda figure: (figure.confidence, _place(figure, order)))  # not by a torn label
        yield Restatement(named.indicator, newest.segment, year, newest.unit or figures[0].unit, tuple(figures))


def _distinct(figures: Sequence[Figure]) -> list[Figure]:
    """Figures without those that repeat another's value in the same report."""
    kept: list[Figure] = []
    for figure in figures:
        if not any(figure.document == other.document and agree(figure, other) for other in kept):
            kept.append(figure)
    return kept


def _series(group: Sequence[Strand], order: dict[str, int]) -> Series:
    """Linked strands as one series, named as in the newest report."""
    figures = [figure for strand in group for figure in strand.figures]
    newest = max(figures, key=lambda figure: (figure.source == "table", _place(figure, order)))
    ordered = sorted(figures, key=lambda figure: (figure.period or 0, _place(figure, order)))
    return Series(newest.indicator, newest.unit, newest.kind, newest.segment, tuple(ordered))


def _place(figure: Figure, order: dict[str, int]) -> tuple[int, str, int]:
    """Where a figure comes: oldest report first, then from the top."""
    return order.get(figure.document, 0), figure.document, figure.place.lines[0]


def _order(figures: Sequence[Figure]) -> dict[str, int]:
    """The year that each report is of: the newest one of which its tables, else its sentences, have figures."""
    years: dict[str, tuple[bool, int]] = {}
    for figure in figures:
        if figure.period is not None and figure.number is not None:
            found = (figure.source == "table", figure.period)
            years[figure.document] = max(years.get(figure.document, found), found)
    return {document: year for document, (_, year) in years.items()}
