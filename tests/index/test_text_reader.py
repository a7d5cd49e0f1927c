"""Plain-text reports: what a reader sees as heading, paragraph, list and table is read as such."""

from __future__ import annotations

import pytest

from index.readers.lines import is_list_item, numbered_lines, without_bullet
from index.readers.text import read_text
from index.types import Block, Row


def shape(text: str) -> list[tuple[str, str, tuple[int, int], int]]:
    return [(block.kind, block.text, block.lines, block.level) for block in read_text(text)]


def headings(text: str) -> list[tuple[int, str]]:
    return [(block.level, block.text) for block in read_text(text) if block.kind == "heading"]


def test_numbered_and_bare_headings_nest():
    text = """1. Our planet

1.1 Water

Norda used less water.

Reuse at the mill

Half of it was used twice.

Rivers nearby

They stayed clean.

1.1.1 Rain

It was caught in tanks.

2. Our people

They stayed healthy."""
    assert headings(text) == [
        (1, "1. Our planet"),
        (2, "1.1 Water"),
        (3, "Reuse at the mill"),
        (3, "Rivers nearby"),
        (3, "1.1.1 Rain"),
        (1, "2. Our people"),
    ]


def test_bare_heading_right_after_another_stands_below_it():
    text = "Climate\n\nTargets\n\nWe aim low.\n\nProgress\n\nWe are on track."
    assert headings(text) == [(1, "Climate"), (2, "Targets"), (1, "Progress")]


def test_list_that_counts_from_1_again_opens_no_chapter():
    text = "4. Safety levels\n\nThey are two.\n\n1. Low\n\nA lock.\n\n2. Strict\n\nA guard.\n\n5. Outlook\n\nMore."
    assert headings(text) == [(1, "4. Safety levels"), (2, "1. Low"), (2, "2. Strict"), (1, "5. Outlook")]


@pytest.mark.parametrize(
    "text",
    [
        "60 Face-to-face maintenance stations",
        "This line ends like a sentence.",
        "and a rest that begins small",
        "Scope 1 12.5 11.3 10.9",
        "Water - -",
        "A" * 120,
        "1,250 5,500 88%",
    ],
)
def test_what_is_no_heading(text):
    assert shape(text) == [("text", text, (1, 1), 0)]


def test_running_header_is_left_out_and_a_cut_paragraph_joined():
    text = """NORDA RESPONSIBILITY REPORT

Norda fights waste of water, of wood and of many other things in its mills and

NORDA RESPONSIBILITY REPORT

protects rivers.

It does so daily.

NORDA RESPONSIBILITY REPORT
"""
    assert shape(text) == [
        (
            "text",
            "Norda fights waste of water, of wood and of many other things in its mills and\n\n\n\nprotects rivers.",
            (3, 7),
            0,
        ),
        ("text", "It does so daily.", (9, 9), 0),
    ]


def test_page_numbers_and_stray_signs_are_left_out_but_two_letter_words_stay():
    text = "Norda saves water.\n\n38\n\n•\n\nI\n\nאב\n\nAI\n\nIt learns."
    assert [block.text for block in read_text(text)] == ["Norda saves water.", "AI", "It learns."]


def test_group_that_comes_again_in_one_table_only_is_no_running_header():
    text = "\n\n".join(
        ["First words."] * 1 + ["By gender", "It is even."] * 3 + [f"Norda grew {n} trees." for n in range(30)]
    )
    assert headings(text) == [(1, "By gender")] * 3


def test_sentence_that_comes_again_stays():
    text = "\n\n".join(["We comply with the law.", "Pay is fair."] * 4)
    assert [block.text for block in read_text(text)] == ["We comply with the law.", "Pay is fair."] * 4


def test_wrapped_paragraph_is_one_block_with_its_line_breaks():
    text = "Norda planted trees in\nfour towns and along\nthe river."
    assert shape(text) == [("text", text, (1, 3), 0)]


def test_heading_wrapped_over_two_lines_is_one():
    assert shape("Managing Risks of Suppliers\nand Their Partners\n\nWe audit them.")[0] == (
        "heading",
        "Managing Risks of Suppliers and Their Partners",
        (1, 2),
        1,
    )


def test_list_keeps_its_bullets_and_the_wrapped_rest_of_its_items():
    text = "Norda offers:\n- health checks for\nall staff\n• free fruit\n(a) bikes\nThe end."
    assert shape(text) == [
        ("text", "Norda offers:", (1, 1), 0),
        ("list", "- health checks for\nall staff\n• free fruit\n(a) bikes\nThe end.", (2, 6), 0),
    ]


@pytest.mark.parametrize("line", ["- a", "•a", "* a", "1. a", "(2) a", "(b) a", "  ▪ a", "– a", "12) a"])
def test_list_items(line):
    assert is_list_item(line)


@pytest.mark.parametrize("line", ["-5 degrees", "-", "2023 a", "a - b", "*a*", "(see note)", "1.5 million", ""])
def test_no_list_items(line):
    assert not is_list_item(line)


def test_tab_table_becomes_rows_with_their_lines():
    text = "Energy\tUnit\t2023\t2022\nGas\tMWh\t15\t17\n\nNext words."
    assert read_text(text)[0] == Block(
        "table",
        "Energy\tUnit\t2023\t2022\nGas\tMWh\t15\t17",
        (1, 2),
        rows=(Row(("Energy", "Unit", "2023", "2022"), 1), Row(("Gas", "MWh", "15", "17"), 2)),
    )


def test_table_between_lines_of_prose_is_taken_out():
    text = "See below:\nGas\t15\nOil\t16\nThat is all."
    assert [(block.kind, block.lines) for block in read_text(text)] == [
        ("text", (1, 1)),
        ("table", (2, 3)),
        ("text", (4, 4)),
    ]


def test_flattened_table_with_groups_wrapped_labels_and_blank_lines():
    text = """Unit 2023 2022 2021 2020
Water use
Tap water m3 9.5 9.1 8.7 -

Total
waste t 1,200 1,100 N/A (900)
(of it hazardous) 5% 4% 3% 2%
Norda counts all sites."""
    table, rest = read_text(text)
    blank = ("", "", "", "")
    assert table.rows == (
        Row(("", "2023", "2022", "2021", "2020"), 1),
        Row(("Water use", *blank), 2),
        Row(("Tap water m3", "9.5", "9.1", "8.7", "-"), 3),
        Row(("Total waste t", "1,200", "1,100", "N/A", "(900)"), 6),
        Row(("(of it hazardous)", "5%", "4%", "3%", "2%"), 7),
    )
    assert table.lines == (1, 7)
    assert (rest.kind, rest.text, rest.lines) == ("text", "Norda counts all sites.", (8, 8))


def test_label_wrapped_over_lines_of_its_own():
    text = "Unit 2023 2022\nStaff % 1 2\n\nRegions beyond the\nhome country\n\n% 3 4"
    assert [row.cells[0] for row in read_text(text)[0].rows] == ["", "Staff %", "Regions beyond the home country %"]


def test_second_line_of_years_begins_a_table_of_its_own():
    text = "Water 2023 2022\nTap t 1 2\nWaste 2021 2020\nPaper t 3 4"
    assert [block.rows for block in read_text(text)] == [
        (Row(("Water", "2023", "2022"), 1), Row(("Tap t", "1", "2"), 2)),
        (Row(("Waste", "2021", "2020"), 3), Row(("Paper t", "3", "4"), 4)),
    ]


def test_line_of_years_without_rows_stays_text():
    assert shape("Norda over the years 2022 2023\nwas here.") == [
        ("text", "Norda over the years 2022 2023\nwas here.", (1, 2), 0)
    ]


def test_form_feed_parts_paragraphs_but_counts_no_line():
    assert shape("Norda ends.\x0cNext page\n\nIt goes on.") == [
        ("text", "Norda ends.", (1, 1), 0),
        ("heading", "Next page", (1, 1), 1),
        ("text", "It goes on.", (3, 3), 0),
    ]
    assert shape("cut in\n\x0ctwo.")[0] == ("text", "cut in\ntwo.", (1, 2), 0)


def test_lines_are_counted_by_line_feeds_alone():
    assert [line.number for line in numbered_lines("a\u2028b\x0bc\nd")] == [1, 2]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("- solar roofs", "solar roofs"),
        ("  – solar roofs", "solar roofs"),
        ("■solar roofs", "solar roofs"),
        ("(2) solar roofs", "solar roofs"),
        ("(b) solar roofs", "solar roofs"),
        ("-5 degrees", "-5 degrees"),
        ("2024 was warm.", "2024 was warm."),
    ],
)
def test_a_list_item_without_its_bullet(line: str, text: str) -> None:
    assert without_bullet(line) == text
