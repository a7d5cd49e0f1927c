"""The answer as it is put together: sentences with their marks, and the passages that the marks stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from index.store import Index
from index.types import Figure
from rag.answerable import Refusal
from rag.evidence import Unit
from rag.rows import Cell, TableRow
from rag.statement import Statement
from rag.types import Citation, Sentence
from rag.writing.pages import page_of


class Citing:
    """Collects statements; passages are numbered in the order of their first use."""

    def __init__(self, index: Index) -> None:
        """Begin an empty answer from an index."""
        self._index = index
        self.text = ""
        self.figures: tuple[Figure, ...] = ()
        self.sentences: tuple[Sentence, ...] = ()
        self._citations: dict[int, Citation] = {}

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The passages cited so far, by number."""
        return tuple(self._citations.values())

    def add(self, statement: Statement) -> str:
        """Add a statement; returns what this adds to the text."""
        records = statement.figures
        if statement.row and not records:
            records = tuple(_figures(statement.row, statement.unit, self._index))
        self.figures += tuple(figure for figure in records if figure not in self.figures)
        text = statement.text.rstrip()
        ended = text if text[-1:] in ".!?:;" or "\n- " in text else f"{text}."
        numbers = tuple(dict.fromkeys(self._number(unit) for unit in statement.units))
        self.sentences += (Sentence(ended, statement.verdict, numbers, statement.formula),)
        return self._append(f"{ended} {''.join(f'[{number}]' for number in numbers)}")

    def refuse(self, refusal: Refusal) -> str:
        """Add the reason not to answer, citing what says so, and the nearest that the reports do say, called that."""
        mark = f" [{self._number(refusal.unit)}]" if refusal.unit else ""
        added = self._append(f"{refusal.reason}{mark}")
        if nearest := refusal.nearest:
            number = self._number(nearest.unit)
            added += self._append(f"The nearest that the reports say: “{_one_line(nearest.text)}” [{number}]")
        return added

    def _append(self, text: str) -> str:
        """Join a piece to the text; what follows a list is no part of its last item."""
        gap = "\n\n" if self.text.rpartition("\n")[2].startswith("- ") else " "
        added = f"{gap}{text}" if self.text else text
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
                confidence=evidence.confidence,
            )
        elif unit.text not in known.quote:
            known = replace(known, quote=f"{known.quote}\n{unit.text}")
        self._citations[evidence.source.id] = replace(known, page=page_of(known.quote, evidence, self._index))
        return known.n


def _one_line(text: str) -> str:
    """A text without line breaks."""
    return " ".join(text.split())


def _figures(row: TableRow, unit: Unit, index: Index) -> Iterator[Figure]:
    """The records of a row's values. A value that was not read surely enough to be a record has none."""
    first, last = unit.evidence.lines
    there = [
        figure
        for figure in index.figures(documents=[unit.evidence.document], lines=(first, last))
        if figure.source == "table" and row.label.endswith(figure.indicator)
    ]
    for cell in row.cells:
        found = [figure for figure in there if _is_of(figure, cell)]
        yield from [figure for figure in found if figure.segment] or found


def _is_of(figure: Figure, cell: Cell) -> bool:
    """Whether a record is of a value that a row shows, or of one of two that stand in one cell."""
    same_value = figure.value == cell.value or figure.value in re.split(r"[\s()]+", cell.value)
    same_year = cell.year is None or figure.period == cell.year
    return same_value and same_year and figure.segment.casefold() in cell.name.casefold()
