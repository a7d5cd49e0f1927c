"""The figure records that a question may mean, and the rows of the reports in which they are printed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index.store import Index
from index.types import Figure, StoredPassage
from rag.evidence import Unit
from rag.question import content_words
from rag.records.matching import Match, matches
from rag.records.row import Row, by_row
from rag.records.wanted import Wanted, is_share
from rag.rows import Cell, TableRow, parse
from rag.types import Evidence

_LOOKED_THROUGH = 40
"""How many passages that hold a value, or a label's words, are looked through for the row."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question with the rows of figures that it may mean."""

    wanted: Wanted
    rows: Mapping[Row, Sequence[Figure]]
    ranked: Sequence[Unit]
    """The units that may bear the answer, best first."""
    index: Index
    found: tuple[Match, ...]
    """The rows held against the question, the surest first."""

    @classmethod
    def of(
        cls, wanted: Wanted, ranked: Sequence[Unit], *, index: Index, documents: Collection[str] | None = None
    ) -> Case:
        """Look up the figures that a question may mean.

        :param documents: The only reports to use.
        """
        rows = by_row(_candidates(wanted, ranked, index, documents))
        return cls(wanted, rows, ranked, index, matches(wanted, rows))

    def asking(self, wanted: Wanted) -> Case:
        """The same figures, asked for otherwise."""
        return replace(self, wanted=wanted, found=matches(wanted, self.rows))


def _candidates(
    wanted: Wanted, ranked: Sequence[Unit], index: Index, documents: Collection[str] | None
) -> list[Figure]:
    """The figures that say what is asked, and those of the passages that were found."""
    words = [idea.terms for idea in wanted.telling if not is_share(idea)]
    companies = {unit.evidence.source.document.company for unit in ranked}
    near = {each.name for each in index.documents() if not companies or each.company in companies}
    near |= wanted.documents or frozenset()
    near = near if documents is None else near & frozenset(documents)
    found = index.figures(words=words, documents=near) if words else []
    for name, lines in {(unit.evidence.document, unit.evidence.lines): None for unit in ranked}:
        found += index.figures(documents=[name], lines=lines)
    return found


def unit_of(figure: Figure, case: Case) -> Unit | None:
    """The row of a report in which a figure is printed, as evidence; None where it can't be told."""
    for unit in case.ranked:
        if unit.is_row and _covers(unit.evidence.source, figure) and prints(parse(unit.text), figure):
            return unit
    return next(_units_elsewhere(figure, case.index), None)


def _units_elsewhere(figure: Figure, index: Index) -> Iterator[Unit]:
    """The rows that print a figure, looked up by its value, else by the words of its label."""
    named = content_words(" ".join((figure.indicator, *figure.path[-1:])))
    for words in ([figure.value], named):  # a value is rarer than its label, but for a short one
        hits = index.matching(words, _LOOKED_THROUGH, documents=[figure.document])
        for stored in index.passages([hit.id for hit in hits]):
            if _covers(stored, figure):
                lines = [line for line in stored.passage.text.split("\n") if prints(parse(line), figure)]
                yield from (Unit(Evidence.of(stored), line) for line in lines)


def _covers(stored: StoredPassage, figure: Figure) -> bool:
    """Whether a passage takes in the lines that a figure stands on."""
    first, last = stored.passage.lines
    there = stored.document.name == figure.document and stored.passage.kind == "table"
    return there and first <= figure.place.lines[0] and figure.place.lines[1] <= last


def prints(row: TableRow, figure: Figure) -> bool:
    """Whether a row prints a figure, below its label and for its year."""
    return any(_is_of(cell, row.label, figure) for cell in row.cells)


def _is_of(cell: Cell, label: str, figure: Figure) -> bool:
    """Whether a cell of a row is a figure's."""
    named = f"{label} {cell.name}"
    of_year = str(figure.period) in named if figure.period and cell.year else True
    value = re.search(rf"(?<![\d.,]){re.escape(figure.value)}(?!\d|[.,]\d)", cell.value)
    return value is not None and figure.indicator in named and of_year and figure.segment in cell.name
