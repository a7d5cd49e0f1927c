"""Footnotes: which lines are notes, how far they go on, and which of them a mark names."""

from __future__ import annotations

from index.cleaning import find_notes
from index.cleaning.notes import explained, footnotes
from index.types import Box, PrintedLine


def told(*texts: str, page: int | None = None) -> list[tuple[str, str, tuple[int, int]]]:
    """Mark, text and lines of the notes of some lines."""
    return [(note.mark, note.text, note.lines) for note in find_notes([PrintedLine(text, page) for text in texts])]


def test_forms_that_tell_a_note_by_themselves():
    assert told(
        "⁸ Those in Norway.",
        "",
        "- ⁹ Weighed dry.",
        "74 \ufffdThe energy of all sites.",
        "75 \ue010 The gas of all sites.",
        "[^3]: In the lab.",
    ) == [
        ("8", "Those in Norway.", (1, 1)),
        ("9", "Weighed dry.", (3, 3)),
        ("74", "The energy of all sites.", (4, 4)),
        ("75", "The gas of all sites.", (5, 5)),
        ("3", "In the lab.", (6, 6)),
    ]


def test_figures_list_items_and_headings_are_no_notes():
    assert (
        told("²⁷9.1", "1. \ufffdFinding risks", "2. Water", "1 Overview", "(1) the policies; and", "84 Persons left.")
        == []
    )


def test_a_note_that_runs_into_its_number_is_parted_after_the_number_due():
    notes = told("81 \ufffdBase year.", "822023 \ufffdNorda plan: see there.")
    assert notes == [("81", "Base year.", (1, 1)), ("82", "2023 Norda plan: see there.", (2, 2))]


def test_notes_go_on_over_wrapped_lines_and_one_gap_in_a_sentence():
    long = "that all of the sites of the group draw from the grid, and of the gas that they"
    assert told(f"74 \ufffdThe energy {long}", "burn.", "75 \ufffdThe gas", "", "of all sites.", "Next chapter") == [
        ("74", f"The energy {long} burn.", (1, 2)),
        ("75", "The gas of all sites.", (3, 5)),
    ]
    assert told("7 \ufffdShort one", "Next chapter") == [("7", "Short one", (1, 1))]


def test_plain_numbers_are_notes_where_a_mark_names_them_above():
    body = "Norda users1 buy lamps; users and lamps are many, and the LED2 is new."
    assert told(body, "1 Users count once.", "2 LED: light-emitting diode.") == [
        ("1", "Users count once.", (2, 2)),
        ("2", "LED: light-emitting diode.", (3, 3)),
    ]
    assert told("Norda users buy lamps.", "1 Users count once.", "2 LED: light-emitting diode.") == []


def test_on_a_page_one_mark_is_enough():
    lines = ("Properties by region¹", "3 lamps and 1 house", "1 Excluding those being built.")
    assert told(*lines, page=4) == [("1", "Excluding those being built.", (3, 3))]


def test_a_plain_note_gives_way_to_one_that_its_form_tells():
    lines = ("A ban of PET² foam.", "² Poly stuff.", "2. Energy use", "Gas")
    assert [note[2] for note in told(*lines)] == [(2, 2)]


def test_a_line_printed_larger_or_apart_is_not_the_notes_rest():
    def line(text: str, top: float, height: float) -> PrintedLine:
        return PrintedLine(text, 1, Box(50, top, 400, top + height))

    start = "¹ The lamps that stand in the streets of the towns of the north of the country"
    assert find_notes([line(start, 100, 6), line("and south", 107, 6)])[0].lines == (1, 2)
    assert find_notes([line(start, 100, 6), line("and south", 107, 12)])[0].lines == (1, 1)
    assert find_notes([line(start, 100, 6), line("and south", 140, 6)])[0].lines == (1, 1)


def test_marks_name_the_note_of_their_page_else_the_nearest_below():
    texts = ["Lamps¹", "¹ Of glass.", "Houses¹", "¹ Of wood.", "Trees and lamps¹"]
    paged = [PrintedLine(text, page) for text, page in zip(texts, (1, 1, 2, 2, 1), strict=True)]
    assert explained(footnotes(paged), paged) == {1: ("Of glass.",), 3: ("Of wood.",), 5: ("Of wood.",)}
    plain = [PrintedLine(text) for text in texts[:4]]
    assert explained(footnotes(plain), plain) == {1: ("Of glass.",), 3: ("Of wood.",)}


def test_several_marks_at_one_word():
    lines = [PrintedLine("Regions¹,² of Norda"), PrintedLine("¹ North only."), PrintedLine("² South only.")]
    assert explained(footnotes(lines), lines) == {1: ("North only.", "South only.")}
