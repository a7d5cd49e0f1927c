"""Footnote marks that are printed as plain digits, told from numbers and names by evidence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from index.cleaning.note_lines import Note, NotesByMark, note_start
from index.cleaning.raised_marks import Mark
from index.types import PrintedLine

_PLAIN = re.compile(
    r"(?:(?<=[A-Za-z)）%+])|(?<=[^\s(][”’\"])|(?<=[a-z]{3}\.))"
    r"(\d{1,3})(?![\w%°/+–-]|[.,:]\d)"  # Consumption74, (Scope 1)34, 90%13
    r"|(?<=[^\s([])(\((\d{1,3})\)|\[(\d{1,3})\])(?!\w)"  # levels(6), levels[6]
    r"|(?<=[\w)%])(\*{1,3}|[†‡§])(?![\w*])"
)
_MARKED = re.compile(r"\d|\S[*†‡§]")
"""Whether a line may hold a mark at all."""
_TAILED = re.compile(r"(?<![\w.,])([A-Z]{0,6}\d{3,6}?)(\d{1,3})(?![\w%]|[.,]\d)")
_SPACED = re.compile(r"[a-z)] (\d{2,3})(?=\t| [A-Za-z%][\w()/%]*(?: [\d-][\d,.]*%?){2,}\s*$)")
_WORD = re.compile(r"[A-Za-z][A-Za-z&-]*$")
_NAME = re.compile(r"(?:[A-Z]{1,4}|[A-Z][a-z]?[A-Z]{0,2}|[kcdmµμN]?m|ft|yd|[a-z]{1,2}|Wi-?Fi|Type|Level|Tier)$")
"""What a digit belongs to: CO2, SU7, COP28, m2, Type 2."""
_OPENS = re.compile(r"(?<![\w*])\*{1,3}(?=\w)")
_ROW_VALUE = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})*\.\d+(?![\w.,%])")
_GROUPED = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})*,\d{3}(\d{1,3})(?![\w.,%])")

_BEFORE = 400
"""How many lines before its note a mark may stand, in a file without pages."""
_AFTER = 60
_NEAR = 120
"""A note that its form alone doesn't tell has its mark no further off."""
_SLACK = 60
"""Columns may be read in another order than notes are numbered in."""
_REACH = 80
"""How many characters before a mark are looked at."""
_MOST = 500
"""In a file with more notes than any report has, values are left alone."""
_STEPS = (1, 2, 3)
"""Some notes or marks of a row may be lost."""


class PlainMarks:
    """Finds marks that are printed as plain digits; each needs its note, its place in the order, and a reason."""

    def __init__(self, lines: Sequence[PrintedLine], notes: Sequence[Note], raised: Sequence[Mark]) -> None:
        self._lines = lines
        self._notes = notes
        self._by_mark = NotesByMark(notes)
        self._raised = {name for mark in raised for name in mark.names}
        self._words: Counter[str] = Counter()

    def found(self) -> list[Mark]:
        """The marks that evidence speaks for, in order."""
        candidates = list(self._candidates())
        if candidates:
            self._words = Counter(re.findall(r"[A-Za-z0-9]+", " ".join(line.text for line in self._lines)))
        scored = [(self._score(*one), one) for one in candidates]
        good = [one for score, one in scored if score >= 2]
        places = _places(good)
        certain = [one for score, one in scored if score >= 4 or (score >= 2 and self._in_order(one, places))]
        marks = _distinct(mark for mark, _, _ in certain)
        return marks + list(self._in_values(marks, _places(certain)))

    def _candidates(self) -> Iterator[tuple[Mark, Note, str]]:
        """Digits after a word or sign with a note of that number near, and the words that they may belong to."""
        for number, line in enumerate(self._lines, 1):
            text = line.text
            if not _MARKED.search(text):
                continue
            for match in _PLAIN.finditer(text):
                name = next(group for group in (match[1], match[3], match[4], match[5]) if group)
                yield from self._with_note(Mark(number, match.start(), match.end(), (name,)), text)
            for match in _TAILED.finditer(text):
                token = match[1] + match[2]
                for width in (1, 2, 3):
                    mark = Mark(number, match.end() - width, match.end(), (token[-width:],))
                    if len(token) - width >= 3:
                        yield from self._with_note(mark, text)
            for match in _SPACED.finditer(text):
                yield from self._with_note(Mark(number, match.start(1) - 1, match.end(), (match[1],)), text)

    def _with_note(self, mark: Mark, text: str) -> Iterator[tuple[Mark, Note, str]]:
        """The candidate with the nearest note that it may name, if there is any and it is not a note's own number."""
        start = note_start(text)
        if start and mark.start < start[1]:
            return
        near = [note for note in self._by_mark.around(mark.names[0], mark.line) if self._near(mark, note)]
        if near:
            best = min(near, key=lambda note: abs(note.lines[0] - mark.line))
            yield mark, best, text[max(0, mark.start - _REACH) : mark.start]

    def _near(self, mark: Mark, note: Note) -> bool:
        """Whether a mark stands where a note's mark may stand."""
        page = self._lines[mark.line - 1].page
        if mark.line in range(note.lines[0], note.lines[1] + 1):
            return False
        if page is not None:
            return page == note.page
        before, after = (_BEFORE, _AFTER) if note.sure else (_NEAR, 0)
        return -after <= note.lines[0] - mark.line <= before

    def _score(self, mark: Mark, note: Note, before: str) -> int:
        """How much speaks for a candidate; 2 is enough where the order fits, 4 is enough alone."""
        printed = self._lines[mark.line - 1].text[mark.start : mark.end]
        if mark.names[0] in self._raised and note.page is None:
            return 0
        if not printed.strip().isdigit():  # (6), [6], *
            return 3 if note.mark.isdigit() else 0 if _OPENS.search(before) else 4
        if printed.startswith(" "):
            return 2 if note.sure else 0
        head = re.search(r"[\w&+-]*$", before)[0]  # type: ignore[index]
        if not head:  # after a bracket, a per cent sign, a quotation mark or a full stop
            return 3 if before[-1] != "." or note.sure else 0
        explained = self._explains(note, before, head)
        if _NAME.match(head):
            return 4 if explained and (note.sure or len(head) > 2) else 0
        if self._words[head + printed] > 2 or (head[-1].isdigit() and not self._words[head]):
            return 0
        known = self._words[head] > 0 or head.endswith("+") or not head.isalnum()
        return 4 if explained and known else 2 if known or note.sure else 0

    def _explains(self, note: Note, before: str, head: str) -> bool:
        """Whether a note begins with the word that stands before the mark, as definitions do, or soon names both."""
        opening = note.text[:80].casefold()
        words = [word.strip('(“"').casefold() for word in before.split()[-2:]]
        whole = " ".join(words)
        tries = (head.casefold(), re.sub(r"[\d+]+$", "", head).casefold(), whole)
        begins = (opening.startswith(one) and not opening[len(one) : len(one) + 1].isalnum() for one in tries)
        return any(begin and len(one) > 1 for one, begin in zip(tries, begins, strict=True)) or (
            len(words) > 1 and whole in opening
        )

    def _in_order(self, one: tuple[Mark, Note, str], places: Mapping[str, Sequence[int]]) -> bool:
        """Whether the marks numbered one lower and one higher stand where they should."""
        mark, note, _ = one
        if not note.mark.isdigit() or self._lines[mark.line - 1].page is not None:
            return True
        lower = _nearest(places, [int(note.mark) - step for step in _STEPS], mark.line)
        higher = _nearest(places, [int(note.mark) + step for step in _STEPS], mark.line)
        if lower is None and higher is None:
            return note.sure and self._has_neighbour(note)
        return (lower is None or lower - _SLACK <= mark.line) and (higher is None or mark.line <= higher + _SLACK)

    def _has_neighbour(self, note: Note) -> bool:
        """Whether the note is one of a row of sure ones."""
        marks = [str(int(note.mark) + step * side) for step in _STEPS for side in (-1, 1)]
        return any(
            other.sure and abs(other.lines[0] - note.lines[0]) <= _BEFORE
            for mark in marks
            for other in self._by_mark.around(mark, note.lines[0])
        )

    def _in_values(self, marks: Sequence[Mark], places: Mapping[str, Sequence[int]]) -> Iterator[Mark]:
        """Digits at the end of a value that are one too many: the row's other values have fewer decimals."""
        taken = {name for mark in marks for name in mark.names} | self._raised
        wanted = {note.mark for note in self._notes if note.sure and len(note.mark) > 1} - taken
        notes = [note for note in self._notes if note.sure and note.mark in wanted]
        for note in notes if len(notes) <= _MOST else ():
            first, last = max(1, note.lines[0] - _NEAR), note.lines[0]
            for number in range(first, last):
                for start, end in _odd_values(self._lines[number - 1].text, note.mark):
                    mark = Mark(number, start, end, (note.mark,))
                    certain = "." not in self._lines[number - 1].text[max(0, start - 4) : start]
                    if self._near(mark, note) and (certain or self._in_order((mark, note, ""), places)):
                        yield mark


def _odd_values(text: str, mark: str) -> Iterator[tuple[int, int]]:
    """Where a value ends with a mark: one with more decimals than all others of its row, or a group of five digits."""
    if mark not in text:
        return
    values = list(_ROW_VALUE.finditer(text))
    decimals = [len(match[0].rpartition(".")[2]) for match in values]
    for match, count in zip(values, decimals, strict=True):
        others = [other for at, other in enumerate(decimals) if values[at] is not match]
        if match[0].endswith(mark) and len(others) > 1 and set(others) == {count - len(mark)} and others[0] > 0:
            yield match.end() - len(mark), match.end()
    for match in _GROUPED.finditer(text):
        if match[1] == mark:
            yield match.start(1), match.end()


def _places(found: Iterable[tuple[Mark, Note, str]]) -> dict[str, list[int]]:
    """The lines on which each mark may stand, in order."""
    places: dict[str, list[int]] = defaultdict(list)
    for mark, _, _ in found:
        places[mark.names[0]].append(mark.line)
    return places


def _nearest(places: Mapping[str, Sequence[int]], numbers: Iterable[int], line: int) -> int | None:
    """The place near a line of the first of some marks that has one."""
    for number in numbers:
        lines = places.get(str(number), ())
        at = bisect_left(lines, line)
        nearest = min(lines[max(0, at - 1) : at + 1], key=lambda place: abs(place - line), default=None)
        if nearest is not None and abs(nearest - line) <= _BEFORE:
            return nearest
    return None


def _distinct(marks: Iterable[Mark]) -> list[Mark]:
    """Marks that don't overlap, the longest of those that do."""
    kept: dict[tuple[int, int], Mark] = {}
    for mark in marks:
        before = kept.get((mark.line, mark.end))
        if before is None or mark.start < before.start:
            kept[mark.line, mark.end] = mark
    return sorted(kept.values(), key=lambda mark: (mark.line, mark.start))
