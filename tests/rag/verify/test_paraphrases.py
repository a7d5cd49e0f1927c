"""Right sentences in words of a model's own pass, and the same with one thing wrong do not."""

from __future__ import annotations

import pytest

from rag.evidence import Unit
from rag.question import understand
from rag.statement import Statement
from rag.verify import Verdict, verified
from tests.rag.conftest import MakeEvidence

SCOPE = (
    "Greenhouse gas, Direct emissions (Scope 1) | Unit: tonnes CO2e | 2024 Total: 3,120.50 | 2024 Cars: 2,100.25"
    " | 2024 Phones: 1,020.25 | 2023: 2,950.75"
)
WOMEN = "Employees at year end, Senior level, Women | Unit: persons | 2024: 70 | 2023: 59"
MEN = "Employees at year end, Senior level, Men | Unit: persons | 2024: 335 | 2023: 293"
STAFF = f"{WOMEN}\n{MEN}"
POWER = "In 2024 the plant burned 14,638.78 MWh directly and drew 37,068.28 MWh indirectly."
SHARE = "The share of green power rose from 12% in 2022 to 30% in 2024."
MONEY = "Acme spent RMB 24.1 billion on research in 2024 and RMB 19.1 million on schools."
GOAL = "By 2030, Acme will cut emissions per car by at least 25% against 2020."
NONE = "There was no fatal accident in 2024, and 12 minor injuries were treated."
LIMIT = "More than 1.3 million used devices came in through trade-in."


@pytest.fixture
def hold(evidence: MakeEvidence):
    """Holds a sentence against a unit of a passage, which may be a table."""

    def held(sentence: str, unit: str, question: str = "What does the report say?", passage: str = "") -> Verdict:
        table = " | " in unit
        found = evidence(passage or unit, kind="table" if table else "text", section=("Acme", "Figures"))
        return verified(Statement(sentence, (Unit(found, unit),), "checked"), understand(question))

    return held


RIGHT = [
    (
        "Acme's Scope 1 emissions were 3,120.50 tonnes CO2e in 2024.",
        SCOPE,
        "What were Acme's Scope 1 emissions in 2024?",
    ),
    ("In 2024, direct emissions (Scope 1) amounted to 3,120.50 t CO2e.", SCOPE, "How large were they in 2024?"),
    ("Cars caused 2,100.25 tonnes CO2e of direct emissions in 2024.", SCOPE, "How much did cars cause in 2024?"),
    ("Scope 1 emissions rose from 2,950.75 tonnes CO2e in 2023 to 3,120.50 tonnes CO2e in 2024.", SCOPE, "Scope 1?"),
    ("At senior level, 70 women worked at Acme in 2024.", WOMEN, "How many women worked at senior level in 2024?"),
    ("Women held 70 senior positions in 2024.", WOMEN, "How many senior positions did women hold in 2024?"),
    ("In 2023 there were 59 women at senior level.", WOMEN, "How many women were at senior level in 2023?"),
    ("The plant drew 37,068.28 MWh indirectly and burned 14,638.78 MWh directly in 2024.", POWER, "How much energy?"),
    ("Directly, the plant burned 14,638.78 MWh.", POWER, "How much did it burn?"),
    ("Green power's share was 30% in 2024, up from 12% in 2022.", SHARE, "What share was green?"),
    ("In 2022, the share of green power was 12 percent.", SHARE, "What share was green in 2022?"),
    ("Research spending was RMB 24.1 billion in 2024.", MONEY, "What was research spending in 2024?"),
    ("On schools Acme spent RMB 19.1 million.", MONEY, "How much on schools?"),
    ("Acme will cut emissions per car by at least 25% by 2030, compared with 2020.", GOAL, "What is the target?"),
    ("No fatal accident occurred in 2024.", NONE, "Did fatal accidents occur?"),
    ("12 minor injuries were treated in 2024.", NONE, "How many injuries were treated?"),
    ("Over 1.3 million used devices came in through trade-in.", LIMIT, "How many devices came in?"),
]
RATING = "Rating, Climate | Result in 2024: Gold | Result in 2023: Silver"
WRONG = [
    ("Rating, Climate: Gold (Result in 2023)", RATING, "has another value for Result in 2023"),
    ("In 2024 the Scope 1 emissions of Globex were 3,120.50 tonnes CO2e.", SCOPE, "Globex is not named"),
    ("Acme's Scope 1 emissions were 3,120.50 tonnes CO2e in 2023.", SCOPE, "gives 3120.5 for another year"),
    ("Acme's Scope 2 emissions were 3,120.50 tonnes CO2e in 2024.", SCOPE, "another scope"),
    ("Scope 1 emissions were 3,120.50 kilograms CO2e in 2024.", SCOPE, "is in kilograms CO2e here"),
    ("Cars caused 3,120.50 tonnes CO2e of direct emissions in 2024.", SCOPE, "something else"),
    ("Phones caused 2,100.25 tonnes CO2e of direct emissions in 2024.", SCOPE, "something else"),
    ("Direct emissions (Scope 1) were 2,100.25 tonnes CO2e in 2024.", SCOPE, "something else"),
    (
        "Scope 1 emissions fell from 2,950.75 tonnes CO2e in 2023 to 3,120.50 tonnes CO2e in 2024.",
        SCOPE,
        "denies",
    ),
    (
        "Scope 1 emissions rose from 3,120.50 tonnes CO2e in 2023 to 2,950.75 tonnes CO2e in 2024.",
        SCOPE,
        "another year",
    ),
    ("Samsung's Scope 1 emissions were 3,120.50 tonnes CO2e in 2024.", SCOPE, "of its words stand"),
    ("At senior level, 70 men worked at Acme in 2024.", WOMEN, "something else"),
    ("At junior level, 70 women worked at Acme in 2024.", WOMEN, "something else"),
    ("At senior level, 70 women worked 59 hours in 2024.", WOMEN, "59"),
    ("The plant drew 14,638.78 MWh indirectly in 2024.", POWER, "something else"),
    ("Directly, the plant burned 37,068.28 MWh.", POWER, "something else"),
    ("Green power's share was 12% in 2024.", SHARE, "another year"),
    ("The share of green power rose from 30% to 12%.", SHARE, "something else"),
    ("Research spending was RMB 24.1 million in 2024.", MONEY, "24.1 million does not stand"),
    ("Research spending was USD 24.1 billion in 2024.", MONEY, "is in USD billion here"),
    ("Acme will cut emissions per car by at most 25% by 2030, against 2020.", GOAL, "something else"),
    ("Acme will cut emissions per car by at least 25% by 2020.", GOAL, "not 2020, in these words"),
    ("A fatal accident occurred in 2024.", NONE, "denies"),
    ("No minor injuries were treated in 2024.", NONE, ""),
    ("1.3 million used devices came in through trade-in.", LIMIT, "sign or limit"),
    ("Less than 1.3 million used devices came in through trade-in.", LIMIT, "sign or limit"),
]


@pytest.mark.parametrize(("sentence", "unit", "question"), RIGHT)
def test_right_sentences_pass(hold, sentence: str, unit: str, question: str) -> None:
    passage = STAFF if unit in STAFF else ""
    assert hold(sentence, unit, question, passage) == Verdict("checked")


@pytest.mark.parametrize(("sentence", "unit", "reason"), WRONG)
def test_wrong_sentences_do_not(hold, sentence: str, unit: str, reason: str) -> None:
    passage = STAFF if unit in STAFF else ""
    question = "How many senior women and men, Scope 1 emissions of cars and phones, research, injuries, accidents?"
    verdict = hold(sentence, unit, question, passage)
    assert verdict.verdict == "not borne"
    assert reason in verdict.reason
