"""Walks a Word document in reading order and gathers its pieces.

Tables inside tables are the one thing it calls itself for; the parser lets nothing nest deeper than 256 elements.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.readers.docx.runs import Runs, runs_of
from index.readers.docx.styles import Style, Styles, W, value_of
from index.readers.grids import Span, table_pieces
from index.readers.pieces import Piece, captioned

if TYPE_CHECKING:
    from lxml.etree import _Element

_THROUGH = {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")}
_HEADING_WORDS = 14
_HEADING_CHARACTERS = 110
_NO_HEADING = re.compile(r"[.,;:!?]$|(?:table|figure|chart)\s\d", re.IGNORECASE)


@dataclass(slots=True)
class _Cell:
    """A cell of a table while its rows are counted."""

    pieces: tuple[Piece, ...]
    columns: int
    header: bool
    rows: int = 1


@dataclass(slots=True)
class Walk:
    """Where the walk is, and what it has gathered."""

    styles: Styles
    notes: Mapping[str, _Element]
    picture: Callable[[_Element], list[Piece]]
    """Reads a large picture."""
    title: str = ""
    """The first paragraph in the style for titles."""
    labels: dict[str, str] = field(default_factory=dict)
    """The label of each footnote that was referred to."""
    _counts: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))
    _level: int = 0
    _cells: int = 0

    def pieces_of(self, container: _Element) -> list[Piece]:
        """The pieces of the body, a cell, a text box or a footnote."""
        pieces: list[Piece] = []
        items: list[str] = []
        for element in children_of(container, {f"{W}p", f"{W}tbl"}):
            if element.tag == f"{W}tbl":
                found, runs = self._table(element), Runs()
            else:
                runs = runs_of(element, self._label)
                style = self.styles.style_of(element)
                if style.kind == "list" and runs.lines:
                    items += self._item(style, runs.lines)
                    found = []
                else:
                    found = self._paragraph(style, runs)
            found += [piece for drawing in runs.pictures for piece in self.picture(drawing)]
            if items and (found or runs.boxes):
                pieces.append(Piece("list", tuple(items)))
                items = []
            pieces += found
            pieces += [piece for box in runs.boxes for piece in self.pieces_of(box)]
        return [*pieces, Piece("list", tuple(items))] if items else pieces

    def footnotes(self) -> Iterator[Piece]:
        """The footnotes that were referred to, in that order."""
        done = 0
        while done < len(self.labels):
            key = list(self.labels)[done]
            pieces = self.pieces_of(self.notes[key])
            lines = tuple(line for piece in pieces for line in piece.lines)
            if lines:
                yield Piece("text", lines, role="footnote", label=self.labels[key])
            done += 1

    def _label(self, key: str) -> str:
        """The label of a footnote, counted in the order in which they are referred to; endnotes on their own."""
        if key not in self.notes:
            return ""
        kind = key.split()[0]
        number = sum(each.startswith(kind) for each in self.labels) + 1
        return self.labels.setdefault(key, f"{number}#{kind}")

    def _paragraph(self, style: Style, runs: Runs) -> list[Piece]:
        """A paragraph that is no list item."""
        if not runs.lines:
            return []
        words = " ".join(runs.lines)
        if style.kind == "title":
            self.title = self.title or words
            return [Piece("heading", (words,), level=1)]
        if style.kind == "heading":
            self._level = style.level
            return [Piece("heading", (words,), level=style.level)]
        if style.kind == "caption":
            return [Piece("text", runs.lines, role="caption")]
        if runs.bold and not self._cells and _may_be_heading(words):
            return [Piece("heading", (words,), level=self._level + 1)]
        return [Piece("text", runs.lines)]

    def _item(self, style: Style, lines: tuple[str, ...]) -> list[str]:
        """A list item with its mark before it."""
        form = self.styles.mark_format(style)
        key = (style.numbering, style.level)
        self._counts[key] += 1
        for deeper in [each for each in self._counts if each[0] == key[0] and each[1] > key[1]]:
            del self._counts[deeper]
        if form == "bullet":
            mark = "- "
        elif form == "lowerLetter":
            mark = f"({chr(ord('a') + (self._counts[key] - 1) % 26)}) "
        else:
            mark = "" if form == "none" else f"{self._counts[key]}. "
        indent = "  " * style.level
        return [f"{indent}{mark}{lines[0]}", *(f"{indent}  {line}" for line in lines[1:])]

    def _table(self, table: _Element) -> list[Piece]:
        """A table; a cell merged with the one above it lengthens that one."""
        self._cells += 1
        rows: list[list[_Cell]] = []
        above: dict[int, _Cell] = {}
        for row in children_of(table, {f"{W}tr"}):
            properties = row.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                continue
            above = self._row(row, properties, above, rows)
        self._cells -= 1
        return table_pieces([[Span(c.pieces, c.columns, c.rows, c.header) for c in row] for row in rows])

    def _row(
        self, row: _Element, properties: _Element | None, above: dict[int, _Cell], rows: list[list[_Cell]]
    ) -> dict[int, _Cell]:
        """Take up a row, and give the cells that the next one may be merged with, by column."""
        header = properties is not None and properties.find(f"{W}tblHeader") is not None
        before = number_of(value_of(properties, "gridBefore"), 0)
        line = [_Cell((), before, header)] if before else []
        open_cells: dict[int, _Cell] = {}
        column = before
        for element in children_of(row, {f"{W}tc"}):
            said = element.find(f"{W}tcPr")
            columns = number_of(value_of(said, "gridSpan"), 1)
            merged = said is not None and said.find(f"{W}vMerge") is not None
            if merged and value_of(said, "vMerge") != "restart" and column in above:
                cell = above[column]
                cell.rows += 1
            else:
                cell = _Cell(tuple(captioned(self.pieces_of(element))), columns, header)
                line.append(cell)
            if merged:
                open_cells[column] = cell
            column += columns
        rows.append(line)
        return open_cells


def children_of(container: _Element, tags: set[str]) -> Iterator[_Element]:
    """The elements with one of some tags in a container, those that only wrap others looked through."""
    waiting = [iter(container)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
        elif element.tag in tags:
            yield element
        elif element.tag in _THROUGH:
            waiting.append(iter(element))


def number_of(text: str, otherwise: int) -> int:
    """A count that a property states."""
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else otherwise


def _may_be_heading(words: str) -> bool:
    """Whether bold words are few and end as no sentence does."""
    few = len(words) <= _HEADING_CHARACTERS and len(words.split()) <= _HEADING_WORDS
    return few and words[:1].isupper() and not _NO_HEADING.search(words)
