"""Adds reports to the index in a process of its own, so that the chat answers meanwhile."""

from __future__ import annotations

import logging
import multiprocessing
import os
import shutil
import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from index.errors import IndexingError
from index.reading import SUFFIXES
from index.store.manifest import Manifest
from index.types import Document
from models.errors import EsgError
from rag.config import Settings
from rag.indexing import make_index
from rag.summary_text import notes, summary_lines

logger = logging.getLogger(__name__)

LARGEST = 200_000_000
"""Bytes of a report that is taken."""
STAGES = {"read": "Reading", "embed": "Embedding passages", "write": "Writing the index"}
BROKEN_OFF = "It ended before it was done; the index is as it was before."


@dataclass(frozen=True, slots=True)
class Change:
    """What is to become of the index."""

    into: Path
    """The index folder."""
    add: tuple[Path, ...] = ()
    drop: tuple[str, ...] = ()
    """Names of the reports that leave."""
    delete: tuple[Path, ...] = ()
    """Files that nobody needs once that is done."""


Run = Callable[[Connection, Change, Settings], None]


@dataclass(frozen=True, slots=True)
class Job:
    """What is being added or removed, and how far that is."""

    title: str = ""
    stage: str = ""
    done: int = 0
    total: int = 0
    running: bool = False
    failed: bool = False
    told: tuple[str, ...] = ()
    """What was done, and what was skipped and why."""


def work(told: Connection, change: Change, settings: Settings) -> None:
    """Bring the index up to date and tell how it goes; runs in a process of its own."""
    with suppress(OSError, AttributeError):
        os.nice(10)  # who asks a question comes first
    try:
        summary = make_index(
            change.add, into=change.into, settings=settings, drop=change.drop,
            progress=lambda *step: told.send(("step", step)),
        )  # fmt: skip
        for file in change.delete:
            file.unlink(missing_ok=True)
        named = tuple(replace(each, path=Path(each.path.name)) for each in summary.skipped)  # where it lies is ours
        told.send(("done", (*list(summary_lines(summary, change.into))[:1], *notes(replace(summary, skipped=named)))))
    except EsgError as error:
        told.send(("failed", (str(error),)))
    except Exception as error:
        logger.exception("Indexing failed")
        told.send(("failed", (f"Unexpected {type(error).__name__}: {error}",)))


class Additions:
    """The one job that may change the index at a time, and the folder that uploaded reports are kept in."""

    def __init__(self, *, into: Path, folder: Path, settings: Settings, run: Run = work) -> None:
        """Nothing starts before a report is added or removed.

        :param into: The index folder.
        :param folder: Where uploaded reports are kept.
        :param settings: What reports are read with.
        :param run: Does the work in a process of its own.
        """
        self.folder = folder
        self._into, self._settings, self._run = into, settings, run
        self._lock = threading.Lock()
        self._job = Job()
        self._process: multiprocessing.process.BaseProcess | None = None

    @property
    def job(self) -> Job:
        """How far it is."""
        with self._lock:
            return self._job

    def add(self, files: Sequence[Path]) -> bool:
        """Keep uploaded files and index them; those that can't be reports are left out, and that is told.

        Tells whether it could begin: one job goes on at a time.
        """
        indexed = self._indexed()
        refused = [(file, why) for file in files if (why := refusal(file) or self._taken(file, indexed))]
        told = tuple(f"skipped: {file.name}: {why}" for file, why in refused)
        left = [file for file in files if file not in {each for each, _ in refused}]
        names = ", ".join(file.name for file in left)
        if not left:
            nothing = Job(title="Nothing was added", failed=True, told=told or ("No file was chosen.",))
            return self._set(nothing, idle=True)
        if not self._set(Job(title=f"Adding {names}", running=True, told=told), idle=True):
            return False
        self.folder.mkdir(parents=True, exist_ok=True)
        kept = tuple(Path(shutil.copyfile(file, self.folder / file.name)) for file in left)
        self._start(Change(self._into, add=kept))
        return True

    def remove(self, document: Document) -> bool:
        """Take a report out of the index, and delete its file if it was uploaded; tells whether it could begin."""
        if not self._set(Job(title=f"Removing {document.name}", running=True), idle=True):
            return False
        files = (Path(document.path),) if self.uploaded(document) else ()
        self._start(Change(self._into, drop=(document.name,), delete=files))
        return True

    def uploaded(self, document: Document) -> bool:
        """Whether a report was uploaded here: the files of others are their owners' and are not touched."""
        return Path(document.path).parent == self.folder.resolve()

    def cancel(self) -> None:
        """Break the job off; the index stays as it was."""
        if process := self._process:
            process.terminate()

    def _taken(self, file: Path, indexed: Collection[Path]) -> str:
        """Why an uploaded file would take the place of another; empty if it would not."""
        there = self.folder.resolve() / file.name in indexed
        return "a report of this name was added before; remove that one first" if there else ""

    def _indexed(self) -> set[Path]:
        """The files that the index holds."""
        try:
            return {Path(file.path) for file in Manifest.read(self._into).files}
        except IndexingError:  # there is none yet
            return set()

    def _start(self, change: Change) -> None:
        """Start the process and watch it."""
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe(duplex=False)
        self._process = context.Process(target=self._run, args=(there, change, self._settings), daemon=True)
        self._process.start()
        there.close()
        threading.Thread(target=self._watch, args=(here, self._process, change), name="adding", daemon=True).start()

    def _watch(self, told: Connection, process: multiprocessing.process.BaseProcess, change: Change) -> None:
        """Take in what the process tells; only once it has ended may another begin."""
        job, outcome = self.job, ("failed", (BROKEN_OFF,))
        with suppress(EOFError, OSError):
            while True:
                kind, content = told.recv()
                if kind == "step":
                    stage, done, total = content
                    self._set(replace(job, stage=stage, done=done, total=total))
                else:
                    outcome = kind, content
        process.join()
        indexed = self._indexed()
        for file in change.add:  # what could not be read, or was broken off, is not kept either
            if file.resolve() not in indexed:
                file.unlink(missing_ok=True)
        kind, content = outcome
        self._set(replace(job, running=False, failed=kind == "failed", told=(*job.told, *content)))

    def _set(self, job: Job, *, idle: bool = False) -> bool:
        """Say how far it is; a new job only where none is running."""
        with self._lock:
            if idle and self._job.running:
                return False
            self._job = job
            return True


def refusal(file: Path) -> str:
    """Why an uploaded file is not taken; empty if it is."""
    if file.suffix.lower() not in SUFFIXES:
        return f"not a kind of report that can be read ({', '.join(sorted(SUFFIXES))})"
    size = file.stat().st_size
    if size > LARGEST:
        return f"larger than {LARGEST // 1_000_000} MB"
    if not size:
        return "it is empty"
    if file.suffix.lower() == ".pdf":
        with file.open("rb") as stream:
            return "" if b"%PDF-" in stream.read(1024) else "it is not a PDF"
    return ""
