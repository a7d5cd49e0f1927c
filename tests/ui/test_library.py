"""What the index holds, and the questions drawn from it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.ui.making import document, figure
from ui.library import Library, examples, facts_of


def test_facts_are_counted_from_what_is_indexed(scripted: Any) -> None:
    facts = Library(scripted).facts()
    assert facts.years == (2024, 2023, 2022)
    assert facts.figures == {"report-2024.md": 3}
    assert facts.passages == {"report-2023.md": 7, "report-2024.md": 7}
    assert facts.examples == ("How did “Scope 1 emissions” change from 2023 to 2024?",)


def test_facts_are_kept_until_the_reports_change(scripted: Any) -> None:
    library = Library(scripted)
    before = library.facts()
    assert library.facts() is before
    scripted.documents = scripted.documents[:1]
    assert library.facts().documents == scripted.documents


def test_examples_ask_of_what_is_there_and_of_several_kinds() -> None:
    reports = [document(2024, "A")]
    found = [
        figure("Total water use", 2024, "5"), figure("Scope 1 emissions", 2024, "5"),
        figure("Scope 2 emissions", 2024, "6"), figure("Scope 1 emissions", 2023, "5"),
    ]  # fmt: skip
    found[0] = replace(found[0], kind="water")
    assert examples(reports, found) == [
        "How did “Scope 1 emissions” change from 2023 to 2024?",
        "What was “Total water use” in 2024?",
        "What was “Scope 2 emissions” in 2024?",
    ]


def test_examples_name_the_company_where_there_are_several() -> None:
    reports = [replace(document(2024, "A"), company="Blue"), replace(document(2023, "B"), company="Green")]
    assert examples(reports, [figure("Scope 1 emissions", 2024, "5")]) == [
        "What was “Scope 1 emissions” of Blue in 2024?"
    ]


def test_unclear_labels_are_not_asked_of() -> None:
    clear = figure("Scope 1 emissions", 2024, "5")
    unclear = [
        replace(clear, indicator=label)
        for label in ("Other emissions", "emissions", "x1 <b>bold</b>", "Scope 1 (", "A very long " + "label " * 9)
    ]
    unclear += [replace(clear, confidence=0.5), replace(clear, segment="EV"), replace(clear, source="prose")]
    assert examples([document(2024, "A")], unclear) == []
    assert facts_of((), ()).examples == ()
