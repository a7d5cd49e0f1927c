"""What a language model was told and what it said, kept for the record of an answer."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, cast

from models.base import LanguageModel, Message


@dataclass(slots=True)
class Call:
    """One text that a model was asked for."""

    messages: tuple[Message, ...]
    said: str = ""
    """What it wrote, shown or not; it grows while the model writes."""

    def to_dict(self) -> dict[str, Any]:
        """The call as plain data."""
        told = [{"role": message.role, "content": message.content} for message in self.messages]
        return {"messages": told, "said": self.said}


class Overheard:
    """Stands before a language model for one question; all but the listening is done by the model itself."""

    def __init__(self, llm: LanguageModel) -> None:
        """Listen to a model."""
        self._llm = llm
        self.calls: list[Call] = []

    @property
    def model(self) -> LanguageModel:
        """The model to be asked while this listens."""
        return cast("LanguageModel", self)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._llm, name)

    def stream(self, messages: Sequence[Message], **options: Any) -> Generator[str, None, None]:
        """Yield what the model says, and keep it with what it was told."""
        call = Call(tuple(messages))
        self.calls.append(call)
        with closing(self._llm.stream(messages, **options)) as pieces:
            for piece in pieces:
                call.said += piece
                yield piece
