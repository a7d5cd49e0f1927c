"""What a run gave: an outcome for every question, the figures over them, and the tables that show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from rag.evaluation.gold import TYPES, GoldItem
from rag.evaluation.metrics import Verdict, percentile
from rag.types import Answer, Evidence

HEADINGS = (
    "type", "n", "right", "wrong", "refused", "grounded",
    "evid@1", "evid@5", "evid@20", "s p50", "s p95", "first p50",
)  # fmt: skip

FLOOR_NAMES = ("right", "wrong", "unanswerable_refused", "evidence@5", "grounded")
"""What floors may be set for; ``wrong`` is held to a ceiling."""

NOTES = (
    "refused: answerable questions refused (a refusal of an unanswerable one is right); wrong: the rest.",
    "grounded: of the answers given to answerable questions, those with a citation that bears the evidence.",
    "evid@k: of the answerable questions, those with the evidence in the first k passages found.",
    "s: seconds of an answer; first: seconds to its first token, where one was told.",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question, what a system made of it, and how that counts."""

    item: GoldItem
    verdict: Verdict
    answer: Answer | None = None
    """None where the system failed."""
    grounded: bool = False
    found: tuple[Evidence, ...] = ()
    rank: int | None = None
    """The first place, from 1, that holds the evidence; None if none of those found does."""
    seconds: float | None = None
    error: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The outcome as plain data."""
        return {
            "id": self.item.id,
            "type": self.item.type,
            "question": self.item.question,
            "reference": self.item.answer,
            "verdict": self.verdict.value,
            "grounded": self.grounded,
            "evidence_rank": self.rank,
            "seconds": self.seconds,
            "error": self.error,
            "answer": self.answer.to_dict() if self.answer else None,
            "found": [evidence.to_dict() for evidence in self.found[:5]],
        }


@dataclass(frozen=True, slots=True)
class Tally:
    """The figures of a group of outcomes; shares from 0 to 1, None where there is nothing to measure."""

    n: int
    right: float | None
    wrong: float | None
    refused: float | None
    """Answerable questions that were refused."""
    grounded: float | None
    """Of the answers given to answerable questions, those with a citation that bears the evidence."""
    evidence_1: float | None
    """Of the answerable questions, those whose evidence stands first among the passages found; then in the first k."""
    evidence_5: float | None
    evidence_20: float | None
    seconds_p50: float | None
    seconds_p95: float | None
    first_token_p50: float | None


def tally(outcomes: Iterable[Outcome]) -> Tally:
    """The figures of a group of outcomes."""
    every = tuple(outcomes)
    answerable = [outcome for outcome in every if outcome.item.answerable]
    given = [outcome for outcome in answerable if outcome.answer and outcome.verdict is not Verdict.REFUSED]
    seconds = [outcome.seconds for outcome in every if outcome.seconds is not None]
    first = [o.answer.seconds["first_token"] for o in every if o.answer and "first_token" in o.answer.seconds]
    return Tally(
        n=len(every),
        right=_judged(every, Verdict.RIGHT),
        wrong=_judged(every, Verdict.WRONG),
        refused=_judged(every, Verdict.REFUSED),
        grounded=_share(outcome.grounded for outcome in given),
        evidence_1=_within(answerable, 1),
        evidence_5=_within(answerable, 5),
        evidence_20=_within(answerable, 20),
        seconds_p50=percentile(seconds, 50),
        seconds_p95=percentile(seconds, 95),
        first_token_p50=percentile(first, 50),
    )


def _judged(outcomes: Sequence[Outcome], verdict: Verdict) -> float | None:
    """The share with this verdict."""
    return _share(outcome.verdict is verdict for outcome in outcomes)


def _within(outcomes: Sequence[Outcome], k: int) -> float | None:
    """The share whose evidence stands in the first k passages found."""
    return _share(outcome.rank is not None and outcome.rank <= k for outcome in outcomes)


def _share(marks: Iterable[bool]) -> float | None:
    """How many of the marks are set, from 0 to 1."""
    every = list(marks)
    return sum(every) / len(every) if every else None


@dataclass(frozen=True, slots=True)
class Result:
    """A finished run of one system over a gold set."""

    system: str
    outcomes: tuple[Outcome, ...]
    ran_with: Mapping[str, Any] = field(default_factory=dict)
    """Code, models, settings, machine, gold set and reports, as plain data."""

    @property
    def total(self) -> Tally:
        """The figures over all questions."""
        return tally(self.outcomes)

    @property
    def by_type(self) -> dict[str, Tally]:
        """The figures of each type that the gold set has, in a fixed order."""
        groups = {kind: [outcome for outcome in self.outcomes if outcome.item.type == kind] for kind in TYPES}
        return {kind: tally(group) for kind, group in groups.items() if group}

    @property
    def misses(self) -> tuple[Outcome, ...]:
        """Every outcome that is not right."""
        return tuple(outcome for outcome in self.outcomes if outcome.verdict is not Verdict.RIGHT)

    def to_dict(self) -> dict[str, Any]:
        """The whole run as plain data, ready for JSON."""
        return {
            "system": self.system,
            "ran_with": dict(self.ran_with),
            "total": asdict(self.total),
            "by_type": {kind: asdict(figures) for kind, figures in self.by_type.items()},
            "outcomes": [outcome.to_dict() for outcome in self.outcomes],
        }

    def table(self) -> str:
        """The figures per type and in all, aligned, with what each column counts."""
        rows = [_cells(kind, figures) for kind, figures in self.by_type.items()]
        lines = aligned([HEADINGS, *rows, _cells("all", self.total)])
        failed = [f"{outcome.item.id}: {outcome.error}" for outcome in self.outcomes if outcome.error]
        failures = [f"{len(failed)} failed, counted as wrong:", *failed] if failed else []
        missing = self.ran_with.get("not_in_index")
        reports = [f"not in the index, though the gold set asks about it: {', '.join(missing)}"] if missing else []
        return "\n".join([self.system, *lines, *NOTES, *reports, *failures])


def _cells(name: str, figures: Tally) -> tuple[str, ...]:
    """One row of the table."""
    shares = (
        figures.right, figures.wrong, figures.refused, figures.grounded,
        figures.evidence_1, figures.evidence_5, figures.evidence_20,
    )  # fmt: skip
    seconds = (figures.seconds_p50, figures.seconds_p95, figures.first_token_p50)
    return (name, str(figures.n), *map(percent, shares), *("-" if s is None else f"{s:.2f}" for s in seconds))


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows as lines, names to the left and figures to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join([row[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True))])
        for row in rows
    ]


def percent(share: float | None) -> str:
    """A share as it is printed."""
    return "-" if share is None else f"{share:.1%}"


def compare(result: Result, baseline: Result) -> list[str]:
    """How many times as good and as fast a run is as its baseline, a line each."""
    ours, theirs = result.total, baseline.total
    lines = []
    for name, own, other in (
        ("right", ours.right, theirs.right),
        ("evidence@5", ours.evidence_5, theirs.evidence_5),
    ):
        lines.append(f"{name}: {percent(own)} against {percent(other)}, {_times(own, other)}")
    if ours.seconds_p50 is not None and theirs.seconds_p50 is not None:
        ratio = _times(theirs.seconds_p50, ours.seconds_p50)
        lines.append(f"seconds p50: {ours.seconds_p50:.2f} against {theirs.seconds_p50:.2f}, {ratio} as fast")
    return lines


def _times(value: float | None, base: float | None) -> str:
    """The ratio in words; none is made of nothing."""
    return f"{value / base:.1f} times" if value is not None and base else "no ratio"


def below_floors(result: Result, floors: Mapping[str, float]) -> list[str]:
    """The floors that a run does not reach, a line each; a figure that was not measured does not reach its floor."""
    measured = _floor_figures(result)
    lines = []
    for name, limit in floors.items():
        value, ceiling = measured[name], name == "wrong"
        if value is None:
            lines.append(f"{name} was not measured, its {'ceiling' if ceiling else 'floor'} is {percent(limit)}")
        elif ceiling and value > limit:
            lines.append(f"{name} {percent(value)} is above the ceiling {percent(limit)}")
        elif not ceiling and value < limit:
            lines.append(f"{name} {percent(value)} is below the floor {percent(limit)}")
    return lines


def _floor_figures(result: Result) -> dict[str, float | None]:
    """The figures that may have a floor (``wrong``: a ceiling)."""
    total, unanswerable = result.total, result.by_type.get("unanswerable")
    refused = unanswerable.right if unanswerable else None
    values = (total.right, total.wrong, refused, total.evidence_5, total.grounded)
    return dict(zip(FLOOR_NAMES, values, strict=True))
