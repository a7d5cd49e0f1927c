"""General ESG words by what they name: those of one class take each other's place when a question goes on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_MODIFIER = (
    r"(?:(?:total|overall|non-hazardous|hazardous|non-renewable|renewable|green|reclaimed|recycled|running|tap|fresh|"
    r"purchased|natural|kitchen|plastic|electronic) )"
)
_RESOURCE = (
    r"(?:energy|electricity|power|water|e-waste|waste|paper|packaging(?: materials?)?|gas|heat|fuel|steam|"
    r"GHG|greenhouse gas(?:es)?|carbon|CO2)"
)
_MEASURE = (
    r"(?:emissions?|consumption|usage|use|used|withdrawal|withdrawn|discharged?|intensity|footprint|saved|recycled)"
)
_HEADS = r"(?:segments?|business(?:es)?|divisions?)"
_PLACES = (
    r"mainland China|(?:the )?Chinese mainland|China|overseas|abroad|other regions|Hong Kong|Taiwan|India|Japan|Korea|"
    r"Indonesia|Europe|Asia(?:-Pacific)?|Africa|Australia|(?:North|South|Latin) America|(?:the )?(?:US|USA|UK|EU)|"
    r"(?:the )?United (?:States|Kingdom)|Germany|France|Spain|Italy|Canada|Mexico|Brazil"
)

PARTS = ("gender", "age", "level", "business", "place", "site", "contract", "people", "material", "ratio")
"""The classes that name a part of what is counted, from the subject's own class apart."""

FACETS: dict[str, re.Pattern[str]] = {
    name: re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE)
    for name, pattern in {
        "scope": r"scopes? \d(?:(?:,? (?:and|or|to|plus) |, ?|/|-)(?:scope )?\d)*|(?:other )?(?:in)?direct",
        "gender": r"females?|males?|wom[ae]n|m[ae]n",
        "age": r"(?:(?:employees|people|those|staff) )?(?:aged )?"
        r"(?:under|over|below|above|younger than|older than|up to)(?: the age of)? \d\d(?: years?(?: old)?)?|"
        r"\d\d (?:to|and) \d\d years?(?: old)?",
        "level": r"(?:senior|middle|mid-level|junior|top|lower)(?:[ -](?:level|managers?|management|executives?|"
        r"positions?|staff|employees))?|executives|board members",
        "ratio": r"per (?:head|capita|person|employee|unit|product|square met(?:re|er)|"
        r"(?:[A-Z]{3} )?(?:million |thousand |billion |10,000 )?(?:of )?(?:revenue|sales|turnover|\w+ of revenue))",
        "business": rf"(?:the )?(?:(?!(?:the|of|in|for|and|its|this|that|which|what) )[\w&+-]+ ){{1,3}}{_HEADS}|"
        r"(?:smart)?phones?|(?:electric )?(?:cars?|vehicles?)|EVs?|(?:home )?appliances?|tablets?|laptops?|"
        r"televisions?",
        "place": _PLACES,
        "site": r"(?:the )?(?:(?!(?:the|an?|of|in|for|at|and|or|is|are|was|includes?|covers?) )[\w-]+ ){0,2}?"
        r"(?:factor(?:y|ies)|data cent(?:er|re)s?|warehouses?)|(?:the )?(?:offices|"
        r"office (?:parks?|buildings?)|campus(?:es)?|plants|shops|stores)",
        "contract": r"full-time|part-time|part-timers|temporary|permanent",
        "people": r"employees|staff|workers|suppliers|customers|contractors|interns|graduates|managers|directors",
        "material": r"tin|tantalum|tungsten|gold|cobalt|mica|lithium|nickel|copper|alumini?um|steel|iron|"
        r"plastics?|glass",
        "resource": rf"{_MODIFIER}*{_RESOURCE}(?: {_MEASURE})?|emissions",
    }.items()
}
"""What a part or a subject is called, class by class; a word counts for the first class that knows it."""

MEASURE = re.compile(rf" {_MEASURE}$", re.IGNORECASE)
EMISSION = re.compile(r"\b(?:GHG|greenhouse|carbon|CO2|emissions?)\b", re.IGNORECASE)

SUBJECT_WORD = re.compile(
    r"\b(?:emissions?|consumption|withdrawal|discharge|intensity|footprint|rates?|ratios?|hours|days|spending|expenses|"
    r"expenditure|investments?|revenue|turnover|headcount|workforce|injur(?:y|ies)|accidents?|deaths?|fatalit(?:y|ies)|"
    r"complaints?|recalls?|patents?|training|donations?|audits?|satisfaction|sessions?|cases|courses|awards?|ratings?|"
    r"committees?|meetings?|certificates?|certification|volunteers?|principles|risks|pay|salar(?:y|ies)|bonds?)$",
    re.IGNORECASE,
)
"""A noun that can be the subject of a question by itself, at the end of its phrase."""

OF_SUBJECT = re.compile(
    r"^(?:an? |the |any )?(?:\w+ )?(?:targets?|goals?|base year|baseline|reasons?|causes?|definition|meaning|trend|"
    r"changes?|increase|decrease|rise|fall|growth|average|units?|deadline|progress|method|methodology|forecast|plans?)$",
    re.IGNORECASE,
)
"""A noun that is of something: after "energy consumption", "and the target?" asks for the target of that."""


@dataclass(frozen=True, slots=True)
class Named:
    """A stretch of a text that names one of a class."""

    facet: str
    start: int
    end: int
    text: str


@lru_cache(maxsize=256)
def named(text: str) -> tuple[Named, ...]:
    """What a text names, class by class in the order of the text; no word counts twice."""
    found: list[Named] = []
    for facet, pattern in FACETS.items():
        for match in pattern.finditer(text):
            if not any(match.start() < other.end and other.start < match.end() for other in found):
                found.append(Named(facet, match.start(), match.end(), match[0]))
    return tuple(sorted(found, key=lambda each: each.start))
