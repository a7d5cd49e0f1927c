"""A question read by code: its years, its words, its kind, and what it compares."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.errors import QuestionError
from rag.question.codes import in_words
from rag.question.kinds import Kind, kind_of, wants_figure, wants_share
from rag.question.operations import ENDS_COMPARED, Operation, operation_of
from rag.question.sides import sides_of
from rag.question.words import content_words
from rag.question.years import without_reports, years_named, years_of_reports

MAX_CHARACTERS = 2000


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what code can tell of it."""

    text: str
    """The question on one line, the codes of reporting frameworks told in words."""
    kind: Kind
    years: tuple[int, ...]
    """Every year that the question names, ranges filled in; of a range whose ends are compared, the ends."""
    words: tuple[str, ...]
    """The words that carry meaning, lower-cased, years left out."""
    report_years: tuple[int, ...] = ()
    """The years by which it names reports, as in "the 2021 report"."""
    operation: Operation = ""
    """The reckoning that it asks for."""
    sides: tuple[str, ...] = ()
    """What it compares, each as words to search for alone; empty where it compares nothing or that can't be told."""

    @property
    def periods(self) -> tuple[int, ...]:
        """The years that facts are asked of: those that do not only name a report, or all where each does."""
        of_reports = set(self.report_years)
        outside = set(years_named(without_reports(self.text)))
        return tuple(year for year in self.years if year not in of_reports or year in outside) or self.years

    @property
    def wants_figure(self) -> bool:
        """Whether an answer without a figure would be none."""
        return wants_figure(self.text, self.kind)

    @property
    def wants_share(self) -> bool:
        """Whether the figure asked for is a part of a whole."""
        return wants_share(self.text)


def understand(text: str) -> Question:
    """Read a question.

    :param text: The question as typed.
    :raises QuestionError: If it is empty or longer than a question can be.
    """
    plain = " ".join(text.split())
    if not re.search(r"\w", plain):
        raise QuestionError(
            "The question is empty", fix="Ask something, for example: What were Scope 1 emissions in 2024?"
        )
    if len(plain) > MAX_CHARACTERS:
        raise QuestionError(
            f"The question has {len(plain):,} characters; {MAX_CHARACTERS:,} are allowed",
            fix="Shorten it; to ask about a long text, index it as a report.",
        )
    plain = in_words(plain)
    kind = kind_of(plain)
    operation = operation_of(plain, kind)
    return Question(
        plain,
        kind,
        years_named(plain, ends_only=operation in ENDS_COMPARED),
        content_words(plain),
        report_years=years_of_reports(plain),
        operation=operation,
        sides=sides_of(plain, kind=kind, operation=operation),
    )
