"""Tables of PDF reports beside and below other things, over page breaks, and what only looks like one."""

from __future__ import annotations

import pytest

from index.readers.pdf import read_pdf
from index.types import Block, Draft, ReadingOptions
from tests.index.making_pdf import Sheet, pdf

RIGHTS = (300.0, 380.0, 460.0)


def read(*pages) -> Draft:
    """Draw pages and read them."""
    return read_pdf(pdf(*pages), ReadingOptions())


def tables(draft: Draft) -> list[Block]:
    """The tables of a draft."""
    return [block for block in draft.blocks if block.kind == "table"]


def cells(block: Block) -> list[tuple[str, ...]]:
    """The cells of each row."""
    return [row.cells for row in block.rows]


def plain_table(sheet: Sheet, *, top: float = 120) -> None:
    """A caption, a header and three rows."""
    sheet.text(60, top - 24, "Table 1: Energy used by the works in all of its three countries (MWh)")
    sheet.row(top, "", ("2022", "2023", "2024"), RIGHTS, bold=True)
    sheet.row(top + 16, "Electricity", ("1,204.5", "1,310.0", "98.1"), RIGHTS)
    sheet.row(top + 32, "Natural gas", ("88.0", "n/a", "–"), RIGHTS)
    sheet.row(top + 48, "Total", ("1,292.5", "1,310.0", "98.1"), RIGHTS, bold=True)


def test_a_table_cut_by_a_page_break_is_one_where_the_rest_has_no_header() -> None:
    def second(sheet: Sheet) -> None:
        sheet.row(80, "Heat bought", ("7.0", "6.0", "5.0"), RIGHTS)
        sheet.row(96, "Steam", ("3.0", "2.0", "1.0"), RIGHTS)
        sheet.row(112, "Cold", ("0.3", "0.2", "0.1"), RIGHTS)

    draft = read(plain_table, second)
    (table,) = tables(draft)
    assert cells(table)[4:] == [
        ("Heat bought", "7.0", "6.0", "5.0"),
        ("Steam", "3.0", "2.0", "1.0"),
        ("Cold", "0.3", "0.2", "0.1"),
    ]
    assert cells(table)[3][0] == "Total"
    assert table.lines == (2, 8)
    assert [line.page for line in draft.lines] == [1] * 5 + [2] * 3
    assert table.text.count("\n") == table.lines[1] - table.lines[0]


def test_a_table_with_a_header_of_its_own_on_the_next_page_is_another() -> None:
    assert [len(table.rows) for table in tables(read(plain_table, plain_table))] == [4, 4]


def test_tables_side_by_side_are_parted_by_their_lines() -> None:
    def draw(sheet: Sheet) -> None:
        for left in (40.0, 310.0):
            for number, (label, values) in enumerate(
                (("Asset", ("2023", "2024")), ("Shops", ("1.5", "2.5")), ("Yards", ("3.5", "4.5")))
            ):
                sheet.text(left, 100 + 16 * number, label)
                for value, right in zip(values, (left + 180, left + 240), strict=True):
                    sheet.right(right, 100 + 16 * number, value)
                sheet.rule(left, left + 242, 104 + 16 * number)

    assert [cells(table) for table in tables(read(draw))] == [
        [("Asset", "2023", "2024"), ("Shops", "1.5", "2.5"), ("Yards", "3.5", "4.5")]
    ] * 2


def test_two_tables_one_below_the_other_are_two() -> None:
    def draw(sheet: Sheet) -> None:
        plain_table(sheet, top=120)
        plain_table(sheet, top=230)

    draft = read(draw)
    assert [block.kind for block in draft.blocks] == ["text", "table", "text", "table"]
    assert [cells(table)[0] for table in tables(draft)] == [("", "2022", "2023", "2024")] * 2


def test_text_beside_a_table_is_no_part_of_it() -> None:
    beside = [
        "Prices rose by a third in",
        "the year, and so we used",
        "less of all of it than we",
        "had meant to, but sold",
        "as much.",
    ]

    def draw(sheet: Sheet) -> None:
        sheet.lines(40, 100, beside, leading=13)
        for number, (label, values) in enumerate(
            (("Fuel", ("2023", "2024")), ("Coal", ("1.5", "2.5")), ("Oil", ("3.5", "4.5")), ("Gas", ("1.0", "2.0")))
        ):
            sheet.text(300, 100 + 18 * number, label)
            for value, right in zip(values, (460.0, 540.0), strict=True):
                sheet.right(right, 100 + 18 * number, value)

    draft = read(draw)
    assert [block.kind for block in draft.blocks] == ["text", "table"]
    assert draft.blocks[0].text == "\n".join(beside)
    assert cells(draft.blocks[1])[1:] == [("Coal", "1.5", "2.5"), ("Oil", "3.5", "4.5"), ("Gas", "1.0", "2.0")]


def test_the_numbers_of_a_chart_are_no_table_and_no_heading() -> None:
    def draw(sheet: Sheet) -> None:
        for number in range(5):
            sheet.right(80, 300 - 40 * number, str(5 * number))
            sheet.right(400, 300 - 40 * number, f"{number},000")
        for number, year in enumerate(("2022", "2023", "2024")):
            sheet.text(120 + 90 * number, 320, year)
            sheet.text(124 + 90 * number, 200 - 23 * number, f"{8 + number}.7", size=14, bold=True)

    draft = read(draw)
    assert draft.blocks == ()
    assert "8.7" in {line.text for line in draft.lines}


def test_contents_are_text() -> None:
    def draw(sheet: Sheet) -> None:
        for number, (name, page) in enumerate(
            (("Letter", "2"), ("Our plants", "5"), ("Climate", "9"), ("People", "14"), ("Figures", "30"))
        ):
            sheet.row(100 + 16 * number, name, (page,), (500.0,))

    (block,) = read(draw).blocks
    assert block.kind == "text"
    assert block.text.split("\n")[1].split() == ["Our", "plants", "5"]


@pytest.mark.parametrize("lines", [3, 8])
def test_columns_of_text_between_long_lines_are_no_table(lines: int) -> None:
    words = ["The works in Graz have used", "less water since the new", "tanks were built beside them"]

    def draw(sheet: Sheet) -> None:
        for y in (80, 80 + 12 * 10, 80 + 24 * 10, 80 + 36 * 10):
            sheet.rule(40, 560, y)
        for top in (96, 216, 336):
            for left in (50, 310):
                sheet.lines(left, top, (words * 3)[:lines])

    assert {block.kind for block in read(draw).blocks} == {"text"}
