"""The words of indicators: which say the same, which say nothing, and which tell two indicators apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator


def _set(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


_WORD = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PHRASES = tuple(
    (re.compile(pattern, re.IGNORECASE), word)
    for pattern, word in (
        (r"\br ?& ?d\b|\bresearch (?:and|&) development\b", " rd "),
        (r"\bnon[- ](?=\w)", " non"),
        (r"\bscopes? ?1 ?(?:\+|&|and|,) ?(?:scope )?2 ?(?:\+|&|,|and|, and) ?(?:scope )?3\b", " scope1 scope2 scope3 "),
        (r"\bscopes? ?1 ?(?:\+|&|and|,) ?(?:scope )?2\b", " scope1 scope2 "),
        (r"\bscope ?(?=[123]\b)", " scope"),
        (r"\bgreen-?house gas(?:es)?\b|\bcarbon(?= emission)|\bco ?2e?(?= emission)", " ghg "),
        (r"\bfull[- ]time\b", " fulltime "),
        (r"\bpart[- ]time\b", " parttime "),
        (r"\be-?waste\b|\belectronic waste\b", " ewaste "),
        (r"\bco ?2e?\b", " co2 "),
        (r"\btier[- ]?(?=\d)", " tier"),
        (r"'s\b", ""),
    )
)
"""Several words that are one word here."""
_ALIKE = {
    alike: word
    for word, words in (
        ("employee", "workforce headcount staff personnel worker people"),
        ("above", "over"),
        ("below", "under"),
        ("male", "men man"),
        ("female", "women woman"),
        ("investment", "expenditure expense spending invested spent invest"),
        ("fatality", "death fatalities"),
        ("package", "packaging"),
        ("train", "training trained"),
        ("hire", "hired hiring"),
        ("recycle", "recycled recycling"),
        ("globe", "global globally"),
    )
    for alike in words.split()
}
_EMPTY = _set(
    "of the and for in by to per a an at on with from as its our we were was is are due total overall all amount "
    "number no group company year annual use used usage consumption consumed comprehensive which that this these "
    "unit data other than or s incl including both end reporting period have has had been be their regard"
)
"""Words that don't tell one indicator from another."""
GENERIC = _set(
    "key performance indicator kpi esg environmental social governance topic item metric table appendix index "
    "statistic disclosure result overview summary intensity resource environment society category type level "
    "status progress part chapter section figure report"
)
"""Words of table titles and headings that say nothing of what a row is of."""
TOPICS = _set(
    "energy water waste emission ghg climate product service employee talent development health safety supplier "
    "supply chain community raw sustainable material management action distribution quality air pollutant"
)
"""Words of headings that a row's own label says again, unless the row is only one of several parts."""
MEMBERS = _set(
    "male female below above 20 25 29 30 35 39 40 45 49 50 55 60 senior mid middle junior executive management "
    "mainland china chinese hong kong macau macao taiwan oversea region country asia asian europe european north "
    "south america american africa oceania beyond east west central technical nontechnical fulltime parttime "
    "location gender age old high low medium"
)
"""Words that name a part of a whole, such as one gender, and not what is counted."""
_APART = tuple(
    _set(group)
    for group in (
        "male female",
        "direct indirect",
        "scope1 scope2 scope3",
        "hazardous nonhazardous",
        "renewable nonrenewable",
        "senior mid middle junior",
        "below above",
        "fulltime parttime",
        "mainland oversea beyond",
        "market location",
        "electricity heat gas gasoline diesel steam",
        "fresh reclaimed discharge withdrawal",
        "technical nontechnical",
        "tier1 tier2",
    )
)
"""Words of which one indicator has one and another has another."""


def words(text: str) -> frozenset[str]:
    """The words of a label that tell, each in its simplest form."""
    plain = unicodedata.normalize("NFKC", text).replace("’", "'")
    for pattern, word in _PHRASES:
        plain = pattern.sub(word, plain)
    return frozenset(_simple(_WORD.findall(plain.casefold())))


def _simple(found: list[str]) -> Iterator[str]:
    """Words in the singular, alike ones made one, empty ones and years left out."""
    for word in found:
        single = _singular(word)
        single = _ALIKE.get(single, _ALIKE.get(word, single))
        if single not in _EMPTY and word not in _EMPTY and not _YEAR.fullmatch(single):
            yield single


def _singular(word: str) -> str:
    """A word without its plural ending."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def tell_apart(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two indicators have words of which one excludes the other, as ``direct`` and ``indirect`` do."""
    numbers = {word for word in some ^ others if word.isdigit()}
    return bool(numbers) or any(some & group != others & group for group in _APART if some & group and others & group)
