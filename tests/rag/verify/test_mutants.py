"""The verifier itself: right answers pass, and the same answers made wrong by code are caught."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from index.types import Document, Passage, StoredPassage
from rag import Assistant, evaluation
from rag.evaluation.gold import load_gold
from rag.evidence import Unit
from rag.question import understand
from rag.rows import narrowed, parse, sentence
from rag.statement import Statement
from rag.types import Evidence
from rag.verify import verified
from rag.writing.citing import Citing
from tests.rag.verify.mutants import Case, mutants

SAMPLE = Path(evaluation.__file__).with_name("sample.jsonl")
CAUGHT, REJECTED, MUTANTS, BY_HAND = 0.99, 0.02, 1000, 400

TABLE = """\
Emissions, Direct (Scope 1) | Unit: tonnes CO2e | 2024 Total: 3,120.50 | 2024 Cars: 2,100.25 | 2024 Phones: 1,020.25 | 2023: 2,950.75
Emissions, Indirect (Scope 2) | Unit: tonnes CO2e | 2024 Total: 8,400.00 | 2024 Cars: 5,100.00 | 2024 Phones: 3,300.00 | 2023: 9,010.40
Waste, Hazardous waste | Unit: tonnes | 2024: 49.20 | 2023: 61.50 | 2022: 40.80
Waste, Non-hazardous waste | Unit: tonnes | 2024: 912.30 | 2023: 880.10 | 2022: 905.70
Staff, Senior level, Men | Unit: persons | 2024: 335 | 2023: 293
Staff, Senior level, Women | Unit: persons | 2024: 70 | 2023: 59
Staff, Turnover | Unit: % | 2024: 10.5 | 2023: 12.8
Spending, Research | Unit: RMB million | 2024: 240.5 | 2023: 190.1
Water, Fresh water | Unit: m3 | 2024: 51,200 | 2023: 48,000"""  # noqa: E501 - a row is one line
ROWS = TABLE.split("\n")
RECKONED: tuple[tuple[str, str, tuple[int, ...]], ...] = (
    (
        (
            "Emissions, Direct (Scope 1) rose by 5.8%, 169.75 tonnes CO2e, from 2023 to 2024: "
            "(3,120.50 - 2,950.75) / 2,950.75"
        ),
        "3,120.50 - 2,950.75 = +169.75 tonnes CO2e; (3,120.50 - 2,950.75) / 2,950.75 = +5.8%",
        (0,),
    ),
    (
        "Emissions, Indirect (Scope 2) fell by 610.40 tonnes CO2e (6.8%) from 2023 to 2024: 8,400.00 - 9,010.40",
        "8,400.00 - 9,010.40 = -610.40 tonnes CO2e; (8,400.00 - 9,010.40) / 9,010.40 = -6.8%",
        (1,),
    ),
    (
        "Waste, Hazardous waste fell by 12.30 tonnes (20.0%) from 2023 to 2024: 49.20 - 61.50",
        "49.20 - 61.50 = -12.30 tonnes; (49.20 - 61.50) / 61.50 = -20.0%",
        (2,),
    ),
    (
        "Staff, Turnover fell by 2.3 percentage points from 2023 to 2024: 10.5% - 12.8%",
        "10.5% - 12.8% = -2.3 percentage points",
        (6,),
    ),
    (
        "Men: 335 persons, 265 persons more than women with 70 persons in 2024: 335 - 70",
        "335 - 70 = +265 persons",
        (4, 5),
    ),
    (
        "Waste, Hazardous waste was 1.2 times as much in 2024 as in 2022: 49.20 (2024) / 40.80 (2022)",
        "49.20 / 40.80 = 1.2",
        (2,),
    ),
    (
        "Cars makes up 67.3% of Emissions, Direct (Scope 1) in 2024: 2,100.25 / 3,120.50",
        "2,100.25 / 3,120.50 = 67.3%",
        (0,),
    ),
    (
        "Together in 2024 11,520.50 tonnes CO2e: 3,120.50 + 8,400.00",
        "3,120.50 + 8,400.00 = 11,520.50 tonnes CO2e",
        (0, 1),
    ),
    (
        "Waste, Non-hazardous waste was 899.37 tonnes on average from 2022 to 2024: (905.70 + 880.10 + 912.30) / 3",
        "(905.70 + 880.10 + 912.30) / 3 = 899.37 tonnes",
        (3,),
    ),
    (
        "Spending, Research rose by 50.4 RMB million (26.5%) from 2023 to 2024: 240.5 - 190.1",
        "240.5 - 190.1 = +50.4 RMB million; (240.5 - 190.1) / 190.1 = +26.5%",
        (7,),
    ),
    (
        "Waste, Hazardous waste was highest in 2023, with 61.50 tonnes, of the years 2022 to 2024",
        "",
        (2,),
    ),
    (
        "Water, Fresh water was lowest in 2023, with 48,000 m3, of the years 2023 to 2024",
        "",
        (8,),
    ),
)


def unit(number: int) -> Unit:
    """A row of the table as found."""
    document = Document("acme.md", "/reports/acme.md", "Acme report 2024", 2024, "", company="Acme")
    stored = StoredPassage(1, document, Passage(TABLE, ("Key figures",), (1, len(ROWS)), "table"))
    evidence = Evidence("acme.md", document.title, "Key figures", None, (1, len(ROWS)), TABLE, 1.0, stored)
    return Unit(evidence, ROWS[number])


@pytest.fixture(scope="module")
def given(assistant: Assistant) -> list[Case]:
    """What the assistant says to every other question of the sample set."""
    said: list[Case] = []
    add = Citing.add
    with pytest.MonkeyPatch.context() as patch:
        for item in load_gold(SAMPLE)[1::2]:
            question = understand(item.question)

            def record(citing: Citing, statement: Statement, question=question) -> str:
                said.append(Case(statement, question))
                return add(citing, statement)

            patch.setattr(Citing, "add", record)
            assistant.ask(item.question)
    return said


def by_hand() -> list[Case]:
    """Reckoned statements over a made-up table, and its rows as they are told."""
    found = [
        Case(
            Statement(text, tuple(unit(row) for row in rows), "calculated" if formula else "checked", formula=formula),
            understand("How did it change, by how much, and what share, ratio, sum and average is that?"),
        )
        for text, formula, rows in RECKONED
    ]
    question = understand("What were the figures of 2024 and 2023?")
    for number, text in enumerate(ROWS):
        row = narrowed(parse(text), question)
        found.append(Case(Statement(sentence(row), (unit(number),), row=row), question))
    return found


def report(cases: list[Case]) -> tuple[Counter[str], Counter[str], list[str]]:
    """The mutants made and missed by kind, and the right statements that are rejected."""
    made, missed = Counter[str](), Counter[str]()
    for mutant in mutants(cases):
        made[mutant.kind] += 1
        if verified(mutant.statement, mutant.question).borne:
            missed[mutant.kind] += 1
            print(f"missed, {mutant.kind}: {mutant.statement.text!r} from {mutant.origin!r}")  # noqa: T201
    verdicts = ((case, verified(case.statement, case.question)) for case in cases)
    rejected = [f"{verdict.reason}: {case.statement.text}" for case, verdict in verdicts if not verdict.borne]
    for kind, count in made.items():
        print(f"{kind}: {count - missed[kind]} of {count} caught")  # noqa: T201
    return made, missed, rejected


def test_mutants_of_what_the_assistant_says_are_caught(given: list[Case]) -> None:
    made, missed, rejected = report(given)
    assert missed.total() <= (1 - CAUGHT) * made.total(), missed
    assert len(rejected) <= REJECTED * len(given), rejected
    assert len(made) == 9
    assert made.total() >= MUTANTS - BY_HAND


def test_mutants_of_reckoned_statements_are_caught() -> None:
    made, missed, rejected = report(by_hand())
    assert rejected == []
    assert missed.total() <= (1 - CAUGHT) * made.total(), missed
    assert made.total() >= BY_HAND


def test_reckoned_statements_are_told_as_such() -> None:
    verdicts = [verified(case.statement, case.question).verdict for case in by_hand()[: len(RECKONED)]]
    assert verdicts == ["calculated"] * (len(RECKONED) - 2) + ["checked"] * 2
