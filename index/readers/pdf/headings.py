"""How deep the headings of a PDF report lie."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.readers.pdf.blocks import Part

_COVER_WORDS = 60
"""A first page with fewer words than this is a cover."""


def levels(parts: Sequence[Part]) -> dict[int, int]:
    """How deep each heading is, by its position: it stands below the last one that is printed larger.

    What stands on the cover heads nothing but the cover, however large it is printed.
    """
    found: dict[int, int] = {}
    above: list[float] = []
    cover = _cover(parts)
    for at, part in enumerate(parts):
        if cover and part.page != cover:
            above, cover = [], 0
        if part.kind == "heading":
            size = max(run.size for run in part.runs)
            above = [larger for larger in above if larger > 1.04 * size]
            above.append(size)
            found[at] = len(above)
    return found


def _cover(parts: Sequence[Part]) -> int:
    """The number of the cover's page, or 0 where the report begins at once or has one page only."""
    pages = {part.page for part in parts}
    first = min(pages, default=0)
    words = sum(len(run.text.split()) for part in parts if part.page == first for run in part.runs)
    return first if len(pages) > 1 and words < _COVER_WORDS else 0
