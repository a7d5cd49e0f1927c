"""Markdown reports: marks are read and taken away, words and lines stay."""

from __future__ import annotations

import pytest

from index.readers.markdown import read_markdown
from index.types import Block, Row


def shape(text: str) -> list[tuple[str, str, tuple[int, int], int]]:
    return [(block.kind, block.text, block.lines, block.level) for block in read_markdown(text)]


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
    assert read_markdown(text) == [
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
    (block,) = read_markdown(r"|| **Gas**[^2] | a \| b |  |")
    assert block.rows == (Row(("", "Gas", "a | b", ""), 1),)
