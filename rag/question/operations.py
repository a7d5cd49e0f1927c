"""Which reckoning a question asks for."""

from __future__ import annotations

import re
from typing import Literal

from rag.question.kinds import COMPARATIVE, Kind, wants_share
from rag.question.years import YEAR

Operation = Literal["", "difference", "change", "ratio", "share", "sum", "average", "largest", "smallest", "trend"]

ENDS_COMPARED: frozenset[Operation] = frozenset({"difference", "change", "ratio"})
"""Of a range of years these look at its two ends only."""
_MOVE = (
    r"(?:rise|rose|risen|increas\w+|grow|grew|grown|climb\w*|fall|fell|fallen|drop\w*|decreas\w+|declin\w+"
    r"|(?<!climate )chang(?:e[ds]?|ing)|shr[iu]nk|(?:go|goes|gone|went|come|came) (?:up|down))"
)
_PERCENT = r"(?:per ?cent|percentage|%)"
_SETS_APART = r"\b(?:do|does|did|is|are|was|were|has|have|had|which|who)\b.{0,150}\b"
_OR = r"\b(?! than (?:\d|half\b|one\b)).{0,150}\bor\b"
_FOR_ONE = r"\b(?:which|who|where|when)\b"
_CHANGE_IN_PERCENT = (
    rf"\b(?:what|how (?:much|many)) {_PERCENT}\b(?! (?:points?|of)\b)(?=.{{0,150}}\b{_MOVE}\b)|\b{_PERCENT} {_MOVE}\b"
    rf"|\bby how (?:much|many) {_PERCENT}\b(?! points?)|\b(?:year[- ](?:on|over)[- ]year|yoy)\b|\bgrowth rate\b"
)
_RATIO = (
    r"\bhow many times\b|\bwhat (?:multiple|factor)\b|\btimes as (?:much|many|\w+)\b"
    r"|\bratio (?:of|between)\b.{0,150}\b(?:to|and)\b"
)
_TREND = (
    r"\btrends?\b|\bover (?:time|the years)\b|\bhow (?:did|has|have|do|does)\b.{0,150}\b(?:develop|evolv|mov|progress)"
)
_DIFFERENCE = (
    rf"\bby how (?:much|many)\b|\bhow (?:much|many|far)\b(?: \w+){{0,2}} {COMPARATIVE}\b"
    rf"|\bhow (?:far apart|different)\b|\bgap between\b|\bwhat (?:is|was) the gap\b"
    rf"|\bdiffer(?:s|ed|ence|ences)?\b|\bdifferent (?:from|between|than)\b|\bpercentage points\b"
    rf"|\bhow much (?:did|has|have|do|does)\b.{{0,150}}\b{_MOVE}\b"
    rf"|\b{COMPARATIVE} or (?:fewer|less|lower|smaller|higher)\b"
)
_CHANGE = (
    rf"\b(?:did|has|have|does|do)\b.{{0,150}}\b{_MOVE}\b|\bchange from\b|\b(?:increase|decrease|change) (?:in|of)\b"
)
_SUM = (
    r"\b(?:combined|altogether|added (?:up|together)|taken together|(?:the )?sum of|cumulative(?:ly)?)\b"
    r"|\w \+ \w|\bplus\b|\btotal of\b.{0,150}\band\b"
)
_NOT_FIRST = "".join(
    rf"(?<!\b{word}[ -])"
    for word in ("second", "third", "fourth", "fifth", "next", "two", "three", "four", "five", "ten")
)
"""The second highest is not the highest, and the three highest are several."""
_LARGEST = (
    rf"{_NOT_FIRST}\b(?:largest|biggest|highest|greatest|longest|oldest|maximum)\b"
    rf"|{_FOR_ONE}.{{0,150}} (?<!at ){_NOT_FIRST}(?:the )?most\b(?! \w+ed\b)"
    rf"|{_FOR_ONE}.{{0,150}} the (?:higher|larger|bigger|greater|longer|older)\b(?! than\b)"
    r"|\b(?:which|what) (?:\w+ )?year\b.{0,150}\bpeak(?:ed)?\b"
)
_SMALLEST = (
    rf"{_NOT_FIRST}\b(?:smallest|lowest|fewest|shortest|youngest|minimum)\b"
    rf"|{_FOR_ONE}.{{0,150}}(?<!at) (?:the )?least\b"
    rf"|{_FOR_ONE}.{{0,150}} the (?:lower|smaller|fewer|shorter|younger)\b(?! than\b)"
)
_OPERATIONS: tuple[tuple[Operation, str], ...] = (
    ("change", _CHANGE_IN_PERCENT),
    ("ratio", _RATIO),
    ("trend", _TREND),
    ("difference", _DIFFERENCE),
    ("largest", rf"{_SETS_APART}(?:more|higher|larger|bigger|greater|longer|older|better|faster){_OR}"),
    ("smallest", rf"{_SETS_APART}(?:less|fewer|lower|smaller|shorter|younger|worse|slower){_OR}"),
    ("change", _CHANGE),
    ("sum", _SUM),
    ("largest", _LARGEST),
    ("smallest", _SMALLEST),
)
_PATTERNS = tuple((operation, re.compile(pattern, re.IGNORECASE)) for operation, pattern in _OPERATIONS)
_AVERAGE = re.compile(r"\b(?:average|mean)\b", re.IGNORECASE)


def operation_of(text: str, kind: Kind) -> Operation:
    """The reckoning that a question asks for, empty where it asks for none.

    A question for an average over several years is one; "on average per employee" asks for a figure as printed.
    """
    if kind in {"why", "definition"}:
        return ""
    if found := next((operation for operation, pattern in _PATTERNS if pattern.search(text)), None):
        return found
    if _AVERAGE.search(text) and len(YEAR.findall(text)) > 1:
        return "average"
    return "share" if wants_share(text) else ""
