"""Table rows become figures, each with what it is of, its unit, its year and its segment, or none at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.figures import figures_of
from index.tables import rendered, tables_of
from index.types import Block, Document, Figure, Place, Row

DOCUMENT = Document(name="norda-2024.txt", path="/norda-2024.txt", title="Norda 2024", year=2024, sha256="0")


def figures(
    table: str, *, section: tuple[str, ...] = ("Data",), caption: str = "", confidence: float = 1.0
) -> list[Figure]:
    """The figures of a table written with | between cells, a line a row."""
    rows = tuple(
        Row(tuple(map(str.strip, line.split("|"))), number) for number, line in enumerate(table.split("\n"), 1)
    )
    block = Block("table", table, (1, len(rows)), rows=rows, caption=caption, confidence=confidence)
    found = tables_of(block, year=DOCUMENT.year)
    return [figure for each in found for figure in figures_of(each, document=DOCUMENT, section=section)]


def said(table: str, **options: str) -> list[tuple[object, ...]]:
    """What tells figures apart: what of, in which unit, for which year and part, and how much."""
    return [(each.indicator, each.unit, each.period, each.segment, each.number) for each in figures(table, **options)]


def test_figure_knows_all_about_itself():
    (figure,) = figures(
        "Energy|Unit|2024\nFuel||\nNatural gas ²|MWh|1,234.5", section=("Nature", "Energy"), confidence=0.9
    )
    assert figure == Figure(
        indicator="Natural gas",
        path=("Energy", "Fuel"),
        unit="MWh",
        period=2024,
        segment="",
        value="1,234.5",
        number=1234.5,
        document="norda-2024.txt",
        section="Nature > Energy",
        place=Place((3, 3)),
        kind="energy",
        confidence=0.9,
    )


def test_segments_and_years():
    table = "|||2024|||\nIndicator|Unit|Total|Phones|Cars|2023\nScope 1|t|9|4|5|8"
    assert said(table) == [
        ("Scope 1", "t", 2024, "", 9.0),
        ("Scope 1", "t", 2024, "Phones", 4.0),
        ("Scope 1", "t", 2024, "Cars", 5.0),
        ("Scope 1", "t", 2023, "", 8.0),
    ]


@pytest.mark.parametrize(
    "column", ["Target 2030", "2020 (baseline)", "Change", "2024 vs 2023", "Page", "GRI reference"]
)
def test_columns_of_other_things_give_no_figures(column):
    assert said(f"Indicator|Unit|2024|{column}\nScope 1|t|9|4\nScope 2|t|8|3") == [
        ("Scope 1", "t", 2024, "", 9.0),
        ("Scope 2", "t", 2024, "", 8.0),
    ]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("Item|Unit|2024\nPower|MWh|5", ("Power", "MWh")),
        ("Item|2024\nPower (MWh)|5", ("Power", "MWh")),
        ("Power (MWh)|2024\nOffices|5", ("Offices", "MWh")),
        ("Item|2024 (MWh)\nPower|5", ("Power", "MWh")),
        ("Item|2024\nEnergy (MWh)|\nPower|5", ("Power", "MWh")),
        ("Item|2024\nPower|5 MWh", ("Power", "MWh")),
        ("Item|Unit|2024\nShare|MWh|5%", ("Share", "%")),
        ("Item|Unit|2024\nSpending|RMB|24.1 billion", ("Spending", "RMB billion")),
        ("Item|Unit|2024\nSpending||RMB 24.1 billion", ("Spending", "RMB billion")),
        ("Item|Unit|2024\nShops|_|5", ("Shops", "")),
    ],
)
def test_unit_wherever_it_is_stated(table, expected):
    assert [(each.indicator, each.unit) for each in figures(table)] == [expected]


def test_unit_in_brackets_of_the_caption_or_the_heading_is_that_of_rows_without_one():
    table = "Place|2024|2023\nShops|5|6%"
    assert [each.unit for each in figures(table, caption="Water use (m³)", section=("Use (MWh)",))] == ["m³", "%"]
    assert [each.unit for each in figures(table, section=("Nature", "Use (MWh)"))] == ["MWh", "%"]
    assert [each.unit for each in figures(table, section=("Use (MWh)", "Shops"))] == ["", "%"]


def test_two_values_in_a_cell_are_two_figures():
    table = "Staff|2024|2023\nBy contract||\nFull-time|33,427 (94.39%)|22,074 (88.97%"
    assert [(each.value, each.number, each.unit, each.period) for each in figures(table)] == [
        ("33,427", 33427.0, "", 2024),
        ("94.39%", 94.39, "%", 2024),
        ("22,074", 22074.0, "", 2023),
        ("88.97%", 88.97, "%", 2023),
    ]


@pytest.mark.parametrize("value", ["-", "/", "N/A", "n.a.", "To be disclosed in September 2025", "<0.01", "10-12%"])
def test_value_that_states_no_number(value):
    found = figures(f"|Unit|2024|2023\nScope 3|t|{value}|5")
    assert [(each.value, each.number) for each in found] == [(value, None), ("5", 5.0)]


@pytest.mark.parametrize("value", ["_", "", "see page 5", "About 300 in all shops"])
def test_cell_that_states_nothing(value):
    assert [each.value for each in figures(f"|Unit|2024|2023\nScope 3|t|{value}|5")] == ["5"]


def test_row_that_reports_nothing_says_so_where_its_columns_are_known():
    assert [(each.indicator, each.number) for each in figures("|2024|2023\nGas|n/a|n/a\nOil|1|2")][:2] == [
        ("Gas", None)
    ] * 2
    assert figures("|\nGas|-\nOil|-") == []


def test_years_in_rows():
    table = "Year|No. of deaths|Rate\nHome||\n2024|0|0.0%\n2023|1|0.1%"
    assert [(each.path, each.indicator, each.period, each.value) for each in figures(table)] == [
        (("Home",), "No. of deaths", 2024, "0"),
        (("Home",), "Rate", 2024, "0.0%"),
        (("Home",), "No. of deaths", 2023, "1"),
        (("Home",), "Rate", 2023, "0.1%"),
    ]


def test_years_in_a_column_of_their_own():
    assert said("Indicator|Year|Value\nScope 1|2023|5\nScope 1|2024|6") == [
        ("Scope 1", "", 2023, "", 5.0),
        ("Scope 1", "", 2024, "", 6.0),
    ]


def test_columns_that_name_what_is_measured():
    table = "Metal|Number of smelters|Share audited\nTungsten (W)|51|100%\nGold (Au)|173|98%"
    assert [(each.path, each.indicator, each.unit, each.number) for each in figures(table)] == [
        (("Metal", "Tungsten (W)"), "Number of smelters", "", 51.0),
        (("Metal", "Tungsten (W)"), "Share audited", "%", 100.0),
        (("Metal", "Gold (Au)"), "Number of smelters", "", 173.0),
        (("Metal", "Gold (Au)"), "Share audited", "%", 98.0),
    ]


def test_numbers_as_a_table_writes_them():
    assert [each.number for each in figures("|2024|2023\nPower (MWh)|1.234,5|987,6")] == [1234.5, 987.6]
    assert [each.number for each in figures("|2024|2023\nPower|1 234|987\nGas|12 345|10")] == [1234, 987, 12345, 10]
    assert [each.number for each in figures("|2024|2023\nPower|1 234|5,678\nGas|12,345|10")] == [5678, 12345, 10]


def test_bare_year_is_no_number_unless_its_row_holds_others_like_it():
    assert [each.value for each in figures("|Unit|2024|2023\nBegun in|-|2019|2018\nCourses|-|3|4")] == ["3", "4"]
    assert [each.value for each in figures("|Unit|2024|2023\nCourses|hours|2019|2350")] == ["2019", "2350"]


@pytest.mark.parametrize(
    "table",
    [
        "Gas|Unit|2024|2023\nN2O|8.8|1.4|7.3",
        "Gas|Unit|2024|2023\nN2O|t 8.8 1.4 7.3|7.3|",
        "Gas|Unit|2024|2023\nN2O|t|8.8 1.4|7.3",
        "|Unit|2024|2023\nMale|%|5|6",
        "|Unit|2024|2023\nPower|t|5|6\nPower|t|7|8",
        "|2024|2023|2024|2023\nPower|1|2|3|4",
        "About us|3\nEnergy|15\nWater|20\nAnnex|44",
        "Risk|Rank|Answer\nFlood|1|walls\nHeat|2|shade",
        "|Target|By\nLess gas|30%|2030\nLess oil|50%|2035",
        "Indicator|2050\nNet emissions|0",
        "Gas|15 MWh",
    ],
)
def test_nothing_is_made_of_what_is_not_sure(table):
    assert figures(table) == []


def test_label_that_is_only_numbers_is_an_age_or_none():
    table = "Staff|2024|2023\nBy age||\n30-50|5|6\n12|7|8"
    assert [(each.indicator, each.number) for each in figures(table)] == [("30-50", 5.0), ("30-50", 6.0)]


CELLS = (
    "| |2024|2023|FY2022|Unit|t|%|-|N/A|_|5|1,234.5|7 (3%)|1 2|8.8 1.4|12%|Power|By age|Under 30|Male|Use of|all rate"
    "|Topic|Total|Target|2030|---|ups ²|/ F -"
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.sampled_from(CELLS.split("|")), max_size=7), max_size=9))
def test_whatever_a_table_holds_each_figure_is_printed_in_its_row(table):
    rows = tuple(Row(tuple(cells), number) for number, cells in enumerate(table, 1))
    for each in tables_of(Block("table", "", (1, 9), rows=rows), year=2024):
        assert all(rendered(row) for row in each.rows)
        for figure in figures_of(each, document=DOCUMENT, section=()):
            first, last = figure.place.lines
            assert any(figure.value in cell for cells in table[first - 1 : last] for cell in cells)
            assert figure.period in {2022, 2023, 2024}
            assert any(map(str.isalnum, figure.indicator))
