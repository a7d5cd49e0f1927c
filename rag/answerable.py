"""Whether the evidence found answers the question, and if not, why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.types import Document
from rag.evidence import Unit
from rag.question import YEAR, Question
from rag.rows import narrowed, parse, sentence

_LATER = re.compile(r"\b(?:to|will|shall) be (?:disclosed|published|released|reported|announced)\b", re.I)

# A logistic curve over the best unit, fitted on the answerable and unanswerable questions of two gold sets.
_BIAS, _COVERAGE, _NEARNESS = -1.0, 4.0, 3.0
THRESHOLD = 0.5
"""The chance that the evidence answers the question below which it is refused."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a question is not answered."""

    reason: str
    unit: Unit | None = None
    """What says so, where something does."""


def eligible(question: Question, ranked: Sequence[Unit]) -> list[Unit]:
    """The units that speak of a year asked for; all of them where no year was."""
    if not question.years:
        return list(ranked)
    return [unit for unit in ranked if _is_of_asked_year(unit, question)]


def _is_of_asked_year(unit: Unit, question: Question) -> bool:
    """Whether a unit names a year asked for, or names none and its report covers one."""
    named = {int(year) for year in YEAR.findall(unit.text)}
    return bool(named & set(question.years)) or unit.evidence.source.document.year in question.years


def refusal(question: Question, units: Sequence[Unit], *, documents: Sequence[Document]) -> Refusal | None:
    """The reason not to answer from these units, best first; None where they are enough."""
    if not units:
        return Refusal(_nothing(question, documents))
    best = units[0]
    if _LATER.search(_read(best, question)):
        return Refusal("The report says that this is to be disclosed later.", best)
    if chance(best) < THRESHOLD:
        return Refusal(_nothing(question, documents))
    return None


def _read(unit: Unit, question: Question) -> str:
    """A unit as far as it concerns the question."""
    return sentence(narrowed(parse(unit.text), question)) if unit.is_row else unit.text


def chance(unit: Unit) -> float:
    """How likely the unit answers the question, between 0 and 1."""
    from math import exp

    return 1 / (1 + exp(-(_BIAS + _COVERAGE * unit.coverage + _NEARNESS * unit.nearness)))


def _nothing(question: Question, documents: Sequence[Document]) -> str:
    """Why nothing was found: the year, or the matter itself."""
    covered = {document.year for document in documents if document.year}
    if question.years and covered and min(question.years) > max(covered):
        span = f"{min(covered)} to {max(covered)}" if len(covered) > 1 else str(max(covered))
        return f"The reports cover {span}; {question.years[0]} is not covered."
    return "This is not stated in the reports."
