"""Printed lines that are rows of a table: with pipes, with tabs, or with a figure for each year of the line above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from index.headers import YEAR
from index.types import Row

_PRINTED = re.compile(r"[-+(]?\d[\d,.]*%?\)?|[-–—/]|N/A")
_MOST_YEARS = 20


def pipe_row(text: str, line: int) -> Row:
    """The cells of a ``| a | b |`` line."""
    cells = re.split(r"(?<!\\)\|", text.strip().removeprefix("|").removesuffix("|"))
    return Row(tuple(" ".join(cell.replace("\\|", "|").split()) for cell in cells), line)


def tab_row(text: str, line: int) -> Row:
    """The cells of a line with tabs."""
    return Row(tuple(" ".join(cell.split()) for cell in text.split("\t")), line)


def year_header(text: str) -> tuple[str, ...]:
    """The years of a line that ends in two or more neighbouring years in order, else nothing."""
    tokens = [] if "\t" in text or len(text) > 300 else text.split()
    years = tuple(reversed([*takewhile(re.compile(r"(?:19|20)\d\d").fullmatch, reversed(tokens))]))
    steps = {int(right) - int(left) for left, right in pairwise(years)}
    return years if len(tokens) - len(years) <= 8 and len(years) <= _MOST_YEARS and steps in ({1}, {-1}) else ()


def figure_row(text: str, years: Sequence[str]) -> tuple[str, ...] | None:
    """The label and one figure a year of a flattened row, or None where the line is no such row."""
    label, *values = ("" if "\t" in text else text).rsplit(maxsplit=len(years)) or [""]
    if len(values) < len(years) or not all(map(_PRINTED.fullmatch, values)):
        return None
    if not re.search(r"[^\W\d]|%", label) or YEAR.fullmatch(values[0]):
        return None  # a bare year among the values belongs to the words before it: "to be disclosed in 2025"
    return (" ".join(label.split()), *values)
