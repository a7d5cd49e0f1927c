"""Structure: contents, framework indexes, assurance statements, footnotes, captions, call-outs, parted tables."""

from __future__ import annotations

import pytest

from index.readers.text import read_text
from index.structure import structured
from index.types import Block, PrintedLine, ReadingOptions, Row

PROSE = (
    "Norda has put many lamps on many roofs, and it goes on to do so in each of the towns of the north that ask for it."
)


def built(*blocks: Block) -> list[Block]:
    """The blocks, one line each, with structure."""
    last = max(block.lines[1] for block in blocks)
    return structured(blocks, [PrintedLine("") for _ in range(last)])


def stacked(*parts: tuple[str, str]) -> list[Block]:
    """Blocks of kinds and texts with structure, one below the other."""
    blocks: list[Block] = []
    for kind, text in parts:
        line = blocks[-1].lines[1] + 2 if blocks else 1
        level = 1 if kind == "heading" else 0
        last = line + text.count("\n")
        rows = tuple(Row(tuple(row.split("\t")), line + at) for at, row in enumerate(text.split("\n")))
        blocks.append(Block(kind, text, (line, last), level, rows if kind == "table" else ()))
    return built(*blocks)


def roles(*parts: tuple[str, str]) -> list[str]:
    """The roles of blocks of kinds and texts."""
    return [block.role for block in stacked(*parts)]


CONTENTS = ("Who we are 2", "What we do 5", "Our plants 9", "Our people 14", "Figures 20")


def test_contents_end_at_the_first_heading_with_text_under_it():
    listed = [("heading", line) for line in CONTENTS]
    assert roles(
        ("heading", "Norda"), ("heading", "Contents"), *listed, ("heading", "Who we are"), ("text", PROSE)
    ) == [
        "body",
        *["contents"] * 6,
        "body",
        "body",
    ]


def test_contents_without_a_heading_are_told_by_rising_pages():
    lines = [
        f"{name} .... {page}"
        for page, name in enumerate(("Letter", "Plants", "People", "Water", "Waste", "Board", "Risks", "Index"), 3)
    ]
    assert roles(("text", "\n".join(lines)), ("text", PROSE)) == ["contents", "body"]
    assert roles(("text", "\n".join(reversed(lines))), ("text", PROSE)) == ["body", "body"]


def test_a_heading_content_without_pages_is_no_contents_page():
    assert roles(("heading", "Contents"), ("text", "Gold and tin"), ("text", PROSE)) == ["body", "body", "body"]


def test_bars_of_chapter_names():
    heads = [("heading", name) for name in ("Our Green Plants", "Our Good People", "Our Clean Water")]
    assert roles(*heads, ("text", "Our Green Plants Our Good People Our Clean Water"), ("text", PROSE))[3] == "contents"
    assert roles(*heads, ("text", "Our Green Plants and the Good People of Norda"), ("text", PROSE))[3] == "body"


GRI = "GRI Standard\tDisclosure\tSection\n" + "\n".join(
    f"\t305-{number} Emissions of kind {number}\tClimate" for number in range(1, 6)
)
KPI = "Indicator\tGRI\t2023\t2022\n" + "\n".join(
    f"Kind {number}\t305-{number}\t1,234.5\t2,345.6" for number in range(1, 6)
)


def test_index_tables_and_the_heading_above():
    found = roles(
        ("text", PROSE), ("heading", "GRI Content Index"), ("table", GRI), ("heading", "Letter"), ("text", PROSE)
    )
    assert found == ["body", "index", "index", "body", "body"]


def test_figures_with_codes_beside_them_are_no_index():
    assert roles(("heading", "GRI index figures"), ("table", KPI)) == ["body", "body"]


def test_a_table_that_says_what_is_met_where_is_an_index():
    table = "TCFD recommendation\tPage\nStrategy a)\t12\nStrategy b)\t13\nMetrics a)\t15"
    assert roles(("table", table)) == ["index"]
    assert roles(("table", table.replace("TCFD recommendation", "Town"))) == ["body"]


def test_a_table_in_which_some_rows_begin_with_codes_is_no_index():
    plain = "\n".join(f"Town {number}\tA plan of its own\tNorth" for number in range(20))
    assert roles(("table", f"{GRI}\n{plain}".replace("Section", "Part of the land")), ("text", PROSE)) == [
        "body",
        "body",
    ]


def test_an_index_flattened_to_lines():
    codes = [("text", f"{group}-{number} Some disclosure") for group in (201, 302) for number in range(1, 8)]
    found = roles(
        ("text", PROSE), *codes[:7], ("heading", "Energy"), *codes[7:], ("heading", "Letter"), ("text", PROSE)
    )
    assert found == ["body", *["index"] * 15, "body", "body"]


def test_chapters_tagged_with_codes_are_no_index():
    long = f"{PROSE} {PROSE} {PROSE}"
    tagged = [part for number in range(1, 16) for part in (("text", f"GRI 305-{number}"), ("text", long))]
    assert set(roles(*tagged)) == {"body"}


STATEMENT = (
    ("heading", "Independent Limited Assurance Report"),
    ("text", "To the board of Norda: we were engaged to give limited assurance on some figures of the report."),
    ("heading", "Basis"),
    ("text", "Our work was done under ISAE 3000, and we are independent of Norda. The criteria are those named."),
    ("text", "Our procedures included interviews and the reading of evidence."),
    ("heading", "Conclusion"),
    ("text", "Nothing has come to our attention that the figures are materially wrong."),
    ("table", "Figure\tUnit\t2023\nScope 1\tt\t12.5"),
)


def test_assurance_statements_with_their_table():
    found = roles(("heading", "Water"), ("text", PROSE), ("text", PROSE), *STATEMENT)
    assert found == ["body"] * 3 + ["assurance"] * 8


def test_speaking_of_assurance_is_no_statement():
    parts = (
        ("heading", "Assurance report"),
        ("text", "An auditor gave limited assurance; see the web."),
        ("text", PROSE),
    )
    assert roles(*parts) == ["body"] * 3


def test_footnotes_are_parted_from_text_and_lose_their_marks():
    text = "We sell lamps¹ and\nmore lamps.\n¹ Of glass,\nwith wire.\nHouses too."
    found = read_text(text.encode(), ReadingOptions())
    assert [(block.text, block.lines, block.role) for block in structured(found.blocks, found.lines)] == [
        ("We sell lamps and\nmore lamps.", (1, 2), "body"),
        ("Of glass,\nwith wire.", (3, 4), "footnote"),
        ("Houses too.", (5, 5), "body"),
    ]


def test_remarks_are_footnotes():
    assert roles(("text", "*Note: lamps of glass."), ("text", "Noted: lamps of glass.")) == ["footnote", "body"]


def test_a_paragraph_that_a_footnote_parts_is_joined():
    text = "We sell lamps¹ and\n\n¹ Of glass.\n\nhouses too."
    found = read_text(text.encode(), ReadingOptions())
    assert [(block.text, block.lines, block.role) for block in structured(found.blocks, found.lines)] == [
        ("We sell lamps and\n\n\n\nhouses too.", (1, 5), "body"),
        ("Of glass.", (3, 3), "footnote"),
    ]


TABLE = "Town\t2023\t2022\nBerg\t12.5\t11.4"


def test_captions_before_and_after_their_tables():
    found = stacked(("text", "Table 2: Water by town"), ("table", TABLE), ("heading", "People"), ("text", PROSE))
    assert [(block.role, block.caption) for block in found[:2]] == [("caption", ""), ("body", "Table 2: Water by town")]
    found = stacked(("table", TABLE), ("heading", "Table 3. Gas by town"), ("text", PROSE))
    assert [(block.kind, block.role, block.caption) for block in found[:2]] == [
        ("table", "body", "Table 3. Gas by town"),
        ("text", "caption", ""),
    ]


def test_a_lead_in_is_a_caption_and_stays_text():
    found = stacked(("text", f"{PROSE} The water of each town is as follows:"), ("table", TABLE))
    assert [(block.role, block.caption) for block in found] == [
        ("body", ""),
        ("body", "The water of each town is as follows"),
    ]


def test_a_line_with_a_colon_after_a_table_is_its_caption_where_nothing_follows():
    found = stacked(("table", TABLE), ("text", "Water of the towns of the north:"), ("text", PROSE))
    assert [(block.role, block.caption) for block in found[:2]] == [
        ("body", "Water of the towns of the north"),
        ("caption", ""),
    ]
    found = stacked(("table", TABLE), ("text", "Water of the towns of the north:"), ("list", "- Berg"))
    assert [block.caption for block in found] == ["", "", ""]
    found = stacked(("table", TABLE), ("text", "The towns are as named below:"), ("text", PROSE))
    assert [block.caption for block in found] == ["", "", ""]


def test_a_table_parted_by_a_footnote_keeps_its_header():
    found = stacked(("table", TABLE), ("text", "Note: without Dorf."), ("table", "Dorf\t1.5\t1.4\nTal\t2.5\t2.4"))
    assert [row.cells for row in found[2].rows] == [
        ("Town", "2023", "2022"),
        ("Dorf", "1.5", "1.4"),
        ("Tal", "2.5", "2.4"),
    ]
    assert found[2].rows[0].line == 1


@pytest.mark.parametrize(
    ("between", "second"),
    [
        (("text", PROSE), "Dorf\t1.5\t1.4"),
        (("text", "Note: without Dorf."), "Dorf\t1.5\t1.4\t1.3"),
        (("text", "Note: without Dorf."), "Town\t2021\t2020\nDorf\t1.5\t1.4"),
        (("text", "Note: without Dorf."), "Item\tKind\tSum\nDorf\t1.5\t1.4"),
    ],
)
def test_other_tables_keep_to_themselves(between, second):
    found = stacked(("table", TABLE), between, ("table", second))
    assert [row.cells for row in found[2].rows] == [tuple(row.split("\t")) for row in second.split("\n")]


def test_callouts_repeat_a_paragraph_in_pieces():
    prose = "In 2023 our plants saved 1,234 tonnes of steel in all, "
    prose += "and 48.5% of all staff work in research at the three sites of Norda."
    found = stacked(
        ("heading", "48.5%"),
        ("text", "of all staff"),
        ("heading", "Plants saved"),
        ("text", "1,234 tonnes"),
        ("text", prose),
    )
    assert [block.role for block in found] == ["callout", "body", "body", "callout", "body"]
    assert [block.kind for block in found] == ["text", "text", "heading", "text", "text"]
    found = stacked(("heading", "Our plants saved over"), ("text", "1,234 tonnes of steel"), ("text", prose))
    assert [(block.kind, block.role) for block in found[:2]] == [("text", "callout"), ("text", "callout")]


@pytest.mark.parametrize(
    "text",
    [
        "Scope 1 emissions",
        "2023 targets",
        "3.1 Steel saved",
        "1,999 tonnes of steel",
        "Copper 1,234 tonnes in other lands",
        "Case 48.5%",
    ],
)
def test_headings_and_other_figures_are_no_callouts(text):
    prose = "In 2023 Scope 1 emissions and targets: 3.1 Steel saved came to 1,234 tonnes of steel, "
    prose += "and 48.5% of all staff did it."
    assert roles(("heading", text), ("text", prose))[0] == "body"


def test_nothing_is_lost_and_lines_stay():
    text = "# Norda\n\nLamps¹ shine.\n\n¹ Of glass.\n\nA\t2023\t2022\nB\t1.5\t2.5\n\n- one\n- two"
    found = read_text(text.encode(), ReadingOptions())
    blocks = structured(found.blocks, found.lines)
    covered = {line for block in blocks for line in range(block.lines[0], block.lines[1] + 1)}
    assert covered == {1, 3, 5, 7, 8, 10, 11}
