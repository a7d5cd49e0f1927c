"""What has to be read, dropped or left alone to bring an index up to date with the reports that are meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.archives import ARCHIVES, ArchiveError, checksum
from index.building.finding import Found, Skipped, Source
from index.errors import IndexingError
from index.store.manifest import IndexedFile

_SHOWN_REASONS = 3


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
    kinds = ", ".join(sorted({*suffixes, *ARCHIVES}))
    return IndexingError(f"There is no report in {where}", fix=f"These kinds of file are read: {kinds}.")


def nothing_readable(skipped: Sequence[Skipped]) -> IndexingError:
    """The error for reports none of which can be read, with the first reasons."""
    reasons = "; ".join(f"{item.path}: {item.reason}" for item in skipped[:_SHOWN_REASONS])
    more = f"; and {len(skipped) - _SHOWN_REASONS} more" if len(skipped) > _SHOWN_REASONS else ""
    return IndexingError(f"No report could be read: {reasons}{more}", fix="Name a report that can be read as text.")


def make_plan(
    found: Found, known: Mapping[str, IndexedFile], *, reread: bool = False, drop: Collection[str] = ()
) -> Plan:
    """Compare what was found with what an index knows.

    :param found: The files that are meant.
    :param known: The reports of the index by path.
    :param reread: Whether even unchanged files are read again.
    :param drop: Names of reports that leave whether or not their files are there.
    """
    out = _named_out(drop, known)
    found = replace(found, sources=tuple(source for source in found.sources if str(source.path) not in out))
    gone = _gone(found, known) | out
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


def _named_out(drop: Collection[str], known: Mapping[str, IndexedFile]) -> set[str]:
    """The paths of the reports that are to leave by name."""
    out = {path for path, file in known.items() if file.name in drop}
    if unknown := sorted(set(drop) - {known[path].name for path in out}):
        raise IndexingError(f"There is no report {unknown[0]} in the index", fix="Check the name.")
    return out


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
        except ArchiveError as error:
            skipped.append(Skipped(source.path, error.reason))
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
        or any(above in found.missing and above.suffix.lower() in ARCHIVES for above in path.parents)
        or (path not in there and within(path, found.folders) and not within(path, found.unlisted))
    }
    for path in found.missing:
        if not any(Path(each).is_relative_to(path) for each in gone):
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
