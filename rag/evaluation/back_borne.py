"""Whether every figure of an answer stands in the place cited, under the label, year and unit that it is told with.

This is told from the printed rows alone: it shares nothing with the way in which answers are made or checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.tables import SEPARATOR
from rag.question import YEAR, stems
from rag.rows import Cell, TableRow, parse
from rag.types import Answer

NUMBER = re.compile(r"(?:(?<![\w.,])|(?<=RMB)|(?<=USD)|(?<=EUR)|(?<=HKD))[-−–+]?\d[\d,]*(?:\.\d+)?")
_LABEL = 0.5
"""The share of a row's label that a sentence must say to be of that row."""


def not_borne(answer: Answer) -> Iterator[str]:
    """The figures of an answer that do not stand in the places cited, each with its sentence.

    A sentence printed word for word bears its figures; a calculated one is held against its formula by the verifier.
    """
    cited = {citation.n: citation for citation in answer.citations}
    for each in answer.sentences:
        places = [cited[number] for number in each.citations if number in cited]
        if each.verdict == "calculated" or any(_flat(each.text).rstrip(".") in _flat(c.text) for c in places):
            continue
        rows = [parse(line) for place in places for line in place.quote.split("\n") if SEPARATOR in line]
        for number in NUMBER.finditer(each.text):
            if not any(_bears(row, number, each.text) for row in rows):
                yield f"{number[0]} in {each.text!r}"


def _bears(row: TableRow, number: re.Match[str], text: str) -> bool:
    """Whether a number of a sentence is a value of the row, told with its label, its year and its unit."""
    printed = unsigned(number)
    names = " ".join((row.label, row.unit, *(cell.name for cell in row.cells)))
    if YEAR.fullmatch(printed) or re.search(rf"(?<![\d.,]){re.escape(printed)}(?![\d]|[.,]\d)", names):
        return True  # a year, or a part of a name
    told = _year_told(text, number)
    if year := YEAR.search(row.label):  # a row of a year, whose columns are the indicators
        return told == int(year[0]) and any(_holds(cell, printed) and _says(text, cell.name) for cell in row.cells)
    if not _says(text, row.label.rsplit(", ", 1)[-1]):
        return False
    in_unit = _letters(row.unit) in _letters(text)
    cells = [cell for cell in row.cells if in_unit or not NUMBER.fullmatch(cell.value)]
    return any(_holds(cell, printed) and _is_of(row, cell, told, text) for cell in cells)


def _year_told(text: str, number: re.Match[str]) -> int | None:
    """The year that a sentence tells with a number: the next behind it, else the last before it."""
    behind, before = YEAR.search(text[number.end() :]), YEAR.findall(text[: number.start()])
    return int(behind[0]) if behind else int(before[-1]) if before else None


def _says(text: str, label: str) -> bool:
    """Whether a text says enough of a label to be of it."""
    words = stems(label)
    return len(words & stems(text)) >= _LABEL * len(words)


def _holds(cell: Cell, printed: str) -> bool:
    """Whether a printed number is a cell's."""
    return printed in {unsigned(found) for found in NUMBER.finditer(cell.value)}


def _is_of(row: TableRow, cell: Cell, told: int | None, text: str) -> bool:
    """Whether a cell is of the year that is told, and of the part of the company, where the year has several."""
    if cell.year not in (None, told):
        return False
    only = sum(other.year == cell.year for other in row.cells) == 1
    return only or cell.is_whole or bool(stems(cell.segment) & stems(text))


def unsigned(number: re.Match[str]) -> str:
    """A number without its sign."""
    return number[0].lstrip("-−–+")


def _letters(text: str) -> str:
    """The letters of a text, in small."""
    return re.sub(r"\W+", "", text).casefold()


def _flat(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())
