"""Tables flattened to lines: years once on top, then one row a line, labels wrapped over several."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from index.readers.lines import Line, is_list_item, joined
from index.readers.text.cells import Header, Parsed, begins_with_year, header_of, is_note, parsed, wrapped_header
from index.readers.text.words import is_closed, is_open
from index.types import Block, Row
from index.units import is_unit, known_unit_suffix

_LABEL = 110
"""A longer line is prose."""
_LABELS = 7
"""More lines than these without a figure end a table."""


@dataclass(frozen=True, slots=True)
class Flattened:
    """A table found, the position behind its last line, and the footnotes that were printed between its rows."""

    block: Block
    end: int
    between: tuple[Line, ...]


@dataclass(slots=True)
class _Label:
    """Words that no figures have been found for yet."""

    text: str
    first: int
    last: int
    loose: bool = False
    """Whether it holds figures that can't be told apart, and so is left as it is."""


@dataclass(slots=True)
class _Rows:
    """The rows of a table found so far."""

    header: Header
    spaced: bool
    """Whether blank lines part its rows, so that lines without one between them are one cell."""
    rows: list[Row] = field(default_factory=list)
    waiting: list[_Label] = field(default_factory=list)
    values: list[str] = field(default_factory=list)

    def take(self, line: Line, *, gap: bool) -> bool:
        """Take a line in; whether it completed a row."""
        found = parsed(line.text, len(self.header.columns))
        missing = len(self.header.columns) - len(found.values)
        if found.surplus or not found.values or (found.label and not self._fits(found, missing)):
            self._wait(line, gap=gap, loose=bool(found.values))
            return False
        if found.label or not self.values:
            self.values = [*self._note(found, missing), *found.values]
        else:
            self.values += found.values
        if len(self.values) != len(self.header.columns):
            return self._unfinished(line)
        self._row(found.label, line, gap=gap)
        return True

    def _fits(self, found: Parsed, missing: int) -> bool:
        """Whether a line with words holds a value for each column."""
        return missing == 0 or (missing == 1 and is_unit(found.label) and bool(self._note(found, missing)))

    def _note(self, found: Parsed, missing: int) -> list[str]:
        """The words printed on lines of their own between a label and its values where exactly one value lacks."""
        if missing != 1 or len(self.waiting) < 2 or not is_note(self.waiting[-1].text) or self.waiting[-1].loose:
            return []
        return [self.waiting.pop().text]

    def _unfinished(self, line: Line) -> bool:
        """Values alone that are too few so far, or too many: these are kept as words."""
        if len(self.values) > len(self.header.columns):
            self.waiting.append(_Label(" ".join(self.values), line.number, line.number, loose=True))
            self.values = []
        return False

    def _wait(self, line: Line, *, gap: bool, loose: bool) -> None:
        """Keep words until their figures come."""
        text = " ".join(line.text.split())
        if self.values:  # a label came before all values did
            self.waiting.append(_Label(" ".join(self.values), line.number, line.number, loose=True))
            self.values = []
        last = self.waiting[-1] if self.waiting else None
        if last and not loose and not last.loose and self._goes_on(last, text, gap=gap):
            last.text, last.last = f"{last.text} {text}", line.number
        else:
            self.waiting.append(_Label(text, line.number, line.number, loose))

    def _goes_on(self, label: _Label, text: str, *, gap: bool) -> bool:
        """Whether a line is the wrapped rest of the label before it."""
        return (self.spaced and not gap) or text[:1].islower() or text.startswith("(") or is_open(label.text)

    def _row(self, text: str, line: Line, *, gap: bool) -> None:
        """A row with all its values: what waits is its label, or names the group that it belongs to."""
        values, self.values = self.values, []
        label = _Label(text, line.number, line.number)
        last = self.waiting[-1] if self.waiting else None
        if last and not last.loose and (not text or is_unit(text) or self._goes_on(last, text, gap=gap)):
            label = replace(last, text=f"{last.text} {text}".strip(), last=line.number)
            self.waiting.pop()
        self._groups()
        if not label.text or is_unit(label.text):  # figures of nothing
            self.rows.append(Row((" ".join([*label.text.split(), *values]),), label.first, label.last))
            return
        unit = known_unit_suffix(label.text) if self.header.unit else ""
        words = label.text.removesuffix(unit).rstrip(" ,") if unit else label.text
        cells = (words, unit, *values) if self.header.unit else (words, *values)
        self.rows.append(Row(cells, label.first, label.last if label.last > label.first else 0))

    def _groups(self) -> None:
        """What waits becomes rows without values: names of groups, or lines that can't be read safely."""
        waiting, self.waiting = self.waiting, []
        width = len(self.header.columns) + self.header.unit
        if waiting and self.rows and waiting[0].text[:1].islower() and any(self.rows[-1].cells[1:]):
            rest, row = waiting.pop(0), self.rows[-1]  # the end of a label that was wrapped around its values
            self.rows[-1] = Row((f"{row.cells[0]} {rest.text}", *row.cells[1:]), row.line, rest.last)
        for label in waiting:
            cells = (label.text,) if label.loose or is_note(label.text) else (label.text, *[""] * width)
            self.rows.append(Row(cells, label.first, label.last if label.last > label.first else 0))


def flattened(lines: Sequence[Line], start: int, notes: Collection[int] = ()) -> Flattened | None:
    """The flattened table whose header stands at a position, if one does.

    :param lines: The lines of the report.
    :param start: The position of the line that may be the header.
    :param notes: The numbers of the lines that are footnotes: a table goes on behind them.
    """
    header = header_of(lines[start].text)
    first = start + 1
    if header is None:
        wrapped = wrapped_header(lines, start)
        if wrapped is None:
            return None
        header, first = wrapped
    table = _Rows(header, spaced=first < len(lines) and not lines[first].text.strip())
    end = _fill(table, lines, first, notes)
    if not any(len(row.cells) > 1 and any(row.cells[1:]) for row in table.rows):
        return None
    title = (header.title, "Unit") if header.unit else (header.title,)
    number, last = lines[start].number, lines[first - 1].number
    top = Row((*title, *header.columns), number, last if last > number else 0)
    used = [line for line in lines[start:end] if line.number not in notes or line is lines[start]]
    between = tuple(line for line in lines[start:end] if line.number in notes)
    text = joined([line for line in used if line.text.strip()])
    block = Block("table", text, (number, lines[end - 1].number), rows=(top, *table.rows))
    return Flattened(block, end, between)


def _fill(table: _Rows, lines: Sequence[Line], first: int, notes: Collection[int]) -> int:
    """Take in the lines below a header for as long as they are rows; the position behind the last row."""
    end, gap, seen, top = first, table.spaced, 0, first
    for position in range(first, len(lines)):
        line = lines[position]
        text = line.text.strip()
        if not text:
            gap = True
            continue
        if line.number in notes:
            continue
        if again := header_of(text):
            if again.columns != table.header.columns or again.title or table.waiting or table.values or end <= top:
                break
            gap, top = True, position
            continue
        if _ends(text) or seen >= _LABELS:
            break
        if table.take(line, gap=gap):
            end, seen = position + 1, 0
        else:
            seen += 1
        gap = False
    return end


def _ends(text: str) -> bool:
    """Whether a line can't belong to a flattened table: prose, a list item, a row of another kind of table."""
    if len(text) > _LABEL or "\t" in text or text.startswith("|") or begins_with_year(text):
        return True
    bullet = is_list_item(text) and not text[0].isdigit() and text[0] not in "(-–"
    return bullet or (is_closed(text) and re.search(r"[^\W\d]{2}", text[-12:]) is not None and not text.endswith(","))
