"""Figures of several years as a chart: drawn here as SVG, no script and nothing fetched, each point cited."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.types import Figure
from ui import render

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 64, 20, 34, 34
MOST_LINES = 4
"""Lines of a chart; more could not be told apart."""
FEWEST_FOR_A_LINE = 3
MOST_LABELS = 5
"""Values of a line that have room beside each other where the chart is small."""
ABOVE, BELOW = 10, 20
"""From a point to the foot of a label above or beneath it."""
_SHORT = ((1e9, "bn"), (1e6, "m"), (1e4, "k"))


@dataclass(frozen=True, slots=True)
class Point:
    """A figure in a chart."""

    figure: Figure
    n: int = 0
    """The number of the citation it has in its answer, or 0."""
    restated: bool = False
    """Whether another report, or another place, prints another value for its year."""

    @property
    def year(self) -> int:
        """The year it is for."""
        return self.figure.period or 0

    @property
    def number(self) -> float:
        """Its value."""
        return self.figure.number or 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator over the years, one point a year, all in one unit."""

    label: str
    unit: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where years and values lie in the picture."""

    x: Callable[[int], float]
    y: Callable[[float], float]
    ticks: tuple[float, ...]
    step: float
    """Between two years, in the picture's units."""
    zero: float


def chart(lines: Sequence[Line], *, turn: int = -1) -> str:
    """Lines of one unit as SVG, their title above: lines where there are enough years, else bars.

    :param lines: What is drawn, at most :data:`MOST_LINES`.
    :param turn: The position of the answer whose citations the points open; -1 where there is none.
    """
    lines = lines[:MOST_LINES]
    years = sorted({point.year for line in lines for point in line.points})
    frame = _frame(years, [point.number for line in lines for point in line.points])
    drawn = _lines if len(years) >= FEWEST_FOR_A_LINE else _bars
    marks = "".join(drawn(lines, frame, turn=turn))
    axes = "".join(
        f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{frame.y(tick):.1f}" y2="{frame.y(tick):.1f}"/>'
        f'<text class="tick" x="{LEFT - 8}" y="{frame.y(tick) + 4:.1f}" text-anchor="end">{_short(tick)}</text>'
        for tick in frame.ticks
    ) + "".join(
        f'<text class="tick" x="{frame.x(year):.1f}" y="{HEIGHT - 12}" text-anchor="middle">{year}</text>'
        for year in years
    )
    name = render.escape(render.clip(lines[0].label if len(lines) == 1 else "", 140))
    unit = render.escape(render.clip(lines[0].unit, 40))
    title = f'<p class="plot-title" dir="auto">{name}{" · " if name and unit else ""}{unit}</p>'
    told = render.escape(", ".join(line.label for line in lines))
    crowded = " crowded" if len(lines) > 1 or len(years) > MOST_LABELS else ""
    return (
        f'{title}<svg class="plot{crowded}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="Chart of {told}">'
        f"{axes}{marks}</svg>"
    )


def legend(lines: Sequence[Line]) -> str:
    """Which line is which, where there are several."""
    if len(lines) < 2:
        return ""
    items = "".join(
        f'<li class="line-{at}"><span></span>{render.escape(line.label)}</li>'
        for at, line in enumerate(lines[:MOST_LINES])
    )
    return f'<ul class="legend">{items}</ul>'


def same_unit(figures: Sequence[Figure]) -> list[Figure]:
    """One figure a year in the unit of the last: later figures, which stand in newer reports, before earlier ones."""
    dated = [figure for figure in figures if figure.period is not None and figure.number is not None]
    if not dated:
        return []
    unit = plain(dated[-1].unit)
    by_year = {figure.period: figure for figure in dated if plain(figure.unit) == unit}
    return sorted(by_year.values(), key=lambda figure: figure.period or 0)


def plain(unit: str) -> str:
    """A unit as it is compared: small, without raised or lowered signs."""
    return " ".join(unicodedata.normalize("NFKC", unit).casefold().split())


def _frame(years: Sequence[int], numbers: Sequence[float]) -> _Frame:
    """The scales: values from zero, years as far apart as they are."""
    low, high = min(0.0, *numbers), max(0.0, *numbers)
    step = _step(high - low)
    first, last = math.floor(low / step), max(math.ceil(high / step), math.floor(low / step) + 1)
    ticks = tuple(round(at * step, 10) for at in range(first, last + 1))
    span = max(years[-1] - years[0], 1)
    slot = (WIDTH - LEFT - RIGHT) / (span + 1)
    height = HEIGHT - TOP - BOTTOM

    def x(year: int) -> float:
        """The middle of a year."""
        return LEFT + slot * (year - years[0] + 0.5)

    def y(value: float) -> float:
        """The height of a value."""
        return TOP + height * (ticks[-1] - value) / (ticks[-1] - ticks[0])

    return _Frame(x, y, ticks, slot, y(0.0))


def _step(span: float) -> float:
    """A round distance between the values of an axis."""
    if span <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(span / 4))
    return next(power * each for each in (1, 2, 2.5, 5, 10) if power * each * 4.2 >= span)


def _lines(lines: Sequence[Line], frame: _Frame, *, turn: int) -> Iterator[str]:
    """A line through the points of each indicator."""
    for at, line in enumerate(lines):
        path = " ".join(f"{frame.x(point.year):.1f},{frame.y(point.number):.1f}" for point in line.points)
        yield f'<polyline class="line line-{at}" points="{path}"/>'
        for number, point in enumerate(line.points):
            x, y = frame.x(point.year), frame.y(point.number)
            shape = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{5 if point.restated else 4}"/>'
            text = _label(point, *_beside_line(line.points, number, x, y, frame)) if len(lines) == 1 else ""
            yield _point(point, shape + text, at, turn=turn)


def _beside_line(points: Sequence[Point], at: int, x: float, y: float, frame: _Frame) -> tuple[float, float, str]:
    """Where a label stands free of its line: beneath a point that the line sags to, on the side it does not run to."""
    here = points[at].number
    before, after = (points[other].number if 0 <= other < len(points) else None for other in (at - 1, at + 1))
    beside = [number for number in (before, after) if number is not None]
    beneath = bool(beside) and here < sum(beside) / len(beside) and y + BELOW < frame.zero
    height = y + BELOW if beneath else y - ABOVE
    if before is None or after is None or (before - here) * (after - here) >= 0:  # an end, or a peak or low
        return x, height, "middle"
    return (x + 4, height, "start") if beneath == (before < after) else (x - 4, height, "end")


def _bars(lines: Sequence[Line], frame: _Frame, *, turn: int) -> Iterator[str]:
    """A bar for each figure, those of a year beside each other."""
    width = min(96.0 if len(lines) > 1 else 64.0, frame.step * 0.8 / len(lines))
    for at, line in enumerate(lines):
        for point in line.points:
            x = frame.x(point.year) + width * (at - (len(lines) - 1) / 2)
            top, bottom = sorted((frame.y(point.number), frame.zero))
            shape = (
                f'<rect x="{x - width / 2 + 1:.1f}" y="{top:.1f}" width="{width - 2:.1f}" '
                f'height="{max(bottom - top, 1):.1f}" rx="3"/>'
            )
            text = _label(point, x, top - 7, "middle") if len(lines) <= 2 else ""
            yield _point(point, shape + text, at, turn=turn)


def _label(point: Point, x: float, y: float, anchor: str) -> str:
    """A figure's value as printed, with the number of its citation."""
    number = f" [{point.n}]" if point.n else ""
    told = f'{render.escape(point.figure.value)}{"*" if point.restated else ""}<tspan class="ref">{number}</tspan>'
    return f'<text class="value" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{told}</text>'


def _point(point: Point, drawn: str, at: int, *, turn: int) -> str:
    """A figure's mark that tells where it stands; it opens its source where it has one."""
    figure = point.figure
    told = f"{point.year}: {figure.value} {figure.unit}, {figure.document}" + (", restated" if point.restated else "")
    opens = (
        f' data-do="cite" data-turn="{turn}" data-n="{point.n}" role="button" tabindex="0"'
        if point.n and turn >= 0
        else ""
    )
    kind = f"point line-{at}{' restated' if point.restated else ''}"
    return f'<g class="{kind}"{opens}><title>{render.escape(told)}</title>{drawn}</g>'


def _short(value: float) -> str:
    """A value of the axis."""
    for size, sign in _SHORT:
        if abs(value) >= size:
            return f"{value / (1000 if sign == 'k' else size):,.3g}{sign}"
    return f"{value:,.6g}"
