"""What an answer must hold to be one: money where a price is asked for, a date where a day is, a unit that is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.units import is_unit, unit_kind
from index.words import MONTH
from rag.question import Question

_CURRENCY = r"(?:RMB|CNY|USD|EUR|GBP|HKD|JPY|INR|AUD|CAD|yuan|dollars?|euros?|pounds sterling|rupees?|yen)"
_SPENT = r"(?:costs?|spend|spent|invest(?:ed)?|pay|paid|donated?|embezzled?|fined|raised?|worth)"
_SUM = r"(?:prices?|costs?|fees?|budget|spending|expenditure|expenses?|revenues?|profits?|salary|market value)"
_MONEY_ASKED = re.compile(
    rf"\bhow much (?:money|cash)\b|\bhow much\b.*\b{_SPENT}\b|\bwhat (?:do|does|did|will|would)\b.*\b(?:cost|pay)\b"
    rf"|\b(?:what|which) (?:[\w-]+ ){{0,3}}{_SUM}\b|\bin {_CURRENCY}\b",
    re.IGNORECASE,
)
_SPENDING_ASKED = re.compile(
    r"\bhow much (?:money|cash)\b|\bhow much\b(?! of\b).*\b(?:spend|spent)\b"
    r"|\bwhat (?:do|does|did|has|have|had|will|would)\b.*\b(?:spend|spent|pay|paid)\b(?!.*\b(?:on|for)$)",
    re.IGNORECASE,
)
_CASH = (
    rf"(?:\b{_CURRENCY}|[$€£¥₹]|US\$)\s?\d|\d\s?(?:(?:k|mn?|bn|million|billion|trillion|thousand)\s)?{_CURRENCY}\b"
    rf"|Unit: [^|]*(?:{_CURRENCY}\b|[$€£¥₹])"
)
_SUM_OF_MONEY = re.compile(_CASH, re.IGNORECASE)
_MONEY = re.compile(rf"{_CASH}|%|\bper ?cent\b", re.IGNORECASE)
"""Money, or a share of it."""
_DAY_ASKED = re.compile(r"\b(?:what|which) (?:day|date)\b", re.IGNORECASE)
_DAY = re.compile(
    rf"\b{MONTH}\.? \d{{1,2}}\b|\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH}\b|\b\d{{1,4}}[./-]\d{{1,2}}[./-]\d",
    re.IGNORECASE,
)
_TIME_ASKED = re.compile(
    r"^(?:by |since |until |for )?when (?:is|are|was|were|do|does|did|has|have|will|can)\b|\bby when\b"
    r"|\b(?:what|which) (?:year|month)\b",
    re.IGNORECASE,
)
_TIME = re.compile(rf"\b{MONTH} (?:\d|of\b)|\b(?:19|20)\d\d\b|\bQ[1-4]\b", re.IGNORECASE)
_NEXT_ASKED = re.compile(r"\bwhen (?:is|are|will)\b.*\bnext\b", re.IGNORECASE)
_NEXT = re.compile(
    rf"\A(?=.*\b(?:next|will|planned|scheduled|due|to be|upcoming)\b)"
    rf"(?=.*\b(?:{MONTH}|(?:19|20)\d\d|Q[1-4]|next (?:year|quarter|month))\b)",
    re.IGNORECASE | re.DOTALL,
)
"""What has still to come, and its time; the date of what was done is none of it."""
_COMING_ASKED = re.compile(
    r"^when (?:will\b|(?:do|does) .*\b(?:expect|plan|intend|aim|want|hope)s?\b"
    r"|(?:is|are) .*\b(?:expected|planned|due)\b)",
    re.IGNORECASE,
)
_COMING = re.compile(
    rf"(?:^|\b(?!(?:since|{MONTH})\b)[\w’']+,? (?:(?:the )?(?:early|mid|late|end of|{MONTH}) ?-?)?)"
    rf"(?:FY ?)?(?:19|20)\d\d\b|(?<!\bsince )\b{MONTH} (?!(?:19|20)\d\d)\d|\bQ[1-4]\b|\bnext (?:year|quarter|month)\b",
    re.IGNORECASE,
)
"""A time that something did not begin with."""
_NAME_ASKED = re.compile(r"\bwhat(?:'s| (?:is|was|are|were)) (?:the|its|their) names? of\b", re.IGNORECASE)
_EMITTED_ASKED = re.compile(
    r"\bhow much (?:CO[2₂]e?|carbon(?: dioxide)?|greenhouse gas(?:es)?|GHGs?|methane)\b"
    r"(?! (?:tax|price|cost|credit|offset|neutral|fibre|fiber|steel)\w*)",
    re.IGNORECASE,
)
_EMITTED = re.compile(
    r"\b(?:tonnes?|tons?|kilograms?|grams?|pounds?)\b|\d\s?(?:[kMG]?t|k?g|lbs?)\b|\bUnit: [^|]*\b(?:[kMG]?t|k?g)\b"
    r"|CO[2₂]-?e|%|\bper ?cent\b",
    re.IGNORECASE,
)
_EXPECTED: tuple[tuple[re.Pattern[str], str, re.Pattern[str]], ...] = (
    (_NEXT_ASKED, "date", _NEXT),
    (_DAY_ASKED, "date", _DAY),
    (_COMING_ASKED, "date", _COMING),
    (_TIME_ASKED, "date", _TIME),
    (_SPENDING_ASKED, "amount of money", _SUM_OF_MONEY),
    (_MONEY_ASKED, "amount of money", _MONEY),
    (_EMITTED_ASKED, "amount of emissions", _EMITTED),
)
"""What a question asks for, what that is called, and what must stand in an answer; the first that is asked counts."""
_UNIT_ASKED = re.compile(r"\b(?:how many|in) ((?:[\w²³₂%/]+ ?){1,3})", re.IGNORECASE)
_UNIT = re.compile(r"(?=((?:(?<=\d)|\b)[A-Za-z%²³₂][A-Za-z0-9²³₂]*(?:[ /-][A-Za-z²³₂][A-Za-z0-9²³₂]*){0,2}))")
"""Every one to three words that may be a unit."""
_SPELT = r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several)"
_LIKELY: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(
            r"\b(?:who|whom|whose)\b|\bwith (?:which|what)\b|\b(?:which|what) (?:\w+ ){0,2}(?:company|partner"
            r"|organi[sz]ation|university|person|bod(?:y|ies)|firm|agenc(?:y|ies)|institution|committee|standard|award"
            r"|prize|school|foundation|verifier|auditor|product|model|city|country|countries)\b",
            re.IGNORECASE,
        ),
        re.compile(r"(?<=[a-z,;:)] )(?:the )?[A-Z][\w&-]+|\b(?:Mr|Ms|Mrs|Dr|Prof)\."),
    ),
    (
        re.compile(r"\bwhere\b|\bin (?:which|what) (?:city|country|place|region)", re.IGNORECASE),
        re.compile(r"\b(?:in|at|across|to|from|near|of) (?:the )?[A-Z]\w+"),
    ),
    (
        re.compile(r"\b(?:by|until|before) when\b|\bwhen will\b", re.IGNORECASE),
        re.compile(
            r"\b(?:by|before|until|till|within|in|from|to)\b(?: (?!(?:19|20)\d\d)[\w-]+){0,4} (?:19|20)\d\d\b"
            r"|\b(?:19|20)\d\d[ -](?:targets?|goals?)\b",
            re.IGNORECASE,
        ),
    ),
    (re.compile(r"\bhow (?:accurate|reliabl|precise|satisfied|content)", re.IGNORECASE), re.compile(r"%|per ?cent")),
    (
        re.compile(r"\bhow (?:long|quickly|fast|soon|old)\b|\bfor how many (?:years|months|days)", re.IGNORECASE),
        re.compile(
            rf"\b{_SPELT}[- ](?:\w+ )?(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?)\b", re.IGNORECASE
        ),
    ),
    (
        re.compile(r"\bhow often\b", re.IGNORECASE),
        re.compile(
            r"\b(?:daily|weekly|monthly|quarterly|annual(?:ly)?|yearly|every|each|twice|once|times"
            r"|per (?:year|month|quarter|week))\b",
            re.IGNORECASE,
        ),
    ),
)
"""What a question asks for, and how an answer to it looks; not each does."""
_NO_MEASURE = frozenset({"other", "people", "count"})


@dataclass(frozen=True, slots=True)
class Expected:
    """What must stand in a text for it to answer a question."""

    name: str = ""
    """What is missing where it does not, in words."""
    pattern: re.Pattern[str] | None = None
    kind: str = ""
    """What the unit that is asked for measures."""

    def __bool__(self) -> bool:
        return bool(self.name)

    def stands_in(self, text: str) -> bool:
        """Whether a text holds what is expected."""
        if self.pattern is not None:
            return self.pattern.search(text) is not None
        return not self.kind or self.kind in _measures(text)


NOTHING = Expected()


def expected(question: Question) -> Expected:
    """What an answer to a question must hold; nothing in particular where that can't be told."""
    text = question.text
    if question.kind in {"definition", "why", "list"}:
        return NOTHING
    for asks, name, answer in _EXPECTED:
        if asks.search(text):
            return Expected(name, answer)
    if _NAME_ASKED.search(text):
        return Expected("name", _name_beside(question))
    for match in _UNIT_ASKED.finditer(text):
        unit = next((words for words in _beginnings(match[1]) if _measure(words)), "")
        if unit and not unit.startswith("percent"):  # what makes a difference in points is printed as shares
            return Expected(f"figure in {unit}", kind=_measure(unit))
    return NOTHING


def likely(question: Question) -> re.Pattern[str] | None:
    """What most answers to a question hold, such as a name where it asks who; None where that can't be told."""
    if question.kind in {"definition", "why"}:
        return None
    return next((answer for asks, answer in _LIKELY if asks.search(question.text)), None)


def _name_beside(question: Question) -> re.Pattern[str]:
    """A name that is none of the question's own words."""
    own = "|".join(re.escape(word) for word in re.findall(r"\w+", question.text))
    return re.compile(rf"(?<=[a-z,;:)] )(?!(?i:{own})\b)[A-Z][\w&-]+")


def _beginnings(text: str) -> Iterator[str]:
    """The first words of a text, as many as it has, then fewer; what stands behind "per" is left out."""
    words = re.split(r"\bper\b|/", text)[0].split()
    for end in range(len(words), 0, -1):
        yield " ".join(words[:end])


@lru_cache(maxsize=4096)
def _measure(unit: str) -> str:
    """What a unit measures, mass and emissions alike; empty where it is none."""
    if not is_unit(unit):
        return ""
    kind = unit_kind(unit)
    return "" if kind in _NO_MEASURE else "mass" if kind == "emissions" else kind


@lru_cache(maxsize=4096)
def _measures(text: str) -> frozenset[str]:
    """What the units in a text measure."""
    found = (_measure(words) for match in _UNIT.finditer(text) for words in _beginnings(match[1]))
    return frozenset(kind for kind in found if kind)
