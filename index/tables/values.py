"""Printed values: which cells state one, and as which number. Values are never re-formatted, only read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from index.units import is_unit

_MOST_CHARACTERS = 80
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_SIGNS = "*†‡§"
_AREA_OR_VOLUME = re.compile(r"(?:^|[\s\d/(])[kcd]?m[²³]$")
_NONE = re.compile(
    r"[-–—/]|[Nn]\.?\s?/?\s?[Aa]\.?|[Nn]il|not (?:applicable|available|disclosed|reported)", re.IGNORECASE
)
_NOTE = re.compile(
    r"\b(?:to be|not(?: yet)?|will be|expected to be) (?:disclosed|released|published|reported|available|applicable)\b",
    re.IGNORECASE,
)
_CURRENCY = r"(?:RMB|CNY|USD|US\$|HK\$|HKD|EUR|GBP|JPY|NT\$|[$€£¥])"
_VALUE = re.compile(
    rf"(?:(?P<about>[~≈]|(?:about|around|approx(?:imately|\.)?|nearly|almost|over|more than)\s)\s*)?"
    rf"(?P<bound>[<>≤≥])?\s*(?P<open>\()?(?P<sign>[-+−–])?\s?(?P<currency>{_CURRENCY})?\s*"
    r"(?P<number>\d(?:[\d.,'’ ]*\d)?)\+?(?P<close>\))?\s*"
    r"(?P<unit>[^\d\s+()][^\d+()]*(?:[₂₃23][^\d+()]*)?)?\+?",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"([^()]+?)\s*\(([^()]*)\)?")
"""A value and another in brackets behind it; the closing bracket may be lost."""
_SCALES = frozenset({"thousand", "million", "billion", "trillion", "mn", "bn", "m", "b", "k", "mln"})
_COMMAS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_POINTS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_SPACES = re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?")
_APOSTROPHES = re.compile(r"\d{1,3}(?:['’]\d{3})+(?:\.\d+)?")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_COMMA_DECIMALS = re.compile(r"\d+,\d+")
_RANGE = re.compile(
    r"\d[\d.,]*\s?%?\s?[-–~]\s?\d[\d.,]*\s?%|\d[\d.,]*%?\s(?:to|[-–~])\s\d[\d.,]*%?"
    r"|\d[\d,]*\.\d+\s?[-–]\s?\d[\d,]*\.\d+"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Value:
    """A value that a cell states."""

    text: str
    """As printed, without what it stands beside in the cell."""
    number: float | None
    """None where it is no exact number: ``N/A``, ``<0.01``, ``10-12%``, ``to be disclosed``."""
    unit: str = ""
    """What is printed with the number: ``%``, ``RMB billion``, ``tonnes``."""


@dataclass(frozen=True, slots=True)
class Style:
    """How the numbers of a table are written."""

    decimal_comma: bool = False
    """``1.234,5`` rather than ``1,234.5``."""
    spaced: bool = False
    """``1 234`` is one number rather than two."""


ENGLISH = Style()
_LOOSE = Style(decimal_comma=True, spaced=True)


def style_of(cells: Iterable[str]) -> Style:
    """How the numbers of a table are written, as far as its cells tell beyond doubt."""
    european = english = spaced = long = 0
    for cell in cells:
        text = cell.strip("-–+()% ")
        european += bool(re.fullmatch(r"\d{1,3}(?:[. ]\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}", text))
        english += bool(re.fullmatch(r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}|\d+\.\d{1,2}|\d+\.\d{4,}", text))
        spaced += bool(re.fullmatch(r"[1-9]\d{0,2}(?: \d{3})+(?:[.,]\d+)?", text))
        long += bool(re.fullmatch(r"\d{4,}(?:[.,]\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?", text)) and not _YEAR.fullmatch(
            text
        )
    return Style(decimal_comma=european > 0 and not english, spaced=spaced > 1 and not long)


def without_marks(text: str) -> str:
    """A cell without the raised numbers and signs of footnotes at its end; those of ``m²`` stay."""
    marked = len(text) > 1 and text[-1] in _SUPERSCRIPTS + _SIGNS and not _AREA_OR_VOLUME.search(text)
    return text.rstrip(_SUPERSCRIPTS + _SIGNS).rstrip() if marked else text


def values_of(text: str, style: Style = ENGLISH) -> tuple[Value, ...]:
    """The values that a cell states; none where it is words, a date, a code, or two numbers that belong apart."""
    return _values(text.strip(), style) if 0 < len(text) <= _MOST_CHARACTERS else ()


@lru_cache(maxsize=8192)
def _values(text: str, style: Style) -> tuple[Value, ...]:
    """The values of a short cell."""
    text = without_marks(text)
    if is_missing(text):
        return (Value(text, None),)
    if single := _single(text, style):
        return (single,)
    if beside := _BESIDE.fullmatch(text):
        first, second = (_single(part.strip(), style) for part in beside.groups())
        if first and second:
            return first, second
        if first and not any(map(str.isdigit, beside[2])) and text.endswith(")"):
            return (first,)
    return ()


def is_missing(text: str) -> bool:
    """Whether a cell says that no value is stated: a dash, ``N/A``."""
    return _NONE.fullmatch(text) is not None


def is_note(text: str) -> bool:
    """Whether a cell says in words why it has no value, or when it will."""
    return len(text) <= 2 * _MOST_CHARACTERS and _NOTE.search(text) is not None


def is_number(text: str, style: Style = ENGLISH) -> bool:
    """Whether a cell states a number, and maybe a second in brackets."""
    return any(value.number is not None for value in values_of(text, style))


def looks_like_number(text: str) -> bool:
    """Whether a cell has the form of a number in one way of writing or another."""
    return is_number(text) or is_number(text, _LOOSE)


def _single(text: str, style: Style) -> Value | None:
    """The one value that a text is."""
    if _RANGE.fullmatch(text):
        return Value(text, None, "%" if text.endswith("%") else "")
    match = _VALUE.fullmatch(text)
    if match is None or (match["open"] is None) != (match["close"] is None):
        return None
    number = _number(match["number"], style)
    unit = _unit(match["currency"] or "", (match["unit"] or "").strip())
    if number is None or unit is None:
        return None
    if match["bound"]:
        return Value(text, None, unit)
    negative = match["sign"] in {"-", "−", "–"} or (match["open"] and not match["sign"])
    return Value(text, -number if negative else number, unit)


def _number(digits: str, style: Style) -> float | None:
    """The number that digits with their separators are, or None where they may be several or no number at all."""
    if style.decimal_comma:
        plain = digits if _COMMA_DECIMALS.fullmatch(digits) else ""
        grouped = _POINTS.fullmatch(digits) or (style.spaced and _SPACES.fullmatch(digits))
        if grouped or plain or digits.isdecimal():
            return float(re.sub(r"[. ]", "", digits).replace(",", "."))
        return None
    if _PLAIN.fullmatch(digits) or _COMMAS.fullmatch(digits) or _APOSTROPHES.fullmatch(digits):
        return float(re.sub(r"[,'’]", "", digits))
    if _POINTS.fullmatch(digits) and "," in digits:
        return float(digits.replace(".", "").replace(",", "."))
    return float(digits.replace(" ", "").replace(",", ".")) if style.spaced and _SPACES.fullmatch(digits) else None


def _unit(currency: str, words: str) -> str | None:
    """The unit printed around a number, or None where what stands there is none."""
    if not words:
        return currency
    if currency:
        return f"{currency} {words}" if words.casefold() in _SCALES else None
    return words if words.casefold() in _SCALES or is_unit(words) else None
