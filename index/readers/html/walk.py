"""Walks an HTML page in reading order and gathers its pieces; a loop, so that no nesting is too deep for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from index.readers.grids import Span, table_pieces
from index.readers.html.frames import Frame
from index.readers.html.notes import Footnotes, footnotes_of
from index.readers.html.tags import BLOCKS, heading_level, is_left_out, is_raised
from index.readers.pieces import Piece, captioned, lowered, raised, reference

if TYPE_CHECKING:
    from lxml.etree import _Element

_FRAMES = {"td", "th", "caption", "figure", "figcaption"}
_LISTS = {"ul", "ol", "menu", "dir"}
_ALT_WORDS = 4
"""A picture's description says something when it has this many words."""
_MOST_SPANNED = 65_534


@dataclass(slots=True)
class _Table:
    """A table that is open."""

    layout: bool
    rows: list[list[Span]] = field(default_factory=list)
    caption: str = ""


def pieces_of(root: _Element) -> list[Piece]:
    """The pieces of a page in reading order."""
    from lxml import etree

    walk = _Walk(footnotes_of(root))
    hidden: _Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start" and hidden is None:
            if is_left_out(element, keep=walk.notes.around):
                hidden = element
            else:
                walk.start(element)
        elif event == "end" and hidden in {None, element}:
            if hidden is None:
                walk.end(element)
            hidden = None
            walk.say(element.tail)
    walk.flush()
    walk.frame.close_list()
    return captioned(walk.frame.pieces)


class _Walk:
    """Where the walk is, and what it has gathered."""

    def __init__(self, notes: Footnotes) -> None:
        """Begin outside of everything."""
        self.notes = notes
        self.frames = [Frame(None)]
        self.tables: list[_Table] = []
        self.marks: list[tuple[_Element, int]] = []
        self.level = 0
        self.kept = 0
        self.note = ""

    @property
    def frame(self) -> Frame:
        """The innermost part of the page."""
        return self.frames[-1]

    def start(self, element: _Element) -> None:
        """Enter an element."""
        tag = str(element.tag)
        if tag in BLOCKS or tag in _FRAMES:
            self.flush()
        if element in self.notes.held:
            self.frame.close_list()
            self.note = self.notes.held[element]
        if opened := _STARTS.get(tag):
            opened(self, element)
        if tag in _FRAMES:
            self.frames.append(Frame(element))
        elif level := heading_level(element):
            self.frame.close_list()
            self.level = level
        elif tag in {"sub", "sup"} or element in self.notes.references or is_raised(element):
            self.marks.append((element, len(self.frame.words)))
        self.say(element.text)

    def end(self, element: _Element) -> None:
        """Leave an element."""
        tag = str(element.tag)
        if tag in BLOCKS or tag in _FRAMES:
            self.flush()
        if self.marks and self.marks[-1][0] is element:
            self._close_mark(element)
        if self.frame.element is element:
            self._close_frame(tag)
        if closed := _ENDS.get(tag):
            closed(self)
        if heading_level(element):
            self.level = 0
        if element in self.notes.held:
            self.note = ""

    def say(self, text: str | None) -> None:
        """Take up words; a line break in the file is one in the text only where it is kept as typed."""
        if text:
            self.frame.words.append(text if self.kept else text.replace("\n", " ").replace("\r", " "))

    def flush(self) -> None:
        """End the line or paragraph."""
        self.frame.flush(level=self.level, note=self.note, kept=self.kept > 0)

    def open_list(self, element: _Element) -> None:
        """Enter a list."""
        self.frame.open_list(element)

    def open_item(self, element: _Element) -> None:
        """Enter an item of a list."""
        self.frame.open_item()

    def end_list(self) -> None:
        """Leave a list."""
        self.frame.end_list()

    def open_table(self, element: _Element) -> None:
        """Enter a table."""
        self.frame.close_list()
        self.tables.append(_Table(element.get("role") in {"presentation", "none"}))

    def open_row(self, element: _Element) -> None:
        """Enter a row of a table."""
        if self.tables:
            self.tables[-1].rows.append([])

    def end_table(self) -> None:
        """Leave a table."""
        if self.tables:
            table = self.tables.pop()
            self.frame.pieces += table_pieces(table.rows, caption=table.caption, layout=table.layout)

    def keep(self, element: _Element) -> None:
        """Enter a part whose lines are kept as typed."""
        self.kept += 1

    def end_kept(self) -> None:
        """Leave such a part."""
        self.kept -= 1

    def break_line(self, element: _Element) -> None:
        """End a line, not the paragraph."""
        self.frame.words.append("\n")

    def describe(self, element: _Element) -> None:
        """Take up what a picture is said to show."""
        words = (element.get("alt") or "").split()
        if len(words) >= _ALT_WORDS:
            self.frame.words.append(f" {' '.join(words)} ")

    def _close_mark(self, element: _Element) -> None:
        """Raised and lowered figures, and what refers to a footnote."""
        _, start = self.marks.pop()
        text = "".join(self.frame.words[start:])
        if label := self.notes.references.get(element):
            text = reference(label)
        else:
            text = lowered(text) if element.tag == "sub" else raised(text)
        self.frame.words[start:] = [text]

    def _close_frame(self, tag: str) -> None:
        """Give the pieces of a part to what is around it."""
        self.frame.close_list()
        frame = self.frames.pop()
        # a caption belongs to its figure's table, whatever stands between them
        inner = sorted(frame.pieces, key=lambda piece: piece.role != "caption") if tag == "figure" else frame.pieces
        pieces = captioned(inner)
        if tag in {"td", "th"} and self.tables:
            rows = self.tables[-1].rows
            if not rows:
                rows.append([])
            rows[-1].append(_span(frame.element, tuple(pieces)))
        elif tag == "caption" and self.tables:
            self.tables[-1].caption = " ".join(line for piece in pieces for line in piece.lines)
        else:
            self.frame.close_list()
            self.frame.pieces += [replace(piece, role="caption") for piece in pieces] if tag == "figcaption" else pieces


def _span(element: _Element | None, pieces: tuple[Piece, ...]) -> Span:
    """A cell with how far it reaches."""
    if element is None:
        return Span(pieces)
    above = element.getparent()
    group = above.getparent() if above is not None else None
    names = element.tag == "th" and element.get("scope") not in {"row", "rowgroup"}
    header = names or (group is not None and group.tag == "thead")
    return Span(pieces, _number(element.get("colspan")), _number(element.get("rowspan")), header)


def _number(text: str | None) -> int:
    """A span as a number; what isn't one is taken for 1, as browsers do."""
    digits = text.strip() if text else ""
    return min(int(digits), _MOST_SPANNED) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 1


_STARTS: dict[str, Callable[[_Walk, _Element], None]] = {
    **dict.fromkeys(_LISTS, _Walk.open_list),
    "li": _Walk.open_item,
    "table": _Walk.open_table,
    "tr": _Walk.open_row,
    "pre": _Walk.keep,
    "br": _Walk.break_line,
    "img": _Walk.describe,
}
_ENDS: dict[str, Callable[[_Walk], None]] = {
    **dict.fromkeys(_LISTS, _Walk.end_list),
    "table": _Walk.end_table,
    "pre": _Walk.end_kept,
}
