"""Table rows are rendered so that each can be read alone, and never under the wrong column."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.tables import rendered, tables_of
from index.tables.lines import pipe_row, tab_row
from index.types import Block, Cell, Role, Row, TableRow


def rows_of(
    table: str, *, year: int | None = 2024, role: Role = "body", caption: str = "", rows: Sequence[Row] = ()
) -> list[TableRow]:
    """A table written with | between cells, a line a row, as the rows understood of it."""
    found = list(rows) or [
        Row(tuple(cell.strip() for cell in line.split("|")), number) for number, line in enumerate(table.split("\n"), 1)
    ]
    block = Block("table", table, (1, 99), rows=tuple(found), role=role, caption=caption)
    return [row for each in tables_of(block, year=year) for row in each.rows]


def lines(table: str) -> list[str]:
    """A table written with | between cells, a line a row, as its rendered rows."""
    return [rendered(row) for row in rows_of(table)]


def test_one_header_row():
    assert lines("Energy|Unit|2023|2022\nGas|MWh|15|17\nOil|MWh|-|N/A") == [
        "Energy, Gas | Unit: MWh | 2023: 15 | 2022: 17",
        "Energy, Oil | Unit: MWh | 2023: - | 2022: N/A",
    ]


@pytest.mark.parametrize("name", ["Indicator", "Key indicators", "Item", "Year", "Topic", ""])
def test_name_that_says_only_that_labels_follow_is_left_out(name):
    assert lines(f"{name}|Unit|2023\nGas|MWh|15") == ["Gas | Unit: MWh | 2023: 15"]


def test_lone_year_above_the_middle_of_segment_columns():
    table = "|||2024|||\nIndicator|Unit|Total|Phones|Cars|2023\nScope 1|t|9|4|5|8"
    assert lines(table) == ["Scope 1 | Unit: t | 2024 Total: 9 | 2024 Phones: 4 | 2024 Cars: 5 | 2023: 8"]


def test_year_above_segments_beside_single_years():
    table = "Indicator|Unit|2024|||2023|2022\n||Total|Phones|Cars||\nScope 1|t|9|4|5|8|7"
    assert lines(table) == ["Scope 1 | Unit: t | 2024 Total: 9 | 2024 Phones: 4 | 2024 Cars: 5 | 2023: 8 | 2022: 7"]


def test_segments_above_the_same_years():
    table = "|Mainland||Overseas|\nStaff|2023|2022|2023|2022\nWomen|1|2|3|4"
    assert lines(table) == ["Staff, Women | 2023 Mainland: 1 | 2022 Mainland: 2 | 2023 Overseas: 3 | 2022 Overseas: 4"]


def test_columns_of_the_same_name_have_none():
    assert lines("Staff|2023|2022|2023|2022\nWomen|1|2|3|4") == ["Staff, Women | 1 | 2 | 3 | 4"]


def test_title_row_above_the_header():
    assert lines("Water at Norda|||\nIndicator|Unit|2023|2022\nTap|m3|5|6") == [
        "Water at Norda, Tap | Unit: m3 | 2023: 5 | 2022: 6"
    ]


def test_groups_and_groups_within_groups():
    table = "|2023|2022\nStaff||\nBy gender||\nMen|1|2\nWomen|3|4\nBy age||\nUnder 30|5|6"
    assert lines(table) == [
        "Staff, By gender, Men | 2023: 1 | 2022: 2",
        "Staff, By gender, Women | 2023: 3 | 2022: 4",
        "Staff, By age, Under 30 | 2023: 5 | 2022: 6",
    ]


def test_names_of_groups_that_no_row_carries_stay():
    assert lines("|2023\nA||\nB||\nC||\nMen|1\nLast||") == ["A", "B, C, Men | 2023: 1", "Last"]


def test_label_cells_merged_with_the_one_above():
    table = "Area|Indicator|Unit|2023\nEmissions|Scope 1|t|1\n|Scope 2|t|2\nWater|Tap|m3|3"
    assert lines(table) == [
        "Emissions, Scope 1 | Unit: t | 2023: 1",
        "Emissions, Scope 2 | Unit: t | 2023: 2",
        "Water, Tap | Unit: m3 | 2023: 3",
    ]


def test_label_is_not_filled_down_from_another_group():
    assert lines("|Unit|2023\nA||\nMen|t|1\nB||\n|t|2") == ["A, Men | Unit: t | 2023: 1", "B | Unit: t | 2023: 2"]


def test_tables_side_by_side():
    table = "Staff|2023|2022||Turnover|2023|2022\nWomen|1|2||Men|30|40\nMen|3|4||Women|50|60"
    assert lines(table) == [
        "Staff, Women | 2023: 1 | 2022: 2",
        "Staff, Men | 2023: 3 | 2022: 4",
        "Turnover, Men | 2023: 30 | 2022: 40",
        "Turnover, Women | 2023: 50 | 2022: 60",
    ]


def test_rule_ends_the_header_whatever_stands_below():
    table = "Topic|Target|Year|Base year\n---|:---|--:|---\nEnergy|less gas|2030|2021\nWater|reuse|2026|2020"
    assert lines(table) == [
        "Energy | Target: less gas | Year: 2030 | Base year: 2021",
        "Water | Target: reuse | Year: 2026 | Base year: 2020",
    ]


def test_years_as_labels_are_rows():
    assert lines("Year|Scope 1|Scope 2\n2023|5|6\n2022|7|8") == [
        "2023 | Scope 1: 5 | Scope 2: 6",
        "2022 | Scope 1: 7 | Scope 2: 8",
    ]


def test_rows_with_years_below_a_header_without_rule_are_no_header():
    assert lines("Topic|Target year|Base\nGas|2030|2021\nOil|2031|2022") == [
        "Gas | Target year: 2030 | Base: 2021",
        "Oil | Target year: 2031 | Base: 2022",
    ]


def test_empty_header_names_no_column():
    assert lines("||\n---|---|\nGas (MWh)|15|\nOil (MWh)|16|") == ["Gas (MWh) | 15", "Oil (MWh) | 16"]


def test_header_repeated_with_other_years_counts_from_there():
    table = "Energy|Unit|2023|2022\nGas|t|1|2\nWaste|Unit|2021|2020\nPaper|t|3|4"
    assert lines(table) == ["Energy, Gas | Unit: t | 2023: 1 | 2022: 2", "Waste, Paper | Unit: t | 2021: 3 | 2020: 4"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("N2O|t of CO2e 8.8 1.4 7.3|7.3||", "N2O | t of CO2e 8.8 1.4 7.3 | 7.3"),
        ("Gas|8.8|1.4|7.3|", "Gas | 8.8 | 1.4 | 7.3"),
        ("Gas|t|T|o be disclosed|5", "Gas | t | T | o be disclosed | 5"),
        ("Use|Sort|tonnes|1|2|3", "Use | Sort | tonnes | 1 | 2 | 3"),
    ],
)
def test_misaligned_row_keeps_its_cells_without_column_names(row, expected):
    assert lines(f"|Unit|2024|2023|2022\n{row}") == [expected]


def test_words_in_a_value_cell_keep_their_column():
    assert lines("|Unit|2024|2023\nScope 3|t|To be disclosed in September 2025|12,000") == [
        "Scope 3 | Unit: t | 2024: To be disclosed in September 2025 | 2023: 12,000"
    ]


def test_table_of_words():
    assert lines("Stakeholders|Concerns|Channels\nStaff|Pay|Talks\nOwners|Profit|Letters") == [
        "Stakeholders, Staff | Concerns: Pay | Channels: Talks",
        "Stakeholders, Owners | Concerns: Profit | Channels: Letters",
    ]


def test_names_of_several_label_columns_are_said_once():
    assert lines("Emissions|Source|Unit|2023\nAir|Car|t|1") == ["Emissions, Source", "Air, Car | Unit: t | 2023: 1"]


def test_table_of_one_row_or_none():
    assert lines("Gas|15 MWh") == ["Gas | 15 MWh"]
    assert lines("Energy|Unit|2023|2022") == ["Energy, Unit | 2023 | 2022"]
    assert tables_of(Block("table", "", (1, 1)), year=2024) == ()
    assert lines("||\n||") == []


def test_rendered_rows_know_their_lines():
    rows = [Row(("", "2023"), 4), Row(("A", ""), 5), Row(("Men", "1"), 7), Row(("B", ""), 9)]
    assert [(rendered(row), row.lines) for row in rows_of("", rows=rows)] == [
        ("A, Men | 2023: 1", (7, 7)),
        ("B", (9, 9)),
    ]


def test_cells_of_a_line():
    assert pipe_row(r"  | a  b || c \| d |", 3) == Row(("a b", "", "c | d"), 3)
    assert pipe_row("||5||", 1) == Row(("", "5", ""), 1)
    assert tab_row(" a  b\t\tc ", 4) == Row(("a b", "", "c"), 4)


def test_only_row_of_a_table_may_hold_a_year():
    assert lines("Topic|Target|By\nGas|less of it|2030") == ["Gas | Target: less of it | By: 2030"]


def test_row_knows_its_path_its_label_its_unit_and_its_cells():
    table = "|||2024|||\nEnergy|Unit|Total|Phones|Cars|2023\nFuel|||||\nGas|MWh|9|4|5|8"
    assert rows_of(table) == [
        TableRow(
            ("Energy", "Fuel"),
            "Gas",
            "MWh",
            (
                Cell("9", "2024 Total", 2024),
                Cell("4", "2024 Phones", 2024, "Phones"),
                Cell("5", "2024 Cars", 2024, "Cars"),
                Cell("8", "2023", 2023),
            ),
            (4, 4),
        )
    ]


@pytest.mark.parametrize("title", ["Use Amount", "Consumption", "Use Intensity", "Scope"])
def test_title_that_says_little_stands_in_the_path_only(title):
    (row,) = rows_of(f"{title}|Unit|2024\nGas|MWh|9")
    assert (row.path, rendered(row)) == ((title,), "Gas | Unit: MWh | 2024: 9")


@pytest.mark.parametrize("title", ["Topics and Indicators", "Key ESG indicators", "Item", "Metrics"])
def test_title_that_names_a_kind_of_label_is_none(title):
    assert rows_of(f"{title}|Unit|2024\nGas|MWh|9")[0].path == ()


def test_unit_of_all_values_in_the_header_of_the_labels():
    (row,) = rows_of("Emissions (t CO₂e)|2024|2023\nScope 1|9|8")
    assert (row.path, row.label, row.unit) == (("Emissions",), "Scope 1", "t CO₂e")


@pytest.mark.parametrize("unit", ["_", "-", "/", ""])
def test_sign_in_the_place_of_the_unit_is_none(unit):
    assert rows_of(f"|Unit|2024|2023\nGas|{unit}|9|8")[0].unit == ""


def test_table_without_a_year_is_for_the_year_of_its_report():
    table = "Total energy (MWh)|15,000\nWater (m³)|3,000\nWaste (t)|20"
    assert rows_of(table, year=2018)[0].cells == (Cell("15,000", period=2018),)
    assert rows_of(table, year=2018, caption="Use in 2017")[0].cells[0].period == 2017
    assert rows_of(table, year=None)[0].cells[0].period is None


@pytest.mark.parametrize(
    "table",
    [
        "About us|3\nEnergy|15\nWater|20\nAnnex|44",  # a list of contents
        "Stage|Rule|Count\nOne|sign|1\nTwo|audit|x\nThree|visit|y\nFour|none|z",
        "Topic|Target|By\nGas|less|2030\nOil|none|2031",
        "Gas|15 MWh",
    ],
)
def test_table_of_other_things_is_for_no_year(table):
    assert {cell.period for row in rows_of(table, year=2018) for cell in row.cells} == {None}


def test_years_in_rows_and_measures_in_columns():
    table = "Year|Accidents|Rate\nHome|||\n2024|0|0.0%\n2023|1|0.1%\nAbroad|||\n2024|2|0.2%"
    rows = rows_of(table)
    assert [(row.path, row.label) for row in rows] == [(("Home",), "2024"), (("Home",), "2023"), (("Abroad",), "2024")]
    assert rows[1].cells == (
        Cell("1", "Accidents", 2023, measure="Accidents"),
        Cell("0.1%", "Rate", 2023, measure="Rate"),
    )


def test_columns_of_measures_without_a_year():
    (row, _) = rows_of("Metal|Number of smelters|Share (%)\nGold|173|100\nTin|81|99", year=2021)
    assert row.cells == (
        Cell("173", "Number of smelters", 2021, measure="Number of smelters"),
        Cell("100", "Share (%)", 2021, unit="%", measure="Share"),
    )


def test_years_above_several_columns_wherever_they_are_printed():
    for years in ("|2023|||2024||", "||2023|||2024|", "|||2023|||2024", "|2023|2023|2023|2024|2024|2024"):
        rows = rows_of(f"{years}\nPlace|Home|Abroad|Total|Home|Abroad|Total\nShops|1|2|3|4|5|9")
        assert [(cell.period, cell.segment) for cell in rows[0].cells] == [
            (2023, "Home"),
            (2023, "Abroad"),
            (2023, ""),
            (2024, "Home"),
            (2024, "Abroad"),
            (2024, ""),
        ]


def test_years_that_may_stand_for_other_columns_are_left_out():
    rows = rows_of("|||2023|||2024\nPlace|Home|Abroad|Total|Home|Rate\nShops|1|2|3|4|5|6")
    assert {cell.period for row in rows for cell in row.cells} == {None}


def test_row_of_units_below_the_years():
    (row,) = rows_of("|2024|2023\n|tonnes|kg\nWaste|12|13")
    assert row.cells == (Cell("12", "2024 tonnes", 2024, unit="tonnes"), Cell("13", "2023 kg", 2023, unit="kg"))


def test_header_one_column_beside_its_values():
    table = "Topic|||Unit|2024|2023|\n||By sex|Men|%|1|2\n|||Women|%|3|4\n||By age|Under 30|%|5|6\n|||Over 30|%|7|8"
    assert [(row.label, row.unit, [cell.period for cell in row.cells]) for row in rows_of(table)] == [
        ("Men", "%", [2024, 2023]),
        ("Women", "%", [2024, 2023]),
        ("Under 30", "%", [2024, 2023]),
        ("Over 30", "%", [2024, 2023]),
    ]


def test_row_one_column_beside_its_header_is_put_right():
    table = "Topic|||Unit|2024|2023\nSafety|Deaths||Person|0|0\n|Absence|%|1.8|/|\n|Days lost||Day|5|6"
    row = rows_of(table)[1]
    assert (row.label, row.unit, row.cells, row.sure) == (
        "Absence",
        "%",
        (Cell("1.8", "2024", 2024), Cell("/", "2023", 2023)),
        True,
    )


def test_values_of_several_columns_in_one_cell_are_put_right_only_where_they_fit():
    rows = rows_of("Gas|Unit|2024|2023|2022\nA|t 8.8 1.4 7.3|||\nB|t|1.5 2.5 3.5||\nC|t|1.5 2.5|7|\nD|t 1 2|3|4|")
    assert [(row.label, row.unit, row.sure) for row in rows] == [
        ("A", "t", True),
        ("B", "t", True),
        ("C", "", False),
        ("D", "", False),
    ]
    assert [cell.value for cell in rows[1].cells] == ["1.5", "2.5", "3.5"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("Material used for|\nfinished goods (t)|5", ["Material used for finished goods (t)"]),
        ("Share of women in|5\nmanagement|", ["Share of women in management"]),
        ("Sales and|5\nMarketing|", ["Sales and Marketing"]),
        ("Waste|\nof which:|5", ["Waste, of which:"]),
        ("Waste|5\nof which:|\nGlass|2", ["Waste", "of which:, Glass"]),
        ("Waste|5\nWater|\nTap|2", ["Waste", "Water, Tap"]),
    ],
)
def test_labels_cut_in_two_are_joined_where_the_parts_show_it(rows, expected):
    found = rows_of(f"Item|2024\n{rows}")
    assert [", ".join([*row.path, row.label]) for row in found] == expected


def test_joined_row_has_the_lines_of_both():
    assert rows_of("Item|2024\nMaterial used for|\nfinished goods (t)|5")[0].lines == (2, 3)


def test_label_cut_by_the_line_between_columns():
    table = "Topic||Unit|2024\nOver|all rate|%|1\nBy place|North|%|2\nBy place|South|%|3\nBy place|East|%|4"
    assert rows_of(table)[0].label == "Overall rate"


def test_label_cut_twice_is_less_sure():
    table = "Topic|||Unit|2024\nRe|so|lved|%|1\nBy place|North||%|2\nBy place|South||%|3\nBy place|East||%|4"
    assert [(row.label, row.confidence) for row in rows_of(table)][:2] == [("Resolved", 0.6), ("North", 1.0)]


@pytest.mark.parametrize(
    ("cells", "label"),
    [
        ("Total Sup|opliers", "Total Suppliers"),  # the letter on the line was read as two others
        ("Total Suc|ppliers", "Total Suppliers"),
        ("North Ch|hina", "North China"),
        ("Number of C|hina offices", "Number of China offices"),
        ("Number of|suppliers", "Number of suppliers"),  # cut between two words
        ("Tot|al in places", "Total in places"),
        ("Rate|e of offices", "Rate of offices"),
        ("Sho|ps", "Shops"),
        ("Sho|ops", "Shops"),  # twice on the line, and not known
    ],
)
def test_label_cut_between_columns_makes_words_that_the_table_knows(cells, label):
    rest = "Number of suppliers|North|5\nTotal|South|6\nChina|Offices|7\nRate|Place|8"
    assert rows_of(f"Topic||2024\n{rest}\n{cells}|9")[-1].label == label


@pytest.mark.parametrize(
    ("cells", "label"),
    [
        # two lines each, such as "All open cases" and "closed within two weeks"
        ("All clos|open ca ed within|ses two weeks", "All open cases closed within two weeks"),
        (
            "Overall sh clo|are of open sed within|cases two weeks",
            "Overall share of open cases closed within two weeks",
        ),
        ("Share with|of open in 9 H|cases Not ours", "Share of open cases Not within 9 Hours"),
        ("Overall sh|are of open cases", "Overall share of open cases"),
    ],
)
def test_label_of_two_lines_cut_between_columns_is_read_line_by_line(cells, label):
    rest = "Open cases||Number|5\nShare within||Two weeks, a week|6\nClosed||Of all|7\nOverall||Place|8"
    assert rows_of(f"Topic|||2024\n{rest}\n{cells if cells.count('|') > 1 else cells + '|'}|9")[-1].label == label


def test_long_label_cut_between_columns_is_read_as_one_line():
    left, right = "Over " * 40 + "ru", "le " * 40 + "end"
    table = f"Topic||2024\nPlace|North|5\nPlace|South|6\nPlace|East|7\n{left}|{right}|8"
    assert "Over Over rule le" in rows_of(table)[-1].label


@pytest.mark.parametrize("grade", ["B", "A-", "BB", "AAA"])
def test_rating_stands_under_its_year(grade):
    assert lines(f"Rating|2024|2023\nClimate|{grade}|C") == [f"Rating, Climate | 2024: {grade} | 2023: C"]


def test_label_ending_openly_makes_the_next_one_doubtful():
    table = "Topic|Place|Unit|2024\nStaff|Oceania and|t|0\n|Regions Research|t|5\n|Sales|t|6"
    assert [row.sure for row in rows_of(table)] == [True, False, True]


def test_group_breaks_down_the_row_above_it():
    table = "|2024\nTurnover|9%\nBy gender|\nMen|8%\nWomen|10%\nBy age|\nUnder 30|7%\nHours|5\nBy gender|\nMen|6"
    assert [(row.path, row.label) for row in rows_of(table)] == [
        ((), "Turnover"),
        (("Turnover", "By gender"), "Men"),
        (("Turnover", "By gender"), "Women"),
        (("Turnover", "By age"), "Under 30"),
        ((), "Hours"),
        (("Hours", "By gender"), "Men"),
    ]


def test_row_behind_classes_of_one_kind_begins_anew():
    table = "|2024\nTurnover|9%\nBy gender|\nMen|8%\nWomen|10%\nHours|5\nBy gender|\nMen|6\nWomen|7"
    assert [(row.path, row.label) for row in rows_of(table)][3:] == [
        ((), "Hours"),
        (("Hours", "By gender"), "Men"),
        (("Hours", "By gender"), "Women"),
    ]


def test_group_below_several_rows_breaks_down_none_of_them_surely():
    table = "|2024\nStaff|9\nNew staff|5\nBy gender|\nMen|8"
    assert rows_of(table)[2].path == ("By gender",)


def test_outer_group_holds_for_all_its_breakdowns():
    table = "|2024\nRate|\nOverall|9\nBy sex|\nMen|8\nBy age|\nUnder 30|7\nHours|\nOverall|5\nBy sex|\nMen|6"
    assert [row.path for row in rows_of(table)] == [
        ("Rate",),
        ("Rate", "By sex"),
        ("Rate", "By age"),
        ("Hours",),
        ("Hours", "By sex"),
    ]


def test_parts_that_come_again_below_each_row():
    table = "Energy|2024\nOffices|10\nPower|4\nGas|6\nShops|30\nPower|10\nGas|20\nTotal|40"
    assert [(row.path, row.label, row.sure) for row in rows_of(table)] == [
        (("Energy",), "Offices", True),
        (("Energy", "Offices"), "Power", True),
        (("Energy", "Offices"), "Gas", True),
        (("Energy",), "Shops", True),
        (("Energy", "Shops"), "Power", True),
        (("Energy", "Shops"), "Gas", True),
        (("Energy",), "Total", True),
    ]


def test_rows_of_one_name_that_nothing_tells_apart_are_not_sure():
    assert [row.sure for row in rows_of("|2024\nPower|4\nGas|6\nPower|5\nOil|7")] == [False, True, False, True]
    assert [row.sure for row in rows_of("|2024\nPower|4\nGas|6\nPower|4")] == [True, True, True]


def test_class_without_a_group_is_not_sure():
    assert [row.sure for row in rows_of("|Unit|2024\nMale|%|4\nTurnover|%|5")] == [False, True]


def test_merged_label_printed_in_the_middle_of_its_rows():
    table = """Topic|Group|Label|Unit|2024
    |Workforce||Person|9
    ||Men|Person|5
    |By gender|Women|Person|4
    ||Under 30|Person|2
    |By age|30-50|Person|3
    ||Over 50|Person|4
    ||Home|Person|8
    |By place|Abroad|Person|1"""
    assert [(row.path, row.label) for row in rows_of(table)] == [
        ((), "Workforce"),
        (("Workforce", "By gender"), "Men"),
        (("Workforce", "By gender"), "Women"),
        (("Workforce", "By age"), "Under 30"),
        (("Workforce", "By age"), "30-50"),
        (("Workforce", "By age"), "Over 50"),
        (("Workforce", "By place"), "Home"),
        (("Workforce", "By place"), "Abroad"),
    ]


def test_merged_label_is_not_guessed():
    table = "Topic|Label|Unit|2024\n|Gas|t|1\nFuel|Oil|t|2\n|Tap|t|3\nWater|Rain|t|4\n|Sea|t|5"
    assert [row.path for row in rows_of(table)] == [(), ("Fuel",), (), ("Water",), ()]


def test_cells_that_go_over_several_columns():
    table = "Item|Item|Unit|2024|2024\nItem|Item|Unit|Total|Cars\nBy sex|By sex|By sex|By sex|By sex\nMen|Men|t|9|4"
    (row,) = rows_of(table)
    assert (row.path, row.label, row.unit) == (("By sex",), "Men", "t")
    assert [(cell.period, cell.segment) for cell in row.cells] == [(2024, ""), (2024, "Cars")]


def test_same_header_after_a_page_break_keeps_the_groups():
    table = "Energy|2024|2023\nFuel||\nGas|1|2\nEnergy|2024|2023\nOil|3|4"
    assert [row.path for row in rows_of(table)] == [("Energy", "Fuel"), ("Energy", "Fuel")]


def test_header_of_two_rows_repeated_with_other_columns():
    table = "||2024||\nGas|Unit|Home|Abroad|2023\nA|t|1|2|3\n||2022||\nGas|Unit|Shops|Cars|2021\nB|t|4|5|6"
    assert lines(table)[1] == "Gas, B | Unit: t | 2022 Shops: 4 | 2022 Cars: 5 | 2021: 6"


@pytest.mark.parametrize("role", ["contents", "index", "callout"])
def test_rows_of_pages_that_state_no_facts_are_not_sure(role):
    assert [row.sure for row in rows_of("|2024|2023\nGas|1|2", role=role)] == [False]


def test_table_has_its_caption_and_its_lines():
    block = Block(
        "table", "", (3, 9), rows=(Row(("", "2024"), 3), Row(("A", "1"), 5, 6)), caption="Use", confidence=0.8
    )
    (table,) = tables_of(block, year=2024)
    assert (table.title, table.lines, table.confidence) == ("Use", (5, 6), 0.8)


def test_columns_of_other_units_are_measures():
    (row,) = rows_of("Place|2023|2023|2023|2024|2024|2024\n|Kept|Sold|Left|Kept|Sold|Left\nShops|1|2|50%|3|4|43%")
    assert [(cell.period, cell.measure) for cell in row.cells[:4]] == [
        (2023, "Kept"),
        (2023, "Sold"),
        (2023, "Left"),
        (2024, "Kept"),
    ]
    (row,) = rows_of("Place|2023|2023|2024|2024\n|Home|Abroad|Home|Abroad\nShops|1|2|3|4")
    assert [cell.segment for cell in row.cells] == ["Home", "Abroad"] * 2


def test_header_of_two_rows_after_a_page_break():
    table = (
        "||2024|||\nGas|Unit|Home|Abroad|2023|2022\nA|t|1|2|3|4\n||2024|||\nGas|Unit|Home|Abroad|2023|2022\nB|t|5|6|7|8"
    )
    assert lines(table) == [
        "Gas, A | Unit: t | 2024 Home: 1 | 2024 Abroad: 2 | 2023: 3 | 2022: 4",
        "Gas, B | Unit: t | 2024 Home: 5 | 2024 Abroad: 6 | 2023: 7 | 2022: 8",
    ]


def test_name_of_one_of_several_label_columns_is_no_title():
    assert rows_of("Item|Fuel|Unit|2024\nPower|Gas|t|1")[0].path == ("Power",)


def test_merged_labels_below_several_rows_break_down_none_of_them_surely():
    table = "Topic|Group|Label|Unit|2024\n|Staff||t|9\n|New staff||t|5\n|By place|Home|t|4\n||Abroad|t|5"
    assert [row.path for row in rows_of(table)] == [(), (), ("By place",), ("By place",)]


def test_rows_that_come_again_in_another_order_have_no_parent():
    rows = rows_of("|2024\nOffices|10\nGas|6\nOil|4\nShops|30\nOil|10\nGas|20")
    assert [(row.path, row.sure) for row in rows] == [((), row.label in {"Offices", "Shops"}) for row in rows]


def test_list_of_units_has_no_header():
    assert lines("Waste per head|kg/person||\nWater per head|m³/person||\nPeople|||\nWomen|%||") == [
        "Waste per head | Unit: kg/person",
        "Water per head | Unit: m³/person",
        "People, Women | Unit: %",
    ]


def test_heading_with_a_unit_says_what_rows_without_it_are_of():
    rows = (Row(("Asset class", "2023"), 1), Row(("Mills", "5"), 2), Row(("Water of offices", "7"), 3))
    (table,) = tables_of(Block("table", "", (1, 3), rows=rows), year=None, heading="Water used (m³)")
    assert list(map(rendered, table.rows)) == [
        "Water used, Mills | Unit: m³ | 2023: 5",
        "Water of offices | Unit: m³ | 2023: 7",
    ]


def test_unit_of_a_row_stands_before_that_of_the_heading():
    rows = (Row(("Mills", "Unit", "2023"), 1), Row(("Power", "kWh", "5"), 2), Row(("Heat (GJ)", "", "7"), 3))
    (table,) = tables_of(Block("table", "", (1, 3), rows=rows, caption="Table 2: Energy (MWh)"), year=None)
    assert [row.unit for row in table.rows] == ["kWh", ""]
    assert table.rows[0].path[0] == "Energy"


def test_a_first_row_that_tells_as_those_below_do_is_no_header():
    assert lines("People in 2040|As the UN sees it, 9 billion\nEnergy|It grows slowly\nCoal|It peaks soon") == [
        "People in 2040 | As the UN sees it, 9 billion",
        "Energy | It grows slowly",
        "Coal | It peaks soon",
    ]
    assert lines("People in 2040|As the UN sees it\nEnergy by 2040|It grows slowly")[0] == (
        "People in 2040 | As the UN sees it"
    )
    assert lines("Risk|What we do\nFlood|We build walls\nDrought|We store water")[0] == (
        "Risk, Flood | What we do: We build walls"
    )
