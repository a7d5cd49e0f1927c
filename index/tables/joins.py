"""Labels of rows that were cut in two, by the line between two columns or by the end of a line, made whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.tables.cuts import mended_labels
from index.tables.rows import ReadRow

_OPEN_END = re.compile(
    r"(?:\s(?:for|of|and|or|in|to|the|with|by|on|per|from|at|due|under|a|an|as|than|&)|[,-])$", re.IGNORECASE
)
"""How a label ends that goes on in the next row."""
_TAIL = 20
_COUNTS = re.compile(r"(?:total )?(?:number|percentage|proportion|share|amount) of\b", re.IGNORECASE)
_LEAD_IN = re.compile(r"(?:of which|including|thereof|among|incl\.?|e\.g\.|-|–)", re.IGNORECASE)


def whole_rows(rows: Sequence[ReadRow]) -> list[ReadRow]:
    """The rows with whole labels, as far as the parts of each show that they belong together."""
    begun = [_with_its_beginning(row, rows, at) for at, row in enumerate(rows)]
    return list(_joined(mended_labels(begun)))


def _with_its_beginning(row: ReadRow, rows: Sequence[ReadRow], at: int) -> ReadRow:
    """A row whose label the line between two columns cut between two words: ``Number of | Injuries``.

    What is left of it is no group then, since the rows above and below it have their labels further left.
    """
    depth = row.depth
    beside = [other.depth for other in (*rows[max(0, at - 1) : at], *rows[at + 1 : at + 2])]
    counts = depth > 0 and _COUNTS.match(row.labels[depth - 1]) and not _COUNTS.match(row.label)
    if not counts or max(beside, default=0) >= depth:
        return row
    labels = (*row.labels[: depth - 1], f"{row.labels[depth - 1]} {row.label}", "", *row.labels[depth + 1 :])
    return replace(row, labels=labels)


def _joined(rows: list[ReadRow]) -> Iterator[ReadRow]:
    """Rows whose label was cut in two joined where the parts show it."""
    at = 0
    while at < len(rows):
        row = rows[at]
        after = rows[at + 1] if at + 1 < len(rows) else None
        if after and (_goes_on(row, after, rows, at) or _ends_in(row, after, rows, at)):
            rows[at + 1] = _one_row(row, after)
        else:
            if after and row.depth > 0 and not (row.is_bare or after.is_bare) and _OPEN_END.search(row.label[-_TAIL:]):
                rows[at + 1] = replace(after, sure=False)  # its label may begin with the rest of the one above
            yield row
        at += 1


def _goes_on(row: ReadRow, after: ReadRow, rows: Sequence[ReadRow], at: int) -> bool:
    """Whether a bare label is the beginning of the one below, which has the values."""
    if not row.is_bare or after.is_bare or not row.label or row.depth != after.depth or not after.label:
        return False
    if any(row.labels[: row.depth]) and any(after.labels[: row.depth]):
        return False
    if row.label.endswith(":") or _LEAD_IN.match(after.label):
        return False
    if _OPEN_END.search(row.label[-_TAIL:]) or (after.label[:1].islower() and row.label[:1].isupper()):
        return True
    return row.depth > 0 and not row.label.casefold().startswith("by ") and _is_said_twice(after, rows, at + 1)


def _is_said_twice(row: ReadRow, rows: Sequence[ReadRow], at: int) -> bool:
    """Whether another row near by ends in the same words, so that the label alone would not tell them apart."""
    near = rows[max(0, at - 8) : at + 9]
    return len(row.label.split()) > 1 and any(
        other is not row and other.label.endswith(row.label) and other.depth == row.depth for other in near
    )


def _ends_in(row: ReadRow, after: ReadRow, rows: Sequence[ReadRow], at: int) -> bool:
    """Whether a bare label is the end of the one above, which has the values."""
    if row.is_bare or not after.is_bare or row.depth != after.depth or not row.label:
        return False
    if after.label.endswith(":") or _LEAD_IN.match(after.label):
        return False
    if after.label[:1].islower():
        return not any(after.labels[: after.depth])
    following = rows[at + 2] if at + 2 < len(rows) else None
    return _OPEN_END.search(row.label[-_TAIL:]) is not None and not (
        following and _goes_on(after, following, rows, at + 1)
    )


def _one_row(first: ReadRow, second: ReadRow) -> ReadRow:
    """Two rows as one: labels joined column by column, the values of whichever has them."""
    labels = tuple(
        f"{above} {below}".strip() if at == first.depth else below or above
        for at, (above, below) in enumerate(zip(first.labels, second.labels, strict=True))
    )
    holder = second if first.is_bare else first
    return replace(holder, labels=labels, lines=(first.lines[0], second.lines[1]))
