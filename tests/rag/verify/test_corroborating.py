"""A sentence cites a second place only where that alone bears all of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.types import Document, Passage, StoredPassage
from rag.evidence import Unit
from rag.question import understand
from rag.statement import Statement
from rag.types import Evidence
from rag.verify import verified
from rag.verify.corroborating import corroborated

ASKED = "How much water was withdrawn in 2023?"
SAID = "Water withdrawal: 4,900 m3 in 2023."
ROW = "Water withdrawal | Unit: m3 | 2024: 4,400 | 2023: 4,900"
OLDER = "Water, Water withdrawal | Unit: m3 | 2023: 4,900 | 2022: 5,100"
_FOR = "Boreal, Cirrus and Dune for phones, cars, shops and kitchens."
DEALS = f"In addition, we have signed licences with a number of makers such as {_FOR}"
ALSO = f"To date, we have signed licences with a number of makers, including {_FOR}"


def unit(text: str, id: int, *, year: int | None = 2024, company: str = "Acme") -> Unit:
    """A row or sentence of a report."""
    document = Document(f"{company}-{year}.md", "", "Report", year, "", company=company)
    passage = Passage(text, (), (id, id), kind="table" if " | " in text else "text")
    stored = StoredPassage(id, document, passage)
    return Unit(Evidence(document.name, "Report", "", None, (id, id), text, 1.0, stored), text)


def also(text: str, own: str, *others: Unit) -> list[int]:
    """The passages that a sentence cites beside its own."""
    ranked = [unit(own, 1), *others]
    statement = Statement(text, (ranked[0],), "checked")
    told = corroborated(statement, ranked, understand(ASKED))
    assert (told.text, told.verdict, told.units[0]) == (text, "checked", ranked[0])
    return [each.evidence.source.id for each in told.units[1:]]


def test_the_same_figure_in_another_table_is_cited_too() -> None:
    assert also(SAID, ROW, unit(OLDER, 2, year=2023)) == [2]


def test_one_further_place_is_enough() -> None:
    assert also(SAID, ROW, unit(OLDER, 2, year=2023), unit(OLDER, 3, year=2023)) == [2]


def test_the_same_said_in_nearly_the_same_words_is_cited_too() -> None:
    assert also(DEALS, DEALS, unit(ALSO, 2)) == [2]


@pytest.mark.parametrize(
    "other",
    [
        unit(OLDER.replace("4,900", "4,901"), 2),
        unit(OLDER.replace("2023", "2021"), 2, year=2021),
        unit(OLDER.replace("withdrawal", "discharge"), 2),
        unit(OLDER.replace("m3", "t"), 2),
        unit(OLDER, 2, company="Boreal"),
        unit(OLDER, 1),
    ],
    ids=["value", "year", "label", "unit", "company", "passage"],
)
def test_what_differs_in_anything_is_not(other: Unit) -> None:
    assert also(SAID, ROW, other) == []


def test_without_a_year_only_a_report_of_the_same_year_says_the_same() -> None:
    assert also(DEALS, DEALS, unit(ALSO, 2, year=2021)) == []


def test_a_name_less_or_a_word_of_something_else_is_less() -> None:
    assert also(DEALS, DEALS, unit(ALSO.replace("licences", "leases"), 2)) == []
    assert also(DEALS, DEALS, unit(ALSO.replace(", Cirrus", ""), 2)) == []


def test_few_words_might_stand_anywhere() -> None:
    assert also("Boreal pays.", "Boreal pays.", unit("Boreal pays.", 2)) == []


def test_what_was_calculated_shows_its_operands() -> None:
    fell, row = "Water withdrawal fell by 200 m3 from 2022 to 2023: 4,900 - 5,100.", OLDER
    statement = Statement(fell, (unit(row, 1),), "calculated", formula="4,900 - 5,100 = -200 m3")
    other = replace(statement, units=(unit(row, 2, year=2023),))
    assert verified(other, understand(ASKED)).borne
    assert corroborated(statement, other.units, understand(ASKED)) == statement
