"""Figures asked back: whether each comes back as it is printed, and whether what is not there is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from index.types import Document, Figure
from models.base import Progress
from rag.errors import AnswerError
from rag.evaluation.back_borne import NUMBER, not_borne, unsigned
from rag.evaluation.back_questions import Asker, BackQuestion
from rag.evaluation.back_stated import stated
from rag.evaluation.result import aligned, percent
from rag.question import YEAR, stems
from rag.types import Answer, Evidence

Verdict = Literal["right", "wrong", "refused", "invented"]

HEADINGS = ("asked for", "n", "right", "wrong", "refused", "invented")
NAMES = {
    "figure": "a figure that is there",
    "year": "a year that is not",
    "indicator": "an indicator that is not",
    "part": "a part that is not",
}
NOTES = """right: the figure of the record asked back, or a refusal where there is none; wrong: another that is cited.
invented: a figure that is not in the place cited under that label, year and unit; any answer where there is none."""
_LOOKED_AT = 5
_LOOKED_THROUGH = 20


class System(Protocol):
    """What can be asked: the assistant, or anything that answers as it does."""

    @property
    def documents(self) -> Sequence[Document]:
        """The reports it answers from."""
        ...

    def figures(self) -> Sequence[Figure]:
        """The figures of its reports."""
        ...

    def ask(self, question: str) -> Answer:
        """Answer a question."""
        ...

    def search(self, question: str, *, k: int = 10) -> Sequence[Evidence]:
        """The passages found for a question, best first."""
        ...


@dataclass(frozen=True, slots=True)
class BackOutcome:
    """A figure asked back, and what came."""

    question: BackQuestion
    answer: Answer
    verdict: Verdict
    invented: str = ""
    """The figure shown that is not borne, and where."""

    @property
    def expected(self) -> str:
        """What would have been right, in words."""
        return ", ".join(sorted({f"{each.value} {each.unit}" for each in self.question.figures})) or "a refusal"

    def to_dict(self) -> dict[str, Any]:
        """The outcome as plain data, ready for JSON."""
        return {
            "question": self.question.text,
            "kind": self.question.kind,
            "expected": self.expected,
            "verdict": self.verdict,
            "invented": self.invented,
            "answer": self.answer.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class BackResult:
    """A finished run of figures asked back."""

    outcomes: tuple[BackOutcome, ...]

    @property
    def right(self) -> float | None:
        """The share of the figures that are there which came back right."""
        return _share([each for each in self.outcomes if each.question.kind == "figure"], "right")

    @property
    def invented(self) -> tuple[BackOutcome, ...]:
        """The answers that show what is not borne."""
        return tuple(each for each in self.outcomes if each.verdict == "invented")

    @property
    def misses(self) -> tuple[BackOutcome, ...]:
        """Every outcome that is not right."""
        return tuple(each for each in self.outcomes if each.verdict != "right")

    def to_dict(self) -> dict[str, Any]:
        """The run as plain data, ready for JSON."""
        return {
            "right": self.right,
            "invented": len(self.invented),
            "outcomes": [outcome.to_dict() for outcome in self.outcomes],
        }

    def table(self) -> str:
        """The figures by what was asked for, aligned, with what each column counts."""
        rows = [HEADINGS]
        for kind, name in (*NAMES.items(), ("", "all")):
            group = [each for each in self.outcomes if kind in ("", each.question.kind)]
            right, wrong, refused = (percent(_share(group, verdict)) for verdict in ("right", "wrong", "refused"))
            rows.append((name, str(len(group)), right, wrong, refused, str(len([*filter(_is_invented, group)]))))
        return "\n".join(["figures asked back", *aligned(rows), NOTES])

    def markdown(self) -> str:
        """The table and every miss, for reading."""
        parts = ["# Figures asked back", _code(self.table()), f"## Misses: {len(self.misses)} of {len(self.outcomes)}"]
        for each in self.misses:
            cited = "\n".join(f"[{c.n}] {c.document}: {c.quote}" for c in each.answer.citations)
            parts += [
                f"### {each.question.kind}: {each.verdict}",
                _code(f"{each.question.text}\nexpected: {each.expected}\n{each.invented}".rstrip()),
                _code(f"{each.answer.text}\n{cited}".rstrip()),
            ]
        return "\n\n".join(parts) + "\n"


def asked_back(assistant: System, count: int = 500, seed: int = 0, progress: Progress | None = None) -> BackResult:
    """Ask the figures of an index back in random words, every other time for something that is not there.

    :param assistant: an opened :class:`rag.Assistant`, or a stand-in.
    :param count: how many questions.
    :param seed: the same questions for the same seed and index.
    :param progress: called with (done, total) after each question.
    :raises AnswerError: if the index holds no figure that can be asked for.
    """

    def speaks_of(name: str) -> bool:
        """Whether a passage found holds every word of a name."""
        found = assistant.search(name, k=_LOOKED_AT)
        return any(stems(name) <= stems(f"{each.section} {each.text}") for each in found)

    def states(name: str, year: int) -> bool:
        """Whether a passage found states a figure of a name and a year."""
        return stated(name, year, assistant.search(f"{name} {year}", k=_LOOKED_THROUGH))

    asker = Asker(assistant.figures(), assistant.documents, seed=seed, speaks_of=speaks_of, states=states)
    questions = asker.questions(count)
    if not questions:
        raise AnswerError("The index holds no figures to ask for", fix="Index reports that print figures in tables.")
    outcomes = []
    for done, question in enumerate(questions, start=1):
        outcomes.append(judged(question, assistant.ask(question.text)))
        if progress:
            progress(done, len(questions))
    return BackResult(tuple(outcomes))


def judged(question: BackQuestion, answer: Answer) -> BackOutcome:
    """What came of a question, judged."""
    if answer.refused:
        return BackOutcome(question, answer, "refused" if question.figures else "right")
    if not question.figures:
        return BackOutcome(question, answer, "invented", "answered what is not there")
    if strange := next(not_borne(answer), ""):
        return BackOutcome(question, answer, "invented", strange)
    first = next((shown for each in answer.sentences if (shown := _numbers(each.text))), frozenset[str]())
    right = any(_numbers(figure.value) & first for figure in question.figures)
    return BackOutcome(question, answer, "right" if right else "wrong")


def _numbers(text: str) -> frozenset[str]:
    """The numbers of a text, years left out."""
    return frozenset(map(unsigned, NUMBER.finditer(YEAR.sub("", text))))


def _is_invented(outcome: BackOutcome) -> bool:
    """Whether an answer shows what is not borne."""
    return outcome.verdict == "invented"


def _share(outcomes: Sequence[BackOutcome], verdict: str) -> float | None:
    """The share of outcomes with a verdict."""
    return sum(each.verdict == verdict for each in outcomes) / len(outcomes) if outcomes else None


def _code(text: str) -> str:
    """A text as an indented block, in which nothing acts as Markdown."""
    return "\n".join(f"    {line}" for line in text.split("\n"))
