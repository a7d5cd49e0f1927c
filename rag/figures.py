"""The figures of the reports for whoever reckons with them: found by words, in order, as records, a frame or CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from operator import index as whole_number
from typing import TYPE_CHECKING, Any, SupportsIndex, overload

from index.series import Restatement, restatements, series_key
from index.store import Index
from index.types import Figure
from rag.errors import QuestionError
from rag.figure_match import Sought
from rag.question import check_years, stems, understand

if TYPE_CHECKING:
    import pandas

COLUMNS = (
    "indicator", "path", "unit", "period", "segment", "value", "number", "document", "section", "page", "first_line",
    "last_line", "kind", "source", "confidence", "note",
)  # fmt: skip
"""What a record holds, in this order."""
SOURCES = ("table", "prose")

_FORMULA = re.compile(r"[=+@\t\r-]")
_NUMBER = re.compile(r"[+-]?[\d.,]+%?")
_WHOLE = frozenset({"total", "overall", "group", "whole"})
_UNDATED = 9999


class Figures(tuple[Figure, ...]):
    """Figures in the order they were found."""

    __slots__ = ()

    @overload
    def __getitem__(self, at: SupportsIndex, /) -> Figure: ...
    @overload
    def __getitem__(self, at: slice, /) -> Figures: ...
    def __getitem__(self, at: SupportsIndex | slice, /) -> Figure | Figures:
        """One of them, or some of them as figures again."""
        return Figures(super().__getitem__(at)) if isinstance(at, slice) else super().__getitem__(at)

    def to_dicts(self) -> list[dict[str, Any]]:
        """A record a figure, as plain data."""
        return [_record(figure) for figure in self]

    def to_frame(self) -> pandas.DataFrame:
        """A row a figure, the columns those of :data:`COLUMNS`."""
        import pandas

        frame = pandas.DataFrame(self.to_dicts(), columns=list(COLUMNS))
        kinds = {"period": "Int64", "page": "Int64", "number": "float64", "first_line": "int64", "last_line": "int64"}
        return frame.astype({**kinds, "confidence": "float64"})

    def to_csv(self) -> str:
        """A heading and a line a figure; a text that a spreadsheet would take for a formula begins with ``'``."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([_harmless(value) for value in record.values()] for record in self.to_dicts())
        return text.getvalue()


def find_figures(
    index: Index,
    text: str | None = None,
    *,
    years: Iterable[int] | None = None,
    documents: Collection[str] | None = None,
    segment: str | None = None,
    source: str | None = None,
) -> Figures:
    """The figures that a text asks for: the nearest first, and of those the same by year and report.

    :param index: The index.
    :param text: Words that a figure's label, groups, segment or unit must hold, or synonyms of them; years in it are a
        filter where no other is given. None means every figure.
    :param years: The only years, of the figures themselves.
    :param documents: Names of the only reports.
    :param segment: The only part of the company; empty or ``total`` means the whole.
    :param source: ``table`` or ``prose``.
    :raises QuestionError: If a year or the source can't be one, or the text is empty.
    """
    if source is not None and source not in SOURCES:
        raise QuestionError(f"{source!r} is no source of figures", fix=f"Use one of {', '.join(SOURCES)}.")
    wanted = None if years is None else _years(years)
    asked = None if text is None else understand(text)
    if asked is not None and asked.years and wanted is None:
        wanted = asked.years
    sought = Sought.of(asked.text) if asked else None
    if sought is not None and not sought and not (asked and asked.years):
        return Figures()
    companies = {document.name: stems(document.company) for document in index.documents()}
    words = sought.words(beside=frozenset().union(*companies.values())) if sought else []
    found = index.figures(words=words, years=wanted, documents=documents)
    kept = [figure for figure in found if _is_of(figure, segment=segment, source=source)]
    return Figures(_ranked(kept, sought, companies) if sought else kept)


def find_restatements(
    index: Index,
    text: str | None = None,
    *,
    years: Iterable[int] | None = None,
    documents: Collection[str] | None = None,
    segment: str | None = None,
    source: str | None = None,
) -> list[Restatement]:
    """The years of an indicator that are printed with different values, each with every figure that states it.

    The filters are those of :func:`find_figures`; one of the figures must be found with them.
    """
    meant = find_figures(index, text, years=years, documents=documents, segment=segment, source=source)
    known = frozenset(meant)
    companies = {document.name: document.company for document in index.documents()}
    restated = restatements(index.figures(), companies=companies)
    return [each for each in restated if not known.isdisjoint(each.figures)]


def _years(years: Iterable[int]) -> tuple[int, ...]:
    """The years of a filter, of whatever whole-number type."""
    given = [years] if isinstance(years, int) else years
    try:
        plain = [whole_number(year) for year in given]
    except TypeError as error:
        raise QuestionError(
            f"{years!r} are not years", fix="Give years as whole numbers, for example years=[2023, 2024]."
        ) from error
    return check_years(plain) or ()


def _is_of(figure: Figure, *, segment: str | None, source: str | None) -> bool:
    """Whether a figure is of the segment and of the source asked for."""
    if source is not None and figure.source != source:
        return False
    if segment is None:
        return True
    asked = stems(segment) - _WHOLE
    return asked <= stems(figure.segment) if asked else not stems(figure.segment) - _WHOLE


def _ranked(figures: Iterable[Figure], sought: Sought, companies: dict[str, frozenset[str]]) -> list[Figure]:
    """The figures that are meant: series by series, the one that is nearest first, in each by year."""
    found: list[tuple[Figure, tuple[str, ...]]] = []
    nearest: dict[tuple[str, ...], float] = {}
    known: dict[Figure, float | None] = {}
    for figure in figures:
        row = replace(figure, period=None, value="", number=None)  # the years of a row are told apart by nothing else
        if row not in known:
            known[row] = sought.distance(row, company=companies.get(figure.document, frozenset()))
        if (distance := known[row]) is not None:
            series = (series_key(figure), figure.segment.casefold(), figure.source)
            found.append((figure, series))
            nearest[series] = min(distance, nearest.get(series, distance))
    order = {series: rank for rank, series in enumerate(sorted(nearest, key=lambda each: round(nearest[each], 2)))}
    # a sort keeps what is equal in order: within a year the figures stay in the order of their reports
    found.sort(key=lambda each: (order[each[1]], each[0].period or _UNDATED))
    return [figure for figure, _ in found]


def _record(figure: Figure) -> dict[str, Any]:
    """A figure as plain data."""
    first, last = figure.place.lines
    return {
        "indicator": figure.indicator,
        "path": " > ".join(figure.path),
        "unit": figure.unit,
        "period": figure.period,
        "segment": figure.segment,
        "value": figure.value,
        "number": figure.number,
        "document": figure.document,
        "section": figure.section,
        "page": figure.place.page,
        "first_line": first,
        "last_line": last,
        "kind": figure.kind,
        "source": figure.source,
        "confidence": figure.confidence,
        "note": figure.note,
    }


def _harmless(value: object) -> object:
    """A value of a record that a spreadsheet takes as it is."""
    formula = isinstance(value, str) and _FORMULA.match(value) and not _NUMBER.fullmatch(value)
    return f"'{value}" if formula else value
