"""What a search found: the passages, best first, and why each stands where it does."""

from __future__ import annotations

from collections.abc import Iterable

from rag.types import Evidence


class Findings(list[Evidence]):
    """The passages found, best first; a list that can tell about itself."""

    def __init__(self, found: Iterable[Evidence] = (), *, notice: str = "") -> None:
        """Take the passages.

        :param notice: What a reader should know of the search, such as that a filter matches nothing.
        """
        super().__init__(found)
        self.notice = notice

    def explain(self) -> str:
        """Each passage with what spoke for it and against it; the points add up to its score."""
        told = [line for rank, evidence in enumerate(self, start=1) for line in _explained(rank, evidence)]
        return "\n".join([*([self.notice] if self.notice else []), *told])


def _explained(rank: int, evidence: Evidence) -> list[str]:
    """One passage: where it stands, its beginning, and its signals."""
    first, last = evidence.lines
    where = f"page {evidence.page}" if evidence.page is not None else f"lines {first}-{last}"
    section = f", {evidence.section}" if evidence.section else ""
    lines = [f"{rank}. {_one_line(evidence.document + section)}, {where}: {evidence.score:.3f}"]
    lines += [f"   {signal.points:+.3f}  {signal.name}{_detail(signal.detail)}" for signal in evidence.signals]
    lines += [f"           the same stands in {_one_line(place)}" for place in evidence.also]
    return lines


def _one_line(text: str) -> str:
    """A text of a report, which may hold anything, on one line."""
    return " ".join(text.split())


def _detail(detail: str) -> str:
    """What a signal was seen in, on one line."""
    plain = _one_line(detail)
    return f": {plain[:110]}{'…' if len(plain) > 110 else ''}" if plain else ""
