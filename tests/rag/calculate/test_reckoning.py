"""Questions that ask for a reckoning: the right figures, the right result, its formula, and nothing where unsure."""

from __future__ import annotations

import pytest

from rag.question import understand
from rag.verify import verified
from tests.rag.calculate.conftest import Reckon

ENERGY = "2021: Total energy use |"
LATER = "2023: Total energy use |"
WOMEN, MEN = "Turnover rate, women", "Turnover rate, men"
SCOPE_1, SCOPE_2, SCOPE_3 = (f"Greenhouse gas, {name}" for name in ("Direct", "Indirect", "Other"))


def told(reckon: Reckon, question: str, *units: str, **options: object) -> list[str]:
    """The sentences of a reckoning."""
    return [each.text for each in reckon(question, *units, **options).statements]


# --- over the years


def test_a_difference_is_told_with_its_formula_and_its_row_is_quoted(reckon: Reckon) -> None:
    first, row = reckon("How much more energy did Acme use in 2021 than in 2020?", ENERGY).statements
    assert first.text == "Total energy use rose by 10.5 MWh (8.8%) from 2020 to 2021: 130.5 - 120.0"
    assert first.formula == "130.5 - 120.0 = +10.5 MWh; (130.5 - 120.0) / 120.0 = +8.8%"
    assert first.verdict == "calculated"
    assert row.text == "Total energy use: 120.0 MWh (2020); 130.5 MWh (2021)"
    assert row.verdict == "quoted"
    assert [cell.value for cell in row.row.cells] == ["120.0", "130.5"] if row.row else False
    assert first.units == row.units


@pytest.mark.parametrize(
    ("question", "unit", "answer"),
    [
        (
            "By what percentage did energy use rise from 2020 to 2021?",
            ENERGY,
            "Total energy use rose by 8.8%, 10.5 MWh, from 2020 to 2021: (130.5 - 120.0) / 120.0",
        ),
        (
            "Did the turnover rate of women go up or down between 2020 and 2021?",
            WOMEN,
            "Turnover rate, women fell by 0.67 percentage points from 2020 to 2021: 11.33% - 12.00%",
        ),
        (
            "How many times as much energy was used in 2021 as in 2020?",
            ENERGY,
            "Total energy use was 1.1 times as much in 2021 as in 2020: 130.5 (2021) / 120.0 (2020)",
        ),
        (
            "By what percentage did hazardous waste rise from 2022 to 2023?",
            "Hazardous waste",
            "Hazardous waste rose by 20 tonnes from 2022 to 2023: 20 - 0",
        ),
        (
            "In which year from 2020 to 2021 was energy use highest?",
            ENERGY,
            "Of the 2 years 2020 to 2021, Total energy use was highest in 2021: 130.5 MWh",
        ),
        (
            "How did direct emissions, Scope 1, develop from 2021 to 2023?",
            SCOPE_1,
            # 56.25%, rounded half up
            "Greenhouse gas, Direct GHG emissions (Scope 1) rose by 4.5 t CO2e (56.3%) from 2021 to 2023: 12.5 - 8.0",
        ),
    ],
)
def test_two_years_of_a_row(reckon: Reckon, question: str, unit: str, answer: str) -> None:
    assert told(reckon, question, unit)[0] == answer


def test_the_row_that_a_record_tells_is_taken_though_another_ranks_first(reckon: Reckon) -> None:
    first, _ = told(reckon, "How did total GHG emissions develop from 2021 to 2023?", SCOPE_2, SCOPE_1)
    assert "Total GHG emissions (Scope 1 and Scope 2) rose by 20.0 t CO2e (66.7%)" in first


def test_a_row_of_another_unit_than_asked_is_not_taken_for_want_of_a_better(reckon: Reckon) -> None:
    question = "How did the share of managers who are women change from 2020 to 2021?"
    assert told(reckon, question, "Managers, women") == []


def test_the_share_in_brackets_is_taken_where_a_share_is_asked_for(reckon: Reckon) -> None:
    asked = "How did the {} of women among the engineers change from 2020 to 2021?".format
    assert "rose by 5 percentage points from 2020 to 2021: 30% - 25%" in told(reckon, asked("share"), "Engineers")[0]
    assert "rose by 50.0%, 11, from 2020 to 2021" in told(reckon, asked("number"), "Engineers")[0]


def test_the_share_of_a_group_is_not_its_turnover(reckon: Reckon) -> None:
    attempt = reckon("Compare the share of women in 2020 and 2021", WOMEN)
    assert not attempt.statements
    assert attempt.missing.startswith("The reports found give no figure for this")


def test_since_a_year_is_from_then_to_the_newest(reckon: Reckon) -> None:
    first, _ = told(reckon, "How has Scope 1 changed since 2021?", SCOPE_1)
    assert "rose by 56.3%, 4.5 t CO2e, from 2021 to 2023" in first


def test_two_years_compared_are_told_with_their_difference(reckon: Reckon) -> None:
    first, row = told(reckon, "Compare total energy use in 2022 and 2023", LATER)
    assert first == "Total energy use rose by 240.0 MWh (150.0%) from 2022 to 2023: 400.0 - 160.0"
    assert row == "Total energy use: 160.0 MWh (2022); 400.0 MWh (2023 Total)"


def test_an_average_over_the_years(reckon: Reckon) -> None:
    [first, row] = reckon("What were Scope 1 emissions on average from 2021 to 2023?", SCOPE_1).statements
    assert first.formula == "(8.0 + 10.0 + 12.5) / 3 = 10.2 t CO2e"
    assert "10.2 t CO2e on average from 2021 to 2023" in first.text
    assert row.text.count("t CO2e") == 3


def test_a_trend_goes_through_the_reports_and_says_so(reckon: Reckon) -> None:
    first, *quotes = reckon("How did energy use develop from 2020 over 2021 to 2023?", ENERGY, LATER).statements
    assert first.text.startswith("Total energy use rose by 280.0 MWh (233.3%) from 2020 to 2023: ")
    assert first.text.endswith(" (from the reports of 2021 and 2023)")
    assert [quote.text for quote in quotes] == [
        "Total energy use: 120.0 MWh (2020); 130.5 MWh (2021)",
        "Total energy use: 400.0 MWh (2023 Total)",
    ]
    assert len(first.units) == 2


def test_the_row_of_another_report_need_not_be_among_those_found(reckon: Reckon) -> None:
    first, *quotes = reckon("How did water withdrawal change from 2020 to 2023?", "2021: Water").statements
    assert first.formula == "900 - 400 = +500 tonnes; (900 - 400) / 400 = +125.0%"
    assert [quote.unit.evidence.document for quote in quotes] == ["acme-2021.md", "acme-2023.md"]


def test_other_reports_are_left_alone_where_only_one_is_wanted(reckon: Reckon) -> None:
    question = "How did water withdrawal change from 2020 to 2023?"
    assert not reckon(question, "2021: Water", documents=["acme-2021.md"]).statements
    assert reckon(question, "2021: Water", documents=["acme-2021.md", "acme-2023.md"]).statements


def test_a_year_that_no_report_gives_is_said_to_be_missing(reckon: Reckon) -> None:
    attempt = reckon("How did paper use change from 2021 to 2024?", "Paper")
    assert not attempt.statements
    assert attempt.missing == "The reports found give a figure of Paper used for 2021 but none for 2024."


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("By what percentage did Scope 3 emissions rise from 2022 to 2023?", SCOPE_3),  # "over 900" is only a limit
        ("How did training hours change from 2020 to 2021?", "Training hours"),  # 2020 is not given
        ("What was total energy use in 2021?", ENERGY),  # nothing is to be reckoned
        ("How many more charging points stood at the sites in 2023 than in 2022?", "Lots, Car parks"),  # of which?
        ("How many more car parks were there in 2023 than in 2022?", "Lots, Car parks"),
    ],
)
def test_nothing_is_reckoned_where_nothing_can_be(reckon: Reckon, question: str, unit: str) -> None:
    assert not reckon(question, unit, LATER, less=0.2)


def test_the_column_that_is_counted_is_meant_where_the_row_says_nothing_else(reckon: Reckon) -> None:
    question = "How many more charging points did the car park lots have in 2023 than in 2022?"
    answer = "Lots, Car parks, Chargers rose by 49 (114.0%) from 2022 to 2023: 92 - 43"
    assert told(reckon, question, "Lots, Car parks", LATER, less=0.2)[:1] == [answer]


def test_figures_in_units_of_one_kind_are_converted_and_both_forms_are_shown(reckon: Reckon) -> None:
    question = "How did grants change from 2020 to 2021?"
    attempt = reckon(question, "Grants")
    first = attempt.statements[0]
    assert first.text == (
        "Grants rose by 455.6%, 4,100 RMB thousand, from 2020 to 2021: (5,000 RMB thousand - 900 RMB thousand)"
        " / 900 RMB thousand (as 5 RMB million = 5,000 RMB thousand)"
    )
    assert first.formula.startswith(
        "5 RMB million = 5,000 RMB thousand; 5,000 RMB thousand - 900 RMB thousand = +4,100"
    )
    assert verified(first, understand(question)).verdict == "calculated"


def test_a_sentence_of_an_earlier_year_does_not_stand_before_a_row(reckon: Reckon) -> None:
    question = "How much more energy was used in 2023 than in 2022?"
    assert told(reckon, question, "Recycling cut the gas", LATER, step=0.1) == []
    assert told(reckon, question, "2021: The heating", LATER, step=0.1) != []


def test_what_a_report_prints_is_not_reckoned_anew(reckon: Reckon) -> None:
    question = "How much less gas was burnt in winter in 2023 than in 2022?"
    assert not reckon(question, "Recycling cut the gas", LATER)
    assert reckon(question, "Bought-in gold", LATER)


def test_nothing_is_reckoned_from_a_row_that_is_not_surely_meant(reckon: Reckon) -> None:
    question = "How much more did Acme use in 2021 than in 2020?"
    assert reckon(question, ENERGY, coverage=0.6)
    assert not reckon(question, ENERGY, coverage=0.1)
    assert not reckon(question, "Paper used", ENERGY, "2021: Water", step=0.01)
    assert not reckon(question, "The new pump", ENERGY, step=0.5)


def test_a_narrower_row_beside_the_one_meant_is_no_rival(reckon: Reckon) -> None:
    question = "How much more emissions were there in 2023 than in 2022?"
    assert told(reckon, question, SCOPE_1, SCOPE_2, step=0.01) == []
    assert told(reckon, question, SCOPE_1, SCOPE_2, step=0.1) != []
    assert told(
        reckon, "How did total energy use change from 2022 to 2023?", LATER, "Total energy use per head", step=0
    )


# --- two things


@pytest.mark.parametrize(
    ("question", "units", "answer"),
    [
        (
            "Was the turnover rate in 2021 higher for women or men?",
            (MEN, WOMEN),
            "Women: 11.33%, 0.83 percentage points more than men with 10.50% in 2021: 11.33% - 10.50%",
        ),
        (
            "Was the turnover rate in 2020 higher for women or men?",
            (MEN, WOMEN),
            "Women: 12.00%, as much as men in 2020",
        ),
        (
            "How many more managers were men than women in 2021?",
            ("Managers, women", "Managers, men"),
            "Men: 335 persons, 265 persons more than women with 70 persons in 2021: 335 - 70",
        ),
        (
            "How many times as many men as women were managers in 2021?",
            ("Managers, women", "Managers, men"),
            "Men: 335 persons, 4.8 times as much as women with 70 persons: 335 / 70",
        ),
        (
            "How much larger was Scope 2 than Scope 1 in 2023?",
            (SCOPE_1, SCOPE_2),
            "Scope 2: 37.5 t CO2e, 25.0 t CO2e more than Scope 1 with 12.5 t CO2e in 2023: 37.5 - 12.5",
        ),
        (
            "How much more power does the Torque V6s have than the Torque V6?",
            ("The Torque V6 motor",),
            "V6s: 275 kW, 55 kW more than V6 with 220 kW: 275 - 220",
        ),
        (
            "How much more efficiency does the B2s fan reach than the B2 in the Breeze line?",
            ("The Breeze B2 fan",),
            "B2s: 95%, 5 percentage points more than B2 with 90%: 95% - 90%",
        ),
        (
            "How much larger is the plant-based share of plastic in the Alto than in the Brio?",
            ("Plant-based plastic",),
            "Alto: 40%, 19 percentage points more than Brio with 21%: 40% - 21%",
        ),
        (
            "Does gold or tin come from more smelters, and how many more?",
            ("Bought-in tin", "Bought-in gold"),
            "Gold: 179, 97 more than tin with 82: 179 - 82",
        ),
    ],
)
def test_two_things(reckon: Reckon, question: str, units: tuple[str, ...], answer: str) -> None:
    first, *quotes = reckon(question, *units).statements
    assert first.text == answer
    assert len(quotes) == len(units)


def test_things_of_different_units_or_kinds_are_not_set_against_each_other(reckon: Reckon) -> None:
    question = "Was the rate in 2021 higher for women or men?"
    assert not reckon(question, MEN, "Managers, women")
    assert not reckon(question, WOMEN)
    assert not reckon("How many more managers were men than women in 2021?", MEN, "Managers, women")
    assert not reckon("Was the bonus in 2021 higher for women or men?", "Bonus, women", "Bonus, men")


def test_a_row_of_both_things_is_of_neither(reckon: Reckon) -> None:
    units = ("Managers, women and men", "Managers, women", "Managers, men")
    first = reckon("How many more managers were men than women in 2021?", *units).statements[0]
    assert first.formula == "335 - 70 = +265 persons"


# --- parts, sums, sentences


@pytest.mark.parametrize(
    ("question", "units", "formula"),
    [
        ("What share of total energy use in 2023 came from cars?", (LATER,), "300.0 / 400.0 = 75.0%"),
        (
            "What share of total energy use in 2021 was direct energy use?",
            ("2021: Direct", ENERGY),
            "30.5 / 130.5 = 23.4%",
        ),
        ("What share of total energy use in 2023 came from cars?", ("2023: Direct", LATER), "300.0 / 400.0 = 75.0%"),
        ("What share of hazardous waste in 2023 came from phones?", ("Hazardous waste",), "5 / 20 = 25.0%"),
    ],
)
def test_the_share_of_a_part(reckon: Reckon, question: str, units: tuple[str, ...], formula: str) -> None:
    first = reckon(question, *units).statements[0]
    assert first.formula == formula
    assert formula.partition(" = ")[2] in first.text


@pytest.mark.parametrize(
    ("question", "units"),
    [
        ("What share of total energy use in 2023 came from renewable sources?", (LATER,)),
        ("What share of total waste in 2023 came from cars?", (LATER,)),
        ("What share of total energy use in 2021 was direct energy use?", ("2021: Direct",)),
        ("What share of total energy use in 2021 was direct energy use?", (WOMEN, "2021: Direct", ENERGY)),
    ],
)
def test_no_share_without_its_part_and_its_whole(reckon: Reckon, question: str, units: tuple[str, ...]) -> None:
    assert not reckon(question, *units)


def test_things_named_by_number_are_added_up(reckon: Reckon) -> None:
    question = "How much greenhouse gas was emitted in 2023, Scope 1 and Scope 2 added up?"
    first, *quotes = reckon(question, SCOPE_1, SCOPE_2).statements
    assert first.formula == "12.5 + 37.5 = 50.0 t CO2e"
    assert [quote.text.partition(": ")[2] for quote in quotes] == ["12.5 t CO2e (2023)", "37.5 t CO2e (2023)"]
    assert not reckon(question, SCOPE_1, SCOPE_3)
    assert not reckon(question, SCOPE_1, SCOPE_2, "Greenhouse gas, Total")  # a row states the sum


def test_of_several_figures_of_a_thing_that_asked_for_is_taken_or_none(reckon: Reckon) -> None:
    assert not reckon("How much more noise does the B2s make than the B2?", "The Breeze B2 fan")
    assert not reckon("How much more weight does the V6s have than the V6?", "The Torque V6 motor")


def test_a_name_of_digits_is_told_as_no_limit(reckon: Reckon) -> None:
    question = "How many kg more does the model cause with 512 GB than with 256 GB?"
    first = reckon(question, "The model of 512GB", "The model of 256GB").statements[0]
    assert verified(first, understand(question)).borne
    assert first.text == "512 GB: 65.68 kg, 2.88 kg more than for the 256 GB with 62.8 kg: 65.68 - 62.8"


def test_the_figures_of_a_period_are_quoted_with_the_sentence_that_names_it(reckon: Reckon) -> None:
    question = "From 2031 to 2050, will heat or light save more?"
    said = told(reckon, question, "Savings will come")
    assert [text.split()[0] for text in said] == ["Savings", "Heat"]
    assert not reckon("From 2031 to 2040, will heat or light save more?", "Savings will come")
    assert not reckon(question, "Savings will come", coverage=0.0)


def test_a_sentence_that_says_from_what_to_what(reckon: Reckon) -> None:
    question = "By how many percentage points did the new pump raise the efficiency of washers?"
    first, quote = reckon(question, "The new pump").statements
    assert first.text == "It rose by 13.2 percentage points: 53.7% - 40.5%"
    assert quote.text == "The new pump raised the efficiency of our washers from 40.5% to 53.7%."
    assert not reckon(question, "The new pump", coverage=0.0)
