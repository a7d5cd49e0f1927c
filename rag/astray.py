"""What speaks of the very thing asked and is no answer: of another year, shut out, or meant rather than reached."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.units import unit_kind
from rag.counting import is_measure, only_measures
from rag.evidence import Aim, Unit
from rag.question import YEAR, Question
from rag.question.years import years_named
from rag.statement import Statement

_NO_DATE = re.compile(
    rf"\b(?i:since|from|until|till|before|after|by|to)(?: (?:the )?(?:(?:end|start|beginning|middle) of )?"
    rf"(?:[A-Z][a-z]+ )?(?:\d{{1,2}},? )?)(?:FY ?)?{YEAR.pattern}"
)
"""A year that something began with or is to end with; it may hold for others as well."""
_OF_PLANS = re.compile(
    r"\b(?:targets?|targeted|goals?|aim(?:s|ed|ing)?|plan(?:s|ned|ning)?|intend(?:s|ed)?|commit\w*|pledg\w*|promis\w*"
    r"|will|would|should|expect\w*|want(?:s|ed)?|propos\w*|ambition\w*|seeks?|hopes?|forecast\w*|scenario|baseline"
    r"|base year|strategy|roadmap|support\w*)\b",
    re.IGNORECASE,
)
_MEANT = re.compile(
    r"\b(?:we|it|and|company|group)? ?(?:will|aims?|intends?|plans?|propos\w+|strives?|seeks?|commits?|pledg\w+) to\b"
    r"|\b(?:targets?|goals?|ambitions?) (?:is|are|of|to|for)\b|\bwill\b",
    re.IGNORECASE,
)
_ABOVE_PLANS = re.compile(r"\b(?:goals?|targets?|ambitions?|commitments?|pledges?|roadmap)\b", re.IGNORECASE)
_REACHED = re.compile(
    r"\b(?:was|were|had|has|have|did|fell|rose|grew|achieved|reached|reduced|decreased|increased|lowered|improved|saved"
    r"|dropped|declined|met|spent|invested)\b",
    re.IGNORECASE,
)
_ASKS_REACHED = re.compile(
    r"\b(?:was|were|did|had|has|have|fell|rose|so far|to date|actually|achieved|reached)\b", re.IGNORECASE
)
_SHARES = re.compile(r"\b(?:share|percentage|proportion)s? of\b", re.IGNORECASE)
_HOW_MANY = re.compile(r"\bhow many ((?:[\w-]+ ?){1,3})", re.IGNORECASE)


def astray(aim: Aim, best: Unit) -> str:
    """Why what is found is no answer though it speaks of what is asked; empty where it may be one.

    :param aim: What is asked.
    :param best: The unit that would be quoted first.
    """
    question = aim.question
    if best.is_row:
        return ""
    if aim.wanted.is_shut_out(best.text):
        return "The reports found say this only of what the question leaves out."
    if not question.wants_figure:
        return ""
    if _counts_no_things(question, best):
        return "The reports found give no number of them."
    if other := _other_year(question, best):
        return f"The reports found say this of {other}, not of {question.periods[0]}."
    if _asks_what_was(question) and _is_meant(best):
        return "The reports found say what is meant to be reached here, not what was."
    return ""


def mismatched(question: Question, statements: Sequence[Statement]) -> str:
    """Why rows quoted side by side compare nothing: of several kinds, or counts where shares are asked for; or empty.

    :param statements: What would be quoted.
    """
    rows = [each.row for each in statements if each.row]
    if question.kind != "compare" or len(rows) < 2:
        return ""
    kinds = {unit_kind(row.unit, label=row.label) for row in rows}
    shares = any("%" in f"{row.unit}{cell.value}" for row in rows for cell in row.cells)
    if len(kinds) > 1 or (_SHARES.search(question.text) and not shares):
        return "The reports found give no figures of one kind for what is compared."
    return ""


def _other_year(question: Question, unit: Unit) -> int | None:
    """The year that a text is of where it is of none asked for; a report's year tells nothing of such a text."""
    asked = set(question.periods) - set(question.report_years)
    said = years_named(f"{''.join(unit.evidence.source.passage.section[-1:])} {unit.text}")
    if not asked or asked & set(said):
        return None
    return next(iter(years_named(_NO_DATE.sub(" ", unit.text))), None)


def _counts_no_things(question: Question, unit: Unit) -> bool:
    """Whether things are to be counted, and a text only holds amounts in units."""
    asked = _HOW_MANY.search(question.text)
    return asked is not None and not any(map(is_measure, asked[1].split())) and only_measures(unit.text)


def _asks_what_was(question: Question) -> bool:
    """Whether a question is for what happened, and not for what was planned."""
    return _ASKS_REACHED.search(question.text) is not None and _OF_PLANS.search(question.text) is None


def _is_meant(unit: Unit) -> bool:
    """Whether a text only says what is to be reached: in its words, or below a heading of goals."""
    heading = "".join(unit.evidence.source.passage.section[-1:])
    planned = _MEANT.search(unit.text) or _ABOVE_PLANS.search(heading)
    return planned is not None and _REACHED.search(unit.text) is None
