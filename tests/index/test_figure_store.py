"""Figures and printed lines in an index: kept as they were read, found by words, years and reports."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.reading import read_report
from index.store import Index
from index.store.lines import PACKED
from index.types import Box, Figure, Place, PrintedLine

SCOPE_1 = Figure(
    indicator="Direct emissions: Scope 1",
    path=("Environment", "Greenhouse gas – CO₂"),
    unit="tonne CO2e",
    period=2023,
    segment="",
    value="1,204.5",
    number=1204.5,
    document="acme.md",
    section="Environment > Key figures",
    place=Place(lines=(5, 6), page=3),
    kind="emissions",
    source="table",
    confidence=0.9,
    note="Market-based.",
)
EARLIER = replace(SCOPE_1, period=2022, value="N/A", number=None, place=Place(lines=(4, 4)), note="")
WATER = replace(
    SCOPE_1, indicator="Water withdrawal", path=(), unit="m³", segment="Manufacturing", kind="water", source="prose"
)
HEADCOUNT = replace(
    SCOPE_1, document="borealis.md", indicator="Employees, women", path=(), unit="people", period=2024, kind="people"
)
UNDATED = replace(HEADCOUNT, indicator="Sites", unit="", period=None)
OF = {"acme.md": (SCOPE_1, EARLIER, WATER), "borealis.md": (HEADCOUNT, UNDATED)}
PRINTED = tuple(
    PrintedLine(f"line {n} – 面", page=n // 40 + 1, box=Box(56.7, n + 0.25, 300.0, n + 9.5)) for n in range(1, 301)
)


@pytest.fixture
def reading() -> Callable[..., Any]:
    """Reads a report and gives it the figures and the lines of this test."""

    def read(file: Path, *, name: str, **options: Any) -> Any:
        report = read_report(file, name=name, **options)
        return replace(report, figures=OF.get(name, ()), tables=len(OF.get(name, ())), lines=PRINTED)

    return read


@pytest.fixture
def index(build: Any, reading: Any, into: Path) -> Any:
    build(read=reading)
    with Index.open(into) as opened:
        yield opened


# --- figures


def test_figures_are_what_was_read_in_the_order_of_their_reports(index: Index) -> None:
    assert index.figures() == [EARLIER, SCOPE_1, WATER, HEADCOUNT, UNDATED]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["scope"], [EARLIER, SCOPE_1]),
        (["EMISSION"], [EARLIER, SCOPE_1]),
        (["co2"], [EARLIER, SCOPE_1]),
        (["greenhouse", "scope"], [EARLIER, SCOPE_1]),
        (["greenhouse", "water"], []),
        ([("greenhouse", "water")], [EARLIER, SCOPE_1, WATER]),
        ([("women", "female"), "people"], [HEADCOUNT]),
        (["m3"], [WATER]),
        (["manufacturing"], [WATER]),
        (["scope 1"], [EARLIER, SCOPE_1]),
        (["1 scope"], []),
        (["key"], []),
        ([""], []),
        (["scope", " "], []),
        ([()], []),
        (["scope", '" OR "water'], []),
        (["scope*", "NOT"], []),
    ],
)
def test_words(index: Index, words: Any, found: list[Figure]) -> None:
    assert index.figures(words=words) == found


def test_filters_fail_closed(index: Index) -> None:
    assert index.figures(years=[2022, 2024]) == [EARLIER, HEADCOUNT]
    assert index.figures(years=[]) == index.figures(years=[1999]) == []
    assert index.figures(documents=["borealis.md"]) == [HEADCOUNT, UNDATED]
    assert index.figures(documents=[]) == index.figures(documents=["nope.md", "%", "acme.md' OR 1"]) == []
    assert index.figures(words=["scope"], years=range(2023, 2030), documents={"acme.md"}) == [SCOPE_1]


@pytest.mark.parametrize(
    ("lines", "found"),
    [((1, 3), []), ((4, 4), [EARLIER]), ((6, 9), [SCOPE_1, WATER]), ((1, 5), [EARLIER, SCOPE_1, WATER]), ((7, 9), [])],
)
def test_lines_a_figure_stands_on(index: Index, lines: tuple[int, int], found: list[Figure]) -> None:
    assert index.figures(documents=["acme.md"], lines=lines) == found


def test_a_reports_figures_leave_and_come_with_it(build: Any, reading: Any, into: Path, reports: Path) -> None:
    assert (summary := build(read=reading)).figures == 5
    assert summary.tables == 5
    (reports / "acme.md").write_text("# Acme 2023 report\n\nNothing is left.\n", encoding="utf-8")

    def without(file: Path, **options: Any) -> Any:
        return replace(reading(file, **options), figures=(WATER,), tables=1, lines=PRINTED[:2])

    summary = build(read=without)
    assert (summary.figures, summary.tables) == (3, 3)
    assert (build().figures, build().tables) == (3, 3)
    with Index.open(into) as index:
        assert index.figures() == [WATER, HEADCOUNT, UNDATED]
        assert index.figures(words=["scope"]) == []
        assert index.figures(words=["water"]) == [WATER]
        assert index.printed("acme.md", 1, 9) == PRINTED[:2]
        assert index.printed("borealis.md", 299, 400) == PRINTED[298:]
    (reports / "acme.md").unlink()
    assert build().figures == 2
    with Index.open(into) as index:
        assert index.figures(words=["water"]) == index.figures(documents=["acme.md"]) == []
        assert index.printed("acme.md", 1, 9) == ()


def test_the_words_of_figures_that_left_find_no_others(build: Any, reading: Any, into: Path, reports: Path) -> None:
    build(read=reading)
    (reports / "borealis.md").write_text("# Borealis 2024 report\n\nNew.\n", encoding="utf-8")

    def other(file: Path, **options: Any) -> Any:
        return replace(reading(file, **options), figures=(replace(WATER, document="borealis.md"),))

    build(read=other)
    with Index.open(into) as index:
        assert index.figures(words=["women"]) == []
        assert [figure.document for figure in index.figures(words=["water"])] == ["acme.md", "borealis.md"]


# --- printed lines


@pytest.mark.parametrize(
    ("first", "last"),
    [(1, 1), (1, 300), (PACKED, PACKED + 1), (PACKED + 1, PACKED + 1), (2 * PACKED, 2 * PACKED + 3), (300, 300)],
)
def test_printed_lines(index: Index, first: int, last: int) -> None:
    assert index.printed("acme.md", first, last) == PRINTED[first - 1 : last]


def test_lines_that_are_not_there(index: Index) -> None:
    assert index.printed("acme.md", 299, 1000) == PRINTED[298:]
    assert index.printed("acme.md", -4, 2) == PRINTED[:2]
    for name, first, last in (("acme.md", 301, 310), ("acme.md", 5, 4), ("nope.md", 1, 5)):
        assert index.printed(name, first, last) == ()


def test_lines_without_page_or_box(build: Any, into: Path, reports: Path) -> None:
    plain = (PrintedLine("only text"), PrintedLine("with a page", page=2), PrintedLine(""))

    def read(file: Path, **options: Any) -> Any:
        return replace(read_report(file, **options), lines=plain)

    build(read=read)
    with Index.open(into) as index:
        assert index.printed("acme.md", 1, 3) == plain


def test_a_citation_is_quick_and_lines_are_small(build: Any, into: Path) -> None:
    long = tuple(
        PrintedLine(f"Row {n}: {n * 7919 % 100_003:,} tonnes of a material that is number {n % 97}", n // 50 + 1,
                    Box(50.5, n % 50 * 14.2, 500.25, n % 50 * 14.2 + 11.0)) for n in range(20_000)
    )  # fmt: skip

    def read(file: Path, **options: Any) -> Any:
        return replace(read_report(file, **options), lines=long)

    build(read=read)
    with Index.open(into) as index:
        index.printed("acme.md", 1, 1)
        seconds = []
        for first in (1, 9_990, 19_900):
            started = time.perf_counter()
            assert len(index.printed("acme.md", first, first + 20)) == 21
            seconds.append(time.perf_counter() - started)
        assert min(seconds) < 0.005
        size = (index.manifest.generation_folder / "passages.sqlite").stat().st_size
    assert size < 2 * 0.5 * sum(len(line.text) for line in long)


# --- what else is kept of a report and its passages


def test_what_is_known_of_reports_and_passages_is_kept(build: Any, into: Path) -> None:
    def read(file: Path, **options: Any) -> Any:
        report = read_report(file, **options)
        document = replace(report.document, company="Ä GmbH", language="de", warnings=("page 7 is a picture", "two"))
        passages = tuple(replace(each, role="footnote", confidence=0.75, page=4) for each in report.passages)
        return replace(report, document=document, passages=passages)

    summary = build(read=read)
    assert summary.warnings == dict.fromkeys(("acme.md", "borealis.md"), ("page 7 is a picture", "two"))
    with Index.open(into) as index:
        document = index.documents()[0]
        assert (document.company, document.language) == ("Ä GmbH", "de")
        assert document.warnings == ("page 7 is a picture", "two")
        stored = index.passages([1])[0]
        assert stored.document == document
        assert (stored.passage.role, stored.passage.confidence, stored.passage.page) == ("footnote", 0.75, 4)
    assert build(read=read).warnings == {}
