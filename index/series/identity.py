"""What a figure is a figure of, told apart from how one report or another happens to word it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.series.identity_words import GENERIC, MEMBERS, TOPICS, words
from index.types import Figure
from index.units import base, unit_kind

_PER_HEAD = re.compile(r"\bper[ -](?:capita|person|employee|head|full-time employee)\b", re.IGNORECASE)
_PER = re.compile(r"\bper (?P<what>[^,()]{1,40})$", re.IGNORECASE)
_DIMENSION = re.compile(r"by [a-z]", re.IGNORECASE)
_NUMBERING = re.compile(r"\d[\d.]*\s")
_SHARE_WORDS = frozenset({"rate", "percentage", "proportion", "ratio", "share", "percent"})
_SAID_BY_SCOPE = frozenset({"direct", "indirect", "ghg", "emission", "gas"})
_SCOPES_1_AND_2 = frozenset({"scope1", "scope2"})
_SAID_BY_GHG = frozenset({"emission"})


@dataclass(frozen=True, slots=True)
class Identity:
    """What a figure is a figure of."""

    tokens: frozenset[str]
    measure: str
    """What its unit measures, and what it is per."""
    bare: bool = False
    """Whether it is only called ``Male`` or ``Mainland China``, and nothing tells of what."""

    @property
    def key(self) -> str:
        """The identity as text."""
        return f"{self.measure}: {' '.join(sorted(self.tokens))}"


def series_key(figure: Figure) -> str:
    """What a figure is a figure of, the same for labels that differ only in their wording."""
    return identity(figure).key


def identity(figure: Figure) -> Identity:
    """What a figure is a figure of: the words of its label and those of the groups above it that matter."""
    label, per = _without_denominator(figure.indicator)
    own = words(label)
    groups = [part for part in figure.path if not _DIMENSION.match(part)]
    is_part = len(groups) < len(figure.path) or own <= MEMBERS
    context = _context(groups)
    bare = is_part and own <= MEMBERS and context <= MEMBERS
    if bare:
        context |= _context([_NUMBERING.sub("", figure.section.rsplit(" > ", 1)[-1])])
        bare = context <= MEMBERS
    tokens = own | (context if is_part else context - TOPICS)
    measure = _measure(figure, tokens, per)
    return Identity(_telling(tokens, measure), measure, bare)


def _context(groups: list[str]) -> frozenset[str]:
    """The words of the groups above a row that say something."""
    return frozenset(word for group in groups for word in words(_without_denominator(group)[0])) - GENERIC


def _without_denominator(label: str) -> tuple[str, str]:
    """A label without the words that say what it is per, and what that is."""
    if _PER_HEAD.search(label):
        return _PER_HEAD.sub(" ", label), "person"
    found = _PER.search(label)
    return (label[: found.start()], " ".join(sorted(words(found["what"])))) if found else (label, "")


def _measure(figure: Figure, tokens: frozenset[str], per: str) -> str:
    """What a figure's unit measures, and what it is per; people and other counts are one, as many are printed bare."""
    kind = unit_kind(figure.unit, label=f"{figure.indicator} {' '.join(figure.path)}")
    below = (base(figure.unit) or None) if kind == "intensity" else None
    if kind == "intensity":
        return f"intensity per {below.unit.partition('/')[2] if below else per}"
    name = "number" if kind in {"people", "count", "other"} and not figure.value.endswith("%") else str(kind)
    name = "share" if figure.value.endswith("%") else name
    name = "water" if kind == "mass" and "water" in tokens else name
    name = "emissions" if kind == "mass" and tokens & {"ghg", "scope1", "scope2", "scope3"} else name
    return f"{name} per {per}" if per else name


def _telling(tokens: frozenset[str], measure: str) -> frozenset[str]:
    """The words that are left when those said by others, or by the unit, are taken away."""
    if tokens >= _SCOPES_1_AND_2 and "scope3" not in tokens:
        tokens = (tokens - _SCOPES_1_AND_2) | {"ghg"}  # what most reports mean by total emissions
    drop = set[str]()
    if measure.startswith("share"):
        drop |= _SHARE_WORDS
    if any(token.startswith("scope") for token in tokens):
        drop |= _SAID_BY_SCOPE
    elif "ghg" in tokens:
        drop |= _SAID_BY_GHG
    if measure.startswith("hours"):
        drop |= {"hour"}
    left = tokens - drop
    return (left - {"employee"}) or left or tokens
