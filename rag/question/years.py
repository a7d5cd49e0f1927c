"""The years of a question: the periods it names, and the reports it names by their year."""

from __future__ import annotations

import re
from collections.abc import Collection

from rag.errors import QuestionError

YEAR = re.compile(r"(?<![\d.:])(?:19|20)\d\d(?![\d%])(?!\.\d)(?!,\d{3}(?!\d))")
"""A year in a text; not the year of a standard's edition (``ISO 14064-1:2018``), nor a part of a figure."""

REPORT_NOUN = r"(?:white[ -]?papers?|reports?|statements?|reviews?|(?:data|fact)[ -]?(?:books?|packs?|sheets?))"
"""What a report may be called."""
_FOUR = r"(?:19|20)\d\d"
_MOST_YEARS = 30
_RANGE = re.compile(rf"(?<![\d.:-])({_FOUR})\s*(-|–|—|to|until|through|till|up to|and)\s*(?:FY ?)?({_FOUR})(?![\d%-])")
_BETWEEN = re.compile(r"\bbetween\s+(?:(?:the )?(?:end|start|beginning) of |financial year |fiscal year |FY ?)?$", re.I)
_VIA = re.compile(rf"{_FOUR}\s*(?:over|via|,|and|through)\s*$", re.IGNORECASE)
"""A year just before: "from 2018 over 2021 to 2024" names three years, not a range."""
_SHORT_RANGE = re.compile(r"(?<![\d.:-])((?:19|20)(\d\d))\s*([/–-])\s*(\d\d)(?![\d%-])(?![.,]\d)")
_FISCAL = re.compile(r"\bFY ?['’]?(\d\d)(?:\s*[/–-]\s*(?:FY ?)?['’]?(\d\d))?(?!\d)", re.IGNORECASE)
YEAR_BEFORE = re.compile(
    r"\b(?:the|a) (?:(?:previous|preceding|prior) year|year (?:before|earlier))(?! (?:the|its|their|it|they|that)\b)",
    re.I,
)
"""The year before the one named."""
_BEFORE_REPORT = re.compile(
    r"\byear (?:before|prior to|preceding) (?:the one (?:that is )?(?:covered|described) (?:by|in) )?(?:the|its|their)"
    rf" (?:FY ?)?({_FOUR})(?: [A-Za-z]+){{0,3}}? {REPORT_NOUN}\b",
    re.IGNORECASE,
)
"""The year before that of a report: it is a period beside the year that names the report."""

_NAMED = rf"(?:FY ?)?{_FOUR}"
_YEARS_OF_REPORTS = re.compile(
    rf"(?<!\bin )(?<!\bbetween )(?<!\bfrom )(?<!\bsince )(?<![\d.:])"
    rf"({_NAMED}(?:(?:\s*,\s*(?:and\s+)?|\s+(?:and|or)\s+|\s*&\s*)(?:the\s+)?{_NAMED})*)"
    rf"(?:[ _-]+(?!in\b|of\b|for\b|did\b|does\b|do\b|was\b|were\b|is\b|are\b|has\b|have\b|and\b|the\b|its\b|their\b)"
    rf"[A-Za-z][\w&'’]*){{0,5}}?[ _-]+{REPORT_NOUN}\b",
    re.IGNORECASE,
)
"""Years before a report's noun: "the 2021, 2023 and 2024 ESG reports"."""
_REPORTS_OF_YEARS = re.compile(
    rf"\b(?:(?:the|its|their|this|that|a|an|esg|csr|annual|sustainability|climate|impact|governance|responsibility)"
    rf"|\w+['’]s?)\s+(?:[a-z-]+\s+){{0,3}}?{REPORT_NOUN}\s+(?:of|for|from|on|about|covering)\s+"
    rf"(?:the\s+)?(?:(?:financial|fiscal|reporting)?\s*years?\s+)?({_NAMED}(?:(?:\s*,\s*|\s+and\s+|\s*,\s*and\s+){_NAMED})*)",
    re.IGNORECASE,
)
"""Years behind a report's noun: "the report for 2021"; not "what did it report for 2021"."""


def years_named(text: str, *, ends_only: bool = False) -> tuple[int, ...]:
    """The years named, in order; ``2020-2024`` names five, "the year before" the one before the only other.

    :param ends_only: Whether of a range only its two ends are meant, as where they are compared.
    """
    years = {int(year) for year in YEAR.findall(text)}
    for match in _RANGE.finditer(text):
        first, last = int(match[1]), int(match[3])
        filled = match[2] != "and" or _BETWEEN.search(text[: match.start()]) is not None
        if filled and not ends_only and not _VIA.search(text[: match.start()]):
            years |= _span(first, last)
    for match in _SHORT_RANGE.finditer(text):
        years |= _span(int(match[1]), int(match[1][:2] + match[4]), ends_only=ends_only)
    for match in _FISCAL.finditer(text):
        first, last = 2000 + int(match[1]), 2000 + int(match[2] or match[1])
        years |= {first} | _span(first, last, ends_only=ends_only)
    years |= {int(match[1]) - 1 for match in _BEFORE_REPORT.finditer(text)}
    if len(years) == 1 and YEAR_BEFORE.search(text):
        years.add(min(years) - 1)
    return tuple(sorted(years))


def _span(first: int, last: int, *, ends_only: bool = False) -> set[int]:
    """The years from one to another; none where that is no span."""
    if not 0 < last - first <= _MOST_YEARS:
        return set()
    return {first, last} if ends_only else set(range(first, last + 1))


def years_of_reports(text: str) -> tuple[int, ...]:
    """The years by which a text names reports, as in "the 2021 report"; they may be named as periods too."""
    named = [match[1] for pattern in (_YEARS_OF_REPORTS, _REPORTS_OF_YEARS) for match in pattern.finditer(text)]
    return tuple(sorted({int(year) for part in named for year in re.findall(_FOUR, part)}))


def without_reports(text: str) -> str:
    """A text without the years by which it names reports; the rest are periods."""
    for pattern in (_YEARS_OF_REPORTS, _REPORTS_OF_YEARS):
        text = pattern.sub(lambda match: match[0].replace(match[1], " "), text)
    return text


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
