"""Writes the next generation of an index beside the one in force, and puts it in force in one step."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from index.errors import IndexingError
from index.reading import READING_VERSION
from index.store import Index
from index.store.folder import (
    PASSAGES,
    VECTORS,
    checksum,
    generation_folder,
    generations,
    remove_generations,
    sync,
    write_failure,
    write_manifest,
)
from index.store.manifest import IndexedFile, Manifest
from index.store.vectors import VectorIndex, check_vectors, embedding_text, text_hash
from index.store.writer import write_passages
from index.types import Correction, Document, Report
from models.base import Embedder, Vector

_STEPS = 3


@dataclass(frozen=True, slots=True)
class Change:
    """What makes the next generation differ from the one before."""

    reports: tuple[Report, ...]
    """Reports that are new or read anew."""
    drop: frozenset[str]
    """Paths of reports that leave."""
    passage_characters: int
    pictures: bool
    corrections: Mapping[str, Correction]
    """What is known better than a report tells, by its name."""
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A generation that is in force, and how many texts were embedded for it."""

    manifest: Manifest
    embedded: int


def write_generation(
    folder: Path,
    before: Manifest | None,
    change: Change,
    *,
    embedder: Embedder,
    progress: Callable[[str, int, int], None],
) -> Made:
    """Make a generation and put it in force; until then, and if anything fails, the one before stays in force.

    :param folder: The index folder, locked by the caller.
    :param before: The generation that the change is about, or None to start from nothing.
    :param change: What is different.
    :param embedder: Makes the vectors of texts that are new.
    :param progress: Called with (stage, done, total).
    """
    vectors: dict[str, Vector] = {}
    if before:
        with Index.open(folder) as index:
            vectors = index.vectors_by_text()
    fresh = _embed(change, vectors, embedder, progress)
    with _aside(folder) as number:
        manifest = _fill(folder, number, before, change, vectors | fresh, embedder=embedder, progress=progress)
        write_manifest(folder, manifest.to_bytes())
        progress("write", _STEPS, _STEPS)
        remove_generations(folder, keep=number)
    return Made(manifest, len(fresh))


def _embed(
    change: Change, known: dict[str, Vector], embedder: Embedder, progress: Callable[[str, int, int], None]
) -> dict[str, Vector]:
    """The vectors of the texts that have none yet, by hash; a text that occurs twice is embedded once."""
    texts = {
        text_hash(text): text
        for report in change.reports
        for text in (embedding_text(report.document, passage) for passage in report.passages)
    }
    texts = {key: text for key, text in texts.items() if key not in known}
    if not texts:
        return {}
    vectors = embedder.embed_passages(list(texts.values()), progress=lambda done, total: progress("embed", done, total))
    checked = check_vectors(vectors, rows=len(texts), dimension=embedder.dimension)
    return dict(zip(texts, checked, strict=True))


@contextlib.contextmanager
def _aside(folder: Path) -> Iterator[int]:
    """A new generation folder, by number; whatever stops its making removes it, unless it is in force by then."""
    number = max(generations(folder), default=0) + 1
    target = generation_folder(folder, number)
    try:
        target.mkdir()
        yield number
    except BaseException as error:
        if _in_force(folder) != number:
            shutil.rmtree(target, ignore_errors=True)
        if isinstance(error, OSError | sqlite3.Error):
            raise write_failure(folder, error) from error
        raise


def _in_force(folder: Path) -> int | None:
    """The generation that the manifest names, if there is a manifest that can be read."""
    with contextlib.suppress(IndexingError):
        return Manifest.read(folder).generation
    return None


def _fill(
    folder: Path,
    number: int,
    before: Manifest | None,
    change: Change,
    vectors: dict[str, Vector],
    *,
    embedder: Embedder,
    progress: Callable[[str, int, int], None],
) -> Manifest:
    """Write the files of a generation and the manifest that will name them."""
    target = generation_folder(folder, number)
    progress("write", 0, _STEPS)
    coming = {report.document.path: report.document for report in change.reports}
    written = write_passages(
        target / PASSAGES,
        base=before.generation_folder / PASSAGES if before else None,
        drop=change.drop | coming.keys(),
        reports=change.reports,
    )
    progress("write", 1, _STEPS)
    rows = np.array([vectors[key] for key in written.text_hashes], dtype=np.float32)
    matrix = rows.reshape(len(written.ids), embedder.dimension)
    index = VectorIndex.build(written.ids, matrix, dimension=embedder.dimension)
    index.save(target / VECTORS)
    sync(target)
    progress("write", 2, _STEPS)
    kept = [file for file in before.files if file.path not in change.drop | coming.keys()] if before else []
    files = [*kept, *(_indexed(document, change.corrections) for document in coming.values())]
    return Manifest(
        folder=folder,
        generation=number,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        embedder=embedder.name,
        fingerprint=embedder.fingerprint,
        dimension=embedder.dimension,
        passage_characters=change.passage_characters,
        reading_version=READING_VERSION,
        pictures=change.pictures,
        passages=len(written.ids),
        tables=written.tables,
        figures=written.figures,
        files=tuple(sorted(files, key=lambda file: file.path)),
        sources=change.sources,
        checksums={name: checksum(target / name) for name in (PASSAGES, VECTORS)},
    )


def _indexed(document: Document, corrections: Mapping[str, Correction]) -> IndexedFile:
    """What the manifest keeps of a report."""
    return IndexedFile(document.path, document.name, document.sha256, corrections.get(document.name, Correction()))
