"""The phrases of a question around a word that sets two things against each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.question.kinds import COMPARATIVE
from rag.question.quantities import AUXILIARY, JOINT

_TOKEN = re.compile(r"\w[\w&'’./+%-]*(?<![.'’/-])|[,;:?!()\"“”]")
_BOUND = re.compile(rf"(?:{AUXILIARY}|{JOINT}|{COMPARATIVE}|than|or|and|versus|vs|\W|(?:FY)?(?:19|20)\d\d\S*)", re.I)
PREPOSITION = re.compile(r"(?:in|from|by|for|on|at|of|among|with|within|through)", re.IGNORECASE)
ARTICLE = re.compile(r"(?:the|an?|its|their|his|her|our)", re.IGNORECASE)
_COLLECTIVE = frozenset({"women", "men", "people", "staff", "personnel"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word or punctuation mark of a question."""

    text: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """The words and punctuation marks of a text."""
    return [Token(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)]


def before(tokens: Sequence[Token], end: int) -> Sequence[Token]:
    """The phrase that ends there."""
    start = end
    while start > 0 and not _BOUND.fullmatch(tokens[start - 1].text):
        start -= 1
    return without_article(tokens[start:end])


def since(tokens: Sequence[Token], lead: str, end: int) -> Sequence[Token]:
    """What stands between the last such word and the end; nothing where a punctuation mark parts them."""
    start = end
    while start > 0 and (tokens[start - 1].text[0].isalnum() and tokens[start - 1].text.casefold() != lead):
        start -= 1
    found = start > 0 and tokens[start - 1].text.casefold() == lead
    return without_article(tokens[start:end]) if found else ()


def behind(tokens: Sequence[Token], start: int) -> Sequence[Token]:
    """The phrase that begins there."""
    end = start
    while end < len(tokens) and not _BOUND.fullmatch(tokens[end].text):
        end += 1
    return without_article(tokens[start:end])


def without_article(phrase: Sequence[Token]) -> Sequence[Token]:
    """A phrase without the article before it."""
    return phrase[1:] if phrase and ARTICLE.fullmatch(phrase[0].text) else phrase


def lead_of(tokens: Sequence[Token], phrase: Sequence[Token]) -> str | None:
    """The word before a phrase, its article passed over."""
    if not phrase:
        return None
    words = [token.text.casefold() for token in tokens if token.end <= phrase[0].start]
    if words and ARTICLE.fullmatch(words[-1]):
        words.pop()
    return words[-1] if words else None


def goes_on(tokens: Sequence[Token], left: Sequence[Token], right: Sequence[Token]) -> bool:
    """Whether the second phrase is only the head of "plants in India", set against "plants in China"."""
    following = next((token.text.casefold() for token in tokens if right and token.start >= right[-1].end), "")
    return following == lead_of(tokens, left) and PREPOSITION.fullmatch(following) is not None


def as_long_as(left: Sequence[Token], right: Sequence[Token]) -> Sequence[Token]:
    """As many words as the other side has; a name in capitals is kept whole."""
    length = len(left)
    while length < len(right) and right[length - 1].text[:1].isupper() and right[length].text[:1].isupper():
        length += 1
    return right[:length]


def lacks_noun(word: str) -> bool:
    """Whether a noun may be missing behind a word, as in "senior and junior grades"; not behind a name or a plural."""
    return word.isdigit() or (word.islower() and word not in _COLLECTIVE and not word.endswith("s"))
