"""Table rows are rendered so that each can be read alone, and never under the wrong column."""

from __future__ import annotations

import pytest

from index.tables import figure_row, pipe_row, rendered, tab_row, year_header
from index.types import Row


def lines(table: str) -> list[str]:
    """A table written with | between cells, a line a row, as its rendered rows."""
    rows = [
        Row(tuple(cell.strip() for cell in line.split("|")), number) for number, line in enumerate(table.split("\n"), 1)
    ]
    return [row.text for row in rendered(rows)]


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
        "By age, Under 30 | 2023: 5 | 2022: 6",
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
    assert list(rendered([])) == []
    assert lines("||\n||") == []


def test_rendered_rows_know_their_lines():
    rows = [Row(("", "2023"), 4), Row(("A", ""), 5), Row(("Men", "1"), 7), Row(("B", ""), 9)]
    assert [(row.text, row.line) for row in rendered(rows)] == [("A, Men | 2023: 1", 7), ("B", 9)]


def test_cells_of_a_line():
    assert pipe_row(r"  | a  b || c \| d |", 3) == Row(("a b", "", "c | d"), 3)
    assert pipe_row("||5||", 1) == Row(("", "5", ""), 1)
    assert tab_row(" a  b\t\tc ", 4) == Row(("a b", "", "c"), 4)


@pytest.mark.parametrize(
    ("line", "years"),
    [
        ("Unit 2023 2022 2021 2020", ("2023", "2022", "2021", "2020")),
        ("2020 2021", ("2020", "2021")),
        ("Norda in 2023", ()),
        ("2023 2021", ()),
        ("2023 2023", ()),
        ("2022 2023 2022", ()),
        ("from 2022, 2023", ()),
        ("x\t2023 2022", ()),
        ("one two three four five six seven eight nine 2023 2022", ()),
        ("", ()),
    ],
)
def test_line_of_years(line, years):
    assert year_header(line) == years


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("Scope 1 t  12.5 -", ("Scope 1 t", "12.5", "-")),
        ("Share % (4.5) N/A", ("Share %", "(4.5)", "N/A")),
        ("12 13", None),
        ("1 12 13", None),
        ("Gas 13", None),
        ("Gas\t12 13", None),
        ("To be disclosed 2025 13", None),
        ("Gas twelve 13", None),
        ("", None),
    ],
)
def test_flattened_row(line, cells):
    assert figure_row(line, ("2023", "2022")) == cells


def test_only_row_of_a_table_may_hold_a_year():
    assert lines("Topic|Target|By\nGas|less of it|2030") == ["Gas | Target: less of it | By: 2030"]
