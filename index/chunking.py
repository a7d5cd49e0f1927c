"""Blocks become passages: prose packed within its section, long paragraphs split at sentences, tables row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from index.readers.lines import is_list_item
from index.tables import rendered
from index.types import Block, Passage, Table

if TYPE_CHECKING:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

_ENDS = [
    "\n\n",
    r"\n(?=[ \t]*(?:[-–•●▪◦■*+]|\(?\d{1,2}[.)]|\([a-z]\))\s)",
    r"(?<=[.!?;][”\"')\]]|.[.!?;])\s+(?=[A-Z“\"'(\[•-])",
    r"(?<=[.;])\s+",
    r"\s+",
    "",
]
"""Where a long paragraph may be cut, best first: paragraphs, list items, sentences, words, within an endless word."""


def passages(blocks: Sequence[Block], tables: Mapping[int, Sequence[Table]], *, size: int) -> list[Passage]:
    """Cut a report's blocks into passages of at most about ``size`` characters that know their section and lines.

    :param blocks: The blocks in reading order.
    :param tables: The tables that each table block holds, by its position among the blocks.
    :param size: How long a passage may be.
    """
    parts: list[Passage] = []
    for at, (block, section) in enumerate(zip(blocks, sections(blocks), strict=True)):
        if block.kind == "table":
            parts += _rows(block, tables[at], section, size)
        elif block.kind != "heading":
            parts += _pieces(block, section, size)
        elif at + 1 == len(blocks) or (blocks[at + 1].kind == "heading" and blocks[at + 1].level <= block.level):
            # nothing stands under it, so it is all that its section says
            parts += _pieces(replace(block, kind="text"), section, size)
    return _packed(parts, size)


def sections(blocks: Sequence[Block], *, title: str = "") -> list[tuple[str, ...]]:
    """The words of the headings above each block, outermost first, without the report's title."""
    found: list[tuple[str, ...]] = []
    path: list[Block] = []
    for block in blocks:
        if block.kind == "heading":
            path = [heading for heading in path if heading.level < block.level]
        words = tuple(heading.text for heading in path)
        found.append(words[1:] if title and words[:1] == (title,) else words)
        if block.kind == "heading":
            path.append(block)
    return found


def _rows(block: Block, tables: Sequence[Table], section: tuple[str, ...], size: int) -> Iterator[Passage]:
    """The rows of a table as passages; a row that is longer than a passage is split like prose."""
    for row in (row for table in tables for row in table.rows):
        text = rendered(row)
        for piece in [text] if len(text) <= 2 * size else _splitter(size).split_text(text):
            yield Passage(piece, section, row.lines, "table", role=block.role, confidence=block.confidence)


def _pieces(block: Block, section: tuple[str, ...], size: int) -> Iterator[Passage]:
    """Prose as passages: whole where it fits, else split at sentence ends, each piece with its own lines."""
    if len(block.text) <= size:
        yield _prose(block, section)
        return
    line, counted = block.lines[0], 0
    for piece in _splitter(size).create_documents([block.text]):
        start = piece.metadata["start_index"]
        line += block.text.count("\n", counted, start)
        counted = start
        lines = (line, line + piece.page_content.count("\n"))
        yield _prose(replace(block, text=piece.page_content, lines=lines), section)


def _prose(block: Block, section: tuple[str, ...]) -> Passage:
    """A block as one passage."""
    return Passage(_flowing(block), section, block.lines, block.kind, role=block.role, confidence=block.confidence)


def _flowing(block: Block) -> str:
    """Wrapped lines of prose joined; list items stay on lines of their own."""
    if block.kind != "list":
        return " ".join(block.text.split())
    items: list[list[str]] = []
    for line in block.text.split("\n"):
        if not items or is_list_item(line):
            items.append(line.split())
        else:
            items[-1] += line.split()
    return "\n".join(" ".join(item) for item in items if item)


def _packed(parts: Sequence[Passage], size: int) -> list[Passage]:
    """Short neighbours of one section joined into passages of at most ``size`` characters, one part a line."""
    packed: list[Passage] = []
    for part in parts:
        last = packed[-1] if packed else None
        if last is not None and _joinable(last, part) and len(last.text) + len(part.text) < size:
            lines = (min(last.lines[0], part.lines[0]), max(last.lines[1], part.lines[1]))
            confidence = min(last.confidence, part.confidence)
            packed[-1] = replace(last, text=f"{last.text}\n{part.text}", lines=lines, confidence=confidence)
        else:
            packed.append(part)
    return packed


def _joinable(last: Passage, part: Passage) -> bool:
    """Whether two neighbours may share a passage: one section, one role, and both of tables or both of prose."""
    same = last.section == part.section and last.role == part.role
    return same and (last.kind == "table") == (part.kind == "table")


@cache
def _splitter(size: int) -> RecursiveCharacterTextSplitter:
    """The splitter for paragraphs that are longer than a passage."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    return RecursiveCharacterTextSplitter(
        chunk_size=size,
        chunk_overlap=0,
        separators=_ENDS,
        is_separator_regex=True,
        keep_separator="start",
        add_start_index=True,
    )
