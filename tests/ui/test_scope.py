"""What is searched, in words."""

from __future__ import annotations

from dataclasses import replace

from tests.ui.making import document
from ui.scope import Scope, report_choices, year_choices

REPORTS = (document(2023, "Blue 2023"), document(2024, "Green"), document(None, "Red"))


def test_what_is_searched_is_always_told() -> None:
    assert Scope().headline(REPORTS) == "Searching all 3 reports"
    assert Scope().headline(REPORTS[:1]) == "Searching the one report"
    assert Scope(("report-2024.md",)).headline(REPORTS) == "Searching Green"
    assert Scope(years=(2022, 2023)).headline(REPORTS) == "Searching all 3 reports, only what is of 2022 and 2023"
    assert Scope(("report-2024.md", "report-2023.md"), (2022,)).headline(REPORTS) == (
        "Searching Green and Blue 2023, only what is of 2022"
    )


def test_many_reports_are_counted_and_unknown_ones_named() -> None:
    many = Scope(tuple(f"{number}.md" for number in range(3)))
    assert many.told(REPORTS) == "3 of 3 reports"
    assert Scope(("gone.pdf",)).told(REPORTS) == "gone.pdf"
    assert Scope().told(REPORTS) == ""


def test_no_filter_is_none() -> None:
    assert Scope().filters == {"documents": None, "years": None}
    assert Scope(("a.md",), (2024,)).filters == {"documents": ("a.md",), "years": (2024,)}


def test_reports_are_offered_newest_first_with_their_year() -> None:
    assert report_choices(REPORTS) == [
        ("Green (2024)", "report-2024.md"), ("Blue 2023", "report-2023.md"), ("Red", "report-None.md"),
    ]  # fmt: skip
    assert report_choices([replace(REPORTS[0], title="")])[0][0] == "report-2023.md"


def test_what_was_chosen_can_still_be_seen_and_let_go() -> None:
    assert report_choices(REPORTS[:1], chosen=["report-2023.md", "gone.pdf"]) == [
        ("Blue 2023", "report-2023.md"), ("gone.pdf (removed)", "gone.pdf"),
    ]  # fmt: skip
    assert year_choices((2024, 2022), chosen=[2023, 2024]) == [2024, 2023, 2022]
