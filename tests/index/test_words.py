"""Which words of a question meet which words of a passage, in the full-text search as it is set."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence

import pytest

from index.words import TOKENIZER, all_expression, match_expression, plain, spellings


def meets(asked: Sequence[str], text: str, *, all_of_them: bool = False) -> bool:
    """Whether a passage is found by words of a question."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = '{TOKENIZER}')")
        connection.execute("INSERT INTO words VALUES (?)", (plain(text),))
        expression = all_expression(asked) if all_of_them else match_expression(asked)
        return bool(connection.execute("SELECT 1 FROM words WHERE words MATCH ?", (expression,)).fetchall())


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("1234567.89", "a total of 1,234,567.89 kWh"),
        ("1,234,567.89", "a total of 1234567.89 kWh"),
        ("12,345", "12,345.6 tonnes"),
        ("tco2e", "12 t CO₂e"),
        ("co2e", "12 tCO₂e"),
        ("co2e", "kgCO2-eq per head"),
        ("CO2 equivalent", "CO₂e"),
        ("co2", "12 ktCO₂e"),
        ("m3", "per m³"),
        ("gri305-1", "GRI 305-1"),
        ("305-1", "GRI305-1"),
        ("a1.2", "KPI A1.2 (a)"),
        ("iso14001", "ISO 14001 certified"),
        ("iso 14001", "ISO14001 certified"),
        ("256gb", "256 GB"),
        ("256 GB", "256GB"),
        ("1.5°C", "1.5C"),
        ("e-waste", "ewaste"),
        ("e-waste", "E waste"),
        ("ewaste", "e-waste"),
        ("trade-in", "tradein"),
        ("trade in", "trade-in"),
        ("second-tier", "second tier"),
        ("wellbeing", "well-being"),
        ("well-being", "wellbeing"),
        ("cybersecurity", "cyber-security"),
        ("on-site", "onsite"),
        ("onsite", "on-site"),
        ("r&d", "R & D"),
        ("phone × watch", "Phone × Watch"),
        ("emissions", "emis\u00adsions"),
        ("suppliers", "a supplier"),
    ],
)
def test_ways_of_writing_meet(asked: str, text: str) -> None:
    assert meets([asked], text)
    assert meets(["a", asked] if "a" in text.split() else [asked], text, all_of_them=True)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("345", "12,345 tonnes"),
        ("12345", "12,345,678 tonnes"),
        ("305", "3,305 people"),
        ("trade-in", "trade and in"),
        ("co2", "cobalt"),
        ("ewaste", "the waste"),
        ("e", "energy"),
    ],
)
def test_others_do_not(asked: str, text: str) -> None:
    assert not meets([asked], text)


@pytest.mark.parametrize(
    ("text", "searched"),
    [
        ("2022,2023 and 2024, 100", "2022,2023 and 2024, 100"),
        ("1,23 or 12,3456 or 0,5", "1,23 or 12,3456 or 0,5"),
        ("1.234,567", "1.234,567"),
        ("CO2 emissions, SF6, PM2.5, A1.2, 5G", "CO2 emissions, SF6, PM2.5, A1.2, 5 G"),
        ("tCO2e/m²; kgCO2-eq; Mt CO2 equivalents", "t CO2 e/m2; kg CO2 e; Mt CO2 e"),
        ("SA8000 on page 12", "SA 8000 on page 12"),
    ],
)
def test_what_is_searched(text: str, searched: str) -> None:
    assert plain(text) == plain(searched) == searched


def test_spellings() -> None:
    assert list(spellings("energy-efficient")) == ["energy-efficient", "energyefficient"]
    assert list(spellings("reuse-able")) == ["reuse-able", "reuseable"]
    assert list(spellings("offsite")) == ["offsite", "off site"]
    assert list(spellings("305-1")) == ["305-1"]
    assert list(spellings("waste")) == ["waste"]
    assert match_expression(["on-site", "onsite"]) == '"on-site" OR "onsite" OR "on site"'
