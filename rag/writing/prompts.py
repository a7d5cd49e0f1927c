"""What the language model is told. The beginning never changes, so its keys and values are computed once."""

from __future__ import annotations

from collections.abc import Sequence

from models.base import Message

NO_ANSWER = "The passages do not say."
"""What the model is to write where the passages hold no answer."""

SYSTEM = (
    "You answer questions about company reports. Use only the numbered passages. Copy figures exactly as printed, with "
    "their unit and year. Put the number of the passage, such as [1], after each sentence. Answer in one to three "
    f"short sentences. If the passages do not hold the answer, write: {NO_ANSWER}"
)


def messages(question: str, passages: Sequence[str]) -> list[Message]:
    """The conversation that asks for an answer from numbered passages."""
    numbered = "\n\n".join(f"[{number}] {text}" for number, text in enumerate(passages, 1))
    return [Message("system", SYSTEM), Message("user", f"Passages:\n{numbered}\n\nQuestion: {question}")]
