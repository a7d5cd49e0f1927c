"""What code tells of a question: whether it is one, its years, its kind, its words."""

from __future__ import annotations

import time

import pytest

from rag.errors import QuestionError
from rag.question import check_years, content_words, proper_names, stem, stems, understand


@pytest.mark.parametrize("text", ["", " ", "\n\t  \n", "?", "?!…", "--- ***", "“”"])
def test_without_a_word_it_is_refused(text: str) -> None:
    with pytest.raises(QuestionError, match="The question is empty") as caught:
        understand(text)
    assert caught.value.fix == "Ask something, for example: What were Scope 1 emissions in 2024?"


def test_length_is_limited_to_2000_characters() -> None:
    assert len(understand("a" * 2000).text) == 2000
    with pytest.raises(QuestionError, match="The question has 2,001 characters; 2,000 are allowed"):
        understand("a" * 2001)
    with pytest.raises(QuestionError, match="100,000 characters"):
        understand("a" * 100_000)


def test_white_space_does_not_count() -> None:
    assert understand(f"  How \n\n much{' ' * 3000}water?\t").text == "How much water?"


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Emissions in 2024?", (2024,)),
        ("Emissions in 2024, 2022 and 2024?", (2022, 2024)),
        ("Emissions of 2020-2024", (2020, 2021, 2022, 2023, 2024)),
        ("Emissions of 2022–2024", (2022, 2023, 2024)),
        ("Emissions from 2022 to 2024", (2022, 2023, 2024)),
        ("Emissions of 2020 and 2023", (2020, 2023)),
        ("Emissions from 2024 to 2022", (2022, 2024)),
        ("Emissions of 2022,2023,2024", (2022, 2023, 2024)),
        ("Emissions of Q4,2024", (2024,)),
        ("Emissions of FY2023", (2023,)),
        ("Emissions of 2023/2024", (2023, 2024)),
        ("Emissions in 1999.", (1999,)),
        ("Is it ISO 14064-1:2018 or ISO 9001:2015?", ()),
        ("Were 2,018 tonnes sent away?", ()),
        ("Was it 2018%?", ()),
        ("Was it 2018.5 or 0.2018?", ()),
        ("Was it 2018,500 or 12018 or 20180?", ()),
        ("Emissions in 1850 and 2150", ()),
        ("Emissions from 1900 to 2020", (1900, 2020)),
        ("Average emissions between 2020 and 2023", (2020, 2021, 2022, 2023)),
        ("Emissions from 2018 over 2021 to 2024", (2018, 2021, 2024)),
        ("How did emissions develop from 2021 to 2024?", (2021, 2022, 2023, 2024)),
        ("By how much did emissions fall from 2021 to 2024?", (2021, 2024)),
        ("How many times as much was it in 2024 as between 2018 and 2020?", (2018, 2020, 2024)),
        ("Emissions of FY20", (2020,)),
        ("Emissions of FY'20", (2020,)),
        ("Emissions of FY20/21", (2020, 2021)),
        ("Emissions of FY2020/21", (2020, 2021)),
        ("Emissions of 2020/21", (2020, 2021)),
        ("Emissions of 2020-22", (2020, 2021, 2022)),
        ("Emissions on 2020-06-30", (2020,)),
        ("Emissions since 2018-12", (2018,)),
        ("How much more in 2024 than the year before?", (2023, 2024)),
        ("Was it lower in 2021 than in the previous year?", (2020, 2021)),
        ("Was it lower than the year before?", ()),
        ("Was it done in 2023, the year before the merger?", (2023,)),
        ("Emissions of the last three years", ()),
    ],
)
def test_years(text: str, years: tuple[int, ...]) -> None:
    assert understand(text).years == years


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Why did energy use climb in 2023?", "why"),
        ("How come so many suppliers were dropped?", "why"),
        ("What was the reason for the restatement?", "why"),
        ("For what reasons were figures restated?", "why"),
        ("What caused the rise in hazardous waste?", "why"),
        ("What led to higher emissions?", "why"),
        ("How did water use change from 2022 to 2023?", "compare"),
        ("How much more energy was used in 2024 than in 2023?", "compare"),
        ("Did emissions fall after 2021?", "compare"),
        ("By how many percent did the workforce grow?", "compare"),
        ("How has the turnover rate developed?", "compare"),
        ("Energy in 2023 versus 2022", "compare"),
        ("Were there more or fewer injuries in 2024?", "compare"),
        ("What does net margin mean?", "definition"),
        ("What is meant by a red line?", "definition"),
        ("What is the definition of an underage worker?", "definition"),
        ("What counts as a key supplier?", "definition"),
        ("What does MACE stand for?", "definition"),
        ("How many suppliers were audited?", "figure"),
        ("How much water was withdrawn in 2024?", "figure"),
        ("What share of electricity is green?", "figure"),
        ("What percentage of staff was trained?", "figure"),
        ("How old is the average employee?", "figure"),
        ("Which committees does the Board have?", "list"),
        ("Name the principles for privacy.", "list"),
        ("List all targets", "list"),
        ("What are the topics that matter most?", "list"),
        ("Which five technologies were developed in-house?", "list"),
        ("Who approved the report?", "fact"),
        ("Is there a climate change policy?", "fact"),
        ("Where is the car factory?", "fact"),
        ("Which medal could EcoVadis give in 2023?", "fact"),
        ("Which part of the business was tied to it?", "fact"),
        ("On which day did the directors sign it?", "fact"),
        ("Which company makes the motors?", "fact"),
        ("What was added to the emission figures?", "fact"),
        ("What is the policy on water discharge?", "fact"),
        ("What was the Scope 1 figure in 2024?", "figure"),
        ("What were the Scope 1 emissions in 2024?", "figure"),
        ("What cut in emissions did it promise, and which base year does it use?", "figure"),
        ("What did value-chain emissions add up to?", "figure"),
        ("What does lunch cost on average?", "figure"),
        ("How accurate is the captioning?", "figure"),
        ("Which two totals do the reports give?", "list"),
        ("Which older systems were merged?", "list"),
        ("In what sizes is the model sold?", "list"),
        ("What emission factors were used?", "list"),
        ("Did the plant or the office use more water?", "compare"),
        ("Was the rate higher for men than for women?", "compare"),
        ("Compare water use in the two regions", "compare"),
        ("scope 1 vs scope 2 emissions", "compare"),
        ("Do more than 50 people work in the office?", "fact"),
        ("What is the company's reason for using paper?", "why"),
        ("What drove up emissions?", "why"),
        ("For what purpose is data cleaned?", "why"),
        ("How does it work out its turnover rate?", "definition"),
        ("How is energy intensity calculated?", "definition"),
        ("When is a supplier called a key supplier?", "definition"),
        ("Who is included when it speaks of headcount?", "definition"),
        ("What was done by means of audits?", "fact"),
        ("scope 2 emissions 2022", "figure"),
        ("water withdrawal", "figure"),
        ("employee turnover rate", "figure"),
        ("Scope 1 emissions of the car business?", "figure"),
        ("water policy", "fact"),
        ("emissions reduction strategy", "fact"),
        ("board committees", "fact"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert understand(text).kind == kind


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("How many suppliers were audited?", True),
        ("What were Scope 1 emissions in 2024?", True),
        ("What is the energy consumption of the data center?", True),
        ("How did emissions change?", True),
        ("What were turnover rates in 2021 and 2024, and are they measured in the same way?", True),
        ("Which two totals do the reports give?", True),
        ("water withdrawal", True),
        ("How do the definitions of an accident differ?", False),
        ("What does turnover rate mean?", False),
        ("How does the approach of one plant differ from that of the other?", False),
        ("What was added when it reworked its emission figures?", False),
        ("Who approved the report?", False),
        ("Why did emissions rise?", False),
        ("Which committees does the Board have?", False),
    ],
)
def test_a_figure_is_wanted(text: str, wanted: bool) -> None:
    assert understand(text).wants_figure is wanted


def test_words_leave_out_years_and_little_words() -> None:
    words = understand(
        "What were Xiaomi's Scope 1 emissions per R&D employee in 2024, and the emissions in 2023?"
    ).words
    assert words == ("xiaomi", "scope", "1", "emissions", "r&d", "employee")


def test_words_of_other_scripts_are_kept() -> None:
    assert content_words("2018年的温室气体 Emisión größe") == ("2018年的温室气体", "emisión", "größe")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("emission", "emissions"),
        ("recycled", "recycling"),
        ("recycle", "recycled"),
        ("company", "companies"),
        ("supply", "supplies"),
        ("certified", "certify"),
        ("trained", "trainings"),
        ("restated", "restate"),
    ],
)
def test_word_forms_meet(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["gas", "use", "used", "ties", "bed"])
def test_short_words_stay(word: str) -> None:
    assert stem(word) == word


def test_stems_hold_the_parts_of_joined_words() -> None:
    assert stems("e-waste of 256GB phones") == {"e-wast", "e", "wast", "256gb", "256", "gb", "phon"}


def test_years_of_a_filter() -> None:
    assert check_years(None) is None
    assert check_years([]) == ()
    assert check_years({2023}) == (2023,)
    assert check_years(2023) == (2023,)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "of_reports", "periods"),
    [
        ("What does the 2021 report say?", (2021,), (2021,)),
        ("What does the 2021 ESG report say of 2020?", (2021,), (2020,)),
        ("Why do figures for 2020 in the 2021 report differ?", (2021,), (2020,)),
        ("How do its 2021, 2023 and 2024 reports differ?", (2021, 2023, 2024), (2021, 2023, 2024)),
        ("What does the 2023 climate white paper expect?", (2023,), (2023,)),
        ("What does the report for 2021 say?", (2021,), (2021,)),
        ("What does its sustainability report of 2021 say of 2019?", (2021,), (2019,)),
        ("Which areas count (2023 report)?", (2023,), (2023,)),
        ("In 2021, how much was it, by the 2021 report?", (2021,), (2021,)),
        ("How do the 2018 and 2021 reports differ?", (2018, 2021), (2018, 2021)),
        ("How do 2018 and the 2021 report differ on staff?", (2018, 2021), (2018, 2021)),
        ("What does the 2018 or the 2021 report say?", (2018, 2021), (2018, 2021)),
        ("How did it change between 2018 and the 2021 report?", (2021,), (2018,)),
        ("What did it report for 2021?", (), (2021,)),
        ("How much was it in 2021 and 2020, by the 2021 report?", (2021,), (2020, 2021)),
        ("What was reported in 2021?", (), (2021,)),
        ("What did they in 2021 report?", (), (2021,)),
        ("How much was it in 2024, as had been reported for 2018?", (), (2018, 2024)),
        ("What do its 2024 supplier rules say?", (), (2024,)),
    ],
)
def test_years_that_name_reports(text: str, of_reports: tuple[int, ...], periods: tuple[int, ...]) -> None:
    question = understand(text)
    assert question.report_years == of_reports
    assert question.periods == periods
    assert set(of_reports) | set(periods) == set(question.years)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("What share of staff was trained?", True),
        ("What percentage of orders came late?", True),
        ("What part of the energy was bought?", True),
        ("Of the plastic, what portion was recycled?", True),
        ("Which part of the business is meant?", False),
        ("By what percentage did it rise?", False),
        ("How many percentage points more was it?", False),
        ("How much was it?", False),
    ],
)
def test_a_share_is_wanted(text: str, wanted: bool) -> None:
    assert understand(text).wants_share is wanted


@pytest.mark.parametrize(
    "unit", ["is more ", "2021 and ", "what is ", "did A or b more ", "the 2021 report of ", "a, "]
)
def test_the_longest_question_is_read_at_once(unit: str) -> None:
    start = time.perf_counter()
    understand((unit * 1000)[:2000])
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize("years", [["2023"], "2023", [23], [True], [2023.0], [None], 20230])
def test_what_is_no_year_is_refused(years: list[int]) -> None:
    with pytest.raises(QuestionError, match="is not a year") as caught:
        check_years(years)
    assert caught.value.fix == "Give years as whole numbers, for example years=[2023, 2024]."


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("What were emissions in Kazakhstan in 2024?", ("Kazakhstan",)),
        ("What did the firm, Acme, do in British Columbia?", ("Acme", "British")),
        ("What Were Scope 1 Emissions In 2024?", ()),
        ("What were ISO 14001 and SU7 and O’Brien's sites?", ()),
        ("the Tier-1 suppliers of Mi-Home", ()),
    ],
)
def test_proper_names(text: str, names: tuple[str, ...]) -> None:
    assert proper_names(text) == names
