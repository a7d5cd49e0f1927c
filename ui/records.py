"""Answers as JSON that holds all of them, and back: what is kept must open again with every citation."""

from __future__ import annotations

import json
from functools import cache

from pydantic import TypeAdapter, ValidationError

from rag.types import Answer


def written(answer: Answer) -> str:
    """An answer as JSON, nothing left out."""
    return _kind().dump_json(answer).decode()


def read(text: str) -> Answer | None:
    """The answer that was written; of one that another version wrote otherwise, its words; None if there are none."""
    try:
        return _kind().validate_json(text)
    except ValidationError:
        return _words(text)


def _words(text: str) -> Answer | None:
    """Question and text of an answer whose other parts cannot be read."""
    try:
        found = json.loads(text)
        return Answer(question=str(found["question"]), text=str(found["text"]), refused=bool(found.get("refused")))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


@cache
def _kind() -> TypeAdapter[Answer]:
    """What writes and reads answers; made once, when it is first used."""
    return TypeAdapter(Answer)
