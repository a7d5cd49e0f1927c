import time

import pytest

from index.prose import stated_figures
from index.types import Block, Document

DOCUMENT = Document(
    name="acme-2024.txt", path="/acme-2024.txt", title="Acme 2024", year=2024, sha256="0", company="Acme Corporation"
)


def stated(text, *, kind="text", document=DOCUMENT, confidence=1.0):
    """The figures of a paragraph that begins on line 10."""
    block = Block(kind, text, (10, 10 + text.count("\n")), confidence=confidence)
    return stated_figures(block, document=document, section=("Acme 2024", "Energy"))


def said(text):
    """The figures of a paragraph in short."""
    return [(figure.indicator, figure.value, figure.unit, figure.period) for figure in stated(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R&D investment reached RMB 24.1 billion in 2024.", ("R&D investment", "24.1", "RMB billion", 2024)),
        ("In 2023, we recycled 12,260 tonnes of e-waste.", ("e-waste recycled", "12,260", "tonnes", 2023)),
        (
            "As of December 31, 2024, the Group had 43,688 full-time employees.",
            ("full-time employees", "43,688", "employees", 2024),
        ),
        (
            "Our Scope 1 emissions fell by 12% to 1,234 tCO2e in FY2022.",
            ("Scope 1 emissions", "1,234", "tCO2e", 2022),
        ),
        ("This year, Acme's water withdrawal was 5,400 m³.", ("water withdrawal", "5,400", "m³", 2024)),
        (
            "By the end of 2023, Acme had invested 16.2 billion RMB in research and development.",
            ("invested in research and development", "16.2", "billion RMB", 2023),
        ),
        ("In 2023 the Company donated US$3.5 million to schools.", ("donated to schools", "3.5", "US$ million", 2023)),
        (
            "The number of our suppliers exceeded 1,100 in 2024.",
            ("number of our suppliers", "more than 1,100", "", 2024),
        ),
        (
            "In 2024, female employees accounted for 33.5% of the workforce.",
            ("female employees as a share of workforce", "33.5", "%", 2024),
        ),
        (
            "Electricity use contributed about 40 per cent of our emissions in FY2024.",
            ("Electricity use as a share of emissions", "about 40", "per cent", 2024),
        ),
        (
            "In 2024, we replaced nearly 20% of our plastic cups, compared with 12% last year.",
            ("share of plastic cups replaced", "nearly 20", "%", 2024),
        ),
        (
            "In 2024, our overseas repair services covered 82 markets.",
            ("markets covered by overseas repair services", "82", "", 2024),
        ),
        (
            "In 2024, 39 tonnes of paper were recycled in our offices.",
            ("paper recycled", "39", "tonnes", 2024),
        ),
        (
            "At the end of 2024, we had 2,090 employees in our overseas workforce, with 1,885 and more of them local.",
            ("employees in our overseas workforce", "2,090", "employees", 2024),
        ),
        (
            "In FY2020, our GHG emissions (Scope 1) were 9.5 MtCO2-e.",
            ("GHG emissions (Scope 1)", "9.5", "MtCO2-e", 2020),
        ),
        (
            "Our energy consumption was 900 GWh in 2023, compared to 2022.",
            ("energy consumption", "900", "GWh", 2023),
        ),
    ],
)
def test_a_clear_sentence_is_a_figure(text, expected):
    assert said(text) == ([expected])


def test_each_verb_has_its_own_value():
    assert said(
        "In 2024, we organized 18 user forums, gathered 307 pieces of feedback and solved over 230 problems."
    ) == [
        ("user forums organized", "18", "", 2024),
        ("pieces of feedback gathered", "307", "", 2024),
        ("problems solved", "over 230", "", 2024),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "By 2030, we aim to reduce our emissions to 500 tonnes.",
        "Our target is that we recycled 38,000 tonnes of e-waste by 2026.",
        "We will have planted 5,000 trees in 2025.",
        "According to the IEA, energy consumption reached 600 EJ in 2023.",
        "The industry recycled 5 million tonnes of e-waste in 2023.",
        "In 2023, worldwide energy emissions were 37 billion tonnes.",
        "In 2024, our energy consumption increased by 5%.",
        "A reduction of 8% compared with 2021.",
        "We recycled 12,260 tonnes of e-waste.",
        "Our energy use was 5 MWh in 2022 and 6 MWh in 2023.",
        "In 2022 and 2023, we recycled 12 tonnes of paper.",
        "Emissions of Scope 1 and 2 were 5 tonnes and 7 tonnes in 2023, respectively.",
        "Since 2019, we recycled 12 tonnes of paper.",
        "From 2020 to 2024, we recycled 12 tonnes of paper.",
        "Leaks from mines in our assets collected 12 tonnes of gas in 2024.",
        "Our teams that sort waste, and it recycled 12 tonnes of paper in 2024.",
        "In 2024, we received the 22nd prize.",
        "In 2024, we held 22 sessions across Europe, India, and Asia.",
        "In March 2024, we donated RMB 5 million to schools.",
        "In 2024, we hired 2024.",
        "In 2024, they recycled 12 tonnes of paper.",
        "The mill of a supplier recycled 12 tonnes of paper in 2024.",
        "In 2024, our footprint was 8-200 tonnes.",
        "In 2024, our energy use could be 200 MWh.",
    ],
)
def test_what_is_not_clear_is_no_figure(text):
    assert said(text) == []


def test_a_figure_knows_its_sentence_and_is_trusted_less():
    text = "Words before\nthat end here. In 2024, our water\nconsumption reached 12.5\nmillion m3. We go on."
    (figure,) = stated(text)
    assert figure.place.lines == (11, 13)
    assert (figure.indicator, figure.unit, figure.number) == ("water consumption", "million m3", 12.5)
    assert (figure.kind, figure.source, figure.confidence) == ("water", "prose", 0.6)
    assert (figure.document, figure.section, figure.path, figure.segment) == (
        "acme-2024.txt",
        "Acme 2024 > Energy",
        (),
        "",
    )


def test_list_items_are_sentences_of_their_own():
    text = "- In 2023, we saved 2,000 tonnes of water;\n- In 2024, we processed 3,386 tonnes of kitchen waste"
    found = [(figure.indicator, figure.period, figure.place.lines) for figure in stated(text, kind="list")]
    assert found == [("water saved", 2023, (10, 10)), ("kitchen waste processed", 2024, (11, 11))]


def test_what_was_read_from_a_picture_is_trusted_no_more_than_the_picture():
    assert [figure.confidence for figure in stated("In 2023, we recycled 12 tonnes of paper.", confidence=0.4)] == [0.4]


def test_this_year_needs_a_report_with_a_year():
    undated = Document(name="a.txt", path="/a.txt", title="A", year=None, sha256="0")
    assert stated("This year, we recycled 12 tonnes of paper.", document=undated) == []
    assert len(stated("In 2023, we recycled 12 tonnes of paper.", document=undated)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "1" * 300_000,
        "we had 1," * 60_000,
        "was 5 " * 100_000,
        " " * 300_000,
        "in 2024, " * 50_000,
        "(5 t " * 80_000,
        ". A" * 90_000,
    ],
)
def test_hostile_text_is_read_in_time(text):
    started = time.perf_counter()
    stated(text)
    assert time.perf_counter() - started < 4


def test_a_list_item_that_is_a_label_and_an_amount_is_a_figure_without_a_year():
    block = Block(
        "list", "- Water used: 5.5 t\n- Power of the\nmill: 12 MWh.\n- Staff: see page 5\n- Cut by 2030: 5 t", (7, 11)
    )
    found = stated_figures(block, document=DOCUMENT, section=())
    assert [(each.indicator, each.value, each.unit, each.period, each.place.lines) for each in found] == [
        ("Water used", "5.5", "t", None, (7, 7)),
        ("Power of the mill", "12", "MWh", None, (8, 9)),
    ]
