"""What a report says of itself: its title, whose it is, which year it covers, and its language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from index.facts.companies import company_of
from index.facts.languages import language_of
from index.types import Block, Draft

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SPAN = re.compile(r"(?<!\d)(20\d\d) ?[/–-] ?(\d\d)(?![\d-])")
_SHORT_YEAR = re.compile(r"\bFY ?[’']?(\d\d)(?!\d)", re.IGNORECASE)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATE = rf"(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? (20\d\d)|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? (20\d\d))"
_PERIOD = re.compile(
    rf"(?:(?:\bto|\buntil|\bthrough|[–-])\s{{1,3}}|\b(?:year|period)[- ](?:ended|ending)(?: on)?\s{{1,3}}){_DATE}",
    re.IGNORECASE,
)
_FISCAL = re.compile(
    r"\b(?:fiscal|financial|reporting) (?:year|period)[ :]{1,2}(?:FY ?)?(20\d\d)\b|\bFY ?(20\d\d)\b", re.IGNORECASE
)
_SENSELESS = re.compile(
    r"^\W*$|^untitled|^microsoft (?:word|powerpoint|excel)|^(?:power\s?point )?presentation\d*$|^slide ?\d|^layout ?\d"
    r"|^document ?\d*$|\.(?:indd|docx?|pptx?|pdf|qxd|ai|xlsx?)$|^[\d\W_]+$|^[^\s]*_[^\s]*$"
    r"|^(?:home|index|print|cover|title|new|draft|final|report|pdf)$",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"\b(?:report|review|white paper|disclosures?|statement|bericht|rapport|informe|relazione|relat[óo]rio|verslag)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"\b(?:esg|environment\w*|sustainab\w*|climate|tcfd|csr|responsib\w*|impact|integrated|annual|governance|net.zero"
    r"|nachhaltigkeit\w*|durabilit\w*|développement durable|sostenib\w*|sustentab\w*|duurzaam\w*)\b",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"\b(?:report|esg|csr|tcfd|gri|final|download|document|file|print|web|eng?|english|v|annual|sustainability|\d+)\b",
    re.IGNORECASE,
)
_OPENING = 40
"""How many blocks are the first pages."""
_TITLE_BLOCKS = 12
_LONGEST_TITLE = 120
_TOLD = 20_000
"""How many characters tell a report's language and company."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a report."""

    title: str
    year: int | None
    company: str = ""
    language: str = ""


def describe(draft: Draft, blocks: Sequence[Block], *, stem: str) -> Facts:
    """Tell what a report is from what it states, its first pages and its file's name."""
    opening = _text(blocks)
    title = _title(draft.title, blocks, stem)
    company = company_of(title, stem, opening)
    if title == _in_words(stem):
        title = _spelt(title, company)
    return Facts(title, _year(title, stem, blocks, opening), company, language_of(opening))


def _text(blocks: Sequence[Block]) -> str:
    """The text of the first pages, contents pages left out."""

    def pieces() -> Iterator[str]:
        left = _TOLD
        for block in blocks:
            if block.role not in {"contents", "index"}:
                yield block.text[:left]
                left -= len(block.text)
            if left <= 0:
                return

    return "\n\n".join(pieces())


def _title(stated: str, blocks: Sequence[Block], stem: str) -> str:
    """The title that the file states, else one from the first pages, else the file's name in words."""
    stated = " ".join(stated.split())
    if stated and not _SENSELESS.search(stated):
        return stated
    named = _in_words(stem)
    speaking = sum(map(str.isalpha, _GENERIC.sub("", named))) >= 3
    printed = next(_headlines(blocks), "")
    if printed and (not speaking or (_years(printed) and _tells(printed))):
        return printed
    return named


def _tells(title: str) -> bool:
    """Whether a title says more than what kind of report it is."""
    return sum(map(str.isalpha, _GENERIC.sub("", _SUBJECT.sub("", title)))) >= 3


def _headlines(blocks: Sequence[Block]) -> Iterator[str]:
    """Short lines of the first page that name a report and what it is about."""
    for block in islice((block for block in blocks if block.kind in {"heading", "text"}), _TITLE_BLOCKS):
        text = " ".join(block.text.split())
        if len(text) > _LONGEST_TITLE or block.role not in {"body", "caption"}:
            if len(text) > 2 * _LONGEST_TITLE:
                return
            continue
        if _KIND.search(text) and _SUBJECT.search(text) and text[-1] not in ".:;,!?" and not text.startswith("About"):
            yield text


def _in_words(stem: str) -> str:
    """The file's name in words."""
    words = re.sub(r"[\s_-]+", " ", stem).strip()
    words = re.sub(r"\b(esg|tcfd|gri|csr|cdp|sasb)\b", lambda match: match[0].upper(), words, flags=re.IGNORECASE)
    return words[:1].upper() + words[1:]


def _spelt(title: str, company: str) -> str:
    """A title from a file's name with the company's words written as the company writes them."""
    words = {word.casefold(): word for word in company.split()}
    return " ".join(words.get(word.casefold(), word) for word in title.split())


def _year(title: str, stem: str, blocks: Sequence[Block], opening: str) -> int | None:
    """The latest year of the title or the file's name, else the end of the period stated, else the year most named.

    A year still to come is one of a target: ``Our way to 2050``.
    """
    for text in (title, stem):
        if years := _years(text):
            return max(years)
    for pattern in (_PERIOD, _FISCAL):
        stated = Counter(_past(int(year) for match in pattern.finditer(opening) for year in match.groups() if year))
        if stated:
            return max(stated, key=lambda year: (stated[year], year))
    counts = Counter(_years(" ".join(block.text for block in blocks[:_OPENING])))
    return max(counts, key=lambda year: (counts[year], year)) if counts else None


def _years(text: str) -> list[int]:
    """The years that a text names, without those still to come; ``2022/23`` is 2023."""
    spans = [int(match[1][:2] + match[2]) for match in _SPAN.finditer(text) if int(match[1][2:]) + 1 == int(match[2])]
    short = [2000 + int(match[1]) for match in _SHORT_YEAR.finditer(text)]
    return _past([*map(int, _YEAR.findall(text)), *spans, *short])


def _past(years: Iterable[int]) -> list[int]:
    """The years that aren't still to come."""
    return [year for year in years if year <= date.today().year]
