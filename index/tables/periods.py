"""Which year the words above a column speak of, and what they say beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from index.words import MONTH

_MONTH = rf"{MONTH}\b\.?"
_DAY = re.compile(rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_MONTH}(?:\s\d{{1,2}}\b,?)?", re.IGNORECASE)
_DATE = re.compile(
    r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-]((?:19|20)\d\d)(?!\d)|(?<!\d)((?:19|20)\d\d)[./-]\d\d[./-]\d\d(?!\d)"
)
_SPAN = re.compile(r"(?<!\d)(?:FY\s?)?((?:19|20)\d\d)\s?[/–—-]\s?(?:FY\s?)?((?:19|20)?\d\d)(?!\d)", re.IGNORECASE)
_SHORT = re.compile(r"\b(?:FY|CY)\s?['’]?(\d\d)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:\b(?:FY|CY)\s?)?(?<![\d,.])((?:19|20)\d\d)(?![\d,]|\.\d)", re.IGNORECASE)
_NOT_ACTUAL = re.compile(
    r"\b(?:targets?|goals?|base ?lines?|base[- ]year|chang(?:es?|ed)|varia(?:nce|tion)|yoy|y-o-y|year[- ]on[- ]year|vs"
    r"|versus|difference|compared|budget(?:ed)?|forecast|projected|plan(?:ned)?|benchmark|growth|increase|decrease"
    r"|trend|cagr|progress)\b|[Δ±]",
    re.IGNORECASE,
)
"""A column of these is not the figure of its year."""
_AROUND = frozenset(
    {"as", "of", "at", "for", "the", "in", "year", "years", "ended", "ending", "end", "during", "until", "to"}
    | {"fiscal", "financial", "calendar", "fy", ""}
)
_MOST_CHARACTERS = 40
_SIGNS = ".,:;-–*†‡()"


@dataclass(frozen=True, slots=True)
class Period:
    """What a column's name says."""

    year: int | None
    """The year its values are for."""
    words: str
    """What it says beside the year."""
    actual: bool = True
    """Whether it may hold what was reached in a year, rather than a target, a base line or a change."""


def period_of(name: str) -> Period:
    """Tell the year of a column's name; a financial year is the one that it ends in."""
    if _NOT_ACTUAL.search(name):
        return Period(None, name, actual=False)
    if date := _DATE.search(name):
        return Period(int(date[1] or date[2]), _beside(name, date))
    spans = list(_SPAN.finditer(name))
    if spans:
        first, last = int(spans[0][1]), int(spans[0][2])
        last += first // 100 * 100 if last < 100 else 0
        one_year = len(spans) == 1 and last - first in {1, -99}
        return Period(first + 1, _beside(name, spans[0])) if one_year else Period(None, name, actual=False)
    if short := _SHORT.search(name):
        return Period(2000 + int(short[1]), _beside(name, short))
    years = list(_YEAR.finditer(name))
    if len({match[1] for match in years}) > 1:
        return Period(None, name, actual=False)
    return Period(int(years[0][1]), _beside(name, years[0])) if years else Period(None, name)


def is_period(text: str) -> bool:
    """Whether a text names a year and nothing else."""
    return 0 < len(text) <= _MOST_CHARACTERS and _is_period(text)


@lru_cache(maxsize=8192)
def _is_period(text: str) -> bool:
    """The same of a short text."""
    period = period_of(text)
    return period.year is not None and not period.words


def _beside(name: str, match: re.Match[str]) -> str:
    """A name without its year and the words that only lead to it."""
    words = _DAY.sub(" ", f"{name[: match.start()]} {name[match.end() :]}").split()
    start, end = 0, len(words)
    while start < end and words[start].casefold().strip(_SIGNS) in _AROUND:
        start += 1
    while end > start and words[end - 1].casefold().strip(_SIGNS) in _AROUND:
        end -= 1
    return " ".join(words[start:end])
