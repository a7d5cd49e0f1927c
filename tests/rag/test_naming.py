"""Which reports and companies a question names, and which of its words only name them."""

from __future__ import annotations

import pytest

from index.types import Document
from rag.question import Naming, named


def document(name: str, title: str, year: int | None, company: str) -> Document:
    return Document(name, f"/reports/{name}", title, year, "0", company, "en")


ONE_COMPANY = [
    document("acme-2018-esg-report.txt", "Acme 2018 ESG report", 2018, "Acme Corporation"),
    document("acme-2021-esg-report.txt", "Acme 2021 ESG report", 2021, "Acme Corporation"),
    document("acme-2023-climate.txt", "2023 Acme Corporation White Paper on Climate Action", 2023, "Acme Corporation"),
    document("acme-2023-esg-report.txt", "Acme 2023 ESG report", 2023, "Acme Corporation"),
]
TWO_COMPANIES = [
    document("nord.pdf", "Climate Change Report", 2020, "NORD Group Limited"),
    document("oak.pdf", "2022 Environmental, Social and Governance Report", 2022, "OAK Real Estate Investment Trust"),
]
ESG_2018, ESG_2021, PAPER, ESG_2023 = (each.name for each in ONE_COMPANY)


def is_known(word: str) -> bool:
    return word.casefold() not in {"borealis", "zentral"}


@pytest.mark.parametrize(
    ("question", "reports"),
    [
        ("What does the 2021 report say?", {ESG_2021}),
        ("What does the report for 2021 say?", {ESG_2021}),
        ("What does Acme's 2021 ESG report say?", {ESG_2021}),
        ("What counts (2021 report)?", {ESG_2021}),
        ("What does the 2023 report say?", {ESG_2023}),
        ("What does the white paper say?", {PAPER}),
        ("What does the whitepaper say?", {PAPER}),
        ("What does the 2023 climate white paper say?", {PAPER}),
        ("What does the climate report say?", {PAPER}),
        ("How do Acme's 2018 and 2021 reports differ?", {ESG_2018, ESG_2021}),
        ("How do the 2018, 2021 and 2023 ESG reports differ?", {ESG_2018, ESG_2021, ESG_2023}),
        ("How does the 2018 report differ from the white paper?", {ESG_2018, PAPER}),
        ("What does the sustainability report say?", {ESG_2018, ESG_2021, ESG_2023}),
        ("What does acme-2018-esg-report.txt say?", {ESG_2018}),
        ("What does acme-2018-esg-report say?", {ESG_2018}),
        ("What does Acme 2018 ESG report say?", {ESG_2018}),
        ("What did Acme report for 2021?", set()),
        ("What did they in 2021 report?", set()),
        ("What were emissions in 2021?", set()),
        ("What does the report say?", set()),
        ("Is there a white list or a paper mill?", set()),
        ("What is the climate target of 2023?", set()),
        ("What does the 2019 report say?", set()),
    ],
)
def test_reports_by_year_title_and_file(question: str, reports: set[str]) -> None:
    assert named(question, ONE_COMPANY).reports == reports


@pytest.mark.parametrize(
    ("question", "companies", "reports"),
    [
        ("What were NORD's emissions?", {"NORD Group Limited"}, {"nord.pdf"}),
        ("what are nord's targets?", {"NORD Group Limited"}, {"nord.pdf"}),
        ("emissions of nord", {"NORD Group Limited"}, {"nord.pdf"}),
        ("How much water did OAK REIT use?", {"OAK Real Estate Investment Trust"}, {"oak.pdf"}),
        ("How much water did OAK use?", {"OAK Real Estate Investment Trust"}, {"oak.pdf"}),
        ("Are oak trees planted by NORD?", {"NORD Group Limited"}, {"nord.pdf"}),
        (
            "Did NORD or OAK REIT use more water?",
            {"NORD Group Limited", "OAK Real Estate Investment Trust"},
            {"nord.pdf", "oak.pdf"},
        ),
        ("What does the ESG report say?", set(), {"oak.pdf"}),
        ("What does the climate change report say?", set(), {"nord.pdf"}),
        ("How does the Group manage Real Estate and Trust?", set(), set()),
        ("Is the Limited liability an Investment?", set(), set()),
    ],
)
def test_companies_by_their_telling_words(question: str, companies: set[str], reports: set[str]) -> None:
    naming = named(question, TWO_COMPANIES)
    assert naming.companies == companies
    assert naming.reports == reports


def test_the_short_form_of_a_trust_is_part_of_its_name() -> None:
    assert named("How much water did OAK REIT use?", TWO_COMPANIES).words == {"oak", "reit"}


def test_the_only_company_restricts_nothing() -> None:
    naming = named("What were Acme's emissions?", ONE_COMPANY)
    assert naming.companies == {"Acme Corporation"}
    assert naming.reports == frozenset()


@pytest.mark.parametrize(
    ("company", "question", "is_named"),
    [
        ("General Power Corporation", "What are General Power's targets?", True),
        ("General Power Corporation", "What are the general power targets?", True),
        ("General Power Corporation", "What does Power cost in General?", False),
        ("Target Corporation", "What is the emission target for 2030?", False),
        ("Target Corporation", "What is the emission target of Target for 2030?", True),
        ("Canadian Timber Company", "How many Canadian employees are there?", False),
        ("Canadian Timber Company", "What did Canadian Timber plant?", True),
        ("Inter Metal Works Ltd.", "What did IMW emit?", True),
        ("", "What did Acme emit?", False),
    ],
)
def test_generic_words_name_no_company(company: str, question: str, is_named: bool) -> None:
    naming = named(question, [document("a.pdf", "Report", 2020, company)])
    assert naming.companies == ({company} if is_named else frozenset())


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What were Acme's emissions?", {"acme"}),
        ("What does the climate white paper say of water?", {"climat", "whit", "paper"}),
        ("Which climate targets does the climate white paper set?", {"whit", "paper"}),
        ("What does Acme's 2021 ESG report say?", {"acme", "esg"}),
        ("Is there a policy statement?", set()),
        ("How much paper was used?", set()),
        ("What were emissions in 2021?", set()),
    ],
)
def test_words_that_only_name(question: str, words: set[str]) -> None:
    assert named(question, ONE_COMPANY).words == words


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("What does the 2019 report say?", "2019 report"),
        ("What does Acme's 2019 report say?", "Acme's 2019 report"),
        ("How do the 2018 and 2019 reports differ?", "a report of 2019"),
        ("What were Borealis's Scope 1 emissions?", "Borealis"),
        ("What were Borealis' emissions?", "Borealis"),
        ("What were Borealis Group's emissions?", "Borealis Group"),
        ("emissions of Borealis in 2020", "Borealis"),
        ("Did Borealis publish targets?", "Borealis"),
        ("What were emissions in 2019?", ""),
        ("What did Acme report for 2019?", ""),
        ("What were Acme's emissions?", ""),
        ("Did Borealis buy from Acme?", ""),
        ("What were Acne's emissions?", ""),
        ("What were Rheinland's findings?", ""),
        ("What's the climate policy?", ""),
        ("What share does Acme buy from Borealis?", ""),
    ],
)
def test_what_is_surely_not_in_the_index(question: str, unknown: str) -> None:
    assert named(question, ONE_COMPANY, known=is_known).unknown == unknown


def test_a_mistyped_name_is_no_other_company() -> None:
    question = "What were Zentrale's emissions?"
    documents = [document("a.pdf", "Report", 2020, "Zentral AG")]
    assert named(question, documents, known=lambda _: False).unknown == ""
    assert named(question, ONE_COMPANY, known=lambda _: False).unknown == "Zentrale"


def test_without_knowledge_of_passages_no_company_is_unknown() -> None:
    assert named("What were Borealis's emissions?", ONE_COMPANY).unknown == ""


def test_where_a_report_tells_no_year_none_is_missing() -> None:
    documents = [*ONE_COMPANY, document("x.txt", "Untitled", None, "Acme Corporation")]
    assert named("What does the 2019 report say?", documents).unknown == ""


def test_the_report_of_a_year_is_sought_with_its_company() -> None:
    naming = named("What does OAK REIT's 2020 report say?", TWO_COMPANIES)
    assert naming.reports == {"oak.pdf"}
    assert naming.unknown == "REIT's 2020 report" or naming.unknown == "OAK REIT's 2020 report"


@pytest.mark.parametrize("question", ["What were NORD's emissions?", "the 2021 report", "?", "x"])
def test_an_empty_index_names_nothing_known(question: str) -> None:
    assert named(question, []) == Naming()
