"""Tables of PDF reports, found by their values and by the lines between their rows."""

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


def test_a_table_is_found_by_values_that_stand_in_columns() -> None:
    draft = read(plain_table)
    assert draft.blocks[0] == Block(
        "text", "Table 1: Energy used by the works in all of its three countries (MWh)", (1, 1)
    )
    (table,) = tables(draft)
    assert cells(table) == [
        ("", "2022", "2023", "2024"),
        ("Electricity", "1,204.5", "1,310.0", "98.1"),
        ("Natural gas", "88.0", "n/a", "–"),
        ("Total", "1,292.5", "1,310.0", "98.1"),
    ]
    assert table.lines == (2, 5)
    assert [row.lines for row in table.rows] == [(2, 2), (3, 3), (4, 4), (5, 5)]
    assert draft.lines[2].text == "Electricity\t1,204.5\t1,310.0\t98.1"
    assert (draft.lines[2].box.left, draft.lines[2].box.right) == (60.0, 460.0)


def test_years_above_groups_of_columns_stand_over_each_of_them() -> None:
    rights = (240.0, 300.0, 360.0, 420.0, 480.0, 540.0)

    def draw(sheet: Sheet) -> None:
        for year, right in (("2023", 360.0), ("2024", 540.0)):
            sheet.right(right, 80, year, size=8, bold=True)
        sheet.row(100, "", ("Own", "Rented", "", "Own", "Rented", ""), rights, size=8, bold=True)
        sheet.row(109, "Kind of site", ("sites", "sites", "Total") * 2, rights, size=8, bold=True)
        sheet.row(126, "Shops", ("1.0", "2.0", "3.0", "4.0", "5.0", "9.0"), rights, size=8)
        sheet.row(142, "Stores and yards", ("1.5", "2.5", "4.0", "n/a", "5.5", "5.5"), rights, size=8)

    (table,) = tables(read(draw))
    assert cells(table) == [
        ("", "2023", "2023", "2023", "2024", "2024", "2024"),
        ("Kind of site", "Own sites", "Rented sites", "Total", "Own sites", "Rented sites", "Total"),
        ("Shops", "1.0", "2.0", "3.0", "4.0", "5.0", "9.0"),
        ("Stores and yards", "1.5", "2.5", "4.0", "n/a", "5.5", "5.5"),
    ]
    assert table.rows[1].lines == (2, 3)


def test_a_header_cell_spans_the_columns_above_the_line_under_it() -> None:
    rights = (260.0, 320.0, 400.0, 460.0)

    def draw(sheet: Sheet) -> None:
        sheet.text(228, 80, "Works")
        sheet.rule(210, 320, 84)
        sheet.text(372, 80, "Offices")
        sheet.rule(360, 460, 84)
        sheet.row(100, "", ("2023", "2024", "2023", "2024"), rights)
        sheet.row(116, "Water taken", ("10", "12", "3", "4"), rights)
        sheet.row(132, "Water given back", ("8", "9", "2", "3"), rights)

    assert cells(tables(read(draw))[0])[:2] == [("", "Works", "Works", "Offices", "Offices"),
                                               ("", "2023", "2024", "2023", "2024")]  # fmt: skip


def test_wrapped_labels_are_joined_and_names_of_groups_are_not() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.row(80, "", ("2022", "2023", "2024"), RIGHTS)
        sheet.text(60, 100, "People hurt", bold=True)
        sheet.row(120, "Own staff", ("3", "2", "1"), RIGHTS)
        sheet.text(60, 140, "People of other firms who")
        sheet.row(152, "work at our sites", ("5", "4", "0"), RIGHTS)
        sheet.row(172, "Hours worked", ("1,000", "1,100", "1,200"), RIGHTS)

    (table,) = tables(read(draw))
    assert cells(table)[1:] == [
        ("People hurt", "", "", ""),
        ("Own staff", "3", "2", "1"),
        ("People of other firms who work at our sites", "5", "4", "0"),
        ("Hours worked", "1,000", "1,100", "1,200"),
    ]
    assert table.rows[3].lines == (4, 5)


@pytest.mark.parametrize("header", [True, False])
def test_labels_of_two_lines_may_stand_centred_beside_their_values(header: bool) -> None:
    def draw(sheet: Sheet) -> None:
        if header:
            sheet.row(80, "Indicator", ("2022", "2023", "2024"), RIGHTS)
        for top, whose in ((100, "own staff"), (130, "other staff"), (160, "all staff")):
            sheet.lines(60, top, ["Hours of training of", whose], leading=11)
            sheet.row(top + 5.5, "", ("10.5", "20.5", "30.5"), RIGHTS)

    (table,) = tables(read(draw))
    values = ("10.5", "20.5", "30.5")
    assert cells(table) == [
        *([("Indicator", "2022", "2023", "2024")] if header else []),
        ("Hours of training of own staff", *values),
        ("Hours of training of other staff", *values),
        ("Hours of training of all staff", *values),
    ]


def test_a_unit_between_label_and_values_is_a_column() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.row(80, "Indicator", ("2022", "2023", "2024"), RIGHTS)
        sheet.text(200, 80, "Unit")
        for number, (label, unit) in enumerate((("Waste", "t"), ("Water", "m³"), ("Staff", "people"))):
            sheet.row(100 + 16 * number, label, ("10", "20", "30"), RIGHTS)
            sheet.text(200, 100 + 16 * number, unit)

    assert cells(tables(read(draw))[0]) == [
        ("Indicator", "Unit", "2022", "2023", "2024"),
        ("Waste", "t", "10", "20", "30"),
        ("Water", "m³", "10", "20", "30"),
        ("Staff", "people", "10", "20", "30"),
    ]


def test_numbers_of_rows_and_years_may_be_labels() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.row(80, "No.", ("2022", "2023", "2024"), RIGHTS)
        sheet.text(90, 80, "Indicator")
        for number, label in enumerate(("Waste", "Water taken", "Staff")):
            sheet.row(96 + 16 * number, str(number + 1), ("10", "20", "30"), RIGHTS)
            sheet.text(90, 96 + 16 * number, label)
        sheet.row(300, "Year", ("Waste", "Water", "Staff"), RIGHTS)
        for number, year in enumerate(("2022", "2023", "2024")):
            sheet.row(316 + 16 * number, year, ("10 t", "20.5", "1,030"), RIGHTS)

    first, second = tables(read(draw))
    assert cells(first) == [
        ("No.", "Indicator", "2022", "2023", "2024"),
        ("1", "Waste", "10", "20", "30"),
        ("2", "Water taken", "10", "20", "30"),
        ("3", "Staff", "10", "20", "30"),
    ]
    assert cells(second) == [
        ("Year", "Waste", "Water", "Staff"),
        ("2022", "10 t", "20.5", "1,030"),
        ("2023", "10 t", "20.5", "1,030"),
        ("2024", "10 t", "20.5", "1,030"),
    ]


def test_a_table_of_words_is_found_by_the_lines_between_its_rows() -> None:
    def draw(sheet: Sheet) -> None:
        for y in (84, 116, 148, 180):
            sheet.rule(56, 540, y)
        sheet.text(60, 78, "Risk", bold=True)
        sheet.text(200, 78, "What we do", bold=True)
        sheet.text(60, 98, "Flood")
        sheet.lines(200, 98, ["Walls are built along the river,", "and stores are moved"], leading=11)
        sheet.lines(60, 130, ["Heat in", "summer"], leading=11)
        sheet.text(200, 130, "Halls are cooled")
        sheet.text(60, 162, "Fire")
        sheet.text(200, 162, "Watched day and night")

    (table,) = tables(read(draw))
    assert cells(table) == [
        ("Risk", "What we do"),
        ("Flood", "Walls are built along the river, and stores are moved"),
        ("Heat in summer", "Halls are cooled"),
        ("Fire", "Watched day and night"),
    ]
    assert [row.lines for row in table.rows] == [(1, 1), (2, 3), (4, 5), (6, 6)]
