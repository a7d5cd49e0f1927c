"""What the readers of line-based reports share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_ITEM = re.compile(r"\s*(?:[-•●▪◦*+]|\(?\d{1,2}[.)]|\([a-z]\))\s+\S")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file and its number, counted from 1."""

    text: str
    number: int


def numbered_lines(text: str) -> list[Line]:
    """The lines of a file; only a line feed ends one, as in an editor."""
    return [Line(line, number) for number, line in enumerate(text.split("\n"), 1)]


def is_list_item(text: str) -> bool:
    """Whether a line begins with a bullet or an item number."""
    return _ITEM.match(text) is not None


def joined(lines: Sequence[Line]) -> str:
    """The lines as they stand, so that a character's line can be told from the breaks before it."""
    return "\n".join(line.text.strip() for line in lines)
