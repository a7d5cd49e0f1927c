"""Markdown reports: marked headings, pipe tables, lists and paragraphs."""

from __future__ import annotations

import re

from index.readers.lines import Line, goes_on, is_list_item, joined, numbered_lines
from index.tables import pipe_row
from index.types import Block, BlockKind

# Each pattern runs in linear time: what it repeats holds no beginning of another match.
_HEADING = re.compile(r" {0,3}(#{1,6})(?:\s|$)")
_RULE = re.compile(r"\s{0,3}(?:={3,}|-{3,}|\*{3,}|_{3,})\s*$")
_FENCE = re.compile(r"\s*(```|~~~)[^`]*$")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]+\]:?")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:[^()]|\([^()]*\))*\)")
_STRONG = re.compile(r"\*\*+|(?<!\w)__(?=\S)|(?<=\S)__(?!\w)")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=\S)([^*_]+?)(?<=\S)\1(?![\w*])")


def read_markdown(text: str) -> list[Block]:
    """Split a Markdown report into blocks."""
    blocks: list[Block] = []
    run: list[Line] = []
    for line, marks in _marked(numbered_lines(text)):
        heading = _heading(line, run) if marks else None
        if heading and heading.lines[0] < line.number:
            run = []
        ends = heading or not line.text.strip() or (marks and _RULE.match(line.text))
        if run and (ends or not goes_on(_kind(line), _kind(run[0]))):
            blocks.append(_block(run))
            run = []
        if heading:
            blocks.append(heading)
        elif not ends:
            run.append(line)
    if run:
        blocks.append(_block(run))
    return [block for block in blocks if block.text]


def _marked(lines: list[Line]) -> list[tuple[Line, bool]]:
    """The lines without code fences, each with whether it stands outside of code, where marks have a meaning."""
    found: list[tuple[Line, bool]] = []
    fence = ""
    for line in lines:
        mark = _FENCE.match(line.text)
        if mark and fence in {"", mark[1]}:
            fence = "" if fence else mark[1]
        else:
            found.append((line, not fence))
    return found


def _heading(line: Line, run: list[Line]) -> Block | None:
    """A heading marked by ``#``, or a paragraph of one line with a rule under it."""
    if match := _HEADING.match(line.text):
        words = line.text[match.end() :].strip()
        bare = words.rstrip("#")
        words = bare.rstrip() if not bare or bare[-1].isspace() else words  # "# Title #", but not "# C#"
        return Block("heading", _plain(words), (line.number, line.number), len(match[1]))
    if len(run) == 1 and _kind(run[0]) == "text" and re.match(r"\s{0,3}(?:={3,}|-{3,})\s*$", line.text):
        lines = (run[0].number, line.number)
        return Block("heading", _plain(run[0].text), lines, 1 if "=" in line.text else 2)
    return None


def _kind(line: Line) -> BlockKind:
    """What a line looks like alone."""
    if line.text.lstrip().startswith("|"):
        return "table"
    return "list" if is_list_item(line.text) else "text"


def _block(run: list[Line]) -> Block:
    """A run of lines of one kind as a block."""
    lines = (run[0].number, run[-1].number)
    kind = _kind(run[0])
    if kind == "table":
        rows = tuple(pipe_row(_plain(line.text), line.number) for line in run)
        return Block("table", joined(run), lines, rows=rows)
    return Block(kind, joined([Line(_plain(line.text), line.number) for line in run]), lines)


def _plain(text: str) -> str:
    """The words of a line without Markdown's emphasis, link and footnote marks."""
    text = _LINK.sub(r"\1", _FOOTNOTE.sub("", text).strip())
    return _EMPHASIS.sub(r"\2", _STRONG.sub("", text))
