"""Tables of lines with tabs or pipes: their rows, put together again where blank lines part them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.readers.lines import Line
from index.tables.headers import VALUE, names_periods
from index.tables.lines import pipe_row, tab_row
from index.types import Block, Row

_NEAR = 2
"""Rows of one table are parted by one blank line at most."""


def table_row(line: Line) -> Row:
    """A table line as its cells."""
    text = line.text
    return pipe_row(text, line.number) if text.lstrip().startswith("|") else tab_row(text, line.number)


def only_tables(blocks: Sequence[Block]) -> list[Block]:
    """The blocks; parts of a table are one, and a lone line with a tab is text."""
    out: list[Block] = []
    for block in blocks:
        if out and _is_tabbed(out[-1]) and _is_tabbed(block) and _goes_on(out[-1], block):
            first = out.pop()
            gap = "\n" * (block.lines[0] - first.lines[1])
            rows = (*first.rows, *block.rows)
            block = Block("table", f"{first.text}{gap}{block.text}", (first.lines[0], block.lines[1]), rows=rows)
        out.append(block)
    return [_as_text(block) if _is_tabbed(block) and len(block.rows) == 1 else block for block in out]


def _is_tabbed(block: Block) -> bool:
    """Whether a table's cells are parted by tabs."""
    return block.kind == "table" and "\t" in block.text


def _goes_on(first: Block, second: Block) -> bool:
    """Whether a table part is more rows of the one before it, rather than a table with a header of its own."""
    near = second.lines[0] - first.lines[1] <= _NEAR
    width = {len(row.cells) for row in (*first.rows, *second.rows)}
    if not near or len(width) > 1:
        return False
    top = second.rows[0]
    figures = any(VALUE.fullmatch(cell) and any(map(str.isdigit, cell)) for cell in top.cells[1:])
    return (figures and not names_periods(top)) or (len(second.rows) == 1 and not names_periods(top))


def _as_text(block: Block) -> Block:
    """A lone line with tabs as text."""
    return replace(block, kind="text", rows=(), text=re.sub(r"\s*\t\s*", " ", block.text))
