"""Whether the evidence found answers the question, and if not, why."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.types import Document
from rag.evidence import Aim, Unit, holds_expected
from rag.findings import Findings
from rag.parts import above, holds_figure
from rag.question import YEAR, Question, numbered_names
from rag.rows import narrowed, parse, sentence
from rag.statement import Statement
from rag.telling import Telling
from rag.types import Evidence
from rag.unmet import unmet

_LATER = re.compile(r"\b(?:to|will|shall) be (?:disclosed|published|released|reported|announced)\b", re.IGNORECASE)
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w&-]*|(?<![\w.,])[A-Za-z]*\d[\w.,+-]*")
_SPAN = re.compile(
    rf"{YEAR.pattern}\s?(?:[–—-]|to|until|through)\s?{YEAR.pattern}|\bbetween {YEAR.pattern} and {YEAR.pattern}"
)
"""A span of years is of none of its ends alone: ``the decade of 2020–2030``."""
_PAST = re.compile(r"\b(?:was|were|did|had)\b", re.IGNORECASE)
_EMPTY = re.compile(
    r"(?:[-–—_/]|N/?A|n/?a|none|nil|not (?:given|available|disclosed|reported|applicable))", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Curve:
    """A logistic curve over signs, by their names."""

    bias: float
    weights: Mapping[str, float]


# Fitted to whether the quoted answer was right, on questions that code did not decide: of the sample set, over five
# long reports and over two PDFs, many of them near misses. The first is for units that were judged, by a judge that
# none of these questions trained; the second for an embedder that the judge can't read. The bias of the second was
# fitted as -1.41 and raised to -1.13, so that a threshold of 0.5 refuses as many as that of 0.43 did, set for it then.
_JUDGED = _Curve(-0.08, {"judged": 0.22, "gap": 5.48, "ahead": 2.95, "uncounted": -1.45})
_UNJUDGED = _Curve(
    -1.13,
    {
        "coverage": 0.45,
        "nearness": 1.77,
        "strangers": -0.75,
        "figureless": -0.38,
        "gap": 4.49,
        "ahead": 2.34,
        "uncounted": -1.62,
    },
)
NOT_STATED = "This is not stated in the reports."
THRESHOLD = 0.5
"""The chance of a right answer below which a question is refused: a wrong answer is worse than none."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells whether a unit answers a question."""

    coverage: float
    """The share of the question's ideas that it holds."""
    nearness: float
    """Its cosine to the question."""
    strangers: int
    """Names and numbers of the question that its passage does not hold."""
    figureless: int
    """1 where a figure is asked for and it holds none."""
    gap: float
    """How far its passage scored below the best passage found; 0 or less."""
    ahead: float
    """How far the best passage found stands before the next."""
    uncounted: float = 0.0
    """How far it is from counting what is asked to be counted, from 0 to 1."""
    kind: float = 0.0
    """What the kind of statement says for an answer, and against it, as log odds."""
    judged: float | None = None
    """The logit that the judge gives it; None where it was not judged."""

    @property
    def chance(self) -> float:
        """How likely an answer from it is right, between 0 and 1."""
        curve = _UNJUDGED if self.judged is None else _JUDGED
        odds = curve.bias + self.kind + sum(weight * getattr(self, sign) for sign, weight in curve.weights.items())
        return 1 / (1 + math.exp(-odds))


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a question is not answered."""

    reason: str
    unit: Unit | None = None
    """What says so, where something does."""
    nearest: Statement | None = None
    """The nearest that the reports do say."""


def eligible(aim: Aim, ranked: Sequence[Unit]) -> list[Unit]:
    """The units that state something of a year asked for, or explain a term that is; of any year where none was."""
    if not aim.question.years:
        return list(ranked)
    return [unit for unit in ranked if _is_of_asked_year(unit, aim.question) or aim.wanted.is_explained_by(unit.text)]


def _is_of_asked_year(unit: Unit, question: Question) -> bool:
    """Whether a unit names a year asked for, or its report covers one."""
    if unit.evidence.source.document.year in question.years:
        return True
    columns = {cell.year for cell in parse(unit.text).cells if cell.year} if unit.is_row else set()
    text = unit.text if len(question.years) > 1 else _SPAN.sub(" ", unit.text)
    return bool((columns or {int(year) for year in YEAR.findall(text)}) & set(question.years))


def unknown(aim: Aim) -> Refusal | None:
    """The refusal of a question about a report, a company or a name that is not there."""
    if name := aim.naming.unknown:
        return Refusal(f"{name[0].upper()}{name[1:]} is not among the reports.")
    return Refusal(f"There is no mention of {aim.unheard} in the reports.") if aim.unheard else None


def unfit(aim: Aim, units: Sequence[Unit], found: Findings, *, documents: Sequence[Document]) -> Refusal | None:
    """The reason not to answer from these units, best first; None where they are enough."""
    question = aim.question
    if not units:
        return Refusal(found.notice or _not_covered(question, documents) or NOT_STATED)
    if _PAST.search(question.text) and _is_to_come(question, documents):
        return Refusal(_not_covered(question, documents))  # what is said of such a year is a target, not what was
    best = units[0]
    if reason := _reason(aim, best):
        return Refusal(reason, best)
    if missing := _missing_number(question, best):
        return Refusal(_not_covered(question, documents) or f"The reports found say nothing of {missing}.")
    if not holds_expected(best.text, aim, best.evidence.source):
        return Refusal(f"The reports found give no {aim.expected.name} for this.")
    if reason := unmet(aim, best):
        return Refusal(reason)
    told = signs(question, best, found, kind=_kind(aim, best))
    if told.figureless and question.kind == "figure":
        return Refusal("The reports found give no figure for this.")
    if told.chance < THRESHOLD:
        said = any(set(question.years) & {int(year) for year in YEAR.findall(unit.text)} for unit in units)
        return Refusal((not said and _not_covered(question, documents)) or NOT_STATED)
    return None


def _reason(aim: Aim, best: Unit) -> str:
    """What the best unit itself says against an answer; empty where nothing."""
    if _LATER.search(_read(best, aim.question)):
        return "The report says that this is to be disclosed later."
    if best.is_row and _is_empty(best, aim.question):
        return "The report gives no figure for this in the year asked for."
    return ""


def _kind(aim: Aim, best: Unit) -> float:
    """What the kind of statement that the best unit is says for an answer, and against it, as log odds."""
    heading = "".join(best.evidence.source.passage.section[-1:])
    return aim.wanted.evidence(Telling() if best.is_row else Telling.of(best.text), best.text, heading)


def signs(question: Question, unit: Unit, found: Sequence[Evidence], *, kind: float = 0.0) -> Signs:
    """What tells whether a unit answers a question.

    :param question: The question.
    :param unit: The unit that may answer it.
    :param found: All passages found, best first.
    :param kind: What the kind of statement that the unit is says, as log odds.
    """
    evidence = unit.evidence
    best = max(each.score for each in found)
    names = {name.strip(".,") for name in _NAME.findall(YEAR.sub("", question.text))}
    return Signs(
        coverage=unit.coverage,
        nearness=unit.nearness,
        strangers=sum(not _holds(f"{above(evidence.source)} {evidence.source.passage.text}", name) for name in names),
        figureless=int(question.wants_figure and not holds_figure(_read(unit, question), share=question.wants_share)),
        gap=evidence.score - best,
        ahead=best - found[1].score if len(found) > 1 else 0.0,
        uncounted=1 - unit.counts,
        kind=kind,
        judged=unit.judged,
    )


def _missing_number(question: Question, unit: Unit) -> str:
    """A name with a number, such as ``Scope 3``, if the unit holds none of those asked for: it speaks of another."""
    held = f"{above(unit.evidence.source)} {unit.text}"
    numbered = numbered_names(question.text)
    if not numbered or any(_holds(held, number) for _, number in numbered):
        return ""
    return " ".join(numbered[0])


def _holds(text: str, name: str) -> bool:
    """Whether a name stands in a text; ``256`` stands in ``256GB``, ``14`` not in ``14067``."""
    return re.search(rf"(?<![\w.]){re.escape(name)}(?!\d)", text, re.IGNORECASE) is not None


def _read(unit: Unit, question: Question) -> str:
    """A unit as far as it concerns the question."""
    return sentence(narrowed(parse(unit.text), question)) if unit.is_row else unit.text


def _is_empty(unit: Unit, question: Question) -> bool:
    """Whether the cells asked for are all printed as "-", "N/A" or the like."""
    cells = narrowed(parse(unit.text), question).cells
    return bool(cells) and all(_EMPTY.fullmatch(cell.value) for cell in cells)


def _is_to_come(question: Question, documents: Sequence[Document]) -> bool:
    """Whether the years asked for lie behind those of all reports."""
    covered = [document.year for document in documents if document.year]
    return bool(question.years and covered) and min(question.years) > max(covered)


def _not_covered(question: Question, documents: Sequence[Document]) -> str:
    """That the reports end before, or begin after, the years asked for; empty where they don't."""
    covered = {document.year for document in documents if document.year}
    if not question.years or not covered:
        return ""
    if min(question.years) > max(covered) or max(question.years) < min(covered):
        span = f"{min(covered)} to {max(covered)}" if len(covered) > 1 else str(max(covered))
        return f"The year {question.years[0]} is not covered: the reports are of {span}."
    return ""
