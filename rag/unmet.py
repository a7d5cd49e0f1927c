"""What a question names that a unit says nothing of: the part it is limited to, or the very thing it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.words import MONTH
from rag.evidence import Aim, Idea, Unit
from rag.parts import Words, above, holds_figure
from rag.question import YEAR, stems
from rag.records.matching import speaks_of
from rag.records.wanted import Wanted, is_share, names_it

_PREPOSITION = re.compile(r"\b(?:of|in|for|at|on|from|by|within|under|to|and|as|with|per)\b|[,;:()]", re.IGNORECASE)
_PLACING = re.compile(
    r"\b(?:outside|inside|beyond|abroad|overseas|foreign|across|throughout|above|below)\b", re.IGNORECASE
)
"""What stands beside these is said in many ways."""
_OTHERWISE = re.compile(
    rf"{MONTH}|\w+ed|coverage|held|made|given|during|off|down|one|two|three|four|five|six|seven|eight|nine|ten|twelve",
    re.IGNORECASE,
)
"""So are these words, which say when or how."""
_MOST_WORDS = 5
"""A name of more words that is met in prose is a description, which a report may put otherwise."""
_FEW_WORDS = 3


def unmet(aim: Aim, unit: Unit) -> str:
    """Why a unit speaks of something else than what a question names for a year; empty where it need not.

    Some word of a phrase that limits the figure must be met, as of ``of the hotels``; of a short name the word for the
    figure itself, as ``tests`` in ``animal tests``, and where that is a rate a figure must be there. Other words a
    report may leave out, or put otherwise.
    """
    question = aim.question
    of_one = question.kind in {"fact", "figure"} or (
        question.kind == "compare" and len(question.years) == 1 and not question.sides
    )
    if not (of_one and question.years and names_it(question.text)) or _PLACING.search(question.text):
        return ""
    wanted = Wanted.of(aim, None)
    words = Words.of(f"{above(unit.evidence.source)} {unit.text}")
    return _without_limit(wanted, unit, words, question.text) or _without_head(wanted, unit, words, question.text)


def _without_limit(wanted: Wanted, unit: Unit, words: Words, text: str) -> str:
    """Why a unit is not of what the figure is limited to; empty where it may be."""
    if not unit.is_row and len(wanted.telling) > _MOST_WORDS:
        return ""
    for limit in wanted.limits:
        within = [idea for idea in wanted.telling if idea.stems & limit]
        if any(_is_firm(idea, text) for idea in within) and not any(speaks_of(idea, words) for idea in within):
            said = sorted((idea.terms[0] for idea in within), key=text.casefold().find)
            return f"The reports found say nothing of {' '.join(said)}."
    return ""


def _without_head(wanted: Wanted, unit: Unit, words: Words, text: str) -> str:
    """Why a unit does not give what a short name is of; empty where it may, or a row that says what tells more."""
    telling = wanted.telling
    head = _head(text, telling) if len(telling) <= (_MOST_WORDS if unit.is_row else _FEW_WORDS) else None
    if head is None or speaks_of(head, words) or stems(head.terms[0].split()[-1]) <= words.stems:
        return ""
    if unit.is_row and head.weight < max(idea.weight for idea in telling):
        return ""
    if is_share(head):
        return "" if holds_figure(unit.text) else "The reports found give no figure for this."
    return f"The reports found say nothing of {head.terms[0]}." if _is_firm(head, text) else ""


def _is_firm(idea: Idea, text: str) -> bool:
    """Whether an idea is surely said in its word or another known for it, and not a name in short."""
    short = re.search(rf"(?i:\b{re.escape(idea.terms[0])})", text)
    return not _OTHERWISE.fullmatch(idea.terms[0]) and not (short and re.match(r"[A-Z]\w*[A-Z]", short[0]))


def _head(text: str, ideas: Sequence[Idea]) -> Idea | None:
    """The last of the ideas in the first phrase of a name that has any: what the name is a name of."""
    for phrase in _PREPOSITION.split(YEAR.sub(" ", text)):
        if said := [idea for idea in ideas if stems(idea.terms[0]) <= stems(phrase)]:
            return max(said, key=lambda idea: phrase.casefold().rfind(idea.terms[0]))
    return None
