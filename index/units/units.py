"""Units as reports print them: what they measure, and how figures in different ones are compared.

A unit is read as its parts say: a scale, a measure, what it is a measure of, and what it is per.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.types import UnitKind
from index.units.parsing import LEADING, bracket_at_end, measured
from index.units.words import WORDS, Measure

_MOST_WORDS = 10
_MOST_CHARACTERS = 500
"""A longer text is no label."""
_NAMED_IN = re.compile(r"(?:,|\s[-–—])\s+(?:in\s+)?(?P<unit>[^,()]{1,40})$|\s+in\s+(?P<plain>[^,()]{1,40})$")
_EMISSIONS = re.compile(
    r"\bGHG\b|greenhouse|\bscopes? ?[123]\b|carbon (?:emission|footprint|dioxide)|\bCO ?[2₂]", re.IGNORECASE
)
_FUELS = re.compile(r"\bgas\b|\bdiesel|\bgasoline|\bpetrol|\bfuel", re.IGNORECASE)
_CONNECTIVES = frozenset({"per", "of", "and", "or", "by", "a", "an", "one", "each", "the", "/", "to", "with", "&"})
_SYMBOLS_AT_END = frozenset({"t", "h", "g", "%", "‰", "pp", "#", "no."})
"""Short units that stand at the end of a label; a lone letter is else more likely a part of it."""
_NAMES_AT_END = frozenset(
    {"person", "persons", "people", "individual", "fte", "ftes", "headcount", "hour", "day", "course", "session"}
    | {"case", "time", "times", "item", "piece", "pcs", "set", "vehicle", "number", "no."}
)


@dataclass(frozen=True, slots=True)
class Base:
    """The unit that figures are compared in, and how many of it one of the printed unit is."""

    unit: str
    factor: float


def unit_kind(unit: str, *, label: str = "") -> UnitKind:
    """What a unit measures; the label of its figure tells tonnes of emissions from tonnes of waste."""
    measure = measured(unit)
    if measure is None:
        return "other"
    if measure.kind == "mass" and _is_of_emissions(label):
        return "emissions"
    if measure.kind == "water" and _FUELS.search(label):
        return "other"
    return measure.kind


def base(unit: str) -> Base | None:
    """The canonical unit and factor; None where it is no known unit, or ``Mt`` might be tonnes or megatonnes."""
    measure = measured(unit)
    return None if measure is None or measure.factor is None else Base(measure.unit, measure.factor)


def is_unit(text: str) -> bool:
    """Whether a text is a unit and nothing else."""
    return measured(text) is not None


def unit_in(label: str) -> tuple[str, str]:
    """A label without the unit that it ends in, in brackets or behind ``, in``, and that unit or an empty string."""
    if len(label) > _MOST_CHARACTERS:
        return label.strip(), ""
    text = label.strip().rstrip("⁰¹²³⁴⁵⁶⁷⁸⁹ ") if label.rstrip().endswith(tuple("⁰¹²³⁴⁵⁶⁷⁸⁹")) else label.strip()
    start = bracket_at_end(text)
    if start > 0 or (start == 0 and is_unit(text)):
        unit = LEADING.sub("", text[start + 1 : -1].strip(), count=1)
        return (text[:start].rstrip(), unit) if is_unit(unit) else (label.strip(), "")
    named = _NAMED_IN.search(text)
    if named:
        unit = (named["unit"] or named["plain"]).strip()
        measure = measured(unit)
        if measure and (measure.kind not in {"count", "people", "hours"} or named["unit"]):
            return text[: named.start()].rstrip(), unit
    return label.strip(), ""


def known_unit_suffix(text: str) -> str:
    """The unit at the end of a row's words, ``tonne (Mt) of CO2e`` or ``Person``; empty where there is none.

    A plural at the end, ``Total Course Hours``, is more likely a part of the label.
    """
    words = text[-_MOST_CHARACTERS:].split()
    for start in range(max(1, len(words) - _MOST_WORDS), len(words)):
        before, unit = words[start - 1].casefold().strip(",:;()"), " ".join(words[start:])
        if before in _CONNECTIVES or unit.casefold().startswith(("(", "/", "per ", "in ")):
            continue
        measure = measured(unit)
        if measure and _may_end(unit, measure):
            return unit
    return ""


def _may_end(unit: str, measure: Measure) -> bool:
    """Whether a unit at the end of a label is surely the unit rather than the label's last word."""
    if len(unit) == 1 or measure.kind == "count" or (measure.kind in {"people", "hours"} and measure.factor == 1):
        return unit in _SYMBOLS_AT_END or unit.casefold() in _NAMES_AT_END
    first = unit.split()[0].casefold()
    if measure.kind == "intensity":
        return WORDS.get(first, measure).kind != "count" and first not in {"hours", "employees", "people", "staff"}
    return not (first == "of" or unit.casefold() in {"percentage", "rate", "minutes", "min", "m", "b"})


def _is_of_emissions(label: str) -> bool:
    """Whether a label speaks of greenhouse gas, so that its tonnes are of CO₂ equivalent."""
    return bool(_EMISSIONS.search(label))
