"""What an answer must hold to be one: money, a date, or the unit that is asked for."""

from __future__ import annotations

import pytest

from rag.expected import NOTHING, expected, likely
from rag.question import understand


def holds(question: str, text: str) -> bool:
    return expected(understand(question)).stands_in(text)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("How much did the plant cost?", "amount of money"),
        ("How much money went to schools?", "amount of money"),
        ("How much was invested in wind?", "amount of money"),
        ("What was the total budget?", "amount of money"),
        ("What will the lease cost?", "amount of money"),
        ("What did it come to in euros?", "amount of money"),
        ("On what day was it opened?", "date"),
        ("When was it opened?", "date"),
        ("By when will it be closed?", "date"),
        ("Which year was the plant built in?", "date"),
        ("How many kWh were used?", "figure in kWh"),
        ("How much coal was burnt, in tonnes?", "figure in tonnes"),
    ],
)
def test_something_is_expected(question: str, name: str) -> None:
    found = expected(understand(question))
    assert found
    assert found.name == name


def test_what_is_next_has_still_to_come() -> None:
    assert holds("When is the next audit of the plant?", "The next audit is in May.")
    assert holds("When will the plant be audited next?", "An audit is planned for 2026.")
    assert not holds("When is the next audit of the plant?", "Further audits are planned.")
    assert not holds("When is the next audit of the plant?", "Audits of 61 plants were finished in 2024.")
    assert holds("When was the plant audited?", "Audits of 61 plants were finished in 2024.")


def test_by_when_asks_for_a_year_to_come_rather_than_for_a_day() -> None:
    answer = likely(understand("By when is Acme to be carbon neutral?"))
    assert answer
    assert answer.search("Acme aims to be carbon neutral by the end of 2040.")
    assert answer.search("Carbon neutral: 2040 target")
    assert not answer.search("Acme announced its aim on August 28, 2023.")
    assert likely(understand("When was Acme founded?")) is None


@pytest.mark.parametrize(
    "question",
    [
        "What is meant by cost in euros?",  # a definition
        "Why did it cost so much money?",  # a reason
        "Which two years were the best?",  # a list
        "How many people work there?",  # a number alone may do
        "How many plants are there?",
        "How much water was used?",
        "How many percent less was it?",  # points are printed as shares
        "Who decides when to close it?",
        "Who burnt coal in 2024?",
        "How many tables are in it?",
    ],
)
def test_nothing_in_particular_is_expected(question: str) -> None:
    assert expected(understand(question)) == NOTHING
    assert not NOTHING
    assert holds(question, "Anything.")


@pytest.mark.parametrize(
    "text",
    ["RMB 5 million", "5 million yuan", "$5", "€ 5", "US$5", "3 bn USD", "Unit: RMB 10,000 | 2024: 5", "5% of revenue"],
)
def test_money_or_a_share_of_it(text: str) -> None:
    assert holds("How much did the plant cost?", text)


@pytest.mark.parametrize("text", ["5 million tonnes", "much money", "in 2024", "yuan", "Unit: t | 2024: 5"])
def test_no_money(text: str) -> None:
    assert not holds("How much did the plant cost?", text)


@pytest.mark.parametrize(
    ("text", "day", "time"),
    [
        ("on 18 March 2025", True, True),
        ("on March 18", True, True),
        ("on the 3rd of May", True, False),
        ("on 2025-03-18", True, True),
        ("on 18.03.2025", True, True),
        ("in March 2025", False, True),
        ("in 2025", False, True),
        ("in Q3", False, True),
        ("in the end of March", False, False),
        ("5 tonnes", False, False),
        ("soon", False, False),
    ],
)
def test_a_day_is_more_than_a_time(text: str, day: bool, time: bool) -> None:
    assert holds("On what day was it opened?", text) is day
    assert holds("When was it opened?", text) is time


@pytest.mark.parametrize("text", ["Waste decreased 30 tonnes.", "a decrease of 5%", "a margin of 5%", "market 5"])
def test_a_word_that_begins_like_a_month_is_no_date(text: str) -> None:
    assert not holds("When was it opened?", text)


@pytest.mark.parametrize("text", ["It emitted 5 tCO2e.", "Scope 1 | Unit: tCO2e | 2024: 5", "Unit: tCO2-e | 2024: 5"])
def test_a_unit_with_a_digit_in_it_is_one(text: str) -> None:
    assert holds("How many tonnes of CO2e were emitted?", text)
    assert holds("How many tonnes were emitted?", text)  # emissions are weighed
    assert not holds("How many kWh were emitted?", text)


@pytest.mark.parametrize(
    ("question", "text", "held"),
    [
        ("How many kWh were used?", "It took 5 MWh.", True),  # another unit of the same
        ("How many kWh were used?", "Power | Unit: kWh | 2024: 5", True),
        ("How many kWh were used?", "It took 5 tonnes.", False),
        ("How many kWh were used?", "It took 5.", False),
        ("How many tonnes were emitted?", "5 tonnes of CO2e went up.", True),
        ("How many tonnes were emitted?", "5 kg went up.", True),
        ("How many tonnes were emitted?", "5 hours went by.", False),
        ("How many hours did training take?", "Each took 5 hours.", True),
        ("How many hours did training take?", "Each took 5 kg.", False),
        ("How many tonnes per employee were emitted?", "It was 5 kg for each.", True),
    ],
)
def test_a_unit_of_the_kind_that_is_asked(question: str, text: str, held: bool) -> None:
    assert holds(question, text) is held


@pytest.mark.parametrize(
    ("question", "text", "other"),
    [
        ("Who runs the plant?", "It is run by Ms. Ito.", "It is run by many."),
        ("With which partner was it built?", "It was built with Acme.", "It was built with care."),
        ("Which standard does it follow?", "It follows the ISO rules.", "It follows our rules."),
        ("Where does it stand?", "It stands in Lima.", "It stands in mud."),
        ("How accurate is it?", "It is right in 92% of cases.", "It is right in 5 cases."),
        ("How long did it run?", "It ran for three years.", "It ran for 300 metres."),
        ("How often is it cleaned?", "It is cleaned every week.", "It is cleaned by 3 people."),
    ],
)
def test_what_most_answers_hold(question: str, text: str, other: str) -> None:
    pattern = likely(understand(question))
    assert pattern is not None
    assert pattern.search(text)
    assert not pattern.search(other)


@pytest.mark.parametrize(
    "question", ["Why does it run?", "What is meant by a plant?", "What was burnt?", "Who are they, why?"]
)
def test_nothing_likely_is_known(question: str) -> None:
    assert likely(understand(question)) is None


def test_what_is_spent_is_money_and_no_share() -> None:
    assert holds("What did Acme spend on diesel?", "Acme spent $5 on diesel.")
    assert not holds("What did Acme spend on diesel?", "Diesel made up 40% of the energy.")
    assert not holds("How much money went into diesel?", "Diesel made up 40% of the energy.")
    assert expected(understand("What did Acme spend money on")) == NOTHING


def test_what_is_to_come_did_not_begin_before() -> None:
    for asked in ("When does Acme expect to sell it?", "When will it be sold?"):
        assert holds(asked, "It goes on sale in March 2027.")
        assert holds(asked, "It goes on sale by the end of 2027.")
        assert not holds(asked, "Acme has tested it since March 2023.")
    assert holds("When was it tested?", "Acme has tested it since March 2023.")


def test_a_name_is_none_of_the_words_of_the_question() -> None:
    asked = "What is the name of the independent Chair of Acme?"
    assert holds(asked, "Acme is led by Jane Doe.")
    assert not holds(asked, "Acme is led by an independent Chair.")


def test_what_is_emitted_is_a_mass_or_a_share() -> None:
    asked = "How much CO2 do the scooters save?"
    assert holds(asked, "Scooters save 700 tons a year.")
    assert holds(asked, "Scooters emit 70% less.")
    assert not holds(asked, "Scooters were ridden for 5.4 billion km.")
    assert holds("How much carbon tax was paid?", "Acme paid $700.")
