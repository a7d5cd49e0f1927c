"""How figures set side by side were measured: what their reports say of that, since it may differ."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from index.store import Index
from index.types import StoredPassage
from rag.calculate.asked import SAYS_LITTLE
from rag.evidence import Unit
from rag.parts import texts
from rag.question import Question, content_words, stems
from rag.statement import Statement
from rag.types import Evidence
from rag.writing.quoting import shown

_ASKED = re.compile(
    r"\bcomparab\w+|\blike[- ]for[- ]like\b|\bsame (?:way|method|basis|scope|definition|manner|boundar\w+)\b"
    r"|\b(?:is|are|was|were|did|does|do|has|have)\b[^?.]{0,40}\b(?:measured|counted|calculated|defined|definition|method)\b"
    r"[^?.]{0,40}\b(?:alike|same|chang\w+|differ\w*|identical\w*|consistent\w*)\b",
    re.IGNORECASE,
)
"""What asks whether figures are measured alike."""
_TELLS = re.compile(
    r" = |\b(?:calculated|computed|measured|counted|defined|refers? to|means|(?:is|are) based on|includ\w+|exclud\w+"
    r"|scope|covers?|restated|revised)\b",
    re.IGNORECASE,
)
"""What tells how a figure was measured."""
_LOOKED_AT = 40
_NEAR = 80
"""So many lines from a figure what is said of its measure may stand."""
_SAYS_LITTLE = SAYS_LITTLE | stems("consumption usage volume volumes intensity average employee employees gender age")
_NOT_SAID = "Whether these figures are measured in the same way, the passages found do not say"


def methods(
    question: Question,
    said: Sequence[Statement],
    *,
    index: Index,
    borne: Callable[[Iterable[Statement]], Iterable[Statement]],
) -> Iterator[Statement]:
    """Where it is asked whether figures are measured alike, what the report of each says of its measure.

    Nothing is concluded from that: where a report says nothing near its figure, it is told that it is not said.

    :param question: What was asked.
    :param said: What is told of the figures.
    :param index: Where the reports are read.
    :param borne: Which statements what they cite bears; what is not borne is not said.
    """
    figures = [each for each in said if each.row or each.figures]
    if not _ASKED.search(question.text):
        return
    found = [unit for each in figures if (unit := _method(each, index)) is not None]
    quotes = [Statement(shown(unit, question), (unit,)) for unit in dict.fromkeys(found)]
    told = tuple(borne(quotes))
    yield from told
    if len(found) < len(figures) or len(told) < len(quotes):
        yield Statement(_NOT_SAID, tuple(dict.fromkeys(each.unit for each in figures)), "checked")


def _method(statement: Statement, index: Index) -> Unit | None:
    """What says best, and nearest to a figure, how it was measured; None where nothing does."""
    label = statement.figures[0].indicator if statement.figures else statement.row.label if statement.row else ""
    names = [words for part in label.split(", ") if (words := stems(part)) - _SAYS_LITTLE]
    place = statement.unit.evidence
    hits = index.matching(content_words(label), _LOOKED_AT, documents=[place.document])
    near = [each for each in index.passages([hit.id for hit in hits]) if _distance(each, place) <= _NEAR]
    found = [
        (alike, -_distance(stored, place), -stored.id, Unit(Evidence.of(stored), text))
        for stored in near
        for text in (texts(stored.passage) if stored.passage.kind != "table" else ())
        if _TELLS.search(text) and (alike := _alike(text, names))
    ]
    return max(found, key=lambda each: each[:3])[3] if found else None


def _alike(text: str, names: Sequence[frozenset[str]]) -> float:
    """The share of the words of a name that a text holds, of one whose telling words it holds all; 0 where of none."""
    words = stems(text)
    return max((len(name & words) / len(name) for name in names if name - _SAYS_LITTLE <= words), default=0.0)


def _distance(stored: StoredPassage, place: Evidence) -> int:
    """How many lines lie between a passage and a figure's row."""
    first, last = stored.passage.lines
    return max(0, first - place.lines[1], place.lines[0] - last)
