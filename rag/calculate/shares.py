"""A part and the whole that a question asks the share of: two columns of a row, or two rows of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.store import Index
from rag.calculate.operands import Operand, alike, of_cell, of_row
from rag.evidence import Aim, Unit, ideas
from rag.figure_match import numbers_named
from rag.parts import Words
from rag.question import stems
from rag.question.quantities import AUXILIARY
from rag.rows import parse

_FAR = 0.7
_SHARE = r"(?:share|part|portion|proportion|percentage|percent|fraction)"
_COMES = r"(?:c[ao]mes?|went|goes|fell|falls|stem(?:s|med)|arose|arises?|made|makes?)"
_MAKES_UP = r"(?:make up|account for|represent|contribute to|have (?:in|of)|come to)"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b{_SHARE} of (?P<whole>[^?,;]+?) did (?P<part>[^?,;]+?) {_MAKES_UP}",
        rf"\b{_SHARE} (?:did|do|does) (?P<part>[^?,;]+?) {_MAKES_UP} (?P<whole>[^?,;]+)",
        rf"\b{_SHARE} of (?P<whole>[^?,;]+?) (?:{AUXILIARY}|{_COMES}) (?P<part>[^?,;]+)",
    )
)
_LITTLE = stems("came come part from due segment business company group total overall own made use used share")
_SAYS_LITTLE = _LITTLE | stems("comprehensive amount number consumption usage volume all whole sum")
"""Words of a whole's label that make it no other than the one asked for."""
_WHOLE = re.compile(r"\b(?:total|overall|all|whole|sum)\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^)]*\)")


def part_and_whole(aim: Aim, ranked: Sequence[Unit], index: Index) -> tuple[Operand, ...]:
    """The figures of a part and its whole; none where either can't surely be told."""
    form = next(filter(None, (form.search(aim.question.text) for form in _FORMS)), None)
    rows = [unit for unit in ranked if unit.is_row and ranked[0].score - unit.score <= _FAR]
    for unit in rows if form else ():
        for part, whole in _pairs(unit, rows, aim):
            same = alike((part, whole))
            fitting = same and not part.is_share and 0 < same[0].value <= same[1].value
            asked = {"part": _of_part(part), "whole": whole.label}
            met = form and all(_met(form[name], label, aim, index) for name, label in asked.items())
            if form and fitting and met and not _strange(whole, form["whole"], aim):
                return part, whole
    return ()


def _strange(whole: Operand, asked: str, aim: Aim) -> bool:
    """Whether a whole is narrower than the one asked for: the direct part of it, or not the total that was named."""
    label = _BRACKETS.sub("", whole.label)
    own = stems(label.rsplit(", ", 1)[-1]) - aim.known - _SAYS_LITTLE
    return bool(own) or (_WHOLE.search(asked) is not None and _WHOLE.search(f"{label} {_of_part(whole)}") is None)


def _pairs(unit: Unit, rows: Sequence[Unit], aim: Aim) -> Iterator[tuple[Operand, Operand]]:
    """What may be a part and its whole: a column and the total of its row, a row and the total of its table."""
    year = aim.question.periods[0] if aim.question.periods else None
    row = parse(unit.text)
    years = {cell.year for cell in row.cells if cell.year}
    of_year = year or max(years, default=None)
    cells = [cell for cell in row.cells if cell.year == of_year]
    if total := next((cell for cell in cells if cell.is_whole and len(cells) > 1), None):
        whole = of_cell(unit, row, total, year=of_year)
        parts = (of_cell(unit, row, cell, year=of_year) for cell in cells if not cell.is_whole)
        yield from ((part, whole) for part in parts if part and whole)
    part = of_row(unit, aim.question, year=year)
    for other in rows if part else ():
        whole = of_row(other, aim.question, year=year) if other != unit and _is_whole_of(other, unit) else None
        if part and whole and whole.year == part.year:
            yield part, whole


def _is_whole_of(whole: Unit, part: Unit) -> bool:
    """Whether a row is the total of the rows among which another stands."""
    label = _BRACKETS.sub("", parse(whole.text).label)
    same = whole.evidence.document == part.evidence.document and whole.evidence.section == part.evidence.section
    return same and _WHOLE.search(label) is not None and stems(label) - _LITTLE <= stems(parse(part.text).label)


def _of_part(part: Operand) -> str:
    """The words that tell what a part is: its label and its column."""
    return f"{part.row.label}, {part.row.cells[0].name}" if part.row else ""


def _met(asked: str, label: str, aim: Aim, index: Index) -> bool:
    """Whether a label says all that is asked of it, in the same words or others of their meaning."""
    numbers = dict(numbers_named(asked.casefold()))
    if numbers:
        return dict(numbers_named(label.casefold())) == numbers
    wanted = ideas(_BRACKETS.sub("", asked), index, without=aim.naming.words | _LITTLE)
    held = Words.of(label)
    return bool(wanted) and all(idea.stands_in(held) for idea in wanted)
