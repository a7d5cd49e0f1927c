"""Markdown reports: marked headings, tables, lists, footnotes and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.cleaning import clean
from index.readers.lines import Line, decoded, goes_on, is_list_item, joined, printed_lines
from index.readers.markdown.marks import Marked, marked
from index.readers.markdown.tables import (
    goes_on_with,
    grid_table,
    html_blocks,
    html_tables,
    in_one,
    is_border,
    pipe_table,
    table_rows,
)
from index.readers.pieces import bare, references
from index.types import Block, BlockKind, Draft, PrintedLine, ReadingOptions, Role

_HEADING = re.compile(r" {0,3}(#{1,6})(?:\s|$)")
_HTML_HEADING = re.compile(r"\s{0,3}<h([1-6])\b[^<>]*>([^<>]*)</h[1-6]>\s*$", re.IGNORECASE)
_UNDERLINE = re.compile(r"\s{0,3}(?:={3,}|-{3,})\s*$")
_RULE = re.compile(r"\s{0,3}(?:={3,}|-{3,}|\*{3,}|_{3,}|(?:\* ){2,}\*|(?:- ){2,}-)\s*$")


@dataclass(frozen=True, slots=True)
class _Part:
    """A line as blocks are made of it."""

    line: Line
    """Cleaned."""
    raw: str
    kind: BlockKind
    marks: bool
    """Whether marks have a meaning in it."""
    defines: str = ""


def read_markdown(content: bytes, options: ReadingOptions) -> Draft:
    """Read a Markdown report."""
    printed = printed_lines(decoded(content))
    source = marked([line.text for line in printed])
    texts = {line.number: line.text for line in source.lines}
    cleaned = clean([PrintedLine(bare(texts.get(number, ""))) for number in range(1, len(printed) + 1)])
    blocks = _blocks(_parted(source.lines, cleaned.lines))
    title = next((block.text for block in blocks if block.kind == "heading" and block.level == 1), "")
    notes = _notes(source.lines, blocks)
    for number, found in cleaned.notes.items():
        notes[number] = tuple(dict.fromkeys((*notes.get(number, ()), *found)))
    return Draft(printed, tuple(blocks), notes, cleaned.marks, source.title or title)


def _parted(lines: Sequence[Marked], cleaned: Sequence[Line]) -> list[_Part]:
    """The lines with what kind each is; a form feed parts what stands on one, since a page ends there."""
    parts: list[_Part] = []
    tables = table_rows(["" if line.code else line.raw for line in lines])
    for line, table in zip(lines, tables, strict=True):
        raws = line.raw.split("\x0c")
        texts = cleaned[line.number - 1].text.split("\x0c")
        texts = texts if len(texts) == len(raws) else [" ".join(texts), *[""] * (len(raws) - 1)]
        for place, (raw, text) in enumerate(zip(raws, texts, strict=True)):
            if place:
                parts.append(_Part(Line("", line.number), "", "text", marks=True))
            kind: BlockKind = "table" if table else "list" if is_list_item(raw) else "text"
            parts.append(_Part(Line(text, line.number), raw, kind, not line.code, "" if place else line.defines))
    return parts


def _blocks(parts: Sequence[_Part]) -> list[Block]:
    """Split a report into blocks."""
    blocks: list[Block] = []
    run: list[_Part] = []
    tables = html_tables([part.raw if part.marks else "" for part in parts])
    end = 0
    for at, part in enumerate(parts):
        if at < end:
            continue
        drawn, end = _drawn(parts, at, tables.get(at, 0))
        heading = None if drawn else _heading(part, run)
        if heading and heading.lines[0] < part.line.number:
            run = []
        gap = _is_gap(part) and not part.defines
        if run and (drawn or heading or gap or part.defines or not goes_on(part.kind, run[0].kind)):
            _add(blocks, _block(run))
            run = []
        blocks += [heading] if heading else drawn
        if not (heading or drawn or gap):
            run.append(part)
    if run:
        _add(blocks, _block(run))
    return [block for block in blocks if block.text]


def _drawn(parts: Sequence[_Part], at: int, html: int) -> tuple[list[Block], int]:
    """The blocks of a grid, or of an HTML table of so many lines, that begins in a line, and where it ends."""
    if html:
        return html_blocks([Line(part.raw, part.line.number) for part in parts[at : at + html]]), at + html
    if not parts[at].marks or not is_border(parts[at].raw):
        return [], at
    end = at + 1
    while end < len(parts) and parts[end].marks and parts[end].raw.lstrip()[:1] in {"|", "+"}:
        end += 1
    grid = [replace(part.line, text=part.raw if is_border(part.raw) else part.line.text) for part in parts[at:end]]
    block = grid_table(grid)
    return ([block], end) if block else ([], at)


def _is_gap(part: _Part) -> bool:
    """Whether a line is blank or draws a rule."""
    return not part.line.text.strip() or (part.marks and _RULE.match(part.raw) is not None)


def _heading(part: _Part, run: Sequence[_Part]) -> Block | None:
    """A heading marked by ``#`` or in HTML, or a paragraph of one line with a rule under it."""
    if not part.marks:
        return None
    line = part.line
    if match := _HEADING.match(part.raw):
        words = line.text.lstrip().lstrip("#").strip()
        rest = words.rstrip("#")
        words = rest.rstrip() if not rest or rest[-1].isspace() else words  # "# Title #", but not "# C#"
        return Block("heading", words, (line.number, line.number), len(match[1]))
    if match := _HTML_HEADING.match(part.raw):
        return Block("heading", " ".join(match[2].split()), (line.number, line.number), int(match[1]))
    if len(run) == 1 and run[0].kind == "text" and _UNDERLINE.match(part.raw):
        return Block("heading", run[0].line.text, (run[0].line.number, line.number), 1 if "=" in part.raw else 2)
    return None


def _block(run: Sequence[_Part]) -> Block:
    """A run of lines of one kind as a block."""
    lines = [part.line for part in run]
    if run[0].kind == "table":
        return pipe_table(lines)
    role: Role = "footnote" if run[0].defines else "body"
    return Block(run[0].kind, joined(lines), (lines[0].number, lines[-1].number), role=role)


def _add(blocks: list[Block], block: Block) -> None:
    """Add a block; the rest of a table that a blank line cut in two goes to that table."""
    last = blocks[-1] if blocks else None
    if last and goes_on_with(last, block):
        blocks[-1] = in_one(last, block)
    else:
        blocks.append(block)


def _notes(lines: Sequence[Marked], blocks: Sequence[Block]) -> dict[int, tuple[str, ...]]:
    """The footnotes that are referred to on each line, by line number."""
    starts = {line.number: line.defines for line in lines if line.defines}
    texts = {
        starts[block.lines[0]]: " ".join(block.text.split())
        for block in blocks
        if block.role == "footnote" and block.lines[0] in starts
    }
    found: dict[int, tuple[str, ...]] = {}
    for line in lines:
        if known := tuple(dict.fromkeys(texts[label] for label in references(line.text) if label in texts)):
            found[line.number] = known
    return found
