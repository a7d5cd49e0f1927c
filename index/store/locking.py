"""One writer at a time. The system releases the lock when its holder ends, however it ends."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from index.errors import IndexBusyError
from index.store.folder import write_failure

LOCK = ".lock"
_AT = 1 << 20
"""The locked byte on Windows, far behind the holder's number, which others must be able to read."""


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold an index folder, made if need be, against every other writer.

    :param folder: The index folder.
    :raises IndexBusyError: At once, if another process or thread holds it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise write_failure(folder, error) from error
    try:
        _lock(descriptor, folder)
        with contextlib.suppress(OSError):  # the number only serves the message of the one who is refused
            os.ftruncate(descriptor, 0)
            os.write(descriptor, str(os.getpid()).encode())
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, folder: Path) -> None:
    """Take the lock or say who holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, _AT, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            os.lseek(descriptor, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = os.pread(descriptor, 20, 0).decode(errors="replace") if hasattr(os, "pread") else ""
        by = f" (process {holder})" if holder.isdigit() else ""
        raise IndexBusyError(
            f"{folder} is being written by another run{by}", fix="Wait till that has ended, then run it again."
        ) from error
