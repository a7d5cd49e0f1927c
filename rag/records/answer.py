"""The figures of the rows that are meant, told and cited, and what other reports print in their place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from index.series import restatements
from index.types import Document, Figure
from rag.records.finding import Case, unit_of
from rag.records.matching import Match
from rag.records.row import Row, by_row
from rag.records.wording import restated, told
from rag.statement import Statement

_MOST_COMPANIES = 3
_FEW_YEARS = 3
"""Of so few years each must be given: one of two would pass for the whole answer."""
_STEP = 0.04
"""Rows that differ by less in how well they fit are told apart by the year of their report."""


def statements(case: Case, meant: Sequence[Match]) -> Iterator[Statement]:
    """For each company that the rows are of a sentence a row, and one for each value printed otherwise."""
    answer = _Answer(case)
    owners = list(dict.fromkeys(answer.company(match.row) for match in meant))
    for owner in owners[:_MOST_COMPANIES]:
        rows = {match.row: round(match.score / _STEP) for match in meant if answer.company(match.row) == owner}
        chosen = answer.chosen(rows)
        if len(chosen) < len(case.wanted.years) <= _FEW_YEARS:
            continue
        yield from answer.told(chosen, f"{owner}: " if owner and len(owners) > 1 else "")
        yield from answer.otherwise(chosen)


class _Answer:
    """The figures that a question may mean, with what they are told from."""

    def __init__(self, case: Case) -> None:
        """Find where reports print one of them differently, of whichever report they are asked."""
        self._case = case
        self._documents: Mapping[str, Document] = {each.name: each for each in case.index.documents()}
        anywhere = case if case.wanted.documents is None else case.asking(replace(case.wanted, documents=None))
        self._anywhere = {match.row for match in anywhere.found if match.is_meant}
        companies = {name: document.company for name, document in self._documents.items()}
        figures = [figure for row in case.rows if row in self._anywhere for figure in case.rows[row]]
        self._restatements = restatements(figures, companies=companies)

    def chosen(self, rows: Mapping[Row, int]) -> list[Figure]:
        """For each year asked for the figure of the newest report; else for the newest year of the newest report.

        :param rows: How near each row is to what is asked.
        """
        given = [(each, near) for row, near in rows.items() for each in self._case.rows[row] if _is_stated(each)]
        if not given:
            return []
        years = self._case.wanted.years or (max((self._age(each), each.period or 0) for each, _ in given)[1],)
        of_years = ([(near, self._age(each), each) for each, near in given if each.period == year] for year in years)
        nearest = [max(each, key=lambda found: found[:2])[2] for each in of_years if each]
        return [max((each, *self._restated(each, rows)), key=self._age) for each in nearest]

    def told(self, chosen: Sequence[Figure], prefix: str) -> Iterator[Statement]:
        """Sentences, the figures of a row in one; none of a row whose place can't be told."""
        for figures in by_row(chosen).values():
            units = [unit for each in figures if (unit := unit_of(each, self._case)) is not None]
            if len(units) == len(figures):
                text = f"{prefix}{told(figures, said=self._case.wanted.said, row=units[0].text)}"
                yield Statement(text, tuple(dict.fromkeys(units)), "checked", tuple(figures))

    def otherwise(self, chosen: Sequence[Figure]) -> Iterator[Statement]:
        """What other reports print for the same year of the same thing."""
        others = (other for figure in chosen for other in self._restated(figure, self._anywhere))
        for other in dict.fromkeys(others):
            if (unit := unit_of(other, self._case)) is not None:
                yield Statement(restated(other, self._documents[other.document]), (unit,), "checked", (other,))

    def company(self, row: Row) -> str:
        """Whose report a row stands in."""
        return self._documents[row.document].company

    def _restated(self, figure: Figure, rows: Collection[Row]) -> list[Figure]:
        """The figures of some rows that other reports print for the same year of the same thing."""
        return [
            other
            for each in self._restatements
            if figure in each.figures
            for other in each.figures
            if other.document != figure.document and Row.of(other) in rows
        ]

    def _age(self, figure: Figure) -> int:
        """The year of a figure's report."""
        return self._documents[figure.document].year or 0


def _is_stated(figure: Figure) -> bool:
    """Whether a table states a number for a year; what a sentence states is quoted."""
    return figure.number is not None and figure.period is not None and figure.source == "table"
