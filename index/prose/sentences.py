"""The sentences of a block: where each stands, for which year it speaks, and whether it states a fact of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.types import Block

_MOST_CHARACTERS = 500
_END = re.compile(
    r"(?<![A-Z]\.[A-Z])(?<!\bNo)(?<!\bapprox)(?<!\bincl)[.!?;][\"”’)]?\s+(?=[A-Z“\"‘(•\-0-9])|\n\s*(?:[-•*]|\d+[.)])\s+|\n\s*\n"
)
_MARK = re.compile(r"\s*(?:[-•*]|\d{1,2}[.)])\s+")
_YEAR = re.compile(r"(?<![\d,.$€£-])\b(?:FY ?)?((?:19|20)\d\d)\b(?![,.]\d|[-–/]\d|\s*%)", re.IGNORECASE)
_COMPARED = re.compile(
    r",? ?\(?(?:as )?(?:compared (?:with|to)|than|against|versus|vs\.?|relative to|up from|down from|from)"
    r" (?:that (?:of|in) |those (?:of|in) |the |in |year |fiscal |level |base |baseline |of |\(){0,4}"
    r"(?:(?:FY ?)?(?:19|20)\d\d|last year|(?:the )?(?:previous|prior|preceding) year)"
    r"(?: levels?| baseline| base year| figures?| year)?\)?"
    r"|,? ?\(?(?:base year|baseline)(?: of|:)? (?:19|20)\d\d\)?|\byear[- ]on[- ]year\b",
    re.IGNORECASE,
)
_THIS_YEAR = re.compile(
    r"\b(?:this|in the|during the|throughout the|the) (?:reporting )?(?:year|period)\b|\bin the past year\b",
    re.IGNORECASE,
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_BY_MONTH = re.compile(rf"\b(?:in|on|from|between|during|until|till|through) (?:\d{{1,2}} )?{_MONTH}\b", re.IGNORECASE)
_NO_FACT = re.compile(
    r"\b(?:target(?:s|ed|ing)?|goals?|aims?|aiming|plans?|planned|planning|shall|should|commit(?:s|ted|ment|ments)?"
    r"|pledges?|pledged|expects?|expected|expecting|strives?|striving|intends?|estimated|forecasts?|projected|predicted"
    r"|anticipated|no later than|per annum|annually|for example|respectively|since|over the (?:past|next|last|first)"
    r"|in the (?:past|next|last|coming) \w+ years?|from (?:19|20)\d\d to|between (?:19|20)\d\d"
    r"|according to|IEA|IRENA|WEF|IDC|IPCC|Gartner|Canalys|United Nations|UN)\b|°C|\?$",
    re.IGNORECASE,
)
"""Words of targets, guesses and spans of years, of values that can't be tied, and of facts that others state."""
NOT_BEFORE = re.compile(
    r"\b(?:will|would|could|may|might|can|if|not|never|hope|seek|potential|world|worldwide|industry|nationwide|national"
    r"|countries'|the country|(?:the|global) market|market share|global (?:emissions|energy|temperature|average)"
    r"|governments?|statistics|survey(?:s|ed)?|rank(?:ed|ing)|costs? of|prices?)\b",
    re.IGNORECASE,
)
"""Words that, before a value, say that it isn't so, or isn't the company's."""
_AS_OF = re.compile(r"\b(?:as (?:of|at)|by the end|at the end|year(?: was)? ended|ended|ending)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence on one line, and the printed lines it stands in."""

    text: str
    lines: tuple[int, int]


def sentences(block: Block) -> Iterator[Sentence]:
    """The sentences and list items of a block; very long ones are left out."""
    start, line = 0, block.lines[0]
    for end in [*(found.end() for found in _END.finditer(block.text)), len(block.text)]:
        printed = block.text[start:end]
        if len(printed) <= _MOST_CHARACTERS:
            leading = printed[: len(printed) - len(printed.lstrip())].count("\n")
            own = printed.strip()
            last = min(line + leading + own.count("\n"), block.lines[1])
            yield Sentence(
                _MARK.sub("", " ".join(own.split()), count=1) if _MARK.match(own) else " ".join(own.split()),
                (min(line + leading, last), last),
            )
        line += printed.count("\n")
        start = end


def states_a_fact(sentence: str) -> bool:
    """Whether a sentence says what is, of its own company: no target, guess or span of years, no fact of others."""
    return not _NO_FACT.search(sentence)


def without_comparison(sentence: str) -> str:
    """A sentence without what it compares its value with."""
    return _COMPARED.sub("", sentence)


def year_of(sentence: str, reporting: int | None) -> int | None:
    """The one year that a sentence speaks for; None where it names none, or several."""
    years = {int(year) for year in _YEAR.findall(sentence)}
    if len(years) == 1:
        (year,) = years
        late = reporting is not None and year > reporting + 1
        return None if late or (_BY_MONTH.search(sentence) and not _AS_OF.search(sentence)) else year
    return reporting if not years and _THIS_YEAR.search(sentence) and not _BY_MONTH.search(sentence) else None
