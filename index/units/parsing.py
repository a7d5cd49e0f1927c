"""The grammar of units: a scale, a measure, what it is a measure of, and what it is per."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache

from index.units.words import CURRENCIES, DENOMINATORS, SCALES, SYMBOLS, WORDS, Measure

MOST_CHARACTERS = 80
"""A longer text is no unit."""
LEADING = re.compile(r"(?:in|unit:|units:|as)\s+", re.IGNORECASE)
"""What may stand before a unit."""
_CO2 = re.compile(r"\bCO ?2(?: ?[-_]? ?(?:eq(?:uiv(?:alents?)?)?\.?|e)(?![a-z]))?", re.IGNORECASE)
_CARBON = re.compile(r"(?:of )?(?:carbon dioxide|carbon|GHG)(?:[ -]equivalents?| emissions?)?$", re.IGNORECASE)
_SUBSTANCE = re.compile(
    r"\s*(?:of )?(?P<co2>CO2e?)$|\s*of (?P<other>[A-Za-z][\w-]*(?: [\w-]+){0,2})$"
    r"|(?<=[a-z]) (?P<gas>NOx|SOx|SO2|VOCs?)$"
)
_GLOSS = re.compile(r"(?<=\S) ?\((?P<gloss>[^()]{1,30})\)")
"""The same unit again in brackets, as in ``tonne (Mt)``."""
_EQUIVALENT = re.compile(r"^e(?=[kMGT]?Wh$)|(?<=Wh)[ -]?eq(?:uiv(?:alents?)?)?\.?$")
"""Energy of all carriers told as electricity: ``eMWh``, ``MWh-eq``."""
_PER = re.compile(r" ?/ ?|(?:^| )per | pro | par (?!cent\b)", re.IGNORECASE)
_NUMBER = re.compile(r"(?P<number>\d[\d,]*) ?(?P<unit>\D.*)")
_OF_WHAT = re.compile(r" (?:(?:of|in) )?(?:revenue|sales|worked|products?|produced)$", re.IGNORECASE)
_ANY_CURRENCY = "|".join(re.escape(currency) for currency in sorted(CURRENCIES, key=len, reverse=True))
_CURRENCY_FIRST = re.compile(rf"(?P<currency>{_ANY_CURRENCY})(?P<scale>.{{0,12}})")
_CURRENCY_LAST = re.compile(rf"(?P<scale>|.{{0,12}}[^a-z])(?P<currency>{_ANY_CURRENCY})")


@lru_cache(maxsize=4096)
def measured(unit: str) -> Measure | None:
    """What a printed unit means, or None where it is none."""
    if not 0 < len(unit) <= MOST_CHARACTERS:
        return None
    text = _normal(unit)
    while text.startswith("(") and bracket_at_end(text) == 0:
        text = text[1:-1].strip()
    text = LEADING.sub("", text, count=1).strip()
    numerator, *denominators = _PER.split(text) if text else [""]
    if text.casefold() in WORDS:
        numerator, denominators = text, []
    measure = _quantity(numerator.strip()) if numerator.strip() or not denominators else Measure("count", "")
    if measure is None or len(denominators) > 2:
        return None
    for denominator in denominators:
        below = _denominator(denominator.strip())
        if below is None:
            return None
        factor = None if measure.factor is None or below.factor is None else measure.factor / below.factor
        measure = Measure("intensity", f"{measure.unit}/{below.unit}", factor)
    return measure


def _normal(unit: str) -> str:
    """A unit in common letters: ``CO ₂ e`` and ``CO2-eq`` as ``CO2e``, ``m³`` as ``m3``."""
    text = unicodedata.normalize("NFKC", unit.strip()).replace("’", "'").replace("·", " ")
    text = _CO2.sub(lambda found: "CO2e" if found.group().casefold()[-1] not in "2" else "CO2", _apart(text))
    return " ".join(text.split()).removesuffix(",").removesuffix(";")


def _apart(text: str) -> str:
    """``tCO2e`` and ``MtCO2e`` with a blank before what they are of; a megatonne only where it is written solid."""
    return re.sub(r"\b(k?t|Mt|MT|Gt|k?g|T|mt|tons?|tonnes?)(?=CO ?2)", lambda found: _solid(found[1]) + " ", text)


def _solid(symbol: str) -> str:
    """The unit of a symbol that is written together with what it is of: ``MtCO2e`` is megatonnes."""
    return "megatonne" if symbol == "Mt" else symbol


def _quantity(text: str) -> Measure | None:
    """A measure with its scale, its gloss in brackets and what it is of."""
    money = _money(text)
    if money:
        return money
    text = _EQUIVALENT.sub("", text)
    exact = _simple(text)
    if exact:
        return exact
    glossed = _GLOSS.search(text)
    if glossed:
        again, text = _quantity(glossed["gloss"]), f"{text[: glossed.start()]}{text[glossed.end() :]}".strip()
        measure = _quantity(text) if again else None
        return again if measure and again and measure.factor is None else measure
    carbon = _CARBON.search(text)
    of = carbon or _SUBSTANCE.search(text)
    measure = _scaled(text[: of.start()].strip() if of else text)
    if measure is None or of is None:
        return measure
    name = "CO2e" if carbon else of.groupdict().get("co2") or ""
    if name and measure.kind == "mass":
        return replace(measure, kind="emissions", unit=f"{measure.unit} {name}")
    return None if name or measure.kind in {"people", "count", "hours"} else measure


def _scaled(text: str) -> Measure | None:
    """A measure that may be in thousands or millions."""
    measure = _simple(text)
    if measure:
        return measure
    folded = text.casefold()
    if folded in SCALES and len(folded) > 3:
        return Measure("count", "", SCALES[folded])
    for words in (2, 1):
        parts = folded.split(" ", words)
        scale = SCALES.get(" ".join(parts[:words])) if len(parts) > words else None
        found = _simple(text.split(" ", words)[words]) if scale else None
        if scale and found and found.kind != "share" and found.factor is not None:
            return replace(found, factor=found.factor * scale)
    return None


def _money(text: str) -> Measure | None:
    """An amount of money: a currency with its scale before or behind it."""
    folded = text.casefold().replace("(", "").replace(")", "").strip()
    found = _CURRENCY_FIRST.fullmatch(folded) or _CURRENCY_LAST.fullmatch(folded)
    scale = SCALES.get(found["scale"].strip(), 0.0 if found["scale"].strip() else 1.0) if found else 0.0
    return Measure("money", CURRENCIES[found["currency"]], scale) if found and scale else None


def _simple(text: str) -> Measure | None:
    """A measure without scale or denominator: a symbol, in which case counts, or a word."""
    if text in SYMBOLS:
        return SYMBOLS[text]
    folded = re.sub(r"\((e?s)\)$", r"\1", text.casefold())
    for word in (folded, folded.removesuffix("s"), folded.removesuffix("es"), folded.removesuffix("ies") + "y"):
        if word in WORDS:
            return WORDS[word]
    head, _, tail = folded.partition(" ")
    return _simple(f"{head.removesuffix('s')} {tail}") if tail and head.endswith("s") else None


def _denominator(text: str) -> Measure | None:
    """What an intensity is per: a thing, an amount of money or a measure, perhaps many of them."""
    thing = _thing(text)
    if thing:
        return Measure("other", thing)
    for tail in (
        " of revenue",
        " revenue",
        " in revenue",
        " of sales",
        " sales",
        " worked",
        " of product",
        " produced",
    ):
        text = text[: -len(tail)] if text.casefold().endswith(tail) else text
    quantity = _quantity(text)
    if quantity:
        return quantity
    counted = _NUMBER.fullmatch(text)
    if counted:
        number = float(counted["number"].replace(",", "")) or 1.0
        below = _denominator(counted["unit"].strip())
        return None if below is None or below.factor is None else replace(below, factor=below.factor * number)
    scale, _, rest = text.casefold().partition(" ")
    return Measure("other", _thing(rest), SCALES[scale]) if scale in SCALES and _thing(rest) else None


def _thing(text: str) -> str:
    """The canonical name of a thing that an intensity is per, or an empty string."""
    folded = text.casefold()
    return DENOMINATORS.get(folded, "") or DENOMINATORS.get(folded.removesuffix("s"), "")


def bracket_at_end(text: str) -> int:
    """Where the bracket that ends a text begins, or -1."""
    pairs = {")": "(", "]": "[", "）": "（"}
    close = text[-1:]
    opening, depth = pairs.get(close), 0
    for at in range(len(text) - 1, -1, -1) if opening else ():
        depth += (text[at] == close) - (text[at] == opening)
        if depth == 0:
            return at
    return -1
