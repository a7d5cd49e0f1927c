"""A gold set from end to end, as ``esg eval`` does it: questions chosen, run, compared, reported, held to floors."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rag.errors import AnswerError, GoldError
from rag.evaluation.baseline import run_baseline
from rag.evaluation.gold import GoldItem, load_gold
from rag.evaluation.report import FOLDER, make_folder, write_report
from rag.evaluation.result import FLOOR_NAMES, Result, below_floors, compare
from rag.evaluation.run import System, evaluate

FLOORS = Path(__file__).with_name("floors.toml")


@dataclass(frozen=True, slots=True)
class Check:
    """A run over a gold set, with whatever was asked for beside it."""

    result: Result
    baseline: Result | None
    files: tuple[Path, ...]
    below: tuple[str, ...]
    """The floors that were not reached, a line each."""

    @property
    def text(self) -> str:
        """Everything to show: tables, ratios, files, missed floors."""
        parts = [self.result.table()]
        if self.baseline:
            parts += [self.baseline.table(), "\n".join(compare(self.result, self.baseline))]
        parts.append("\n".join(f"written: {file}" for file in self.files))
        if self.below:
            parts.append("\n".join(self.below))
        return "\n\n".join(parts)


def check_gold(
    assistant: System,
    gold: Path,
    *,
    baseline: bool = False,
    out: Path | None = None,
    floors: bool = False,
    limit: int | None = None,
    type: str | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Check:
    """Evaluate an assistant on a gold set file and write the reports.

    :param gold: a JSONL file.
    :param baseline: whether to run the textbook recipe too.
    :param out: the folder of the reports; ``eval-results`` if None.
    :param floors: whether to hold the figures against ``floors.toml``; ``Check.below`` tells which are missed.
    :param limit: ask only the first so many questions.
    :param type: ask only the questions of this type.
    :param progress: called with (stage, done, total).
    :raises EsgError: if the gold set, the floors, the folder or a model cannot be used.
    """
    if floors and (limit is not None or type is not None):
        raise AnswerError("Floors hold for a whole gold set only", fix="Leave out the limit and the type.")
    demanded = load_floors(gold.stem) if floors else {}
    items = choose(load_gold(gold), limit=limit, type=type)
    folder = make_folder(out or FOLDER)
    result = evaluate(assistant, items, gold=gold, progress=progress and partial(progress, "ask"))
    beside = None
    if baseline:
        beside = run_baseline(assistant, items, gold=gold, progress=progress and partial(progress, "baseline"))
    files = write_report(result, folder, baseline=beside)
    return Check(result, beside, files, tuple(below_floors(result, demanded)))


def choose(items: tuple[GoldItem, ...], *, limit: int | None = None, type: str | None = None) -> tuple[GoldItem, ...]:
    """The first questions, of one type if one is named."""
    chosen = [item for item in items if type is None or item.type == type]
    if not chosen:
        there = ", ".join(sorted({item.type for item in items}))
        raise GoldError(f"The gold set has no question of type {type!r}", fix=f"Its types are {there}.")
    return tuple(chosen[:limit])


def load_floors(name: str, path: Path = FLOORS) -> Mapping[str, float]:
    """The floors of the gold set of this name.

    :raises AnswerError: if the file has none for it, or holds a figure that cannot be.
    """
    try:
        groups = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise AnswerError(f"The floors in {path} cannot be read: {error}", fix="Correct that file.") from error
    floors = groups.get(name)
    if not isinstance(floors, dict) or not floors:
        fix = f"Add the section [{name}] there, or leave out the floors."
        raise AnswerError(f"{path} holds no floors for the gold set {name!r}", fix=fix)
    for key, value in floors.items():
        if key not in FLOOR_NAMES or type(value) not in (int, float) or not 0 <= value <= 1:
            fix = f"The keys are {', '.join(FLOOR_NAMES)}, each from 0 to 1."
            raise AnswerError(f"{key} = {value!r} in [{name}] of {path} cannot be", fix=fix)
    return floors
