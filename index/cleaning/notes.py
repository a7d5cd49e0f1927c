"""Footnotes: which lines are notes, where their marks stand, and which note a mark names."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.cleaning.note_lines import Note, NotesByMark, possible_notes
from index.cleaning.note_marks import PlainMarks
from index.cleaning.raised_marks import Mark, raised_marks
from index.types import PrintedLine

_FAR = 500
"""A note further off than this is another mark's, unless its number stands for one note alone."""
_WEAK_REACH = 120


@dataclass(frozen=True, slots=True)
class Footnotes:
    """A report's footnotes and the marks that name them."""

    notes: tuple[Note, ...]
    marks: tuple[Mark, ...]


def footnotes(lines: Sequence[PrintedLine]) -> Footnotes:
    """The footnotes of a report; a line that only looks like one counts where a mark names it."""
    possible = possible_notes(lines)
    raised = list(raised_marks(lines, {note.mark for note in possible}))
    plain = PlainMarks(lines, possible, raised).found() if possible else []
    covered = {(mark.line, column) for mark in raised for column in range(mark.start, mark.end)}
    plain = [mark for mark in plain if (mark.line, mark.start) not in covered]
    sure = NotesByMark(note for note in possible if note.sure)
    named = _named_lines([*raised, *plain])
    notes = [note for note in possible if note.sure or _is_named(note, named, sure, lines)]
    kept = {note.mark for note in notes}
    marks = sorted(
        [*raised, *(mark for mark in plain if mark.names[0] in kept)], key=lambda mark: (mark.line, mark.start)
    )
    return Footnotes(tuple(notes), tuple(marks))


def find_notes(lines: Sequence[PrintedLine]) -> tuple[Note, ...]:
    """The footnotes of a report, in order."""
    return footnotes(lines).notes


def explained(found: Footnotes, lines: Sequence[PrintedLine]) -> dict[int, tuple[str, ...]]:
    """The texts of the notes that are referred to on each line."""
    notes = NotesByMark(found.notes)
    texts: dict[int, list[str]] = defaultdict(list)
    for mark in found.marks:
        for name in mark.names:
            note = _meant(mark.line, name, notes, lines)
            if note and note.text not in texts[mark.line]:
                texts[mark.line].append(note.text)
    return {line: tuple(said) for line, said in texts.items() if said}


def _meant(line: int, name: str, notes: NotesByMark, lines: Sequence[PrintedLine]) -> Note | None:
    """The note that a mark names: the one on its page, else the nearest, better one below than one above."""
    page = lines[line - 1].page
    around = notes.around(name, line)
    here = [note for note in around if page is not None and note.page == page] or around

    def distance(note: Note) -> int:
        gap = note.lines[0] - line
        return gap if gap >= 0 else -2 * gap

    best = min(here, key=distance, default=None)
    return best if best and (notes.only(name) or distance(best) <= _FAR) else None


def _named_lines(marks: Sequence[Mark]) -> dict[str, list[int]]:
    """The lines on which each mark stands, in order."""
    lines: dict[str, list[int]] = defaultdict(list)
    for mark in marks:
        for name in mark.names:
            lines[name].append(mark.line)
    return {name: sorted(places) for name, places in lines.items()}


def _is_named(note: Note, named: Mapping[str, Sequence[int]], sure: NotesByMark, lines: Sequence[PrintedLine]) -> bool:
    """Whether a mark that stands before a note, on its page or near it, names it rather than a surer note."""

    def near(line: int, reach: int) -> bool:
        if note.page is not None:
            return lines[line - 1].page == note.page
        return abs(note.lines[0] - line) <= reach

    if any(near(other.lines[0], _FAR) for other in sure.around(note.mark, note.lines[0])):
        return False
    places = named.get(note.mark, ())
    before = bisect_left(places, note.lines[0])
    return before > 0 and near(places[before - 1], _WEAK_REACH)
