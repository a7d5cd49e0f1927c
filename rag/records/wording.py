"""Figure records told as sentences of an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.types import Document, Figure
from rag.question import stems
from rag.records.division import is_division, is_part

_MARKS = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹⁰]+(?=\s|$|[,;)])|\[\^[^\]]*\]|\ufffd")
_FEW = 2
"""A label of fewer words leaves open what it is of."""
_WHOLE = frozenset({"", "total", "group", "overall", "all"})


def told(figures: Sequence[Figure], *, said: frozenset[str], row: str) -> str:
    """Figures of one row, by year: ``Scope 1 emissions: 12 t in 2023 and 15 t in 2024``.

    :param said: The stems of the question; groups above the row that it speaks of are named too.
    :param row: The row as it is cited; no group is named that it doesn't.
    """
    values = [f"{amount(figure)} in {figure.period}" for figure in figures]
    listed = " and ".join(filter(None, (", ".join(values[:-1]), values[-1])))
    return f"{named(figures[0], said, row=row)}: {listed}"


def named(figure: Figure, said: frozenset[str], *, row: str | None = None, whole: bool = False) -> str:
    """What a figure is of: its label, the group above it where the label leaves that open, its part of the company.

    :param row: The only text to name groups from.
    :param whole: Whether to leave the part of the company out.
    """
    label = _clean(figure.indicator)
    own = stems(label)
    groups = [_clean(group) for group in figure.path if row is None or group in row]
    telling = [group for group in groups if stems(group) - own]
    subjects = {stems(group) - stems(" ".join(_WHOLE)): group for group in telling if not is_division(group)}
    subject = list(subjects.values()) or telling
    open_ = len(own) < _FEW or is_part(label)
    above = [group for group in subject if stems(group) & said - own] or (subject[-1:] if open_ else [])
    group = f" ({'; '.join(above)})" if above else ""
    segment = "" if whole or figure.segment.casefold() in _WHOLE else f", {figure.segment}"
    return f"{label}{group}{segment}"


def amount(figure: Figure) -> str:
    """A value with its unit, as printed."""
    value, unit = _clean(figure.value), figure.unit
    if not unit or value.casefold().endswith(unit.casefold()):
        return value
    return f"{value}{'' if unit == '%' else ' '}{unit}"


def restated(figure: Figure, document: Document | None) -> str:
    """That another report prints another value."""
    year = document.year if document else None
    report = f"The {year} report" if year else f"{document.title if document else figure.document}"
    return f"{report} gives {amount(figure)} for {figure.period} ({named(figure, frozenset())})"


def span(years: Sequence[int]) -> str:
    """Years in words: ``2022``, ``2020 and 2022``, ``2020 to 2024``."""
    ordered = sorted(set(years))
    if len(ordered) > 2 and ordered[-1] - ordered[0] == len(ordered) - 1:
        return f"{ordered[0]} to {ordered[-1]}"
    texts = [str(year) for year in ordered]
    return f"{', '.join(texts[:-1])} and {texts[-1]}" if len(texts) > 1 else texts[0]


def _clean(text: str) -> str:
    """A text without footnote marks."""
    return " ".join(_MARKS.sub("", text).split())
