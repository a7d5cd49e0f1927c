"""Pages of PDF reports that are pictures, and large pictures of tables."""

from __future__ import annotations

import numpy as np
import pytest

from index.readers.ocr import available
from index.readers.pdf import read_pdf
from index.readers.pdf.pictures import looks_printed
from index.types import ReadingOptions
from tests.index.making_pdf import Sheet, pdf, scanned

needs_ocr = pytest.mark.skipif(bool(available()), reason=available() or "reads pictures")
RIGHTS = (300.0, 380.0, 460.0)


def kpi_table(sheet: Sheet) -> None:
    """A table of figures as it is to be read from its picture."""
    sheet.row(100, "Indicator", ("2022", "2023", "2024"), RIGHTS, size=11, bold=True)
    sheet.row(124, "Electricity used", ("1,204.5", "1,310.0", "981.4"), RIGHTS, size=11)
    sheet.row(148, "Natural gas used", ("88.2", "79.6", "70.3"), RIGHTS, size=11)
    sheet.row(172, "Total energy used", ("1,292.7", "1,389.6", "1,051.7"), RIGHTS, size=11, bold=True)


def scan(sheet: Sheet) -> None:
    """A page that is nothing but a picture."""
    sheet.picture(scanned(pdf(kpi_table)), 0, 0, sheet.width, sheet.height)


def text_page(sheet: Sheet) -> None:
    """A page with a sentence."""
    sheet.text(60, 100, "This page can be read as it is, without looking at it.")


@needs_ocr
def test_a_scanned_page_is_read_and_its_table_understood() -> None:
    draft = read_pdf(pdf(text_page, scan), ReadingOptions())
    (table,) = [block for block in draft.blocks if block.kind == "table"]
    assert [row.cells for row in table.rows] == [
        ("Indicator", "2022", "2023", "2024"),
        ("Electricity used", "1,204.5", "1,310.0", "981.4"),
        ("Natural gas used", "88.2", "79.6", "70.3"),
        ("Total energy used", "1,292.7", "1,389.6", "1,051.7"),
    ]
    assert 0.5 < table.confidence < 1
    assert draft.blocks[0].confidence == 1
    assert draft.warnings == ()
    line = draft.lines[table.rows[1].line - 1]
    assert line.page == 2
    edges = (line.box.left, line.box.top, line.box.right, line.box.bottom)
    assert edges == pytest.approx((60, 115.5, 460, 126.5), abs=4)


@needs_ocr
def test_a_large_picture_of_a_table_on_a_page_with_text_is_read() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.lines(60, 60, ["The table shows what the works used", "in each of the last three years."])
        picture = scanned(pdf(kpi_table)).crop((100, 180, 1250, 480))
        sheet.picture(picture, 60, 120, 460, 120)

    draft = read_pdf(pdf(draw), ReadingOptions())
    assert draft.blocks[0].text == "The table shows what the works used\nin each of the last three years."
    (table,) = [block for block in draft.blocks if block.kind == "table"]
    assert [row.cells[1:] for row in table.rows][1:] == [
        ("1,204.5", "1,310.0", "981.4"),
        ("88.2", "79.6", "70.3"),
        ("1,292.7", "1,389.6", "1,051.7"),
    ]


def test_pictures_left_unread_are_told_of() -> None:
    off = ReadingOptions(pictures=False)
    assert read_pdf(pdf(text_page, scan), off).warnings == ("page 2 is a picture, and reading pictures is off",)
    many = read_pdf(pdf(scan, text_page, scan, scan, text_page, scan), off)
    assert many.warnings == ("pages 1, 3-4 and 6 are pictures, and reading pictures is off",)
    assert [line.page for line in many.lines] == [2, 5]


def test_a_photograph_is_told_from_print() -> None:
    table = np.array(scanned(pdf(kpi_table)))[:, :, :3]
    noise = np.random.default_rng(7).integers(0, 255, (400, 600, 3), dtype=np.uint8)
    sky = np.tile(np.linspace(90, 250, 600, dtype=np.uint8)[None, :, None], (400, 1, 3))
    assert looks_printed(table[200:500])
    assert not looks_printed(noise)
    assert not looks_printed(sky)
