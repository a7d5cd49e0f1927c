"""Figures looked up, compared and saved."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from index.series import Restatement
from rag.errors import QuestionError
from tests.ui.making import HOSTILE, figure
from tests.ui.test_desk import content
from tests.ui.test_panels import words
from ui import figures_tab
from ui.charts import MOST_LINES
from ui.figures_tab import FiguresTab
from ui.found import Search
from ui.library import Library


@pytest.fixture
def tab(scripted: Any) -> FiguresTab:
    """The tab over the scripted assistant, without widgets."""
    scripted.found += tuple(figure("Water use", year, str(year), unit="m3", lines=(40, 40)) for year in (2023, 2024))
    nothing: Any = None
    return FiguresTab(scripted, Library(scripted), *[nothing] * 8)


def look(tab: FiguresTab, text: str = "", *, restated: bool = False) -> tuple[str, Search]:
    """What a search shows."""
    return tab.look(text, [], [], "", restated)


def test_a_search_draws_the_first_and_lists_all(tab: FiguresTab) -> None:
    html, search = look(tab)
    assert [each.indicator for each in search.series] == ["Scope 1 emissions", "Water use"]
    assert search.picked == (0,)
    assert html.count('<svg class="plot"') == 1
    table = html[html.index("found") :]
    assert words(table[table.index("<tbody") :]).startswith(
        "✓ Scope 1 emissions Emissions t 1,234 1,100 900 Water use Emissions m3 2024 2023"
    )
    assert 'title="report-2024.md, line 11">1,234' in table


def test_figures_are_compared_in_a_chart_for_each_unit(tab: FiguresTab) -> None:
    _, search = look(tab)
    html, search = tab.pick(search, SimpleNamespace(at="1"))
    assert search.picked == (0, 1)
    assert html.count('<svg class="plot"') == 2
    html, search = tab.pick(search, SimpleNamespace(at="0"))
    assert search.picked == (1,)
    html, search = tab.pick(search, SimpleNamespace(at="1"))
    assert "Choose figures below to draw them." in html
    assert tab.pick(search, SimpleNamespace(at="99"))[1] == search


def test_no_more_are_compared_than_can_be_told_apart(tab: FiguresTab, scripted: Any) -> None:
    scripted.found = tuple(figure(f"Thing {n}", 2024, f"{n}{n}{n}", lines=(n, n)) for n in range(1, 9))
    _, search = look(tab)
    for at in range(1, 8):
        _, search = tab.pick(search, SimpleNamespace(at=at))
    assert search.picked == tuple(range(8 - MOST_LINES, 8))


def test_restated_figures_are_marked_listed_and_filtered(tab: FiguresTab, scripted: Any) -> None:
    other = figure("Scope 1 emissions", 2023, "1,050", document="report-2023.md")
    scripted.again = (Restatement("Scope 1 emissions", "", 2023, "t", (other, scripted.found[1])),)
    html, search = look(tab, restated=True)
    assert [each.indicator for each in search.series] == ["Scope 1 emissions"]
    assert words(html[html.index("restatements") :]).endswith(
        "Scope 1 emissions , 2023: 1,050 t (report-2023.md, line 11) → 1,100 t (report-2024.md, line 11)"
    )
    assert 'line 11">1,100*</td>' in html
    scripted.found = tuple(figure("Share", 2023, value, unit="%") for value in ("5", "6"))
    printed = tuple(replace(each, value=f"{each.value}%") for each in scripted.found)
    scripted.again = (Restatement("Share", "", 2023, "%", (printed[0], scripted.found[1])),)
    html, _ = look(tab)
    assert "5% (report-2024.md, line 11) → 6 % (" in words(html)


def test_nothing_found_says_so_and_so_does_a_failure(tab: FiguresTab, scripted: Any) -> None:
    assert "No figure was found for “noise” with these filters." in look(tab, "noise")[0]
    assert "No restated figure was found with these filters." in look(tab, restated=True)[0]

    def fail(*_: Any, **__: Any) -> None:
        raise QuestionError("The text is too long", fix="Say less.")

    scripted.figures = fail
    assert "The text is too long. Say less." in tab.look("x", [], [], "", False)[0]


def test_too_many_figures_are_not_put_together(tab: FiguresTab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures_tab, "MOST_FIGURES", 3)
    assert "5 figures are meant." in look(tab)[0]


def test_the_filters_are_passed_on(tab: FiguresTab, scripted: Any) -> None:
    given: list[dict[str, Any]] = []
    find = scripted.figures
    scripted.figures = lambda text=None, **filters: given.append(filters) or find(text)
    tab.library.facts()
    tab.look("", ["report-2024.md"], [2023], figures_tab.WHOLE, False)
    tab.look("", [], [], "EV", False)
    given = [each for each in given if each]
    assert given[0] == {"documents": ["report-2024.md"], "years": [2023], "segment": ""}
    assert given[1] == {"documents": None, "years": None, "segment": "EV"}


def test_what_can_be_chosen_is_what_is_there_now(tab: FiguresTab, scripted: Any) -> None:
    scripted.found = (*scripted.found, figure("Scope 1 emissions", 2024, "5", segment="EV"))
    reports, years, segments = tab.choices(["gone.md"], [1999], "Phones")
    assert [name for _, name in reports.choices] == ["report-2024.md", "report-2023.md", "gone.md"]
    assert [year for year, _ in years.choices] == ["2024", "2023", "2022", "1999"]
    assert [name for _, name in segments.choices] == ["", figures_tab.WHOLE, "EV", "Phones"]
    assert [name for _, name in tab.choices([], [], "EV")[2].choices] == ["", figures_tab.WHOLE, "EV"]


def test_what_is_drawn_is_saved_as_csv(tab: FiguresTab) -> None:
    _, search = look(tab)
    lines = content(tab.save(search)).splitlines()
    assert len(lines) == 4
    assert lines[0].startswith("indicator,path,unit,period")
    assert [re.search(r",(\d{4}),", line)[1] for line in lines[1:]] == ["2022", "2023", "2024"]  # type: ignore[index]


def test_hostile_labels_stay_text(tab: FiguresTab, scripted: Any) -> None:
    scripted.found = tuple(figure(HOSTILE, year, "5", unit=HOSTILE, segment=HOSTILE) for year in (2023, 2024))
    html, _ = look(tab)
    assert not set(re.findall(r"<([a-z0-9]+)", html)) & {"script", "img", "a", "iframe"}
