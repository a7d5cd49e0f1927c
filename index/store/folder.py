"""An index folder on disk: generations side by side, and one file that says which of them is in force.

A build fills a new generation folder and then replaces the manifest in one step. Whatever moment it is cut off at,
the manifest names a generation that is whole; what nothing names is removed by the next run.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import sqlite3
from pathlib import Path

from index.errors import IndexingError

MANIFEST = "manifest.json"
PASSAGES = "passages.sqlite"
VECTORS = "vectors.faiss"

_ASIDE = f"{MANIFEST}.new"
_GENERATION = re.compile(r"generation-(\d{6,})")
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


def generation_folder(folder: Path, generation: int) -> Path:
    """Where the files of a generation lie."""
    return folder / f"generation-{generation:06d}"


def generations(folder: Path) -> dict[int, Path]:
    """Every generation folder there is, in force or not, by number."""
    found = ((_GENERATION.fullmatch(entry.name), entry) for entry in folder.iterdir())
    return {int(match[1]): entry for match, entry in found if match}


def remove_generations(folder: Path, *, keep: int | None) -> None:
    """Remove what earlier or broken-off builds left behind; what is still held open goes with a later run."""
    for number, path in generations(folder).items():
        if number != keep:
            shutil.rmtree(path, ignore_errors=True)
    (folder / _ASIDE).unlink(missing_ok=True)


def stamp(folder: Path) -> tuple[int, int] | None:
    """Changes when another generation is put in force; None while there is nothing to tell by."""
    try:
        status = (folder / MANIFEST).stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ino


def write_manifest(folder: Path, content: bytes) -> None:
    """Put a manifest in force: a reader sees the old one or the new one, whole, at every moment."""
    write_durably(folder / _ASIDE, content)
    (folder / _ASIDE).replace(folder / MANIFEST)
    sync(folder)


def write_durably(file: Path, content: bytes | memoryview) -> None:
    """Write a file and wait till it is on the disk."""
    with file.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def sync(path: Path) -> None:
    """Wait till a file, or the names in a folder, are on the disk."""
    if os.name == "nt" and path.is_dir():
        return  # Windows cannot open a folder to sync it
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def checksum(file: Path) -> str:
    """The sha256 of a file's bytes."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_failure(folder: Path, error: OSError | sqlite3.Error) -> IndexingError:
    """The one line for a write that the system refused."""
    code = getattr(error, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_FULL or (isinstance(error, OSError) and error.errno in _FULL):
        problem = f"The disk is full: {folder} cannot be written"
    else:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        problem = f"{folder} cannot be written: {reason}"
    fix = "The index from before is untouched; make room or choose another folder with --into, then run it again."
    return IndexingError(problem, fix=fix)
