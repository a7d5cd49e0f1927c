"""The amounts that a text states: each with its value, sign, unit, scale, and whether it is a limit or about right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Literal

from index.units.parsing import measured
from index.units.words import CURRENCIES, SCALES
from rag.question import YEAR

Limit = Literal["", "over", "under", "about"]

_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SPELT = {
    "zero": 0,
    **{word: value for value, word in enumerate([*_UNITS, *_TEENS], 1)},
    **{word: 10 * value for value, word in enumerate(_TENS, 2)},
    **{f"{ten}-{one}": 10 * t + o for t, ten in enumerate(_TENS, 2) for o, one in enumerate(_UNITS, 1)},
}
SPELT_WORD = re.compile(
    rf"\b(?<!no )(?<!each )(?:{'|'.join(sorted(_SPELT, key=len, reverse=True))})\b(?! another)", re.IGNORECASE
)
_CURRENCY = "|".join(re.escape(sign) for sign in sorted(CURRENCIES, key=len, reverse=True) if sign not in {"rs", "won"})
_AMOUNT = re.compile(
    rf"(?<![\w.,])(?:(?P<currency>{_CURRENCY})\s?)?(?P<sign>[-−–+])?(?P<number>\d+(?:[.,]\d+)*)"
    rf"|(?P<spelt>{SPELT_WORD.pattern})",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"[\s-]?((?:[^\W\d]|[%‰#$€£'])[^\s,;:()!?]*(?:\s[^\s,;:!?]+){0,5})")
_UNOPENED = re.compile(r"^([^()]*)\).*$")
"""What stands behind a bracket that closes there: it is no part of a unit."""
_TO_NEXT = re.compile(r"\s?(?:-|–|—|to|and|or)\s?")
_NOT_OVER = r"(?:(?:no|not) (?:more|higher|greater) than)"
_UNDER = (
    rf"(?:{_NOT_OVER}|(?<!no )(?<!not )(?:less|fewer|lower) than|under|below|up to|at most|nearly|almost"
    r"|maximum of|[<≤])"
)
_OVER = (
    r"(?:(?:no|not) (?:less|fewer|lower) than|(?:more|higher|greater) than|over|above|at least|exceed(?:s|ed|ing)?"
    r"|minimum of|[>≥])"
)
_ABOUT = r"(?:about|around|roughly|approx(?:imately|\.)?|circa|ca\.|some|estimated|[~≈])"
_LIMIT_WORDS: dict[Limit, str] = {"under": _UNDER, "over": _OVER, "about": _ABOUT}
_LIMITS = {
    limit: re.compile(rf"(?<!\w){words}(?: (?:a|an|the|total of))?\s*$", re.IGNORECASE)
    for limit, words in _LIMIT_WORDS.items()
}
_SCALE_NAMES = {
    Decimal(1000): "thousand",
    Decimal(10**6): "million",
    Decimal(10**9): "billion",
    Decimal(10**12): "trillion",
}
NUMBERED = (
    r"(?:scope|tier|level|categor(?:y|ie)|phase|stage|type|class|grade|principle|goal|sdg)s?[ -]?"
    r"\d{1,2}(?!\d|[.,]\d|%| ?per)"
)
"""What is told apart by a number: that is a name then, and no amount."""
_NAMES = re.compile(rf"\b{NUMBERED}(?:(?:, ?| ?and | ?& ?| ?\+ ?| ?to | ?[-–] ?)\d(?![\w%]|[.,]\d))*", re.IGNORECASE)
_LONG = 28
"""How many characters before a number are looked at for what limits it."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as a text states it."""

    key: str
    """Its digits in one form, without sign: ``1,234.50`` as ``1234.5``."""
    unit: str
    """The unit as printed, with its scale and currency; empty where none is known."""
    sign: str
    """``+``, ``-`` or empty where none is printed."""
    limit: Limit
    start: int
    """Where its first digit stands."""
    end: int
    """Where its number ends; the unit may follow."""

    printed: str = ""
    """Its number as printed, without sign."""

    @property
    def value(self) -> Decimal | None:
        """Its number with its sign; None where it can't be read as one, as ``6,11``."""
        try:
            return Decimal(f"{self.sign}{self.key}")
        except InvalidOperation:
            return None

    @property
    def places(self) -> int:
        """How many digits it shows behind the point."""
        return len(self.printed.partition(".")[2])

    @property
    def said(self) -> str:
        """The number with its scale, as reasons name it."""
        scale = scale_of(self.unit)
        if is_percent(self.unit):
            return f"{self.key}%"
        return f"{self.key} {_SCALE_NAMES[scale]}" if scale in _SCALE_NAMES else self.key


def amounts(text: str, *, unit: str = "") -> tuple[Amount, ...]:
    """The amounts of a text, in order; years are none.

    :param unit: The unit of those that state none, as the row of a table gives it.
    """
    found = list(_read(text))
    for at in range(len(found) - 2, -1, -1):
        between = text[found[at].end : found[at + 1].start]
        if not found[at].unit and _TO_NEXT.fullmatch(between):
            found[at] = replace(found[at], unit=found[at + 1].unit)
    return tuple(replace(each, unit=each.unit or unit) for each in found)


def figures(text: str) -> frozenset[str]:
    """The numbers of a text in one form, with their scale: ``1,234.50`` as ``1234.5``, ``Five percent`` as ``5%``."""
    return frozenset(each.said for each in amounts(text)) | frozenset(YEAR.findall(text))


def _read(text: str) -> Iterator[Amount]:
    """Every amount with what stands directly around it."""
    for match in _AMOUNT.finditer(_NAMES.sub(lambda name: re.sub(r"\d", "_", name[0]), text)):
        number, end = match["number"], match.end()
        unit = _unit_behind(text[end : end + 60])
        if match["currency"]:
            unit = _money(match["currency"], unit)
        if number and _counts(unit) and YEAR.match(text, match.start("number")):
            continue
        yield Amount(
            key=_plain(number) if number else str(_SPELT[match["spelt"].casefold()]),
            unit=unit,
            sign={"+": "+", None: ""}.get(match["sign"], "-"),
            limit=_limit(text[max(0, match.start() - _LONG) : match.start()], text[end : end + 9]),
            start=match.start("number") if number else match.start(),
            end=end,
            printed=match["number"] or match["spelt"],
        )


def _counts(unit: str) -> bool:
    """Whether a unit may be a word of a sentence beside a year: ``the 2024 employees``."""
    measure = measured(unit)
    return not unit or (measure is not None and measure.kind in {"count", "people"} and measure.factor == 1)


def _plain(number: str) -> str:
    """``1,234.50`` as ``1234.5``."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", number):
        number = number.replace(",", "")
    return number.rstrip("0").rstrip(".") if "." in number else number


def _limit(before: str, behind: str) -> Limit:
    """What the words around a number make of it."""
    if re.match(r"\+(?!\w)| or more", behind):
        return "over"
    if re.match(r"[A-Za-z]\b", behind):  # a name, as in "more than 11i"
        return ""
    return next((limit for limit, pattern in _LIMITS.items() if pattern.search(before)), "")


def _unit_behind(text: str) -> str:
    """The longest known unit that a text begins with."""
    found = _BEHIND.match(text)
    return _known_unit(_UNOPENED.sub(r"\1", found[1])) if found else ""


@lru_cache(maxsize=4096)
def _known_unit(text: str) -> str:
    """The longest known unit in the first words of a text."""
    words = text.split()
    for count in range(len(words), 0, -1):
        unit = " ".join(words[:count]).rstrip(".)")
        if measured(unit):
            return unit
    return "%" if text.startswith("%") else ""


def _money(currency: str, behind: str) -> str:
    """A currency before an amount and the scale behind it as one unit."""
    scale = behind.split()[0].casefold() if behind else ""
    return f"{currency} {scale}" if scale in SCALES else currency


@lru_cache(maxsize=4096)
def scale_of(unit: str) -> Decimal:
    """By how much a unit multiplies: a million for ``RMB million``."""
    folded = re.sub(r"[()]", " ", unit.casefold().split("/")[0].split(" per ")[0]).strip()
    if folded in SCALES:
        return Decimal(int(SCALES[folded]))
    named = [SCALES[word] for word in folded.split() if word in SCALES and len(word) > 1]
    return Decimal(int(named[0])) if named else Decimal(1)


def is_percent(unit: str) -> bool:
    """Whether a unit is percent, not percentage points."""
    measure = measured(unit)
    return measure is not None and measure.unit == "%"


@lru_cache(maxsize=16384)
def agree(said: str, held: str, *, carbon: bool = False) -> bool:
    """Whether an amount in one unit is as many of what another amount of the same number is in.

    :param said: The unit of the sentence; where it leaves out one of mass or energy, it says less and nothing else.
    :param held: The unit of the evidence.
    :param carbon: Whether the evidence is of greenhouse gas, so that its tonnes are of CO₂ equivalent.
    """
    if " ".join(said.casefold().split()) == " ".join(held.casefold().split()):
        return True
    if scale_of(said) != scale_of(held):
        return False
    one, other = measured(said), measured(held)
    if not said:
        return other is None or other.kind != "share"
    if one is None:
        return False
    if other is None:
        return not held and one.kind in {"count", "people"}
    if {one.kind, other.kind} <= {"count", "people"}:
        return one.unit == other.unit or not (one.unit and other.unit)
    if one.kind == "emissions" and other.kind == "mass" and not carbon:
        return False
    return _bare(one.unit) == _bare(other.unit) and one.factor is not None and one.factor == other.factor


def _bare(unit: str) -> str:
    """A unit without what it is of: tonnes of CO2e are tonnes."""
    return unit.removesuffix("e").removesuffix(" CO2")
