"""What the language model is told. The beginning never changes, so its keys and values are computed once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.base import Message
from rag.statement import Statement

NO_ANSWER = "The passages do not say."
"""What the model is to write where the passages hold no answer."""

SYSTEM = (
    "You answer questions about company reports. Use only the numbered passages. Copy figures exactly as printed, with "
    "their unit and year. Put the number of the passage, such as [1], after each sentence. Answer in one to three "
    f"short sentences. If the passages do not hold the answer, write: {NO_ANSWER}"
)
_SECTION_NUMBER = re.compile(r"^\d+(?:\.\d+)*\.?\s+")
"""It would look like an item of a list, or like a figure."""


def messages(question: str, passages: Sequence[str]) -> list[Message]:
    """The conversation that asks for an answer from numbered passages."""
    numbered = "\n\n".join(f"[{number}] {text}" for number, text in enumerate(passages, 1))
    return [Message("system", SYSTEM), Message("user", f"Passages:\n{numbered}\n\nQuestion: {question}")]


def passage(statement: Statement) -> str:
    """What may be said, as the model reads it: its text and where that is from."""
    evidence = statement.unit.evidence
    heading = (_SECTION_NUMBER.sub("", name) for name in evidence.source.passage.section[-1:])
    return f"{statement.text} ({', '.join([evidence.title, *heading])})"


def again(asked: Sequence[Message], written: str, reason: str) -> list[Message]:
    """The conversation that asks for the answer once more, after its first sentence did not hold."""
    wish = f"That cannot be shown, since {reason}. Write the answer again, in the words of the passages."
    return [*asked, Message("assistant", written), Message("user", wish)]
