"""Right statements made wrong by code, each in one way: what a verifier must not let pass.

Only what leaves a statement true is left out: a number of the same value (``5.0`` for ``5.00``) and the swap of two
such, a year or column whose cell holds the same value, fewer years of which a figure is still the highest, a percent
sign dropped where the one behind it is for both (``5 to 7%``), and a citation swapped for units that state the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from rag.evidence import Unit
from rag.question import YEAR, Question, stems
from rag.rows import parse
from rag.statement import Statement

_NUMBER = re.compile(r"(?<![A-Za-z\d.,-])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d:]|-\d|[A-Za-z]*\d)")
_NAMED = re.compile(r"\b(?:scope|tier|categor(?:y|ie)|level)s? \d(?:(?:, | and )\d)*\b", re.IGNORECASE)
_UNITS = {
    "tonnes": "kilograms", "tons": "kg", "tonne": "kilogram", "kg": "tonnes", "kilograms": "tonnes", "MWh": "GWh",
    "kWh": "MWh", "GWh": "kWh", "MW": "GW", "RMB": "USD", "US$": "RMB", "USD": "RMB", "million": "billion",
    "billion": "million", "thousand": "million", "persons": "hours", "people": "hours", "days": "hours",
    "hours": "days", "cases": "hours", "m3": "litres", "m²": "hectares", "suppliers": "tonnes", "months": "years",
    "percentage points": "%", "GJ": "TJ",
}  # fmt: skip
_TURNED = {
    "rose": "fell", "fell": "rose", "increased": "decreased", "decreased": "increased", "increase": "decrease",
    "decrease": "increase", "grew": "shrank", "climbed": "dropped", "dropped": "climbed", "higher": "lower",
    "highest": "lowest", "lowest": "highest",
    "lower": "higher", "more": "less", "less": "more", "fewer": "more", "over": "under", "under": "over",
    "at least": "at most", "reduced": "increased", "reduce": "increase", "reduction": "increase", "rise": "fall",
    "reducing": "increasing", "increasing": "reducing", "up to": "at least", "nearly": "over", "improved": "worsened",
}  # fmt: skip
_PARTED = {
    "women": "men", "men": "women", "female": "male", "male": "female", "direct": "indirect", "indirect": "direct",
    "directly": "indirectly", "overseas": "domestic", "mainland China": "overseas", "senior": "junior",
    "hazardous": "non-hazardous", "renewable": "fossil", "internal": "external", "all": "some", "every": "no",
    "first": "last", "full-time": "part-time", "only": "not only", "Scope 1": "Scope 2", "Scope 2": "Scope 1",
    "Scope 3": "Scope 1", "fresh": "reclaimed",
}  # fmt: skip
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|can|could|will|would|do|does|did|may|must|should)\b(?! not\b)")
_NEGATION = re.compile(r"\b(?:does not|do not|did not|not|no|never)\b ?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Case:
    """A right statement with the question it answers."""

    statement: Statement
    question: Question


@dataclass(frozen=True, slots=True)
class Mutant:
    """A statement made wrong, and in what way."""

    kind: str
    statement: Statement
    question: Question
    origin: str


def mutants(cases: Sequence[Case]) -> list[Mutant]:
    """All mutants of all cases."""
    found = [mutant for case in cases for mutant in _of_text(case)]
    return [*found, *_of_citations(cases)]


def _of_text(case: Case) -> Iterator[Mutant]:
    """Every way in which the words of one statement are made wrong, each result once."""
    text, seen = case.statement.text, {case.statement.text}
    for kind, make in _KINDS.items():
        for changed in make(case):
            if changed not in seen:
                seen.add(changed)
                yield Mutant(kind, replace(case.statement, text=changed), case.question, text)


def _numbers(text: str) -> list[re.Match[str]]:
    """The numbers of a text that are no years and no parts of names."""
    named = [name.span() for name in _NAMED.finditer(text)]
    return [
        match
        for match in _NUMBER.finditer(text)
        if not YEAR.fullmatch(match[0]) and not any(start <= match.start() < end for start, end in named)
    ]


def _with(text: str, match: re.Match[str], other: str) -> str:
    """A text with another number in one place."""
    return f"{text[: match.start()]}{other}{text[match.end() :]}"


def _value(number: str) -> float:
    """What a printed number is worth."""
    return float(number.replace(",", ""))


def _changed_digits(case: Case) -> Iterator[str]:
    """One digit made another: the first, the middle and the last."""
    text = case.statement.text
    for match in _numbers(text):
        digits = [at for at, char in enumerate(match[0]) if char.isdigit()]
        for at in sorted({digits[0], digits[len(digits) // 2], digits[-1]}):
            other = str((int(match[0][at]) + 1) % 10) if at or match[0][at] != "9" else "8"
            yield _with(text, match, f"{match[0][:at]}{other}{match[0][at + 1 :]}")


def _dropped_digits(case: Case) -> Iterator[str]:
    """A digit left out or added, or the decimal point moved or left out."""
    text = case.statement.text
    for match in _numbers(text):
        number = match[0]
        others = [number[:-1].rstrip(".,"), number[1:].lstrip(",."), f"{number}0", f"1{number}"]
        if "." in number:
            others += [number.replace(".", ""), number.replace(".", "0.")]
        elif len(number) > 1:
            others.append(f"{number[:-1]}.{number[-1]}")
        for other in others:
            if other and _value(other) != _value(number):
                yield _with(text, match, other)


def _other_units(case: Case) -> Iterator[str]:
    """The unit or scale of an amount made another, or that of a share left out."""
    text = case.statement.text
    for unit, other in _UNITS.items():
        for match in re.finditer(rf"(?<![A-Za-z]){re.escape(unit)}(?![A-Za-z])", text):
            if re.search(r"\d[\d.,]*\s?(?:\w+ )?$", text[: match.start()]) or re.match(r"\s?\d", text[match.end() :]):
                yield _with(text, match, other)
    for match in re.finditer(r"(?<=\d)%", text):
        yield _with(text, match, " percentage points")
        if not re.match(r" (?:to|and|or) [\d.,]+(?:%| per ?cent)", text[match.end() :]):
            yield _with(text, match, "")
        yield _with(text, match, " million")


def _other_years(case: Case) -> Iterator[str]:
    """A year made the one before or behind it, or another of the row or the question."""
    text = case.statement.text
    printed = {int(year) for unit in case.statement.units for year in YEAR.findall(unit.text)}
    for match in YEAR.finditer(text):
        year = int(match[0])
        for other in sorted({year - 1, year + 1, *printed, *case.question.years} - {year}):
            if not (_same_cell(case, year, other) or _narrower(text, match, other)):
                yield _with(text, match, str(other))


def _narrower(text: str, match: re.Match[str], other: int) -> bool:
    """Whether what is the highest of some years is so of those left too."""
    span = re.search(r" in (\d{4}), .*of the years (\d{4}) to (\d{4})", text)
    if span is None or match.start() not in {span.start(2), span.start(3)}:
        return False
    told, first, last = (int(year) for year in span.groups())
    return first < other <= told if match.start() == span.start(2) else told <= other < last


def _same_cell(case: Case, year: int, other: int) -> bool:
    """Whether a row holds one value for both years."""
    for unit in case.statement.units:
        if unit.is_row:
            cells = parse(unit.text).cells
            values = {cell.value for cell in cells if cell.year == year}
            if values & {cell.value for cell in cells if cell.year == other}:
                return True
    return False


def _turned(case: Case) -> Iterator[str]:
    """A sign, or a word for a direction or limit, turned round."""
    text = case.statement.text
    for word, other in _TURNED.items():
        for match in re.finditer(rf"(?<![\w-]){word}(?![\w-])", text, re.IGNORECASE):
            yield _with(text, match, other.capitalize() if match[0][0].isupper() else other)
    for match in re.finditer(r"(?<![\w)])[-+−](?=\d)", text):
        yield _with(text, match, "-" if match[0] == "+" else "+")


def _other_parts(case: Case) -> Iterator[str]:
    """A part of the company, or the name of the row or column, made another that stands beside it."""
    text = case.statement.text
    for word, other in _PARTED.items():
        for match in re.finditer(rf"(?<![\w-]){word}(?![\w-])", text, re.IGNORECASE):
            yield _with(text, match, other.capitalize() if match[0][0].isupper() else other)
    for unit in case.statement.units:
        if unit.is_row:
            yield from _other_columns(text, unit.text)
            yield from _other_rows(text, unit.text, unit.evidence.text.split("\n"))


def _other_columns(text: str, row: str) -> Iterator[str]:
    """The name of a column made that of another with another value."""
    cells = [cell for cell in parse(row).cells if cell.name]
    for cell, other in ((one, two) for one in cells for two in cells if one.value != two.value):
        if cell.segment != other.segment and cell.name in text and cell.value in text:
            yield text.replace(cell.name, other.name)


def _other_rows(text: str, row: str, lines: Sequence[str]) -> Iterator[str]:
    """The last name of a row's label made that of a row beside it."""
    label = parse(row).label
    path, _, last = label.rpartition(", ")
    for line in lines:
        other_path, _, other = parse(line).label.rpartition(", ")
        if (
            _unmarked(other) != _unmarked(last)
            and other_path == path
            and last in text
            and parse(line).cells
            and other not in text
        ):
            yield text.replace(last, other)


def _unmarked(label: str) -> str:
    """A label without the marks of footnotes."""
    return label.strip("¹²³⁴⁵⁶⁷⁸⁹⁰ ")


def _swapped_figures(case: Case) -> Iterator[str]:
    """Two amounts with each other's place."""
    text = case.statement.text
    for one, two in combinations(_numbers(text), 2):
        if _value(one[0]) != _value(two[0]):
            yield f"{text[: one.start()]}{two[0]}{text[one.end() : two.start()]}{one[0]}{text[two.end() :]}"


def _negated(case: Case) -> Iterator[str]:
    """A verb denied, or a denial taken away."""
    text = case.statement.text
    for match in _VERB.finditer(text):
        yield _with(text, match, f"{match[0]} not")
    for match in _NEGATION.finditer(text):
        yield _with(text, match, "")


_KINDS = {
    "digit changed": _changed_digits,
    "digit or point": _dropped_digits,
    "unit": _other_units,
    "year": _other_years,
    "direction or sign": _turned,
    "segment": _other_parts,
    "figures swapped": _swapped_figures,
    "negated": _negated,
}


def _of_citations(cases: Sequence[Case]) -> Iterator[Mutant]:
    """Each statement with the units of the two that follow it, in one answer or the next."""
    for at, case in enumerate(cases):
        for other in (cases[(at + step) % len(cases)] for step in (1, 2)):
            if not _bears_too(case.statement, other.statement):
                moved = replace(case.statement, units=other.statement.units)
                yield Mutant("citations swapped", moved, case.question, case.statement.text)


def _bears_too(statement: Statement, other: Statement) -> bool:
    """Whether the units of another statement hold all that this one's hold."""
    return all(any(_holds(each, unit, statement.text) for each in other.units) for unit in statement.units)


def _holds(other: Unit, unit: Unit, text: str) -> bool:
    """Whether a unit states what is told of another: it is a copy, or the same row of another report."""
    if unit.text in other.evidence.text or not (unit.is_row and other.is_row):
        return unit.text in other.evidence.text
    row, beside = parse(unit.text), parse(other.text)
    told = {(cell.year, cell.value) for cell in row.cells if cell.value in text}
    same = stems(row.label.rpartition(", ")[2]) == stems(beside.label.rpartition(", ")[2])
    return same and told <= {(cell.year, cell.value) for cell in beside.cells}
