"""A sentence of an answer before it is cited: its words, what it rests on, and how that was made sure."""

from __future__ import annotations

from dataclasses import dataclass

from index.types import Figure
from rag.evidence import Unit
from rag.rows import TableRow
from rag.types import SentenceVerdict


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of an answer and the units that bear it."""

    text: str
    """The sentence, without citation marks."""
    units: tuple[Unit, ...]
    """What it rests on, at least one; cited behind it in this order."""
    verdict: SentenceVerdict = "quoted"
    figures: tuple[Figure, ...] = ()
    """The records of the figures it shows."""
    row: TableRow | None = None
    """The cells shown, where it is a row of a table; their records are found when it is cited."""
    formula: str = ""
    """How a calculated figure was reckoned, with its operands as printed."""

    @property
    def unit(self) -> Unit:
        """The first unit that bears it."""
        return self.units[0]


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one way to an answer came to: statements, or why there can't be any; neither where it is not the way."""

    statements: tuple[Statement, ...] = ()
    missing: str = ""
    """What the reports lack for an answer, as a sentence for the reader; empty where nothing is known to be missing."""

    def __bool__(self) -> bool:
        return bool(self.statements or self.missing)
