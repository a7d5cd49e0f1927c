"""How words are made alike, in passages and in questions, before the full-text search compares them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
"""The name of a month as a pattern, in small letters."""

TOKENIZER = "porter unicode61 remove_diacritics 2"
"""How FTS5 cuts a text into words and takes their endings off."""

_SOFT_HYPHEN = re.compile("\u00ad")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_CO2_EQUIVALENT = re.compile(r"\bCO2[ -]?(?:e|eq|equivalents?)\b", re.IGNORECASE)
_MASS_OF_CO2 = re.compile(r"\b([kMG]?t|k?g)(?=CO2)", re.IGNORECASE)
_CODE = re.compile(r"\b([a-z]{2,})(?=\d{3})", re.IGNORECASE)
_NUMBER_AND_UNIT = re.compile(r"(?<![\w.,])(\d+(?:\.\d+)?)(?=[a-z]{1,3}\b)", re.IGNORECASE)
_HYPHENATED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
_PREFIX = re.compile(r"(anti|bio|co|cyber|e|inter|multi|non|off|on|over|post|pre|re|sub|under|well)([^\W\d_]{4,})")


def plain(text: str) -> str:
    """Text as it is searched: CO₂ is found as CO2, full-width and ligature letters as the common ones.

    What is written in several ways becomes one: ``1,234`` is ``1234``; ``tCO2e`` and ``t CO2-eq`` are ``t CO2 e``;
    ``ISO14001`` is ``ISO 14001`` and ``256GB`` is ``256 GB``.
    """
    kept = text.encode("utf-8", "ignore").decode("utf-8").replace("\x00", " ")
    alike = _SOFT_HYPHEN.sub("", unicodedata.normalize("NFKC", kept))
    alike = _THOUSANDS.sub(lambda match: match[0].replace(",", ""), alike)
    alike = _CO2_EQUIVALENT.sub("CO2 e", _MASS_OF_CO2.sub(r"\1 ", alike))
    return _NUMBER_AND_UNIT.sub(r"\1 ", _CODE.sub(r"\1 ", alike))


def spellings(word: str) -> Iterator[str]:
    """A word of a question, and how else it may be written: ``e-waste`` and ``ewaste``; ``on-site`` and ``onsite``."""
    yield word
    if _HYPHENATED.fullmatch(word):
        yield word.replace("-", "")
    elif match := _PREFIX.fullmatch(word):
        yield f"{match[1]} {match[2]}"


def match_expression(words: Iterable[str]) -> str:
    """An FTS5 expression for any of the words; each is quoted, so none can be read as an operator."""
    alike = (plain(spelling).strip() for word in words for spelling in spellings(word))
    return " OR ".join(f'"{word}"' for word in dict.fromkeys(each.replace('"', '""') for each in alike if each))


def all_expression(words: Sequence[str | Collection[str]]) -> str:
    """An FTS5 expression for all of the words; where several stand together, one of them is enough."""
    groups = (match_expression([word] if isinstance(word, str) else word) for word in words)
    return " AND ".join(f"({group})" if group else '""' for group in groups)
