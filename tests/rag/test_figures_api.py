"""Figures for whoever reckons with them: which are found for a text, in which order, and as what they are given."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.building import build_index
from index.reading import read_report
from index.store import Index
from index.types import Figure, Place
from models.fakes import FakeEmbedder, ScriptedLLM
from rag.assistant import Assistant
from rag.config import Settings
from rag.errors import QuestionError
from rag.figure_match import Sought
from rag.figures import COLUMNS, Figures, find_figures


def figure(indicator: str, period: int | None = 2023, **rest: Any) -> Figure:
    """A figure of a table, with what is told of it."""
    values: dict[str, Any] = {
        "path": (), "unit": "tonne CO2e", "segment": "", "value": "12", "number": 12.0, "document": "acme-2023.md",
        "section": "Key figures", "place": Place((3, 3)), "kind": "emissions",
    }  # fmt: skip
    return Figure(indicator=indicator, period=period, **(values | rest))


SCOPE_1 = figure("Direct GHG emissions: Scope 1")
SCOPE_1_EARLIER = replace(SCOPE_1, period=2022, value="15", number=15.0)
SCOPE_2 = figure("Indirect GHG emissions (Scope 2)")
SCOPE_3 = figure("Other indirect GHG emissions (Scope 3)")
BOTH = figure("Scope 1 and Scope 2 emissions")
INTENSITY = figure("Scope 1 intensity", unit="tCO2e/person", kind="intensity")
PART = replace(SCOPE_1, segment="Manufacturing")
SAID = replace(SCOPE_1, source="prose", indicator="Scope 1 emissions", confidence=0.5)
WOMEN = figure("Women", path=("Total workforce", "By gender"), unit="person", kind="people")
WATER = figure("Total consumption", path=("Water",), unit="m³", kind="water")
DRAINED = figure("Water discharge", path=("Use of resources",), unit="m³", kind="water")
LATER = replace(SCOPE_1, document="borealis-2024.md", period=2024, value="11", number=11.0)
RESTATED = replace(SCOPE_1, document="borealis-2024.md", value="13", number=13.0)
ACME = (SCOPE_1_EARLIER, SCOPE_1, SCOPE_2, SCOPE_3, BOTH, INTENSITY, PART, SAID, WOMEN, WATER, DRAINED)
BOREALIS = (LATER, RESTATED)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two companies' reports with the figures above."""
    return built(tmp_path_factory.mktemp("figures"))


def built(here: Path, *, company: str = "") -> Path:
    """An index of two reports with the figures above, of one company or each of its own."""
    for name in ("acme-2023.md", "borealis-2024.md"):
        (here / name).write_text(f"# {name[:-3]}\n\nA report of {name}.\n", encoding="utf-8")

    def read(file: Path, *, name: str, **options: Any) -> Any:
        report = read_report(file, name=name, **options)
        own = name.partition("-")[0].title()
        figures = ACME if own == "Acme" else BOREALIS
        placed = (replace(each, place=Place((line, line))) for line, each in enumerate(figures, start=1))
        return replace(report, figures=tuple(placed), document=replace(report.document, company=company or own))

    build_index([here], into=here / "index", embedder=FakeEmbedder(), read=read)
    return here / "index"


@pytest.fixture(scope="module")
def index(folder: Path) -> Iterator[Index]:
    with Index.open(folder) as opened:
        yield opened


def told(figures: Figures) -> list[tuple[str, str, int | None, str]]:
    """The figures in short."""
    return [(each.indicator, each.segment, each.period, each.value) for each in figures]


# --- what is found


def test_scope_1_is_not_scope_2_and_the_plain_one_comes_first(index: Index) -> None:
    assert told(find_figures(index, "scope 1")) == [
        ("Direct GHG emissions: Scope 1", "", 2022, "15"),
        ("Direct GHG emissions: Scope 1", "", 2023, "12"),
        ("Direct GHG emissions: Scope 1", "", 2023, "13"),
        ("Direct GHG emissions: Scope 1", "", 2024, "11"),
        ("Direct GHG emissions: Scope 1", "Manufacturing", 2023, "12"),
        ("Scope 1 emissions", "", 2023, "12"),
        ("Scope 1 and Scope 2 emissions", "", 2023, "12"),
        ("Scope 1 intensity", "", 2023, "12"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("scope 2", ["Indirect GHG emissions (Scope 2)", "Scope 1 and Scope 2 emissions"]),
        ("Scope 2 emissions", ["Indirect GHG emissions (Scope 2)", "Scope 1 and Scope 2 emissions"]),
        ("scope-3", ["Other indirect GHG emissions (Scope 3)"]),
        ("scope 4", []),
        ("female employees", ["Women"]),
        ("women in total", ["Women"]),
        ("water consumption", ["Total consumption"]),
        ("m3", ["Total consumption", "Water discharge"]),
        ("use of resources", ["Water discharge"]),
        ("Acme water consumption", ["Total consumption"]),
        ("wastewater", ["Water discharge"]),
        ("Borealis water", []),
        ("gold", []),
        ("scope 1 gold", []),
        ("emissions manufacturing", ["Direct GHG emissions: Scope 1"]),
        ("direct emissions manufacturing", ["Direct GHG emissions: Scope 1"]),
        ("the of", []),
        ('" OR *', []),
    ],
)
def test_every_word_is_met(index: Index, text: str, found: list[str]) -> None:
    if text.startswith('"'):
        assert find_figures(index, text) == ()
        return
    assert list(dict.fromkeys(each.indicator for each in find_figures(index, text))) == found


def test_several_scopes_find_their_sum_first(index: Index) -> None:
    found = list(dict.fromkeys(each.indicator for each in find_figures(index, "scopes 1 and 2", source="table")))
    assert found[0] == "Scope 1 and Scope 2 emissions"
    assert set(found) == {BOTH.indicator, SCOPE_1.indicator, SCOPE_2.indicator, INTENSITY.indicator}


def test_an_intensity_is_found_first_where_it_is_asked_for(index: Index) -> None:
    assert find_figures(index, "scope 1 intensity")[0].indicator == "Scope 1 intensity"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("scope 1", {"scope": {1}}),
        ("Scopes 1 & 2", {"scope": {1, 2}}),
        ("scope 1, 2, and 3", {"scope": {1, 2, 3}}),
        ("Scope 1 to 3 for 2023", {"scope": {1, 2, 3}}),
        ("Scope 1 + Scope 2, category 11", {"scope": {1, 2}, "category": {11}}),
        ("scope1", {"scope": {1}}),
        ("tier-1 suppliers", {"tier": {1}}),
        ("scope 12 2024", {"scope": {12}}),
        ("iso 14001 of 2015", {}),
        ("employees under 30", {}),
    ],
)
def test_names_with_numbers(text: str, asked: dict[str, set[int]]) -> None:
    assert {name: set(numbers) for name, numbers in Sought.of(text).numbered} == asked


def test_the_innermost_words_say_which_number_is_meant() -> None:
    row = figure("Scope 1", path=("Scope 1 and 2 emissions",))
    assert Sought.of("scope 2").distance(row) is None
    assert Sought.of("scope 1").distance(row) == 0
    assert Sought.of("scope 2").distance(figure("Total", path=("Scope 3", "Scope 2"))) == 0.25


def test_a_hostile_label_is_read_in_time() -> None:
    for label in ("scope 1, " * 20_000, "a" * 200_000, "scope 1 and " * 20_000 + "x", " " * 200_000):
        Sought.of("scope 1").distance(figure(label))


# --- filters


def test_years(index: Index) -> None:
    assert [each.value for each in find_figures(index, "scope 1", years=[2022, 2024])] == ["15", "11"]
    assert [each.value for each in find_figures(index, "scope 1 2022")] == ["15"]
    assert [each.value for each in find_figures(index, "scope 1 2022", years=iter(range(2024, 2030)))] == ["11"]
    assert [each.value for each in find_figures(index, "2024")] == ["11"]
    assert find_figures(index, "scope 1", years=()) == find_figures(index, "scope 1", years=[1999]) == ()


def test_years_of_numpy(index: Index) -> None:
    import numpy as np

    assert len(find_figures(index, "scope 1", years=np.array([2022, 2024]))) == 2


@pytest.mark.parametrize("years", [["2023"], "2023", [20.5], [3], [20_230]])
def test_what_is_no_year_is_refused(index: Index, years: Any) -> None:
    with pytest.raises(QuestionError, match=r"not (a year|years)\. Give years as whole numbers"):
        find_figures(index, "scope 1", years=years)


def test_segments(index: Index) -> None:
    assert [each.segment for each in find_figures(index, "scope 1", segment="manufacturing")] == ["Manufacturing"]
    for whole in ("", "Total", "Group"):
        assert {each.segment for each in find_figures(index, "scope 1", segment=whole)} == {""}
    assert find_figures(index, "scope 1", segment="retail") == ()


def test_sources(index: Index) -> None:
    assert [each.indicator for each in find_figures(index, "scope 1", source="prose")] == ["Scope 1 emissions"]
    assert "prose" not in {each.source for each in find_figures(index, "scope 1", source="table")}
    with pytest.raises(QuestionError, match=r"'tables' is no source of figures\. Use one of table, prose\."):
        find_figures(index, "scope 1", source="tables")


def test_without_a_text_every_figure_in_the_order_of_the_reports(index: Index) -> None:
    assert [each.value for each in find_figures(index, documents=["borealis-2024.md"])] == ["11", "13"]
    assert len(find_figures(index)) == 13
    assert find_figures(index, documents=[]) == ()
    with pytest.raises(QuestionError, match="is empty"):
        find_figures(index, "  ")


# --- as what they are given


def test_a_frame_is_tidy(index: Index) -> None:
    frame = find_figures(index, "scope 1", documents=["borealis-2024.md"]).to_frame()
    assert tuple(frame.columns) == COLUMNS
    assert frame["period"].tolist() == [2023, 2024]
    assert frame["number"].tolist() == [13.0, 11.0]
    assert frame["page"].isna().all()
    assert frame.loc[0, "indicator"] == "Direct GHG emissions: Scope 1"
    empty = Figures().to_frame()
    assert (len(empty), tuple(empty.columns)) == (0, COLUMNS)
    assert str(empty["period"].dtype) == str(frame["period"].dtype) == "Int64"


def test_csv_is_what_a_spreadsheet_reads() -> None:
    odd = figure(
        '=HYPERLINK("x")', None, path=("- A", "B, C"), value="-1,204.5", number=None, note="two\nlines",
        place=Place((7, 9), page=4), segment="+ab",
    )  # fmt: skip
    (row,) = csv.DictReader(io.StringIO(Figures([odd]).to_csv()))
    assert tuple(row) == COLUMNS
    assert (row["indicator"], row["path"], row["segment"]) == ('\'=HYPERLINK("x")', "'- A > B, C", "'+ab")
    assert (row["value"], row["number"], row["period"], row["note"]) == ("-1,204.5", "", "", "two\nlines")
    assert (row["page"], row["first_line"], row["last_line"], row["confidence"]) == ("4", "7", "9", "1.0")


def test_figures_are_a_tuple() -> None:
    figures = Figures([SCOPE_1, SCOPE_2])
    assert figures == (SCOPE_1, SCOPE_2)
    assert figures[1] is SCOPE_2
    assert figures[1:] == (SCOPE_2,)
    assert len(figures[1:].to_frame()) == 1
    assert figures.to_dicts()[0]["indicator"] == SCOPE_1.indicator


# --- through the assistant


@pytest.fixture(scope="module")
def esg(folder: Path) -> Iterator[Assistant]:
    opened = Index.open(folder)
    with Assistant(opened, embedder=FakeEmbedder(), llm=ScriptedLLM(), settings=Settings()) as assistant:
        yield assistant


def test_the_assistant_finds_figures(esg: Assistant) -> None:
    found = esg.figures("scope 1", years=[2022, 2023, 2024], document="borealis-2024.md")
    assert isinstance(found, Figures)
    assert [each.value for each in found] == ["13", "11"]
    assert found == esg.figures(indicator="scope 1", documents=["borealis-2024.md"])
    assert len(esg.figures("scope 1", document="acme-2023.md", documents=["borealis-2024.md"])) == 8
    assert len(esg.figures()) == 13
    assert len(esg.figures("scope 1", document=None, segment="Manufacturing", source="table")) == 1


def test_figures_of_two_companies_are_no_restatement(esg: Assistant) -> None:
    assert esg.restatements() == []


def test_restatements(tmp_path: Path, esg: Assistant) -> None:
    with Index.open(built(tmp_path, company="Acme")) as index:
        esg = Assistant(index, embedder=esg.embedder, llm=esg.llm, settings=esg.settings)
        restatements_are_found(esg)


def restatements_are_found(esg: Assistant) -> None:
    (found,) = esg.restatements()
    assert (found.indicator, found.period, found.segment) == ("Direct GHG emissions: Scope 1", 2023, "")
    assert [(each.value, each.document) for each in found.figures] == [
        ("12", "acme-2023.md"),
        ("13", "borealis-2024.md"),
    ]
    assert esg.restatements("scope 1") == [found]
    assert esg.restatements("water") == []


def test_an_unknown_document_is_refused(esg: Assistant) -> None:
    for options in ({"document": "nope.md"}, {"documents": ["acme-2023.md", "nope.md"]}):
        with pytest.raises(QuestionError, match=r"There is no report 'nope\.md' in the index\. It holds acme-2023\.md"):
            esg.figures("scope 1", **options)  # type: ignore[arg-type]
