"""What comes again on page after page: running headers and footers, tabs at the side, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.readers.pdf.lines import Run

_MARGIN = 0.1
"""Running headers and footers stand in this share of the page from its upper and lower edge."""
_PAGE_NUMBER = re.compile(r"(?:page |p\. ?)?[-–| ]{0,3}\d{1,4}[-–| ]{0,3}(?:(?:of|/) ?\d{1,4})?", re.IGNORECASE)
_LEAST = 3
_SHARE = 0.12
"""A running header stands on at least this share of the pages."""

Sign = tuple[str, int, int]


class Running:
    """The running headers and footers of a document."""

    def __init__(self) -> None:
        """Begin with none."""
        self._counts: Counter[Sign] = Counter()
        self._pages = 0

    def learn(self, runs: Sequence[Run], height: float) -> None:
        """Take note of what stands at the edges of a page."""
        self._pages += 1
        self._counts.update({_sign(run) for run in runs if _at_edge(run, height)})

    def covers(self, run: Run, height: float) -> bool:
        """Whether a run is a running header or footer, or a page number."""
        if not _at_edge(run, height):
            return False
        if _PAGE_NUMBER.fullmatch(run.text.strip()) and self._pages > 1 and len(run.text) < 14:
            return True
        left, level = _sign(run)[1:]
        text = _sign(run)[0]
        near = sum(self._counts[(text, left + x, level + y)] for x in (-1, 0, 1) for y in (-1, 0, 1))
        return near >= max(_LEAST, _SHARE * self._pages)


def _at_edge(run: Run, height: float) -> bool:
    """Whether a run stands near the upper or lower edge of its page."""
    return run.base < _MARGIN * height or run.base > (1 - _MARGIN) * height


def _sign(run: Run) -> Sign:
    """What tells that two runs of different pages are the same: their words and their place, not their numbers."""
    return re.sub(r"\d+", "#", run.text), round(run.left / 4), round(run.base / 4)
