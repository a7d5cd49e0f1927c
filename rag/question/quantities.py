"""Whether a text asks for something that is counted or measured."""

from __future__ import annotations

import re

AUXILIARY = r"(?:is|are|was|were|be|been|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must)"
JOINT = (
    r"(?:to|for|of|in|on|at|by|with|from|about|behind|against|under|among|between|when|where|while|because|after|before"
    r"|if|that|which|who|how|why|into|through|towards?|added|made|done)"
)
"""A word at which the name of the thing asked for ends."""
_COUNTED = (
    r"emissions?|consumption|withdrawals?|discharges?|usage|rates?|ratios?|footprints?|intensity|intensities|totals?"
    r"|numbers?|amounts?|quantit(?:y|ies)|volumes?|weight|shares?|percentages?|proportions?|figures?|values?|revenues?"
    r"|sales|turnover|attrition|headcount|investments?|spending|expenditures?|expenses|costs?|price|donations?"
    r"|hours|average age|tenure|capacity|output|fatalit(?:y|ies)|injur(?:y|ies)|accidents?|incidents?|complaints?"
    r"|savings?|cuts?|reductions?|increases?|decreases?|generation|density"
)
_STUFF = (
    r"electricity|energy|water|waste|wastewater|effluents?|packaging|employees|workforce|fuel|diesel|natural gas"
    r"|greenhouse gas(?:es)?|ghg|trir|ltir|ltifr|opex|capex|ebitda|scope [1-3]|women|patents|suppliers|lost days|co2e?"
)
"""What keywords alone ask the amount of; in a full question it may be asked about in other ways."""
_OTHER_HEAD = (
    r"(?:polic(?:y|ies)|strateg(?:y|ies)|approach(?:es)?|measures?|plans?|programm?es?|initiatives?|management|committees?"
    r"|principles?|standards?|systems?|process(?:es)?|procedures?|practices?|risks?|opportunit(?:y|ies)|governance"
    r"|reporting|methods?|methodology|definitions?|boundar(?:y|ies)|categor(?:y|ies)|sources?|types?|trading|factors?"
    r"|inventory|tools?|projects?|schemes?|roadmap|certificat(?:es?|ions?)|engagement|diversity|protection|level)"
)
"""A noun that makes something else of a quantity's noun before it: an emission factor, a water policy."""
_NOT_OTHER = rf"(?! (?:\w+ )?{_OTHER_HEAD}\b)"
_ASKED_WITH_BE = re.compile(
    rf"\bwhat(?:'s| (?:is|are|was|were))\b(?:(?!\b{JOINT}\b)[^?;,]){{0,120}}?\b(?:{_COUNTED}|targets?)\b{_NOT_OTHER}",
    re.IGNORECASE,
)
_ASKED_AS_OBJECT = re.compile(
    rf"\b(?:what|which) (?:(?!(?:{AUXILIARY}|{JOINT})\b)[\w’'%()-]+ ){{0,4}}?(?:{_COUNTED})\b{_NOT_OTHER}",
    re.IGNORECASE,
)
_KEYWORD = re.compile(rf"\b(?:{_COUNTED}|{_STUFF})\b", re.IGNORECASE)
_OTHER_KEYWORD = re.compile(rf"\b{_OTHER_HEAD}\b", re.IGNORECASE)
_MOST_KEYWORDS = 10


def is_measured(question: str) -> bool:
    """Whether the thing that a question asks for is a quantity: "what was the turnover rate", "what cut did it set"."""
    return any(pattern.search(question) for pattern in (_ASKED_WITH_BE, _ASKED_AS_OBJECT))


def names_quantity(keywords: str) -> bool:
    """Whether a few keywords name a quantity: "scope 2 emissions 2022", "water withdrawal"; not "water policy"."""
    few = len(keywords.split()) <= _MOST_KEYWORDS
    return few and _KEYWORD.search(keywords) is not None and _OTHER_KEYWORD.search(keywords) is None
