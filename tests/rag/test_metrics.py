"""The rule of scoring: figures as whole numbers, quotes as printed, refusals in many wordings."""

from __future__ import annotations

import importlib.util
import itertools
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from rag.evaluation.gold import GoldEvidence, GoldItem, load_gold
from rag.evaluation.metrics import (
    Verdict,
    contains,
    evidence_rank,
    fold,
    is_grounded,
    is_refusal,
    is_right,
    judge,
    percentile,
)

SHARED = Path(__file__).parents[2].parent / "shared"
ROW = "| Indirect GHG emissions (scope 2) (tons) | 12,821.88 |"


def item(
    *must: tuple[str, ...], must_not: tuple[str, ...] = (), quotes: tuple[str, ...] = (ROW,), type: str = "table"
) -> GoldItem:
    evidence = tuple(GoldEvidence("acme.md", quote) for quote in quotes)
    return GoldItem("q", "How much?", type, "-", must, must_not, evidence)


NOTHING_THERE = item(type="unanswerable", quotes=())


@pytest.mark.parametrize(
    ("needle", "text", "there"),
    [
        ("50", "It was 50.", True),
        ("50", "It was 50, then more", True),
        ("50", "It was 150", False),
        ("50", "It was 500", False),
        ("50", "It was 1,50", False),
        ("50", "It was 50,000", False),
        ("50", "150 and 50", True),
        ("5", "5.1", False),
        ("5", "3.5", False),
        ("5", "5.00", True),
        ("5", "5.001", False),
        ("5", "55", False),
        ("0.83", "0.83", True),
        ("0.83", "0.831", False),
        ("0.83", "0.8300", True),
        ("0.83", "10.83", False),
        ("0.83", "0.830.5", False),
        ("1,389.45", "1,389.45 MWh", True),
        ("389.45", "1,389.45 MWh", False),
        ("98%", "about 98% of it", True),
        ("98%", "198%", False),
        ("98%", "98 %", False),
        ("2024", "FY2024", True),
        ("t5", "t50", False),
        ("Via Licensing", "and via\n licensing.", True),
        ("CO2", "CO₂", True),
        ("don't", "DON’T", True),
        ("net-zero", "net–zero", True),
        ("-3", "−3", True),
        ('"A"', "“A”", True),
    ],
)
def test_a_string_stands_in_a_text(needle: str, text: str, there: bool) -> None:
    assert contains(fold(text), needle) is there


def test_white_space_case_quotes_and_dashes_are_folded() -> None:
    assert fold(" Scope\u00a01\n—  “Ｔons” ’24 − 3 ") == 'scope 1 - "tons" \'24 - 3'


def test_every_group_must_be_met_and_nothing_forbidden_said() -> None:
    deal = item(("Nokia",), ("2018", "last year"), must_not=("150",))
    assert is_right(deal, "Nokia signed last year.")
    assert not is_right(deal, "Nokia signed.")
    assert not is_right(deal, "Signed in 2018.")
    assert not is_right(deal, "Nokia signed 150 deals in 2018.")
    assert is_right(deal, "Nokia signed 1,150 deals in 2018.")


def test_an_answer_of_more_than_120_words_is_not_right() -> None:
    assert is_right(item(("50",)), "50 " + "word " * 119)
    assert not is_right(item(("50",)), "50 " + "word " * 120)


def test_an_unanswerable_question_wants_a_refusal() -> None:
    assert is_right(NOTHING_THERE, "Turnover was 5%.", refused=True)
    assert not is_right(NOTHING_THERE, "The report does not say.", refused=False)
    assert is_right(NOTHING_THERE, "The report does not say.")
    assert not is_right(NOTHING_THERE, "Turnover was 5%.")


REFUSALS = (
    "",
    "  \n",
    "The reports do not mention it.",
    "The report doesn't specify the ratio.",
    "It wasn't reported.",
    "This is not stated in the context.",
    "That could not be found.",
    "The figure is not available.",
    "NO INFORMATION is given on turnover.",
    "There is no mention of it.",
    "I cannot answer that.",
    "I can't answer that.",
    "I am unable to answer.",
    "The context is insufficient.",
    "Scope 3 is to be disclosed in 2025.",
    "The context did not include this.",
    "It is not provided in the report.",
)
REFUSALS_BEYOND = ("I cannot find it.", "I can't find it.", "The report doesn’t say.", "It is not\nstated.")
ANSWERS = (
    "Emissions were 271.69 tons.",
    "Nothing changed, but note the 50 tons.",
    "Not only water but energy fell.",
    "It is now 5%.",
    "There was no increase.",
)


@pytest.mark.parametrize("text", REFUSALS + REFUSALS_BEYOND)
def test_a_refusal_is_known_in_many_wordings(text: str) -> None:
    assert is_refusal(text)


@pytest.mark.parametrize("text", ANSWERS)
def test_an_answer_is_no_refusal(text: str) -> None:
    assert not is_refusal(text)


def test_a_refusal_is_counted_apart_from_a_wrong_answer() -> None:
    water = item(("50",))
    assert judge(water, "It was 50.", refused=False) is Verdict.RIGHT
    assert judge(water, "It was 60.", refused=False) is Verdict.WRONG
    assert judge(water, "The report does not say.", refused=False) is Verdict.WRONG
    assert judge(water, "Not found; the nearest is 50.", refused=True) is Verdict.REFUSED
    assert judge(NOTHING_THERE, "It was 60.", refused=False) is Verdict.WRONG
    assert judge(NOTHING_THERE, "Not found.", refused=True) is Verdict.RIGHT


def test_without_a_flag_the_words_tell_a_refusal() -> None:
    water = item(("50",))
    assert judge(water, "The context does not say.") is Verdict.REFUSED
    assert judge(water, "It was 50; no mention of more.") is Verdict.RIGHT
    assert judge(water, "It was 60.") is Verdict.WRONG
    assert judge(NOTHING_THERE, "The context does not say.") is Verdict.RIGHT
    assert judge(NOTHING_THERE, "It was 60.") is Verdict.WRONG


def test_a_citation_mark_is_no_figure() -> None:
    assert judge(item(("5",)), "Some were [5].", refused=False) is Verdict.WRONG
    assert judge(item(("50",), must_not=("2",)), "It was 50 [2].", refused=False) is Verdict.RIGHT
    assert judge(item(("50",)), "50" + " word [1]" * 119, refused=False) is Verdict.RIGHT


def test_a_passage_bears_a_quote() -> None:
    assert is_grounded(item(), ["Other.", f"| Total | 3 |\n{ROW.upper()}\n"])
    assert not is_grounded(item(), ["Other."])
    assert not is_grounded(item(), [])
    assert not is_grounded(NOTHING_THERE, [ROW])


def test_a_passage_bears_a_row_rendered_anew() -> None:
    rendered = "Acme > KPIs | Indirect GHG emissions (scope 2), tons: 2018 total {}"
    assert is_grounded(item(), [rendered.format("12,821.88")])
    assert is_grounded(item(), [rendered.format("12,821.880")])
    assert not is_grounded(item(), [rendered.format("12,821.8")])
    assert not is_grounded(item(), [rendered.format("112,821.88")])
    assert not is_grounded(item(), ["Indirect emissions (scope 2): 12,821.88 tons"])  # four of five words


def test_nine_of_ten_words_are_enough_and_single_digits_do_not_count() -> None:
    quote = "alpha bravo charlie delta echo foxtrot golf hotel india juliett 42 7"
    assert is_grounded(item(quotes=(quote,)), ["42 alpha bravo charlie delta echo foxtrot golf hotel india"])
    assert not is_grounded(item(quotes=(quote,)), ["42 alpha bravo charlie delta echo foxtrot golf hotel"])
    assert not is_grounded(item(quotes=("alpha bravo 7",)), ["bravo alpha 7"])


def test_prose_without_figures_must_be_quoted_whole() -> None:
    quote = "Large events tend to use disposable materials."
    assert not is_grounded(item(quotes=(quote,)), ["Disposable materials are what large events tend to use."])


def test_the_rank_is_the_first_passage_that_bears_any_quote() -> None:
    both = item(quotes=("first quote", "second quote"))
    assert evidence_rank(both, ["a", "the Second  quote", "first quote"]) == 2
    assert evidence_rank(both, ["first quote", "second quote"]) == 1
    assert evidence_rank(both, ["a", "b"]) is None


def test_percentiles_by_hand() -> None:
    values = [4.0, 1.0, 3.0, 2.0]
    assert percentile(values, 50) == 2.5
    assert percentile(values, 95) == pytest.approx(3.85)
    assert percentile([7.0], 95) == 7.0
    assert percentile([], 50) is None


@pytest.fixture(scope="module")
def rule() -> ModuleType:
    """The rule as it is agreed outside the project."""
    file = SHARED / "tools" / "score.py"
    if not file.is_file():
        pytest.skip("no folder 'shared' beside the checkout")
    spec = importlib.util.spec_from_file_location("score", file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def development_set() -> tuple[list[dict[str, Any]], tuple[GoldItem, ...]]:
    file = SHARED / "gold" / "dev.jsonl"
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()], load_gold(file)


def test_strings_are_found_as_the_agreed_rule_finds_them(rule: ModuleType) -> None:
    numbers = [
        "5",
        "50",
        "5.0",
        "0.83",
        "0.830",
        "1,050",
        "1,050.5",
        "98%",
        "-5",
        "$5",
        "5 t",
        "t5",
        "5.",
        ".5",
        "x",
        "1 1",
    ]
    around = ["", " ", "0", "1", ".", ",", ".0", ".00", ".01", ",5", "00", "0.5", "0,", "%", "x", "1.", "1,", " 1"]
    cases = list(itertools.product(numbers, numbers, around, around))
    for needle, number, before, after in cases:
        text = fold(before + number + after)
        assert contains(text, needle) is rule.has(needle, text), (needle, text)
    assert len(cases) > 80_000


def test_refusals_are_known_as_the_agreed_rule_knows_them(rule: ModuleType) -> None:
    openings = ["The report", "It", "They", "No", "There is no", "I can't", "I cannot", "I could", "This casino"]
    links = [
        " does",
        " doesn't",
        " do not",
        " isn't",
        " is not",
        " was not be",
        " can",
        " can not",
        " not be",
        " not",
        "",
    ]
    verbs = [
        "find", "found", "state", "stated", "disclose", "disclosed", "say", "mentioned", "provide", "contain", "answer",
        "give", "given", "reported", "cover", "specify", "specified", "specific", "include", "including", "available",
        "information", "figures", "value", "evidence", "passage", "grow", "listed", "unable to answer", "insufficient",
    ]  # fmt: skip
    added = ("can't find", "cannot find")
    for words in itertools.product(openings, links, verbs):
        text = f"{words[0]}{words[1]} {words[2]} it."
        if not any(phrase in text for phrase in added):
            assert is_refusal(text) is rule.is_refusal(text), text
    for text in REFUSALS + ANSWERS:
        assert is_refusal(text) is rule.is_refusal(text), text


def test_answers_count_as_by_the_agreed_rule(rule: ModuleType) -> None:
    records, items = development_set()
    texts = [record["answer"] for record in records] + [
        " ".join(map(" or ".join, record["must"])) for record in records
    ]
    texts += [f"{text} {'word ' * 110}" for text in texts[:20]] + [*REFUSALS, *ANSWERS]
    right = 0
    for (record, question), text in itertools.product(zip(records, items, strict=True), texts):
        for refused in (None, True, False):
            expected = rule.right(record, text, refused)
            assert is_right(question, text, refused) is expected, (record["id"], text)
            right += expected
    assert right > len(records)


def test_passages_bear_evidence_as_by_the_agreed_rule(rule: ModuleType) -> None:
    records, items = development_set()
    quotes = [evidence["quote"] for record in records for evidence in record["evidence"]]
    rendered = [": ".join(reversed(quote.split("|"))) for quote in quotes]
    shortened = [quote[: int(len(quote) * 0.93)] + "." for quote in rendered]
    passages = [*quotes, *rendered, *shortened, *(f"{a} {b}" for a, b in itertools.pairwise(rendered))]
    borne = 0
    for (record, question), passage in itertools.product(zip(records, items, strict=True), passages):
        expected = rule.grounded(record, [passage])
        assert is_grounded(question, [passage]) is expected, (record["id"], passage)
        borne += expected
    assert borne > len(quotes)
