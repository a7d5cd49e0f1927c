"""The tables of a Markdown file: rows of pipes, grids drawn with ``+---+``, and tables in HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.readers.lines import Line
from index.readers.pieces import Piece, bare
from index.tables.headers import is_rule
from index.tables.lines import pipe_row
from index.types import Block, Row

_PIPE = re.compile(r"(?<!\\)\|")
_BORDER = re.compile(r"\s{0,3}\+(?:[-=:]+\+)+\s*$")
_OPENS = re.compile(r"<table\b", re.IGNORECASE)
_CLOSES = re.compile(r"</table\s?>", re.IGNORECASE)
_BLANK_LINES = 2
_ROW = re.compile(r"<tr\b", re.IGNORECASE)


def table_rows(lines: Sequence[str]) -> list[bool]:
    """Tell for each line whether it is a row of a table: it begins with a pipe, or stands by a rule under a header."""
    found = [line.lstrip().startswith("|") for line in lines]
    for at, line in enumerate(lines[1:], start=1):
        if found[at] or not _is_rule_of(line, lines[at - 1]):
            continue
        found[at - 1] = found[at] = True
        for below in range(at + 1, len(lines)):
            if not _PIPE.search(lines[below]) or found[below]:
                break
            found[below] = True
    return found


def _is_rule_of(line: str, header: str) -> bool:
    """Whether a line is the rule under a header with as many columns."""
    if "|" not in line or not _PIPE.search(header) or not set(line) <= set(" \t|:-"):
        return False
    rule = pipe_row(line, 0)
    return is_rule(rule) and all(rule.cells) and len(rule.cells) == len(pipe_row(header, 0).cells)


def pipe_table(lines: Sequence[Line]) -> Block:
    """Rows of pipes as a table."""
    rows = tuple(pipe_row(line.text, line.number) for line in lines)
    return Block("table", "\n".join(line.text for line in lines), (lines[0].number, lines[-1].number), rows=rows)


def goes_on_with(table: Block, more: Block) -> bool:
    """Whether a table is the rest of the one before it: a few blank lines on, as wide, without a header of its own."""
    near = more.lines[0] - table.lines[1] - 1 <= _BLANK_LINES
    ruled = any(map(is_rule, table.rows)) and not any(map(is_rule, more.rows))
    widths = {len(row.cells) for row in (*table.rows, *more.rows)}
    return table.kind == more.kind == "table" and near and ruled and len(widths) == 1


def in_one(table: Block, more: Block) -> Block:
    """Two parts of a table as one."""
    text = f"{table.text}\n{more.text}"
    return replace(table, text=text, lines=(table.lines[0], more.lines[1]), rows=(*table.rows, *more.rows))


def is_border(line: str) -> bool:
    """Whether a line draws the border of a grid."""
    return _BORDER.match(line) is not None


def grid_table(lines: Sequence[Line]) -> Block | None:
    """A grid as a table, or None where its cells can't be told; a row may take up several lines."""
    columns = lines[0].text.count("+") - 1
    rows: list[Row] = []
    open_row: list[Row] = []
    for line in lines:
        if is_border(line.text):
            rows += [_joined(open_row)] if open_row else []
            rows += [Row(("---",) * columns, line.number)] if "=" in line.text and rows else []
            open_row = []
            continue
        row = pipe_row(line.text, line.number)
        if len(row.cells) != columns or not line.text.lstrip().startswith("|"):
            return None
        open_row.append(row)
    rows += [_joined(open_row)] if open_row else []
    text = "\n".join(line.text.strip() for line in lines)
    return Block("table", text, (lines[0].number, lines[-1].number), rows=tuple(rows)) if rows else None


def _joined(rows: Sequence[Row]) -> Row:
    """The lines of one row as that row."""
    cells = zip(*(row.cells for row in rows), strict=True)
    return Row(tuple(" ".join(filter(None, cell)) for cell in cells), rows[0].line, rows[-1].line)


def html_tables(lines: Sequence[str]) -> dict[int, int]:
    """Where HTML tables begin, and how many lines each takes up; one that a heading comes before the end of has none.

    :param lines: The lines of the file.
    """
    found: dict[int, int] = {}
    start = depth = 0
    for at, line in enumerate(lines):
        opened = len(_OPENS.findall(line))
        if depth == 0 and opened and _OPENS.match(line.lstrip()):
            start = at
        elif depth == 0:
            continue
        depth += opened - len(_CLOSES.findall(line))
        if depth <= 0:
            found[start] = at - start + 1
        if depth < 0 or line.startswith("#"):
            depth = 0
    return found


def html_blocks(lines: Sequence[Line]) -> list[Block]:
    """The tables and texts of an HTML table; each row has the lines that it is written in, if that can be told."""
    from index.readers.html import pieces_in

    first, last = lines[0].number, lines[-1].number
    pieces = pieces_in("\n".join(line.text for line in lines))
    starts = [line.number for line in lines for _ in _ROW.findall(line.text)]
    blocks: list[Block] = []
    for piece in pieces:
        texts = [bare(line) for line in piece.lines]
        exact = len(pieces) == 1 and len(starts) == len(texts)
        ends = [*(max(start, after - 1) for start, after in pairwise(starts)), last]
        places = list(zip(starts, ends, strict=True)) if exact else [(first, last)] * len(texts)
        blocks.append(_html_block(piece, texts, places, (first, last)))
    return blocks


def _html_block(piece: Piece, texts: Sequence[str], places: Sequence[tuple[int, int]], lines: tuple[int, int]) -> Block:
    """A piece of an HTML table as a block."""
    rows = tuple(
        Row(tuple(text.split("\t")), *place) for text, place in zip(texts, places, strict=True) if piece.kind == "table"
    )
    # the text of prose stands on one line, since it is not told which of the file's lines each part is from
    text = "\n".join(texts) if rows else " ".join(texts)
    return Block(piece.kind, text, lines, piece.level, rows, piece.role, piece.caption)
