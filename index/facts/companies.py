"""Whose report it is: the name that the report's title and first pages give the company."""

from __future__ import annotations

import re
from collections import Counter

_FORM = (
    r"(?:Corporation|Corp\.?|Incorporated|Inc\.?|Company Limited"
    r"|Holdings? (?:Limited|Ltd\.?|plc|PLC|Inc\.?|AG|Corporation)"
    r"|Group (?:Limited|Ltd\.?|plc|PLC|AG|SE|Inc\.?|N\.?V\.?|Holdings(?: Limited)?)"
    r"|Limited|Ltd\.?|plc|PLC|AG|SE|S\.A\.|SA|N\.V\.|NV|S\.p\.A\.|SpA|GmbH|KGaA|Co\.,? ?Ltd\.?"
    r"|Real Estate Investment Trust|REIT|Berhad|Bhd|ASA|AB|Oyj|A/S|LLC|Holdings)"
)
_WORD = r"[A-Z0-9][\w&'’-]{0,30}"
_NAME = rf"{_WORD}(?:,? (?:{_WORD}|&|of|and|de|du|der)){{0,4}}?"
_LEGAL = re.compile(rf"\b({_NAME} {_FORM})(?![\w])")
_DEFINED = re.compile(
    rf"\b({_NAME})\s?\([^()\n]{{0,60}}?"
    r"(?:[“\"'‘](?:the )?(?:Company|Group|Bank|Trust|REIT|we)\b|the (?:Company|Group)\b|hereinafter)"
)
_ABOUT = re.compile(rf"\bAbout ({_NAME})\s*$", re.MULTILINE)
_OPENERS = frozenset(
    (
        *("The", "This", "At", "In", "By", "For", "From", "With", "About", "Of", "And", "On", "To", "As", "Our", "We"),
        *("It", "Its", "Under", "Between", "Since", "During", "Please", "Copyright"),
    )
)
_OTHERS = re.compile(
    r"Exchange|Deloitte|KPMG|Pricewaterhouse|Ernst|EY\b|SGS|Veritas|T[ÜU]V|BSI|DNV|Lloyd|Assurance|Certification|Rating"
    r"|MSCI|Report|Board|Standards?|Index|United Nations|Government|Ministry|Institute|Foundation|Accord"
)
_TITLE_END = re.compile(
    r"\b(?:(?:19|20)\d\d|FY ?\d\d|annual|integrated|corporate|environment\w*|esg|sustainab\w*|climate|tcfd|csr|gri"
    r"|social|non-?financial|impact|responsib\w*|report|white paper|nachhaltigkeit\w*|rapport|informe|bericht)\b",
    re.IGNORECASE,
)
_ENOUGH = 4
_DEFINITION = 5
_TITLED = 4


def company_of(title: str, stem: str, opening: str) -> str:
    """The company's name; empty where the report doesn't tell surely.

    :param title: The report's title.
    :param stem: The file's name without its suffix.
    :param opening: The text of the report's first pages.
    """
    scores: Counter[str] = Counter()
    for match in _LEGAL.finditer(f"{title}\n{opening}"):
        scores[_bare(match[1])] += 1
    for match in _DEFINED.finditer(opening):
        scores[_bare(match[1])] += _DEFINITION
    for match in _ABOUT.finditer(opening):
        scores[_bare(match[1])] += 1
    named = f"{title} {stem}".casefold()
    for name in list(scores):
        if not name or _OTHERS.search(name) or len(name) > 60:
            del scores[name]
        elif re.search(rf"(?<!\w){re.escape(name.split()[0].casefold())}(?!\w)", re.sub(r"[_-]+", " ", named)):
            scores[name] += _TITLED
    if scores:
        best = max(scores, key=lambda name: (scores[name], len(name)))
        if scores[best] >= _ENOUGH:
            return _fullest(best, scores)
    return _titled(title, opening)


def _fullest(name: str, scores: Counter[str]) -> str:
    """The name with its legal form, where the report gives it with one."""
    longer = [other for other in scores if other.startswith(f"{name} ") and re.search(rf" {_FORM}$", other)]
    return max(longer, key=lambda other: scores[other], default=name)


def _titled(title: str, opening: str) -> str:
    """The words of the title before its year or its kind of report, where the first pages name them often."""
    match = _TITLE_END.search(title)
    name = _bare(title[: match.start()].strip(" ,:|–—-")) if match else ""
    name = re.sub(r"['’]s$", "", name)
    fits = 2 <= len(name) <= 40 and len(name.split()) <= 4 and name[:1].isupper() and not _OTHERS.search(name)
    named = len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", opening)) if fits else 0
    return name if named >= _ENOUGH else ""


def _bare(name: str) -> str:
    """A name without the words before it that only begin the sentence."""
    words = " ".join(name.split()).strip(" ,").split()
    while words and (words[0] in _OPENERS or words[0].isdigit()):
        words.pop(0)
    return " ".join(words)
