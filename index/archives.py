"""Reports in zip archives: found, checked and read in memory, so that nothing in one is ever written to the disk.

A report in an archive goes by a path of its own, ``/reports/2023.zip/inner/report.pdf``.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

ARCHIVES = frozenset({".zip"})
_MOST_BYTES = 200_000_000
"""A member that is larger is not read."""
_MOST_GROWTH = 200
"""A member above :data:`_SMALL` bytes that grows more than this when it is unpacked is a bomb."""
_SMALL = 10_000_000
_MOST_MEMBERS = 5_000
_PIECE = 1 << 20
_BOMB = "unpacks to more than reports can hold"


class ArchiveError(OSError):
    """An archive or a member of one that cannot be read; ``strerror`` says why."""

    def __init__(self, reason: str) -> None:
        """Keep the reason where callers look for that of any file."""
        super().__init__(0, reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Members:
    """What an archive holds."""

    reports: tuple[str, ...]
    """The names of the reports in it, sorted."""
    skipped: tuple[tuple[str, str], ...]
    """Members that were left out, each with the reason."""


def is_archive(path: Path) -> bool:
    """Whether a path is that of an archive."""
    return path.suffix.lower() in ARCHIVES and path.is_file()


def members_of(archive: Path, *, suffixes: Collection[str]) -> Members:
    """List the reports in an archive; hidden files are left out, and so are archives in it.

    :param archive: The archive.
    :param suffixes: The kinds of file that are reports.
    :raises OSError: If it cannot be read.
    """
    with _opened(archive) as opened:
        sizes = {entry.filename: entry.file_size for entry in opened.infolist() if not entry.is_dir()}
    if len(sizes) > _MOST_MEMBERS:
        raise ArchiveError(f"holds more than {_MOST_MEMBERS:,} files")
    if sum(sizes.values()) > max(_SMALL, _MOST_GROWTH * archive.stat().st_size):
        raise ArchiveError(_BOMB)  # its members may lie over each other, so that each alone grows less
    reports: list[str] = []
    skipped: list[tuple[str, str]] = []
    for name in sorted(sizes):
        path = PurePosixPath(name)
        if any(part.startswith((".", "__MACOSX")) and part != ".." for part in path.parts):
            continue
        if path.suffix.lower() in ARCHIVES:
            skipped.append((name, "is an archive in an archive, which is not looked into"))
        elif path.suffix.lower() in suffixes:
            if _is_plain(name):
                reports.append(name)
            else:
                skipped.append((name, "its name leads out of the archive"))
    return Members(tuple(reports), tuple(skipped))


def read_bytes(path: Path) -> bytes:
    """The content of a file, or of a report in an archive.

    :param path: Where it lies.
    :raises OSError: If it cannot be read; an :class:`ArchiveError` where the archive is why.
    """
    if (archive := archive_of(path)) is None:
        return path.read_bytes()
    return b"".join(_pieces(archive, path.relative_to(archive).as_posix()))


def checksum(path: Path) -> str:
    """The sha256 of a file's bytes, or of those of a report in an archive.

    :param path: Where it lies.
    :raises OSError: If it cannot be read.
    """
    if (archive := archive_of(path)) is None:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    digest = hashlib.sha256()
    for piece in _pieces(archive, path.relative_to(archive).as_posix()):
        digest.update(piece)
    return digest.hexdigest()


def size_of(path: Path) -> int:
    """How many bytes a file has; of a report in an archive what it declares, which is the most that is read."""
    if (archive := archive_of(path)) is None:
        return path.stat().st_size
    with _opened(archive) as opened:
        return _entry(opened, path.relative_to(archive).as_posix()).file_size


def archive_of(path: Path) -> Path | None:
    """The archive that a path leads into, or None where it is that of a file of its own."""
    return next((above for above in path.parents if is_archive(above)), None)


def _opened(archive: Path) -> zipfile.ZipFile:
    """The archive, opened."""
    try:
        return zipfile.ZipFile(archive)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise ArchiveError("is not a whole zip archive") from error


def _entry(opened: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    """What an archive says of a member, if that may be read."""
    try:
        entry = opened.getinfo(name)
    except KeyError as error:
        raise FileNotFoundError(2, "No such file in the archive") from error
    if entry.flag_bits & 1:
        raise ArchiveError("is encrypted")
    growth = entry.file_size / max(entry.compress_size, 1)
    if entry.file_size > _MOST_BYTES or (entry.file_size > _SMALL and growth > _MOST_GROWTH):
        raise ArchiveError(_BOMB)
    return entry


def _pieces(archive: Path, name: str) -> list[bytes]:
    """A member's content; never more than it declares is unpacked."""
    with _opened(archive) as opened:
        entry = _entry(opened, name)
        try:
            with opened.open(entry) as stream:
                return _limited(stream, entry.file_size)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
            raise ArchiveError("is damaged, or packed in a way that cannot be read") from error


def _limited(stream: IO[bytes], most: int) -> list[bytes]:
    """All of a stream, or an error where it holds more than it should."""
    pieces: list[bytes] = []
    left = most
    while piece := stream.read(_PIECE):
        left -= len(piece)
        if left < 0:
            raise ArchiveError("unpacks to more than it declares")
        pieces.append(piece)
    return pieces


def _is_plain(name: str) -> bool:
    """Whether a member's name is a path below the archive that comes out as it went in."""
    parts = name.split("/")
    odd = any(part in {"", ".", ".."} for part in parts)
    return not odd and "\\" not in name and ":" not in parts[0] and name.isprintable()
