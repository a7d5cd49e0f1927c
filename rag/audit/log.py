"""The file that answers are added to, by as many threads and processes as like, and by nobody changed unseen.

A line is JSON. Its last value is the hash of the line itself, the one before it the hash of the line before: so a line
that was changed or removed is told. The hash of the last line stands in a file beside it, ``FILE.head``, which tells of
lines cut off at the end, and is what writers lock.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from models.errors import EsgError
from rag.audit.entry import Asking, Setup, entry, sha256
from rag.types import Answer

HASH = ', "sha256": "'
"""What stands before the hash at the end of a line."""
_BLOCK = 1 << 16
_BINARY = getattr(os, "O_BINARY", 0)

_log = logging.getLogger(__name__)


class AuditLog:
    """An audit file that answers are added to."""

    def __init__(self, file: Path) -> None:
        """Name the file; it is made, readable by its owner only, with the first answer."""
        self.file = file
        self._lock = threading.Lock()
        self._missed = 0

    def add(self, answer: Answer, asking: Asking, setup: Setup) -> None:
        """Write an answer down. If that fails the answer is given all the same, and a warning tells of it once."""
        with self._lock:
            missed = {"missed": self._missed} if self._missed else {}
        try:
            append(self.file, entry(answer, asking, setup) | missed)
        except (OSError, ValueError, EsgError) as error:
            self._miss(error)
            return
        with self._lock:
            self._missed = 0

    def _miss(self, error: Exception) -> None:
        """Count an answer that was not written, and tell of the first of a row."""
        with self._lock:
            self._missed += 1
            first = self._missed == 1
        if first:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            _log.warning("Answers are given but not written to the audit file %s: %s", self.file, reason)


def head_of(file: Path) -> Path:
    """The file that holds the hash of the last line."""
    return file.with_name(f"{file.name}.head")


def append(file: Path, content: Mapping[str, Any]) -> None:
    """Add a line to an audit file.

    :param file: Made with its folder where there is none.
    :param content: What the line is to hold beside its hashes.
    :raises OSError: If it can't be written whole.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with _held(head_of(file)) as head, _opened(file, os.O_RDWR | os.O_CREAT | os.O_APPEND) as stream:
        last = _last_line(stream)
        before = sha256(last.removesuffix(b"\n")) if last else os.read(head, 64).decode("ascii", "replace")
        line = sealed(content, before=before)
        # a line that a crash left without its end gets one: nothing is ever taken away
        _write(stream, (b"\n" if last and not last.endswith(b"\n") else b"") + line + b"\n")
        os.lseek(head, 0, os.SEEK_SET)
        _write(head, sha256(line).encode() + b"\n")


def sealed(content: Mapping[str, Any], *, before: str) -> bytes:
    """A line without its end: the content, the hash of the line before, and its own hash."""
    text = json.dumps({**content, "before": before})
    return f'{text[:-1]}{HASH}{sha256(text.encode())}"}}'.encode()


def is_whole(line: bytes) -> bool:
    """Whether a line is as it was written, by its own hash."""
    text, mark, rest = line.rpartition(HASH.encode())
    return bool(mark) and rest == f'{sha256(text + b"}")}"}}'.encode()


def _last_line(stream: int) -> bytes:
    """The last line of a file with its end, if it has one."""
    start, tail = os.lseek(stream, 0, os.SEEK_END), b""
    while start > 0 and b"\n" not in tail[:-1]:
        length = min(_BLOCK, start)
        start = os.lseek(stream, start - length, os.SEEK_SET)
        tail = os.read(stream, length) + tail
    return tail[tail.rfind(b"\n", 0, -1) + 1 :]


def _write(stream: int, content: bytes) -> None:
    """Write all of it: one write, unless the system takes only a part."""
    while content:
        content = content[os.write(stream, content) :]


@contextmanager
def _opened(file: Path, flags: int) -> Iterator[int]:
    """A file opened; a new one is its owner's only."""
    descriptor = os.open(file, flags | _BINARY, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def _held(file: Path) -> Iterator[int]:
    """A file opened and locked; whoever else wants it waits. The system lets go of it however its holder ends."""
    with _opened(file, os.O_RDWR | os.O_CREAT) as descriptor:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, _BLOCK, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
            os.lseek(descriptor, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
