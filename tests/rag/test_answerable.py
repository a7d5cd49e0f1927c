"""Whether the evidence is enough, and the reason told where it is not."""

from __future__ import annotations

from typing import Any

import pytest

from index.types import Document
from rag import Assistant
from rag.answerable import NOT_STATED, THRESHOLD, Refusal, Signs, eligible, signs, unfit, unknown
from rag.evidence import Aim, Unit
from rag.expected import expected
from rag.findings import Findings
from rag.question import Naming, understand
from rag.telling import Wanted


def reports(*years: int | None) -> tuple[Document, ...]:
    return tuple(Document(f"{year}.md", "", "Acme", year, "") for year in years)


@pytest.fixture
def unit(evidence: Any) -> Any:
    """Makes a unit that by its words and meaning answers the question, unless told otherwise."""

    def make(text: str, *, coverage: float = 0.9, nearness: float = 0.7, **options: Any) -> Unit:
        return Unit(evidence(text, **options), text, coverage=coverage, nearness=nearness)

    return make


def aim_of(question: str, *, name: str = "") -> Aim:
    asked = understand(question)
    return Aim(
        asked,
        (),
        Naming(unknown=name),
        expected(asked),
        frozenset(),
        {},
        figure=asked.wants_figure,
        share=asked.wants_share,
        ratio=False,
        wanted=Wanted.of(asked),
    )


def refused(
    question: str, *units: Unit, years: tuple[int | None, ...] = (2023, 2024), notice: str = "", name: str = ""
) -> Refusal | None:
    aim = aim_of(question, name=name)
    found = Findings([unit.evidence for unit in units], notice=notice)
    return unknown(aim) or unfit(aim, units, found, documents=reports(*years))


def test_good_evidence_is_enough(unit: Any) -> None:
    assert refused("Who cleans water tanks?", unit("Plumbers clean water tanks.")) is None


def test_far_evidence_is_not(unit: Any) -> None:
    weak = unit("Plumbers clean water tanks.", coverage=0.1, nearness=0.1)
    assert refused("Who paints boats?", weak) == Refusal(NOT_STATED)


def test_a_name_that_no_report_holds(assistant: Assistant) -> None:
    answer = assistant.ask("What were Scope 1 emissions in Kazakhstan in 2024?")
    assert (answer.refused, answer.text) == (True, "There is no mention of Kazakhstan in the reports.")
    assert not assistant.ask("What were Scope 1 emissions of Xiaomi in 2024?").refused


def test_nothing_found() -> None:
    assert refused("Who cleans water tanks?") == Refusal(NOT_STATED)


@pytest.mark.parametrize(
    ("asked", "years", "reason"),
    [
        ("in 2030", (2018, 2024, None), "The year 2030 is not covered: the reports are of 2018 to 2024."),
        ("in 2009", (2018, 2024), "The year 2009 is not covered: the reports are of 2018 to 2024."),
        ("in 2030", (2024,), "The year 2030 is not covered: the reports are of 2024."),
        ("in 2020", (2018, 2024), NOT_STATED),
        ("in 2030", (None,), NOT_STATED),
        ("at last", (2018, 2024), NOT_STATED),
    ],
)
def test_years_not_covered(asked: str, years: tuple[int | None, ...], reason: str) -> None:
    assert refused(f"Who cleaned tanks {asked}?", years=years) == Refusal(reason)


@pytest.mark.parametrize("said", ["to be disclosed in September 2025", "will be published later", "To be announced"])
def test_to_be_disclosed_later(unit: Any, said: str) -> None:
    row = unit(f"Scope 3 | Unit: t | 2024 Total: {said} | 2023: 9,888.85", kind="table")
    assert refused("What were Scope 3 emissions in 2024?", row) == Refusal(
        "The report says that this is to be disclosed later.", row
    )
    assert refused("What were Scope 3 emissions in 2023?", row) is None


@pytest.mark.parametrize("cell", ["-", "–", "N/A", "n/a", "not given", "Not disclosed", "none", "/"])
def test_an_empty_cell(unit: Any, cell: str) -> None:
    row = unit(f"Scope 3 emissions | Unit: t | 2023: 9,888.85 | 2022: {cell}", kind="table")
    assert refused("What were Scope 3 emissions in 2022?", row) == Refusal(
        "The report gives no figure for this in the year asked for.", row
    )
    assert refused("What were Scope 3 emissions in 2023?", row) is None


@pytest.mark.parametrize("cell", ["0", "0.00", "none left out of 5", "-5"])
def test_a_cell_that_is_not_empty(unit: Any, cell: str) -> None:
    row = unit(f"Scope 3 emissions | Unit: t | 2022: {cell}", kind="table")
    assert refused("What were Scope 3 emissions in 2022?", row) is None


def test_a_filter_that_matches_nothing_is_told() -> None:
    notice = "No passage matches the filter (years 1950)."
    assert refused("Who cleans water tanks?", notice=notice) == Refusal(notice)


@pytest.mark.parametrize(
    ("unknown", "reason"),
    [("Globex", "Globex is not among the reports."), ("the 2019 report", "The 2019 report is not among the reports.")],
)
def test_a_report_that_is_not_there(unit: Any, unknown: str, reason: str) -> None:
    good = unit("Plumbers clean water tanks.")
    assert refused("Who cleans water tanks?", good, name=unknown) == Refusal(reason)
    assert refused("Who cleans water tanks?", name=unknown) == Refusal(reason)


@pytest.mark.parametrize(
    ("question", "text", "enough", "missing"),
    [
        (
            "What did the tanks cost?",
            "The tanks were cleaned 12 times.",
            "The tanks cost RMB 12 million.",
            "amount of money",
        ),
        ("When were the tanks cleaned?", "The tanks were cleaned.", "The tanks were cleaned in May 2023.", "date"),
        ("How many litres did the tanks hold?", "The tanks hold 12 kWh.", "The tanks hold 12 m³.", "figure in litres"),
    ],
)
def test_what_an_answer_must_hold(unit: Any, question: str, text: str, enough: str, missing: str) -> None:
    assert refused(question, unit(text)) == Refusal(f"The reports found give no {missing} for this.")
    assert refused(question, unit(enough)) is None


def test_signs(unit: Any) -> None:
    near = unit("Plumbers clean tanks in Berlin.", coverage=0.5, nearness=0.25, score=0.6)
    best = unit("Anything.", score=0.9)
    question = understand("How many tanks did Globex clean in Berlin with ISO 9001 in 2024?")
    found = signs(question, near, [best.evidence, near.evidence])
    assert (found.coverage, found.nearness, found.figureless) == (0.5, 0.25, 1)
    assert found.strangers == 3  # Globex, ISO, 9001; Berlin stands in the passage, a year is no name
    assert found.gap == pytest.approx(-0.3)
    assert found.ahead == pytest.approx(0.3)


def test_a_figure_of_another_year_is_none(unit: Any) -> None:
    row = unit("Waste | Unit: t | 2023: 5 | 2022: unknown", kind="table")
    assert signs(understand("How much waste in 2022?"), row, [row.evidence]).figureless == 1
    assert signs(understand("How much waste in 2023?"), row, [row.evidence]).figureless == 0


@pytest.mark.parametrize(
    "worse",
    [
        Signs(coverage=0.2, nearness=0.6, strangers=0, figureless=0, gap=0.0, ahead=0.1),
        Signs(coverage=0.6, nearness=0.1, strangers=0, figureless=0, gap=0.0, ahead=0.1),
        Signs(coverage=0.6, nearness=0.6, strangers=2, figureless=0, gap=0.0, ahead=0.1),
        Signs(coverage=0.6, nearness=0.6, strangers=0, figureless=1, gap=0.0, ahead=0.1),
        Signs(coverage=0.6, nearness=0.6, strangers=0, figureless=0, gap=-0.2, ahead=0.1),
        Signs(coverage=0.6, nearness=0.6, strangers=0, figureless=0, gap=0.0, ahead=0.0),
        Signs(coverage=0.6, nearness=0.6, strangers=0, figureless=0, gap=0.0, ahead=0.1, uncounted=0.8),
    ],
)
def test_every_sign_counts(worse: Signs) -> None:
    good = Signs(coverage=0.6, nearness=0.6, strangers=0, figureless=0, gap=0.0, ahead=0.1)
    assert THRESHOLD < good.chance < 1
    assert worse.chance < good.chance


def test_the_word_of_the_judge_counts() -> None:
    signs = [Signs(0.6, 0.6, 0, 0, gap=0.0, ahead=0.1, judged=logit) for logit in (-6.0, 0.0, 6.0)]
    poor, fair, good = (each.chance for each in signs)
    assert 0 < poor < fair < good < 1
    assert poor < THRESHOLD < good


def test_the_kind_of_statement_counts(unit: Any) -> None:
    text = "A green kiln refers to an oven."
    plain = unit(text, coverage=0.0, nearness=0.3)
    question = "What is meant by a green kiln?"
    assert signs(understand(question), plain, [plain.evidence]).chance < THRESHOLD
    assert signs(understand(question), plain, [plain.evidence], kind=2.0).chance > THRESHOLD
    assert refused(question, plain) is None
    assert refused("Who has a green kiln?", plain) == Refusal(NOT_STATED)


def at_the_edge(unit: Any, better: tuple[str, str], worse: tuple[str, str]) -> None:
    """Of two questions and texts, at some coverage one is answered and the other, only by its sign, is refused."""
    for percent in range(100):
        options = {"coverage": percent / 100, "nearness": 0.5}
        if refused(better[0], unit(better[1], **options)) is None:
            assert refused(worse[0], unit(worse[1], **options)) == Refusal(NOT_STATED)
            return
    pytest.fail("never answered")


def test_a_name_that_the_passage_does_not_hold(unit: Any) -> None:
    text = "Plumbers clean water tanks."  # the title says Acme
    at_the_edge(unit, ("Who cleans water tanks for Acme?", text), ("Who cleans water tanks for Globex?", text))


def test_a_figure_asked_for_where_there_is_none(unit: Any) -> None:
    question = "How many tanks are clean?"
    assert refused(question, unit("Tanks are clean: 12.")) is None
    assert refused(question, unit("Tanks are clean.")) == Refusal("The reports found give no figure for this.")


def test_a_share_asked_for_where_there_is_only_an_amount(unit: Any) -> None:
    question = "What share of the tanks is clean?"
    assert refused(question, unit("12% of the tanks are clean.")) is None
    assert refused(question, unit("12 tanks are clean.")) == Refusal("The reports found give no figure for this.")


def test_units_of_the_asked_year(unit: Any) -> None:
    of_report, named = unit("Rain fell.", year=2023), unit("Rain fell in 2023.", year=2024)
    other = unit("Rain fell in 2022.", year=2024)
    ranked = [other, named, of_report]
    assert eligible(aim_of("Rain in 2023?"), ranked) == [named, of_report]
    assert eligible(aim_of("Rain?"), ranked) == ranked
    assert eligible(aim_of("Rain in 2019?"), ranked) == []


def test_what_a_term_means_holds_for_every_year(unit: Any) -> None:
    explained, used = unit("A yard refers to a place of work.", year=2021), unit("Each yard was closed.", year=2021)
    assert eligible(aim_of("What is meant by a yard in 2019?"), [used, explained]) == [explained]
