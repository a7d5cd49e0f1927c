"""Whether a sentence is borne by the text it rests on: every figure stands there, and so do its words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.question import stems

_NUMBER = re.compile(r"(?<![\w.,])[-−–]?\d+(?:[.,]\d+)*")
_SPELT = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
}  # fmt: skip
_SCALES = {"thousand", "million", "billion", "trillion", "percent", "percentage"}
_PERCENT = {"percent", "percentage"}
_NEGATIONS = frozenset({"not", "no", "never", "without", "cannot", "none", "neither", "nor"})
_WORDS_BORNE = 0.85
"""The share of a sentence's words that must come from the evidence or the question."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence may be shown, and if not, why."""

    borne: bool
    reason: str = ""


def figures(text: str) -> frozenset[str]:
    """The numbers of a text in one form: no thousands commas, no trailing zeros, small ones also from words."""
    digits = {_plain(number) for number in _NUMBER.findall(text)}
    return frozenset(digits | {_SPELT[word] for word in re.findall(r"[a-z]+", text.lower()) if word in _SPELT})


def _plain(number: str) -> str:
    """``1,234.50`` as ``1234.5``; a sign stays."""
    value = number.lstrip("−–-").replace(",", "")
    if "." in value:
        value = value.rstrip("0").rstrip(".")
    return value


def check(sentence: str, bearing: str, *, question: str) -> Verdict:
    """Hold a sentence against the text it is to rest on.

    :param sentence: What a model wrote.
    :param bearing: The text of the evidence.
    :param question: What was asked; its words and figures may be repeated.
    """
    known = figures(bearing) | figures(question)
    if strange := figures(sentence) - known:
        return Verdict(borne=False, reason=f"the figure {min(strange)} does not stand in the cited passage")
    words = stems(sentence)
    if not words:
        return Verdict(borne=False, reason="it says nothing")
    held = stems(bearing) | stems(question)
    share = len(words & held) / len(words)
    if share < _WORDS_BORNE:
        return Verdict(borne=False, reason=f"only {share:.0%} of its words stand in the cited passage")
    if _negations(sentence) != _negations(bearing) and not _negations(bearing) & _negations(sentence):
        return Verdict(borne=False, reason="it denies what the cited passage says, or the other way round")
    if scales := _scales(sentence) - _scales(bearing) - _scales(question):
        return Verdict(borne=False, reason=f"the cited passage does not say {min(scales)}")
    return Verdict(borne=True)


def _negations(text: str) -> set[str]:
    """The words of a text that turn its sense round."""
    return set(re.findall(r"[a-z]+", text.lower())) & _NEGATIONS


def _scales(text: str) -> set[str]:
    """The words of a text that scale a figure; a percent sign counts as its word."""
    found = set(re.findall(r"[a-z]+", text.lower())) & _SCALES
    is_share = "%" in text or bool(found & _PERCENT)
    return (found - _PERCENT) | ({"percent"} if is_share else set())
