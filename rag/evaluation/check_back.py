"""Figures asked back from end to end, as ``esg eval --figures`` does it: asked, told, written down, held to floors."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from rag.errors import AnswerError
from rag.evaluation.asked_back import BackResult, System, asked_back
from rag.evaluation.report import FOLDER, make_folder

LEAST_RIGHT = 0.9
"""The floor for the figures that are there; of invented ones none is allowed."""


def check_figures(
    assistant: System,
    *,
    count: int,
    out: Path | None = None,
    floors: bool = False,
    progress: Callable[[str, int, int], None] | None = None,
) -> tuple[str, tuple[str, ...]]:
    """Ask the figures of an index back and write what came; the text to show, and the floors not reached.

    :param assistant: what is asked.
    :param count: how many questions.
    :param out: the folder of the reports; ``eval-results`` if None.
    :param floors: whether the result is held to the floors.
    :param progress: called with (stage, done, total).
    :raises EsgError: if there is nothing to ask, or the folder or a model cannot be used.
    """
    folder = make_folder(out or FOLDER)
    result = asked_back(assistant, count, progress=progress and partial(progress, "ask"))
    files = _written(result, folder / f"figures-{datetime.now(UTC):%Y%m%d-%H%M%S}")
    below = tuple(_below(result)) if floors else ()
    return "\n\n".join([result.table(), "\n".join(f"written: {file}" for file in files), *below]), below


def _written(result: BackResult, stem: Path) -> list[Path]:
    """The files that hold the run: everything as JSON, every miss as Markdown."""
    texts = {".json": json.dumps(result.to_dict(), ensure_ascii=False, indent=1) + "\n", ".md": result.markdown()}
    files = [stem.with_suffix(suffix) for suffix in texts]
    try:
        for file, text in zip(files, texts.values(), strict=True):
            file.write_text(text, encoding="utf-8", errors="replace")
    except OSError as error:
        fix = "Make room there, or name another folder with --out."
        raise AnswerError(f"Results cannot be written to {stem.parent}: {error}", fix=fix) from error
    return files


def _below(result: BackResult) -> Iterator[str]:
    """The floors that are not reached, a line each."""
    if result.right is not None and result.right < LEAST_RIGHT:
        yield f"right {result.right:.1%} is below the floor {LEAST_RIGHT:.1%}"
    if result.invented:
        yield f"{len(result.invented)} invented, where none is allowed"
