"""Markdown reports: marked headings, pipe tables, lists and paragraphs."""

from __future__ import annotations

import re

from index.readers.lines import Line, is_list_item, joined, numbered_lines
from index.tables import is_rule, pipe_row
from index.types import Block

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_FENCE = re.compile(r"\s*(```|~~~)")


def read_markdown(text: str) -> list[Block]:
    """Split a Markdown report into blocks."""
    blocks: list[Block] = []
    run: list[Line] = []
    fenced = False
    for line in numbered_lines(text):
        if _FENCE.match(line.text):
            fenced = not fenced
            continue
        heading = None if fenced else _HEADING.match(line.text)
        if run and (heading or not line.text.strip() or _kind(line) != _kind(run[-1])):
            blocks.append(_block(run))
            run = []
        if heading:
            level = len(heading[1])
            blocks.append(Block("heading", _plain(heading[2]), (line.number, line.number), level))
        elif line.text.strip():
            run.append(line)
    if run:
        blocks.append(_block(run))
    return [block for block in blocks if block.text]


def _kind(line: Line) -> str:
    """What a line belongs to; the wrapped rest of a list item counts as list."""
    if line.text.lstrip().startswith("|"):
        return "table"
    return "list" if is_list_item(line.text) or line.text.startswith("  ") else "text"


def _block(run: list[Line]) -> Block:
    """A run of lines of one kind as a block."""
    lines = (run[0].number, run[-1].number)
    kind = _kind(run[0])
    if kind == "table":
        rows = tuple(pipe_row(_plain(line.text), line.number) for line in run if not is_rule(line.text))
        return Block("table", "\n".join(line.text for line in run), lines, rows=rows)
    return Block("list" if kind == "list" else "text", _plain(joined(run)), lines)


def _plain(text: str) -> str:
    """The words without Markdown's emphasis, link and footnote marks; the line breaks stay."""
    text = re.sub(r"\[\^[^\]\s]+\]:?", "", text).strip()
    text = re.sub(r"!?\[([^\]\n]*)\]\([^)\n]*\)", r"\1", text)
    text = re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    return re.sub(r"(?<![\w*])([*_])(?=\S)([^*_\n]+?)(?<=\S)\1(?![\w*])", r"\2", text)
