"""Captions: what stands before or after a table and says what it shows; and tables cut in two put right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.types import Block, Row

_LABEL = re.compile(
    r"\s*(?:figure|fig\.|table|chart|exhibit|graph|diagram|tabelle|abbildung|abb\.|tab\.|tableau|graphique|tabla|gráfico"
    r"|tabel|图表|图|表)\s{0,2}(?:[A-Z]?\d{1,3}(?:[.\-]\d{1,3}){0,2}|[IVX]{1,5})\s?(?:[.:：—–|-]|\s|$)",
    re.IGNORECASE,
)
_TABLE = re.compile(r"\s*(?:tab|表)", re.IGNORECASE)
_LEAD = re.compile(r"(?:^|(?<=[.!?] ))[^.!?]{5,200}[:：]\s*$")
_FORWARD = re.compile(r"\b(?:below|follow)", re.IGNORECASE)
_SHORT = 200
_LEAST_WORDS = 5
_VALUE = re.compile(r"\s*[(-]?[\d][\d,.]*\s?%?\)?\s*$")
_YEAR = re.compile(r"\s*(?:FY|CY)?\s?(?:19|20)\d\d\s*$")


def captioned(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, captions marked and told to their tables."""
    out = list(blocks)
    for at, block in enumerate(blocks):
        if block.kind == "table" or block.role != "body" or len(block.text) > 4 * _SHORT:
            continue
        after = at + 1 < len(out) and out[at + 1].kind == "table"
        before = at > 0 and out[at - 1].kind == "table"
        if _LABEL.match(block.text) and len(block.text) <= _SHORT and block.text.rstrip()[-1:] not in {",", ";"}:
            out[at] = replace(block, kind="text", level=0, role="caption")
            _tell(out, at, after=after, before=before and _TABLE.match(block.text) is not None)
        elif lead := _LEAD.search(block.text):
            goes_on = at + 1 < len(out) and out[at + 1].kind in {"list", "table"}
            if after:
                _tell(out, at, after=True, before=False, said=lead[0])
            elif before and not goes_on and _looks_back(block.text) and out[at - 1].role == "body":
                out[at] = replace(block, kind="text", level=0, role="caption")
                _tell(out, at, after=False, before=True)
    return out


def _looks_back(text: str) -> bool:
    """Whether a line with a colon at its end may be the caption of the table before it, as nothing comes after it."""
    few = len(text) <= _SHORT and "\n" not in text and len(text.split()) >= _LEAST_WORDS
    return few and _FORWARD.search(text) is None


def _tell(out: list[Block], at: int, *, after: bool, before: bool, said: str = "") -> None:
    """Give the caption to the table after it, else to the one before it."""
    text = " ".join((said or out[at].text).split()).rstrip(":： ")
    place = at + 1 if after else at - 1
    if (after or before) and not out[place].caption:
        out[place] = replace(out[place], caption=text)


def carried(blocks: Sequence[Block]) -> list[Block]:
    """The blocks; a table that goes on after a footnote or caption has the header of its first part."""
    out = list(blocks)
    last: int | None = None
    for at, block in enumerate(blocks):
        if block.kind != "table":
            if block.role not in {"footnote", "caption"}:
                last = None
            continue
        if last is not None and (header := _missing(out[last].rows, block.rows)):
            out[at] = replace(block, rows=(*header, *block.rows), caption=block.caption or out[last].caption)
        last = at
    return out


def _missing(first: Sequence[Row], rest: Sequence[Row]) -> tuple[Row, ...]:
    """The header rows that a table's second part lacks; none where it has its own or is shaped otherwise."""
    header = _header(first)
    widths = {len(row.cells) for row in first if any(map(_VALUE.match, row.cells))}
    same = widths == {len(row.cells) for row in rest if any(map(_VALUE.match, row.cells))} and len(widths) == 1
    dated = any(_YEAR.match(cell) for row in header for cell in row.cells)
    own = _header(rest)
    bare = all(sum(bool(cell.strip()) for cell in row.cells) <= 1 for row in own) and len(own) < len(rest)
    return tuple(header) if same and dated and bare else ()


def _header(rows: Sequence[Row]) -> list[Row]:
    """The rows before the first one with a value."""
    found: list[Row] = []
    for row in rows:
        if any(_VALUE.match(cell) and not _YEAR.match(cell) for cell in row.cells[1:]):
            break
        found.append(row)
    return found
