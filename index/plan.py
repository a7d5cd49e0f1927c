"""Which files are meant, and what has to be read, dropped or left alone to bring an index up to date with them."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import IndexingError
from index.folder import checksum
from index.manifest import IndexedFile

_SHOWN_REASONS = 3


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
    """The folders given: what is indexed from in there and is there no more has vanished."""
    missing: tuple[Path, ...]
    """Paths given that do not exist."""
    unlisted: tuple[Path, ...]
    """Folders that could not be looked into; nothing in there is taken for vanished."""
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do to an index."""

    read: tuple[Source, ...]
    """New and changed reports, with the names they get."""
    drop: tuple[str, ...]
    """Paths of reports that leave the index."""
    unchanged: int
    """How many of the files meant are in the index as they are."""
    duplicates: tuple[Skipped, ...]
    """Reports left out because another one has the same content."""
    unreadable: tuple[Skipped, ...]
    """Files that were meant and cannot be read."""


def find_reports(paths: Iterable[Path], *, suffixes: Collection[str], leave_out: Path) -> Found:
    """Find the report files that paths stand for, folders walked, in sorted order."""
    sources: dict[Path, Source] = {}
    folders: list[Path] = []
    missing: list[Path] = []
    unlisted: list[Path] = []
    skipped: list[Skipped] = []
    for path in map(_located, paths):
        if path.is_dir():
            folders.append(path)
            for file in _walk(path, suffixes=suffixes, leave_out=leave_out.resolve(), unlisted=unlisted):
                sources.setdefault(file, Source(file, file.relative_to(path).as_posix()))
        elif not path.exists():
            missing.append(path)
        elif path.is_file() and path.suffix.lower() in suffixes:
            sources.setdefault(path, Source(path, path.name))
        else:
            skipped.append(Skipped(path, "not a kind of report that can be read"))
    skipped += [Skipped(folder, "cannot be looked into") for folder in unlisted]
    unnameable = [file for file in sources if not _utf8(file)]
    skipped += [Skipped(file, "its name is not valid UTF-8") for file in unnameable]
    kept = [source for file, source in sources.items() if file not in unnameable]
    return Found(tuple(kept), tuple(folders), tuple(missing), tuple(unlisted), tuple(skipped))


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


def require_reports(found: Found, suffixes: Collection[str]) -> None:
    """Refuse to start an index from nothing."""
    _gone(found, {})
    if not found.sources:
        raise nothing_found(found, suffixes)


def nothing_found(found: Found, suffixes: Collection[str]) -> IndexingError:
    """The error for paths that hold no report."""
    if found.skipped:
        return nothing_readable(found.skipped)
    where = ", ".join(str(folder) for folder in found.folders) or "the paths given"
    kinds = ", ".join(sorted(suffixes))
    return IndexingError(f"There is no report in {where}", fix=f"These kinds of file are read: {kinds}.")


def nothing_readable(skipped: Sequence[Skipped]) -> IndexingError:
    """The error for reports none of which can be read, with the first reasons."""
    reasons = "; ".join(f"{item.path}: {item.reason}" for item in skipped[:_SHOWN_REASONS])
    more = f"; and {len(skipped) - _SHOWN_REASONS} more" if len(skipped) > _SHOWN_REASONS else ""
    return IndexingError(f"No report could be read: {reasons}{more}", fix="Name a report that can be read as text.")


def make_plan(found: Found, known: Mapping[str, IndexedFile], *, reread: bool = False) -> Plan:
    """Compare what was found with what an index knows.

    :param found: The files that are meant.
    :param known: The reports of the index by path.
    :param reread: Whether even unchanged files are read again.
    """
    gone = _gone(found, known)
    sources = _with_known(found.sources, known, gone=gone) if reread else list(found.sources)
    hashes, unreadable = _hashed(sources)
    unchanged = {path for path in known.keys() - gone if hashes.get(path, known[path].sha256) == known[path].sha256}
    owner = {known[path].sha256: path for path in sorted(unchanged, reverse=True)}
    read, duplicates = [], []
    for source in sources:
        path = str(source.path)
        if (content := hashes.get(path)) is None or (path in unchanged and not reread):
            continue
        if owner.setdefault(content, path) == path:
            read.append(source)
        else:
            duplicates.append(path)
    drop = sorted(gone | (known.keys() & set(duplicates)))
    taken = {path: file.name for path, file in known.items() if path not in drop}
    named = _named(read, taken)
    names = taken | {str(source.path): source.name for source in named}
    return Plan(
        read=tuple(named),
        drop=tuple(drop),
        unchanged=0 if reread else sum(path in unchanged for path in hashes),
        duplicates=tuple(Skipped(Path(path), f"same content as {names[owner[hashes[path]]]}") for path in duplicates),
        unreadable=(*found.skipped, *unreadable),
    )


def _with_known(sources: Iterable[Source], known: Mapping[str, IndexedFile], *, gone: Collection[str]) -> list[Source]:
    """The sources and, after them, the reports that the index has from elsewhere."""
    sources = list(sources)
    there = {str(source.path) for source in sources}
    return [*sources, *(Source(Path(path), known[path].name) for path in known if path not in there | set(gone))]


def _hashed(sources: Iterable[Source]) -> tuple[dict[str, str], list[Skipped]]:
    """The hash of each file by path, and the files that cannot be read."""
    hashes, skipped = {}, []
    for source in sources:
        try:
            hashes[str(source.path)] = checksum(source.path)
        except OSError as error:
            skipped.append(Skipped(source.path, f"cannot be opened: {error.strerror}"))
    return hashes, skipped


def _gone(found: Found, known: Mapping[str, IndexedFile]) -> set[str]:
    """The known reports that were looked for and are there no more."""
    there = {source.path for source in found.sources}
    gone = {
        str(path)
        for path in map(Path, known)
        if path in found.missing
        or (path not in there and within(path, found.folders) and not within(path, found.unlisted))
    }
    for path in found.missing:
        if str(path) not in gone:
            raise IndexingError(f"There is no file or folder {path}", fix="Check the path.")
    return gone


def within(path: Path, folders: Sequence[Path]) -> bool:
    """Whether a path lies in one of the folders."""
    return any(path.is_relative_to(folder) for folder in folders)


def _named(sources: Iterable[Source], taken: Mapping[str, str]) -> list[Source]:
    """The sources by the names they get: the one they have, else one that no other report has."""
    used = set(taken.values())
    named = []
    for source in sources:
        if (name := taken.get(str(source.path))) is None:
            name = _free_name(source, used)
            used.add(name)
        named.append(replace(source, name=name))
    return named


def _free_name(source: Source, used: Collection[str]) -> str:
    """The source's name, after as many of the folders above it as tell it from every other."""
    name = source.name
    above = source.path.parts[: -len(Path(name).parts)]
    while name in used and above:
        name, above = f"{above[-1].strip('/')}/{name}", above[:-1]
    return name
