"""Two real reports: cells of printed tables, read by eye from the rendered pages, and how their text is read."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from index.readers.pdf import read_pdf
from index.types import Block, Draft, ReadingOptions

_FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "pdf"
_CT, _BHP = "ct-reit-2022-esg-report.pdf", "bhp-2020-climate-change-report.pdf"

pytestmark = pytest.mark.skipif(not _FOLDER.is_dir(), reason="the real reports lie beside the checkout only here")


@cache
def draft(name: str) -> Draft:
    """A report as read."""
    return read_pdf((_FOLDER / name).read_bytes(), ReadingOptions(pictures=False))


def on_page(name: str, page: int, kind: str) -> list[Block]:
    """The blocks of a kind that begin on a page."""
    read = draft(name)
    return [block for block in read.blocks if block.kind == kind and read.lines[block.lines[0] - 1].page == page]


def cell(table: Block, label: str, *header: str, nth: int = 1) -> str:
    """The cell of the nth row with a label, under a column whose header rows say these words."""
    rows = [row for row in table.rows if row.cells[0] == label]
    columns = [
        at
        for at in range(1, len(table.rows[0].cells))
        if tuple(row.cells[at] for row in table.rows[: len(header)]) == header
    ]
    (column,) = columns
    return rows[nth - 1].cells[column]


@pytest.mark.parametrize(
    ("page", "at", "label", "header", "value"),
    [
        (30, 0, "Industrial", ("2020", "Landlord Controlled"), "2,028.2"),
        (30, 0, "Mixed-Use", ("2021", "Non-Landlord Controlled"), "21,594.8"),
        (30, 0, "Multi-Tenant Properties Anchored by a Canadian Tire Store", ("2022", "Total"), "112,952.3"),
        (30, 0, "Total", ("2022", "Landlord Controlled"), "16,800.6"),
        (30, 1, "Other Single-Tenant Properties", ("2021", "Total"), "699.0"),
        (30, 1, "Total", ("2022", "Non-Landlord Controlled"), "553,375.6"),
        (32, 0, "Canadian Tire Store Single-Tenant Properties", ("2022", "Landlord Controlled"), "6.1"),
        (32, 0, "Total", ("2021", "Total"), "85,597.4"),
        (32, 1, "Industrial", ("2020", "Landlord Controlled"), "149.1"),
        (33, 0, "Other Single-Tenant Properties", ("2020",), "562.0"),
        (33, 1, "Total", ("2022",), "61,369.3"),
        (33, 2, "Total", ("2020", "Total"), "101,775.4"),
        (33, 3, "Mixed-Use", ("2022", "Non-Landlord Controlled"), "35,032.7"),
        (29, 0, "Total", ("2022",), "16,800.6"),
        (29, 1, "Multi-Tenant Properties Anchored by a Canadian Tire Store", ("2020",), "5,199.0"),
    ],
)
def test_cells_of_the_property_report(page: int, at: int, label: str, header: tuple[str, ...], value: str) -> None:
    assert cell(on_page(_CT, page, "table")[at], label, *header) == value


def test_rows_below_a_group_follow_it() -> None:
    first = on_page(_CT, 29, "table")[0]
    assert [row.cells for row in first.rows[4:7]] == [
        ("Industrial", "2,028.2", "752.1", "24.9"),
        ("Electricity", "252.7", "90.1", "24.9"),
        ("Natural Gas", "1,775.4", "662.0", "n/a"),
    ]


@pytest.mark.parametrize(
    ("page", "row", "values"),
    [
        (25, "Scope 1 GHG emissions", ("9.5", "9.7", "10.6", "10.5")),
        (25, "Total operational GHG emissions", ("15.8", "15.8", "17.0", "16.3")),
        (25, "Percentage of Scope 1 GHG emissions from methane", ("19%", "19%", "21%", "20%")),
        (30, "Purchased goods and services (including capital goods)", ("16.9", "17.3", "8.2", "7.7")),
        (30, "Upstream", ("", "", "", "")),
        (30, "Employee commuting", ("0.2", "<0.1", "<0.1", "<0.1")),
        (30, "Iron ore processing", ("205.6-322.6", "197.2-299.6", "201.2-317.4", "194.1-309.5")),
        (30, "Total use of sold products", ("130.5-205.0", "156.0-232.7", "176.5-253.8", "181.1-254.1")),
    ],
)
def test_rows_of_the_mining_report(page: int, row: str, values: tuple[str, ...]) -> None:
    (table,) = on_page(_BHP, page, "table")
    assert table.rows[0].cells == ("", *["Year ended 30 June"] * 4)
    assert table.rows[1].cells == ("", "2020", "2019", "2018", "2017")
    (found,) = [each.cells[1:] for each in table.rows if each.cells[0] == row]
    assert found == values


def test_rows_parted_by_lines() -> None:
    (table,) = on_page(_BHP, 17, "table")
    assert table.rows[6].cells == (
        "Peak year for coal (energy and metallurgical) and oil demand",
        "Coal already peaked; oil (liquids) peaks in mid to late 2020s",
    )
    terms = on_page(_CT, 28, "table")[0]
    assert terms.rows[0].cells == ("Term", "Definition")
    assert terms.rows[4].cells == (
        "CT REIT or the REIT",
        "Refers to the business carried on by CT Real Estate Investment Trust and its subsidiaries.",
    )


@pytest.mark.parametrize("page", [8, 20, 21, 23])
def test_charts_make_no_tables(page: int) -> None:
    assert on_page(_BHP, page, "table") == []


def test_headings_stand_over_their_tables() -> None:
    read = draft(_CT)
    blocks = [block for block in read.blocks if read.lines[block.lines[0] - 1].page == 33]
    assert [block.text if block.kind == "heading" else block.kind for block in blocks][1:] == [
        "CT REIT – Controlled Water Consumption",
        "Total Water Consumption (m³)",
        "table",
        "Like-For-Like Water Consumption (m³)",
        "table",
        "CT REIT – Portfolio Water Consumption",
        "Total Water Consumption (m³)",
        "table",
        "Like-For-Like Water Consumption (m³)",
        "table",
        "text",
    ]


def test_a_box_across_two_columns_is_read_after_what_stands_above_it() -> None:
    texts = [block.text for block in on_page(_BHP, 29, "text") + on_page(_BHP, 29, "heading")]
    order = [line.text for line in draft(_BHP).lines if line.page == 29]
    assert order.index("and other heavy industries.") < order.index("Climate Investment Program")
    assert any("Potential CIP projects have\nto date requested approximately US$350 million" in text for text in texts)


def test_running_headers_are_no_blocks_and_hidden_text_is_not_read() -> None:
    assert not any(block.text.startswith("CT REIT 2022 Environmental") for block in draft(_CT).blocks)
    assert sum(line.text.startswith("CT REIT 2022 Environmental") for line in draft(_CT).lines) > 25
    assert not any("ipsum" in line.text for line in draft(_BHP).lines)


@pytest.mark.parametrize("name", [_CT, _BHP])
def test_every_block_has_as_many_line_breaks_as_lines(name: str) -> None:
    for block in draft(name).blocks:
        if block.kind != "heading":
            assert block.text.count("\n") == block.lines[1] - block.lines[0], block
