"""Words of which one may not stand for another: men for women, direct for indirect."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rag.question import stem

_TABLE = """
women woman female females | men man male males
direct directly | indirect indirectly
domestic domestically | overseas abroad foreign international internationally
hazardous | harmless
renewable renewables | fossil
fresh freshwater | reclaimed recycled
senior | junior | middle
internal internally | external externally
upstream | downstream
minimum least lowest smallest fewest | maximum most highest largest
first | last
before | after
all every each entire whole | half | some several | any | quarter | third
only solely
always
new newly | old
full-time | part-time
permanent | temporary
voluntary | mandatory compulsory
allowed permitted | forbidden prohibited banned
import imported | export exported
inside | outside
market-based | location-based
twice double
planned
urban | rural
average | total
monthly | weekly | daily | annual annually yearly
"""
_SIDES = {
    stem(word): (line, side)
    for line, groups in enumerate(_TABLE.strip().splitlines())
    for side, group in enumerate(groups.split("|"))
    for word in group.split()
}
"""For each such word its line of the table and its place there; words of one place may stand for each other."""
_OPPOSITES = tuple(
    (re.compile(rf"\b(?:{one})\b", re.IGNORECASE), re.compile(rf"\b(?:{other})\b", re.IGNORECASE))
    for one, other in (("over|above|beyond", "under|below|beneath"), ("before|prior to", "after|since"))
)
"""Words that are no content of their own, but turn a sentence round."""
_CLOSE = 0.25
"""How near a word must stand to an amount to be said of it."""


def contrasts(word: str) -> bool:
    """Whether a word excludes others."""
    return stem(word) in _SIDES


def excluded(strange: frozenset[str], held: frozenset[str]) -> frozenset[str]:
    """Those of a sentence's strange words for which nothing may stand that the texts hold."""
    known = {_SIDES[word] for word in held if word in _SIDES} | {None}
    return frozenset(
        word for word in strange if _SIDES.get(word) not in known or {f"non{word}", word.removeprefix("non")} & held
    )


def apart(said: Mapping[str, float], held: Mapping[str, float]) -> bool:
    """Whether the words around an amount set it apart from one with such words around it: men's here, women's there."""
    here, there = _nearest(said), _nearest(held)
    return any(near > _CLOSE and there.get(line, (side, 0.0))[0] != side for line, (side, near) in here.items())


def _nearest(near: Mapping[str, float]) -> dict[int, tuple[int, float]]:
    """For each line of the table the place of the word that stands nearest, and how near; the first of equals."""
    found: dict[int, tuple[int, float]] = {}
    for word, weight in near.items():
        if word in _SIDES:
            line, side = _SIDES[word]
            if weight > found.get(line, (side, 0.0))[1]:
                found[line] = (side, weight)
    return found


def turned(sentence: str, held: str) -> str:
    """A small word of a sentence in whose place the texts have its opposite; empty where there is none."""
    for one, other in _OPPOSITES:
        for here, there in ((one, other), (other, one)):
            said = here.search(sentence)
            if said and there.search(held) and not here.search(held):
                return said[0]
    return ""
