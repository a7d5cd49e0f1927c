"""Which part of a whole a text is of, and whether a row is of the part that a question asks for."""

from __future__ import annotations

import pytest

from rag.records.division import Ages, Division, ages, is_division, is_part


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Above 50", Ages(first=50)),
        ("staff older than 50", Ages(first=50)),
        ("50 years and older", Ages(first=50)),
        ("≥55", Ages(first=55)),
        ("60+", Ages(first=60)),
        ("Aged under 30", Ages(last=30)),
        ("younger than thirty", Ages(last=30)),
        ("29 and below", Ages(last=29)),
        ("<30", Ages(last=30)),
        ("30-50", Ages(30, 50)),
        ("between 30 and 50", Ages(30, 50)),
        ("more than 2,050 people", None),
        ("up to 30% less", None),
        ("Over 2023", None),
        ("All ages", None),
    ],
)
def test_the_age_group_of_a_text(text: str, group: Ages | None) -> None:
    assert ages(text) == group


def test_age_groups_are_the_same_but_for_the_year_at_the_end() -> None:
    assert Ages(last=30).is_near(Ages(last=29))
    assert not Ages(last=30).is_near(Ages(last=35))
    assert not Ages(last=30).is_near(Ages(first=30))
    assert not Ages(30, 50).is_near(Ages(first=50))


@pytest.mark.parametrize(
    "name", ["Female", "Male employees", "Mid-level", "Above 50", "30 to 50", "Asian countries and regions", "Overseas"]
)
def test_names_of_parts(name: str) -> None:
    assert is_part(name)


@pytest.mark.parametrize(
    "name",
    ["Employee turnover", "Full-time employees", "Environmental management", "Women in research", "Total"],
)
def test_names_of_more_than_a_part(name: str) -> None:
    assert not is_part(name)


def test_headings_of_divisions() -> None:
    assert is_division("By gender")
    assert is_division("Bv Gender")  # as a scan may read it
    assert not is_division("Bystanders")


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("How many women worked there?", ("Workforce", "By gender", "Female")),
        ("What was the turnover of staff over 50?", ("Turnover", "By age", "Above 50")),
        ("turnover outside mainland China", ("Turnover", "Regions beyond the Chinese mainland")),
        ("employees in Europe", ("European countries",)),
        ("How much waste was there?", ("Waste", "Total")),
        ("direct and indirect emissions", ("Direct emissions",)),
        ("waste that was not recycled", ("Waste not recycled",)),
        ("How many are not full-time employees?", ("Part-time employees",)),
        ("headcount of juniors", ("Full-time employees", "Junior")),
    ],
)
def test_rows_of_the_part_asked_for(question: str, names: tuple[str, ...]) -> None:
    assert Division.asked(question).admits(Division.of(names))


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("How many women worked there?", ("By level", "Senior", "Female")),
        ("How many women worked there?", ("Workforce", "Male")),
        ("How many people worked there?", ("Workforce", "Female")),
        ("How many people worked there?", ("Workforce", "Under 30")),
        ("turnover of staff over 50", ("Turnover", "Under 50")),
        ("turnover outside mainland China", ("Turnover", "Mainland China")),
        ("employees in Asia", ("European countries",)),
        ("direct emissions", ("Indirect emissions",)),
        ("hazardous waste", ("Non-hazardous waste",)),
        ("waste that was recycled", ("Waste not recycled",)),
        ("How many are not part-time employees?", ("Part-time employees",)),
    ],
)
def test_rows_of_another_part(question: str, names: tuple[str, ...]) -> None:
    assert not Division.asked(question).admits(Division.of(names))


def test_what_stands_in_brackets_makes_no_other_part() -> None:
    assert Division.asked("turnover").admits(Division.of(["Turnover (excluding interns)"]))


def test_a_part_must_be_told_by_the_row_or_its_heading() -> None:
    asked = Division.asked("turnover rate of technical staff")
    assert not asked.is_told_by(Division.of(["Turnover rate"]), "People")
    assert asked.is_told_by(Division.of(["Turnover rate"]), "Technical staff")
    assert asked.is_told_by(Division.of(["Turnover rate", "Technical"]), "People")
    assert not Division.asked("training hours under 30").is_told_by(Division.of(["Training hours"]), "People")
    assert Division.asked("tax paid in China").is_told_by(Division.of(["Tax paid"]), "Economy")


def test_the_words_that_tell_where_are_met_by_the_place() -> None:
    asked = Division.asked("turnover outside mainland China")
    overseas, mainland = Division.of(["Overseas"]), Division.of(["Chinese mainland"])
    assert asked.names("outside", overseas)
    assert asked.names("china", overseas)
    assert not asked.names("turnover", overseas)
    assert not asked.names("outside", mainland)
