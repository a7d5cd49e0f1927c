"""Figures put together: those of one row first, then rows of other tables and reports that are of the same thing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

from index.series.identity import Identity, identity
from index.series.identity_words import tell_apart
from index.series.torn import FEWEST_LETTERS, torn_alike
from index.types import Figure
from index.units import base

_LEGAL_FORM = re.compile(
    r"[.,()]|\b(?:the|corporation|corp|incorporated|inc|company|co|limited|ltd|llc|plc|group|holdings?|ag|se|sa|spa|nv|gmbh)\b"
)
_WHOLE = frozenset({"", "total", "group", "overall", "the group", "consolidated", "all"})
_DIGITS_THAT_TELL = 5
"""A number of so many digits is hardly printed twice by chance for the same year and unit."""
_FEWEST_DIGITS = 3
_MOST_LONG = 200
_MOST_ALIKE = 40
"""More rows that print the same number say nothing, as with zeros."""


@dataclass(frozen=True, slots=True)
class Strand:
    """The figures of one row of one report, by year."""

    identity: Identity
    dimension: str
    """The unit its figures are compared in."""
    segment: str
    document: str
    company: str
    years: dict[int, Figure]

    @property
    def label(self) -> str:
        """What its report calls it."""
        return next(iter(self.years.values())).indicator if self.years else ""

    @property
    def figures(self) -> list[Figure]:
        """Its figures, oldest year first."""
        return [self.years[year] for year in sorted(self.years)]


def strands(figures: Iterable[Figure], companies: Mapping[str, str]) -> list[Strand]:
    """Figures that state a number for a year, by the row that they stand in; companies by document."""
    owners = _owners(companies)
    found: dict[tuple[object, ...], list[Strand]] = defaultdict(list)
    for figure in figures:
        if figure.number is None or figure.period is None:
            continue
        what, segment = identity(figure), segment_of(figure)
        dimension = _dimension(figure, what.measure)
        rows = found[(figure.document, figure.source, what.key, dimension, segment, figure.path)]
        row = next((row for row in rows if _takes(row, figure)), None)
        if row is None:
            row = Strand(what, dimension, segment, figure.document, owners.get(figure.document, ""), {})
            rows.append(row)
        row.years.setdefault(figure.period, figure)
    return [row for rows in found.values() for row in rows]


def _owners(companies: Mapping[str, str]) -> dict[str, str]:
    """Companies by document, without what their names may lack; a report that names none is of the only one."""
    plain = {document: " ".join(_LEGAL_FORM.sub(" ", name.casefold()).split()) for document, name in companies.items()}
    known = {name for name in plain.values() if name}
    only = known.pop() if len(known) == 1 else ""
    return {document: name or only for document, name in plain.items()}


def _takes(row: Strand, figure: Figure) -> bool:
    """Whether a figure goes on a row: its year is free there, or the same number stands there already."""
    other = row.years.get(figure.period or 0)
    return other is None or agree(other, figure)


def groups(rows: Sequence[Strand]) -> list[list[Strand]]:
    """Rows that are of the same thing, together."""
    above = list(range(len(rows)))

    def root(at: int) -> int:
        """The row that stands for all that a row is linked with."""
        while above[at] != at:
            above[at] = above[above[at]]
            at = above[at]
        return at

    for one, other in _links(rows):
        above[root(other)] = root(one)
    found: dict[int, list[Strand]] = defaultdict(list)
    for at, row in enumerate(rows):
        found[root(at)].append(row)
    return list(found.values())


def _links(rows: Sequence[Strand]) -> Iterator[tuple[int, int]]:
    """Pairs of rows that are of the same thing: those called the same, then those that print the same numbers."""
    partners: set[tuple[int, str]] = set()
    for one, other in chain(_called_alike(rows), _torn_alike(rows)):
        partners |= {(one, rows[other].document), (other, rows[one].document)}
        yield one, other
    scored = sorted(
        ((_evidence(rows[one], rows[other]), one, other) for one, other in _printed_alike(rows)), reverse=True
    )
    for evidence, one, other in scored:
        pair = {(one, rows[other].document), (other, rows[one].document)}
        if evidence > 0 and not pair & partners:
            partners |= pair
            yield one, other


def _called_alike(rows: Sequence[Strand]) -> Iterator[tuple[int, int]]:
    """Pairs of rows with the same name; of several in a report, those that print the same numbers."""
    named: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        named[(row.company, row.identity.key, row.dimension, row.segment)].append(at)
    for alike in named.values():
        several = {report for report, rows_of in _by_report(rows, alike).items() if _disagree(rows_of)}
        for one, other in combinations(alike[:_MOST_ALIKE], 2):
            unsure = rows[one].identity.bare or {_report(rows[one]), _report(rows[other])} & several
            if not unsure or _agreements(rows[one], rows[other])[0]:
                yield one, other


def _torn_alike(rows: Sequence[Strand]) -> Iterator[tuple[int, int]]:
    """Pairs of rows of different reports whose names are the same but for where a table tore one of them."""
    long: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        if len(row.label) >= FEWEST_LETTERS:
            long[(row.company, row.identity.measure, row.dimension, row.segment)].append(at)
    for alike in long.values():
        for one, other in combinations(alike[:_MOST_LONG], 2):
            if rows[one].document != rows[other].document and same_but_torn(rows[one], rows[other]):
                yield one, other


def same_but_torn(one: Strand, other: Strand) -> bool:
    """Whether two rows have the same name but for where a table tore one of them."""
    return torn_alike(one.label, other.label) and not tell_apart(one.identity.tokens, other.identity.tokens)


def _by_report(rows: Sequence[Strand], alike: Sequence[int]) -> dict[tuple[str, str], list[Strand]]:
    """Rows of the same name by the report that has them."""
    found: dict[tuple[str, str], list[Strand]] = defaultdict(list)
    for at in alike:
        found[_report(rows[at])].append(rows[at])
    return found


def _report(row: Strand) -> tuple[str, str]:
    """The report of a row, and whether it is a table's or a sentence's."""
    return row.document, next(iter(row.years.values())).source


def _disagree(rows: Sequence[Strand]) -> bool:
    """Whether rows of one report that have the same name are of different things: some never print one number."""
    return any(not _agreements(rows[0], row)[0] for row in rows[1:])


def _printed_alike(rows: Sequence[Strand]) -> set[tuple[int, int]]:
    """Pairs of table rows of different reports that print the same number for the same year."""
    printed: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        for year, figure in row.years.items():
            if figure.source == "table" and _digits(figure) >= _FEWEST_DIGITS:
                printed[(row.company, year, row.dimension, row.segment, f"{amount(figure):.6g}")].append(at)
    return {
        (one, other)
        for alike in printed.values()
        if len(alike) <= _MOST_ALIKE
        for one, other in combinations(alike, 2)
        if rows[one].document != rows[other].document
    }


def _evidence(one: Strand, other: Strand) -> float:
    """How surely two rows that are called differently are of the same thing; 0 where they may not be."""
    some, others = one.identity.tokens, other.identity.tokens
    if one.identity.measure != other.identity.measure or not some & others or tell_apart(some, others):
        return 0.0
    same, different, digits = _agreements(one, other)
    alike = len(some & others) / len(some | others)
    enough = digits >= _DIGITS_THAT_TELL or (same > 1 and digits > _FEWEST_DIGITS) or (same and alike >= 0.5)
    return same - different + alike if enough and same >= different else 0.0


def _agreements(one: Strand, other: Strand) -> tuple[int, int, int]:
    """For how many years two rows print the same number, and another one; and the most digits of one printed twice."""
    same = different = digits = 0
    for year in one.years.keys() & other.years.keys():
        if agree(one.years[year], other.years[year]):
            same += 1
            digits = max(digits, min(_digits(one.years[year]), _digits(other.years[year])))
        else:
            different += 1
    return same, different, digits


def agree(one: Figure, other: Figure) -> bool:
    """Whether two figures are the same number but for rounding."""
    step = max(_step(one), _step(other))
    same_step = _step(one) == _step(other) and step >= 1
    return abs(amount(one) - amount(other)) <= (0 if same_step else step * 1.0001)


def amount(figure: Figure) -> float:
    """A figure's number in the unit that it is compared in."""
    unit = base(figure.unit)
    return (figure.number or 0.0) * (unit.factor if unit else 1.0)


def _step(figure: Figure) -> float:
    """The last printed digit of a figure, in the unit that it is compared in."""
    unit = base(figure.unit)
    printed = re.search(r"\d[\d,]*(?:\.(?P<decimals>\d+))?", figure.value)
    decimals = len(printed["decimals"] or "") if printed else 0
    step = 10.0**-decimals
    if printed and not decimals and (figure.source == "prose" or not figure.value[0].isdigit()):
        whole = printed[0].replace(",", "")
        step = 10.0 ** (len(whole) - len(whole.rstrip("0")))
    return step * (unit.factor if unit else 1.0)


def _digits(figure: Figure) -> int:
    """How many digits of a printed value tell."""
    printed = re.search(r"\d[\d,.]*", figure.value)
    return len(printed[0].replace(",", "").replace(".", "").strip("0")) if printed else 0


def _dimension(figure: Figure, measure: str) -> str:
    """The unit that a figure is compared in; one for all that is counted, as counts are often printed bare."""
    if measure.startswith(("number", "share", "water")):
        return measure
    unit = base(figure.unit)
    return unit.unit.replace(" CO2e", "").replace(" CO2", "") if unit else " ".join(figure.unit.casefold().split())


def segment_of(figure: Figure) -> str:
    """The part of the company, an empty string for the whole however it is called."""
    segment = " ".join(figure.segment.casefold().split())
    return "" if segment in _WHOLE else segment
