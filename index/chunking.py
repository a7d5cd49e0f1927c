"""Blocks become passages: prose packed within its section, long paragraphs split at sentences, tables row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from index.readers.lines import is_list_item
from index.tables import rendered
from index.types import Block, Passage

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


def passages(blocks: Sequence[Block], *, size: int) -> list[Passage]:
    """Cut a report's blocks into passages of at most about ``size`` characters that know their section and lines."""
    parts: list[Passage] = []
    path: list[Block] = []
    for block, after in zip_longest(blocks, blocks[1:]):
        if block.kind == "heading":
            path = [heading for heading in path if heading.level < block.level]
            if after is None or (after.kind == "heading" and after.level <= block.level):
                # nothing stands under it, so it is all that its section says
                parts += _pieces(replace(block, kind="text"), _section(path), size)
            path.append(block)
        else:
            parts += (_rows if block.kind == "table" else _pieces)(block, _section(path), size)
    return _packed(parts, size)


def _section(path: Sequence[Block]) -> tuple[str, ...]:
    """The words of the headings above a block."""
    return tuple(heading.text for heading in path)


def _rows(block: Block, section: tuple[str, ...], size: int) -> Iterator[Passage]:
    """The rows of a table as passages; a row that is longer than a passage is split like prose."""
    for row in rendered(block.rows):
        for text in [row.text] if len(row.text) <= 2 * size else _splitter(size).split_text(row.text):
            yield Passage(text, section, (row.line, row.line), "table")


def _pieces(block: Block, section: tuple[str, ...], size: int) -> Iterator[Passage]:
    """Prose as passages: whole where it fits, else split at sentence ends, each piece with its own lines."""
    if len(block.text) <= size:
        yield Passage(_flowing(block), section, block.lines, block.kind)
        return
    line, counted = block.lines[0], 0
    for piece in _splitter(size).create_documents([block.text]):
        start = piece.metadata["start_index"]
        line += block.text.count("\n", counted, start)
        counted = start
        part = Block(block.kind, piece.page_content, (line, line + piece.page_content.count("\n")))
        yield Passage(_flowing(part), section, part.lines, block.kind)


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
        joinable = (
            last is not None and last.section == part.section and (last.kind == "table") == (part.kind == "table")
        )
        if last is not None and joinable and len(last.text) + len(part.text) < size:
            lines = (min(last.lines[0], part.lines[0]), max(last.lines[1], part.lines[1]))
            packed[-1] = Passage(f"{last.text}\n{part.text}", last.section, lines, last.kind)
        else:
            packed.append(part)
    return packed


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
