"""An audit file read: its entries, and what of it is not as it was written."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.audit.entry import FORMAT, sha256
from rag.audit.log import head_of, is_whole
from rag.errors import AnswerError


class AuditError(AnswerError):
    """An audit file cannot be read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of an audit file that can be read."""

    number: int
    """Which line it is, counted from 1."""
    content: dict[str, Any]

    @property
    def title(self) -> str:
        """Which entry it is, in words."""
        return f"{self.number}. {self.content['time']}  {self.content['question']}"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to be told about an audit file."""

    text: str
    wrong: bool = True
    """Whether somebody changed it; else it is only good to know."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as far as its hashes go."""

    number: int
    hash: str
    before: str | None
    """The hash that it gives for the line before; None where the line is not as it was written."""
    ended: bool


def entries(file: Path, *, last: int | None = None) -> list[Entry]:
    """The entries of an audit file, oldest first; lines that are none are left out, see :func:`verify`.

    :param file: The audit file.
    :param last: Only so many, the latest.
    :raises AuditError: If there is no such file or it can't be read.
    """
    found = ((number, _content(line)) for number, line in enumerate(_lines(file), start=1))
    return list(deque((Entry(number, content) for number, content in found if content), maxlen=last))


def verify(file: Path) -> Iterator[Finding]:
    """What is not as it was written, in the order of the lines, and at last how many answers there are.

    :param file: The audit file.
    :raises AuditError: If there is no such file or it can't be read.
    """
    head = _head(file)  # read first: a line is written before its hash stands there
    before: _Line | None = None
    reached, whole = not head, 0
    for number, text in enumerate(_lines(file), start=1):
        line = _line(number, text)
        yield from _between(before, line)
        reached |= line.hash == head
        whole += line.before is not None
        before = line
    if before and before.before is None:
        yield _at_the_end(before)
    if not reached:
        yield Finding(f"Lines at the end were removed or changed: {head_of(file).name} holds the hash of another line.")
    elif not head:
        yield Finding(f"{head_of(file).name} is missing: lines cut off at the end would not be told.", wrong=False)
    yield Finding(f"{whole} answer{'' if whole == 1 else 's'}; the last line's sha256 is {head or '-'}.", wrong=False)


def _between(before: _Line | None, line: _Line) -> Iterator[Finding]:
    """What the hash that a line gives for the one before it tells."""
    if line.before is None:
        if before and before.before is None:
            yield _changed(before)
    elif before is None:
        if line.before:
            yield Finding("Line 1 follows a line that is not here: the lines before it were removed.")
    elif before.before is None:
        yield _cut_off(before) if line.before == before.hash else _changed(before)
    elif line.before != before.hash:
        yield Finding(f"Line {line.number} does not follow line {before.number}: one was changed, or some removed.")


def _at_the_end(line: _Line) -> Finding:
    """What a last line is that is not whole."""
    return _changed(line) if line.ended else _cut_off(line)


def _changed(line: _Line) -> Finding:
    """That a line was changed."""
    return Finding(f"Line {line.number} was changed after it was written.")


def _cut_off(line: _Line) -> Finding:
    """That a line was never written to its end."""
    return Finding(f"Line {line.number} was only half written: its answer is lost.", wrong=False)


def _line(number: int, text: bytes) -> _Line:
    """A line with its hashes."""
    ended, body = text.endswith(b"\n"), text.removesuffix(b"\n")
    content = _content(text) if is_whole(body) else None
    return _Line(number, sha256(body), None if content is None else str(content["before"]), ended)


def _content(line: bytes) -> dict[str, Any] | None:
    """The entry on a line; None where there is none, or one of another format."""
    try:
        content = json.loads(line)
    except ValueError:
        return None
    known = isinstance(content, dict) and content.get("format") == FORMAT
    return content if known and {"before", "question", "time"} <= content.keys() else None


def _lines(file: Path) -> Iterator[bytes]:
    """The lines of a file, each with its end."""
    try:
        with file.open("rb") as stream:
            yield from stream
    except OSError as error:
        fix = "Name the file that [audit] of the settings names, or that esg chat wrote."
        raise AuditError(f"The audit file {file} cannot be read: {error.strerror}", fix=fix) from error


def _head(file: Path) -> str:
    """The hash that stands beside an audit file, empty where there is none."""
    try:
        return head_of(file).read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
