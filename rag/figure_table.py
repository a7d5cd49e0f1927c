"""Figures as ``esg figures`` tells them: a line for each row of a report and a column for each year, or as data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

from index.series import Restatement
from index.types import Figure

if TYPE_CHECKING:
    from rag.assistant import Assistant

Form = Literal["table", "csv", "json", "restated"]

NO_YEAR = "no year"


def told_figures(assistant: Assistant, text: str | None, *, form: Form, width: int | None, **filters: Any) -> str:
    """The figures that a text asks for, as text.

    :param assistant: Who finds them.
    :param text: Words of the indicator, or None for every figure.
    :param form: How they are told.
    :param width: How wide a label of a table may be; None means as wide as it is.
    :param filters: Those of :meth:`rag.assistant.Assistant.figures`.
    """
    asked = f" for {text!r}" if text else ""
    if form == "restated":
        restated = assistant.restatements(text, **filters)
        return "\n".join(restatement_table(restated, width=width)) or f"No restated figure was found{asked}."
    found = assistant.figures(text, **filters)
    if form == "csv":
        return found.to_csv().rstrip("\n")
    if form == "json":
        return json.dumps(found.to_dicts(), indent=2, ensure_ascii=False)
    return "\n".join(figure_table(found, width=width)) if found else f"No figure was found{asked}."


def figure_table(figures: Sequence[Figure], *, width: int | None = None) -> list[str]:
    """The figures as lines of text, in their order.

    :param figures: Figures, those of a series next to each other.
    :param width: How wide a label may be; None means as wide as it is.
    """
    years = sorted({figure.period for figure in figures if figure.period is not None})
    columns: list[int | None] = [*years, *([None] if any(figure.period is None for figure in figures) else [])]
    heading = ["figure", "unit", "part", *(NO_YEAR if year is None else str(year) for year in columns), "where"]
    rows = [_line(row, columns, width) for row in _rows(figures)]
    return _aligned(rows, right=range(3, 3 + len(columns)), heading=heading)


def restatement_table(found: Iterable[Restatement], *, width: int | None = None) -> list[str]:
    """Restatements as lines of text: what is restated, and below it each value with its place."""
    lines: list[str] = []
    for each in found:
        part = f", {each.segment}" if each.segment else ""
        unit = f" ({each.unit})" if each.unit else ""
        lines += ["", f"{_short(each.indicator, width)}{unit}{part}, {each.period}"]
        values = [[figure.value, _unit_beside(figure), place(figure)] for figure in each.figures]
        lines += [f"  {line}" for line in _aligned(values, right=[0])]
    return lines[1:]


def place(figure: Figure) -> str:
    """Where a figure stands: report, page or lines."""
    first, last = figure.place.lines
    lines = f"line {first}" if first == last else f"lines {first}-{last}"
    where = lines if figure.place.page is None else f"page {figure.place.page}"
    return f"{figure.document}, {where}{', in a sentence' if figure.source == 'prose' else ''}"


def _rows(figures: Iterable[Figure]) -> list[list[Figure]]:
    """The figures by the row of a report that they stand in, each year at most once."""
    rows: list[list[Figure]] = []
    by_row: dict[tuple[object, ...], list[Figure]] = {}
    for figure in figures:
        key = (figure.document, figure.indicator, figure.path, figure.unit, figure.segment, figure.place, figure.source)
        row = by_row.get(key)
        if row is None or figure.period in {other.period for other in row}:
            row = by_row[key] = []
            rows.append(row)
        row.append(figure)
    return rows


def _line(row: Sequence[Figure], columns: Sequence[int | None], width: int | None) -> list[str]:
    """The cells of a row."""
    first = row[0]
    label = " > ".join(part for part, _ in groupby((*first.path, first.indicator)))
    values = {figure.period: figure.value for figure in row}
    parts = [_short(label, width), _short(first.unit, width), _short(first.segment, width)]
    return [*parts, *(values.get(year, "") for year in columns), place(first)]


def _short(text: str, width: int | None) -> str:
    """A text on one line, its beginning left out where it is too wide: the end of a label says the most."""
    text = " ".join(text.split())
    return text if width is None or len(text) <= width else f"…{text[1 - width :]}"


def _unit_beside(figure: Figure) -> str:
    """The unit of a figure where its value does not end in it: not ``12% %``."""
    return "" if figure.value.endswith(figure.unit) else figure.unit


def _aligned(rows: Sequence[Sequence[str]], *, right: Iterable[int], heading: Sequence[str] | None = None) -> list[str]:
    """Rows with their cells below each other; columns in which no row has anything are left out."""
    flush = set(right)
    filled = [at for at, column in enumerate(zip(*rows, strict=True)) if any(column)]
    shown = [heading, *rows] if heading else rows
    widths = {at: max(len(row[at]) for row in shown) for at in filled}
    return [
        "  ".join(row[at].rjust(widths[at]) if at in flush else row[at].ljust(widths[at]) for at in filled).rstrip()
        for row in shown
    ]
