"""What indexing did, in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.building import Summary

SHOWN_WARNINGS = 5
"""How many warnings of a report are shown."""


def notes(summary: Summary) -> Iterator[str]:
    """What went less well: files left out, parts that could not be read, corrections that correct nothing."""
    for skipped in summary.skipped:
        yield f"skipped: {skipped.path}: {skipped.reason}"
    for name, warnings in summary.warnings.items():
        yield from (f"warning: {name}: {warning}" for warning in warnings[:SHOWN_WARNINGS])
        if len(warnings) > SHOWN_WARNINGS:
            yield f"warning: {name}: and {len(warnings) - SHOWN_WARNINGS} more"
    for name in summary.unknown:
        yield f"note: the settings correct {name}, which is not in this index"


def summary_lines(summary: Summary, into: Path) -> Iterator[str]:
    """What was done, and what the index holds now."""
    did = summary
    yield (
        f"{_count(did.documents, 'report')}: {did.added} added, {did.changed} changed, {did.removed} removed, "
        f"{did.unchanged} unchanged, {len(did.skipped)} skipped."
    )
    yield (
        f"{_count(did.passages, 'passage')} ({did.embedded:,} embedded), {_count(did.tables, 'table')}, "
        f"{_count(did.figures, 'figure')}, in {did.seconds:.1f} s: {into}"
    )


def _count(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
