"""A question of a conversation made to stand alone: the slots that it leaves open are filled from the turns before.

Its slots are the subject, its parts (a segment, a place, women ...), the years and the report. What it names takes the
place of what was named before, the rest is kept; a question with a subject of its own keeps nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.conversation.about import About, about_answer
from rag.conversation.edit import edited
from rag.conversation.follow import (
    announced,
    bare_word,
    changes_topic,
    is_fragment,
    narrows,
    only_parts,
    plain,
    points_back,
    same_subject,
    split_opener,
    uncapitalised,
    wants_subject,
)
from rag.conversation.periods import report_of, tidy, years_of
from rag.conversation.pointing import POINTER, bare, pointed
from rag.conversation.slots import Slots, read, with_plain_names, with_plain_years
from rag.errors import QuestionError
from rag.question import Question, understand
from rag.types import Turn

__all__ = ["About", "InContext", "in_context", "standalone"]

_ASKS_ELSE = re.compile(
    r"^(?:how many of|who|whom|when|where|why|which|since when|to whom)\b|\b(?:its|their)\b|\b(?:for|about)$",
    re.IGNORECASE,
)
_TURNS = 12
"""How many turns back the subject of a conversation is followed."""


@dataclass(frozen=True, slots=True)
class InContext:
    """A question as it is meant in its conversation."""

    question: Question
    """It says everything that it asks for."""
    follows: bool = False
    """It took something from the turns before."""
    about: About | None = None
    """It asks about the last answer as a whole; the question is then the one which that answered."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What the turns before leave to go on from."""

    question: str = ""
    """The last question, made to stand alone."""
    topic: str = ""
    """The last question with a subject of its own, with the slots of later ones: what "it" stands for."""
    answer: str = ""


def standalone(question: Question, history: Sequence[Turn]) -> Question:
    """The question with what it leaves out taken from the turns before."""
    return in_context(question, history).question


def in_context(question: Question, history: Sequence[Turn]) -> InContext:
    """The question as it is meant after the turns before; what cannot be read of them does not count."""
    said = _Said()
    for turn in list(history)[-_TURNS:]:
        if (earlier := _understood(getattr(turn, "question", None))) is not None:
            _, said = _resolved(earlier, said)
            said = replace(said, answer=str(getattr(turn, "answer", "")))
    return _resolved(question, said)[0]


def _resolved(question: Question, said: _Said) -> tuple[InContext, _Said]:
    """The question after what was said, and what is said then."""
    text = plain(question.text)
    own = tidy(announced(text)) if text else question.text
    own = own if _understood(own) else question.text
    alone = InContext(question), _Said(own, own)
    if not said.question or not text:
        return alone
    if changes_topic(text):
        return InContext(understand(own)), _Said(own, own)
    if about := about_answer(text):
        return InContext(understand(said.question), follows=True, about=about), said
    dated = with_plain_years(text, understand(said.question).years)
    after = _filled(question, with_plain_names(dated, said.question), said)
    if after is None and dated != text:
        after = _Said(tidy(dated), tidy(dated))
    if after is None or (meant := _understood(after.question)) is None or _understood(after.topic) is None:
        return alone
    return InContext(meant, follows=True), after


def _filled(question: Question, text: str, said: _Said) -> _Said | None:
    """What is said after a question with its open slots filled; None where it stands alone."""
    if word := bare_word(text):
        return replace(said, question=bare(word, said.topic))
    opener, body = split_opener(uncapitalised(text))
    if points_back(body):
        return _pointed(body, said)
    slots = read(body)
    if narrows(question, understand(said.topic), slots):
        slots = replace(slots, phrases=tuple(phrase for phrase in slots.phrases if only_parts(phrase.text)))
        narrowed = edited(said.topic, slots)
        return replace(said, question=narrowed, topic=narrowed)
    if is_fragment(body, opener, slots):
        question_after = edited(said.question, slots)
        same = said.question == said.topic
        return replace(said, question=question_after, topic=question_after if same else edited(said.topic, slots))
    if wants_subject(opener, slots):
        return _pointed(body, said)
    if opener or same_subject(question, said.topic):
        return _with_period(body, said.question, slots)
    return None


def _pointed(body: str, said: _Said) -> _Said:
    """What is said after a question that points back."""
    slots = read(POINTER.sub(" ; ", body, count=1))
    topic = edited(said.topic, slots)
    if not _ASKS_ELSE.search(body) and all(only_parts(phrase.text) for phrase in slots.phrases):
        return replace(said, question=topic, topic=topic)  # it only names slots anew: "what was it for women in 2021?"
    period = Slots(years=slots.years, years_lead=slots.years_lead, compares=slots.compares, report=slots.report)
    return replace(
        said, question=pointed(body, said.topic, slots, answer=said.answer), topic=edited(said.topic, period)
    )


def _with_period(body: str, before: str, slots: Slots) -> _Said | None:
    """A question with a subject of its own that goes on all the same: the years and the report stay."""
    if slots.years or slots.report or slots.now or not (years_of(before) or report_of(before)):
        return None
    text = tidy(f"{body.rstrip(' ?!.')} {report_of(before)} {years_of(before)}")
    return _Said(text, text)


def _understood(text: object) -> Question | None:
    """A question as code reads it; None where it is none."""
    try:
        return understand(text) if isinstance(text, str) else None
    except QuestionError:
        return None
