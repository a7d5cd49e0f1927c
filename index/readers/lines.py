"""What the readers of line-based reports share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.errors import UnreadableError
from index.types import BlockKind, PrintedLine

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_MARK = re.compile(r"\s*(?:[•●▪◦■‣·]|[-–*+]|\(?\d{1,2}[.)]|\([a-z]\))\s*")
_ITEM = re.compile(r"\s*(?:[•●▪◦■‣·]\s*|(?:[-–*+]|\(?\d{1,2}[.)]|\([a-z]\))\s+)\S")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file and its number, counted from 1."""

    text: str
    number: int


def decoded(content: bytes) -> str:
    """The text of a file; binary content and a broken encoding are refused rather than guessed at."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    binary = UnreadableError("is binary, not text", fix="Save the report as UTF-8 text or Markdown.")
    if not wide and b"\x00" in content[:65536]:
        raise binary
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        encoding = "UTF-16" if wide else "UTF-8"
        reason = f"is not valid {encoding}: the first broken byte is in line {line}"
        raise UnreadableError(reason, fix="Save it as UTF-8.") from error
    if len(_CONTROL.findall(text)) > 0.01 * len(text):
        raise binary
    return text.replace("\r\n", "\n").replace("\r", "\n")


def printed_lines(text: str) -> tuple[PrintedLine, ...]:
    """The lines of a text; only a line feed ends one, as in an editor."""
    return tuple(PrintedLine(line) for line in text.split("\n"))


def parted_at_pages(lines: Sequence[Line]) -> list[Line]:
    """A form feed parts what stands on one line, since a page ends there, but doesn't count as a line."""
    parted: list[Line] = []
    for line in lines:
        for position, part in enumerate(line.text.split("\x0c")):
            parted += [Line("", line.number), Line(part, line.number)] if position else [Line(part, line.number)]
    return parted


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
