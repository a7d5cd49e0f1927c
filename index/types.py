"""The values that pass between reading, storing and searching reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

BlockKind = Literal["heading", "text", "list", "table"]

Role = Literal["body", "contents", "index", "assurance", "callout", "caption", "footnote"]
"""What part a block plays: facts stand in the body; contents pages, framework indexes (GRI, HKEx, SASB, TCFD),
assurance statements and call-outs that repeat prose in pieces are marked, so that they don't crowd out facts."""

UnitKind = Literal[
    "mass", "energy", "emissions", "water", "money", "people", "share", "hours", "intensity", "count", "other"
]


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page in points, counted from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of a report exactly as printed; of a text file one line of it, of a PDF one line of a column or table."""

    text: str
    page: int | None = None
    """The page counted from 1, where the kind of file has pages."""
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: lines counted from 1 into :attr:`Report.lines`, and the page where there are pages."""

    lines: tuple[int, int]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, cells cleaned; it may take up several printed lines."""

    cells: tuple[str, ...]
    line: int
    last: int = 0
    """Its last line, or 0 where that is the first."""

    @property
    def lines(self) -> tuple[int, int]:
        """Its first and last line."""
        return self.line, max(self.line, self.last)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a report as its reader found it: a heading, a paragraph, list items, or a table; its text cleaned."""

    kind: BlockKind
    text: str
    lines: tuple[int, int]
    """First and last printed line, counted from 1."""
    level: int = 0
    """Depth of a heading, 1 for the outermost; 0 for anything else."""
    rows: tuple[Row, ...] = ()
    """The rows of a table, header rows first."""
    role: Role = "body"
    caption: str = ""
    """What a table's caption, above or below it, says it shows."""
    confidence: float = 1.0
    """How sure the text is: below 1 where it was read from a picture."""


@dataclass(frozen=True, slots=True)
class RaisedMark:
    """A footnote mark that was left out of a cleaned line: its sign, and the cleaned words before it."""

    before: str
    sign: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader makes of a file."""

    lines: tuple[PrintedLine, ...]
    blocks: tuple[Block, ...]
    notes: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """The footnotes that are referred to on a line, by line number."""
    marks: Mapping[int, tuple[RaisedMark, ...]] = field(default_factory=dict)
    """The footnote marks that were left out of a line, from left to right, by line number."""
    title: str = ""
    """The title that the file itself states, such as an HTML page's or a PDF's; empty where it states none."""
    warnings: tuple[str, ...] = ()
    """What could not be read, in words for the user, such as ``page 7 is a picture, and reading pictures is off``."""


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What a reader is told."""

    pictures: bool = True
    """Whether pages and large pictures without text are read by OCR."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says of a report, in place of what it seems to say of itself; what is empty is left as found."""

    title: str = ""
    year: int | None = None
    company: str = ""
    language: str = ""


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
    company: str = ""
    """Whose report it is; empty where it does not tell."""
    language: str = ""
    """Two-letter code, such as ``en``; empty where it can't be told."""
    warnings: tuple[str, ...] = ()
    """What of it could not be read."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A citable piece of a report. ``text`` is one sentence-like line per table row, else prose."""

    text: str
    section: tuple[str, ...]
    lines: tuple[int, int]
    kind: BlockKind = "text"
    page: int | None = None
    role: Role = "body"
    confidence: float = 1.0
    marked: str = ""
    """The text with the footnote marks that were printed in it; empty where there are none."""

    @property
    def cited(self) -> str:
        """The text as a citation shows it."""
        return self.marked or self.text

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


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a table and what its column's header says of it."""

    value: str
    """As printed, without footnote marks."""
    column: str = ""
    """The header's words, such as ``2024 Total``; empty where it can't be told which header the value stands under."""
    period: int | None = None
    segment: str = ""
    """The part of the company the column is for; empty for the whole."""
    unit: str = ""
    """The unit where the column or the value states one of its own."""
    measure: str = ""
    """What the value is of, where the column's header tells it and the row's label only what it is about."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table that can be read alone."""

    path: tuple[str, ...]
    """The table's subject and the groups above the row, outermost first."""
    label: str
    unit: str
    cells: tuple[Cell, ...]
    lines: tuple[int, int]
    sure: bool = True
    """Whether each cell surely stands under its header; only such rows become figures."""
    confidence: float = 1.0
    """How sure its label is: below 1 where it was put together from scraps."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table understood: each row with its place in the table's order of groups."""

    title: str
    rows: tuple[TableRow, ...]
    lines: tuple[int, int]
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a report states: of what, in which unit, for which year and part of the company, and where."""

    indicator: str
    """What it is a figure of: the row's label, or the words of the sentence."""
    path: tuple[str, ...]
    """The groups and headings of the table above it, outermost first."""
    unit: str
    """As printed; empty where none is."""
    period: int | None
    """The year it is for."""
    segment: str
    """The part of the company it is for; empty for the whole."""
    value: str
    """As printed, without footnote marks."""
    number: float | None
    """The value as a number; None where it states none, as ``N/A`` or ``to be disclosed``."""
    document: str
    """File name of the report."""
    section: str
    """The headings above it, outermost first, joined by `` > ``."""
    place: Place
    kind: UnitKind = "other"
    """What its unit measures."""
    source: Literal["table", "prose"] = "table"
    """A figure of a sentence is less surely read than one of a table."""
    confidence: float = 1.0
    note: str = ""
    """The footnotes that explain it."""

    def to_dict(self) -> dict[str, Any]:
        """The figure as plain data, ready for JSON."""
        first, last = self.place.lines
        return {
            "indicator": self.indicator,
            "path": list(self.path),
            "unit": self.unit,
            "period": self.period,
            "segment": self.segment,
            "value": self.value,
            "number": self.number,
            "document": self.document,
            "section": self.section,
            "page": self.place.page,
            "lines": [first, last],
            "kind": self.kind,
            "source": self.source,
            "confidence": round(self.confidence, 3),
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """A report as read."""

    document: Document
    passages: tuple[Passage, ...]
    lines: tuple[PrintedLine, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: int = 0
    """How many tables were found in it."""
