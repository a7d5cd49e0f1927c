"""Charts and the tables beneath them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from index.series import Restatement
from rag.types import Answer
from tests.ui.making import HOSTILE, figure
from tests.ui.test_panels import words
from ui import proofs, trends
from ui.charts import HEIGHT, WIDTH, Line, Point, chart, legend, same_unit


def line(*values: tuple[int, str], label: str = "Scope 1") -> Line:
    """A line through these values."""
    return Line(label, "t", tuple(Point(figure(label, year, value), n=1) for year, value in values))


def numbers(svg: str, name: str) -> list[float]:
    """The values of an attribute of the marks."""
    marks = svg[svg.index('<g class="point') :]
    return [float(value) for value in re.findall(rf'(?:circle|rect)[^>]* {name}="(-?[\d.]+)"', marks)]


def test_three_years_are_a_line_in_their_places() -> None:
    svg = chart([line((2020, "0"), (2021, "50"), (2024, "100"))])
    across, down = numbers(svg, "cx"), numbers(svg, "cy")
    assert svg.count("<polyline") == 1
    assert abs(across[2] - across[1] - 3 * (across[1] - across[0])) < 0.3  # years as far apart as they are
    assert abs(down[0] - 2 * down[1] + down[2]) < 0.3
    assert down[0] > down[1]
    assert all(0 < x < WIDTH for x in across)
    assert all(0 < y < HEIGHT for y in down)


def test_two_years_are_bars_from_zero() -> None:
    svg = chart([line((2023, "50"), (2024, "100"))])
    heights = numbers(svg, "height")
    assert "<polyline" not in svg
    assert abs(heights[1] - 2 * heights[0]) < 0.2


def test_a_fall_below_zero_hangs_from_it() -> None:
    svg = chart([line((2023, "-50"), (2024, "50"))])
    tops, heights = numbers(svg, "y"), numbers(svg, "height")
    assert abs(tops[0] - (tops[1] + heights[1])) < 0.2


def test_years_without_change_and_zeros_are_drawn() -> None:
    assert chart([line((2022, "0"), (2023, "0"), (2024, "0"))]).count("<circle") == 3


def test_a_point_tells_its_value_its_report_and_opens_its_citation() -> None:
    svg = chart([line((2023, "1,100"), (2024, "1,234"))], turn=3)
    assert "<title>2024: 1,234 t, report-2024.md</title>" in svg
    assert svg.count('data-do="cite" data-turn="3" data-n="1"') == 2
    assert "data-do" not in chart([line((2023, "1"), (2024, "2"))])


def test_a_restated_point_is_marked() -> None:
    points = (Point(figure("a", 2023, "5")), Point(figure("a", 2024, "6"), restated=True))
    svg = chart([Line("a", "t", points)])
    assert re.findall(r"2024: 6 t, report-2024.md, restated", svg)
    assert svg.count("restated") == 2
    assert ">6*<" in svg


def test_a_value_stands_where_its_line_does_not_run() -> None:
    svg = chart([line((2019, "50"), (2020, "60"), (2021, "90"), (2022, "95"), (2023, "60"), (2024, "70"))])
    across, down = numbers(svg, "cx"), numbers(svg, "cy")
    labels = re.findall(r'class="value" x="([\d.]+)" y="([\d.]+)" text-anchor="(\w+)"', svg)
    beneath = [float(y) > at for (_, y, _), at in zip(labels, down, strict=True)]
    aside = [float(x) - at for (x, _, _), at in zip(labels, across, strict=True)]
    assert beneath == [True, True, False, False, True, False]
    assert [anchor for *_, anchor in labels] == ["middle", "start", "end", "middle", "middle", "middle"]
    assert [round(each) for each in aside] == [0, 4, -4, 0, 0, 0]


def test_no_value_is_written_over_the_years() -> None:
    svg = chart([line((2022, "0"), (2023, "50"), (2024, "100"))])
    assert float(re.findall(r'class="value"[^>]* y="([\d.]+)"', svg)[0]) < numbers(svg, "cy")[0]


def test_values_of_many_points_may_be_left_out_where_there_is_no_room() -> None:
    values = [(2010 + at, str(at)) for at in range(7)]
    assert 'class="plot"' in chart([line(*values[:5])])
    assert 'class="plot crowded"' in chart([line(*values)])
    assert 'class="plot crowded"' in chart([line(*values[:2]), line(*values[:2])])


def test_several_lines_have_a_legend() -> None:
    lines = [line((2023, "1"), (2024, "2"), label=label) for label in ("One", "<Two>")]
    assert words(legend(lines)) == "One &lt;Two&gt;"
    assert legend(lines[:1]) == ""
    assert chart(lines).count("<rect") == 4


def test_hostile_labels_stay_text() -> None:
    svg = chart([Line(HOSTILE, HOSTILE, (Point(figure(HOSTILE, 2023, "1")), Point(figure(HOSTILE, 2024, "2"))))])
    assert "<script" not in svg
    assert "<img" not in svg


def test_one_figure_a_year_in_the_unit_of_the_last() -> None:
    figures = [
        figure("a", 2023, "5", unit="t CO₂e"), figure("a", 2022, "9", unit="kt"), figure("a", 2024, "6", unit="t CO2e"),
        figure("a", 2023, "7", unit="T CO2E"), replace(figure("a", 2021, "1"), number=None),
    ]  # fmt: skip
    assert [(each.period, each.value) for each in same_unit(sorted(figures, key=lambda each: each.period or 0))] == [
        (2023, "7"), (2024, "6"),
    ]  # fmt: skip


def test_an_answer_with_figures_of_several_years_has_a_chart(scripted: Any, answer: Answer) -> None:
    several = replace(answer, figures=scripted.found)
    html = proofs.chart(scripted, several, 2)
    assert html.count("<circle") == 3
    assert words(html[html.index("<tbody") :]).startswith(
        "Scope 1 emissions 2022 900 t report-2024.md, line 11 1 Scope 1 emissions 2023 1,100"
    )
    assert 'data-do="save" data-turn="2" data-form="csv"' in html
    assert proofs.chart(scripted, replace(answer, figures=scripted.found[:1]), 0) == ""


def test_restated_figures_are_marked_in_the_chart(scripted: Any, answer: Answer) -> None:
    other = figure("Scope 1 emissions", 2023, "1,050", document="report-2023.md")
    scripted.again = (Restatement("Scope 1 emissions", "", 2023, "t", (scripted.found[1], other)),)
    several = replace(answer, figures=scripted.found)
    assert trends.restated_figures(scripted, several) == {scripted.found[1]}
    assert "1,100*" in proofs.chart(scripted, several, 0)


def test_a_figure_belongs_to_the_citation_whose_lines_hold_it(answer: Answer) -> None:
    assert trends.cited(answer, figure("a", 2024, "1", lines=(11, 12))) == 1
    assert trends.cited(answer, figure("a", 2024, "1", lines=(90, 90))) == 2
    assert trends.cited(answer, figure("a", 2024, "1", lines=(12, 13))) == 0
    assert trends.cited(answer, figure("a", 2024, "1", document="other.md")) == 0
