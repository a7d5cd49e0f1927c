"""The figure of the part that a question asks for, in the unit it asks in; or none, rather than that of another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from index.store import Index
from rag.evidence import Unit
from tests.rag.records.reports import Ask, Order, built

PEOPLE = """# Acme sustainability report 2024

Acme Ltd reports for 2024.

## Workforce

| Workforce | Unit | 2024 | 2023 |
|---|---|---|---|
| Total workforce | persons | 2,000 | 1,900 |
| **By gender** | | | |
| Female | persons | 820 | 790 |
| Male | persons | 1,180 | 1,110 |
| **By age group** | | | |
| Under 30 | persons | 610 | 600 |
| 30-50 | persons | 1,100 | 1,020 |
| Above 50 | persons | 290 | 280 |
| **By region** | | | |
| Chinese mainland | persons | 1,500 | 1,450 |
| Regions beyond the Chinese mainland | persons | 500 | 450 |

## Turnover

| Turnover rate | Unit | 2024 | 2023 |
|---|---|---|---|
| Total turnover rate | % | 9.9 | 11.2 |
| **By gender** | | | |
| Female | % | 8.1 | 9.0 |
| Male | % | 11.5 | 13.0 |

## Safety

| Safety | Unit | 2024 | 2023 |
|---|---|---|---|
| Work-related injuries | cases | 14 | 17 |
| Days lost through work-related injuries | days | 210 | 260 |
"""
SHARES = """# Acme sustainability report 2024

Acme Ltd reports for 2024.

## People

| Indicator | Unit | 2024 |
|---|---|---|
| Total workforce | persons | 2,000 |
| **By region** | | |
| South America | % | 8 |
| Europe | % | 92 |
| **Employees at year end** | | |
| **Full-time employees by gender** | | |
| Women | persons | 820 |
| Men | persons | 1,180 |
| **Turnover** | | |
| Turnover rate, women | % | 9.5 |
| **Refiners** | | |
| Audited refiners | - | 12 |
"""
PLACES = """# Acme sustainability report 2024

Acme Ltd reports for 2024.

## Shops

| Shops | Unit | 2024 Retail Stores and Services | 2024 Wholesale | 2024 Total |
|---|---|---|---|---|
| Electricity | MWh | 60 | 30 | 90 |

## Charging

| Charging | 2024 # of Chargers | 2024 # of Sites |
|---|---|---|
| Total | 386 | 92 |

## Refiners

| Metal | Unit | 2024 |
|---|---|---|
| **Tin** | | |
| Certified refiners | % | 82 |
| **Gold** | | |
| Certified refiners | % | 54 |
"""


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with Index.open(built(tmp_path_factory.mktemp("people"), acme_2024=PEOPLE)) as index:
        yield index


@pytest.fixture(scope="module")
def shares(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with Index.open(built(tmp_path_factory.mktemp("shares"), acme_2024=SHARES)) as index:
        yield index


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with Index.open(built(tmp_path_factory.mktemp("places"), acme_2024=PLACES)) as index:
        yield index


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("How many women worked at Acme in 2024?", "820 persons"),
        ("How many men worked at Acme in 2023?", "1,110 persons"),
        ("What was the turnover rate of women in 2024?", "8.1%"),
        ("What was the turnover rate in 2024?", "9.9%"),
        ("How many employees were older than 50 in 2024?", "290 persons"),
        ("How many employees under thirty were there in 2023?", "600 persons"),
        ("How many staff were aged 30 to 50 in 2024?", "1,100 persons"),
        ("How many people worked outside mainland China in 2024?", "500 persons"),
        ("How many people worked in mainland China in 2024?", "1,500 persons"),
        ("How many work-related injuries were there in 2024?", "14 cases"),
        ("How many days were lost through work-related injuries in 2024?", "210 days"),
    ],
)
def test_the_part_and_the_unit_asked_for_decide(people: Index, ask: Ask, question: str, value: str) -> None:
    (statement,) = ask(question, of=people).statements
    assert statement.text.endswith(f": {value} in {question[-5:-1]}")


def test_what_a_part_is_of_is_named(people: Index, ask: Ask) -> None:
    (statement,) = ask("What was the turnover rate of women in 2024?", of=people).statements
    assert statement.text == "Female (Total turnover rate): 8.1% in 2024"


def test_what_an_age_group_is_of_is_named(people: Index, ask: Ask) -> None:
    (statement,) = ask("How many employees were older than 50 in 2024?", of=people).statements
    assert statement.text == "Above 50 (Total workforce): 290 persons in 2024"


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        ("What share of the employees is female in 2024?", "8.1"),  # that is their turnover
        ("How many employees were older than 60 in 2024?", "290"),
        ("turnover rate of junior staff 2024", "9.9"),
        ("What share of the workforce was under 30 in 2024?", "610"),
    ],
)
def test_another_part_or_unit_is_not_told(people: Index, ask: Ask, question: str, wrong: str) -> None:
    assert not any(wrong in statement.text for statement in ask(question, of=people).statements)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("What share of the workforce was in South America in 2024?", "8%"),
        ("How many women worked there in 2024?", "820 persons"),
        ("What was the turnover rate of women in 2024?", "9.5%"),
    ],
)
def test_a_share_or_a_count_of_a_part_is_told(shares: Index, ask: Ask, question: str, value: str) -> None:
    (statement,) = ask(question, of=shares).statements
    assert statement.text.endswith(f": {value} in 2024")


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("I need the total workforce in South America, 2024", "South America"),  # a share is no total
        ("What share of refiners was there in 2024?", "Audited refiners"),  # a count is no share
    ],
)
def test_a_figure_of_another_kind_is_not_told_of_a_part(shares: Index, ask: Ask, question: str, best: str) -> None:
    attempt = ask(question, of=shares, order=first(best))
    assert attempt.missing
    assert not attempt.statements


def test_a_segment_is_named_by_most_of_its_name(places: Index, ask: Ask) -> None:
    (statement,) = ask("electricity of the retail services segment 2024", of=places).statements
    assert statement.figures[0].value == "60"
    (statement,) = ask("electricity 2024", of=places).statements
    assert statement.figures[0].value == "90"


# --- where no record decides


def first(*labels: str) -> Order:
    """Ranks the rows with these labels first, all as near as each other."""

    def order(ranked: list[Unit]) -> list[Unit]:
        chosen = [next(unit for unit in ranked if f", {label} |" in f", {unit.text}") for label in labels]
        units = [*chosen, *(unit for unit in ranked if unit not in chosen)]
        return [replace(unit, score=1.0, coverage=0.5) for unit in units]

    return order


def test_a_count_is_no_amount(places: Index, ask: Ask) -> None:
    attempt = ask("How much power did all the charging sites hand out in 2024?", of=places, order=first("Total"))
    assert attempt.missing.startswith("The reports found give no figure for this")


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("How many accidents with injuries happened in 2024?", "Days lost through work-related injuries"),
        ("What share of the young workforce was hired in 2024?", "Female"),
    ],
)
def test_a_row_in_another_unit_is_not_quoted(people: Index, ask: Ask, question: str, best: str) -> None:
    attempt = ask(question, of=people, order=first(best))
    assert attempt.missing.startswith("The reports found give no figure for this")


def test_the_row_of_the_part_stands_in_for_that_of_another(people: Index, ask: Ask) -> None:
    order = first("Chinese mainland", "Regions beyond the Chinese mainland")
    (statement,) = ask("How many people did Acme engage abroad in 2024?", of=people, order=order).statements
    assert "500 persons" in statement.text


def test_one_of_several_alike_is_not_quoted(places: Index, ask: Ask) -> None:
    order = first("Tin, Certified refiners", "Gold, Certified refiners")
    attempt = ask("What share of the lithium refiners was certified and paid in 2024?", of=places, order=order)
    assert attempt.missing.startswith("The reports found give this for several things")
    assert not ask("What share of the tin refiners was certified and paid in 2024?", of=places, order=order).missing
