"""What the readers of line-based reports share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.types import BlockKind

_MARK = re.compile(r"\s*(?:[•●▪◦■‣·]|[-–*+]|\(?\d{1,2}[.)]|\([a-z]\))\s*")
_ITEM = re.compile(r"\s*(?:[•●▪◦■‣·]\s*|(?:[-–*+]|\(?\d{1,2}[.)]|\([a-z]\))\s+)\S")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file and its number, counted from 1."""

    text: str
    number: int


def numbered_lines(text: str) -> list[Line]:
    """The lines of a file; only a line feed ends one, as in an editor.

    A form feed parts what stands on one line, since a page ends there, but doesn't count as a line.
    """
    lines: list[Line] = []
    for number, line in enumerate(text.split("\n"), 1):
        for position, part in enumerate(line.split("\x0c")):
            lines += [Line("", number), Line(part, number)] if position else [Line(part, number)]
    return lines


def without_bullet(text: str) -> str:
    """A list item without the bullet or number before it."""
    return _MARK.sub("", text, count=1) if is_list_item(text) else text


def is_list_item(text: str) -> bool:
    """Whether a line begins with a bullet or an item number."""
    return _ITEM.match(text) is not None


def goes_on(kind: BlockKind, run: BlockKind) -> bool:
    """Whether a line goes on with the run before it; plain words after a list item are the item's wrapped rest."""
    return kind == run or (kind == "text" and run == "list")


def joined(lines: Sequence[Line]) -> str:
    """The lines as they stand, so that a character's line can be told from the breaks before it."""
    return "\n".join(line.text.strip() for line in lines)
