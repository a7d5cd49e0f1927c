"""The results of reckoning, exact and in words: what is asked first, with the formula it comes from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from rag.calculate.operands import Operand, with_unit
from rag.rows import sentence
from rag.statement import Statement
from rag.types import SentenceVerdict

_POINTS = "percentage points"
_BULLET = re.compile(r"^[-•●▪◦*+]\s+")


@dataclass(frozen=True, slots=True)
class Result:
    """What was reckoned, in words and as formulas with their results."""

    text: str
    formula: str


def statements(result: Result, operands: Sequence[Operand], *, beside: Sequence[Operand] = ()) -> tuple[Statement, ...]:
    """The result with all it rests on, and behind it each of these as its report prints it.

    :param beside: Figures that the result rests on too, but that need not be shown.
    """
    units = tuple(dict.fromkeys(each.source for each in operands))
    others = tuple(dict.fromkeys(each.source for each in beside if each.source not in units))
    conversions = [f"{each.stated} = {with_unit(each.printed, each.unit)}" for each in operands if each.stated]
    formula = "; ".join([*conversions, result.formula])
    verdict: SentenceVerdict = "calculated" if formula else "checked"
    first = Statement(f"{result.text}{_aside(operands, conversions)}", (*units, *others), verdict, formula=formula)
    return first, *(_quote([each for each in operands if each.source == unit]) for unit in units)


def _aside(operands: Sequence[Operand], conversions: Sequence[str]) -> str:
    """That the figures are of several reports, which may differ in what they cover, and how they were converted."""
    reports = {each.document: each.source.evidence.source.document.year for each in operands}
    years = " and ".join(str(year) for year in sorted(filter(None, reports.values())))
    told = [f"from the reports of {years}"] if len(reports) > 1 else []
    told += [f"as {' and '.join(conversions)}"] if conversions else []
    return f" ({'; '.join(told)})" if told else ""


def _quote(operands: Sequence[Operand]) -> Statement:
    """A row with only the cells used, or a sentence as it stands."""
    first = operands[0]
    if first.row is None:
        return Statement(_BULLET.sub("", first.source.text), (first.source,))
    row = replace(first.row, cells=tuple(dict.fromkeys(each.row.cells[0] for each in operands if each.row)))
    return Statement(sentence(row), (first.source,), row=row)


def over_time(first: Operand, last: Operand, *, in_percent: bool) -> Result:
    """How a figure went from one year to another."""
    span = f" from {first.year} to {last.year}" if first.year and last.year else ""
    what = first.label or last.label or "It"
    if first.value == last.value:
        return Result(f"{what} did not change{span}: {last.shown}", f"{last.term} - {first.term} = 0")
    gap, share, formula = _gap(first, last)
    way = "rose" if last.value > first.value else "fell"
    told = f"{share}, {gap}," if in_percent and share else f"{gap} ({share})" if share else gap
    start, end = (_dated(each) if first.source != last.source else each.term for each in (first, last))
    shown = f"({end} - {start}) / {start}" if in_percent and share else f"{end} - {start}"
    return Result(f"{what} {way} by {_about(first, last)}{told}{span}: {shown}", formula)


def apart(one: Operand, other: Operand, *, names: tuple[str, str]) -> Result:
    """How far the figures of two things lie apart, the larger first."""
    (one, name), (other, beside) = sorted(zip((one, other), names, strict=True), key=lambda pair: -pair[0].value)
    year = f" in {one.year}" if one.year else ""
    if one.value == other.value:
        return Result(f"{_named(name)}: {one.shown}, as much as {beside}{year}", f"{one.term} - {other.term} = 0")
    gap, _, formula = _gap(other, one)
    formula = formula.split("; ")[0]
    than = f"for the {beside}" if beside[0].isdigit() else beside  # "more than 4" would be a limit
    more = f"{_about(one, other)}{gap} more than {than} with {other.shown}{year}"
    return Result(f"{_named(name)}: {one.shown}, {more}: {formula.split(' = ')[0]}", formula)


def times(one: Operand, other: Operand, *, names: tuple[str, str] = ("", "")) -> Result | None:
    """How many times a figure is another; None of nothing."""
    if not other.value:
        return None
    number = _rounded(one.value / other.value, 1)
    ratio, quotient = f"{_about(one, other)}{number} times as much", f"{one.term} / {other.term}"
    if all(names):
        text = f"{_named(names[0])}: {one.shown}, {ratio} as {names[1]} with {other.shown}: {quotient}"
        return Result(text, f"{quotient} = {number}")
    what = f"{one.label} was {ratio} in {one.year} as in {other.year}" if one.label else f"That is {ratio}"
    return Result(f"{what}: {_dated(one)} / {_dated(other)}", f"{quotient} = {number}")


def share(part: Operand, whole: Operand) -> Result:
    """What part of a whole a figure is."""
    name = part.part or part.label
    percent = f"{_rounded(part.value / whole.value * 100, 1)}%"
    year = f" in {part.year}" if part.year else ""
    formula = f"{part.term} / {whole.term}"
    if part.source == whole.source:  # both stand in the row that is quoted behind it
        return Result(f"{_named(name)}: {percent} of {whole.label}{year}", f"{formula} = {percent}")
    told = f"{_named(name)}: {part.shown}, {percent} of {whole.label} with {whole.shown}{year}"
    return Result(f"{told}: {formula}", f"{formula} = {percent}")


def total(operands: Sequence[Operand]) -> Result:
    """The sum of several figures."""
    value = sum((each.value for each in operands), Decimal(0))
    first, last = operands[0], operands[-1]
    formula = " + ".join(each.term for each in operands)
    told = " + ".join(map(_dated, operands)) if first.year != last.year else formula
    what = " and ".join(dict.fromkeys(each.label for each in operands))
    span = f" from {first.year} to {last.year}" if first.year != last.year else f" in {first.year}"
    shown = with_unit(f"{value:,f}", first.unit)
    return Result(f"{what} came to {shown} together{span if first.year else ''}: {told}", f"{formula} = {shown}")


def average(operands: Sequence[Operand]) -> Result:
    """The mean of the figures of several years."""
    decimals = max(1, *(each.decimals for each in operands))
    value = sum((each.value for each in operands), Decimal(0)) / len(operands)
    formula = f"({' + '.join(each.term for each in operands)}) / {len(operands)}"
    *others, last = map(_dated, operands)
    mean = f"the mean of {', '.join(others)} and {last}"
    shown = with_unit(_rounded(value, decimals), operands[0].unit)
    span = f"from {operands[0].year} to {operands[-1].year}"
    return Result(
        f"{operands[0].label} was {shown} on average {span}, {mean}",
        f"{formula} = {shown}",
    )


def extreme(best: Operand, operands: Sequence[Operand], *, largest: bool) -> Result:
    """The year or the thing of which a figure was largest or smallest, among how many."""
    years = sorted({each.year for each in operands if each.year})
    count, word = len(operands), "highest" if largest else "lowest"
    if len(years) < 2:
        compared = f"Of {count} compared"
    elif years[-1] - years[0] < count:
        compared = f"Of the {count} years {years[0]} to {years[-1]}"
    else:
        compared = f"Of the {count} years with figures from {years[0]} to {years[-1]}"
    year = f" in {best.year}" if best.year else ""
    return Result(f"{compared}, {best.label} was {word}{year}: {best.shown}", "")


def _gap(first: Operand, last: Operand) -> tuple[str, str, str]:
    """The difference with its unit, by how many percent of the first one above zero, and the formulas of both."""
    value = last.value - first.value
    unit = _POINTS if first.is_share else first.unit
    gap, taken = with_unit(f"{abs(value):,f}", unit), f"{last.term} - {first.term}"
    formula = f"{taken} = {with_unit(f'{value:+,f}', unit)}"
    if first.is_share or first.value <= 0:
        return gap, "", formula
    percent = f"{_rounded(abs(value) / first.value * 100, 1)}%"
    sign = "+" if value > 0 else "-"
    return gap, percent, f"{formula}; ({taken}) / {first.term} = {sign}{percent}"


def _dated(operand: Operand) -> str:
    """A figure as a formula shows it, with its year."""
    return f"{operand.term} ({operand.year})" if operand.year else operand.term


def _rounded(value: Decimal, decimals: int) -> str:
    """A number rounded half up."""
    return f"{value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,f}"


def _about(*operands: Operand) -> str:
    """That a result is only about right, as one of its figures is."""
    return "about " if any(each.about for each in operands) else ""


def _named(name: str) -> str:
    """A name at the beginning of a sentence."""
    return f"{name[:1].upper()}{name[1:]}"
