"""Lines that may be footnotes: what they are numbered and what they say."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.types import Box, PrintedLine

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
"""Superscript digits, in order."""
_LOWERED = str.maketrans(RAISED, "0123456789")
_LOST = "\ufffd\ue000-\uf8ff"
"""What a lost character is printed as."""

_SURE = re.compile(
    r"[ ]{0,8}(?:[-•][ ]?)?"
    rf"(?:([{RAISED}]{{1,3}})[.)]?[ ]?|(\d{{1,7}})[ ]?[{_LOST}]+[ ]?|\[\^(\d{{1,3}})\]:[ ])"
    r"(?=[^\W\d_]|[“\"'‘(\d])"
)
_LIKELY = re.compile(
    r"[ ]{0,8}(?:(\d{1,3})\.?[ ]?|\((\d{1,3})\)[ ]?|\[(\d{1,3})\][ ]?|(\*{1,3}|[†‡§])[ ]?)"
    r"(?=[A-Z“\"‘(]|\d{4}[ ]|https?:)"
)
_ENDED = re.compile(r"[.!?;][\"”’')\]]?\s*$")
_OPEN_ENDED = 60
"""A wrapped line of a footnote is at least this long."""
_MOST_LINES = 12
_LEAST_TEXT = 4
_SAME_SIZE = 0.3
"""Lines of one size differ in height by less than this, as not all have letters that reach up or down."""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its mark without ornament, what it says, where it stands, and whether its form alone tells it."""

    mark: str
    text: str
    lines: tuple[int, int]
    sure: bool = True
    page: int | None = None


class NotesByMark:
    """Notes to be found by their mark and by the line that they are wanted near."""

    def __init__(self, notes: Iterable[Note]) -> None:
        self._notes: dict[str, list[Note]] = defaultdict(list)
        for note in notes:
            self._notes[note.mark].append(note)
        self._lines = {mark: [note.lines[0] for note in found] for mark, found in self._notes.items()}

    def around(self, mark: str, line: int) -> list[Note]:
        """The next note with a mark before a line and the next one from it on."""
        at = bisect_left(self._lines.get(mark, ()), line)
        return self._notes[mark][max(0, at - 1) : at + 1] if mark in self._lines else []

    def only(self, mark: str) -> bool:
        """Whether a mark stands for one note alone."""
        return len(self._lines.get(mark, ())) == 1


def plain(mark: str) -> str:
    """A mark with its raised digits as plain ones."""
    return mark.translate(_LOWERED)


def note_start(text: str) -> tuple[str, int, bool] | None:
    """The mark that a line begins with as a footnote does, where its text begins, and whether the form alone tells."""
    if match := _SURE.match(text):
        mark = next(filter(None, match.groups()))
        return (plain(mark), match.end(), True) if _says(text, match.end()) else None
    match = _LIKELY.match(text)
    if match is None or "\t" in text or not _says(text, match.end()):
        return None
    return next(filter(None, match.groups())), match.end(), False


def possible_notes(lines: Sequence[PrintedLine]) -> list[Note]:
    """Every line that may be a footnote, each with its wrapped lines; which of them are depends on the marks."""
    starts = [note_start(line.text) for line in lines]
    found: list[Note] = []
    for at, start in enumerate(starts):
        if start is None:
            continue
        mark, column, sure = start
        rest = list(_wrapped(lines, starts, at))
        text = " ".join(" ".join([lines[at].text[column:], *(lines[more].text for more in rest)]).split())
        if len(mark) > 3:
            mark, text = _parted(mark, text, found)
        if mark:
            found.append(Note(mark, text, (at + 1, (rest[-1] if rest else at) + 1), sure, lines[at].page))
    return found


def _says(text: str, start: int) -> bool:
    """Whether words follow, rather than the figure of a call-out such as ``²⁷9.1``."""
    return sum(map(str.isalpha, text[start : start + 40])) >= _LEAST_TEXT


def _parted(mark: str, text: str, before: Sequence[Note]) -> tuple[str, str]:
    """A mark that runs into its text, as ``82`` and ``2023 Report``, parted after the number that is due."""
    due = str(int(before[-1].mark) + 1) if before and before[-1].mark.isdigit() else ""
    return (due, f"{mark[len(due) :]} {text}") if due and mark.startswith(due) else ("", text)


def _wrapped(lines: Sequence[PrintedLine], starts: Sequence[tuple[str, int, bool] | None], at: int) -> Iterator[int]:
    """The lines that go on with the footnote that begins at a line; one blank line may part a sentence."""
    last = at
    for more in range(at + 1, min(at + _MOST_LINES, len(lines))):
        text = lines[more].text
        if starts[more] is not None or lines[more].page != lines[at].page or "\t" in text:
            return
        if not text.strip():
            if more - last > 1:
                return
            continue
        before = lines[last].text
        if not _is_below(lines[last].box, lines[more].box):
            return
        goes_on = text.lstrip()[:1].islower() or (more - last == 1 and len(before) >= _OPEN_ENDED)
        if _ENDED.search(before) or not goes_on:
            return
        yield more
        last = more


def _is_below(box: Box | None, lower: Box | None) -> bool:
    """Whether a line stands close below another and is printed as large, where the places of both are known."""
    if box is None or lower is None:
        return True
    height, other = box.bottom - box.top, lower.bottom - lower.top
    near = -height < lower.top - box.bottom < height and lower.left < box.right and box.left < lower.right
    return near and abs(height - other) <= _SAME_SIZE * max(height, other)
