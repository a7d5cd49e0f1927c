"""Printed values are read as the number they state, or as none."""

from __future__ import annotations

import pytest

from index.tables.values import Style, Value, is_note, is_number, looks_like_number, style_of, values_of, without_marks


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("7,424.76", 7424.76, ""),
        ("9773", 9773.0, ""),
        ("12.82%", 12.82, "%"),
        ("5.00 %", 5.0, "%"),
        ("-5.3%", -5.3, "%"),
        ("−5", -5.0, ""),
        ("(1,234)", -1234.0, ""),
        ("RMB 24.1 billion", 24.1, "RMB billion"),
        ("RMB1.165 million", 1.165, "RMB million"),
        ("US$ 3.2", 3.2, "US$"),
        ("24.1 billion", 24.1, "billion"),
        ("42,000+", 42000.0, ""),
        ("~400", 400.0, ""),
        ("more than 400", 400.0, ""),
        ("25.76 hours", 25.76, "hours"),
        ("1.5 million m³", 1.5, "million m³"),
        ("1,000 tCO₂e", 1000.0, "tCO₂e"),
        ("1.234,56", 1234.56, ""),
        ("1'234'567", 1234567.0, ""),
        ("0.000097", 0.000097, ""),
    ],
)
def test_number_and_its_unit(text, number, unit):
    assert values_of(text) == (Value(text, number, unit),)


@pytest.mark.parametrize(
    "text", ["-", "–", "/", "N/A", "n.a.", "NA", "Nil", "not applicable", "<0.01", "> 95", "10 to 12"]
)
def test_value_without_a_number(text):
    assert values_of(text) == (Value(text, None),)


@pytest.mark.parametrize(
    ("text", "unit"), [("10-12%", "%"), ("205.6-322.6", ""), ("33.7 – 108.2", ""), ("<5%", "%"), ("10% - 12%", "%")]
)
def test_range_or_bound_states_no_number(text, unit):
    assert values_of(text) == (Value(text, None, unit),)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "_",
        "Yes",
        "A1.1",
        "2-7",
        "305-1",
        "31.12.2024",
        "2024-12-31",
        "2024/25",
        "18:30",
        "+86 10 6060 6666",
        "8.84 1.47 7.37",
        "30.17 35.57",
        "1,2345",
        "12,5",
        "1 234",
        "2024 Standard Edition",
        "305 courses with 359,802 hours",
        "1.2.3",
        "(12",
        "9" * 200,
    ],
)
def test_what_is_no_value(text):
    assert values_of(text) == ()


@pytest.mark.parametrize("text", ["33,427 (94.39%)", "33,427 (94.39%", "33,427(94.39%)"])
def test_second_value_in_brackets(text):
    assert values_of(text) == (Value("33,427", 33427.0), Value("94.39%", 94.39, "%"))


def test_words_in_brackets_are_no_value():
    assert values_of("12 (restated)") == (Value("12", 12.0),)
    assert values_of("12 (note 3)") == ()
    assert values_of("12 (restated") == ()


def test_style_of_a_table():
    european = style_of(["1.234,5", "987,6", "12"])
    assert european == Style(decimal_comma=True)
    assert [values_of(text, european)[0].number for text in ("987,6", "1.234", "12")] == [987.6, 1234.0, 12.0]
    assert style_of(["1.234,5", "1,234.5"]) == Style()
    spaced = style_of(["1 234", "12 345", "987"])
    assert spaced == Style(spaced=True)
    assert values_of("1 234", spaced)[0].number == 1234.0
    assert style_of(["1 234"]) == Style()  # once may be two values in one cell
    assert style_of(["335 293", "46 426", "11,923"]) == Style()


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("1 ¹⁸", "1"),
        ("Factory¹", "Factory"),
        ("14,648⁴⁴", "14,648"),
        ("12*", "12"),
        ("per m²", "per m²"),
        ("100 m³", "100 m³"),
        ("m²", "m²"),
        ("CO₂", "CO₂"),
        ("¹", "¹"),
        ("*", "*"),
        ("", ""),
    ],
)
def test_marks_of_footnotes(text, clean):
    assert without_marks(text) == clean


def test_numbers_and_notes():
    assert is_number("5 (3%)")
    assert not is_number("N/A")
    assert looks_like_number("12 345,6")
    assert not looks_like_number("12 34")
    assert is_note("To be disclosed in September 2025")
    assert is_note("The data is expected to be disclosed in 2024")
    assert not is_note("Disclosed in September 2025")
