"""What a build did to an index."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from index.building.finding import Skipped
from index.store.manifest import Manifest
from index.types import Report


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did."""

    documents: int
    """Reports in the index now."""
    passages: int
    """Passages in the index now."""
    tables: int
    """Tables found in the reports of the index."""
    figures: int
    """Figures in the index now."""
    added: int
    changed: int
    removed: int
    unchanged: int
    embedded: int
    """Texts embedded in this run."""
    skipped: tuple[Skipped, ...]
    seconds: float
    warnings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What could not be read of the reports that were read in this run, by report."""
    unknown: tuple[str, ...] = ()
    """Reports that are corrected but are not in the index."""


def summarise(
    before: Manifest | None,
    after: Manifest,
    reports: Sequence[Report],
    corrected: Collection[str],
    *,
    embedded: int,
    skipped: tuple[Skipped, ...],
) -> Summary:
    """What lies between two states of an index.

    :param before: The index as it was, or None where there was none.
    :param after: The index as it is.
    :param reports: The reports that were read.
    :param corrected: Names of the reports that are corrected.
    :param embedded: How many texts were embedded.
    :param skipped: The files that were left out.
    """
    old = {file.path for file in before.files} if before else set()
    new = {file.path for file in after.files}
    changed = sum(report.document.path in old for report in reports)
    return Summary(
        documents=len(new),
        passages=after.passages,
        tables=after.tables,
        figures=after.figures,
        added=len(new - old),
        changed=changed,
        removed=len(old - new),
        unchanged=len(new & old) - changed,
        embedded=embedded,
        skipped=skipped,
        seconds=0.0,
        warnings={report.document.name: report.document.warnings for report in reports if report.document.warnings},
        unknown=tuple(sorted(set(corrected) - {file.name for file in after.files})),
    )
