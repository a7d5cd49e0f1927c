"""The figures of one thing in several years: of one row, or of rows of several reports that are of the same thing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from index.series import linked
from index.store import Index
from index.types import Figure, StoredPassage
from index.units import unit_in
from rag.calculate.in_sentences import stated
from rag.calculate.operands import Operand, fit, of_cell, of_row
from rag.evidence import Aim, Unit
from rag.question import YEAR, content_words, stems
from rag.records.finding import Case
from rag.records.meant import OF_WHOLE, case_over_years, meant_units
from rag.records.standing import OF_ANOTHER, may_do
from rag.rows import Cell, parse
from rag.types import Evidence

NEAR = 0.12
"""How far below the best unit a row may score and still be the one that is meant."""
TIED = 0.04
"""Rows that score this much alike can't be told apart by what they score."""
_COVERED = 0.2
_NEARNESS = 0.63
_FAR = 0.35
_LESS = 0.1
"""How much less of the question a row may hold than the units that score as well."""
_ALIKE = 0.45
"""The share of their words that the labels of one indicator in two reports have in common."""
_ANCHORS = 4
"""How many rows are followed into other reports."""
_LOOKED_AT = 40
"""How many passages are looked through for the row of a figure."""


def surely(unit: Unit) -> bool:
    """Whether a unit is of what is asked, and not only the best of strange ones."""
    return unit.coverage >= _COVERED or unit.nearness >= _NEARNESS


@dataclass(frozen=True, slots=True)
class OverYears:
    """Looks for the figure of each of several years."""

    aim: Aim
    ranked: Sequence[Unit]
    years: Sequence[int]
    index: Index
    documents: Collection[str] | None

    def operands(self) -> tuple[Operand, ...]:
        """The figure of each year, by year; none where it can't surely be told which row is meant."""
        case = self._case()
        if meant := meant_units(case, self.years):
            whole = () if self._asks_each_report() else next(filter(None, map(self._of_one_row, meant)), ())
            if found := whole or self._of_reports(meant):
                return found
        fitting = [unit for unit in self.ranked if unit.is_row and may_do(unit, self.aim, case)]
        rows = [unit for unit in self._rows() if unit in fitting]
        if not self._asks_each_report():
            known = [(unit, whole) for unit in fitting if (whole := self._of_one_row(unit))]
            if best := next((each for each in known if each[0] in rows), None):
                return () if any(self._rivals(best, other) for other in known) else best[1]
        return self._of_reports(rows)

    def missing(self) -> str:
        """That the best row gives one end of the years, and nothing found speaks of the other; empty where it may.

        A row that can't be of what is asked is not quoted in its place either.
        """
        best = self.ranked[0]
        if best.is_row and not may_do(best, self.aim, self._case()):
            return OF_ANOTHER
        if not best.is_row or not surely(best):
            return ""
        found = {year: self._figure(best, year) for year in (self.years[0], self.years[-1])}
        given = next(filter(None, found.values()), None)
        lacking = [year for year, operand in found.items() if operand is None and not self._speaks_of(year)]
        if given is None or not lacking:
            return ""
        return f"The reports found give a figure of {given.label} for {given.year} but none for {lacking[0]}."

    def covered(self) -> frozenset[int]:
        """The years for which the rows found, or others of what the best of them is of, have a figure."""
        known = frozenset(cell.year for unit in self.ranked for cell in parse(unit.text).cells if _holds_figure(cell))
        anchors = (self._figure(unit) for unit in self._rows()[:1])
        series = [figure for anchor in anchors if anchor for figure in self._series(anchor)]
        found = known | {each.period for each in series if each.source == "table" and each.number is not None}
        return frozenset(year for year in found if year)

    def _case(self) -> Case:
        """The question with the rows that it may mean."""
        return case_over_years(self.aim, self.ranked, index=self.index, documents=self.documents)

    def _figure(self, unit: Unit, year: int | None = None) -> Operand | None:
        """The one figure of a row, in a year; where a share is asked for it is one."""
        share = OF_WHOLE.search(self.aim.question.text) is not None
        return of_row(unit, self.aim.question, year=year, share=share)

    def _rows(self) -> list[Unit]:
        """The rows that score nearly as well as the best unit and hold as much of the question."""
        most = max((unit.coverage for unit in self.ranked if self._is_near(unit)), default=0.0)
        near = [unit for unit in self.ranked if unit.is_row and self._is_near(unit) and surely(unit)]
        return [unit for unit in near if unit.coverage >= most - _LESS]

    def _speaks_of(self, year: int) -> bool:
        """Whether one of the better units found is of a year."""
        near = (unit for unit in self.ranked if self.ranked[0].score - unit.score <= _FAR)
        return any(year == unit.evidence.source.document.year or str(year) in unit.text for unit in near)

    def _is_near(self, unit: Unit) -> bool:
        """Whether a unit scores nearly as well as the best one."""
        return self.ranked[0].score - unit.score <= NEAR

    def _asks_each_report(self) -> bool:
        """Whether the years are those of the reports that are asked: each is to be taken from its own."""
        return set(self.years) <= set(self.aim.question.report_years)

    def _of_one_row(self, unit: Unit) -> tuple[Operand, ...]:
        """The row's figure of each year; none where one is lacking."""
        found = [self._figure(unit, year) for year in self.years]
        operands = tuple(each for each in found if each)
        return operands if len(operands) == len(self.years) and fit(operands) else ()

    def _rivals(self, best: tuple[Unit, Sequence[Operand]], other: tuple[Unit, Sequence[Operand]]) -> bool:
        """Whether another row of the unit that may as well be meant prints other figures."""
        (unit, found), (beside, others) = best, other
        namesake = unit.evidence.document == beside.evidence.document and found[0].label == others[0].label
        narrower = stems(found[0].label) < stems(others[0].label)
        tied = namesake or (unit.score - beside.score <= TIED and not narrower)
        return tied and [each.value for each in found] != [each.value for each in others]

    def _of_reports(self, rows: Sequence[Unit]) -> tuple[Operand, ...]:
        """The figures of a row of several reports, linked by its name or by the years that both print."""
        for unit in rows[:_ANCHORS]:
            for anchor in filter(None, (self._figure(unit, year) for year in self.years)):
                series = self._series(anchor)
                found = tuple(filter(None, (self._in_year(anchor, year, series) for year in self.years)))
                if len(found) == len(self.years) and fit(found):
                    return found
        return ()

    def _in_year(self, anchor: Operand, year: int, series: Sequence[Figure]) -> Operand | None:
        """The figure of a year in the series of another: from the report asked for, else from the newest."""
        own = anchor.year == year and (not self._asks_each_report() or _reported(anchor) == year)
        if own:
            return anchor
        found = [each for each in series if each.period == year and each.source == "table"]
        reports = {each.name: each.year or 0 for each in self.index.documents()}
        if self._asks_each_report():
            found = [each for each in found if reports.get(each.document) == year]
        found.sort(key=lambda each: -reports.get(each.document, 0))
        of_series = next(filter(None, map(self._operand, found)), None)
        return of_series or self._called_alike(anchor, year) or self._said(anchor, year)

    def _called_alike(self, anchor: Operand, year: int) -> Operand | None:
        """The figure of a year in the best row of another report that is called nearly the same."""
        for unit in self._beside(anchor):
            if not unit.is_row or unit.evidence.document == anchor.document:
                continue
            found = self._figure(unit, year)
            asked = not self._asks_each_report() or (found is not None and _reported(found) == year)
            if found and asked and fit((anchor, found)) and _alike(anchor.label, found.label):
                return found
        return None

    def _said(self, anchor: Operand, year: int) -> Operand | None:
        """The only figure in the unit of another that a sentence of the year states."""
        for unit in self._beside(anchor):
            if unit.is_row or not anchor.unit or unit.coverage < anchor.source.coverage - _LESS:
                continue
            named = frozenset(map(int, YEAR.findall(unit.text)))
            of_year = named == {year} or (not named and unit.evidence.source.document.year == year)
            fitting = [each for _, each in stated(unit, self.aim) if fit((anchor, each))]
            if of_year and len(fitting) == 1:
                return replace(fitting[0], year=year)
        return None

    def _beside(self, anchor: Operand) -> Iterator[Unit]:
        """The better units of the same company."""
        owner = anchor.source.evidence.source.document.company
        for unit in self.ranked:
            if self.ranked[0].score - unit.score <= _FAR and unit.evidence.source.document.company == owner:
                yield unit

    def _series(self, anchor: Operand) -> Sequence[Figure]:
        """All figures of the indicator that a figure is of."""
        words = content_words(anchor.label)
        if not words:
            return ()
        companies = {each.name: each.company for each in self.index.documents()}
        own = {name for name, company in companies.items() if company == companies[anchor.document]}
        figures = self.index.figures(
            words=[words], documents=own if self.documents is None else own & set(self.documents)
        )
        lines = anchor.source.evidence.lines
        for series in linked(figures, companies=companies):
            for each in series.figures:
                same = each.document == anchor.document and each.period == anchor.year and each.value == anchor.cell
                if same and lines[0] <= each.place.lines[0] <= lines[1]:
                    return series.figures
        return ()

    def _operand(self, figure: Figure) -> Operand | None:
        """A record as an operand, with the row that it stands in."""
        for unit in self._places(figure):
            row = parse(unit.text)
            cells = [cell for cell in row.cells if cell.value == figure.value and cell.year in {figure.period, None}]
            if unit_in(row.label)[0].endswith(figure.indicator) and cells:
                return of_cell(unit, row, cells[0], year=figure.period)
        return None

    def _places(self, figure: Figure) -> Iterator[Unit]:
        """The rows of passages that a figure may stand in, those found already first."""
        yield from (unit for unit in self.ranked if unit.is_row and _holds(unit.evidence.source, figure))
        hits = self.index.matching(content_words(figure.indicator), _LOOKED_AT, documents=[figure.document])
        for stored in self.index.passages([hit.id for hit in hits]):
            if stored.passage.kind == "table" and _holds(stored, figure):
                yield from (Unit(Evidence.of(stored), text) for text in stored.passage.text.split("\n"))


def _holds_figure(cell: Cell) -> bool:
    """Whether a cell of the whole holds a figure, be it only a limit."""
    return cell.is_whole and re.search(r"\d", cell.value) is not None


def _alike(label: str, other: str) -> bool:
    """Whether two labels have most words in common."""
    some, others = stems(label), stems(other)
    return len(some & others) >= _ALIKE * len(some | others)


def _reported(operand: Operand) -> int | None:
    """The year of the report that states a figure."""
    return operand.source.evidence.source.document.year


def _holds(stored: StoredPassage, figure: Figure) -> bool:
    """Whether a figure stands within the lines of a passage."""
    first, last = stored.passage.lines
    return stored.document.name == figure.document and first <= figure.place.lines[0] <= last
