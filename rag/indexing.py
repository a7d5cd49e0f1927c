"""Indexes made from the settings: the user's own, and that of the sample reports that come with the package."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import index
from index.errors import IndexDamagedError, IndexingError, IndexMismatchError
from index.store.folder import MANIFEST
from index.store.manifest import Manifest
from rag.config import Settings, home

if TYPE_CHECKING:
    from index.building import Summary

Progress = Callable[[str, int, int], None]


def make_index(
    paths: Sequence[Path],
    *,
    into: Path,
    settings: Settings,
    rebuild: bool = False,
    pictures: bool = True,
    drop: Collection[str] = (),
    progress: Progress | None = None,
) -> Summary:
    """Bring an index up to date with its reports, or make it anew.

    :param paths: Reports, or folders of them.
    :param into: The index folder.
    :param settings: Where the embedder, the length of a passage and what is known of the reports come from.
    :param rebuild: Make the index anew, whatever it was made with.
    :param pictures: Whether pictures are read, if the settings have them read.
    :param drop: Names of reports to take out, whether or not their files are there.
    :param progress: Called with (stage, done, total).
    """
    from index.building import build_index
    from models import load_embedder

    return build_index(
        paths,
        into=into,
        embedder=load_embedder(settings.models.embedder),
        passage_characters=settings.index.passage_characters,
        pictures=pictures and settings.index.pictures,
        corrections=settings.reports,
        drop=drop,
        rebuild=rebuild,
        progress=progress,
    )


def sample_reports() -> Path:
    """The folder of the sample reports."""
    return Path(index.__file__).resolve().parent / "sample"


def sample_gold() -> Path:
    """The gold set about the sample reports."""
    return Path(__file__).parent / "evaluation" / "sample.jsonl"


def sample_index(settings: Settings, *, progress: Progress | None = None) -> Path:
    """The index of the sample reports in the home folder, brought up to date; quick when it is."""
    folder = home() / "sample-index"
    if not _can_be_updated(folder):
        shutil.rmtree(folder)
    try:
        make_index([sample_reports()], into=folder, settings=settings, progress=progress)
    except (IndexMismatchError, IndexDamagedError):
        make_index([sample_reports()], into=folder, settings=settings, progress=progress, rebuild=True)
    return folder


def _can_be_updated(folder: Path) -> bool:
    """Whether the sample index is of this installation; one of another would keep its reports beside ours."""
    try:
        files = Manifest.read(folder).files
    except IndexingError:
        return not (folder / MANIFEST).exists()
    return all(Path(file.path).parent == sample_reports() for file in files)
