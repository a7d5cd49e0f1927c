"""The phrases of a question that name a report: "the climate white paper", "its 2021 and 2023 reports"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.question.quantities import AUXILIARY
from rag.question.words import content_words
from rag.question.years import REPORT_NOUN

_YEAR = r"(?:FY ?)?(?:19|20)\d\d"
_TOKEN = re.compile(rf"{_YEAR}(?!\w)|\w[\w&-]*(?:['’]s?(?!\w))?|[^\w\s]")
_NOUN = re.compile(rf"(?<![\w-])({REPORT_NOUN})\b(?!-)(?:['’]s?)?", re.IGNORECASE)
_AFTER = re.compile(
    rf"\s+(?:(?:of|for|from|on|covering)\s+(?:the\s+)?(?:(?:financial |fiscal )?year\s+)?)?"
    rf"({_YEAR}(?:(?:\s*,\s*|\s+and\s+|\s*,\s*and\s+){_YEAR})*)(?!\w)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:the|its|their|this|that|an?|our|your|latest|newest|\()", re.IGNORECASE)
_JOINS_YEARS = re.compile(r"(?:,|and|or|&)", re.IGNORECASE)
_ENDS = re.compile(
    rf"(?:{AUXILIARY}|\W|in|of|for|from|to|on|at|by|with|and|or|which|what|who|how|why|when|where|according|between"
    r"|gives?|says?|sees?|read|compare|per|than|as|behind|under|about)",
    re.IGNORECASE,
)
_MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name a report, or several of a kind."""

    text: str
    span: tuple[int, int]
    years: frozenset[int]
    words: frozenset[str]
    """Its words but for years and stop words, lower-cased."""


def mentions(question: str) -> Iterator[Mention]:
    """The phrases that name reports; not the verb of "what did they report for 2021"."""
    for noun in _NOUN.finditer(question):
        tokens = list(_TOKEN.finditer(question, 0, noun.start()))
        start = _start(tokens)
        before = tokens[start - 1][0] if start else ""
        phrase = tokens[start:]
        years = [token[0] for token in phrase if re.fullmatch(_YEAR, token[0], re.IGNORECASE)]
        owned = any(token[0].endswith(("'s", "’s", "'", "’")) for token in phrase)
        determined = _ARTICLE.fullmatch(before) is not None or owned
        if not determined and (not years or before.casefold() == "in"):
            continue
        after = _AFTER.match(question, noun.end()) if determined else None
        end = after.end() if after else noun.end()
        first = phrase[0].start() if phrase else noun.start()
        named = " ".join([*years, after[1] if after else ""])
        yield Mention(
            question[first:end], (first, end), frozenset(map(int, re.findall(r"\d{4}", named))), _words(phrase, noun[1])
        )


def _start(tokens: Sequence[re.Match[str]]) -> int:
    """Where the name that ends with these words begins: behind an article, a verb or the like, or with an owner."""
    start = len(tokens)
    while start > 0 and len(tokens) - start < _MOST_WORDS:
        word = tokens[start - 1][0]
        inside_years = (
            _JOINS_YEARS.fullmatch(word) is not None
            and start > 1
            and all(re.fullmatch(_YEAR, each[0], re.IGNORECASE) for each in (tokens[start - 2], tokens[start]) if each)
            if start < len(tokens)
            else False
        )
        if not inside_years and (_ENDS.fullmatch(word) or _ARTICLE.fullmatch(word)):
            break
        start -= 1
        if word.endswith(("'s", "’s", "'", "’")):
            break
    return start


def _words(phrase: Sequence[re.Match[str]], noun: str) -> frozenset[str]:
    """The words that tell which report is meant; a white paper's noun is among them."""
    name = [token[0] for token in phrase if not token[0].endswith(("'s", "’s", "'", "’"))]
    noun = "white paper" if re.match("white", noun, re.IGNORECASE) else noun
    return frozenset(content_words(" ".join([*name, noun])))
