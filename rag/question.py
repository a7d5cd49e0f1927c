"""What a question asks for, told by code: its years, its words and its kind."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from rag.errors import QuestionError

MAX_CHARACTERS = 2000
Kind = Literal["list", "why", "definition", "compare", "figure", "fact"]

YEAR = re.compile(r"(?<![\d.:])(?:19|20)\d\d(?![\d%])(?!\.\d)(?!,\d{3}(?!\d))")
"""A year in a text; not the year of a standard's edition (``ISO 14064-1:2018``), nor a part of a figure."""

_RANGE = re.compile(r"\b((?:19|20)\d\d)\s*(?:-|–|to|until|through|till|and)\s*((?:19|20)\d\d)\b")
_WORD = re.compile(r"[^\W_]+(?:[.,'’&+-][^\W_]+)*\+?", re.UNICODE)
_WHY = r"\bwhy\b|\bhow come\b|\bwhat (?:\w+ ){0,2}reasons?\b|\bwhat (?:caused|led to|explains)\b"
_COMPARE = (
    r"\bhow (?:much|many|far) (?:more|less|fewer|higher|lower|faster|larger|smaller|better|worse)\b"
    r"|\bmore or (?:fewer|less)\b|\bdiffer|(?<!climate )\bchange[ds]?\b"
    r"|\bhow (?:did|has|have)\b.*\bdevelop|\b(?:increase|decrease|rise|fall|climb|grow|grew|drop|gap|ratio|times as)\b"
    r"|\bcompared? (?:to|with)\b|\bversus\b|\bvs\b"
)
_DEFINITION = r"\bwhat (?:is|are) meant\b|\bdefin|\bmeans?\b|\bcounts? as\b|\bstands? for\b|\brefers? to\b"
_LIST = (
    r"^(?:name|list)\b|\bwhich (?:\w+[ -]){0,3}\w+s\b|\bwhat (?:are|were) the\b"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten)\b"
)
_FIGURE = (
    r"\bhow (?:much|many|old|long|large|big|high|often)\b"
    r"|\bwhat (?:share|portion|proportion|percentage|part|rate|number|amount|total)\b"
)
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("why", re.compile(_WHY, re.IGNORECASE)),
    ("compare", re.compile(_COMPARE, re.IGNORECASE)),
    ("definition", re.compile(_DEFINITION, re.IGNORECASE)),
    ("figure", re.compile(_FIGURE, re.IGNORECASE)),
    ("list", re.compile(_LIST, re.IGNORECASE)),
)
_SHARE_WORDS = re.compile(r"\b(?:what|which) (?:share|portion|proportion|percentage|part|fraction) of\b", re.IGNORECASE)
_FIGURE_WORDS = re.compile(
    r"^(?:by )?what (?:was|were|is|are)\b.*\b(?:emissions?|consumption|rate|ratio|footprint|intensity|total|number|"
    r"amount|share|percentage|figure|value|revenue|target|headcount|investment)\b",
    re.IGNORECASE,
)
_NUMBER_AND_UNIT = re.compile(r"(?<![\w.,])(\d+)([A-Za-z]{1,3})\b")
_NUMBERED = re.compile(r"\b([A-Z][\w-]*) (\d+[A-Za-z+]*)\b")
_STOP = frozenset(
    [
        "a",
        "about",
        "according",
        "after",
        "all",
        "also",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "before",
        "between",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "itself",
        "many",
        "me",
        "much",
        "my",
        "of",
        "on",
        "or",
        "our",
        "over",
        "per",
        "report",
        "reported",
        "reports",
        "say",
        "says",
        "said",
        "she",
        "so",
        "such",
        "tell",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "under",
        "up",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "whether",
        "which",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
        "name",
        "list",
        "give",
        "please",
    ]
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what code can tell of it."""

    text: str
    kind: Kind
    years: tuple[int, ...]
    """Every year that the question names, ranges filled in."""
    words: tuple[str, ...]
    """The words that carry meaning, lower-cased, years left out."""

    @property
    def wants_figure(self) -> bool:
        """Whether an answer without a figure would be none."""
        return self.kind in {"figure", "compare"} or _FIGURE_WORDS.search(self.text) is not None

    @property
    def wants_share(self) -> bool:
        """Whether the figure asked for is a part of a whole."""
        return _SHARE_WORDS.search(self.text) is not None


def understand(text: str) -> Question:
    """Read a question.

    :param text: The question as typed.
    :raises QuestionError: If it is empty or longer than a question can be.
    """
    plain = " ".join(text.split())
    if not re.search(r"\w", plain):
        raise QuestionError(
            "The question is empty", fix="Ask something, for example: What were Scope 1 emissions in 2024?"
        )
    if len(plain) > MAX_CHARACTERS:
        raise QuestionError(
            f"The question has {len(plain):,} characters; {MAX_CHARACTERS:,} are allowed",
            fix="Shorten it; to ask about a long text, index it as a report.",
        )
    kind: Kind = next((kind for kind, pattern in _KINDS if pattern.search(plain)), "fact")
    return Question(plain, kind, _years(plain), content_words(plain))


def content_words(text: str) -> tuple[str, ...]:
    """The words of a text that carry meaning, in order, each once."""
    words = (re.sub(r"['’]s?$", "", word) for word in _WORD.findall(text.lower().replace("’", "'")))
    return tuple(dict.fromkeys(word for word in words if word not in _STOP and not YEAR.fullmatch(word)))


def stem(word: str) -> str:
    """A word without its ending, so that plural and verb forms meet: emissions, emission; recycled, recycling."""
    for ending in ("ations", "ation", "ings", "ing", "ies", "ied", "ed", "es", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def stems(text: str) -> frozenset[str]:
    """The stems of all content words of a text; the parts of hyphenated words and of ``256GB`` too."""
    words = content_words(_NUMBER_AND_UNIT.sub(r"\1\2 \1 \2", text))
    parts = (
        part for word in words for part in ([word, *re.split(r"[-&+]", word)] if re.search(r"[-&+]", word) else [word])
    )
    return frozenset(stem(part) for part in parts if part)


def numbered_names(text: str) -> list[tuple[str, str]]:
    """The names with a number in a text, such as Scope and 3; "Scope 1 and 2" holds two."""
    plain = re.sub(r"\b([A-Z][\w-]*) (\d+) (and|or|plus|to|/) (\d+)\b", r"\1 \2 \3 \1 \4", YEAR.sub("", text))
    return _NUMBERED.findall(plain)


def _years(text: str) -> tuple[int, ...]:
    """The years named, in order; ``2020-2024`` names five."""
    years = [int(year) for year in YEAR.findall(text)]
    for first, last in _RANGE.findall(text):
        if f"{first} and {last}" not in text and 0 < int(last) - int(first) <= 30:
            years += range(int(first), int(last) + 1)
    return tuple(sorted(set(years)))


def check_years(years: Collection[int] | None) -> tuple[int, ...] | None:
    """The years of a filter, refused where they are no years."""
    if years is None:
        return None
    if isinstance(years, int):
        years = [years]
    for year in years:
        if not isinstance(year, int) or not 1900 <= year <= 2100:
            raise QuestionError(
                f"{year!r} is not a year", fix="Give years as whole numbers, for example years=[2023, 2024]."
            )
    return tuple(years)
