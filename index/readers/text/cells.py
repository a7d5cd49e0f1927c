"""The lines of a flattened table: the years above it, and the label and values of a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from index.readers.lines import Line
from index.tables.periods import period_of

_YEAR = re.compile(r"(?:FY|CY)?(?:19|20)\d\d(?:[/–-](?:19|20)?\d\d)?|FY\d\d", re.IGNORECASE)
_ANY_YEAR = re.compile(r"(?<![\w.,/-])(?:19|20)\d\d(?![\w.,/-])")
_VALUE = re.compile(
    r"[-+−–(<>≈~≤≥]{0,2}(?:RMB|US\$|HK\$|[$€£¥])?\d[\d,.]*%?\+?\)?|[-–—/_]|N/?A|n/?a|n\.a\.|Nil|NIL|None|\d+:\d[\d.]*"
)
_WORDS = (
    r"(?:(?:{0}o be|{1}ot(?: yet)?|{2}et to be)"
    r" (?:disclosed|available|applicable|published|reported|confirmed|calculated)"
    r"|{3}nder (?:calculation|review|verification)|{4}ending)\b(?: (?:in|by|on|from) [A-Z]\w{{2,12}}(?: \d{{4}})?)?"
)
_PHRASE = re.compile(r"\b" + _WORDS.format("t", "n", "y", "u", "p"), re.IGNORECASE)
_CELL = re.compile(r"(?:^|(?<= ))" + _WORDS.format("T", "N", "Y", "U", "P"))
"""What stands in a cell instead of a figure; amid a line it begins with a capital."""
_LEADS_TO_NUMBER = re.compile(
    r"(?:scope|tier|level|categor(?:y|ies)|phase|type|class|grade|part|group|zone|aged?|over|under|above|below|iso|and"
    r"|note|step|no\.?|to|rule|top|pm)$",
    re.IGNORECASE,
)
_SHARE = re.compile(r"\([\d,.]+%\)")
_MOST_YEARS = 20
_LONGEST = 300
_GLUE = "\u00a0"
"""Holds the words of a phrase together while a line is split at its blanks."""


@dataclass(frozen=True, slots=True)
class Header:
    """What the line above a flattened table says."""

    title: str
    unit: bool
    """Whether a column of units stands before the values."""
    columns: tuple[str, ...]
    """The names of the columns of values, each with its year."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A line of a flattened table taken apart: words, then values."""

    label: str
    values: tuple[str, ...] = ()
    surplus: bool = False
    """Whether it holds more values than there are columns."""


def header_of(text: str) -> Header | None:
    """The header that a line is: two or more neighbouring years in order, perhaps behind a title and ``Unit``."""
    if "\t" in text or "|" in text or not 9 <= len(text) <= _LONGEST:
        return None
    tokens = re.sub(r"\b([FC]Y) (?=\d)", r"\1", text).split()
    behind = bool(tokens) and _is_unit_word(tokens[-1])
    if behind:
        tokens = tokens[:-1]
    years = [*takewhile(_YEAR.fullmatch, reversed(tokens))][::-1]
    words = tokens[: len(tokens) - len(years)]
    if len(words) > 8 or not 2 <= len(years) <= _MOST_YEARS or not _in_order(years):
        return None
    before = bool(words) and _is_unit_word(words[-1])
    title = " ".join(words[:-1] if before else words)
    return Header(title, before or behind, tuple(years))


def wrapped_header(lines: Sequence[Line], start: int) -> tuple[Header, int] | None:
    """A header whose columns are a year and the same words each, wrapped over lines, and the position behind it."""
    if not _ANY_YEAR.search(lines[start].text[:_LONGEST]):
        return None
    text, found = "", None
    for position in range(start, min(start + 12, len(lines))):
        line = lines[position].text.strip()
        if "\t" in line or len(line) > 100 or line.endswith((".", ":", ";")):
            break
        text = f"{text} {line}".strip()
        years = _ANY_YEAR.findall(text)
        if len(years) > 1 and not _in_order(years):
            break
        if line and len(years) > 1 and (header := _parallel(text)):
            found = header, position + 1
    return found


def parsed(text: str, width: int) -> Parsed:
    """A line of a flattened table of so many columns taken apart; what is no value belongs to the label."""
    tokens = [] if len(text) > _LONGEST else _CELL.sub(_glued, " ".join(text.split())).split(" ")
    tail = [*takewhile(_is_value, reversed(tokens))][::-1]
    words = tokens[: len(tokens) - len(tail)]
    if len(tail) == 2 * width and all(map(_SHARE.fullmatch, tail[1::2])):
        tail = [f"{value} {share}" for value, share in zip(tail[::2], tail[1::2], strict=True)]
    surplus = len(tail) - width
    leads = words and _LEADS_TO_NUMBER.search(words[-1])
    if surplus in {1, 1 - width} and leads and tail[0].isdigit():  # "Scope 1" and "under 30" end the label
        words, tail, surplus = [*words, tail[0]], tail[1:], surplus - 1
    if tail and _ANY_YEAR.fullmatch(tail[0]):  # a bare year belongs to the words before it
        return Parsed(" ".join(text.split()))
    label = " ".join(words).replace(_GLUE, " ")
    return Parsed(label, tuple(value.replace(_GLUE, " ") for value in tail), surplus > 0)


def is_note(text: str) -> bool:
    """Whether a line says that a figure comes later or isn't there."""
    return len(text) < 150 and _PHRASE.search(text) is not None


def begins_with_year(text: str) -> bool:
    """Whether a line is a row of a table that has a year for a label."""
    first, _, rest = text.strip()[:_LONGEST].partition(" ")
    values = rest.split()
    return bool(values) and _YEAR.fullmatch(first) is not None and all(map(_is_value, values))


def year_number(text: str) -> int | None:
    """The year that a column or row is for."""
    return int(text) if text.isdecimal() and len(text) == 4 else period_of(text).year


def _glued(match: re.Match[str]) -> str:
    """A phrase that takes no break at its blanks."""
    return match[0].replace(" ", _GLUE)


def _is_value(token: str) -> bool:
    """Whether a word of a line is what a cell holds."""
    whole = token.count("(") == token.count(")")  # the end of "(Scope 1)" is no value
    return (whole and _VALUE.fullmatch(token) is not None) or _GLUE in token


def _is_unit_word(token: str) -> bool:
    """Whether a word of a header names the column of units."""
    return token.strip("()").casefold() in {"unit", "units"}


def _in_order(years: Sequence[str]) -> bool:
    """Whether years follow each other, up or down."""
    numbers = [year_number(year) for year in years]
    steps = {right - left if left and right else 0 for left, right in pairwise(numbers)}
    return steps in ({1}, {-1})


def _parallel(text: str) -> Header | None:
    """A header of columns that differ in nothing but the year."""
    marks = list(_ANY_YEAR.finditer(text))
    if len(marks) > _MOST_YEARS:
        return None
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    columns = [" ".join(text[mark.start() : end].split()) for mark, end in zip(marks, ends, strict=True)]
    words = {column[4:].strip().casefold() for column in columns}
    title = " ".join(text[: marks[0].start()].split())
    if len(words) > 1 or not words.pop() or len(title.split()) > 8:
        return None
    return Header(title, unit=False, columns=tuple(columns))
