"""Text of PDF reports: columns, headings, paragraphs, lists, running headers, raised signs, hyphens."""

from __future__ import annotations

import pytest

from index.readers.pdf import read_pdf
from index.types import Block, Box, Draft, ReadingOptions
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


def test_columns_are_read_one_after_the_other() -> None:
    draft = read(two_columns)
    assert draft.blocks == (
        Block("heading", "What the plants do for the climate and for the rivers", (1, 1), 1),
        Block("text", "\n".join(LEFT), (2, 5)),
        Block("text", "\n".join(RIGHT), (6, 9)),
    )
    assert [line.text for line in draft.lines[1:]] == LEFT + RIGHT


def test_each_line_knows_its_page_and_place() -> None:
    draft = read(two_columns, lambda sheet: sheet.text(100, 200, "The second page says little."))
    first, last = draft.lines[1], draft.lines[-1]
    assert (first.text, first.page) == (LEFT[0], 1)
    assert first.box == Box(60.0, 112.2, first.box.right, 122.2)
    assert first.box.right == pytest.approx(60 + 10 * 11.4, abs=8)
    assert (last.text, last.page) == ("The second page says little.", 2)
    assert (last.box.left, last.box.top, last.box.bottom) == (100.0, 192.2, 202.2)


def test_a_heading_between_columns_opens_its_own_columns() -> None:
    def draw(sheet: Sheet) -> None:
        two_columns(sheet)
        sheet.text(60, 200, "People", size=16, bold=True)
        sheet.lines(60, 230, ["Half of those hired in the", "year are women."])
        sheet.lines(320, 230, ["Nobody was hurt at work", "in the whole year."])

    assert texts(read(draw))[3:] == ["People", "Half of those hired in the\nyear are women.",
                                     "Nobody was hurt at work\nin the whole year."]  # fmt: skip


def test_a_sentence_goes_on_in_the_next_column() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.lines(60, 100, ["We sold the works in Linz and", "closed the one in Wels, so that"])
        sheet.lines(320, 100, ["less was emitted than in any", "year before."])

    assert texts(read(draw)) == [
        "We sold the works in Linz and\nclosed the one in Wels, so that\nless was emitted than in any\nyear before."
    ]


def test_a_cover_heads_nothing_but_itself() -> None:
    def cover(sheet: Sheet) -> None:
        sheet.text(60, 200, "Report on our plants", size=40, bold=True)

    def chapter(sheet: Sheet) -> None:
        sheet.text(60, 80, "Water", size=18, bold=True)
        sheet.lines(60, 120, LEFT * 6)

    heads = [(block.text, block.level) for block in read(cover, chapter).blocks if block.kind == "heading"]
    assert heads == [("Report on our plants", 1), ("Water", 1)]
    long = [(block.text, block.level) for block in read(chapter, chapter).blocks if block.kind == "heading"]
    assert long == [("Water", 1), ("Water", 1)]


def test_headings_nest_by_their_size() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(60, 80, "Environment", size=20, bold=True)
        sheet.text(60, 110, "Climate", size=14, bold=True)
        sheet.lines(60, 130, LEFT)
        sheet.text(60, 200, "How we count", bold=True)
        sheet.lines(60, 214, RIGHT)
        sheet.text(60, 290, "Water", size=14, bold=True)
        sheet.lines(60, 310, RIGHT)

    headings = [(block.text, block.level) for block in read(draw).blocks if block.kind == "heading"]
    assert headings == [("Environment", 1), ("Climate", 2), ("How we count", 3), ("Water", 2)]


def test_paragraphs_part_at_gaps_and_lists_hold_their_wrapped_items() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.lines(60, 100, ["We do three things with the heat", "that is left over:"])
        sheet.text(60, 130, "•")
        sheet.lines(75, 130, ["store it below the yard for the", "winter"])
        sheet.text(60, 154, "•")
        sheet.text(75, 154, "give it to the town")
        sheet.lines(60, 184, ["What is left warms the river, which", "we measure."])

    assert [(block.kind, block.text) for block in read(draw).blocks] == [
        ("text", "We do three things with the heat\nthat is left over:"),
        ("list", "• store it below the yard for the\nwinter\n• give it to the town"),
        ("text", "What is left warms the river, which\nwe measure."),
    ]


def test_running_headers_and_page_numbers_are_lines_but_no_blocks() -> None:
    def page(number: int):
        def draw(sheet: Sheet) -> None:
            sheet.text(60, 30, "Alpine Works Sustainability Report 2024", size=8)
            sheet.lines(60, 100, [f"On page {number} stands a sentence", "that is told but once."])
            sheet.text(290, 820, str(number), size=8)

        return draw

    draft = read(*(page(number) for number in range(1, 6)))
    assert texts(draft) == [f"On page {number} stands a sentence\nthat is told but once." for number in range(1, 6)]
    assert [line.text for line in draft.lines if line.page == 2] == [
        "On page 2 stands a sentence",
        "that is told but once.",
        "Alpine Works Sustainability Report 2024",
        "2",
    ]


def test_small_raised_and_lowered_digits_are_told_apart() -> None:
    def draw(sheet: Sheet) -> None:
        end = sheet.text(60, 100, "The works emitted 9.5 Mt CO")
        end = sheet.text(end, 102, "2", size=6)
        end = sheet.text(end, 100, "e in the year")
        end = sheet.text(end, 96, "3", size=6)
        sheet.text(end, 100, " and used 40 GWh.")
        sheet.text(60, 112, "All of it is counted as the law asks, with nothing left out.")

    assert read(draw).lines[0].text == "The works emitted 9.5 Mt CO₂e in the year³ and used 40 GWh."


def test_words_cut_at_line_ends_are_whole_again_but_compounds_keep_their_hyphen() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.lines(
            60,
            100,
            ["Our long-term goal is to cut the emis-", "sions of the works, and the long-", "term plan says how."],
        )

    draft = read(draw)
    assert (
        draft.blocks[0].text
        == "Our long-term goal is to cut the emissions\nof the works, and the long-term\nplan says how."
    )
    assert [line.text for line in draft.lines][:2] == [
        "Our long-term goal is to cut the emis-",
        "sions of the works, and the long-",
    ]


def test_a_framed_box_is_read_by_itself() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.lines(60, 100, LEFT)
        sheet.lines(320, 100, RIGHT[:2])
        sheet.canvas.rect(50, sheet.height - 260, 500, 80)
        sheet.text(60, 196, "How it was done")
        sheet.lines(60, 212, LEFT[:2])
        sheet.lines(320, 212, RIGHT[:2])

    lines = [line.text for line in read(draw).lines]
    assert lines == [*LEFT, *RIGHT[:2], "How it was done", *LEFT[:2], *RIGHT[:2]]


def test_the_wide_gaps_of_a_justified_line_part_no_words() -> None:
    def draw(sheet: Sheet) -> None:
        left = 60.0
        for word in ("Works", "that", "use", "less", "heat"):
            left = sheet.text(left, 100, word) + 12
        sheet.text(60, 112, "need less wood, and cost less")

    assert texts(read(draw)) == ["Works that use less heat\nneed less wood, and cost less"]


def test_an_amount_stays_with_the_words_that_stand_nearer() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.lines(60, 60, ["The works count what they use and give this to the town each", "month."])
        sheet.text(60, 120, "52%", size=18)
        sheet.text(60, 132, "of the staff are women")
        sheet.text(320, 120, "Hours of training")
        sheet.text(320, 138, "1,250", size=18)
        sheet.text(320, 174, "Days lost")
        sheet.text(60, 300, "Before", size=10)
        sheet.text(60, 324, "77", size=18)
        sheet.text(60, 338.5, "After", size=10)

    found = texts(read(draw))
    assert "52%\nof the staff are women" in found
    assert "Hours of training\n1,250" in found
    assert {"Days lost", "Before", "After"} <= set(found)
