"""Brings an index up to date with reports: read, embed, write aside, and put in force in one step."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from index.building.finding import Found, Skipped, Source, find_reports
from index.building.generation import Change, write_generation
from index.building.plan import make_plan, nothing_found, nothing_readable, require_reports, within
from index.building.summary import Summary, summarise
from index.errors import IndexMissingError, ReadError
from index.reading import READING_VERSION, SUFFIXES, read_report
from index.store.folder import MANIFEST, PASSAGES, VECTORS, remove_generations
from index.store.locking import writing
from index.store.manifest import IndexedFile, Manifest, check, check_settings, damaged, salvage
from index.types import Correction, ReadingOptions, Report
from models.base import Embedder

logger = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]
"""Called with (stage, done, total); the stages are read, embed and write."""


class Reader(Protocol):
    """Reads one report file."""

    def __call__(
        self,
        file: Path,
        *,
        name: str,
        passage_characters: int,
        options: ReadingOptions | None,
        correction: Correction | None,
    ) -> Report:
        """Read the file, or raise ReadError."""
        ...


@dataclass(frozen=True, slots=True)
class _Job:
    """What a build was asked for."""

    into: Path
    embedder: Embedder
    passage_characters: int
    pictures: bool
    corrections: Mapping[str, Correction]
    drop: Collection[str]
    progress: Progress
    read: Reader


def build_index(
    paths: Sequence[Path],
    *,
    into: Path,
    embedder: Embedder,
    passage_characters: int = 600,
    pictures: bool = True,
    corrections: Mapping[str, Correction] | None = None,
    drop: Collection[str] = (),
    progress: Progress | None = None,
    rebuild: bool = False,
    read: Reader = read_report,
) -> Summary:
    """Bring an index up to date with reports; the one from before stays in use until the new one is whole.

    New and changed reports are read, those that vanished from a folder given are dropped, those that came from
    elsewhere stay. Only passages whose text is new are embedded; if nothing changed, nothing is written.

    :param paths: Reports, or folders of them.
    :param into: The index folder, made if need be.
    :param embedder: What makes vectors of passages.
    :param passage_characters: How long a passage of prose may be.
    :param pictures: Whether pages and large pictures without text are read by OCR; every report is read again where
        the index was made the other way.
    :param corrections: What is known better than a report tells, by its name; where that changed, it is read again.
    :param drop: Names of reports to take out, whether or not their files are there; these are left as they are, and
        come back with the next build whose paths hold them.
    :param progress: Called with (stage, done, total).
    :param rebuild: Make the index anew, from these and from every report it knows, whatever it was made with.
    :param read: Reads one report.
    :raises IndexBusyError: If another run is writing the same index.
    :raises IndexMismatchError: If the index was made with another format, embedder or passage length.
    :raises IndexDamagedError: If a file of the index is missing or broken.
    :raises IndexingError: If there is nothing to read, nothing that can be read, or no room to write.
    """
    started = time.perf_counter()
    job = _Job(into, embedder, passage_characters, pictures, corrections or {}, drop, progress or _silent, read)
    found = find_reports(paths, suffixes=SUFFIXES, leave_out=into)
    if not (into / MANIFEST).exists():
        require_reports(found, SUFFIXES)
    with writing(into):
        before = salvage(into) if rebuild else _current(job)
        summary = _bring_up_to_date(job, found, before, rebuild=rebuild)
    return replace(summary, seconds=time.perf_counter() - started)


def _silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def _current(job: _Job) -> Manifest | None:
    """The manifest in force, if it agrees with the job; what was left by builds that broke off is removed."""
    try:
        manifest = Manifest.read(job.into)
    except IndexMissingError:
        remove_generations(job.into, keep=None)
        return None
    check(manifest, job.embedder)
    check_settings(manifest, passage_characters=job.passage_characters)
    for name in (PASSAGES, VECTORS):
        if not (manifest.generation_folder / name).is_file():
            raise damaged(job.into, f"{name} is missing", manifest.sources)
    remove_generations(job.into, keep=manifest.generation)
    return manifest


def _bring_up_to_date(job: _Job, found: Found, before: Manifest | None, *, rebuild: bool) -> Summary:
    """Find out what has to be done, and do it if there is anything."""
    made_with = before and (before.reading_version, before.pictures)
    stale = rebuild or (before is not None and made_with != (READING_VERSION, job.pictures))
    plan = make_plan(*_with_corrected(job, found, before), reread=stale, drop=job.drop)
    if not (found.sources or plan.read or plan.drop):
        raise nothing_found(found, SUFFIXES)
    reports, failed = _read(job, plan.read)
    unreadable = (*plan.unreadable, *failed)
    if unreadable and not (reports or plan.unchanged or plan.drop or plan.duplicates):
        raise nothing_readable(unreadable)
    skipped = (*plan.duplicates, *unreadable)
    if before and not stale and not reports and not plan.drop:
        return summarise(before, before, reports, job.corrections, embedded=0, skipped=skipped)
    base = None if rebuild else before
    given = (*found.folders, *(source.path for source in found.sources if not within(source.path, found.folders)))
    sources = dict.fromkeys((*(before.sources if before else ()), *map(str, given)))
    change = Change(
        reports=tuple(reports),
        drop=frozenset(plan.drop),
        passage_characters=job.passage_characters,
        pictures=job.pictures,
        corrections=job.corrections,
        sources=tuple(source for source in sources if source not in plan.drop),
    )
    made = write_generation(job.into, base, change, embedder=job.embedder, progress=job.progress)
    return summarise(base, made.manifest, reports, job.corrections, embedded=made.embedded, skipped=skipped)


def _with_corrected(job: _Job, found: Found, before: Manifest | None) -> tuple[Found, dict[str, IndexedFile]]:
    """What was found and what the index knows, with every report that is corrected otherwise now as a changed one."""
    known = {file.path: file for file in before.files} if before else {}
    there = {str(source.path) for source in found.sources}
    for path, file in list(known.items()):
        if file.correction != job.corrections.get(file.name, Correction()):
            known[path] = replace(file, sha256="")
            if path not in there:
                found = replace(found, sources=(*found.sources, Source(Path(path), file.name)))
    return found, known


def _read(job: _Job, sources: Sequence[Source]) -> tuple[list[Report], list[Skipped]]:
    """The reports, and the files that could not be read as one."""
    reports: list[Report] = []
    skipped: list[Skipped] = []
    for done, source in enumerate(sources):
        job.progress("read", done, len(sources))
        logger.info("Reading %s", source.path)
        try:
            report = job.read(
                source.path,
                name=source.name,
                passage_characters=job.passage_characters,
                options=ReadingOptions(pictures=job.pictures),
                correction=job.corrections.get(source.name),
            )
        except ReadError as error:
            logger.info("Skipped %s: %s", source.path, error.problem)
            skipped.append(Skipped(source.path, error.problem.removeprefix(str(source.path)).strip()))
        else:
            # The index knows a file by the path it was found at, even where that is a link.
            reports.append(replace(report, document=replace(report.document, path=str(source.path))))
    if sources:
        job.progress("read", len(sources), len(sources))
    return reports, skipped
