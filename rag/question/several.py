"""Several things asked for at once, each as a question of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ASKED = re.compile(
    r"(?P<asks>(?:what|how (?:much|many|high|large|big))\s+(?:is|was|were|are))\s+(?P<things>.+?)"
    r"(?P<rest>(?:\s+(?:in|for|during|of|at|as of|by|within)\s.+?)?)\s*\?*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+", re.IGNORECASE)
_NOT_ONE = re.compile(
    r"\b(?:of|for|by|per|between|in|from|to|with|or|than|difference|both|sum|together|combined)\b", re.IGNORECASE
)
_ARTICLE = re.compile(r"(?:the|our|its|their)\s+", re.IGNORECASE)
_MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Thing:
    """One of several things asked for at once."""

    name: str
    questions: tuple[str, ...]
    """The questions by which it may be meant, the likelier first."""


def one_by_one(question: str) -> tuple[Thing, ...]:
    """The things that a question asks for; none where it asks for one, or that is unsure.

    "What were the water use and the hazardous waste in 2023?" asks for two things; of "hazardous and general waste" the
    first may share the noun of the last. Only what the reports hold tells whether such a part is a thing at all.
    """
    asked = _ASKED.fullmatch(question.strip())
    if asked is None:
        return ()
    if not re.search(r"\band\b", asked["things"], re.IGNORECASE):
        return ()
    names = [_ARTICLE.sub("", thing, count=1) for thing in _BETWEEN.split(asked["things"])]
    if len(names) < 2 or any(map(_is_none, names)):
        return ()
    noun = names[-1].split()[-1]
    meant = [(name, (name, f"{name} {noun}")) for name in names[:-1]] + [(names[-1], (names[-1],))]
    return tuple(
        Thing(name, tuple(f"{asked['asks']} the {one}{asked['rest']}?" for one in ways)) for name, ways in meant
    )


def _is_none(name: str) -> bool:
    """Whether words can't be the name of one thing: too many, bound to others, or a number whose name stands before."""
    return not 0 < len(name.split()) <= _MOST_WORDS or name[0].isdigit() or _NOT_ONE.search(name) is not None
