"""Reckonings shown beside an answer, done again: ``(15 - 12) / 12 = +25.0%``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation, localcontext

from index.units import base
from rag.verify.amounts import Amount, agree, amounts, is_percent

_SIGNS = str.maketrans({"−": "-", "–": "-", "×": "*", "·": "*", "÷": "/"})
_ASIDE = re.compile(r"^[^:=]*[^\W\d_][^:=\d]*:\s|\([^()\d]*(?:19|20)\d\d[^()]*\)|[^\W\d_][\w'’²³₂-]*|%")
"""What is no part of a reckoning: a name before it, a year in brackets, units and other words."""
_WORDS = re.compile(r"\([^()\d]*(?:19|20)\d\d[^()]*\)|[^\W\d_][\w'’²³₂$-]*|[$€£]")
_SHOWN = re.compile(
    r": (?P<expression>\(?[^\d\s:=]*\d[^:=]*? [-+*/] [^:=]*?\d[^:=]*?)"
    r"(?P<behind> \((?!(?:19|20)\d\d\))[^\d()]*[a-z][^()]*\))?$"
)
_TOKEN = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?|[-+*/()]")
_PARTED = re.compile(r"[;\n]\s*|,\s+(?=[^,;=]*=)")
_EQUALS = re.compile(r"\s*[=≈]\s*")
_BINARY: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "/": lambda one, other: one / other,
}


@dataclass(frozen=True, slots=True)
class Step:
    """An expression with its result, which follows from it."""

    expression: str
    """What it is reckoned from, as :func:`plain` writes it."""
    operands: tuple[Amount, ...]
    """The numbers of the expression, but for one that only scales or counts the others."""
    result: Amount
    unit: str = ""
    """The unit that the result must be in: ``%`` of a share; empty where the formula does not tell."""
    ratio: bool = False
    """Whether one amount is divided by another."""
    subtracts: bool = False
    years: frozenset[int] = frozenset()
    """The years of its operands, as far as the cited texts tell."""


def steps(formula: str) -> tuple[Step, ...] | None:
    """The steps of a formula, or None where a result does not follow from what is shown."""
    found: list[Step] = []
    for part in _PARTED.split(formula.strip()):
        expression, *results = _EQUALS.split(part)
        for result in results:
            step = _step(expression, result)
            if step is None:
                return None
            found.append(step)
            expression = result
    return tuple(found) or None


def _step(expression: str, result: str) -> Step | None:
    """An expression with its result; None where that does not follow."""
    true, printed = evaluated(expression), amounts(result)
    if true is None or len(printed) != 1 or printed[0].value is None:
        return None
    operands, signs = amounts(expression), expression.translate(_SIGNS)
    if not re.search(r"\d[^-+*/]*[-+*/]", signs):
        return _converted(expression, operands, printed[0])
    kept = operands[:-1] if _is_mean(operands, signs) else _unscaled(operands, signs)
    ratio = "/" in signs and not _is_mean(operands, signs)
    share = ratio and is_percent(printed[0].unit) and not is_percent(operands[0].unit)
    if share and "100" not in {each.key for each in operands}:
        true *= 100
    if not (_rounds(true, printed[0]) if "/" in signs else true == printed[0].value):
        return None
    unit = "%" if share else _unit(operands, printed[0], ratio=ratio)
    return Step(plain(expression), kept, printed[0], unit, ratio, "-" in signs)


def _unit(operands: tuple[Amount, ...], result: Amount, *, ratio: bool) -> str:
    """The unit of a result as its operands show it: a gap between shares is in percentage points."""
    if ratio:
        return "%" if is_percent(result.unit) else ""
    shown = next((each.unit for each in operands if each.unit), "")
    return result.unit if is_percent(shown) and agree(result.unit, "percentage points") else shown


def _converted(expression: str, operands: tuple[Amount, ...], result: Amount) -> Step | None:
    """One amount told in another unit: ``12 t = 12,000 kg``."""
    if len(operands) != 1 or operands[0].value is None:
        return None
    one, other = base(operands[0].unit), base(result.unit)
    if one is None or other is None or one.unit != other.unit:
        return None
    true = operands[0].value * Decimal(str(one.factor)) / Decimal(str(other.factor))
    return Step(plain(expression), operands, result, result.unit) if _rounds(true, result) else None


def _rounds(true: Decimal, printed: Amount) -> bool:
    """Whether a printed number is the true one, rounded to the places it shows."""
    value = printed.value
    return value is not None and abs(true - value) <= Decimal(1).scaleb(-printed.places) / 2


def _is_mean(operands: tuple[Amount, ...], signs: str) -> bool:
    """Whether a sum is divided by the number of what is summed up."""
    count = re.search(r"\)\s*/\s*(\d+)\s*$", signs)
    return count is not None and "-" not in signs and int(count[1]) == len(operands) - 1


def _unscaled(operands: tuple[Amount, ...], signs: str) -> tuple[Amount, ...]:
    """The operands without a hundred that makes a share a percentage."""
    return tuple(each for each in operands if each.key != "100" or each.unit or "*" not in signs)


def plain(expression: str) -> str:
    """An expression without blanks and words, its signs in one form; percent signs stay."""
    return re.sub(r"\s", "", _WORDS.sub(" ", expression).translate(_SIGNS)).rstrip(".")


def place_shown(sentence: str) -> tuple[int, int]:
    """Where the expression that a sentence ends in begins and ends; nowhere where there is none."""
    found = _SHOWN.search(sentence.translate(_SIGNS))
    return found.span("expression") if found else (len(sentence), len(sentence))


def shown_in(sentence: str) -> str:
    """The expression that a sentence ends in, as :func:`plain` writes it; empty where there is none."""
    found = _SHOWN.search(sentence.translate(_SIGNS))
    return plain(found["expression"]) if found else ""


def without_shown(sentence: str) -> str:
    """A sentence without the expression that it ends in."""
    found = _SHOWN.search(sentence.translate(_SIGNS))
    return f"{sentence[: found.start()]}{found['behind'] or ''}" if found else sentence


def evaluated(expression: str) -> Decimal | None:
    """The value of an expression of numbers, signs and brackets; units and other words are passed over."""
    text = _ASIDE.sub(" ", expression).translate(_SIGNS)
    tokens = _TOKEN.findall(text)
    if "".join(tokens) != re.sub(r"\s", "", text):
        return None
    try:
        with localcontext(prec=50):
            value = _sum(tokens)
    except (InvalidOperation, DivisionByZero, IndexError):
        return None
    return None if tokens else value


def _sum(tokens: list[str]) -> Decimal:
    """Products added and taken off; the tokens used are taken away."""
    value = _product(tokens)
    while tokens and tokens[0] in "+-":
        value = _BINARY[tokens.pop(0)](value, _product(tokens))
    return value


def _product(tokens: list[str]) -> Decimal:
    """Factors multiplied and divided."""
    value = _factor(tokens)
    while tokens and tokens[0] in "*/":
        value = _BINARY[tokens.pop(0)](value, _factor(tokens))
    return value


def _factor(tokens: list[str]) -> Decimal:
    """A number, a signed one, or what stands in brackets."""
    first = tokens.pop(0)
    if first in "+-":
        return _factor(tokens) * (-1 if first == "-" else 1)
    if first != "(":
        return Decimal(first.replace(",", ""))
    value = _sum(tokens)
    if tokens.pop(0) != ")":
        raise InvalidOperation
    return value
