"""What kind of answer a question wants: a list, a reason, a definition, a comparison, a figure, or some other fact."""

from __future__ import annotations

import re
from typing import Literal

from rag.question.quantities import AUXILIARY, JOINT, is_measured, names_quantity

Kind = Literal["list", "why", "definition", "compare", "figure", "fact"]

COMPARATIVE = (
    r"(?:more|less|fewer|higher|lower|faster|slower|larger|smaller|bigger|better|worse|greater|longer|shorter|older)"
)
_WHY = (
    r"\bwhy\b|\bhow come\b|\b(?:what|which)\b[^?.;,]{0,40}\breasons?\b|\b(?:what|which) purposes?\b"
    r"|\bwhat (?:has |have |had )?"
    r"(?:caused|led to|leads to|explain(?:s|ed)|dr(?:ove|ives)|prompted|triggered|motivated)\b"
    r"|\bwhat (?:is|was|lies|lay|stands|stood) behind\b"
)
_DEFINITION = (
    r"\bwhat (?:is|are) meant\b|\bdefin(?:es?|ed|ing|itions?)\b|(?<!by )\bmeans?\b(?! of\b)|\bcounts? as\b"
    r"|\bstands? for\b|\brefers? to\b|\bspeaks? of\b|\b(?:who|what) (?:is|are) included (?:when|in)\b"
    r"|\bwhen (?:is|are) (?:an?|the)\b.{0,150}\b(?:called|considered|regarded|deemed|class(?:ed|ified)|treated|rated)\b"
    r"|\bhow (?:do|does|did)\b.{0,150}\b(?:explain|work out|calculate|compute)\b"
    r"|\bhow (?:is|are|was|were)\b.{0,150}\b(?:calculated|computed|worked out)\b"
)
_COMPARE = (
    rf"\bhow (?:much|many|far)\b(?: \w+){{0,2}} {COMPARATIVE}\b"
    rf"|\b{COMPARATIVE} or (?:fewer|less|lower|higher|smaller|larger|worse|better)\b"
    rf"|\b(?:do|does|did|is|are|was|were|has|have|had|which|who)\b.{{0,150}}\b{COMPARATIVE}\b"
    r"(?! (?:than|of) (?:\d|one\b|half\b)).{0,150}\b(?:or|than|and)\b"
    rf"|\b{AUXILIARY}\b.{{0,150}}\bor\b.{{0,150}}\b{COMPARATIVE}\b(?! than)"
    r"|\bdiffer(?!ential)|(?<!climate )\bchange[ds]?\b(?! (?:behavio|mitigation|adaptation|polic))"
    r"|\bhow (?:did|has|have|do|does)\b.{0,150}\b(?:develop|evolve|progress|move)"
    r"|\b(?:increase|decrease|rise|rose|risen|fall|fell|fallen|climb|grow|grew|grown|drop|gap|times as)\b"
    r"|\b(?:increased|decreased|climbed|dropped)\b"
    r"|\bratio\b.{0,150}\b(?:to|and|between)\b|\bcompared? (?:to|with)\b|^compare\b|\bversus\b|\bvs\b"
    r"|\bpercentage points\b"
)
_FIGURE = (
    r"\bhow (?:much|many|old|long|large|big|high|low|often|far|heavy|fast|quickly|accurate(?:ly)?|reliabl[ey])\b"
    r"|\b(?:what|which) (?:share|portion|proportion|percentage|percent|fraction|part|rate|number|amount|total|weight"
    r"|quantity|volume|sum)\b"
    rf"|\bwhat {AUXILIARY}\b.{{0,150}}\b(?:cost|add up to|amount to|come to|sum up to|weigh)\b"
    r"|\bwhat (?:is|was) the (?:most|least|highest|lowest|largest|smallest|maximum|minimum|average|mean|total)\b"
)
_LIST = r"^(?:name|list)\b|\bwhat (?:are|were) the\b"
_NUMBERED_LIST = (
    r"\b(?:which|what|the|name|list) (?:[\w-]+ )?(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b"
)
_PART_OF_BUSINESS = re.compile(r"\bwhich parts? of (?:the|its) (?:business|company|group|report)\b", re.IGNORECASE)
_SHARE = re.compile(
    r"\b(?:what|which) (?:\w+ )?(?:share|portion|proportion|percentage|part|fraction|percent) of\b"
    r"|\b(?:what|which) (?:share|portion|proportion|percentage|percent|fraction)(?= (?:is|are|was|were|has|have|had)\b)"
    r"|\bwhat (?:share|portion|proportion|part|fraction)\b|\bhow (?:much|many) percent of\b"
    r"|\b(?:what|which) percentage\b(?=.{0,150}\bof\b)(?! (?:did|do|does|increase|decrease|change|point))",
    re.IGNORECASE,
)
_OF_RULES = re.compile(r"\b(?:polic|strateg|approach|definition|principle|measured|method|rule|wording)", re.IGNORECASE)
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("why", re.compile(_WHY, re.IGNORECASE)),
    ("definition", re.compile(_DEFINITION, re.IGNORECASE)),
    ("compare", re.compile(_COMPARE, re.IGNORECASE)),
    ("figure", re.compile(_FIGURE, re.IGNORECASE)),
    ("list", re.compile(f"{_LIST}|{_NUMBERED_LIST}", re.IGNORECASE)),
)
_COUNTED_LIST = re.compile(_NUMBERED_LIST, re.IGNORECASE)
_ASKS = re.compile(
    rf"\b(?:what|which|who|whom|whose|when|where|why|how|{AUXILIARY}|tell|give|show|explain|describe)\b"
    r"|^(?:name|list|compare)\b",
    re.IGNORECASE,
)
_WHICH = re.compile(r"\b(?:which|what)((?:\s+[\w&'’-]+){1,6})", re.IGNORECASE)
_ENDS_NAME = re.compile(rf"(?:{AUXILIARY}|{JOINT}|the|an?|its|their|it|they|them)", re.IGNORECASE)
_ARTICLES = frozenset({"the", "a", "an", "its", "their"})
"""A word that ends in s before one of these is a verb: which company makes the motors."""
_PLURAL = re.compile(r"(?:[a-z][a-z-]*[^\Wsui]s|[A-Z]{2,}s)")


def kind_of(text: str) -> Kind:
    """The kind of answer that a question, or a few keywords, want."""
    if _ASKS.search(text) is None and names_quantity(text):
        return _first(text, only={"compare"}) or "figure"
    found = _first(_PART_OF_BUSINESS.sub("", text))
    if (found is None or (found == "list" and not _COUNTED_LIST.search(text))) and is_measured(text):
        return "figure"
    return found or ("list" if _asks_for_several(text) else "fact")


def _first(text: str, *, only: frozenset[Kind] | set[Kind] = frozenset()) -> Kind | None:
    """The first kind whose wording a text has."""
    return next((kind for kind, pattern in _PATTERNS if (not only or kind in only) and pattern.search(text)), None)


def _asks_for_several(text: str) -> bool:
    """Whether "which" or "what" stands before a plural: which committees; not "which medal", nor "which part"."""
    for match in _WHICH.finditer(text):
        words = match[1].split()
        for word, following in zip(words, [*words[1:], ""], strict=True):
            if _ENDS_NAME.fullmatch(word):
                break
            if _PLURAL.fullmatch(word) and following.casefold() not in _ARTICLES:
                return True
    return False


def wants_figure(text: str, kind: Kind) -> bool:
    """Whether an answer without a figure would be none."""
    if kind == "compare":
        return _OF_RULES.search(text) is None or names_quantity(text)
    return kind == "figure" or (kind != "definition" and kind != "why" and is_measured(text))


def wants_share(text: str) -> bool:
    """Whether the figure asked for is a part of a whole."""
    return _SHARE.search(_PART_OF_BUSINESS.sub("", text)) is not None
