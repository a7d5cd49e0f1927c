"""PDF files: their pages, places, titles, what can't be read of them and what isn't to be seen."""

from __future__ import annotations

import pytest

from index.errors import UnreadableError
from index.readers.pdf import read_pdf
from index.types import Draft, ReadingOptions
from tests.index.making_pdf import Sheet, pdf

LEFT = ["The plant in Graz runs on", "wind power since the spring", "and saves a third of its", "heat by storing it."]
RIGHT = ["Water is taken from the", "river in winter only, when", "it carries enough for all", "who live along it."]


def read(*pages, **options) -> Draft:
    """Draw pages and read them."""
    return read_pdf(pdf(*pages, **options), ReadingOptions())


def texts(draft: Draft, kind: str = "") -> list[str]:
    """The text of each block of a kind."""
    return [block.text for block in draft.blocks if kind in {"", block.kind}]


def two_columns(sheet: Sheet) -> None:
    """A title over two columns whose lines stand level."""
    sheet.text(60, 80, "What the plants do for the climate and for the rivers", size=18, bold=True)
    sheet.lines(60, 120, LEFT)
    sheet.lines(320, 120, RIGHT)


def test_a_page_printed_sideways_is_read_and_its_lines_stand_where_they_are_seen() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.canvas.translate(sheet.width, 0)
        sheet.canvas.rotate(90)
        sheet.height = sheet.width
        sheet.lines(
            100, 50, ["This page is set sideways, because it is wider", "than it is high, as large tables are."]
        )

    draft = read(draw)
    assert texts(draft) == ["This page is set sideways, because it is wider\nthan it is high, as large tables are."]
    box = draft.lines[0].box
    assert (box.left, box.right, box.bottom) == (42.2, 52.2, 742.0)


def test_words_outside_of_their_frame_are_not_to_be_seen_and_not_read() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(60, 100, "What is shown can be read.")
        path = sheet.canvas.beginPath()
        path.rect(50, 400, 200, 100)
        sheet.canvas.clipPath(path, stroke=0)
        sheet.text(60, 390, "A draft below the frame")
        sheet.text(60, 600, "A draft far below")

    assert [line.text for line in read(draw).lines] == ["What is shown can be read.", "A draft below the frame"]


def test_words_printed_twice_at_one_place_are_read_once() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(60, 100, "Shadowed words are one")
        sheet.text(60.3, 100.2, "Shadowed words are one")

    assert [line.text for line in read(draw).lines] == ["Shadowed words are one"]


def test_the_title_is_the_stated_one_unless_it_is_a_file_name() -> None:
    assert read(two_columns, title="Sustainability Report 2024").title == "Sustainability Report 2024"
    for name in ("Microsoft Word - final_v3.docx", "report_2024.indd", ""):
        assert read(two_columns, title=name).title == "What the plants do for the climate and for the rivers"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7\nnothing", "is no PDF that can be read, or is cut off"),
        (pdf(two_columns)[:400], "is no PDF that can be read, or is cut off"),
        (pdf(two_columns, encrypt="secret"), "is encrypted"),
    ],
)
def test_what_is_no_readable_pdf_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_pdf(content, ReadingOptions())
    assert caught.value.reason == reason


def test_a_page_that_fails_is_left_out_and_the_others_are_read() -> None:
    content = pdf(*[lambda sheet: sheet.text(60, 100, "A page with a sentence that can be read.")] * 3)
    kids = content.index(b"/Kids [ ") + len(b"/Kids [ ")
    first, second, third = content[kids : content.index(b" ]", kids)].split(b" R ")
    broken = content.replace(b" R ".join((first, second, third)), b" R ".join((first, b"99 0", third)))
    draft = read_pdf(broken, ReadingOptions())
    assert draft.warnings == ("page 2 can't be read",)
    assert [line.page for line in draft.lines] == [1, 3]


def test_a_page_turned_by_the_file_is_read_as_it_is_seen() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.canvas.setPageRotation(90)
        sheet.canvas.translate(sheet.width, 0)
        sheet.canvas.rotate(90)
        sheet.height = sheet.width
        sheet.lines(100, 50, ["A wide page that the file turns", "is read from left to right."])

    draft = read(draw)
    assert texts(draft) == ["A wide page that the file turns\nis read from left to right."]
    assert (draft.lines[0].box.left, draft.lines[0].box.top) == (100.0, 42.2)


def test_places_count_from_the_corner_of_what_is_shown_of_a_page() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.canvas.setCropBox((50, 100, 545, 742))
        sheet.text(100, 200, "The edges of this page are cut off.")

    box = read(draw).lines[0].box
    assert (box.left, box.top, box.bottom) == (50.0, 92.2, 102.2)
