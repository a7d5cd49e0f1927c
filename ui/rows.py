"""The rows of tables that an answer rests on, each with its header, and which of their cells the answer shows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.tables import SEPARATOR
from index.types import Figure
from models.errors import EsgError
from rag.rows import parse
from rag.types import Answer, Citation
from ui import trends

if TYPE_CHECKING:
    from rag import Assistant


@dataclass(frozen=True, slots=True)
class Cell:
    """A value beneath its header."""

    head: str
    value: str
    used: bool
    """Whether the answer shows it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    name: str
    unit: str
    cells: tuple[Cell, ...]


def rows(assistant: Assistant, answer: Answer) -> dict[int, list[Row]]:
    """The rows by the number of their citation: of figures that are records, else as the report was read."""
    found: dict[int, list[Row]] = defaultdict(list)
    seen: set[tuple[object, ...]] = set()
    for figure in answer.figures:
        n = trends.cited(answer, figure)
        if n and figure.source == "table" and _key(figure) not in seen:
            seen.add(_key(figure))
            found[n].append(_of_records(_row(assistant, figure), answer.figures))
    for citation in answer.citations:
        if citation.n not in found and (read := list(_as_read(citation, answer))):
            found[citation.n] = read
    return found


def _of_records(row: Sequence[Figure], used: Sequence[Figure]) -> Row:
    """A row made of its figures."""
    first = row[0]
    cells = (Cell(_column(figure), figure.value, figure in used) for figure in row)
    return Row(" > ".join(dict.fromkeys((*first.path, first.indicator))), first.unit, tuple(cells))


def _row(assistant: Assistant, figure: Figure) -> list[Figure]:
    """Every figure of the row that a figure stands in, as the report orders them."""
    try:
        found: Sequence[Figure] = assistant.figures(document=figure.document, source="table")
    except EsgError:  # the report of a kept answer is not indexed any more
        found = ()
    row = [each for each in found if _key(each) == _key(figure)]
    return row if figure in row else [figure]


def _key(figure: Figure) -> tuple[object, ...]:
    """What the figures of one row share."""
    return figure.document, figure.place, figure.indicator, figure.path, figure.unit


def _column(figure: Figure) -> str:
    """The header of a figure's cell."""
    return " ".join(filter(None, (str(figure.period or ""), figure.segment))) or "value"


def _as_read(citation: Citation, answer: Answer) -> Iterator[Row]:
    """The rows that a citation quotes; none where it quotes anything else as well, or a row without column names."""
    lines = [line for line in citation.quote.split("\n") if line.strip()]
    read = [parse(line) for line in lines if SEPARATOR in line]
    if len(read) < len(lines) or not all(row.cells and all(cell.name for cell in row.cells) for row in read):
        return
    told = " ".join(sentence.text for sentence in answer.sentences if citation.n in sentence.citations)
    for row in read:
        shown = [cell for cell in row.cells if _stands(cell.value, told)]
        named = [cell for cell in shown if cell.name in told] or shown  # of equal values that of the column told
        yield Row(row.label, row.unit, tuple(Cell(cell.name, cell.value, cell in named) for cell in row.cells))


def _stands(value: str, text: str) -> bool:
    """Whether a value stands in a text as a whole."""
    return re.search(rf"(?<![\w.,]){re.escape(value)}(?![\w]|[.,]\d)", text) is not None
