"""What the index holds, worked out once for each state of it: reports, years, counts, and questions worth asking."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.types import Document, Figure

if TYPE_CHECKING:
    from rag import Assistant

EXAMPLES = 4
_KINDS = ("emissions", "energy", "water", "people", "mass", "share", "intensity", "hours", "money", "count")
"""What examples ask of, in this order."""
_CORE = re.compile(
    r"\b(?:emissions?|scope [123]|energy|electricity|renewable|water|waste|workforce|employees|women|training|injur"
    r"|safety)",
    re.IGNORECASE,
)
"""What readers of such reports ask of most; the rest comes after it."""
_SURE = 0.99
_LABEL = re.compile(r"[A-Z][A-Za-z0-9₂ ,:()'/-]{7,58}")
_UNCLEAR = re.compile(r"\b(?:other|others|note|of which|remark|subtotal)\b|[(,:/-]\s*$|\.\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Facts:
    """What one state of the index holds."""

    documents: tuple[Document, ...]
    years: tuple[int, ...] = ()
    """The years of the reports and of their figures, newest first."""
    segments: tuple[str, ...] = ()
    """Parts of companies that figures are for, the most frequent first."""
    figures: Mapping[str, int] = field(default_factory=dict)
    """How many figures a report holds, by its name."""
    passages: Mapping[str, int] = field(default_factory=dict)
    examples: tuple[str, ...] = ()


class Library:
    """The facts of an assistant's index, kept until the index changes."""

    def __init__(self, assistant: Assistant) -> None:
        """Nothing is looked up before it is asked for."""
        self._assistant = assistant
        self._facts: Facts | None = None
        self._lock = threading.Lock()

    def facts(self) -> Facts:
        """What the index holds now."""
        documents = self._assistant.documents
        with self._lock:
            if self._facts is None or self._facts.documents != documents:
                self._facts = facts_of(documents, self._assistant.figures(), self._assistant.passage_counts())
            return self._facts


def facts_of(
    documents: tuple[Document, ...], figures: Sequence[Figure], passages: Mapping[str, int] | None = None
) -> Facts:
    """Work the facts out from every report and figure."""
    years = {document.year for document in documents} | {figure.period for figure in figures}
    segments = Counter(figure.segment for figure in figures if figure.segment)
    return Facts(
        documents=documents,
        years=tuple(sorted((year for year in years if year is not None), reverse=True)),
        segments=tuple(segment for segment, _ in segments.most_common()),
        figures=Counter(figure.document for figure in figures),
        passages=passages or {},
        examples=tuple(examples(documents, figures)),
    )


def examples(documents: Sequence[Document], figures: Sequence[Figure]) -> list[str]:
    """Questions that the reports answer: each asks for a figure that a table of theirs states, of several kinds."""
    years = {document.name: document.year for document in documents}
    fit = [figure for figure in figures if _is_clear(figure)]
    latest = [figure for figure in fit if figure.period == years.get(figure.document)]
    newest_first = sorted(latest or fit, key=lambda figure: (not _CORE.search(figure.indicator), -(figure.period or 0)))
    told: list[str] = []
    named = len({document.company for document in documents}) > 1
    companies = {document.name: document.company for document in documents} if named else {}
    for figure in _one_a_kind(newest_first):
        earlier = _year_before(figure, fit) if not told else None
        whose = f" of {company}" if (company := companies.get(figure.document)) else ""
        told.append(
            f"How did “{figure.indicator}”{whose} change from {earlier} to {figure.period}?"
            if earlier
            else f"What was “{figure.indicator}”{whose} in {figure.period}?"
        )
    return told[:EXAMPLES]


def _is_clear(figure: Figure) -> bool:
    """Whether a reader understands what a figure is of from its label alone."""
    label = figure.indicator
    return (
        figure.source == "table" and figure.confidence >= _SURE and not figure.segment
        and bool(figure.number) and figure.period is not None
        and bool(_LABEL.fullmatch(label)) and 2 <= len(label.split()) <= 7 and not _UNCLEAR.search(label)
    )  # fmt: skip


def _one_a_kind(figures: Sequence[Figure]) -> Iterator[Figure]:
    """The first figure of each kind, then of each kind the second, and no label twice."""
    seen: set[str] = set()
    for _ in range(EXAMPLES):
        for kind in _KINDS:
            found = next((each for each in figures if each.kind == kind and each.indicator not in seen), None)
            if found:
                seen.add(found.indicator)
                yield found


def _year_before(figure: Figure, figures: Sequence[Figure]) -> int | None:
    """The year before a figure's, where its report states that one too."""
    before = (figure.period or 0) - 1
    same = (each for each in figures if each.document == figure.document and each.indicator == figure.indicator)
    return before if any(each.period == before for each in same) else None
