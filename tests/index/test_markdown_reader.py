"""Markdown reports: marks are read and taken away, words and lines stay."""

from __future__ import annotations

import pytest

from index.readers.markdown import read_markdown
from index.types import Block, Draft, ReadingOptions, Row


def draft(text: str) -> Draft:
    return read_markdown(text.encode(), ReadingOptions())


def blocks(text: str) -> list[Block]:
    return list(draft(text).blocks)


def shape(text: str) -> list[tuple[str, str, tuple[int, int], int]]:
    return [(block.kind, block.text, block.lines, block.level) for block in blocks(text)]


def test_headings_of_every_kind():
    text = "# Norda 2023\n## Water #\n### C#\nUnder it\n========\nBelow\n---\n#\n#hash"
    assert shape(text) == [
        ("heading", "Norda 2023", (1, 1), 1),
        ("heading", "Water", (2, 2), 2),
        ("heading", "C#", (3, 3), 3),
        ("heading", "Under it", (4, 5), 1),
        ("heading", "Below", (6, 7), 2),
        ("text", "#hash", (9, 9), 0),
    ]


def test_rule_parts_paragraphs_and_is_no_text():
    assert shape("One\ntwo\n---\nthree\n\n***\n") == [("text", "One\ntwo", (1, 2), 0), ("text", "three", (4, 4), 0)]


def test_paragraph_list_with_wrapped_items_and_table():
    text = "Norda offers:\n- checks for\n  all staff\n* fruit\nand nuts\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\nDone."
    assert blocks(text) == [
        Block("text", "Norda offers:", (1, 1)),
        Block("list", "- checks for\nall staff\n* fruit\nand nuts", (2, 5)),
        Block(
            "table",
            "| a | b |\n|---|:-:|\n| 1 | 2 |",
            (7, 9),
            rows=(Row(("a", "b"), 7), Row(("---", ":-:"), 8), Row(("1", "2"), 9)),
        ),
        Block("text", "Done.", (10, 10)),
    ]


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("**bold** and __strong__ words", "bold and strong words"),
        ("*one* _two_ words", "one two words"),
        ("half bold:** rest", "half bold: rest"),
        ("see [the site](https://norda.example/a_(b)) now", "see the site now"),
        ("![a chart](chart.png)", "a chart"),
        ("20 t[^1] of CO2", "20 t of CO2"),
        ("[^note]: It is an estimate.", "It is an estimate."),
        ("3 * 4 * 5 and snake_case_name", "3 * 4 * 5 and snake_case_name"),
        ("[unit] (t)", "[unit] (t)"),
    ],
)
def test_marks_are_taken_away(marked, plain):
    assert shape(marked) == [("text", plain, (1, 1), 0)]


def test_line_that_holds_only_a_mark_still_counts():
    assert shape("[^1]:\nAn estimate.") == [("text", "\nAn estimate.", (1, 2), 0)]


def test_code_is_text_whatever_it_looks_like():
    text = "```text\n# no heading\n~~~\n---\n```\n# Heading\n```inline``` code"
    assert shape(text) == [
        ("text", "# no heading\n~~~\n---", (2, 4), 0),
        ("heading", "Heading", (6, 6), 1),
        ("text", "```inline``` code", (7, 7), 0),
    ]


def test_fence_left_open_keeps_the_rest():
    assert shape("```\n# a\nb") == [("text", "# a\nb", (2, 3), 0)]


def test_pipe_table_cells_lose_marks_and_keep_escaped_pipes_and_empty_cells():
    (block,) = blocks(r"|| **Gas**[^2] | a \| b |  |")
    assert block.rows == (Row(("", "Gas", "a | b", ""), 1),)


def cells(block: Block) -> list[tuple[str, ...]]:
    return [row.cells for row in block.rows]


def test_table_without_outer_pipes_has_a_rule_under_its_header():
    (before, table, after) = blocks("Energy | water use.\n\nItem | 2023\n:--- | ---:\nEnergy | 12\nWater | 3\nNo row.")
    assert (before.kind, before.text) == ("text", "Energy | water use.")
    assert cells(table) == [("Item", "2023"), (":---", "---:"), ("Energy", "12"), ("Water", "3")]
    assert table.lines == (3, 6)
    assert (after.kind, after.text, after.lines) == ("text", "No row.", (7, 7))


def test_rule_of_another_width_makes_no_table():
    assert [block.kind for block in blocks("a | b\n--- | --- | ---\n")] == ["text"]


def test_table_goes_on_after_a_blank_line_only_where_it_has_no_header_of_its_own():
    first = "| Item | 2023 |\n|---|---|\n| Energy | 12 |\n"
    (table,) = blocks(f"{first}\n| Water | 3 |\n| Waste | 4 |\n")
    assert cells(table)[2:] == [("Energy", "12"), ("Water", "3"), ("Waste", "4")]
    assert [row.line for row in table.rows] == [1, 2, 3, 5, 6]
    assert table.lines == (1, 6)
    assert len(blocks(f"{first}\n{first}")) == 2
    assert len(blocks(f"{first}\n| Water | 3 | 4 |\n")) == 2
    assert len(blocks(f"{first}\nText between.\n\n| Water | 3 |\n")) == 3


def test_grid_table_with_rows_of_several_lines():
    text = (
        "+-----------+------+\n| Indicator | 2023 |\n+===========+======+\n| Energy    | 12   |\n| use       |      |\n"
        "+-----------+------+\n| Water     | 3    |\n+-----------+------+\nDone."
    )
    table, after = blocks(text)
    assert table.rows == (
        Row(("Indicator", "2023"), 2, 2),
        Row(("---", "---"), 3),
        Row(("Energy use", "12"), 4, 5),
        Row(("Water", "3"), 7, 7),
    )
    assert (table.kind, table.lines, after.text) == ("table", (1, 8), "Done.")


def test_grid_whose_cells_cannot_be_told_is_no_table_of_wrong_ones():
    text = "+---+---+\n| a | b |\n+---+---+\n| c spans both |\n+---+---+\n"
    assert all(len(row.cells) != 2 or "c" not in row.cells[0] for block in blocks(text) for row in block.rows)


def test_html_table_keeps_the_lines_of_its_rows():
    text = (
        "Before.\n\n<table>\n<tr><th>Item</th><th colspan=2>2023</th></tr>\n<tr><td>Energy</td><td>12</td>\n"
        "<td>13</td></tr>\n</table>\n\nAfter."
    )
    before, table, after = blocks(text)
    assert table.rows == (Row(("Item", "2023", "2023"), 4, 4), Row(("Energy", "12", "13"), 5, 7))
    assert (before.text, table.lines, after.lines) == ("Before.", (3, 7), (9, 9))


def test_html_table_without_an_end_is_left_as_text():
    assert {block.kind for block in blocks("<table>\n<tr><td>a</td><td>1</td></tr>\n\n# Water\n\nText.")} == {
        "text",
        "heading",
    }


def test_footnotes_are_tied_to_the_lines_that_refer_to_them():
    text = (
        "Norda used 12 t[^1] of steel[^long].\n\n| Item | 2023 |\n|---|---|\n| Water[^1] | 3[^none] |\n\n"
        "[^1]: Without offices.\n[^long]: Estimated\n    from bills.\n"
    )
    read = draft(text)
    assert read.blocks[0].text == "Norda used 12 t of steel."
    assert cells(read.blocks[1])[2] == ("Water", "3")
    assert [(block.text, block.role, block.lines) for block in read.blocks[2:]] == [
        ("Without offices.", "footnote", (7, 7)),
        ("Estimated\nfrom bills.", "footnote", (8, 9)),
    ]
    assert dict(read.notes) == {1: ("Without offices.", "Estimated from bills."), 5: ("Without offices.",)}
    assert read.lines[0].text == "Norda used 12 t[^1] of steel[^long]."


@pytest.mark.parametrize(
    ("front", "title", "lines"),
    [
        ('---\ntitle: "Norda 2023"\ntags:\n  - esg\n---\n', "Norda 2023", (6, 6)),
        ("---\nauthor: Norda\n...\n", "Water", (4, 4)),
    ],
)
def test_front_matter_is_no_text(front, title, lines):
    read = draft(f"{front}# Water\n")
    assert (read.title, [block.lines for block in read.blocks]) == (title, [lines])


def test_rules_around_text_are_no_front_matter():
    assert shape("---\nOnly words here\n---\n") == [("heading", "Only words here", (2, 3), 2)]


def test_comments_are_dropped_but_not_in_code():
    text = "One <!-- not this --> two <!-- nor\nthis\nnor --> three\n```\n<!-- code -->\n```\n"
    assert shape(text) == [
        ("text", "One  two", (1, 1), 0),
        ("text", "three\n<!-- code -->", (3, 5), 0),
    ]


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        (r"5 \* 3 \# \[a\] a\_b 10\%", "5 * 3 # [a] a_b 10%"),
        ("CO<sub>2</sub> in 10<sup>6</sup> <b>tonnes</b>", "CO₂ in 10⁶ tonnes"),
        ("a &amp; b &lt; c &unknown; d", "a & b < c &unknown; d"),
        ("> A quotation", "A quotation"),
        ("> 90% of suppliers", "> 90% of suppliers"),
        ("one<br>two", "one two"),
    ],
)
def test_escapes_tags_and_quotations(marked, plain):
    assert shape(marked) == [("text", plain, (1, 1), 0)]


def test_html_headings():
    assert shape('<h2 align="center">Water <!-- x --></h2>\n\nText.') == [
        ("heading", "Water", (1, 1), 2),
        ("text", "Text.", (3, 3), 0),
    ]
