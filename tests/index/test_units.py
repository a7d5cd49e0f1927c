import time

import pytest

from index.units import Base, base, is_unit, known_unit_suffix, unit_in, unit_kind


@pytest.mark.parametrize(
    ("unit", "kind", "canonical", "factor"),
    [
        ("t", "mass", "t", 1),
        ("Tonnes", "mass", "t", 1),
        ("metric tons", "mass", "t", 1),
        ("tonne (Mt)", "mass", "t", 1),
        ("MT", "mass", "t", 1),
        ("kt", "mass", "t", 1000),
        ("Kg", "mass", "t", 0.001),
        ("'000 tonnes", "mass", "t", 1000),
        ("Mio. t", "mass", "t", 1e6),
        ("t NOx", "mass", "t", 1),
        ("tonnes of waste", "mass", "t", 1),
        ("tonne (Mt) of CO ₂ e", "emissions", "t CO2e", 1),
        ("tCO₂e", "emissions", "t CO2e", 1),
        ("metric tons CO2-eq", "emissions", "t CO2e", 1),
        ("tonnes of carbon dioxide equivalent", "emissions", "t CO2e", 1),
        ("kgCO2e", "emissions", "t CO2e", 0.001),
        ("ktCO2-e", "emissions", "t CO2e", 1000),
        ("MtCO2e", "emissions", "t CO2e", 1e6),
        ("million tonnes CO2-e", "emissions", "t CO2e", 1e6),
        ("t CO2", "emissions", "t CO2", 1),
        ("KWh", "energy", "MWh", 0.001),
        ("GWh", "energy", "MWh", 1000),
        ("eMWh", "energy", "MWh", 1),
        ("GWh-eq", "energy", "MWh", 1000),
        ("GJ", "energy", "MWh", 1 / 3.6),
        ("toe", "energy", "MWh", 11.63),
        ("MW", "other", "W", 1e6),
        ("mW", "other", "W", 0.001),
        ("m³", "water", "m3", 1),
        ("cubic metres", "water", "m3", 1),
        ("ML", "water", "m3", 1000),
        ("mL", "water", "m3", 1e-6),
        ("RMB million", "money", "CNY", 1e6),
        ("million RMB", "money", "CNY", 1e6),
        ("10,000 RMB", "money", "CNY", 1e4),
        ("US$ million", "money", "USD", 1e6),
        ("€m", "money", "EUR", 1e6),
        ("C$", "money", "CAD", 1),
        ("%", "share", "%", 1),
        ("percentage points", "share", "percentage point", 1),
        ("Person", "people", "person", 1),
        ("Mitarbeitende", "people", "person", 1),
        ("FTEs", "people", "FTE", 1),
        ("hours", "hours", "h", 1),
        ("Day", "count", "day", 1),
        ("cases", "count", "case", 1),
        ("MWh/RMB million", "intensity", "MWh/CNY", 1e-6),
        ("tonne (Mt) of CO2e/RMB million", "intensity", "t CO2e/CNY", 1e-6),
        ("tCO2e per 10,000 RMB of revenue", "intensity", "t CO2e/CNY", 1e-4),
        ("kg/m²", "intensity", "t/m2", 0.001),
        ("tCO2e/FTE", "intensity", "t CO2e/FTE", 1),
        ("MWh per employee", "intensity", "MWh/person", 1),
        ("L/100 km", "intensity", "m3/km", 1e-5),
        ("per capita", "intensity", "/person", 1),
    ],
)
def test_a_unit_is_read_by_its_parts(unit, kind, canonical, factor):
    assert unit_kind(unit) == kind
    assert base(unit) == Base(canonical, pytest.approx(factor))


@pytest.mark.parametrize("unit", ["Mt", "Mt CO2e", "Mt of CO ₂ e", "Mt/person"])
def test_mt_alone_may_be_metric_or_mega(unit):
    assert is_unit(unit)
    assert base(unit) is None


def test_mt_beside_the_word_tonne_is_a_metric_tonne():
    assert base("Mt (metric tonnes)") == Base("t", 1.0)


def test_the_label_tells_tonnes_of_emissions_and_cubic_metres_of_gas():
    assert unit_kind("metric tons", label="Direct GHG Emissions (Scope 1)") == "emissions"
    assert unit_kind("metric tons", label="Hazardous Waste") == "mass"
    assert unit_kind("m3", label="Natural gas") == "other"
    assert unit_kind("m3", label="Water withdrawal") == "water"


@pytest.mark.parametrize(
    "text", ["", "-", "/", "N/A", "Scope 1", "FY2020", "2021", "including interns", "Total", "Male", "m", "x" * 5000]
)
def test_other_words_are_no_unit(text):
    assert not is_unit(text)
    assert unit_kind(text) == "other"
    assert base(text) is None


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Total Energy Consumption (MWh)", ("Total Energy Consumption", "MWh")),
        ("GHG (Scope 1 and Scope 2) (metric tons)", ("GHG (Scope 1 and Scope 2)", "metric tons")),
        ("Emissions (tonne (Mt) of CO2e)", ("Emissions", "tonne (Mt) of CO2e")),
        ("Finished products(tons/RMB million)", ("Finished products", "tons/RMB million")),
        ("Energy (in MWh)", ("Energy", "MWh")),
        ("Energy [GJ]", ("Energy", "GJ")),
        ("Waste, in tonnes", ("Waste", "tonnes")),
        ("Energy use in MWh", ("Energy use", "MWh")),
        ("Share of women, %", ("Share of women", "%")),
        ("Lost days (days) ¹⁷", ("Lost days", "days")),
        ("Fatalities （Person）", ("Fatalities", "Person")),
        ("(%)", ("", "%")),
        ("Revenue (FY2020)", ("Revenue (FY2020)", "")),
        ("Direct emissions (Scope 1)", ("Direct emissions (Scope 1)", "")),
        ("Workforce (including interns)", ("Workforce (including interns)", "")),
        ("Change in people", ("Change in people", "")),
        ("Stores in Asia, Africa", ("Stores in Asia, Africa", "")),
    ],
)
def test_the_unit_is_taken_off_a_label(label, expected):
    assert unit_in(label) == expected


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Direct GHG Emissions: Scope 1 tonne (Mt) of CO2e", "tonne (Mt) of CO2e"),
        ("Energy consumption per unit of revenue MWh/RMB million", "MWh/RMB million"),
        ("Per capita emissions tonne (Mt) of CO ₂ e/person", "tonne (Mt) of CO ₂ e/person"),
        ("Male %", "%"),
        ("Over 50 %", "%"),
        ("Total Workforce Person", "Person"),
        ("Number of Participants Person", "Person"),
        ("Courses Course", "Course"),
        ("Total Course Hours Hour", "Hour"),
        ("R&D spending RMB billion", "RMB billion"),
        ("Water 10,000 tonnes", "10,000 tonnes"),
        ("Waste in tons", "tons"),
        ("Total Course Hours", ""),
        ("Number of employees", ""),
        ("Energy consumption per tonne", ""),
        ("Average training hours per employee", ""),
        ("Hours", ""),
        ("Scope 1", ""),
        ("Group A", ""),
        ("Total emissions (Scope 1 and Scope 2)", ""),
    ],
)
def test_the_unit_at_the_end_of_a_row(text, unit):
    assert known_unit_suffix(text) == unit


def test_long_hostile_text_is_read_at_once():
    started = time.perf_counter()
    for text in ("(" * 100_000, "a, " * 100_000, "/ per " * 50_000, " " * 100_000 + "t", "(" + "(t)" * 100_000):
        assert unit_in(text)[1] == ""
        assert not is_unit(text)
        known_unit_suffix(text)
    assert time.perf_counter() - started < 2
