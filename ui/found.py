"""The figures that a search found as HTML: what they are of, by year, those chosen drawn beside each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from index.series import Restatement, Series
from index.types import Figure
from rag.figure_table import place
from ui import render
from ui.charts import MOST_LINES, Line, Point, chart, legend, plain, same_unit
from ui.trends import figure_box, table

ROWS_SHOWN = 40
RESTATED_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Search:
    """What a search for figures found, and what of it is compared."""

    series: tuple[Series, ...] = ()
    restated: tuple[Restatement, ...] = ()
    picked: tuple[int, ...] = ()
    """Positions of the series that are drawn, in the order they were chosen."""
    told: str = ""
    """Why nothing was found."""


def found(search: Search, companies: dict[str, str]) -> str:
    """The chart, the table of what was found, and what is restated.

    :param search: What was found.
    :param companies: The company of each report, where there are several companies; else empty.
    """
    if not search.series:
        return f'<div class="panel"><p class="hint">{render.escape(search.told)}</p></div>'
    again = {figure for each in search.restated for figure in each.figures}
    lines = [line_of(search.series[at], again, companies) for at in search.picked]
    drawn = _drawn(lines) if lines else '<p class="hint">Choose figures below to draw them.</p>'
    return f'<div class="panel">{drawn}{_table(search, again, companies)}{_restated(search.restated)}</div>'


def line_of(series: Series, restated: Collection[Figure], companies: dict[str, str]) -> Line:
    """A series as a line of a chart."""
    figures = same_unit(series.figures)
    points = tuple(Point(figure, restated=figure in restated) for figure in figures)
    return Line(", ".join(_named(series, companies)), figures[-1].unit, points)


def _named(series: Series, companies: dict[str, str]) -> list[str]:
    """What a series is of: the indicator, its groups, the part of the company, the company where there are several."""
    figure = series.figures[-1]
    groups = [each for each in dict.fromkeys(figure.path[-2:]) if each != series.indicator]
    company = companies.get(figure.document, "")
    return [part for part in (series.indicator, " > ".join(groups), series.segment, company) if part]


def _drawn(lines: Sequence[Line]) -> str:
    """A chart for each unit."""
    by_unit: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_unit[plain(line.unit)].append(line)
    charts = "".join(f"{chart(group)}{legend(group)}" for group in by_unit.values())
    return figure_box(charts, table(lines), -1)


def _table(search: Search, restated: Collection[Figure], companies: dict[str, str]) -> str:
    """A row for each series, a column for each year."""
    shown = search.series[:ROWS_SHOWN]
    years = sorted({figure.period for each in shown for figure in each.figures if figure.period}, reverse=True)
    heads = "".join(f'<th class="year" scope="col">{year}</th>' for year in years)
    rows = "".join(_row(at, series, years, restated, search.picked, companies) for at, series in enumerate(shown))
    more = len(search.series) - len(shown)
    rest = f'<p class="hint">and {more} more: say more exactly what you look for</p>' if more else ""
    return (
        '<h3>Figures found</h3><div class="wide"><table class="figures found"><thead><tr>'
        f'<th class="compare">Chart</th><th scope="col">Figure</th><th scope="col">Unit</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{rest}"
    )


def _row(
    at: int, series: Series, years: Sequence[int], restated: Collection[Figure], picked: Sequence[int],
    companies: dict[str, str],
) -> str:  # fmt: skip
    """The figures of a series by year; where reports differ, the newest's, marked."""
    on = f" on line-{picked.index(at) % MOST_LINES}" if at in picked else ""
    pick = render.button("✓" if on else "", "pick", kind=f"pick{on}", title=f"In the chart: {series.indicator}", at=at)
    by_year = {figure.period: figure for figure in series.figures}
    cells = "".join(_cell(by_year.get(year), restated) for year in years)
    name, *parts = _named(series, companies)
    part = f'<span class="part">{render.escape(", ".join(parts))}</span>' if parts else ""
    return (
        f'<tr><td class="compare">{pick}</td><th scope="row" dir="auto">{render.escape(name)}{part}</th>'
        f'<td class="unit">{render.escape(series.unit)}</td>{cells}</tr>'
    )


def _cell(figure: Figure | None, restated: Collection[Figure]) -> str:
    """A figure with the place it stands at behind it."""
    if figure is None:
        return "<td></td>"
    mark = "*" if figure in restated else ""
    return f'<td title="{render.escape(place(figure))}">{render.escape(figure.value)}{mark}</td>'


def _restated(restated: Sequence[Restatement]) -> str:
    """The years that are printed with different values, each value with its place."""
    if not restated:
        return ""
    items = "".join(
        f'<li><span dir="auto">{render.escape(", ".join(filter(None, (each.indicator, each.segment))))}</span>, '
        f"{each.period}: "
        + " → ".join(
            f"<b>{render.escape(figure.value)}</b>{_unit(figure)} ({render.escape(place(figure))})"
            for figure in each.figures
        )
        + "</li>"
        for each in restated[:RESTATED_SHOWN]
    )
    return f'<h3>Restated: one year, different values</h3><ul class="restatements">{items}</ul>'


def _unit(figure: Figure) -> str:
    """A figure's unit, unless its value as printed ends with it."""
    return "" if figure.value.endswith(figure.unit) else f" {render.escape(figure.unit)}"
