"""Printed lines without what spoils reading: footnote marks, soft hyphens, scraps of mark-up. Numbers stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from index.citing import raised
from index.cleaning.notes import Footnotes, explained, footnotes
from index.cleaning.scraps import SUSPICIOUS, Edit, scrap_edits
from index.cleaning.spelling import Spelling
from index.readers.lines import Line
from index.types import PrintedLine, RaisedMark

__all__ = ["Cleaned", "Edit", "clean"]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Lines ready to be told apart into blocks; line numbers are those of the printed lines."""

    lines: tuple[Line, ...]
    notes: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """The footnotes referred to on a line, by line number."""
    edits: Mapping[int, tuple[Edit, ...]] = field(default_factory=dict)
    """What was changed in a line, by line number, from left to right."""

    footnotes: frozenset[int] = frozenset()
    """The numbers of the lines that are footnotes."""
    marks: Mapping[int, tuple[RaisedMark, ...]] = field(default_factory=dict)
    """The footnote marks left out of a line, by line number, from left to right."""

    def origin(self, number: int, column: int) -> int:
        """The column of a printed line that a column of the clean one stands for."""
        shift = 0
        for edit in self.edits.get(number, ()):
            start = edit.start + shift
            if column < start:
                break
            if column < start + len(edit.text):
                return edit.start
            shift += len(edit.text) - (edit.end - edit.start)
        return column - shift


def clean(lines: Sequence[PrintedLine]) -> Cleaned:
    """Clean a report's lines; see :class:`Cleaned`."""
    found = footnotes(lines)
    wanted = _mark_edits(found, lines)
    spelling = Spelling(lines)
    cleaned: list[Line] = []
    edits: dict[int, tuple[Edit, ...]] = {}
    for number, line in enumerate(lines, 1):
        text = line.text
        odd = SUSPICIOUS.search(text) is not None
        if not odd and number not in wanted and "Al" not in text:
            cleaned.append(Line(text, number))
            continue
        made = _apart([*wanted.get(number, ()), *(scrap_edits(text) if odd else ()), *spelling.edits(text)], len(text))
        if made:
            edits[number] = made
        cleaned.append(Line(_edited(text, made), number))
    below = frozenset(number for note in found.notes for number in range(note.lines[0], note.lines[1] + 1))
    return Cleaned(tuple(cleaned), explained(found, lines), edits, below, _left_out(found, lines, edits))


def _left_out(
    found: Footnotes, lines: Sequence[PrintedLine], edits: Mapping[int, tuple[Edit, ...]]
) -> dict[int, tuple[RaisedMark, ...]]:
    """The marks that were left out of each line, with the clean words before them."""
    signs = {(mark.line, mark.start, mark.end): raised(mark.names) for mark in found.marks}
    marks: dict[int, tuple[RaisedMark, ...]] = {}
    for number in {mark.line for mark in found.marks}:
        made, text = edits[number], lines[number - 1].text
        marks[number] = tuple(
            RaisedMark(" ".join(_edited(text[: edit.start], made[:at]).split()), signs[number, edit.start, edit.end])
            for at, edit in enumerate(made)
            if (number, edit.start, edit.end) in signs
        )
    return marks


def _mark_edits(found: Footnotes, lines: Sequence[PrintedLine]) -> dict[int, list[Edit]]:
    """The edits that take the footnote marks out."""
    wanted: dict[int, list[Edit]] = defaultdict(list)
    for mark in found.marks:
        wanted[mark.line].append(Edit(mark.start, mark.end, ""))
    return wanted


def _apart(edits: Sequence[Edit], length: int) -> tuple[Edit, ...]:
    """Edits from left to right, without those that overlap an earlier-named one."""
    taken = bytearray(length)
    kept: list[Edit] = []
    for edit in edits:
        if taken.find(1, edit.start, edit.end) < 0:
            taken[edit.start : edit.end] = b"\1" * (edit.end - edit.start)
            kept.append(edit)
    return tuple(sorted(kept, key=lambda edit: edit.start))


def _edited(text: str, edits: Iterable[Edit]) -> str:
    """A line with its edits made."""
    pieces: list[str] = []
    at = 0
    for edit in edits:
        pieces += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*pieces, text[at:]])
