"""Flattened tables that have a year for each row's label, under column titles wrapped over several lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from index.readers.lines import Line, joined
from index.readers.text.cells import begins_with_year, header_of, year_number
from index.readers.text.words import is_open
from index.types import Block, Row

_TOP = re.compile(r"\s*(?:(?:reporting|financial|fiscal|calendar)\s)?(?:years?|periods?|FY)\b", re.IGNORECASE)
_UNIT_END = re.compile(r"[(（][^()（）]{1,40}[)）]\s*$")
_LINES = 16
"""The most lines that column titles may take up."""
_LONGEST = 120
_PHRASE = 3
"""So many words alike at the beginnings of column titles tell where these begin."""


def year_rows(lines: Sequence[Line], start: int) -> tuple[Block, int] | None:
    """The table of years that begins at a position, and the position behind it.

    Where it isn't sure which words are whose column's, it is a block of text, lines and all.
    """
    if not _TOP.match(lines[start].text[:_LONGEST]):
        return None
    first = _first_row(lines, start)
    if first is None:
        return None
    rows, end = _rows(lines, first)
    numbers = [year_number(row.cells[0]) or 0 for row in rows]
    steps = {right - left for left, right in pairwise(numbers)}
    if steps not in ({1}, {-1}):
        return None
    used = [line for line in lines[start:end] if line.text.strip()]
    header = used[: len(used) - len(rows)]
    top, titles = _titles(header, len(rows[0].cells) - 1)
    places = (lines[start].number, lines[end - 1].number)
    if not titles:
        text = "".join(
            ("\n" * (line.number - before.number) if before else "") + line.text.strip()
            for before, line in zip([None, *used], used, strict=False)
        )
        return Block("text", text, places), end
    last = header[-1].number
    names = Row((top, *titles), header[0].number, last if last > header[0].number else 0)
    return Block("table", joined(used), places, rows=(names, *rows)), end


def _first_row(lines: Sequence[Line], start: int) -> int | None:
    """The position of the first row below the column titles."""
    seen = 0
    for position in range(start, min(len(lines), start + 3 * _LINES)):
        text = lines[position].text.strip()
        if not text:
            continue
        if position > start and begins_with_year(text):
            return position
        seen += 1
        if seen > _LINES or len(text) > _LONGEST or "\t" in text or text.endswith((".", ";")) or header_of(text):
            return None
    return None


def _rows(lines: Sequence[Line], first: int) -> tuple[list[Row], int]:
    """The rows of as many values each as the first has, and the position behind the last."""
    rows: list[Row] = []
    end = first
    for position in range(first, len(lines)):
        text = lines[position].text.strip()
        if not text:
            continue
        cells = tuple(text.split()) if begins_with_year(text) else ()
        if not cells or (rows and len(cells) != len(rows[0].cells)):
            break
        rows.append(Row(cells, lines[position].number))
        end = position + 1
    return rows, end


def _titles(header: Sequence[Line], columns: int) -> tuple[str, tuple[str, ...]]:
    """The name of the column of years and the column titles, if it is sure where each begins."""
    first = header[0].text.strip()
    match = _TOP.match(first)
    top = first[: match.end()] if match else ""
    texts = [first[len(top) :].strip(), *(line.text.strip() for line in header[1:])]
    texts = [text for text in texts if text]
    alone = [] if any(text[:1].islower() or is_open(text) for text in texts) else texts
    for found in (_by_unit(texts), _by_beginning(texts), alone):
        if len(found) == columns:
            return top, tuple(" ".join(title.split()) for title in found)
    return top, ()


def _by_unit(texts: Sequence[str]) -> list[str]:
    """Column titles that each end with a unit in brackets."""
    titles = [""]
    for text in texts:
        titles[-1] = f"{titles[-1]} {text}".strip()
        if _UNIT_END.search(text):
            titles.append("")
    return titles[:-1] if not titles[-1] else []


def _by_beginning(texts: Sequence[str]) -> list[str]:
    """Column titles of which several begin with the same words."""
    heads = [tuple(text.casefold().split()[:_PHRASE]) for text in texts]
    twice = {head for head in heads if len(head) == _PHRASE and heads.count(head) > 1}
    titles: list[str] = []
    for text, head in zip(texts, heads, strict=True):
        if not titles or head in twice:
            titles.append(text)
        else:
            titles[-1] = f"{titles[-1]} {text}"
    return titles if twice else []
