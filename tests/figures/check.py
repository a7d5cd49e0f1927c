"""Holds the figures read from reports against a gold set of printed cells: ``python tests/figures/check.py FOLDER...``.

The cells of ``gold.jsonl`` were drawn at random from printed tables and written down by eye, without looking at what
the reader makes of them. A line of it says what a figure at that line or page must be:

``value`` as printed, ``words`` that its indicator, path, section or segment must hold, words it must ``not`` hold
(in indicator and path), the ``unit`` and ``period`` (any of those listed), and its ``segment`` (null: not checked).
``none`` marks a number that is no figure: a footnote's number, the "2" of "Scope 2", the "50" of "Above 50".

Recall: of the cells, those with a figure that is right in all of it. Precision: of the cells for which there is a
figure of that value at that place, those where one is right; a figure made of a number that is none counts as wrong.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.reading import read_report
from index.types import Figure

GOLD = Path(__file__).parent / "gold.jsonl"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a cell: ``right``, ``wrong`` (there is a figure, and it is not this one), or ``missing``."""

    cell: dict[str, Any]
    outcome: str
    found: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over some cells."""

    cells: int
    right: int
    wrong: int

    @property
    def recall(self) -> float:
        """Share of the cells read right."""
        return self.right / self.cells if self.cells else 1.0

    @property
    def precision(self) -> float:
        """Share of what was read that is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0


def load_gold() -> list[dict[str, Any]]:
    """The cells, in the order of the file."""
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


def judge(cells: Sequence[dict[str, Any]], figures: Iterable[Figure]) -> list[Verdict]:
    """Hold each cell against the figures at its place."""
    tables = [figure for figure in figures if figure.source == "table"]
    return [_judged(cell, [figure for figure in tables if _is_there(figure, cell)]) for cell in cells]


def score(verdicts: Sequence[Verdict]) -> Score:
    """Count what became of some cells."""
    outcomes = [verdict.outcome for verdict in verdicts]
    cells = sum("none" not in verdict.cell for verdict in verdicts)
    return Score(cells, outcomes.count("right"), outcomes.count("wrong"))


def _judged(cell: dict[str, Any], found: list[Figure]) -> Verdict:
    """One cell's verdict."""
    if "none" in cell:
        return Verdict(cell, "wrong" if found else "left out", tuple(found))
    right = any(not _faults(figure, cell) for figure in found)
    return Verdict(cell, "right" if right else "wrong" if found else "missing", tuple(found))


def _is_there(figure: Figure, cell: dict[str, Any]) -> bool:
    """Whether a figure has the cell's value at the cell's place."""
    first, last = figure.place.lines
    there = figure.place.page == cell["page"] if "page" in cell else first <= cell["line"] <= last
    return there and figure.document == cell["document"] and _bare(figure.value) == _bare(cell["value"])


def _faults(figure: Figure, cell: dict[str, Any]) -> list[str]:
    """What of a figure is not as printed."""
    label = _words(" ".join([figure.indicator, *figure.path]))
    around = label | _words(f"{figure.section} {figure.segment}")
    faults = []
    if not set(cell["words"]) <= around or label & set(cell.get("not", ())):
        faults.append("indicator")
    if _plain(figure.unit) not in map(_plain, cell["unit"]):
        faults.append("unit")
    if figure.period not in cell["period"]:
        faults.append("period")
    if cell["segment"] is not None and _words(figure.segment) != _words(cell["segment"]):
        faults.append("segment")
    return faults


def _bare(value: str) -> str:
    """A value without percent sign, brackets and blanks, and with one kind of dash."""
    return re.sub(r"[\s%()]", "", value).replace("–", "-")


def _words(text: str) -> set[str]:
    """The words and numbers of a text."""
    return set(re.findall(r"\w+", text.casefold().translate(str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789"))))


def _plain(unit: str) -> str:
    """A unit without blanks and capitals, with plain digits."""
    return re.sub(r"\s", "", unit.casefold().translate(str.maketrans("₀₁₂₃₄₅₆₇₈₉–", "0123456789-")))


def _table(verdicts: Sequence[Verdict]) -> str:
    """The scores of each report and of all as a table."""
    lines = [f"{'report':42} {'cells':>6} {'right':>6} {'wrong':>6} {'recall':>7} {'precision':>10}"]
    for name in [*dict.fromkeys(verdict.cell["document"] for verdict in verdicts), ""]:
        of_name = score([verdict for verdict in verdicts if name in {"", verdict.cell["document"]}])
        counts = f"{of_name.cells:6} {of_name.right:6} {of_name.wrong:6}"
        lines.append(f"{name or 'all':42} {counts} {of_name.recall:7.1%} {of_name.precision:10.1%}")
    return "\n".join(lines)


def _explained(verdict: Verdict) -> str:
    """A cell that was not read right, and what was read in its place."""
    cell = verdict.cell
    place = f"page {cell['page']}" if "page" in cell else f"line {cell['line']}"
    lines = [f"{verdict.outcome}: {cell['document']}, {place}: {cell['value']} ({' '.join(cell.get('words', ()))})"]
    for figure in verdict.found:
        faults = "not a figure" if "none" in cell else ", ".join(_faults(figure, cell))
        what = f"{' > '.join([*figure.path, figure.indicator])} | {figure.unit} | {figure.period} | {figure.segment}"
        lines.append(f"    read as {what} | {figure.value} [{faults}]")
    return "\n".join(lines)


def main(folders: Sequence[str]) -> int:
    """Read the reports of the gold set that lie in some folders, and print how well their figures were read."""
    cells = load_gold()
    files = {file.name: file for folder in folders for file in Path(folder).iterdir()}
    figures: list[Figure] = []
    for name in dict.fromkeys(cell["document"] for cell in cells):
        if name in files:
            figures += read_report(files[name], name=name).figures
    verdicts = judge([cell for cell in cells if cell["document"] in files], figures)
    for verdict in verdicts:
        if verdict.outcome in {"wrong", "missing"}:
            sys.stdout.write(_explained(verdict) + "\n")
    sys.stdout.write("\n" + _table(verdicts) + "\n")
    return 0 if verdicts else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
