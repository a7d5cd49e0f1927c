"""The words of a text as they stand around its amounts, each the nearer the more it counts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from index.words import plain
from rag.figure_match import numbers_named
from rag.question import YEAR, stem, stems
from rag.verify.amounts import NUMBERED, SPELT_WORD

TokenKind = Literal["word", "number", "stop", "colon", "comma"]

_TOKEN = re.compile(
    rf"(?P<fiscal>\bFY ?(?=(?:19|20)\d\d))|(?P<name>\b{NUMBERED})|(?P<spelt>{SPELT_WORD.pattern})"
    r"|(?P<word>[^\W\d_][\w'’&+-]*)|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<stop>[;.!?\n](?!\d))|(?P<colon>:(?!\d))|(?P<comma>[,()–—](?!\d))",
    re.IGNORECASE,
)
_KINDS: dict[str, TokenKind] = {
    "name": "word", "word": "word", "spelt": "number", "number": "number", "stop": "stop", "colon": "colon",
    "comma": "comma",
}  # fmt: skip
_NON = re.compile(r"\bnon[- ](?=[a-z])", re.IGNORECASE)
_BARE = frozenset(
    {"the", "a", "an", "of", "and", "in", "were", "was", "is", "are", "has", "had", "have", "it", "its", "by"}
)
"""Words that stand beside any figure."""
_STEPS: dict[TokenKind, float] = {"word": 1.0, "stop": 12.0, "colon": 1.0, "comma": 1.0, "number": 3.0}
"""How far apart each thing between a word and a figure sets them."""
_FARTHEST = 16.0


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign of a text."""

    kind: TokenKind
    word: str
    """In small letters; a thing named by number as one word, as ``scope1``."""
    start: int


def tokens_of(text: str) -> list[Token]:
    """The words, signs and numbers of a text, each with its kind and where it begins."""
    return [
        Token(_KINDS[match.lastgroup or ""], _in_one_form(match), match.start())
        for match in _TOKEN.finditer(text)
        if match.lastgroup != "fiscal"
    ]


def _in_one_form(match: re.Match[str]) -> str:
    """A word in small letters; a thing named by number without blank or plural."""
    word = match[0].casefold()
    return re.sub(r"s?[ -]?(?=\d)", "", word) if match.lastgroup == "name" else word


def near(tokens: Sequence[Token], start: int) -> dict[str, float]:
    """The words around a place of a text, each with how near it stands."""
    here = next((at for at, token in enumerate(tokens) if token.start >= start), len(tokens))
    found: dict[str, float] = {}
    for side in (range(here - 1, -1, -1), range(here + 1, len(tokens))):
        distance = 0.0
        for at in side:
            token = tokens[at]
            if token.kind == "word" and token.word not in _BARE:
                word = stem(token.word)
                found[word] = max(found.get(word, 0.0), 1 / (1 + distance))
            distance += _STEPS[token.kind]
            if distance > _FARTHEST:
                break
    return found


def evenly(text: str, weight: float) -> dict[str, float]:
    """The words of a text, each as near as the others."""
    return {stem(token.word): weight for token in tokens_of(text) if token.kind == "word" and token.word not in _BARE}


def label_words(text: str) -> frozenset[str]:
    """The words of a label or column, without its years."""
    return frozenset(evenly(YEAR.sub(" ", text), 1.0))


def nearest(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    """The words of both, each as near as it stands in either."""
    return {word: max(one.get(word, 0.0), other.get(word, 0.0)) for word in (*one, *other)}


def words_of(text: str) -> frozenset[str]:
    """The stems of a text; ``non-hazardous`` is one word, and not ``hazardous``."""
    return stems(_NON.sub("non", text))


def numbers_in(text: str) -> dict[str, frozenset[int]]:
    """The numbers of what a text names by number, as Scope 1."""
    return {
        name: numbers for name, numbers in numbers_named(plain(text).casefold()) if re.fullmatch(NUMBERED, f"{name} 1")
    }
