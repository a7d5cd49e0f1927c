"""A question of a conversation made to stand alone: what it leaves out comes from the question before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.errors import QuestionError
from rag.question import MAX_CHARACTERS, YEAR, Question, understand
from rag.types import Turn

_GOES_ON = re.compile(r"^(?:and|but|what about|how about|also|then|or|same for)\b", re.I)
_ONLY_YEAR = re.compile(r"^in (?:19|20)\d\d\W*$", re.I)
_POINTS_BACK = re.compile(r"\b(?:it|they|them|that|those|these|this|its|their|the same)\b", re.I)
_OWN_OWNER = re.compile(r"(?<!^)\b[A-Z][\w&-]*.*\b(?:its|their)\b")
"""A name before "its" or "their" is whose it is: "Does Xiaomi publish its targets?" points at nothing before."""
_SHORT = 4


def standalone(question: Question, history: Sequence[Turn]) -> Question:
    """The question itself, or joined with the one before if it goes on from it.

    A year in the new question takes the place of the years before; a question with a subject of its own stands alone.
    """
    if not history or not _follows(question):
        return question
    try:
        before = understand(history[-1].question)
    except QuestionError:  # a question that could not be asked has no subject to take over
        return question
    if _follows(before) and len(history) > 1:
        before = standalone(before, history[:-1])
    subject = YEAR.sub("", before.text) if question.years else before.text
    joined = f"{' '.join(subject.split()).rstrip('?. ')}? {question.text}"
    return understand(joined) if len(joined) <= MAX_CHARACTERS else question


def _follows(question: Question) -> bool:
    """Whether the question leans on an earlier one: it begins as a continuation, or is short and points back."""
    if _GOES_ON.search(question.text) or _ONLY_YEAR.search(question.text):
        return True
    points_back = _POINTS_BACK.search(question.text) and not _OWN_OWNER.search(question.text)
    return len(question.words) <= _SHORT and bool(points_back)
