"""Table rows read for a question; a value is printed as the report printed it."""

from __future__ import annotations

import pytest

from rag.question import understand
from rag.rows import Cell, TableRow, narrowed, parse, sentence

ONE = "Greenhouse gas, Direct GHG emissions (Scope 1) | Unit: tons | 2018: 271.69"
YEARS = "Energy per person | Unit: MWh | 2023: 6.28 | 2022: 4.45 | 2021: 4.33 | 2020: 5.36"
SEGMENTS = (
    "Energy, Total energy consumption | Unit: MWh | 2024 Total: 444,774.36 | 2024 Smartphone x AIoT: 210,187.12"
    " | 2024 Smart EV and other new initiatives: 234,587.24 | 2023: 211,171.84 | 2022: 144,741.38"
)
CHARGING = "Car parks | 2023 Chargers: 92 | 2023 Sites: 38 | 2022 Chargers: 43 | 2022 Sites: 13"
OWNED = "Energy | Unit: MWh | 2023 Owned shops: 7 | 2023 Non-owned shops: 9 | 2023 Total: 16"
GOAL = "Energy | Goal: a cut of 5% | Year: 2026"
MINERAL = "Tin | Smelters and refiners: 84 | Certified as conformant: 82.14%"


def shown(row: str, question: str) -> str:
    return sentence(narrowed(parse(row), understand(question)))


def test_parse() -> None:
    row = parse(SEGMENTS)
    assert (row.label, row.unit) == ("Energy, Total energy consumption", "MWh")
    assert [(cell.year, cell.segment, cell.value) for cell in row.cells] == [
        (2024, "Total", "444,774.36"),
        (2024, "Smartphone x AIoT", "210,187.12"),
        (2024, "Smart EV and other new initiatives", "234,587.24"),
        (2023, "", "211,171.84"),
        (2022, "", "144,741.38"),
    ]


def test_parse_without_unit_or_columns() -> None:
    assert parse("Tin | 84 | 82.14%") == TableRow("Tin", "", (Cell("", "84"), Cell("", "82.14%")))
    assert parse("Only a label") == TableRow("Only a label", "", ())
    assert parse("Ratio | Unit: - | 2024: 1.18").unit == ""


@pytest.mark.parametrize("name", ["2024 Total", "Group 2024", "2024", "2020 (restated)", "Overall"])
def test_columns_for_the_whole(name: str) -> None:
    assert Cell(name, "1").is_whole


@pytest.mark.parametrize("name", ["2024 Smartphone x AIoT", "Men", "Totals of others 2024"])
def test_columns_for_a_part(name: str) -> None:
    assert not Cell(name, "1").is_whole


@pytest.mark.parametrize(
    ("row", "question", "line"),
    [
        (
            ONE,
            "What were Scope 1 emissions in 2018?",
            "Greenhouse gas, Direct GHG emissions (Scope 1): 271.69 tons (2018)",
        ),
        (YEARS, "What was energy per person in 2022?", "Energy per person: 4.45 MWh (2022)"),
        (YEARS, "What is energy per person?", "Energy per person: 6.28 MWh (2023)"),
        (YEARS, "Energy per person in 2020 and 2022?", "Energy per person: 5.36 MWh (2020); 4.45 MWh (2022)"),
        (
            YEARS,
            "How did energy per person develop?",
            "Energy per person: 5.36 MWh (2020); 4.33 MWh (2021); 4.45 MWh (2022); 6.28 MWh (2023)",
        ),
        (
            YEARS,
            "What was energy per person in 2018?",
            "Energy per person: 5.36 MWh (2020); 4.33 MWh (2021); 4.45 MWh (2022); 6.28 MWh (2023)",
        ),
        (
            SEGMENTS,
            "How much energy was used in 2024?",
            "Energy, Total energy consumption: 444,774.36 MWh (2024 Total)",
        ),
        (
            SEGMENTS,
            "How much energy did the smartphone segment use in 2024?",
            "Energy, Total energy consumption: 210,187.12 MWh (2024 Smartphone x AIoT)",
        ),
        (
            SEGMENTS,
            "What was the total energy consumption in 2022?",
            "Energy, Total energy consumption: 144,741.38 MWh (2022)",
        ),
        (
            SEGMENTS,
            "How did total energy consumption change from 2023 to 2024?",
            "Energy, Total energy consumption: 211,171.84 MWh (2023); 444,774.36 MWh (2024 Total)",
        ),
        (
            SEGMENTS,
            "How much energy did the smartphone segment use in 2022?",
            "Energy, Total energy consumption: 144,741.38 MWh (2022)",
        ),
        (
            SEGMENTS,
            "How much energy did the smartphone segment use?",
            "Energy, Total energy consumption: 210,187.12 MWh (2024 Smartphone x AIoT)",
        ),
        (
            SEGMENTS,
            "What was the total energy of the smartphone segment in 2024?",
            "Energy, Total energy consumption: 210,187.12 MWh (2024 Smartphone x AIoT)",
        ),
        (MINERAL, "What about tin?", "Tin: Smelters and refiners: 84; Certified as conformant: 82.14%"),
        (MINERAL, "How many smelters of tin were there in 2024?", "Tin: Smelters and refiners: 84"),
        (MINERAL, "What share of tin was certified?", "Tin: Certified as conformant: 82.14%"),
        (
            "Water | Unit: tonnes | 2021: 463,663.00 | 2020 (restated): 303,132.92",
            "How did water change from 2020 to 2021?",
            "Water: 303,132.92 tonnes (2020 (restated)); 463,663.00 tonnes (2021)",
        ),
        (
            "Aluminum | Unit: tonnes | Amount 2024: 56,871.95 | Recycled share: 19.04%",
            "What is the recycled share of aluminum?",
            "Aluminum: Recycled share: 19.04%",
        ),
        (CHARGING, "How many charging points stood at the sites in 2023?", "Car parks: 92 (2023 Chargers)"),
        (CHARGING, "How many sites had charging points in 2023?", "Car parks: 38 (2023 Sites)"),
        (OWNED, "energy of owned shops 2023", "Energy: 7 MWh (2023 Owned shops)"),
        (OWNED, "energy of non-owned shops 2023", "Energy: 9 MWh (2023 Non-owned shops)"),
        (OWNED, "energy outside its owned shops 2023", "Energy: 9 MWh (2023 Non-owned shops)"),
        (OWNED, "energy of shops not owned 2023", "Energy: 9 MWh (2023 Non-owned shops)"),
        (GOAL, "Which cut does the energy goal ask for?", "Energy: Goal: a cut of 5%"),
        (GOAL, "Which cut does the energy goal ask for, and by when?", "Energy: Goal: a cut of 5%; Year: 2026"),
        (YEARS, "energy per person in 2022 according to the 2023 report", "Energy per person: 4.45 MWh (2022)"),
        (YEARS, "energy per person in the 2023 report", "Energy per person: 6.28 MWh (2023)"),
    ],
)
def test_only_the_cells_asked_for(row: str, question: str, line: str) -> None:
    assert shown(row, question) == line


def test_segments_of_a_year_without_a_total_are_all_shown() -> None:
    row = "Energy | Unit: MWh | 2024 Phones: 1 | 2024 Cars: 2 | 2023: 4"
    assert shown(row, "Energy in 2024 and 2023?") == "Energy: 4 MWh (2023); 1 MWh (2024 Phones); 2 MWh (2024 Cars)"


@pytest.mark.parametrize(
    "value",
    ["1,234.50", "0.000097", "100.00", "1.0", "42,000+", "00012", "-5.20", "12 345", "1.234,5", "33,427 (94.39%)"],
)
def test_a_value_is_never_formatted_anew(value: str) -> None:
    assert shown(f"Waste | Unit: t | 2024: {value}", "Waste in 2024?") == f"Waste: {value} t (2024)"


@pytest.mark.parametrize(
    ("unit", "value", "printed"),
    [
        ("%", "89.92", "89.92%"),
        ("%", "89.92%", "89.92%"),
        ("tonnes", "12 tonnes", "12 tonnes"),
        ("tonnes", "about 12", "about 12 tonnes"),
        ("million", "RMB5.8", "RMB5.8 million"),
        ("persons", "-", "-"),
        ("persons", "not given", "not given"),
        ("tonnes", "to be disclosed in September 2025", "to be disclosed in September 2025"),
        ("-", "12", "12"),
    ],
)
def test_units(unit: str, value: str, printed: str) -> None:
    assert shown(f"Label | Unit: {unit} | 2024: {value}", "Label in 2024?") == f"Label: {printed} (2024)"


def test_a_row_without_values_is_its_label() -> None:
    assert sentence(parse("Work-related deaths")) == "Work-related deaths"
