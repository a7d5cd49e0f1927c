"""Plain-text reports: what a reader sees as heading, paragraph, list and table is read as such."""

from __future__ import annotations

import pytest

from index.readers.lines import is_list_item, printed_lines, without_bullet
from index.readers.text import read_text
from index.types import Block, ReadingOptions, Row


def blocks_of(text: str) -> tuple[Block, ...]:
    return read_text(text.encode(), ReadingOptions()).blocks


def shape(text: str) -> list[tuple[str, str, tuple[int, int], int]]:
    return [(block.kind, block.text, block.lines, block.level) for block in blocks_of(text)]


def headings(text: str) -> list[tuple[int, str]]:
    return [(block.level, block.text) for block in blocks_of(text) if block.kind == "heading"]


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
    assert [block.text for block in blocks_of(text)] == ["Norda saves water.", "AI", "It learns."]


def test_group_that_comes_again_in_one_table_only_is_no_running_header():
    text = "\n\n".join(
        ["First words."] * 1 + ["By gender", "It is even."] * 3 + [f"Norda grew {n} trees." for n in range(30)]
    )
    assert headings(text) == [(1, "By gender")] * 3


def test_sentence_that_comes_again_stays():
    text = "\n\n".join(["We comply with the law.", "Pay is fair."] * 4)
    assert [block.text for block in blocks_of(text)] == ["We comply with the law.", "Pay is fair."] * 4


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
    assert blocks_of(text)[0] == Block(
        "table",
        "Energy\tUnit\t2023\t2022\nGas\tMWh\t15\t17",
        (1, 2),
        rows=(Row(("Energy", "Unit", "2023", "2022"), 1), Row(("Gas", "MWh", "15", "17"), 2)),
    )


def test_table_between_lines_of_prose_is_taken_out():
    text = "See below:\nGas\t15\nOil\t16\nThat is all."
    assert [(block.kind, block.lines) for block in blocks_of(text)] == [
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
    table, rest = blocks_of(text)
    blank = ("", "", "", "", "")
    assert table.rows == (
        Row(("", "Unit", "2023", "2022", "2021", "2020"), 1),
        Row(("Water use", *blank), 2),
        Row(("Tap water", "m3", "9.5", "9.1", "8.7", "-"), 3),
        Row(("Total waste", "t", "1,200", "1,100", "N/A", "(900)"), 5, 6),
        Row(("(of it hazardous)", "", "5%", "4%", "3%", "2%"), 7),
    )
    assert table.lines == (1, 7)
    assert (rest.kind, rest.text, rest.lines) == ("text", "Norda counts all sites.", (8, 8))


def test_label_wrapped_over_lines_of_its_own():
    text = "Unit 2023 2022\nStaff % 1 2\n\nRegions beyond the\nhome country\n\n% 3 4"
    assert blocks_of(text)[0].rows[1:] == (
        Row(("Staff", "%", "1", "2"), 2),
        Row(("Regions beyond the home country", "%", "3", "4"), 4, 7),
    )


def test_second_line_of_years_begins_a_table_of_its_own():
    text = "Water 2023 2022\nTap t 1 2\nWaste 2021 2020\nPaper t 3 4"
    assert [block.rows for block in blocks_of(text)] == [
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
    assert [line.text for line in printed_lines("a\u2028b\x0bc\nd")] == ["a\u2028b\x0bc", "d"]


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


def rows_of(text: str) -> list[tuple[str, ...]]:
    return [row.cells for block in blocks_of(text) if block.kind == "table" for row in block.rows]


def test_note_that_stands_for_the_one_value_that_lacks():
    text = (
        "Unit 2023 2022 2021\n\nScope 3\ntonne\n\nThis is to be disclosed\nin May 2024\n\n12 -\n\nScope 1 tonne 1 2 3"
    )
    assert rows_of(text)[1:] == [
        ("Scope 3", "tonne", "This is to be disclosed in May 2024", "12", "-"),
        ("Scope 1", "tonne", "1", "2", "3"),
    ]


def test_row_with_a_value_too_few_or_too_many_is_kept_as_words():
    text = "Staff 2023 2022\nMen 5 6\nWomen 7\nOthers 1 2 3\nAll 8 9"
    assert rows_of(text)[1:] == [("Men", "5", "6"), ("Women 7",), ("Others 1 2 3",), ("All", "8", "9")]


def test_number_that_ends_a_label_is_no_value():
    text = "Staff 2023 2022\nUnder 30 5 6\nScope 1 7 8\nISO 9001 sites 1 2"
    assert rows_of(text)[1:] == [("Under 30", "5", "6"), ("Scope 1", "7", "8"), ("ISO 9001 sites", "1", "2")]


def test_shares_in_brackets_belong_to_the_values_before_them():
    assert rows_of("Staff 2023 2022\nMen 5 (50%) 6 (60.5%)")[1:] == [("Men", "5 (50%)", "6 (60.5%)")]


def test_unit_column_behind_the_years():
    assert rows_of("Energy 2023 2022 Unit\nGas MWh 5 6")[0] == ("Energy", "Unit", "2023", "2022")


def test_table_goes_on_behind_its_repeated_header_but_not_behind_prose():
    text = (
        "Unit 2023 2022\n\nGas MWh 1 2\n\nUnit 2023 2022\n\nOil MWh 3 4\n\nThese are estimates by the mill.\n\nWood 5 6"
    )
    found = blocks_of(text)
    assert [(block.kind, block.lines) for block in found] == [("table", (1, 7)), ("text", (9, 9)), ("text", (11, 11))]
    assert [row.cells[0] for row in found[0].rows] == ["", "Gas", "Oil"]


def test_end_of_a_label_below_its_values_belongs_to_it():
    assert rows_of("Staff 2023 2022\nWomen among all new 5 6\nengineers\nMen 7 8")[1:] == [
        ("Women among all new engineers", "5", "6"),
        ("Men", "7", "8"),
    ]


def test_header_whose_columns_are_wrapped_over_lines():
    text = "Course 2023 Number\nof people\n\n2022 Number\nof people\n\nSafety first 1,186 1,250"
    assert blocks_of(text)[0].rows == (
        Row(("Course", "2023 Number of people", "2022 Number of people"), 1, 5),
        Row(("Safety first", "1,186", "1,250"), 7),
    )


def test_years_as_labels_under_titles_that_end_in_units():
    text = "Year Deaths\n(people)\n\nRate of\naccidents\n(%)\n\n2023 0 0.5%\n\n2022 1 0.7%"
    assert blocks_of(text)[0].rows == (
        Row(("Year", "Deaths (people)", "Rate of accidents (%)"), 1, 6),
        Row(("2023", "0", "0.5%"), 8),
        Row(("2022", "1", "0.7%"), 10),
    )


def test_years_as_labels_under_titles_that_begin_alike():
    text = "Year Calls of\nusers\nShare of calls\nsolved\nShare of calls\nsolved in a day\n2023 7 9% 8%\n2022 6 9% 7%"
    assert rows_of(text)[0] == (
        "Year",
        "Calls of users",
        "Share of calls solved",
        "Share of calls solved in a day",
    )


def test_years_as_labels_under_titles_of_unknown_ends_stay_text():
    text = "Year Deaths at\nwork rate\nof accidents\n2023 0 0.5%\n2022 1 0.7%"
    assert shape(text) == [("text", text, (1, 5), 0)]


def test_rows_of_a_tab_table_parted_by_blank_lines_are_one_table():
    text = "Energy\t2023\t2022\n\nGas\t15\t16\n\nOil\t17\t18\n\nWater\t2023\t2022\nTap\t1\t2"
    assert [(block.lines, len(block.rows)) for block in blocks_of(text)] == [((1, 5), 3), ((7, 8), 2)]


def test_lone_line_with_a_tab_is_text():
    assert shape("Our portal\t https://norda.example\n\nIt is open.")[0] == (
        "text",
        "Our portal https://norda.example",
        (1, 1),
        0,
    )


def test_case_stands_below_the_heading_before_it_and_heads_nothing_after_it():
    text = "Water\n\nWe save it.\n\nCase: The mill at Arl\n\nIt saved most.\n\nWaste\n\nWe sort it."
    assert headings(text) == [(1, "Water"), (2, "Case: The mill at Arl"), (1, "Waste")]


def test_pieces_of_sentences_and_labels_of_figures_are_no_headings():
    text = "Our team of\n\n17,800\n\nNew patents\n\n520 in one year\n\nWe hosted\n\nDrought\n\nand floods harm mills."
    assert headings(text) == []


def test_many_labels_in_a_row_stand_as_text_under_the_first():
    text = "Staff\n\nFair pay\n\nGood health\n\nSafe work\n\nTraining\n\nWe talk to all of them every year at length."
    assert headings(text) == [(1, "Staff")]


def test_numbered_lines_one_after_the_other_are_a_list():
    text = "Levels\n\n1. Low\n\n2. Middle\n\n3. High\n\nThey are checked."
    assert [block.kind for block in blocks_of(text)] == ["heading", "list", "list", "list", "text"]


def test_items_inside_a_numbered_section_open_no_chapter():
    text = "1. Home\n\n1.1 Roof\n\nIt holds.\n\n2. Slate\n\nGrey.\n\n1.2 Wall\n\nIt stands.\n\n2. Garden\n\nIt grows."
    assert headings(text) == [(1, "1. Home"), (2, "1.1 Roof"), (3, "2. Slate"), (2, "1.2 Wall"), (1, "2. Garden")]


def test_contents_page_tells_chapters_from_sections():
    body = "It is a long story, told here at length. " * 6
    text = f"Contents\n\nForest\n\nTrees 3\n\nBirds 5\n\nForest\n\nTrees\n\n{body}\n\nOaks\n\n{body}\n\nBirds\n\n{body}"
    assert headings(text) == [(3, "Contents"), (1, "Forest"), (2, "Trees"), (3, "Oaks"), (2, "Birds")]


def test_rising_page_numbers_are_left_out_and_other_numbers_stay():
    pages = [f"Page text of day {number}.\n\n{100 + number}" for number in range(6)]
    texts = [block.text for block in blocks_of("\n\n".join([*pages, "37"]))]
    assert texts == [f"Page text of day {number}." for number in range(6)]
    assert [block.text for block in blocks_of("It is.\n\n512\n\nSo.")] == ["It is.", "512", "So."]


def test_heading_that_comes_again_in_each_chapter_stays():
    text = "\n\n".join(f"Our approach\n\nWe do it in way {number}." for number in range(4))
    assert headings(text) == [(1, "Our approach")] * 4


def test_heading_on_the_line_above_its_paragraph():
    text = "Clean water\nNorda keeps rivers clean and counts every litre of it.\nIt does so daily."
    assert [(block.kind, block.lines) for block in blocks_of(text)] == [("heading", (1, 1)), ("text", (2, 3))]


def test_word_parted_at_a_line_end_is_whole_and_breaks_are_kept():
    text = "We use low-\ncarbon steel in all\nhouses."
    assert shape(text) == [("text", "We use low-carbon\nsteel in all\nhouses.", (1, 3), 0)]


def test_bullet_alone_on_its_line_stands_before_its_text():
    assert shape("Offers:\n\n-\n\nFree fruit for all.")[1] == ("list", "- Free fruit for all.", (5, 5), 0)


def test_titles_in_a_stack_are_those_of_the_tables_below_that_share_their_words():
    text = (
        "Share of bottles recalled\n\nNumber of calls answered\n\nYear 2023 2022\n\n"
        "Share of all bottles recalled 1% 2%\n\nYear Number of calls\nCalls answered (%)\n2023 7 9%\n2022 6 9%"
    )
    found = blocks_of(text)
    assert [(block.kind, block.role, block.caption) for block in found[:3]] == [
        ("text", "caption", ""),
        ("text", "caption", ""),
        ("table", "body", "Share of bottles recalled"),
    ]
    assert headings(text.replace("Number of calls answered", "Glass of the mill")) == [
        (1, "Share of bottles recalled"),
        (2, "Glass of the mill"),
    ]


def test_group_row_whose_other_cells_are_empty_stays_in_its_tab_table():
    text = "\t\t2023\nStaff\tUnit\tTotal\nBy gender\t\t\nMen\t%\t5"
    assert [row.cells for row in blocks_of(text)[0].rows] == [
        ("", "", "2023"),
        ("Staff", "Unit", "Total"),
        ("By gender", "", ""),
        ("Men", "%", "5"),
    ]


def test_bracket_that_ends_a_label_and_a_note_on_the_row_itself():
    text = "Gas (t) 2023 2022\n\nOwn (Scope 1) 1.5 2.5\n\nOf suppliers\n(Scope 3) To be disclosed in May 2024 9.5"
    assert blocks_of(text)[0].rows == (
        Row(("Gas (t)", "2023", "2022"), 1),
        Row(("Own (Scope 1)", "1.5", "2.5"), 3),
        Row(("Of suppliers (Scope 3)", "To be disclosed in May 2024", "9.5"), 5, 6),
    )
