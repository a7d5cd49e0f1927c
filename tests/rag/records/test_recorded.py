"""A question for a figure answered from the record that is surely meant, or told why it can't be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from index.store import Index
from rag.question import understand
from rag.statement import Attempt
from rag.verify import verified
from tests.rag.records.reports import NEW, Ask, built


def texts(attempt: Attempt) -> list[str]:
    """The sentences of an attempt."""
    assert not attempt.missing
    return [statement.text for statement in attempt.statements]


# --- the figure that is meant


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What were Acme's Scope 2 emissions in 2024?", "Scope 2 emissions: 250.0 tonnes CO2e in 2024"),
        ("scope 2 emissions 2023", "Scope 2 emissions: 280.0 tonnes CO2e in 2023"),
        ("What was the total water withdrawal in 2023?", "Total water withdrawal: 4,900 m³ in 2023"),
        ("Tell me the wastewater discharge for 2024.", "Wastewater discharge: 3,900 m³ in 2024"),
        ("How many women worked at Acme in 2023?", "Female employees: 790 persons in 2023"),
        ("What share of the employees was female in 2024?", "Share of female employees: 41.0% in 2024"),
        ("In 2024, what was the staff turnover rate?", "Employee turnover rate: 9.9% in 2024"),
        ("hazardous waste per head 2023", "Hazardous waste per employee: 3.4 kg/person in 2023"),
        ("What was the hazardous waste in 2023?", "Hazardous waste: 6.9 tonnes in 2023"),
        ("SOx 2024", "Sulphur oxides (SOx): 12 kg in 2024"),
        ("NOx emissions in 2023", "NOx emissions: 58 kg in 2023"),
    ],
)
def test_the_record_of_indicator_year_and_unit_decides(ask: Ask, question: str, answer: str) -> None:
    assert texts(ask(question)) == [answer]


def test_the_row_is_the_evidence_and_the_record_the_figure(ask: Ask) -> None:
    (statement,) = ask("What were Acme's Scope 2 emissions in 2023?").statements
    assert statement.unit.text.startswith("Use of resources, Scope 2 emissions | Unit: tonnes CO2e | ")
    assert statement.unit.evidence.document == "acme-2024.md"
    assert [(figure.value, figure.period) for figure in statement.figures] == [("280.0", 2023)]
    assert statement.verdict == "checked"


def test_without_a_year_the_newest_of_the_newest_report_is_answered(ask: Ask) -> None:
    assert texts(ask("What is Acme's total water withdrawal?")) == ["Total water withdrawal: 4,400 m³ in 2024"]


def test_a_report_that_is_asked_gives_its_newest_year(ask: Ask) -> None:
    answer = texts(ask("What total water withdrawal does the 2022 report give?"))
    assert answer == ["Total water withdrawal: 5,100 m³ in 2022"]


def test_only_the_reports_of_a_filter_are_answered_from(ask: Ask) -> None:
    (statement,) = ask("hazardous waste 2022", documents=["acme-2022.md"]).statements
    assert statement.unit.evidence.document == "acme-2022.md"


def test_the_part_that_is_named_is_answered_and_else_the_whole(ask: Ask) -> None:
    assert texts(ask("hazardous waste of Transport 2024")) == ["Hazardous waste, Transport: 2.2 tonnes in 2024"]
    assert texts(ask("hazardous waste 2024")) == ["Hazardous waste: 6.2 tonnes in 2024"]


def test_each_of_several_years_is_told(ask: Ask) -> None:
    answer = texts(ask("What was the total water withdrawal in 2021 and 2023?"))
    assert answer == ["Total water withdrawal: 4,800 m³ in 2021", "Total water withdrawal: 4,900 m³ in 2023"]


def test_years_of_one_row_are_told_in_one_sentence(ask: Ask) -> None:
    answer = texts(ask("What was the wastewater discharge in 2023 and 2024?"))
    assert answer == ["Wastewater discharge: 4,100 m³ in 2023 and 3,900 m³ in 2024"]


def test_one_year_of_two_is_no_answer(ask: Ask) -> None:
    assert not ask("What was the wastewater discharge in 2019 and 2024?").statements


def test_each_numbered_thing_is_told(ask: Ask) -> None:
    answer = texts(ask("What were the Scope 1 and Scope 2 emissions in 2023?"))
    assert answer == ["Scope 1 emissions: 110.3 tonnes CO2e in 2023", "Scope 2 emissions: 280.0 tonnes CO2e in 2023"]


def test_the_group_above_a_bare_label_is_named(ask: Ask) -> None:
    (answer,) = texts(ask("junior training hours 2024"))
    assert answer.startswith("Junior (")
    assert answer.endswith("): 20.1 hours in 2024")


def test_a_number_of_hours_is_in_hours(ask: Ask) -> None:
    (answer,) = texts(ask("What was the number of training hours of junior staff in 2024?"))
    assert answer.endswith("20.1 hours in 2024")


def test_a_second_company_is_told_apart(tmp_path: Path, ask: Ask) -> None:
    other = NEW.replace("Acme", "Borealis").replace("6.2 |", "71.2 |")
    with Index.open(built(tmp_path, acme_2024=NEW, borealis_2024=other)) as both:
        answer = texts(ask("What was the hazardous waste in 2024?", of=both))
        alone = texts(ask("What was Borealis' hazardous waste in 2024?", of=both))
    assert sorted(answer) == [
        "Acme Ltd: Hazardous waste: 6.2 tonnes in 2024",
        "Borealis Ltd: Hazardous waste: 71.2 tonnes in 2024",
    ]
    assert alone == ["Hazardous waste: 71.2 tonnes in 2024"]


# --- values printed otherwise


def test_a_restated_value_is_told_from_the_newest_report_and_the_other_named(ask: Ask) -> None:
    attempt = ask("What were the Scope 1 emissions in 2022?")
    assert texts(attempt) == [
        "Scope 1 emissions: 125.5 tonnes CO2e in 2022",
        "The 2022 report gives 120.5 tonnes CO2e for 2022 (Scope 1 emissions)",
    ]
    assert [statement.unit.evidence.document for statement in attempt.statements] == ["acme-2024.md", "acme-2022.md"]


def test_the_report_that_is_asked_is_answered_and_the_newer_named(ask: Ask) -> None:
    assert texts(ask("What were the Scope 1 emissions in 2022 according to the 2022 report?")) == [
        "Scope 1 emissions: 120.5 tonnes CO2e in 2022",
        "The 2024 report gives 125.5 tonnes CO2e for 2022 (Scope 1 emissions)",
    ]


def test_a_group_that_is_not_asked_for_tells_two_rows_apart(tmp_path: Path, ask: Ask) -> None:
    table = "| Waste | Unit | 2024 |\n|---|---|---|\n| **{}** | | |\n| Hazardous waste | tonnes | {} |\n\n"
    report = f"# Acme report 2024\n\n{table.format('Offices', '1.5')}\n## Plants\n\n{table.format('Plants', '8.5')}"
    with Index.open(built(tmp_path, acme_2024=report)) as index:
        assert not ask("hazardous waste 2024", of=index)
        (statement,) = ask("hazardous waste of offices 2024", of=index).statements
    assert statement.figures[0].value == "1.5"


def test_a_ratio_is_not_told_for_an_amount_nor_an_amount_for_a_ratio(tmp_path: Path, ask: Ask) -> None:
    assert not ask("water withdrawal per employee 2024").statements
    only_ratio = NEW.replace("| Hazardous waste | tonnes | 6.2 | 4.0 | 2.2 | 6.9 | 7.5 |\n", "")
    with Index.open(built(tmp_path, acme_2024=only_ratio)) as index:
        assert not ask("hazardous waste 2024", of=index).statements


def test_one_numbered_thing_of_two_is_no_answer(ask: Ask) -> None:
    attempt = ask("What were the Scope 2 and Scope 5 emissions in 2024?")
    assert not attempt.statements
    assert attempt.missing == "The reports give figures for scope 1, 2, not for scope 5."


def test_a_part_that_a_sentence_gives_is_not_said_to_be_missing(tmp_path: Path, ask: Ask) -> None:
    said = NEW + "\nIn Norway, the total water withdrawal was 900 m³ in 2024.\n"
    with Index.open(built(tmp_path, acme_2024=said)) as index:
        assert not ask("What was the total water withdrawal in Norway in 2024?", of=index).missing


def test_words_that_one_report_tells_apart_do_not_stand_for_each_other(tmp_path: Path, ask: Ask) -> None:
    both = NEW.replace("| Wastewater discharge |", "| Consumption of water in the car wash |")
    with Index.open(built(tmp_path, acme_2024=both)) as index:
        assert not ask("water consumption 2024", of=index).statements  # the withdrawal would be something else
        assert texts(ask("water withdrawal 2024", of=index)) == ["Total water withdrawal: 4,400 m³ in 2024"]


def test_what_both_reports_print_alike_is_told_once(ask: Ask) -> None:
    assert texts(ask("total water withdrawal 2022")) == ["Total water withdrawal: 5,100 m³ in 2022"]


# --- what the reports lack


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        (
            "What was the wastewater discharge in 2019?",
            "The reports give Wastewater discharge for 2023 and 2024, not for 2019.",
        ),
        ("total water withdrawal 2017", "The reports give Total water withdrawal for 2021 to 2024, not for 2017."),
        ("What was the wastewater discharge in 2022?", 'For Wastewater discharge in 2022 the report prints "-".'),
        ("SOx in 2023", 'For Sulphur oxides (SOx) in 2023 the report prints "-".'),
        ("What were the Scope 4 emissions in 2024?", "The reports give figures for scope 1, 2, not for scope 4."),
        ("total employees of Transport 2024", "The reports give Total employees, but not for the part asked for."),
        (
            "What was the total water withdrawal in Norway in 2024?",
            "The reports give Total water withdrawal, but not for the part asked for.",
        ),
        (
            "What were the mercury emissions in 2024?",
            "The reports found give no figure for this: they say nothing of mercury.",
        ),
    ],
)
def test_what_is_not_there_is_told(ask: Ask, monkeypatch: Any, question: str, missing: str) -> None:
    monkeypatch.setattr("rag.records.lacking._RARE", 0.1)  # of so few passages one is many
    attempt = ask(question)
    assert attempt.missing == missing
    assert not attempt.statements


@pytest.mark.parametrize(
    "question",
    [
        "Why did the total water withdrawal fall in 2024?",
        "How is the turnover rate calculated?",
        "How many apprentices were taken on in 2023?",
        "What does the report say of the environment?",
    ],
)
def test_what_no_record_decides_is_left_to_others(ask: Ask, question: str) -> None:
    assert not ask(question)


def test_a_year_that_a_sentence_gives_is_not_said_to_be_missing(tmp_path: Path, ask: Ask) -> None:
    said = NEW + "\nOur total water withdrawal, 4,700 m³, was still lower in 2020.\n"
    with Index.open(built(tmp_path, acme_2024=said)) as index:
        assert not ask("What was the total water withdrawal in 2020?", of=index).missing


# --- in all


@pytest.mark.parametrize(
    "question",
    ["Scope 1 emissions 2022", "hazardous waste of Retail 2024", "junior training hours 2023", "female employees 2024"],
)
def test_the_verifier_bears_what_is_told(ask: Ask, question: str) -> None:
    for statement in ask(question).statements:
        assert verified(statement, understand(question)).borne, statement.text
