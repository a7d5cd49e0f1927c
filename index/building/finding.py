"""Which report files are meant by the paths given: folders are walked, archives looked into."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from index.archives import ARCHIVES, is_archive, members_of
from index.errors import IndexingError


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was left out, and why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Source:
    """A report file that is meant, and what citations would best call it."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Found:
    """What the given paths stand for on the disk."""

    sources: tuple[Source, ...]
    folders: tuple[Path, ...]
    """The folders and archives given: what is indexed from in there and is there no more has vanished."""
    missing: tuple[Path, ...]
    """Paths given that do not exist."""
    unlisted: tuple[Path, ...]
    """Folders and archives that could not be looked into; nothing in there is taken for vanished."""
    skipped: tuple[Skipped, ...]


def find_reports(paths: Iterable[Path], *, suffixes: Collection[str], leave_out: Path) -> Found:
    """Find the report files that paths stand for, in sorted order, folders walked and archives looked into."""
    search = _Search(suffixes, leave_out.resolve())
    for path in map(_located, paths):
        search.look_at(path)
    search.skipped += [Skipped(folder, "cannot be looked into") for folder in search.unlisted]
    for archive in search.archives.values():
        search.look_into(archive)
    return search.found()


@dataclass(slots=True)
class _Search:
    """What has been found so far."""

    suffixes: Collection[str]
    leave_out: Path
    sources: dict[Path, Source] = field(default_factory=dict)
    archives: dict[Path, Source] = field(default_factory=dict)
    folders: list[Path] = field(default_factory=list)
    missing: list[Path] = field(default_factory=list)
    unlisted: list[Path] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def look_at(self, path: Path) -> None:
        """Take up a path that was given."""
        if path.is_dir():
            self.folders.append(path)
            for file in _walk(
                path, suffixes={*self.suffixes, *ARCHIVES}, leave_out=self.leave_out, unlisted=self.unlisted
            ):
                files = self.archives if is_archive(file) else self.sources
                files.setdefault(file, Source(file, file.relative_to(path).as_posix()))
        elif not path.exists():
            self.missing.append(path)
        elif is_archive(path):
            # like a folder: what is indexed from in there and is there no more has vanished
            self.folders.append(path)
            self.archives.setdefault(path, Source(path, ""))
        elif path.is_file() and path.suffix.lower() in self.suffixes:
            self.sources.setdefault(path, Source(path, path.name))
        else:
            self.skipped.append(Skipped(path, "not a kind of report that can be read"))

    def look_into(self, archive: Source) -> None:
        """Take up the reports in an archive; they are called what they are called in there, below its own name."""
        try:
            members = members_of(archive.path, suffixes=self.suffixes)
        except OSError as error:
            self.unlisted.append(archive.path)
            self.skipped.append(Skipped(archive.path, error.strerror or "cannot be looked into"))
            return
        for name in members.reports:
            path = archive.path / name
            self.sources.setdefault(path, Source(path, f"{archive.name}/{name}".lstrip("/")))
        self.skipped += [Skipped(archive.path / name, reason) for name, reason in members.skipped]

    def found(self) -> Found:
        """All of it, without files whose names cannot be stored."""
        unnameable = {file for file in self.sources if not _utf8(file)}
        self.skipped += [Skipped(file, "its name is not valid UTF-8") for file in sorted(unnameable)]
        kept = tuple(source for file, source in self.sources.items() if file not in unnameable)
        return Found(kept, tuple(self.folders), tuple(self.missing), tuple(self.unlisted), tuple(self.skipped))


def _located(given: Path) -> Path:
    """A given path from the root; a file keeps its own last part, so that a link is a report by its own name."""
    try:
        given.exists()
        return given.resolve() if given.is_dir() else given.parent.resolve() / given.name
    except (OSError, ValueError, RuntimeError) as error:
        raise IndexingError(f"{given} cannot be opened: {error}", fix="Check the path and its permissions.") from error


def _walk(folder: Path, *, suffixes: Collection[str], leave_out: Path, unlisted: list[Path]) -> list[Path]:
    """The report files in a folder, hidden ones left out, linked folders followed once."""
    found: list[Path] = []
    seen: set[Path] = {leave_out}

    def refused(error: OSError) -> None:
        """Remember a folder that cannot be listed."""
        unlisted.append(Path(error.filename))

    for here, folders, files in os.walk(folder, followlinks=True, onerror=refused):
        real = Path(here).resolve()
        folders[:] = [] if real in seen else sorted(name for name in folders if not name.startswith("."))
        if real in seen:
            continue
        seen.add(real)
        candidates = (Path(here, name) for name in files if not name.startswith("."))
        found += [file for file in candidates if file.suffix.lower() in suffixes and _is_file(file)]
    return sorted(found)


def _is_file(file: Path) -> bool:
    """Whether a path is a file; one that the system shows no more of than its name is told when it is opened."""
    try:
        return file.is_file()
    except OSError:
        return True


def _utf8(file: Path) -> bool:
    """Whether a path is text that can be stored and shown."""
    try:
        str(file).encode()
    except UnicodeEncodeError:
        return False
    return True
