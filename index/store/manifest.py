"""The manifest: what an index was made with and from, and which generation of files is in force."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from index.errors import IndexDamagedError, IndexMismatchError, IndexMissingError
from index.store.folder import MANIFEST, generation_folder
from index.types import Correction
from models.base import Embedder

FORMAT_VERSION = 3
"""Raised whenever older code could not read, or would misread, what this code writes."""

_SHOWN_SOURCES = 4


@dataclass(frozen=True, slots=True)
class IndexedFile:
    """A report in the index."""

    path: str
    """Absolute path."""
    name: str
    """What citations call it."""
    sha256: str
    correction: Correction = field(default_factory=Correction)
    """What a person knew better when it was read."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was made with and from."""

    folder: Path
    """Where it was read from; not part of the file."""
    generation: int
    created: str
    embedder: str
    fingerprint: str
    dimension: int
    passage_characters: int
    reading_version: int
    pictures: bool
    """Whether pictures were read."""
    passages: int
    tables: int
    figures: int
    files: tuple[IndexedFile, ...]
    sources: tuple[str, ...]
    """The files and folders that were given, for the command that makes it anew."""
    checksums: dict[str, str]
    """The sha256 of each file of the generation."""

    @property
    def generation_folder(self) -> Path:
        """Where the passages and the vectors lie."""
        return generation_folder(self.folder, self.generation)

    def to_bytes(self) -> bytes:
        """The file's content."""
        values = {key: value for key, value in asdict(self).items() if key != "folder"}
        text = json.dumps({"format_version": FORMAT_VERSION, **values}, indent=1, ensure_ascii=False)
        return (text + "\n").encode()

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Read the manifest of an index.

        :param folder: The index folder.
        :raises IndexMissingError: If there is no index in it.
        :raises IndexDamagedError: If the file is broken.
        :raises IndexMismatchError: If it is of another format.
        """
        try:
            values = _load(folder)
        except (FileNotFoundError, NotADirectoryError) as error:
            fix = f"Make one: esg index PATH... --into {shlex.quote(str(folder))}"
            raise IndexMissingError(f"There is no index in {folder}", fix=fix) from error
        except (OSError, ValueError) as error:
            raise damaged(folder, f"{MANIFEST} cannot be read ({error})") from error
        found = values.pop("format_version", None)
        if type(found) is not int or found != FORMAT_VERSION:
            sources = _sources(values)
            raise IndexMismatchError(
                f"{folder} is an index of format {found!r}, this program reads format {FORMAT_VERSION}",
                fix=f"Make it anew: {rebuild_command(folder, sources)}",
            )
        try:
            return _checked(folder, values)
        except (KeyError, TypeError, ValueError) as error:
            raise damaged(folder, f"{MANIFEST} is not complete ({error})", _sources(values)) from error


def check(manifest: Manifest, embedder: Embedder) -> None:
    """Refuse an index whose vectors come from another embedder; no model is loaded for it.

    :param manifest: The manifest of the index.
    :param embedder: The embedder that questions would be asked with.
    :raises IndexMismatchError: Naming both, and the command that makes the index anew.
    """
    if manifest.fingerprint != embedder.fingerprint:
        raise IndexMismatchError(
            f"{manifest.folder} was made with the embedder {_named(manifest.embedder, manifest.fingerprint)}, "
            f"but {_named(embedder.name, embedder.fingerprint)} is set now",
            fix=f"Set that embedder, or make it anew: {rebuild_command(manifest.folder, manifest.sources)}",
        )


def check_settings(manifest: Manifest, *, passage_characters: int) -> None:
    """Refuse to mix passages of different lengths in one index."""
    if manifest.passage_characters != passage_characters:
        raise IndexMismatchError(
            f"{manifest.folder} was made with passages of {manifest.passage_characters} characters, "
            f"but {passage_characters} are set now",
            fix=f"Set that length, or make it anew: {rebuild_command(manifest.folder, manifest.sources)}",
        )


def damaged(folder: Path, what: str, sources: Sequence[str] = ()) -> IndexDamagedError:
    """The error for an index whose files are not what they were when they were written."""
    command = rebuild_command(folder, sources)
    return IndexDamagedError(f"The index in {folder} is damaged: {what}", fix=f"Make it anew: {command}")


def rebuild_command(folder: Path, sources: Sequence[str] = ()) -> str:
    """What to type to make an index anew; it takes up every report the index knows, so a few sources are enough."""
    there = [shlex.quote(source) for source in sources if Path(source).exists()]
    return f"esg index {' '.join(there[:_SHOWN_SOURCES]) or 'PATH...'} --into {shlex.quote(str(folder))} --rebuild"


def salvage(folder: Path) -> Manifest | None:
    """What can still be known, before an index is made anew, about the files of one that may be of any state."""
    try:
        values = _load(folder)
        return _bare(folder, files=_files(values), sources=_sources(values))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _bare(folder: Path, *, files: tuple[IndexedFile, ...], sources: tuple[str, ...]) -> Manifest:
    """A manifest that knows files and sources only."""
    return Manifest(
        folder=folder,
        generation=0,
        created="",
        embedder="",
        fingerprint="",
        dimension=0,
        passage_characters=0,
        reading_version=0,
        pictures=True,
        passages=0,
        tables=0,
        figures=0,
        files=files,
        sources=sources,
        checksums={},
    )


def _load(folder: Path) -> dict[str, Any]:
    """The manifest's JSON object."""
    values = json.loads((folder / MANIFEST).read_bytes())
    if not isinstance(values, dict):
        raise ValueError("not a JSON object")
    return values


def _checked(folder: Path, values: dict[str, Any]) -> Manifest:
    """The manifest, every value of the type that it must have."""
    numbers = ("generation", "dimension", "passage_characters", "reading_version", "passages", "tables", "figures")
    kinds: dict[str, type] = dict.fromkeys(numbers, int) | dict.fromkeys(("created", "embedder", "fingerprint"), str)
    for name, kind in (kinds | {"pictures": bool, "checksums": dict}).items():
        if type(values[name]) is not kind:
            raise TypeError(f"{name} is {values[name]!r}")
    values = {**values, "files": _files(values), "sources": tuple(map(str, values["sources"]))}
    return Manifest(folder=folder, **values)


def _files(values: dict[str, Any]) -> tuple[IndexedFile, ...]:
    """The reports that the manifest lists."""
    files = tuple(
        IndexedFile(**{**file, "correction": Correction(**file.get("correction", {}))}) for file in values["files"]
    )
    if not all(isinstance(text, str) for file in files for text in (file.path, file.name, file.sha256)):
        raise TypeError("files holds something else than text")
    return files


def _sources(values: dict[str, Any]) -> tuple[str, ...]:
    """The sources, as far as they can be had from a manifest that is not complete."""
    sources = values.get("sources")
    return tuple(map(str, sources)) if isinstance(sources, list) else ()


def _named(name: str, fingerprint: str) -> str:
    """An embedder as people tell it apart."""
    return f"{name} ({fingerprint[:12]})"
