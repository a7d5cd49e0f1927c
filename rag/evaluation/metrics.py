"""The rule by which an answer counts, the same for every system. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum

import numpy as np

from rag.evaluation.gold import GoldItem

MOST_WORDS = 120
"""A longer answer is not right: everything would stand somewhere in it."""

_PLAIN = str.maketrans("‘’“”–—−", "''\"\"---")
_NUMBER_BEFORE = re.compile(r"\d[.,]?$")
_NUMBER_GOES_ON = re.compile(r"[.,]?\d")
_MARK = re.compile(r"\s*\[\d+\]")

_TOLD = "say|answer|mention|report|provide|contain|cover|available"
_REFUSAL = re.compile(
    rf"not (?:be )?(?:{_TOLD}|found|stated|disclosed|specif)"
    r"|(?:do|does|did|could|can|is|are|was|were)(?:n't| not) "
    rf"(?:{_TOLD}|find|give|include|state|disclose|specif(?:y|ied))"
    r"|no (?:information|answer|evidence|passage|figure|mention|value)"
    r"|can(?:'t|not) (?:find|answer)|unable to answer|insufficient|to be disclosed"
)


class Verdict(StrEnum):
    """How an answer counts."""

    RIGHT = "right"
    WRONG = "wrong"
    REFUSED = "refused"
    """A question that the reports do answer was refused."""


def fold(text: str) -> str:
    """The text with case, white space, quotation marks and dashes made alike."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_PLAIN).lower().split())


def contains(text: str, needle: str) -> bool:
    """Whether folded ``text`` holds ``needle``: a number as a whole number only, zeros after its last decimal aside."""
    wanted = fold(needle)
    start = text.find(wanted)
    while start >= 0:
        if _stands_alone(text, wanted, start):
            return True
        start = text.find(wanted, start + 1)
    return False


def _stands_alone(text: str, wanted: str, start: int) -> bool:
    """Whether no digit before or after the place belongs to the same number."""
    if wanted[:1].isdigit() and _NUMBER_BEFORE.search(text[max(0, start - 2) : start]):
        return False
    if not wanted[-1:].isdigit():
        return True
    zeros = r"0*" if re.search(r"\.\d+$", wanted) else r"(?:\.0+)?"
    rest = re.sub("^" + zeros, "", text[start + len(wanted) :], count=1)
    return not _NUMBER_GOES_ON.match(rest)


def is_refusal(text: str) -> bool:
    """Whether a text says that it has no answer; only for systems that do not say so themselves."""
    return not text.strip() or _REFUSAL.search(fold(text)) is not None


def is_right(item: GoldItem, answer_text: str, refused: bool | None = None) -> bool:  # noqa: FBT001 - the rule's own order
    """Whether an answer says what it must and nothing it must not; ``refused`` None means: told by the text."""
    if not item.answerable:
        return is_refusal(answer_text) if refused is None else refused
    text = fold(answer_text)
    return (
        len(answer_text.split()) <= MOST_WORDS
        and all(any(contains(text, needle) for needle in group) for group in item.must)
        and not any(contains(text, needle) for needle in item.must_not)
    )


def judge(item: GoldItem, answer_text: str, refused: bool | None = None) -> Verdict:  # noqa: FBT001 - as is_right
    """How an answer counts. A system's own refusal is never right where there is an answer, whatever it mentions."""
    said = _MARK.sub("", answer_text)  # or the mark [5] would count as the figure 5
    if item.answerable and refused:
        return Verdict.REFUSED
    if is_right(item, said, refused):
        return Verdict.RIGHT
    return Verdict.REFUSED if item.answerable and refused is None and is_refusal(said) else Verdict.WRONG


def is_grounded(item: GoldItem, passages: Iterable[str]) -> bool:
    """Whether one of the passages bears one of the item's quotes."""
    return evidence_rank(item, passages) is not None


def evidence_rank(item: GoldItem, passages: Iterable[str]) -> int | None:
    """The place, from 1, of the first passage that bears one of the item's quotes."""
    for rank, passage in enumerate(passages, start=1):
        folded = fold(passage)
        if any(_bears(folded, fold(evidence.quote)) for evidence in item.evidence):
            return rank
    return None


def _bears(passage: str, quote: str) -> bool:
    """Whether the passage holds the quote, or its numbers and nine of ten words, as a row rendered anew does."""
    if quote in passage:
        return True
    words = set(re.findall(r"[a-z]{3,}", quote))
    numbers = re.findall(r"\d[\d,.]*\d", quote)
    if not words or not numbers or not all(contains(passage, number) for number in numbers):
        return False
    return sum(word in passage for word in words) >= 0.9 * len(words)


def percentile(values: Sequence[float], percent: float) -> float | None:
    """The value that so many percent do not exceed, interpolated; None of nothing."""
    return float(np.percentile(values, percent)) if values else None
