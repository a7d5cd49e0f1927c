"""The answer as it is put together: sentences with their marks, and the passages that the marks stand for."""

from __future__ import annotations

from dataclasses import replace

from rag.answerable import Refusal
from rag.calculate import number
from rag.evidence import Unit
from rag.rows import TableRow
from rag.types import Citation, Figure
from rag.write import Statement


class Citing:
    """Collects statements; passages are numbered in the order of their first use."""

    def __init__(self) -> None:
        """Begin an empty answer."""
        self.text = ""
        self.figures: tuple[Figure, ...] = ()
        self._citations: dict[int, Citation] = {}

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The passages cited so far, by number."""
        return tuple(self._citations.values())

    def add(self, statement: Statement) -> str:
        """Add a statement; returns what this adds to the text."""
        if statement.row:
            self.figures += _figures(statement.row, statement.unit)
        text = statement.text.rstrip()
        ended = text if text[-1:] in ".!?:;" else f"{text}."
        return self._append(f"{ended} [{self._number(statement.unit)}]")

    def refuse(self, refusal: Refusal) -> str:
        """Add the reason not to answer, citing what says so."""
        mark = f" [{self._number(refusal.unit)}]" if refusal.unit else ""
        return self._append(f"{refusal.reason}{mark}")

    def _append(self, text: str) -> str:
        """Join a piece to the text."""
        added = f" {text}" if self.text else text
        self.text += added
        return added

    def _number(self, unit: Unit) -> int:
        """The number of the unit's passage; a further unit of the same passage adds to its quote."""
        evidence = unit.evidence
        known = self._citations.get(evidence.source.id)
        if known is None:
            known = Citation(
                n=len(self._citations) + 1,
                document=evidence.document,
                title=evidence.title,
                section=evidence.section,
                page=evidence.page,
                lines=evidence.lines,
                text=evidence.text,
                quote=unit.text,
            )
        elif unit.text not in known.quote:
            known = replace(known, quote=f"{known.quote}\n{unit.text}")
        self._citations[evidence.source.id] = known
        return known.n


def _figures(row: TableRow, unit: Unit) -> tuple[Figure, ...]:
    """The cells of a row as figures with their place."""
    year = unit.evidence.source.document.year
    dated = any(cell.year for cell in row.cells)
    return tuple(
        Figure(
            indicator=row.label,
            value=cell.value,
            number=number(cell.value),
            unit=row.unit,
            period=cell.year if dated else year,
            segment=cell.segment,
            document=unit.evidence.document,
            section=unit.evidence.section,
            lines=unit.evidence.lines,
        )
        for cell in row.cells
    )
