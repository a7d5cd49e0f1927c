"""Whether a text answers a question: a small network of ours over the token vectors of the bundled embedder.

It was trained to tell the sentences and rows that bear an answer from the others that were found, on questions of ours
over reports, real and made up, and on the development part of TAT-QA; on none of the gold sets.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from models.base import Embedder, Reading, Vector, Vectors

HEADS = 4
LONGEST = 56
"""Tokens of a text that are read, those of the heading above it counted in."""
LONGEST_HEADING = 12
_SCALE = 4.0
"""What the token vectors, each of length 1, are multiplied by."""
_LAYERS = 2
_ROOTS = math.sqrt(2 / math.pi)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that may answer a question."""

    reading: Reading
    heading: int
    """How many of its characters are the heading above it."""
    hints: tuple[float, float, float, float]
    """Its cosine to the question, how well each word of the question is met in it, the share of the question's ideas
    that it holds, and 1 for the row of a table."""


@dataclass(frozen=True, slots=True)
class Judge:
    """A network of two layers in which question and text look at each other; its weights are by name."""

    weights: Mapping[str, npt.NDArray[np.float32]]

    def read(self, question: Reading, counts: Vector, candidate: Candidate) -> float:
        """The logit of a text's answering a question.

        :param question: The question, token by token.
        :param counts: What each token of the question counts; they sum to 1.
        :param candidate: A text read by the same embedder.
        """
        asked, (told, above) = question.tokens, _cut(candidate)
        if not len(asked) or not len(told):
            return float(self._linear("base", np.array(candidate.hints, np.float32))[0])
        alike = asked @ told.T
        within = counts * len(asked)
        signs = np.zeros((len(asked) + len(told), 3), np.float32)
        signs[: len(asked), 0], signs[len(asked) :, 0] = alike.max(axis=1), alike.max(axis=0)
        signs[: len(asked), 1] = within
        kinds = np.repeat([0, 1, 2], [len(asked), above, len(told) - above])
        state = self._linear("proj", np.concatenate([asked, told])) * _SCALE
        state = self._norm("norm", state + self.weights["seg.weight"][kinds] + self._linear("sc", signs))
        for number in range(_LAYERS):
            state = self.layer(f"enc.layers.{number}", state)
        return self._verdict(state, np.maximum(within, 1e-3), kinds, candidate)

    def _verdict(self, state: Vectors, within: Vector, kinds: npt.NDArray[np.int64], candidate: Candidate) -> float:
        """The logit of what question and text have become."""
        of_question = within @ state[kinds == 0] / within.sum()
        text = state[kinds == 2]
        of_text = text.mean(axis=0) if len(text) else np.zeros_like(of_question)
        whole = self._norm("out.0", np.concatenate([of_question, of_text, state.max(axis=0)]))
        told = self._linear("out.4", _gelu(self._linear("out.1", whole)))
        return float(told[0] + self._linear("base", np.array(candidate.hints, np.float32))[0])

    def layer(self, name: str, state: Vectors) -> Vectors:
        """One layer: every token looks at all, then is thought over for itself."""
        state = state + self._attention(f"{name}.self_attn", self._norm(f"{name}.norm1", state))
        inner = _gelu(self._linear(f"{name}.linear1", self._norm(f"{name}.norm2", state)))
        return state + self._linear(f"{name}.linear2", inner)

    def _attention(self, name: str, state: Vectors) -> Vectors:
        """What each token takes from the others."""
        mixed = state @ self.weights[f"{name}.in_proj_weight"].T + self.weights[f"{name}.in_proj_bias"]
        query, key, value = mixed.reshape(len(state), 3, HEADS, -1).transpose(1, 2, 0, 3)
        weights = query @ key.transpose(0, 2, 1) / math.sqrt(query.shape[-1])
        weights = np.exp(weights - weights.max(axis=-1, keepdims=True))
        taken = weights / weights.sum(axis=-1, keepdims=True) @ value
        return self._linear(f"{name}.out_proj", taken.transpose(1, 0, 2).reshape(len(state), -1))

    def _linear(self, name: str, values: Vectors) -> Vectors:
        """A linear map."""
        return values @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def _norm(self, name: str, values: Vectors) -> Vectors:
        """Values of mean 0 and variance 1, then scaled and shifted."""
        centred = values - values.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-5)
        return np.asarray(scaled * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"], np.float32)


def judge_for(embedder: Embedder) -> Judge | None:
    """The judge of what an embedder reads; None where it was not trained on its vectors."""
    judge, trained_on = _bundled()
    return judge if embedder.fingerprint == trained_on else None


@cache
def _bundled() -> tuple[Judge, str]:
    """The judge that comes with the package, and the fingerprint of the embedder that it was trained on."""
    with (files("models") / "judge.npz").open("rb") as file, np.load(file, allow_pickle=False) as stored:
        weights = {name: stored[name].astype(np.float32) for name in stored.files if name != "embedder"}
        return Judge(weights), str(stored["embedder"])


def _cut(candidate: Candidate) -> tuple[Vectors, int]:
    """The tokens of a text that are read, and how many of them are of its heading."""
    tokens = candidate.reading.tokens
    above = sum(end <= candidate.heading for _, end in candidate.reading.spans)
    if len(tokens) <= LONGEST:
        return tokens, above
    kept = min(above, LONGEST_HEADING)
    return np.concatenate([tokens[:kept], tokens[above : above + LONGEST - LONGEST_HEADING]]), kept


def _gelu(values: Vectors) -> Vectors:
    """Small where negative, itself where positive."""
    inner = _ROOTS * (values + 0.044715 * values**3)
    return np.asarray(0.5 * values * (1 + np.tanh(inner)), np.float32)
