"""Stand-ins for models: for tests of the other layers and for a try without weights."""

from __future__ import annotations

import re
import threading
import zlib
from collections import deque
from collections.abc import Generator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.base import Held, Message, Progress, Reading, Vector, Vectors
from models.errors import ModelError


class FakeEmbedder:
    """Hashes words into a vector: the same text always gives the same one, and shared words bring texts nearer."""

    def __init__(self, *, name: str = "fake-embedder", dimension: int = 256) -> None:
        self.name = name
        self.dimension = dimension
        self.embedded: list[str] = []
        """Every passage embedded so far."""

    @property
    def fingerprint(self) -> str:
        """Name and dimension: nothing else changes the vectors."""
        return f"{self.name}-{self.dimension}"

    def embed_passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """Embed passages, in the order given.

        :param texts: The passages.
        :param progress: Called with (done, total) after each passage.
        """
        self.embedded.extend(texts)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for position, text in enumerate(texts):
            vectors[position] = self._vector(text)
            if progress:
                progress(position + 1, len(texts))
        return vectors

    def embed_query(self, text: str) -> Vector:
        """Embed one question."""
        return self._vector(text)

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Embed texts word by word; a word's vector does not depend on those around it."""
        return [self._reading(text) for text in texts]

    def _reading(self, text: str) -> Reading:
        """A text with the vector of each of its words."""
        words = list(re.finditer(r"\w+", text))
        tokens = [self._vector(word.group()) for word in words] or np.zeros((0, self.dimension))
        return Reading(self._vector(text), np.asarray(tokens, dtype=np.float32), tuple(word.span() for word in words))

    def _vector(self, text: str) -> Vector:
        """Count words by the hash of each; a text without any points along the first axis."""
        vector = np.zeros(self.dimension, dtype=np.float32)
        for word in _words(text):
            vector[zlib.crc32(word.encode("utf-8", "replace")) % self.dimension] += 1.0
        if not vector.any():
            vector[0] = 1.0
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


class FakeReranker:
    """Scores a text by the words it shares with the question."""

    def __init__(self, *, name: str = "fake-reranker") -> None:
        self.name = name
        self.fingerprint = name
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        """Every call so far: the question and the texts."""

    def score(self, query: str, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """The number of words of each text that the question holds too, less a little for each that it does not.

        :param query: The question.
        :param texts: What may answer it.
        """
        self.asked.append((query, tuple(texts)))
        asked = set(_words(query))
        found = [set(_words(text)) for text in texts]
        return np.array([len(asked & words) - 0.01 * len(words - asked) for words in found], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Asked:
    """One call of :meth:`ScriptedLLM.stream`."""

    messages: tuple[Message, ...]
    max_tokens: int
    temperature: float
    stop: tuple[str, ...]
    held: Held | None = None


class ScriptedLLM:
    """Says what it was told to say, answer by answer, and remembers what it was asked."""

    def __init__(self, *answers: str | Exception, context: int = 2048, parameters: int = 1_000_000_000) -> None:
        self.name = "scripted-llm"
        self.fingerprint = "scripted-llm"
        self.context = context
        self.parameters = parameters
        self.history: list[Asked] = []
        self._answers = deque(answers)

    def enqueue(self, *answers: str | Exception) -> None:
        """Add answers to give; an exception is raised instead."""
        self._answers.extend(answers)

    def count_tokens(self, text: str) -> int:
        """A word is a token."""
        return len(text.split())

    def stream(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        temperature: float = 0.0,
        stop: Sequence[str] = (),
        cancel: threading.Event | None = None,
        held: Held | None = None,
    ) -> Generator[str, None, None]:
        """Yield the next answer word by word.

        :param messages: Kept in ``history``.
        :param max_tokens: The most words of the answer.
        :param temperature: Kept in ``history``.
        :param stop: Strings that end the answer and are not part of it.
        :param cancel: Ends the answer after the next word.
        :param held: Kept in ``history``; a script says what it says.
        :raises ModelError: If no answer is left.
        """
        self.history.append(Asked(tuple(messages), max_tokens, temperature, tuple(stop), held))
        if not self._answers:
            raise ModelError("The script has no answer left", fix="Enqueue one for every question.")
        answer = self._answers.popleft()
        if isinstance(answer, Exception):
            raise answer
        ends = [place for text in stop if text and (place := answer.find(text)) >= 0]
        for word in re.findall(r"\s*\S+\s*?", answer[: min(ends, default=None)])[:max_tokens]:
            if cancel is not None and cancel.is_set():
                return
            yield word


def _words(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return re.findall(r"\w+", text.lower())
