"""The trend behind an answer: its figures of several years, those restated marked, as a chart and a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from index.series import linked
from index.types import Figure
from models.errors import EsgError
from rag.types import Answer
from ui import icons, render
from ui.charts import Line, Point, chart, legend, plain, same_unit

if TYPE_CHECKING:
    from rag import Assistant


def trend(answer: Answer, turn: int, restated: Collection[Figure] = ()) -> str:
    """A chart and a table for an answer; empty where it has no figures of several years.

    :param answer: The answer.
    :param turn: Its position in the conversation.
    :param restated: Figures for whose year another value is printed as well.
    """
    lines = lines_of(answer, restated)
    by_unit: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_unit[plain(line.unit)].append(line)
    charts = "".join(f"{chart(group, turn=turn)}{legend(group)}" for group in by_unit.values())
    return figure_box(charts, table(lines, turn), turn) if charts else ""


def figure_box(charts: str, rows: str, turn: int) -> str:
    """Charts with the table beneath and the buttons that save both."""
    csv = render.button(f"{icons.SAVE} CSV", "save", kind="quiet", turn=turn, form="csv")
    png = '<button type="button" class="quiet png">' + f"{icons.SAVE} PNG</button>"
    return (
        f'<figure class="chart">{charts}<figcaption class="tools">{csv}{png}</figcaption>'
        f"<details><summary>The figures as a table</summary>{rows}</details></figure>"
    )


def lines_of(answer: Answer, restated: Collection[Figure] = ()) -> list[Line]:
    """The figures of an answer as lines, those of fewer than two years left out."""
    found = []
    for series in linked(answer.figures):
        figures = same_unit(series.figures)
        if len(figures) > 1:
            points = tuple(Point(figure, cited(answer, figure), figure in restated) for figure in figures)
            label = series.indicator + (f", {series.segment}" if series.segment else "")
            found.append(Line(label, figures[-1].unit, points))
    return found


def cited(answer: Answer, figure: Figure) -> int:
    """The number of the citation that a figure stands in, or 0."""
    first, last = figure.place.lines
    return next(
        (
            citation.n
            for citation in answer.citations
            if citation.document == figure.document and citation.lines[0] <= first and last <= citation.lines[1]
        ),
        0,
    )


def table(lines: Sequence[Line], turn: int = -1) -> str:
    """Every point of the lines: its year, its value as printed, and the report it stands in."""
    rows = "".join(_row(line, point, turn) for line in lines for point in line.points)
    note = any(point.restated for line in lines for point in line.points)
    told = '<p class="hint">* another value is printed for that year elsewhere: see Figures.</p>' if note else ""
    return (
        '<div class="wide"><table class="figures"><thead><tr><th>Figure</th><th>Year</th><th>Value</th><th>Unit</th>'
        f"<th>Report</th></tr></thead><tbody>{rows}</tbody></table></div>{told}"
    )


def _row(line: Line, point: Point, turn: int) -> str:
    """One point in the table."""
    figure = point.figure
    page = f"page {figure.place.page}" if figure.place.page else f"line {figure.place.lines[0]}"
    source = render.cite(point.n, turn=turn) if point.n and turn >= 0 else ""
    return (
        f'<tr><td dir="auto">{render.escape(line.label)}</td><td>{point.year}</td>'
        f'<td class="number">{render.escape(figure.value)}{"*" if point.restated else ""}</td>'
        f"<td>{render.escape(figure.unit)}</td><td>{render.escape(figure.document)}, {page} {source}</td></tr>"
    )


def restated_figures(assistant: Assistant, answer: Answer) -> frozenset[Figure]:
    """The figures of an answer whose year is printed with another value elsewhere."""
    documents = sorted({figure.document for figure in answer.figures})
    try:
        found = assistant.restatements(documents=documents) if documents else []
    except EsgError:  # a report of a kept answer that is not indexed any more
        return frozenset()
    return frozenset(answer.figures) & {figure for each in found for figure in each.figures}
