"""Keeps a model from choosing a token that its answer may not go on with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Protocol

import numpy as np
import numpy.typing as npt

from models.base import Held

Logits = npt.NDArray[np.float32]

_WIDTH = 40
"""Tokens left to draw lots among, where the temperature has lots drawn: as many as llama.cpp would look at."""
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_TRIES = 1000
"""Tokens looked at for one that may follow, before the answer is ended where it stands."""


class Vocabulary(Protocol):
    """What must be known of a model's tokens."""

    @property
    def end(self) -> int:
        """The token that ends an answer."""
        ...

    def ends(self, token: int) -> bool:
        """Whether a token ends an answer; there may be several that do."""
        ...

    def spelt(self, tokens: Sequence[int]) -> bytes:
        """The bytes that tokens stand for; those of one token may be a part of a character."""
        ...


class Holding:
    """A logits processor of llama.cpp that leaves only tokens that the answer may go on with.

    Tokens are tried from the likeliest on, so in most steps a single one is looked at, whatever the vocabulary.
    """

    def __init__(self, held: Held, vocabulary: Vocabulary, *, said: Sequence[int], wide: bool) -> None:
        """Begin with an answer.

        :param held: What the answer is held to.
        :param vocabulary: The model's tokens.
        :param said: The tokens of the answer so far; the list grows while it is written.
        :param wide: Whether more than the likeliest allowed token is to be left.
        """
        self._held = held
        self._vocabulary = vocabulary
        self._said = said
        self._width = _WIDTH if wide else 1
        self.error: BaseException | None = None
        """What went wrong: llama.cpp calls from C, through which nothing can be raised."""

    def __call__(self, _: npt.NDArray[np.intc], logits: Logits) -> Logits:
        """The logits with all others at minus infinity; where no token may follow, the end is what is left."""
        try:
            allowed = self._allowed(logits)
        except BaseException as error:  # raised again by the engine
            self.error, allowed = error, []
        left = np.full_like(logits, -np.inf)
        left[allowed] = logits[allowed]
        if not allowed:
            left[self._vocabulary.end] = 0
        return left

    def _allowed(self, logits: Logits) -> list[int]:
        """The likeliest tokens that may follow."""
        spelt = self._vocabulary.spelt(self._said)
        tried = islice(_likeliest(logits), _TRIES)
        return list(islice((token for token in tried if self._may_follow(token, spelt)), self._width))

    def _may_follow(self, token: int, spelt: bytes) -> bool:
        """Whether a token may follow what has been spelt so far; a part of a character stands for an unknown one."""
        text = spelt.decode("utf-8", "ignore")
        if self._vocabulary.ends(token):
            return self._held.may_end(text)
        more = self._vocabulary.spelt([token])
        piece = (spelt + more).decode("utf-8", "ignore")[len(text) :]
        return self._held.allows(text, piece or _UNKNOWN * bool(more))


def _likeliest(logits: Logits) -> Iterator[int]:
    """The tokens, the likeliest first."""
    rest = np.array(logits)
    while np.isfinite(rest[best := int(rest.argmax())]):
        yield best
        rest[best] = -np.inf
