"""The sides of a comparison, each as words that can be searched for alone; none where they can't be told surely."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.question.kinds import COMPARATIVE, Kind
from rag.question.operations import Operation
from rag.question.phrases import (
    ARTICLE,
    PREPOSITION,
    Token,
    as_long_as,
    before,
    behind,
    goes_on,
    lacks_noun,
    lead_of,
    since,
    tokens_of,
    without_article,
)
from rag.question.quantities import AUXILIARY
from rag.question.words import STOP_WORDS
from rag.question.years import YEAR, YEAR_BEFORE, without_reports, years_named, years_of_reports

_VERSUS = re.compile(r"(?:versus|vs)", re.IGNORECASE)
_HAS = re.compile(r"(?:have|has|had|do|does|did)", re.IGNORECASE)
_NO_SIDE = re.compile(
    rf"(?:\W|{AUXILIARY}|not|no|other|others|expected|planned|before|ever|usual|average"
    r"|half|one|ones|that"
    r"|those|this|previous|last|year|years|both|all|any|half|it|they|them|we|he|she|some|rise|fall|increase|decrease"
    r"|grow|shrink|up|down|[\d.,]+%?|two|three|four|five|ten)",
    re.IGNORECASE,
)
_TELLS_NOTHING_TEXT = """
more less fewer higher lower faster slower larger smaller bigger better worse greater longer shorter older
difference differ differs differed different gap compare compared comparison versus vs percent percentage points
point times roughly approximately rise rose risen fall fell fallen increase increased decrease decreased change
changed changes grow grew grown climb climbed drop dropped develop developed evolve evolved move moved progress
progressed trend go going terms relative figures two both end beginning start one ones far apart
"""
_TELLS_NOTHING = STOP_WORDS | frozenset(_TELLS_NOTHING_TEXT.split())
_COORDINATED = re.compile(
    r"(?:19|20)\d\d\)?\s*(?:,|and|or|vs\.?|versus|than|over|against|compared? (?:to|with))"
    r"\s*(?:\w+ ){0,3}?(?:FY ?)?(?:19|20)\d\d",
    re.IGNORECASE,
)
_AIMED_AT = re.compile(r"\b(?:by|until|before|baseline|base year|against)\s+(?:the end of\s+)?(?:19|20)\d\d", re.I)
_OF_YEARS: frozenset[Operation] = frozenset({"difference", "change", "ratio", "trend"})
_OVER_YEARS: frozenset[Operation] = frozenset({"average", "sum"})
_YEARS = re.compile(r"\b(?:FY ?)?(?:19|20)\d\d(?:[/–-]\d\d(?:\d\d)?)?\b", re.IGNORECASE)
_MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two things compared: the words of each, and for each what of the question stands in its place or goes."""

    first: Sequence[str]
    second: Sequence[str]
    spans: tuple[tuple[int, int], ...]
    """One span that holds both, or the span of each, by characters."""


def sides_of(text: str, *, kind: Kind, operation: Operation) -> tuple[str, ...]:
    """What is compared, each with what the question says of both: two things, or the same in several years."""
    if kind in {"why", "definition"}:
        return ()
    if (kind == "compare" or operation == "difference") and (pair := next(_pairs(text), None)) is not None:
        return _texts(text, pair)
    return _by_year(text, operation)


def _by_year(text: str, operation: Operation) -> tuple[str, ...]:
    """The question once for each of the years that it sets side by side."""
    plain = _AIMED_AT.sub(" ", without_reports(text))
    years = years_named(plain, ends_only=True)
    if len(years) < 2 and not years_named(plain):
        years = years_of_reports(text)
    set_apart = operation in _OF_YEARS or (operation not in _OVER_YEARS and _COORDINATED.search(text) is not None)
    if len(years) < 2 or not set_apart:
        return ()
    shared = _searchable(_YEARS.sub(" ", YEAR_BEFORE.sub(" ", text)))
    return tuple(f"{shared} {year}" for year in years) if shared else ()


def _texts(text: str, pair: _Pair) -> tuple[str, ...]:
    """The two sides with the rest of the question around each."""
    texts: list[str] = []
    for own, side in enumerate((pair.first, pair.second)):
        spans = [(span, number == min(own, len(pair.spans) - 1)) for number, span in enumerate(pair.spans)]
        parts, at = list[str](), 0
        for (start, end), holds in spans:
            parts += [_searchable(text[at:start]), " ".join(side) if holds else ""]
            at = end
        texts.append(" ".join(filter(None, [*parts, _searchable(text[at:])])))
    return tuple(texts) if len(set(texts)) == 2 else ()


def _searchable(text: str) -> str:
    """The words of a text that tell what is searched for, as they stand."""
    words = (re.sub(r"['’]s?$", "", token.text) for token in tokens_of(text))
    return " ".join(word for word in words if word[:1].isalnum() and word.casefold() not in _TELLS_NOTHING)


def _pairs(text: str) -> Iterator[_Pair]:
    """The pairs that a comparison may mean, the surest first."""
    tokens = tokens_of(text)
    words = [token.text.casefold() for token in tokens]
    for at, word in enumerate(words):
        if word == "than":
            yield from _around_than(tokens, at)
    for at, word in enumerate(words[:-1]):
        if word == "as" and words[at + 1] in {"many", "much"} and "as" in words[at + 2 :]:
            yield from _around_as(tokens, at + 2, words.index("as", at + 2))
    for at, word in enumerate(words):
        if word == "between" and "and" in words[at:]:
            yield from _joined(tokens, words.index("and", at), first=at + 1)
    for at, word in enumerate(words):
        if word == "or" or _VERSUS.fullmatch(word) or _compared(words, at):
            yield from _joined(tokens, at)
    if words[:1] == ["compare"] or "apart" in words:
        yield from (pair for at, word in enumerate(words) if word in {"and", "with"} for pair in _joined(tokens, at))


def _compared(words: Sequence[str], at: int) -> bool:
    """Whether "compared with" or "compared to" ends there."""
    return words[at] in {"with", "to"} and words[at - 1 : at] == ["compared"]


def _joined(tokens: Sequence[Token], at: int, *, first: int | None = None) -> Iterator[_Pair]:
    """The phrases on both sides of a joining word."""
    left_end = at - 1 if tokens[at - 1].text.casefold() == "compared" else at
    left = before(tokens, left_end) if first is None else without_article(tokens[first:at])
    same = at + 1 < len(tokens) and PREPOSITION.fullmatch(tokens[at + 1].text) is not None
    if same:
        left = since(tokens, tokens[at + 1].text.casefold(), left_end)
    right = behind(tokens, at + 1 + same)
    if first is None and not same and goes_on(tokens, left, right):
        return
    if first is None and not same and tokens[at].text.casefold() == "or":
        right = as_long_as(left, right)
    if (pair := _pair(left, right)) is not None:
        yield pair


def _around_as(tokens: Sequence[Token], start: int, at: int) -> Iterator[_Pair]:
    """The phrases compared by "as": "as many men as women"; not "as much in one year as in another"."""
    left = before(tokens[start:at], at - start)
    named = len(left) == at - start > 0 and not PREPOSITION.fullmatch(left[0].text)
    if named and (pair := _pair(left, as_long_as(left, behind(tokens, at + 1)))) is not None:
        yield pair


def _around_than(tokens: Sequence[Token], at: int) -> Iterator[_Pair]:
    """The phrases compared by "than": "more men than women", "in China than overseas", "does A use than B"."""
    left = before(tokens, at - 1 if _HAS.fullmatch(tokens[at - 1].text) else at)
    lead = lead_of(tokens, left)
    following = tokens[at + 1].text.casefold() if at + 1 < len(tokens) else ""
    prepared = PREPOSITION.fullmatch(following) is not None
    subject = ARTICLE.fullmatch(following) is not None
    right = behind(tokens, at + 1 + prepared)
    if lead is None or not left:
        return
    if re.fullmatch(COMPARATIVE, lead, re.IGNORECASE) and not prepared:
        pair = _pair(left, as_long_as(left, right))
    elif (
        PREPOSITION.fullmatch(lead)
        and not (subject or goes_on(tokens, left, right))
        and (not prepared or following == lead)
    ):
        pair = _pair(left, right)
    elif re.fullmatch(AUXILIARY, lead, re.IGNORECASE) and not prepared:
        pair = _pair(left, right, gap=True)
    else:
        pair = None
    if pair is not None:
        yield pair


def _pair(left: Sequence[Token], right: Sequence[Token], *, gap: bool = False) -> _Pair | None:
    """The two phrases if both can be sides; a noun or number's name that only one of them says is said of both."""
    if not left or not right or any(len(side) > _MOST_WORDS for side in (left, right)):
        return None
    no_name = any(_NO_SIDE.fullmatch(side[0].text) for side in (left, right))
    if no_name and not _numbered(left, right) and not _measured(left, right):
        return None
    if any(YEAR.search(token.text) for token in (*left, *right)):
        return None
    one, other = [token.text for token in left], [token.text for token in right]
    if _numbered(left, right):
        other = [*one[:-1], *other]
    if not gap and len(other) > len(one) and (lacks_noun(one[-1]) or one[-1].endswith(("'s", "’s"))):
        one += other[len(one) :]
    whole = ((left[0].start, right[-1].end),)
    return _Pair(one, other, ((left[0].start, left[-1].end), (left[-1].end, right[-1].end)) if gap else whole)


def _numbered(left: Sequence[Token], right: Sequence[Token]) -> bool:
    """Whether the second phrase leaves out the name that its number belongs to: Scope 1 and 2."""
    return len(left) > 1 and left[-1].text.isdigit() and right[0].text.isdigit()


def _measured(left: Sequence[Token], right: Sequence[Token]) -> bool:
    """Whether two things are told apart by their measure: with 512 GB, and with 256 GB."""
    return len(left) == len(right) == 2 and left[0].text.isdigit() and left[1].text == right[1].text
