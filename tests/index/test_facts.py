"""What a report says of itself: title, year, company and language."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.facts import describe
from index.facts.languages import language_of
from index.readers.text import read_text
from index.structure import structured
from index.types import Block, Draft, ReadingOptions

FILLER = "In 2019, 2019, 2019 and 2019 we made plans for all of the towns of the north of the country and for others."
SHARED = Path(__file__).parents[2].parent / "shared"


def facts(*texts: str, stated: str = "", stem: str = "report"):
    """The facts of a report with these blocks: short ones headings, long ones text."""
    blocks = tuple(
        Block("heading" if len(text) < 70 else "text", text, (line, line), 1 if len(text) < 70 else 0)
        for line, text in enumerate(texts, 1)
    )
    return describe(Draft((), blocks, title=stated), blocks, stem=stem)


@pytest.mark.parametrize(
    ("stated", "stem", "title"),
    [
        ("Norda ESG Report 2023", "download", "Norda ESG Report 2023"),
        ("Microsoft Word - esg.docx", "norda-2023-esg", "Norda 2023 ESG"),
        ("untitled", "norda-2023-esg", "Norda 2023 ESG"),
        ("norda_print_final.indd", "norda-2023-esg", "Norda 2023 ESG"),
        ("2023", "norda_2023_tcfd", "Norda 2023 TCFD"),
    ],
)
def test_title_of_the_file(stated, stem, title):
    assert facts("Plants", FILLER, stated=stated, stem=stem).title == title


@pytest.mark.parametrize("stem", ["report-2023", "final download v2", "norda-2023"])
def test_title_of_the_first_page(stem):
    texts = ("Norda", "Norda Sustainability Report 2023", "About this report", FILLER)
    assert facts(*texts, stem=stem).title == "Norda Sustainability Report 2023"


def test_a_headline_that_names_neither_company_nor_year_gives_way_to_the_file_name():
    assert facts("Environmental, Social and Governance Report", stem="norda-2021").title == "Norda 2021"
    assert (
        facts("Environmental, Social and Governance Report", stem="2021").title
        == "Environmental, Social and Governance Report"
    )


def test_a_title_from_the_file_name_is_spelt_as_the_company_spells_itself():
    text = (
        "ND Works Limited (the “Company”) makes lamps for all of the towns of the north of the country and for others."
    )
    assert facts(text, stem="nd-works-2021-esg-report").title == "ND Works 2021 ESG report"


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (
            "It covers the period from 1 January 2024 to 31 December 2024 and some of what came before.",
            2024,
        ),
        (
            "It covers January 1, 2022, to December 31, 2022 (“the reporting period”), and parts of 2019.",
            2022,
        ),
        (
            "It gives an account of our work for the year ended 31 March 2023, and of the plans of the years to come.",
            2023,
        ),
        (
            "The figures are those of the financial year 2021, unless another year is named beside them in the text.",
            2021,
        ),
        (
            "FY2022 was the year of our first steps, and FY2022 is what this report covers in each chapter.",
            2022,
        ),
        (
            "From 1 January 2018 to 31 December 2090 we will do all that we can for the towns and their many lamps.",
            2019,
        ),
    ],
)
def test_year_of_the_period_stated(text, year):
    assert facts(text, FILLER).year == year


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("Norda 2022/23 report on lamps", 2023),
        ("Norda FY23 report", 2023),
        ("Norda 2019 to 2021", 2021),
        ("Our way to 2050, report 2022", 2022),
    ],
)
def test_year_of_the_title(title, year):
    assert facts(FILLER, stated=title).year == year


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("The report of Norda Works Corporation (“Norda”, the “Company” or “we”) here.", "Norda Works Corporation"),
        ("Norda plc here; at Norda plc. KPMG LLC too. At Norda plc, in Norda plc.", "Norda plc"),
        (f"Norda Holdings Limited (the “Group”), {'Stock Exchange of Hong Kong Ltd. ' * 9}", "Norda Holdings Limited"),
        ("Lamps are sold by many, and Berg Limited is one of those who buy them from us each year in the north.", ""),
        ("We sell lamps and houses and all that there is to sell in the towns of the north of the country.", ""),
    ],
)  # fmt: skip
def test_company(text, company):
    assert facts(text).company == company


def test_company_from_the_title_where_the_text_names_it_often():
    text = "Norda sells lamps. Norda saves gas. All of us at Norda care for the towns, and Norda goes on."
    assert facts(text, stated="Norda Sustainability Report 2023").company == "Norda"
    assert facts(text.replace("Norda", "We"), stated="Norda Sustainability Report 2023").company == ""


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We have put many lamps on the roofs of the town, and it is our aim to go on with this.", "en"),
        ("Wir haben auf den Dächern der Stadt Lampen, und das ist nicht das Ende, denn die ist mit uns.", "de"),
        ("Nous avons mis des lampes sur les toits de la ville et nous allons le faire dans les ans.", "fr"),
        ("Hemos puesto lámparas en los techos de la ciudad y es nuestra meta que se haga más en los años.", "es"),
        ("Abbiamo messo delle lampade sui tetti della città e non è la fine: nel futuro ne sono altre.", "it"),
        ("Colocamos as lâmpadas nos telhados da cidade e não é o fim: mais lâmpadas são a nossa meta para nós.", "pt"),
        ("Wij hebben op de daken van de stad een lamp en het is niet het einde, want dat gaat voor ons door.", "nl"),
        ("我们在城市的屋顶上安装了许多灯，并将继续这样做。", "zh"),
        ("私たちは町の屋根に多くのランプを取り付けました。", "ja"),
        ("우리는 도시의 지붕에 많은 등을 달았습니다.", "ko"),
        ("Мы установили много ламп на крышах города.", "ru"),
        ("وضعنا مصابيح كثيرة على أسطح المدينة", "ar"),
        ("Norda saves water.", ""),
        ("1,234 5,678", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_language(text, language):
    assert language_of(text) == language


def test_english_with_chinese_names_stays_english():
    text = "We act in line with the Labour Law (中华人民共和国劳动法) of the country and the rules that go with it. "
    assert language_of(text * 4) == "en"


@pytest.mark.skipif(not (SHARED / "reports").is_dir(), reason="the reports aren't beside the checkout")
def test_facts_of_the_real_reports():
    for file in sorted((SHARED / "reports").glob("*.txt")):
        draft = read_text(file.read_bytes(), ReadingOptions())
        found = describe(draft, structured(draft.blocks, draft.lines), stem=file.stem)
        assert (found.year, found.company, found.language) == (int(file.stem.split("-")[1]), "Xiaomi Corporation", "en")
