"""The words and symbols that units are made of: measures, currencies, scales and the things that figures count."""

from __future__ import annotations

from dataclasses import dataclass

from index.types import UnitKind


@dataclass(frozen=True, slots=True)
class Measure:
    """What a unit measures, the unit it is compared in, and how many of those it is; None where it can't be told."""

    kind: UnitKind
    unit: str
    factor: float | None = 1.0


_PREFIXES = {"m": 1e-3, "": 1.0, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15}
_KWH_OF_J = 1 / 3.6e6
_BY_PREFIX: dict[str, tuple[UnitKind, str, float, str]] = {
    "Wh": ("energy", "MWh", 1e-6, " kMGTP"),
    "J": ("energy", "MWh", _KWH_OF_J / 1e3, " kMGTP"),
    "W": ("other", "W", 1.0, " mkMGT"),
    "Wp": ("other", "W", 1.0, " kMG"),
    "g": ("mass", "t", 1e-6, " mk"),
    "t": ("mass", "t", 1.0, " kG"),
    "L": ("water", "m3", 1e-3, " mkMG"),
    "l": ("water", "m3", 1e-3, " mkMG"),
    "toe": ("energy", "MWh", 11.63, " kM"),
    "tce": ("energy", "MWh", 8.141, " kM"),
    "gce": ("energy", "MWh", 8.141e-6, " k"),
    "cal": ("energy", "MWh", 1.163e-9, " kMG"),
}
"""Unit by symbol: kind, unit compared in, how many of those, and the prefixes it takes (a blank for none)."""

SYMBOLS: dict[str, Measure] = {
    prefix.strip() + symbol: Measure(kind, unit, _PREFIXES[prefix.strip()] * factor)
    for symbol, (kind, unit, factor, prefixes) in _BY_PREFIX.items()
    for prefix in prefixes
} | {
    "Mt": Measure("mass", "t", None),  # metric tonne in one report, megatonne in the next
    "MT": Measure("mass", "t"),
    "mt": Measure("mass", "t"),
    "MMT": Measure("mass", "t", 1e6),
    "T": Measure("mass", "t"),
    "h": Measure("hours", "h"),
    "pp": Measure("share", "percentage point"),
}
"""Units written as symbols, where upper and lower case tell them apart."""

_WORDS: tuple[tuple[UnitKind, str, float, str], ...] = (
    ("mass", "t", 1.0, "tonne|ton|metric ton|metric tonne|tonnen|tonnes metriques|tonne metrique|metrische tonnen"),
    ("mass", "t", 1e3, "kilotonne|kiloton|kt"),
    ("mass", "t", 1e6, "megatonne|megaton"),
    ("mass", "t", 1e-3, "kg|kilogram|kilogramme|kilo|kilogramm"),
    ("mass", "t", 1e-6, "gram|gramme|gramm"),
    ("mass", "t", 4.5359237e-4, "lb"),
    ("mass", "t", 0.90718474, "short ton|us ton"),
    ("energy", "MWh", 1e-3, "kwh|ekwh|kilowatt hour|kilowatt-hour|kilowattstunde|kilowattstunden"),
    ("energy", "MWh", 1.0, "mwh|megawatt hour|megawatt-hour|megawattstunde|megawattstunden"),
    ("energy", "MWh", 1e3, "gwh|gigawatt hour|gigawatt-hour|gigawattstunde|gigawattstunden"),
    ("energy", "MWh", 1e6, "twh|terawatt hour|terawatt-hour"),
    ("energy", "MWh", 1e3 / 3.6, "tj|terajoule"),
    ("energy", "MWh", 1 / 3.6, "gj|gigajoule"),
    ("energy", "MWh", 1e-3 / 3.6, "mj|megajoule"),
    ("energy", "MWh", 1e6 / 3.6, "pj|petajoule"),
    ("energy", "MWh", 0.29307107, "mmbtu|million btu"),
    ("energy", "MWh", 8.141, "tonne of standard coal|ton of standard coal|tonne of coal equivalent"),
    ("energy", "MWh", 8.141, "ton of coal equivalent"),
    ("energy", "MWh", 11.63, "tonne of oil equivalent|ton of oil equivalent"),
    ("water", "m3", 1.0, "m3|m^3|cbm|cubic meter|cubic metre|cubic m|kubikmeter|kilolitre|kiloliter|metres cubes"),
    ("water", "m3", 1e-3, "litre|liter"),
    ("water", "m3", 1e3, "megalitre|megaliter"),
    ("water", "m3", 1e6, "gigalitre|gigaliter|mm3"),
    ("water", "m3", 3.785411784e-3, "gallon|gal|us gallon"),
    ("other", "m2", 1.0, "m2|m^2|sqm|sq m|sq. m|square meter|square metre|quadratmeter"),
    ("other", "m2", 0.09290304, "sf|ft2|ft^2|sqft|sq ft|sq. ft|sq. ft.|square foot|square feet"),
    ("other", "m2", 1e4, "ha|hectare"),
    ("other", "m2", 4046.8564224, "acre"),
    ("other", "m2", 1e6, "km2|square kilometer|square kilometre"),
    ("other", "km", 1.0, "km|kilometer|kilometre"),
    ("other", "km", 1.609344, "mile"),
    ("hours", "h", 1.0, "hour|hr|man-hour|man hour|person-hour|person hour|stunde|stunden|heure"),
    ("hours", "h", 1 / 60, "minute|min"),
    ("share", "%", 1.0, "%|percent|per cent|percentage|prozent|pour cent|pct"),
    ("share", "%", 0.1, "‰|per mille"),
    ("share", "percentage point", 1.0, "percentage point|% point|prozentpunkt|prozentpunkte"),
    ("share", "percentage point", 0.01, "basis point|bps|bp"),
    ("people", "person", 1.0, "person|people|individual|headcount|head count|employee|staff|staff member|worker"),
    ("people", "person", 1.0, "participant|headcounts|mitarbeitende|mitarbeiter|beschäftigte|personen|köpfe"),
    ("people", "person", 1.0, "number of people|number of employee|number of person|no. of people|no. of employee"),
    ("people", "person", 1.0, "no. of person|full-time employee|personne|collaborateur|salarié|people (number)"),
    ("people", "FTE", 1.0, "fte|full-time equivalent|full time equivalent|vollzeitäquivalent|vollzeitäquivalente|vzä"),
    ("count", "", 1.0, "number|no.|nos.|nos|#|quantity|anzahl|nombre|count|times|time"),
    ("count", "day", 1.0, "day|working day|calendar day|tag|tage|jour"),
    ("count", "person-time", 1.0, "person-time|person time|man-time|attendance"),
)
_COUNTED = (
    "case|item|piece|pcs|set|unit|course|session|vehicle|incident|complaint|device|project|event|supplier|patent|"
    "store|batch|accident|site|activity|factory|copy|stück|fälle|kwp panel|training session|violation|injury"
)
WORDS: dict[str, Measure] = {
    word: Measure(kind, unit, factor) for kind, unit, factor, words in _WORDS for word in words.split("|")
} | {word: Measure("count", word) for word in _COUNTED.split("|")}
"""Units written as words, in lower case and singular."""

SCALES: dict[str, float] = {
    scale: factor
    for factor, scales in (
        (1e2, "100|hundred|hundreds"),
        (1e3, "thousand|thousands|k|'000|000|'000s|1,000|1000|tsd.|tsd|tausend|thsd|millier|milliers"),
        (1e4, "10,000|10000|ten thousand|10 thousand"),
        (1e5, "100,000|lakh|lakhs|100 thousand"),
        (1e6, "million|millions|mn|m|mio.|mio|mln|mill.|1,000,000|mm"),
        (1e7, "crore|crores|10 million"),
        (1e8, "100 million"),
        (1e9, "billion|billions|bn|b|mrd.|mrd|milliarden|milliards"),
        (1e12, "trillion|trillions|tn"),
    )
    for scale in scales.split("|")
}
"""Words for how many thousands or millions of a unit a figure is in."""

CURRENCIES: dict[str, str] = {
    word: code
    for code, words in (
        ("CNY", "rmb|cny|yuan|rmb yuan|cn¥|renminbi"),
        ("¥", "¥"),
        ("USD", "us$|usd|u.s.$|u.s. dollar|us dollar|us dollars|u.s. dollars"),
        ("$", "$|dollar|dollars"),
        ("CAD", "c$|cad|cdn$|ca$|cad$|canadian dollars"),
        ("AUD", "a$|aud|au$"),
        ("HKD", "hk$|hkd"),
        ("TWD", "nt$|ntd|twd"),
        ("SGD", "s$|sgd"),
        ("BRL", "r$|brl"),
        ("EUR", "€|eur|euro|euros"),
        ("GBP", "£|gbp|pound sterling|pounds sterling"),
        ("CHF", "chf|swiss franc|swiss francs"),
        ("JPY", "jpy|yen|jp¥"),
        ("INR", "inr|₹|rs|rs."),
        ("KRW", "krw|₩|won"),
        ("SEK", "sek"),
        ("NOK", "nok"),
        ("DKK", "dkk"),
        ("ZAR", "zar"),
    )
    for word in words.split("|")
}
"""Currencies by code, sign and name, in lower case."""

DENOMINATORS: dict[str, str] = {
    word: name
    for name, words in (
        ("person", "capita|head|person|people|employee|staff|staff member|worker|mitarbeitende|mitarbeiter|kopf"),
        ("FTE", "fte|full-time equivalent|vzä"),
        ("revenue", "unit of revenue|unit revenue|revenue|turnover|sales|net sales|umsatz"),
        ("output value", "unit of output value|output value"),
        ("product", "product|unit of product|unit product|unit of production|unit produced|unit of output|unit"),
        ("vehicle", "vehicle|car|vehicle produced|fahrzeug"),
        ("year", "year|annum|a|yr|jahr"),
        ("day", "day|d"),
        ("month", "month"),
        ("device", "device|phone|piece|set|pcs|server|rack"),
        ("room night", "room night|guest night|occupied room|room"),
        ("tonne-kilometre", "tkm|tonne-km|tonne-kilometer|tonne-kilometre|t-km|tonne kilometre"),
        ("passenger-kilometre", "pkm|passenger-km|passenger-kilometer|passenger-kilometre"),
        ("boe", "boe|barrel|bbl"),
        ("store", "store|site|building|facility"),
        ("order", "order|parcel|package"),
    )
    for word in words.split("|")
}
"""What an intensity is per, other than a measure, in lower case and singular."""
