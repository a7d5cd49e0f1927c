"""Cleaning: footnote marks told from numbers by evidence, scraps taken out, and every column mapped back."""

from __future__ import annotations

import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.cleaning import clean
from index.types import PrintedLine

SHARED = Path(__file__).parents[2].parent / "shared"


def cleaned(*texts: str) -> list[str]:
    """The clean lines of a file without pages."""
    return [line.text for line in clean([PrintedLine(text) for text in texts]).lines]


def on_page(*texts: str) -> list[str]:
    """The clean lines of one page."""
    return [line.text for line in clean([PrintedLine(text, page=1) for text in texts]).lines]


@pytest.mark.parametrize(
    "text",
    [
        "Certified to ISO 14001, ISO 45001 and SA8000.",
        "PM2.5 and PM10 fell; Scope 3 rose; G20, 5G, COP28, A4, CO2, H1 2023.",
        "Waste per floor area (t/m²) 0.09, 12 km², 5 m³ and 3 ft².",
        "A rate of 0.0045% and a loss of 2.7×10⁶ J or 3 x 10⁻³ kg.",
        "The fit has R² = 0.98.",
        "Total\t1 234.5\t12,345\t(3.2)\t-\t15–20%",
        "CO₂e and N₂O, Ca²⁺ and SO₄²⁻.",
        "US$400 to US$500 a day, $5 each",
        "a_b and 2 * 3 * 4 and file_name_x",
        "Scope  1   Scope  2",
        "don\ufffdt and 1\ufffd234",
        "Step 1. Read (1) and [2] and note 3)",
    ],
)
def test_names_units_and_numbers_stay(text):
    assert cleaned(text) == [text]


def test_names_stay_beside_notes_of_the_same_number():
    lines = (
        "Our COP28 pledge, SU7 cars and CO2 of 5 m2.",
        "",
        *(f"{number} \ufffdNote: of that." for number in (2, 7, 28)),
    )
    assert cleaned(*lines)[0] == lines[0]


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        (
            "We save 14,648⁴⁴ kg in Factory¹ and save 90%⁴⁴ (see Plan)¹.",
            "We save 14,648 kg in Factory and save 90% (see Plan).",
        ),
        ("Headcount ¹\t35,415\t24,810 ⁴⁴", "Headcount\t35,415\t24,810"),
        ("Energy⁹⁹ of 5⁹⁹", "Energy of 5⁹⁹"),
    ],
)
def test_raised_marks(printed, wanted):
    assert cleaned(printed, "¹ Those in Norway.", "⁴⁴ Weighed when dry.")[0] == wanted


NORDA = (
    "Users of Norda9 lamps grew; Norda sells lamps. Energy is saved, and water.",
    "We hold ISO 2700110 and ISO 27001 is renewed each year.",
    "Lamps last for 90%11 of tests, at level EAL5+12.",
    "Unit 2023 2022 2021 2020",
    "Total Energy Consumption13 MWh 211.84 144.38 144.56 118.58",
    "Emissions (Scope 1)14 t 12.52 7.60 9.95 8.12",
    "Workforce 15 Person 35,116 35,997 33,415 24,810",
    "Beyond the mainland % 19.4216 25.80 12.92 13.51",
    "Losses17 % 0.0045 0.01 0.02 0.0017",
)
NOTES = (
    "9 \ufffdUsers include guests.",
    "10 \ufffdISO 27001: a standard for keeping data safe.",
    "11 \ufffdOf all tests in the lab.",
    "12 \ufffdEAL: a level of care.",
    "13 \ufffdEnergy is that of all sites.",
    "14 \ufffdDirect emissions.",
    "15 \ufffdWorkforce counts part-time staff",
    "as well.",
    "16 \ufffdWithout the south.",
    "17 \ufffdLosses on the way.",
)


def test_marks_of_plain_digits_are_told_by_their_notes():
    assert cleaned(*NORDA, "", *NOTES)[: len(NORDA)] == [
        "Users of Norda lamps grew; Norda sells lamps. Energy is saved, and water.",
        "We hold ISO 27001 and ISO 27001 is renewed each year.",
        "Lamps last for 90% of tests, at level EAL5+.",
        "Unit 2023 2022 2021 2020",
        "Total Energy Consumption MWh 211.84 144.38 144.56 118.58",
        "Emissions (Scope 1) t 12.52 7.60 9.95 8.12",
        "Workforce Person 35,116 35,997 33,415 24,810",
        "Beyond the mainland % 19.42 25.80 12.92 13.51",
        "Losses % 0.0045 0.01 0.02 0.0017",
    ]


def test_without_the_notes_nothing_is_a_mark():
    assert cleaned(*NORDA) == list(NORDA)


def test_a_value_stays_where_its_neighbours_have_as_many_decimals():
    row = "Beyond the mainland % 19.4286 25.8012 12.9201 13.5111"
    assert cleaned(row, "85 \ufffdOne more.", "86 \ufffdWithout the south.")[0] == row


def test_a_value_stays_where_its_note_is_named_elsewhere():
    row = "Beyond the mainland % 19.4286 25.80 12.92 13.51"
    assert cleaned("Turnover86 of staff; turnover fell. Turnover rose.", row, "86 \ufffdWithout the south.")[1] == row


def test_groups_of_five_digits_hold_a_mark():
    assert cleaned("We met 14,64844 people.", "44 \ufffdWithout guests.")[0] == "We met 14,648 people."
    assert cleaned("We met 14,64844 people.", "45 \ufffdWithout guests.")[0] == "We met 14,64844 people."


def test_marks_in_brackets_need_their_note_on_the_page():
    line = "At least 30 per cent below FY2020 levels(6) by 2030 and as Article 5(1) says."
    assert on_page(line, "(6) Changed when sites are sold.")[0] == line.replace("(6)", "")
    assert on_page(line, "Nothing else.")[0] == line


def test_a_wrapped_line_that_begins_with_a_number_is_no_note():
    lines = ("Scope 1 emissions are those of CO2 and of Scope", "2 emissions result from heat.", "Norda uses CO2.")
    assert on_page(*lines) == list(lines)


def test_lines_know_the_notes_they_refer_to():
    found = clean([PrintedLine(text) for text in (*NORDA, "", *NOTES)])
    assert found.notes[7] == ("Workforce counts part-time staff as well.",)
    assert found.notes[3] == ("Of all tests in the lab.", "EAL: a level of care.")
    assert set(found.notes) == {1, 2, 3, 5, 6, 7, 8, 9}


def test_stars():
    lines = ("Scope 1* fell to 12.5*.", "It is *our* plan* b.", "* Restated for 2022.")
    assert cleaned(*lines)[:2] == ["Scope 1 fell to 12.5.", "It is our plan* b."]
    assert clean([PrintedLine(line) for line in lines]).notes == {1: ("Restated for 2022.",)}


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("tonne (Mt) of CO ₂ e\t8.84\t1.47", "tonne (Mt) of CO₂e\t8.84\t1.47"),
        ("\tN ₂ O and CH ₄ fell", "\tN₂O and CH₄ fell"),
        ("at least 50,000 m ³ .", "at least 50,000 m³."),
        ("1,084 tons of CO_2e, CH_4 and CO_{2} rose", "1,084 tons of CO₂e, CH₄ and CO₂ rose"),
        (r"steel $\geq 10\%$, \geq 95% and $30^{\circ}$ C", "steel ≥ 10%, ≥ 95% and 30° C"),
        (r"$3.92 \times 10^{-3} \text{kgCO}_2/\text{person}$ a year", "3.92 × 10⁻³ kgCO₂/person a year"),
        (r"10^{-3} and 10^6 and 5 m^2", "10⁻³ and 10⁶ and 5 m²"),
        (r"US\$400 and 5\%", "US$400 and 5%"),
        (r"	\checkmark	X", "	✓	X"),
        ("Haptex[®] and Kite[™]", "Haptex® and Kite™"),
        ("the <i>Law</i> and <u>rules</u>, 5 < 6 > 3", "the Law and rules, 5 < 6 > 3"),
        ("CO<sub>2</sub> per m<sup>2</sup>", "CO₂ per m²"),
        ("under the *Labour Law* and **rules**, 2*3", "under the Labour Law and rules, 2*3"),
        ("- Retail**", "- Retail"),
        ("- item * of * three", "- item * of * three"),
        ("6. \ufffd\ufffdPredicting risks", "6. Predicting risks"),
        ("\uf0b7 First point", "• First point"),
        ("en\u00advironment and pro\u00ad", "environment and pro-"),
        ("zero\u200bwidth \ufeffmark", "zerowidth mark"),
        ("of\u00a0the 1\u00a0234 \ufb01rms", "of the 1\u00a0234 firms"),
        ("limit of 1.5\u02daC", "limit of 1.5°C"),
        (
            "We plan a lot of things here.  Next year we do  more of it.",
            "We plan a lot of things here. Next year we do more of it.",
        ),
        ("N u m b e r  o f  s m e l t e r s", "N u m b e r  o f  s m e l t e r s"),
    ],
)
def test_scraps(printed, wanted):
    assert cleaned(printed) == [wanted]


def test_gaps_after_hyphens_are_closed_where_the_report_has_the_word():
    lines = ("a long- term and re- use of high- grade, short- and other", "long-term reuse")
    assert cleaned(*lines)[0] == "a long-term and reuse of high- grade, short- and other"


def test_al_is_read_as_ai_only_where_ai_is_common():
    lines = ("The Al models and HyperAl of Al Gore and Alan", "AI AI AI HyperAI HyperAI HyperAI")
    assert cleaned(*lines)[0] == "The AI models and HyperAI of Al Gore and Alan"
    assert cleaned("The Al models", "AI")[0] == "The Al models"


PIECES = st.one_of(
    st.sampled_from(
        ["word", "Norda", "1,234.5", "19.42", "86", "12", "²", "¹²", "(12)", "m ³", "CO ₂ e", "Al", "AI", "- ", "long"]
    ),
    st.sampled_from(
        ["\\geq ", "\\text{a}", "10^{-3}", "$", "**", "<i>", "</i>", "[®]", "\ufffd", "\u00ad", "\uf0b7", "\u200b"]
    ),
    st.sampled_from(" \t*_{}^.%é漢"),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(PIECES, max_size=14).map("".join), max_size=6))
def test_every_clean_column_maps_back(texts):
    texts = [*texts, "12 \ufffdNote twelve.", "86 \ufffdNote more.", "¹² Raised note."]
    found = clean([PrintedLine(text) for text in texts])
    assert [line.number for line in found.lines] == list(range(1, len(texts) + 1))
    for line, text in zip(found.lines, texts, strict=True):
        edits = found.edits.get(line.number, ())
        assert all(one.end <= other.start for one, other in pairwise(edits))
        before = -1
        for column, character in enumerate(line.text):
            origin = found.origin(line.number, column)
            assert before <= origin < len(text)
            assert text[origin] == character or any(edit.start <= origin < edit.end for edit in edits)
            before = origin


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_cleaned(text):
    lines = text.split("\n")
    assert len(clean([PrintedLine(line) for line in lines]).lines) == len(lines)


@pytest.mark.parametrize(
    "piece", ["a1 ", "¹", "*a", "$\\x", "1,234", "a(1)", "10^{", "<i ", "- a", "Al", "_a", "\ufffd", "a 12 b 1 1 "]
)
def test_a_very_long_line_takes_linear_time(piece):
    line = PrintedLine(piece * (400_000 // len(piece)))
    start = time.perf_counter()
    clean([line, PrintedLine("1 \ufffdNote one."), PrintedLine("12 \ufffdNote twelve.")])
    assert time.perf_counter() - start < 8


@pytest.mark.skipif(not (SHARED / "reports").is_dir(), reason="the reports aren't beside the checkout")
def test_no_number_of_the_real_reports_is_changed_but_by_marks_and_powers():
    number = re.compile(r"\d(?:[\d.,]*\d)?")
    for file in sorted((SHARED / "reports").glob("*.txt")):
        texts = file.read_text(encoding="utf-8").split("\n")
        found = clean([PrintedLine(text) for text in texts])
        for line, edits in found.edits.items():
            for edit in edits:
                taken, put = texts[line - 1][edit.start : edit.end], edit.text
                left = number.findall(put)
                assert (
                    left == number.findall(taken)
                    or (not put and taken.strip(" ()").isdigit())
                    or "^" in taken
                    or "_" in taken
                )
