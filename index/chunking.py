"""Blocks become passages: prose packed within its section, long paragraphs split at sentences, tables row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from index.tables import rendered
from index.types import Block, Passage

if TYPE_CHECKING:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

_SENTENCE_ENDS = ["\n\n", r"(?<=[.!?;][”\"')\]]|.[.!?;])\s+(?=[A-Z“\"'(\[•-])", r"(?<=[.;])\s+", r"\s+"]


def passages(blocks: Sequence[Block], *, size: int) -> list[Passage]:
    """Cut a report's blocks into passages of at most about ``size`` characters that know their section and lines."""
    found: list[Passage] = []
    pending: list[Passage] = []
    path: list[tuple[int, str]] = []
    for block in blocks:
        if block.kind == "heading":
            found += _packed(pending, size)
            pending = []
            path = [*(entry for entry in path if entry[0] < block.level), (block.level, block.text)]
            continue
        section = tuple(text for _, text in path)
        pending += _rows(block, section, size) if block.kind == "table" else _pieces(block, section, size)
    return [*found, *_packed(pending, size)]


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
    for piece in _splitter(size).create_documents([block.text]):
        start = piece.metadata["start_index"]
        first = block.lines[0] + block.text.count("\n", 0, start)
        last = first + piece.page_content.count("\n")
        part = Block(block.kind, piece.page_content, (first, last))
        yield Passage(_flowing(part), section, part.lines, block.kind)


def _flowing(block: Block) -> str:
    """Wrapped lines of prose joined; list items stay on lines of their own."""
    if block.kind != "list":
        return " ".join(block.text.split())
    items: list[str] = []
    for line in block.text.split("\n"):
        text = " ".join(line.split())
        if text and (not items or text[0] in "-•●▪◦*+(" or text[0].isdigit()):
            items.append(text)
        elif text:
            items[-1] += f" {text}"
    return "\n".join(items)


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
        separators=_SENTENCE_ENDS,
        is_separator_regex=True,
        keep_separator="start",
        add_start_index=True,
    )
