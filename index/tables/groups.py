"""What stands above each row of a table: groups named in rows of their own, and labels merged over several rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.tables.rows import ReadRow

_NUMBER = re.compile(r"(?<![\w.,])\d[\d,.]*")
_BY = re.compile(r"(?:by|per|broken down by|breakdown by)\b", re.IGNORECASE)
_REST = re.compile(r"others?\b|unknown|not\b|un\w+|prefer", re.IGNORECASE)
_MOST = 2
"""How many names of groups, one below the other, a row carries."""
_KINDS = {
    "sex": r"(?:fe)?males?|(?:wo)?m[ea]n|non-binary|(?:fe)?male (?:employees|staff|workers)",
    "age": r"(?=.*\D)(?:(?:aged?|under|below|above|over|up to|less than|<|>|≤|≥|between)\s*)?\d\d"
    r"(?:\s*(?:-|–|—|to|and)\s*\d\d)?"
    r"(?:\s*(?:years?(?:[- ]olds?| of age)?|or|and|above|below|over|under|older|younger))*",
    "level": r"(?:senior|mid(?:dle)?|junior|general|entry|top|first)"
    r"(?:[- ](?:level|management|managers?|staff|employees?))*|management|executives?|ordinary employees",
    "contract": r"(?:full|part)[- ]time\b.*|permanent\b.*|temporary\b.*|interns?",
}
_CLASSES = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _KINDS.items()}


def class_of(label: str) -> str:
    """The kind of class that a label names, such as an age group; empty where it names something in its own right."""
    if len(label) > 60:
        return ""
    return next((kind for kind, pattern in _CLASSES.items() if pattern.fullmatch(label)), "")


def is_group(row: ReadRow) -> bool:
    """Whether a row holds nothing but a label: the name of the rows below it."""
    return row.is_bare and row.depth == 0 and len(row.label) < 90 and len(_NUMBER.findall(row.label)) < 2


@dataclass(slots=True)
class Groups:
    """The groups that hold at a place of a table, kept up while its rows are gone through."""

    rows: list[ReadRow] = field(default_factory=list)
    """The rows that name them, outermost first."""
    fresh: int = 0
    """How many of them no row was found for yet."""
    _outer: int | None = None
    """Below how many other groups the first ``By gender`` stood."""
    _subject: str = ""
    """The label of the row that a ``By gender`` below it breaks down."""
    _data: list[str] = field(default_factory=list)
    """The labels of the rows since the last group began or ended."""

    def open(self, row: ReadRow) -> list[ReadRow]:
        """Begin a group; gives back those that no row was found for."""
        lost = [self.rows.pop(-_MOST)] if self.fresh == _MOST else []
        by = is_breakdown(row.label)
        if self.fresh:
            self._outer = len(self.rows) if by and self._outer is None else self._outer
            self.rows.append(row)
        elif by:
            within = [each for each in self.rows if not is_breakdown(each.label)]
            if len(within) == len(self.rows):  # the first to break down what stands above it
                self._subject = self._data[0] if len(self._data) == 1 and not within else ""
            self._outer = len(within) if self._outer is None else self._outer
            self.rows = [*within[: self._outer], row]
        else:
            self.rows, self._subject = [row], ""
        self._data = []
        self.fresh = min(self.fresh + 1, _MOST)
        return lost

    def path(self, label: str, *, ends: bool) -> tuple[str, ...]:
        """What stands above a row, outermost first.

        :param ends: Whether the row stands behind a ``By gender`` group and belongs to it no more.
        """
        self.fresh = 0
        if ends:
            self.rows = [row for row in self.rows if not is_breakdown(row.label)]
            self._subject, self._data = "", []
        self._data = [*self._data[-1:], label]
        names = [row.label for row in self.rows]
        return (self._subject, *names) if self._subject and any(map(is_breakdown, names)) else tuple(names)

    @property
    def unused(self) -> list[ReadRow]:
        """The groups that no row was found for."""
        return self.rows[len(self.rows) - self.fresh :]


def is_breakdown(name: str) -> bool:
    """Whether a group breaks down what stands above it: ``By gender``."""
    return _BY.match(name) is not None


def ends_breakdown(rows: Sequence[ReadRow], at: int) -> bool:
    """Whether a row belongs no more to the classes above it, of one kind each: it is of none.

    One class above it is enough where the row is broken down itself below.
    """
    if not at or class_of(rows[at].label) or _REST.match(rows[at].label):
        return False
    kinds = [class_of(row.label) for row in rows[max(0, at - 2) : at]]
    if not kinds[-1]:
        return False
    below = rows[at + 1] if at + 1 < len(rows) else None
    return kinds == [kinds[-1]] * 2 or (below is not None and is_group(below) and is_breakdown(below.label))


def parents_of(rows: Sequence[ReadRow]) -> list[str]:
    """For each row the one above that it is a part of: ``Senior`` for the ``Male`` and ``Female`` below each level.

    Rows with the same labels come again below each of the rows that they are parts of.
    """
    found = ["" for _ in rows]
    start = 0
    for end in range(len(rows) + 1):
        if end == len(rows) or rows[end].is_bare or rows[end].depth != 0:
            _find_parents(rows[start:end], found, start)
            start = end + 1
    return found


def _find_parents(rows: Sequence[ReadRow], found: list[str], start: int) -> None:
    """Enter the parents of neighbouring rows that have a label of their own each."""
    times = Counter(row.label for row in rows)
    heads = [at for at, row in enumerate(rows) if times[row.label] == 1]
    if not heads or heads[0]:
        return
    blocks = [(head, rows[head + 1 : end]) for head, end in zip(heads, [*heads[1:], len(rows)], strict=True)]
    parts = Counter(tuple(row.label for row in block) for _, block in blocks if block)
    if not parts:
        return
    common, often = parts.most_common(1)[0]
    sound = often > 1 and len(set(common)) == len(common) and all(set(part) <= set(common) for part in parts)
    for head, block in blocks if sound else ():
        for at in range(head + 1, head + 1 + len(block)):
            found[start + at] = rows[head].label
