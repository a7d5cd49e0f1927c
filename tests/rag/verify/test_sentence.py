"""A sentence is shown only if the text it cites bears it: no figure, scale, year or sense of its own."""

from __future__ import annotations

import pytest

from index.types import Document, Passage, StoredPassage
from rag.evidence import Unit
from rag.question import understand
from rag.statement import Statement
from rag.types import Evidence
from rag.verify import Verdict, figures, verified

ROW = "Greenhouse gas, Direct GHG emissions: Scope 1: 31,295.64 tonnes CO2e (2024 Total)"
RND = "R&D spending was RMB 24.1 billion in 2024 and RMB 19.1 million went to schools."
GREEN = "In production, the share of green electricity in energy consumption rose to 30%."
LEAK = "No data leak and no confirmed privacy complaint occurred in 2024."
AUDIT = "On-site audits of 611 suppliers were finished in 2024, 299 of them for phones and 150 for cars."


def check(sentence: str, bearing: str, *, question: str) -> Verdict:
    """Hold a sentence that a model wrote against a sentence of a report whose year isn't known."""
    document = Document("acme.md", "/reports/acme.md", "Report", None, "")
    stored = StoredPassage(1, document, Passage(bearing, (), (1, 1)))
    evidence = Evidence("acme.md", "Report", "", None, (1, 1), bearing, 1.0, stored)
    return verified(Statement(sentence, (Unit(evidence, bearing),), "checked"), understand(question))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,234.50 and 1234.5", {"1234.5"}),
        ("10.0, 100 and 0.10", {"10", "100", "0.1"}),
        ("RMB100 million, US$400 million", {"100 million", "400 million"}),
        ("24.1 RMB billion", {"24.1 billion"}),
        ("80% to 90%, 80 to 90 percent, 80 per cent", {"80%", "90%"}),
        ("between 10 and 12 million", {"10 million", "12 million"}),
        ("Thirty-two sessions, nine prizes, twelve", {"32", "9", "12"}),
        ("five percent", {"5%"}),
        ("5,4 is no thousand", {"5,4"}),
        ("fell by -5%, −5%", {"5%"}),
        ("CO2e, PM2.5 and MiLM2", set()),
        ("none", set()),
    ],
)
def test_figures(text: str, found: set[str]) -> None:
    assert figures(text) == found


@pytest.mark.parametrize(
    ("sentence", "bearing", "question"),
    [
        ("Direct GHG emissions (Scope 1) were 31,295.64 tonnes CO2e in 2024.", ROW, "Scope 1 emissions in 2024?"),
        ("Scope 1 emissions were 31295.64 tonnes CO2e in 2024.", ROW, "Scope 1 emissions in 2024?"),
        ("R&D spending was RMB 24.1 billion in 2024.", RND, "How much went into R&D?"),
        ("The share of green electricity rose to 30 percent.", GREEN, "What share is green?"),
        ("31,295.64.", ROW, "Scope 1 emissions in 2024?"),
        ("No data leak occurred in 2024.", LEAK, "Were there data leaks?"),
        ("A data leak has not occurred in 2024.", LEAK, "Were there data leaks?"),
        ("611 suppliers were audited in 2024.", AUDIT, "How many suppliers were audited?"),
        ("Thirty courses drew over 17 thousand employees.", "30 courses drew over 17 thousand employees.", "Courses?"),
        ("271.69 tons were emitted in 2018.", "271.69 tons were emitted.", "How much was emitted in 2018?"),
    ],
)
def test_true_sentences_pass(sentence: str, bearing: str, question: str) -> None:
    verdict = check(sentence, bearing, question=question)
    assert (verdict.reason, verdict.borne) == ("", True)


@pytest.mark.parametrize(
    ("sentence", "bearing", "question", "figure"),
    [
        ("Direct GHG emissions were 31,295.46 tonnes CO2e.", ROW, "Emissions?", "31295.46"),
        ("R&D spending was RMB 24.1 million in 2024.", RND, "R&D spending?", "24.1 million"),
        ("R&D spending was RMB 19.1 billion in 2024.", RND, "R&D spending?", "19.1 billion"),
        ("R&D spending was RMB 24.1 in 2024.", RND, "R&D spending?", "24.1"),
        ("R&D spending was RMB999 billion in 2024.", RND, "R&D spending?", "999 billion"),
        ("The share of green electricity rose to 30.", GREEN, "Share?", "30"),
        ("Audits of 611% suppliers were finished.", AUDIT, "Audits?", "611%"),
        ("Audits of 50 suppliers for cars were finished.", AUDIT, "Audits?", "50"),
        ("Audits of fifty suppliers for cars were finished.", AUDIT, "Audits?", "50"),
        ("Audits of 15 suppliers for cars were finished.", AUDIT, "Audits?", "15"),
        ("Audits of 1,500 suppliers were finished.", AUDIT, "Audits?", "1500"),
        ("Audits of 6,11 suppliers were finished.", AUDIT, "Audits?", "6,11"),
        ("Audits of 700 suppliers were finished.", AUDIT, "Were audits of 700 suppliers finished?", "700"),
    ],
)
def test_a_figure_must_stand_in_the_text(sentence: str, bearing: str, question: str, figure: str) -> None:
    verdict = check(sentence, bearing, question=question)
    assert not verdict.borne
    assert verdict.reason == f"the figure {figure} does not stand in the cited passage"


@pytest.mark.parametrize(("year", "question"), [("2023", "Direct GHG emissions in 2023?"), ("2019", "Emissions?")])
def test_a_figure_of_another_year_is_not_borne(year: str, question: str) -> None:
    verdict = check(f"Direct GHG emissions were 31,295.64 tonnes CO2e in {year}.", ROW, question=question)
    assert verdict.reason == "the cited passage gives 31295.64 for another year"


@pytest.mark.parametrize(
    ("sentence", "bearing"),
    [
        ("A data leak and a confirmed privacy complaint occurred in 2024.", LEAK),
        ("On-site audits of 611 suppliers were not finished in 2024.", AUDIT),
        ("On-site audits of 611 suppliers weren't finished in 2024.", AUDIT),
        ("On-site audits of 611 suppliers were never finished in 2024.", AUDIT),
        ("In production, the share of green electricity in energy consumption fell to 30%.", GREEN),
    ],
)
def test_the_sense_must_not_be_turned_round(sentence: str, bearing: str) -> None:
    verdict = check(sentence, bearing, question="What happened in 2024?")
    assert not verdict.borne
    assert verdict.reason == "it denies what the cited passage says, or the other way round"


def test_a_rise_asked_for_is_not_told_of_a_fall() -> None:
    verdict = check("Emissions increased by 5%.", "Emissions decreased by 5%.", question="Have emissions increased?")
    assert not verdict.borne


def test_the_number_of_a_standard_is_no_negation() -> None:
    assert check("Rule No. 5 binds suppliers.", "Rule 5 binds suppliers.", question="Rule No. 5?").borne


@pytest.mark.parametrize("sentence", ["", "   ", "...", "It was so.", "[1]"])
def test_an_empty_sentence_is_not_borne(sentence: str) -> None:
    assert not check(sentence, AUDIT, question="Audits?").borne


def test_words_must_stand_in_the_text() -> None:
    verdict = check("Acme plants trees near rivers.", "Acme plants bushes near roads.", question="What does Acme do?")
    assert verdict.reason == "only 60% of its words stand in the cited passage"


def test_a_question_repeated_is_not_borne() -> None:
    verdict = check("Acme burns brown coal.", "Acme sells phones.", question="Does Acme burn brown coal?")
    assert verdict.reason == "only 25% of its words stand in the cited passage"


MOTORS = "The V6 motor gives up to 220 kW, while the V6s motor reaches 275 kW."


@pytest.mark.parametrize("sentence", ["The V6s motor reaches 220 kW.", "The V6 motor gives up to 275 kW."])
def test_a_figure_of_one_thing_is_not_given_to_another(sentence: str) -> None:
    verdict = check(sentence, MOTORS, question="How strong are the motors?")
    assert not verdict.borne
    assert "something else" in verdict.reason


@pytest.mark.parametrize("sentence", ["The V6s motor reaches 275 kW.", "The V6 motor gives up to 220 kW."])
def test_a_figure_that_stays_with_its_name_is_borne(sentence: str) -> None:
    assert check(sentence, MOTORS, question="How strong are the motors?").borne
