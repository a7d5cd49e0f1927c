"""The figures that are reckoned with, as their reports print them, and whether they fit each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from index.units import Base, base, unit_in, unit_kind
from rag.evidence import Unit
from rag.question import YEAR, Question, stems
from rag.rows import Cell, TableRow, counts, narrowed, parse
from rag.verify.amounts import Amount, amounts, scale_of

_ASIDE = re.compile(r"\([^)]*\)?\s*$|\[\^[^\]]*\]|[¹²³⁴⁵⁶⁷⁸⁹⁰]+")
_SHARE_ASIDE = re.compile(r"\(\s*([^()]*\d\s?%)\s*\)?\s*$")
_NUMBER = re.compile(r"[-−–+]?\d[\d,]*(?:\.\d+)?$")
_PERCENT = re.compile(r"%|per ?cent\b", re.IGNORECASE)
_WHOLE = stems("total overall all")
_PREFIX = 5
"""So many letters that two words begin with make them kin: chargers, charging."""


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure that is reckoned with."""

    value: Decimal
    printed: str
    """Its number as printed."""
    unit: str
    """Its unit as printed; empty where none is."""
    year: int | None
    source: Unit
    """What states it."""
    row: TableRow | None = None
    """The row with the one cell that holds it; None where a sentence states it."""
    about: bool = False
    """Whether its report calls it approximate."""
    part: str = ""
    """The column it stands in, where others beside it are of the same year."""
    stated: str = ""
    """The number with the unit it is printed in, where it was converted into another."""

    @property
    def label(self) -> str:
        """What its row and, where there are several, its column call it, without its unit."""
        return ", ".join(filter(None, [unit_in(self.row.label)[0], self.part])) if self.row else ""

    @property
    def is_share(self) -> bool:
        """Whether it is in percent."""
        return self.unit == "%"

    @property
    def shown(self) -> str:
        """The number with its unit."""
        return f"{'about ' if self.about else ''}{with_unit(self.printed, self.unit)}"

    @property
    def decimals(self) -> int:
        """How many decimals are printed."""
        return len(self.printed.partition(".")[2])

    @property
    def term(self) -> str:
        """The number as a formula shows it: without its unit, but for a percent sign or a scale, as in millions."""
        return with_unit(self.printed, self.unit) if self.is_share or scale_of(self.unit) != 1 else self.printed

    @property
    def cell(self) -> str:
        """The whole of its cell as printed."""
        return self.row.cells[0].value if self.row else ""

    @property
    def document(self) -> str:
        """The report that states it."""
        return self.source.evidence.document


def with_unit(number: str, unit: str) -> str:
    """A number with its unit behind it."""
    return f"{number}{unit}" if unit == "%" else f"{number} {unit}".rstrip()


def of_row(source: Unit, question: Question, *, year: int | None = None, share: bool = False) -> Operand | None:
    """The one figure of a row that a question means, in a year; None where there is none, or several.

    :param share: Whether it must be a share, which may stand in brackets behind a number: ``120 (34%)``.
    """
    row = parse(source.text)
    columns = {cell.year for cell in row.cells if cell.year}
    own = {int(each) for each in YEAR.findall(row.label)}
    reported = source.evidence.source.document.year
    covered = columns or own or ({reported} if reported else set())
    if year is not None and year not in covered:
        return None
    narrow = narrowed(row, replace(question, years=() if year is None else (year,)))
    cells = [cell for cell in narrow.cells if not columns or year is None or cell.year == year]
    if len(cells) != 1 or _may_be_another(cells[0], row, question):
        return None
    cell = replace(cells[0], value=_share_in(cells[0].value)) if share else cells[0]
    found = of_cell(source, row, cell, year=cell.year or (year if year else max(covered, default=None)))
    return None if share and found and not found.is_share else found


def of_cell(source: Unit, row: TableRow, cell: Cell, *, year: int | None) -> Operand | None:
    """The figure of a cell; None where it states none, several, or only a limit."""
    text = _ASIDE.sub("", cell.value)
    found = amounts(text, unit=row.unit or unit_in(row.label)[1] or unit_in(cell.name)[1])
    operand = of_amount(found[0], text, source, year=year, row=replace(row, cells=(cell,))) if len(found) == 1 else None
    several = not cell.is_whole and sum(each.year == cell.year for each in row.cells) > 1
    return replace(operand, part=cell.segment) if operand and several else operand


def of_amount(
    amount: Amount, text: str, source: Unit, *, year: int | None = None, row: TableRow | None = None
) -> Operand | None:
    """An amount as an operand; None where it is only a limit, as "more than 5" is."""
    printed = _NUMBER.search(text[: amount.end])
    if printed is None or amount.limit in {"over", "under"}:
        return None
    value = Decimal(re.sub("[−–]", "-", printed[0]).replace(",", ""))
    unit = "%" if _PERCENT.match(amount.unit) else amount.unit
    return Operand(value, printed[0], unit, year, source, row, amount.limit == "about")


def fit(operands: Sequence[Operand]) -> bool:
    """Whether figures are of one unit, or of such that can be converted, so that they can be reckoned with."""
    return bool(alike(operands))


def alike(operands: Sequence[Operand]) -> tuple[Operand, ...]:
    """Figures in one unit, the smallest of theirs; none where they are not of the same measure."""
    measures = [_measure(each) for each in operands]
    units = {each.unit if isinstance(each, Base) else each for each in measures}
    if len(units) != 1:
        return ()
    known = [each for each in measures if isinstance(each, Base)]
    if len({each.factor for each in known}) < 2:
        return tuple(operands) if len(known) in {0, len(measures)} else ()  # millions are not what has no unit
    smallest = min(known, key=lambda each: each.factor)
    unit = operands[measures.index(smallest)].unit
    scales = [Decimal(str(each.factor)) / Decimal(str(smallest.factor)) for each in known]
    if any(scale.normalize().as_tuple().digits != (1,) for scale in scales):  # only tens can be told exactly
        return ()
    return tuple(_converted(each, scale, unit) for each, scale in zip(operands, scales, strict=True))


def _share_in(value: str) -> str:
    """The share that stands in brackets behind a number; else the value itself."""
    match = _SHARE_ASIDE.search(value)
    return match[1] if match else value


def _converted(operand: Operand, scale: Decimal, unit: str) -> Operand:
    """A figure in another unit, of which it is so many times as much; itself where it is in that already."""
    if scale == 1:
        return operand
    value = operand.value * scale
    stated = with_unit(operand.printed, operand.unit)
    return replace(operand, value=value, printed=f"{value.normalize():,f}", unit=unit, stated=stated)


def _measure(operand: Operand) -> Base | str:
    """The unit in which a figure can be reckoned with; as printed where it is none that is known."""
    unit = base(operand.unit)
    if unit and unit_kind(operand.unit, label=operand.label) == "emissions":
        return Base("t CO2e", unit.factor)
    return unit or " ".join(operand.unit.casefold().split())


def _may_be_another(cell: Cell, row: TableRow, question: Question) -> bool:
    """Whether a column beside the one taken is kin to a word of the question too, as chargers are to charging.

    In a row that says nothing else, a column that is called by what is counted is surely meant.
    """
    if counts(cell, question) and not stems(row.label) - _WHOLE - stems(question.text):
        return False
    asked = {word[:_PREFIX] for word in question.words if len(word) >= _PREFIX}
    beside = {each.segment.casefold() for each in row.cells if each.year == cell.year} - {cell.segment.casefold()}
    own = set(re.findall(r"[^\W\d]+", cell.segment.casefold()))
    words = {word for segment in beside for word in re.findall(r"[^\W\d]+", segment)} - own
    return any(word[:_PREFIX] in asked for word in words if len(word) >= _PREFIX)
