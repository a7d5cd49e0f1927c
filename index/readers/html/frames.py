"""A part of an HTML page while it is read: its pieces so far, the words of the open paragraph, the open lists."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from index.readers.html.notes import without_mark
from index.readers.lines import is_list_item
from index.readers.pieces import Piece
from index.types import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(slots=True)
class OpenList:
    """A list that is open: how its next item is marked."""

    ordered: bool
    number: int


@dataclass(slots=True)
class Frame:
    """A part of the page with pieces of its own: the page itself, a cell, a caption."""

    element: _Element | None
    pieces: list[Piece] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    lists: list[OpenList] = field(default_factory=list)
    mark: str = ""
    """Stands before the next line of a list."""

    def flush(self, *, level: int, note: str, kept: bool) -> None:
        """End the line or paragraph.

        :param level: The depth of the heading that it is, or 0.
        :param note: The label of the footnote that it is a part of.
        :param kept: Whether its lines stand as they were typed.
        """
        if not self.words:
            return
        text = "".join(self.words)
        self.words.clear()
        lines = [line.rstrip() if kept else " ".join(line.split()) for line in text.split("\n")]
        lines = [line for line in lines if line.strip()]
        if note and lines:
            self._take_note(lines, note)
        elif not lines:
            return
        elif level:
            self.pieces.append(Piece("heading", (" ".join(lines),), level=level))
        elif self.lists:
            depth = "  " * (len(self.lists) - 1)
            self.items += [f"{depth}{self.mark}{lines[0]}", *(f"{depth}  {line}" for line in lines[1:])]
            self.mark = ""
        else:
            self.pieces.append(Piece("text", tuple(lines)))

    def _take_note(self, lines: list[str], label: str) -> None:
        """Take up a footnote, or more of the one before."""
        lines = [line for line in (without_mark(lines[0], label), *lines[1:]) if line]
        if lines and self.pieces and self.pieces[-1].label == label:
            self.pieces[-1] = replace(self.pieces[-1], lines=(*self.pieces[-1].lines, *lines))
        elif lines:
            self.pieces.append(Piece("text", tuple(lines), role="footnote", label=label))

    def open_list(self, element: _Element) -> None:
        """Enter a list."""
        if not self.lists:
            self.close_list()
        start = element.get("start") or ""
        first = int(start) if start.isascii() and start.isdigit() and len(start) < 10 else 1
        self.lists.append(OpenList(element.tag == "ol", first))

    def open_item(self) -> None:
        """Enter an item of a list."""
        if self.lists:
            innermost = self.lists[-1]
            self.mark = f"{innermost.number}. " if innermost.ordered else "- "
            innermost.number += 1

    def end_list(self) -> None:
        """Leave a list."""
        if self.lists:
            self.lists.pop()
        if not self.lists:
            self.close_list()

    def close_list(self) -> None:
        """Make a piece of the items gathered."""
        if self.items:
            kind: BlockKind = "list" if any(map(is_list_item, self.items)) else "text"
            self.pieces.append(Piece(kind, tuple(self.items)))
            self.items = []
