"""A question's passages: nearest by meaning and by words, fused, the asked year and report put forward."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from index.store import Hit, Index
from index.types import Document, Passage, Role, StoredPassage
from models.base import Embedder
from rag.errors import QuestionError
from rag.question import Question, stems
from rag.types import Evidence
from rag.vocabulary import widened

CANDIDATES = 80
"""How many passages each kind of search brings before they are fused."""

# Weights of the fused score, beside a cosine of at most 1. Fitted on two thirds of a gold set, checked on the rest.
_WORDS = 0.4
_YEAR_OF_REPORT = 0.15
_YEAR_IN_TEXT = 0.08
_NAMED_REPORT = 0.2
_TABLE = 0.1
"""What speaks for the rows of a table where a figure is asked for."""
_ROLES: dict[Role, float] = {"contents": -0.4, "index": -0.25, "callout": -0.2, "assurance": -0.1, "footnote": -0.05}
"""What speaks against a passage that states no facts itself, or states them in pieces."""
_FROM_PICTURE = 0.1
"""Taken off a passage for the part of its text that is not sure."""
_ASKS_INDEX = re.compile(r"\b(?:GRI|HKE[Xx]|SASB|TCFD|ESRS|disclosures?|index|[A-D]\d\.\d|\d{3}-\d{1,2})\b")
_ASKS_ASSURANCE = re.compile(r"\b(?:assur|verif|audit)", re.IGNORECASE)


def retrieve(
    question: Question,
    *,
    index: Index,
    embedder: Embedder,
    k: int,
    documents: Collection[str] | None = None,
    years: Collection[int] | None = None,
) -> list[Evidence]:
    """The ``k`` passages that fit a question best. A filter is never widened: what it shuts out is not found.

    :raises QuestionError: If ``k`` is below 1.
    """
    if k < 1:
        raise QuestionError(f"{k} passages cannot be searched for", fix="Ask for at least 1, for example k=10.")
    reach = CANDIDATES if years is None else 8 * CANDIDATES
    vector, words = embedder.embed_query(question.text), widened(question.text, question.words)
    parts = [documents] if years is None else [documents, _reports_of(years, index.documents(), documents)]
    meaning = _joined(index.nearest(vector, reach, documents=part) for part in parts)
    wording = _joined(index.matching(words, reach, documents=part) for part in parts)
    scores = _fused(meaning, wording)
    named = named_reports(question.text, index.documents())
    found = [stored for stored in index.passages(list(scores)) if years is None or _is_of(stored, years)]
    ranked = sorted(found, key=lambda stored: (-(scores[stored.id] + _prior(stored, question, named)), stored.id))
    return [_evidence(stored, scores[stored.id] + _prior(stored, question, named)) for stored in ranked[:k]]


def check_documents(names: Collection[str] | None, documents: Sequence[Document]) -> frozenset[str] | None:
    """The names of a filter, refused where there is no such report: a filter never widens, nor fails in silence."""
    if names is None:
        return None
    known = {document.name for document in documents}
    wanted = frozenset([names] if isinstance(names, str) else names)
    if unknown := sorted(wanted - known):
        shown = ", ".join(sorted(known)[:8])
        raise QuestionError(f"There is no report {unknown[0]!r} in the index", fix=f"It holds {shown}.")
    return wanted


def _reports_of(years: Collection[int], documents: Sequence[Document], only: Collection[str] | None) -> Collection[str]:
    """The reports of some years, searched for themselves too: other years must not crowd them out."""
    return {each.name for each in documents if each.year in years and (only is None or each.name in only)}


def _joined(searches: Iterable[Sequence[Hit]]) -> list[Hit]:
    """The hits of several searches, each once."""
    return list({hit.id: hit for hits in searches for hit in hits}.values())


def named_reports(question: str, documents: Sequence[Document]) -> frozenset[str]:
    """The reports that a question names by words of their title that not every title has, such as "white paper"."""
    titles = {
        document.name: stems(f"{document.title} {document.company} {document.name.rsplit('.', 1)[0]}")
        for document in documents
    }
    if len(titles) < 2:
        return frozenset()
    common = frozenset.intersection(*titles.values())
    asked = stems(question)
    overlap = {name: len((words - common) & asked) for name, words in titles.items()}
    most = max(overlap.values())
    return frozenset(name for name, count in overlap.items() if count == most) if most >= 2 else frozenset()


def _fused(meaning: Sequence[Hit], wording: Sequence[Hit]) -> dict[int, float]:
    """One score a passage: its cosine and its share of the best word score.

    A passage that only its words brought gets the lowest cosine seen: it was no nearer than that.
    """
    floor = min((hit.score for hit in meaning), default=0.0)
    scores = {hit.id: hit.score for hit in meaning}
    best = max((hit.score for hit in wording), default=1.0) or 1.0
    for hit in wording:
        scores[hit.id] = scores.get(hit.id, floor) + _WORDS * hit.score / best
    return scores


def _prior(stored: StoredPassage, question: Question, named: frozenset[str]) -> float:
    """What speaks for a passage beside its words: the year asked for, the report asked for."""
    of_report = stored.document.year in question.years
    in_text = any(str(year) in stored.passage.text for year in question.years)
    of_question = (
        _YEAR_OF_REPORT * of_report + _YEAR_IN_TEXT * in_text + _NAMED_REPORT * (stored.document.name in named)
    )
    of_question += _TABLE * (question.wants_figure and stored.passage.kind == "table" and stored.passage.role == "body")
    return of_question + _role(stored.passage, question.text) - _FROM_PICTURE * (1 - stored.passage.confidence)


def _role(passage: Passage, question: str) -> float:
    """What the part that a passage plays in its report says against it; nothing where that part is asked for."""
    if passage.role == "index" and _ASKS_INDEX.search(question):
        return 0.0
    if passage.role == "assurance" and _ASKS_ASSURANCE.search(question):
        return 0.0
    return _ROLES.get(passage.role, 0.0)


def _is_of(stored: StoredPassage, years: Collection[int]) -> bool:
    """Whether a passage belongs to one of the years: its report covers it or its text names it."""
    text = stored.passage.text
    return stored.document.year in years or any(re.search(rf"(?<!\d){year}(?!\d)", text) for year in years)


def _evidence(stored: StoredPassage, score: float) -> Evidence:
    """The passage as callers see it."""
    passage = stored.passage
    return Evidence(
        document=stored.document.name,
        title=stored.document.title,
        section=passage.section_path,
        page=passage.page,
        lines=passage.lines,
        text=passage.cited,
        score=score,
        source=stored,
    )
