"""The figures of things of one kind, set against each other: the rows of a group, or the columns of a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from index.store import Index
from index.types import Figure
from index.units import unit_in, unit_kind
from rag.calculate.asked import SAYS_LITTLE, Asked
from rag.calculate.operands import Operand, fit, of_cell
from rag.calculate.over_years import surely
from rag.evidence import Aim, Unit
from rag.parts import Words
from rag.question import stems
from rag.rows import Cell, TableRow, parse
from rag.types import Evidence

FAR = 0.6
"""How far below the best unit a row may score that surely is of what is asked."""
_PASSAGES = 2
"""So many passages before and behind one may hold rows of the same table."""
_LINES = 150
"""So many lines before and behind it."""
_WHOLE = re.compile(r"\b(?:sub-?)?(?:total|overall|all|whole|sum|group)\b", re.IGNORECASE)
_BY = re.compile(r"^(?P<what>.*)\bby (?P<kind>.+)$", re.IGNORECASE)
_JOINED = re.compile(r"\band\b|[,&/+]", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^)]*\)")
_CLOSE = Decimal("0.005")
"""By so much of the total its parts may miss it, as they are rounded."""


@dataclass(frozen=True, slots=True)
class Groups:
    """Looks for the figures of things of one kind."""

    aim: Aim
    asked: Asked
    ranked: Sequence[Unit]
    index: Index

    def operands(self) -> tuple[Operand, ...]:
        """The figure of each thing; none where it can't surely be told which things are meant."""
        rows = [unit for unit in self.ranked if unit.is_row and self.ranked[0].score - unit.score <= FAR]
        found = [group for unit in rows if surely(unit) for group in self._of(unit) if len(group) > 1]
        owners = {group[0].source.evidence.source.document.company for group in found}
        newest = max((group[0].year or 0 for group in found), default=0)
        found = [group for group in found if (group[0].year or 0) == newest]
        told = {(group[0].unit, frozenset(each.value for each in group)) for group in found}
        return found[0] if len(told) == len(owners) == 1 else ()

    def _of(self, unit: Unit) -> Iterator[tuple[Operand, ...]]:
        """The groups that a row tells of: its columns, and the rows it stands among."""
        if self.asked.segment:
            yield self._columns(unit)
        figures = self._figures(unit)
        row = parse(unit.text)
        own = [figure for figure in figures if _cell_of(figure, row)]
        year = self._year({figure.period for figure in own if figure.period})
        anchor = next((figure for figure in own if year and figure.period == year), None)
        names = _names(anchor) if anchor else ()
        for place in range(1, len(names)):
            if self._is_asked(names, place, unit):
                group = [each for each in figures if each.period == year and _is_beside(_names(each), names, place)]
                yield self._rows(unit, group, figures, names[place])

    def _figures(self, unit: Unit) -> list[Figure]:
        """The figures of the whole company in the tables of a row's section."""
        first, last = unit.evidence.lines
        near = self.index.figures(documents=[unit.evidence.document], lines=(max(1, first - _LINES), last + _LINES))
        of_section = [each for each in near if each.section == unit.evidence.section and each.source == "table"]
        return [each for each in of_section if not each.segment]

    def _year(self, years: set[int]) -> int | None:
        """The year that is meant, of those there are; None where there is none."""
        periods = self.aim.question.periods
        meant = years & set(periods) if periods else years
        return max(meant, default=None) if len(periods) < 2 else None

    def _is_asked(self, names: Sequence[str], place: int, unit: Unit) -> bool:
        """Whether the names at a place are of the kind asked for, and the figures beside them of what is asked."""
        split = _BY.search(names[place - 1])
        kind, what = (split["kind"], split["what"]) if split else (names[place - 1], "")
        words = Words.of(kind)
        if _JOINED.search(kind) or not any(idea.stands_in(words) for idea in self.asked.thing):
            return False
        said = " ".join([*names[: place - 1], what, *names[place + 1 :]])
        if not stems(_BRACKETS.sub("", said)) - SAYS_LITTLE:  # then the heading tells what the figures are of
            said = " ".join(unit.evidence.source.passage.section[-1:])
        return not self._strange(said) and self.asked.is_met_by(unit)

    def _strange(self, label: str) -> frozenset[str]:
        """The words of a label that tell of something else than what is asked."""
        return stems(_BRACKETS.sub("", label)) - self.aim.known - SAYS_LITTLE - stems("employees")

    def _rows(self, unit: Unit, group: Sequence[Figure], known: Sequence[Figure], own: str) -> tuple[Operand, ...]:
        """The figures of a group; none where one of its rows can't be read or is no figure."""
        rows = list(self._rows_around(unit))
        before, _, behind = parse(unit.text).label.rpartition(own)
        beside = (row for _, row in rows if row.cells and row.label.startswith(before) and row.label.endswith(behind))
        if not before or not all(any(_cell_of(figure, row) for figure in known) for row in beside):
            return ()
        found = [_operand(figure, rows) for figure in group]
        operands = [each for each in found if each]
        anchor = next((each for each in operands if each.source.text == unit.text), None)
        alike = [each for each in operands if anchor and each.unit == anchor.unit and fit((anchor, each))]
        told_apart = len({each.label for each in alike}) == len(alike)
        whole = [each for each in alike if _WHOLE.search(_BRACKETS.sub("", _varied(each, before, behind)))]
        return _parts(alike, whole) if len(operands) == len(found) and told_apart else ()

    def _rows_around(self, unit: Unit) -> Iterator[tuple[Unit, TableRow]]:
        """The rows of a row's table, those of the passages beside its own among them."""
        source = unit.evidence.source
        ids = range(max(1, source.id - _PASSAGES), min(self.index.count, source.id + _PASSAGES) + 1)
        for stored in self.index.passages(ids):
            same = stored.document == source.document and stored.passage.section == source.passage.section
            if same and stored.passage.kind == "table":
                evidence = unit.evidence if stored.id == source.id else Evidence.of(stored)
                yield from ((Unit(evidence, text), parse(text)) for text in stored.passage.text.split("\n"))

    def _columns(self, unit: Unit) -> tuple[Operand, ...]:
        """The figures of the parts of the company in a row that is of what is asked."""
        row = parse(unit.text)
        if not self.asked.fits(unit):
            return ()
        year = self._year({cell.year for cell in row.cells if cell.year})
        cells = [cell for cell in row.cells if year and cell.year == year]
        found = [of_cell(unit, row, cell, year=year) for cell in cells]
        operands = [each for each in found if each]
        whole = [each for each in operands if each.row and each.row.cells[0].is_whole]
        return _parts(operands, whole) if whole and len(operands) == len(found) and fit(operands) else ()


def _names(figure: Figure) -> tuple[str, ...]:
    """The groups and headings above a figure, and its own name."""
    return (*figure.path, figure.indicator)


def _is_beside(names: Sequence[str], others: Sequence[str], place: int) -> bool:
    """Whether two figures stand in one group, told apart by nothing but the names at a place."""
    return len(names) == len(others) and all(
        one == other for at, (one, other) in enumerate(zip(names, others, strict=True)) if at != place
    )


def _cell_of(figure: Figure, row: TableRow) -> Cell | None:
    """The cell of a row that states a figure; None where the row is of something else."""
    label = unit_in(row.label)[0]
    by_label = label.endswith(figure.indicator) and all(name in label for name in figure.path[-1:])
    by_column = bool(figure.path) and label.endswith(figure.path[-1])
    for cell in row.cells:
        named = by_label or (by_column and unit_in(cell.segment)[0] == figure.indicator)
        if named and cell.value == figure.value and cell.year in {figure.period, None}:
            return cell
    return None


def _operand(figure: Figure, rows: Sequence[tuple[Unit, TableRow]]) -> Operand | None:
    """A figure as an operand; None where its row is not there or it is only a limit."""
    for unit, row in rows:
        if cell := _cell_of(figure, row):
            operand = of_cell(unit, row, cell, year=figure.period)
            by_column = not unit_in(row.label)[0].endswith(figure.indicator)
            return replace(operand, part=figure.indicator) if operand and by_column else operand
    return None


def _varied(operand: Operand, before: str, behind: str) -> str:
    """What of a row's label tells it from the others of its group."""
    label = operand.row.label if operand.row else ""
    return label.removeprefix(before).removesuffix(behind)


def _parts(operands: Sequence[Operand], whole: Sequence[Operand]) -> tuple[Operand, ...]:
    """Figures without that of the whole; none where the others don't come to that."""
    parts = [each for each in operands if each not in whole]
    if whole and unit_kind(whole[0].unit) not in {"share", "intensity"}:
        total, come_to = whole[0].value, sum((each.value for each in parts), Decimal(0))
        if abs(total - come_to) > _CLOSE * abs(total):
            return ()
    return tuple(parts)
