"""What the other layers may ask of a model: small contracts that adapters satisfy without inheriting."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
"""Unit vectors, one a row: a dot product is a cosine, higher is nearer."""

Vector = npt.NDArray[np.float32]
"""One unit vector."""

Progress = Callable[[int, int], None]
"""Called with (done, total) while something long runs."""


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation with a language model."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as an embedder reads it: its vector, and that of each of its tokens, which depends on those around it."""

    vector: Vector
    tokens: Vectors
    spans: tuple[tuple[int, int], ...]
    """Where each token stands in the text."""


class Embedder(Protocol):
    """Turns text into unit vectors. ``name``, ``fingerprint`` and ``dimension`` are known without loading weights."""

    @property
    def name(self) -> str:
        """The catalogue name or the path it was asked for by."""
        ...

    @property
    def fingerprint(self) -> str:
        """Changes whenever the vectors would: two embedders with one fingerprint agree."""
        ...

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        ...

    def embed_passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """Embed passages, in the order given."""
        ...

    def embed_query(self, text: str) -> Vector:
        """Embed one question."""
        ...

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Embed texts token by token, in the order given; prefixes are not put before them."""
        ...


class Reranker(Protocol):
    """Tells how well texts answer a question, reading each together with it."""

    @property
    def name(self) -> str:
        """The catalogue name or the path it was asked for by."""
        ...

    @property
    def fingerprint(self) -> str:
        """Identifies the weights and the files that are read with them."""
        ...

    def score(self, query: str, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One score a text, in the order given; higher is better, comparable between texts for any question."""
        ...


class Held(Protocol):
    """What an answer is held to while it is written: it tells which continuations may stand.

    Asked for every token that is about to be chosen, so its answers must take microseconds.
    """

    def allows(self, text: str, piece: str) -> bool:
        """Whether an answer may go on with a piece, which may be empty; all of the text before it was allowed."""
        ...

    def may_end(self, text: str) -> bool:
        """Whether an answer may end here, such as not within a number."""
        ...


class LanguageModel(Protocol):
    """Continues a conversation, piece by piece."""

    @property
    def name(self) -> str:
        """The catalogue name or the path it was asked for by."""
        ...

    @property
    def fingerprint(self) -> str:
        """Identifies the weights."""
        ...

    @property
    def context(self) -> int:
        """How many tokens prompt and answer may have together."""
        ...

    @property
    def parameters(self) -> int:
        """Roughly how many weights it has, known without loading them: what can be asked of it."""
        ...

    def count_tokens(self, text: str) -> int:
        """How many tokens the text takes."""
        ...

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
        """Yield the answer in pieces; setting ``cancel`` ends it after the next token.

        A model whose words are chosen elsewhere can't be held and takes no notice of ``held``: what it says is to be
        checked afterwards in any case.
        """
        ...
