"""What speaks for a passage and against it, each in points that add up to its score."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.types import Passage, Role, StoredPassage
from rag.evidence import Aim, part_score
from rag.parts import parts
from rag.types import Signal

# Points beside a cosine of at most 1. Fitted on two thirds of the questions, checked on the rest.
_WORDS = 0.3
_PART = 1.0
_YEAR_OF_REPORT = 0.1
_YEAR_IN_TEXT = 0.08
_NAMED_REPORT = 0.4
_RERANKER = 1.0
_TABLE = 0.1
_ROLES: dict[Role, float] = {"contents": -0.4, "index": -0.25, "callout": -0.2, "assurance": -0.1, "footnote": -0.05}
"""What speaks against a passage that states no facts itself, or states them in pieces."""
_FROM_PICTURE = 0.1
"""Taken off a passage for the part of its text that is not sure."""
_ASKS_INDEX = re.compile(r"\b(?:GRI|HKE[Xx]|SASB|TCFD|ESRS|disclosures?|index|[A-D]\d\.\d|\d{3}-\d{1,2})\b")
_ASKS_ASSURANCE = re.compile(r"\b(?:assur|verif|audit)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that a search brought."""

    stored: StoredPassage
    meaning: float
    """Its cosine to the question."""
    words: float
    """Its BM25 score as a share of the best one."""


def first_signals(candidate: Candidate, aim: Aim) -> tuple[Signal, ...]:
    """What can be told of a passage at a glance."""
    stored, passage, question = candidate.stored, candidate.stored.passage, aim.question
    year = stored.document.year
    in_text = next((each for each in question.years if names_year(passage.text, each)), None)
    table = aim.figure and passage.kind == "table" and passage.role == "body"
    signals = (
        Signal("meaning", candidate.meaning),
        Signal("words", _WORDS * candidate.words),
        Signal("report of the year", _YEAR_OF_REPORT * (year in question.years), str(year)),
        Signal("names the year", _YEAR_IN_TEXT * (in_text is not None), str(in_text)),
        Signal("report asked for", _NAMED_REPORT * (stored.document.name in aim.naming.reports)),
        Signal("table", _TABLE * table),
        Signal(passage.role, _role(passage, question.text)),
        Signal("read from a picture", -_FROM_PICTURE * (1 - passage.confidence)),
    )
    return tuple(signal for signal in signals if signal.points)


def part_signal(stored: StoredPassage, aim: Aim) -> Signal:
    """What the best part of a passage, a sentence or row, says for it: a passage is as good as that."""
    scored = [(part_score(part, aim, stored), part.text) for part in parts(stored)]
    best, text = max(scored, key=lambda each: each[0], default=(0.0, ""))
    return Signal("best part", _PART * best, text)


def reranker_signal(share: float) -> Signal:
    """What a configured reranker says for a passage: a share of the most that it says for any."""
    return Signal("reranker", _RERANKER * share)


def names_year(text: str, year: int) -> bool:
    """Whether a text holds a year, not within a longer number."""
    return str(year) in text and re.search(rf"(?<!\d){year}(?!\d)", text) is not None


def _role(passage: Passage, question: str) -> float:
    """What the part that a passage plays in its report says against it; nothing where that part is asked for."""
    if passage.role == "index" and _ASKS_INDEX.search(question):
        return 0.0
    if passage.role == "assurance" and _ASKS_ASSURANCE.search(question):
        return 0.0
    return _ROLES.get(passage.role, 0.0)
