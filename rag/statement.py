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
