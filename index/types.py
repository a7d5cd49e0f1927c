"""The values that pass between reading, storing and searching reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["heading", "text", "list", "table"]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a report as its reader found it: a heading, a paragraph, list items, or a table."""

    kind: BlockKind
    text: str
    lines: tuple[int, int]
    """First and last line in the file, counted from 1."""
    level: int = 0
    """Depth of a heading, 1 for the outermost; 0 for anything else."""
    rows: tuple[Row, ...] = ()
    """The rows of a table, header rows first."""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table as printed."""

    cells: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """A report: where it lies, what it is called, and which year it covers."""

    name: str
    """The file name shown in citations; unique in an index."""
    path: str
    """Absolute path of the file that was read."""
    title: str
    year: int | None
    """The reporting year, or None where the report does not tell."""
    sha256: str
    """Hash of the file's bytes."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A citable piece of a report. ``text`` is one sentence-like line per table row, else prose."""

    text: str
    section: tuple[str, ...]
    lines: tuple[int, int]
    kind: BlockKind = "text"
    page: int | None = None

    @property
    def section_path(self) -> str:
        """The headings above the passage, outermost first."""
        return " > ".join(self.section)


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage in an index, with its id there and the report it belongs to."""

    id: int
    document: Document
    passage: Passage
