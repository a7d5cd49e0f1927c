"""What a search tells of itself: why each passage stands where it does, and plain data."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.types import Document, Passage, StoredPassage
from rag.findings import Findings
from rag.types import Evidence, Signal

POINTS = re.compile(r"   ([+-]\d+\.\d{3})  (.*)")
STORED = StoredPassage(1, Document("acme.md", "/acme.md", "Acme report", 2024, ""), Passage("Rain.", (), (1, 1)))
MADE = Evidence("acme.md", "Acme report", "", None, (1, 1), "Rain.", 0.5, STORED)


def told(found: Findings) -> list[str]:
    """The lines of an explanation, as any reader of lines would cut them."""
    return found.explain().splitlines()


@pytest.fixture
def rain(evidence: Any) -> Evidence:
    """A passage with three signals."""
    signals = (Signal("meaning", 0.6), Signal("callout", -0.25), Signal("best part", 0.5, "Rain fell."))
    return replace(evidence("Rain fell. Snow fell.", section=("Climate", "Rain")), score=0.85, signals=signals)


def test_findings_are_a_list(rain: Evidence) -> None:
    found = Findings([rain])
    assert found == [rain]
    assert isinstance(found, list)
    assert found.notice == ""
    assert Findings() == []


def test_each_passage_is_explained(rain: Evidence) -> None:
    other = replace(rain, page=7, section="", score=-0.1234, signals=(), also=("old.md, page 3", "b.md, lines 1-2"))
    assert Findings([rain, other]).explain() == (
        "1. acme.md, Climate > Rain, lines 1-1: 0.850\n"
        "   +0.600  meaning\n"
        "   -0.250  callout\n"
        "   +0.500  best part: Rain fell.\n"
        "2. acme.md, page 7: -0.123\n"
        "           the same stands in old.md, page 3\n"
        "           the same stands in b.md, lines 1-2"
    )


def test_a_notice_stands_first(rain: Evidence) -> None:
    assert told(Findings([rain], notice="Look out."))[:2] == ["Look out.", told(Findings([rain]))[0]]
    assert Findings(notice="Look out.").explain() == "Look out."
    assert Findings().explain() == ""


def test_a_long_part_is_cut(rain: Evidence) -> None:
    for length, shown in ((110, "x" * 110), (111, "x" * 110 + "…")):
        found = Findings([replace(rain, signals=(Signal("best part", 0.5, "x" * length),))])
        assert told(found)[1] == f"   +0.500  best part: {shown}"


@given(st.text(max_size=40))
@settings(max_examples=150, deadline=None)
def test_no_text_of_a_passage_breaks_a_line(text: str) -> None:
    signal = Signal("best part", 0.5, f"a{text}b")
    (line,) = told(Findings([replace(MADE, signals=(signal,))]))[1:]
    assert line.startswith("   +0.500  best part: a")


@pytest.mark.parametrize(
    "text", ["Rain\nfell.", "Rain\r\n\r\n2. fell.", "Rain\x0b\x0c\x1c\x85\u2028fell.", "\tRain  fell."]
)
def test_blanks_of_a_passage_become_one(rain: Evidence, text: str) -> None:
    (line,) = told(Findings([replace(rain, signals=(Signal("best part", 0.5, text),))]))[1:]
    assert line == f"   +0.500  best part: {' '.join(text.split())}"


@pytest.mark.parametrize(
    "changes",
    [{"section": "Rain\n9. Snow"}, {"document": "a\n9. b.md"}, {"also": ("a\n9. b.md, page 1",)}],
    ids=["section", "document", "also"],
)
def test_no_heading_or_name_breaks_a_line(rain: Evidence, changes: dict[str, Any]) -> None:
    lines = told(Findings([replace(rain, **changes)]))
    assert len(lines) == 1 + len(rain.signals) + len(changes.get("also", ()))
    assert not [line for line in lines if line.startswith("9. ")]


def explained(found: Findings) -> list[tuple[float, list[float]]]:
    """The score and the points of each passage as printed."""
    passages: list[tuple[float, list[float]]] = []
    for line in told(found):
        if match := POINTS.fullmatch(line):
            passages[-1][1].append(float(match[1]))
        else:
            passages.append((float(line.rpartition(": ")[2]), []))
    return passages


@given(st.lists(st.floats(-2, 2), min_size=1, max_size=9))
@settings(max_examples=150, deadline=None)
def test_points_as_printed_add_up_to_the_score(values: list[float]) -> None:
    signals = tuple(Signal(f"signal {place}", value) for place, value in enumerate(values))
    ((score, points),) = explained(Findings([replace(MADE, score=sum(values), signals=signals)]))
    assert len(points) == len(values)
    assert score == pytest.approx(sum(points), abs=0.0005 * (len(values) + 1) + 1e-9)  # each is rounded


def test_points_of_the_sample_add_up(assistant: Any) -> None:
    found = assistant.search("How much water was used in 2023?", k=20)
    passages = explained(Findings([replace(each, also=()) for each in found]))
    assert len(passages) == len(found)
    for each, (score, points) in zip(found, passages, strict=True):
        assert score == pytest.approx(each.score, abs=0.0005)
        assert sum(points) == pytest.approx(score, abs=0.0005 * (len(points) + 1))
        assert len(points) == len(each.signals) > 1


# --- plain data


def test_evidence_is_json(rain: Evidence) -> None:
    data = replace(rain, also=("old.md, page 3",)).to_dict()
    assert (
        json.loads(json.dumps(data))
        == data
        == {
            "document": "acme.md",
            "title": "Acme report",
            "section": "Climate > Rain",
            "page": None,
            "lines": [1, 1],
            "text": "Rain fell. Snow fell.",
            "confidence": 1.0,
            "score": 0.85,
            "signals": {"meaning": 0.6, "callout": -0.25, "best part": 0.5},
            "also": ["old.md, page 3"],
        }
    )


def test_evidence_without_signals_is_json(evidence: Any) -> None:
    data = json.loads(json.dumps(evidence("Rain.").to_dict()))
    assert (data["signals"], data["also"]) == ({}, [])
