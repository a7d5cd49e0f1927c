"""The sample reports and their gold set: sound, complete, and in our own words."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "index" / "sample"
GOLD = ROOT / "rag" / "evaluation" / "sample.jsonl"
REAL_REPORTS = ROOT.parent / "shared" / "reports"
REPORTS = ("xiaomi-2018-esg.md", "xiaomi-2021-esg.md", "xiaomi-2023-esg.md", "xiaomi-2024-esg.md")
FIELDS = {"id", "question", "type", "answer", "must", "must_not", "evidence", "page_hint"}
LEAST = {
    "table": 20,
    "text": 14,
    "list": 8,
    "compare": 7,
    "cross": 5,
    "definition": 5,
    "why": 6,
    "unanswerable": 9,
}
RUN = 8


def gold() -> list[dict[str, Any]]:
    """The gold items as they stand in the file."""
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


def answerable() -> list[dict[str, Any]]:
    """The gold items that the reports answer."""
    return [item for item in gold() if item["type"] != "unanswerable"]


def name_of(item: dict[str, Any]) -> str:
    """The id under which pytest shows an item."""
    return str(item["id"])


def report_lines(name: str) -> list[str]:
    """The lines of one sample report."""
    return (SAMPLE / name).read_text(encoding="utf-8").split("\n")


def words(text: str) -> list[str]:
    """Lower-cased words of letters only, so that figures do not hide a copied sentence."""
    return re.findall(r"[a-z]+", text.lower())


def runs(sequence: list[str]) -> Iterator[tuple[str, ...]]:
    """Every run of eight words."""
    return (tuple(sequence[at : at + RUN]) for at in range(len(sequence) - RUN + 1))


def prose(name: str) -> list[str]:
    """The lines of a sample report that are neither headings nor table rows."""
    return [line for line in report_lines(name) if not line.startswith(("#", "|"))]


def test_the_four_reports_are_there_and_no_other() -> None:
    assert sorted(path.name for path in SAMPLE.glob("*.md")) == list(REPORTS)


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_says_what_it_is(name: str) -> None:
    lines = report_lines(name)
    year = name.split("-")[1]
    assert lines[0] == f"# Xiaomi ESG report {year}: a short sample retelling"
    assert "short sample" in lines[2]
    assert f"for the year {year}" in lines[2]


@pytest.mark.parametrize("name", REPORTS)
def test_the_rows_of_a_table_have_the_cells_of_its_header(name: str) -> None:
    cells = 0
    for number, line in enumerate(report_lines(name), start=1):
        if not line.startswith("|"):
            cells = 0
            continue
        cells = cells or line.count("|")
        assert line.count("|") == cells, f"{name}:{number}"


def test_every_footnote_that_is_called_is_written() -> None:
    for name in REPORTS:
        text = "\n".join(report_lines(name))
        assert set(re.findall(r"\[\^(\w+)\](?!:)", text)) == set(re.findall(r"^\[\^(\w+)\]:", text, re.MULTILINE))


def test_the_gold_set_is_large_and_holds_every_type() -> None:
    counts = Counter(item["type"] for item in gold())
    assert counts.total() >= 60
    assert set(counts) == set(LEAST)
    assert {kind: counts[kind] for kind in LEAST if counts[kind] < LEAST[kind]} == {}


def test_gold_ids_and_questions_are_unique_and_fields_complete() -> None:
    items = gold()
    assert len({item["id"] for item in items}) == len(items)
    assert len({item["question"] for item in items}) == len(items)
    assert [item["id"] for item in items if set(item) != FIELDS] == []


@pytest.mark.parametrize("item", gold(), ids=name_of)
def test_quotes_stand_at_their_lines(item: dict[str, Any]) -> None:
    for evidence in item["evidence"]:
        assert evidence["document"] in REPORTS
        first, last = evidence["lines"]
        stretch = report_lines(evidence["document"])[first - 1 : last]
        assert len(stretch) == last - first + 1
        assert evidence["quote"].count("\n") == last - first
        assert evidence["quote"] in "\n".join(stretch)


@pytest.mark.parametrize("item", answerable(), ids=name_of)
def test_the_reference_answer_is_right_by_the_rule(item: dict[str, Any]) -> None:
    answer = item["answer"].casefold()
    assert item["must"] != []
    assert item["evidence"] != []
    assert [group for group in item["must"] if not any(variant.casefold() in answer for variant in group)] == []
    assert [string for string in item["must_not"] if string.casefold() in answer] == []
    assert len(answer.split()) <= 120


def test_unanswerable_items_need_nothing_and_cite_nothing() -> None:
    items = [item for item in gold() if item["type"] == "unanswerable"]
    assert [item["id"] for item in items if item["evidence"] or item["must"]] == []


def test_cross_items_rest_on_two_reports_or_more() -> None:
    items = [item for item in gold() if item["type"] == "cross"]
    assert [item["id"] for item in items if len({e["document"] for e in item["evidence"]}) < 2] == []


@pytest.mark.skipif(not REAL_REPORTS.is_dir(), reason="the real reports are not beside this checkout")
def test_the_prose_is_our_own() -> None:
    real: set[tuple[str, ...]] = set()
    for path in REAL_REPORTS.glob("*.txt"):
        real.update(runs(words(path.read_text(encoding="utf-8", errors="replace"))))
    copied = [
        (name, " ".join(run)) for name in REPORTS for line in prose(name) for run in runs(words(line)) if run in real
    ]
    assert len(real) > RUN
    assert copied == []
