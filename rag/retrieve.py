"""A question's passages: nearest by meaning and by words, fused, ranked by what they hold, duplicates merged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.store import Hit, Index
from index.types import Document, StoredPassage
from models.base import Embedder, Reranker
from rag.errors import QuestionError
from rag.evidence import Aim
from rag.findings import Findings
from rag.merge import HEAD, with_each_side, without_duplicates
from rag.question import stem, understand
from rag.rerank import Candidate, first_signals, names_year, part_signal, reranker_signal
from rag.types import Evidence, Signal
from rag.vocabulary import widened

Names = Collection[str] | None
"""File names of the only reports to search; None means all."""

CANDIDATES = 80
"""How many passages each kind of search brings before they are fused."""
RERANKED = 40
"""How many of them, the best at a glance, are looked into sentence by sentence."""
READ = 20
"""How many of those a configured reranker reads."""


def retrieve(
    aim: Aim,
    *,
    index: Index,
    embedder: Embedder,
    k: int,
    documents: Names = None,
    years: Collection[int] | None = None,
    reranker: Reranker | None = None,
) -> Findings:
    """The ``k`` passages that fit a question best. A filter is never widened: what it shuts out is not found.

    :param reranker: A model that reads question and passage together, where one is configured.
    :raises QuestionError: If ``k`` is below 1.
    """
    if k < 1:
        raise QuestionError(f"{k} passages cannot be searched for", fix="Ask for at least 1, for example k=10.")
    search = _Search(index, embedder, reranker)
    ranked = search.ranked(aim, documents=documents, years=years, reach=k)
    best = [side[0] for side in search.sides(aim, documents=documents, years=years) if side]
    notice = "" if ranked else _nothing_matches(documents, years)
    return Findings(with_each_side(ranked, best)[:k], notice=notice)


def _nothing_matches(documents: Names, years: Collection[int] | None) -> str:
    """That the filters shut everything out; empty where there are none."""
    filters = [
        *([] if documents is None else [f"reports {', '.join(sorted(documents)) or 'none'}"]),
        *([] if years is None else [f"years {', '.join(map(str, sorted(years))) or 'none'}"]),
    ]
    return f"No passage matches the filter ({'; '.join(filters)})." if filters else ""


@dataclass(frozen=True, slots=True)
class _Search:
    """A search of an index for one question and for what it compares."""

    index: Index
    embedder: Embedder
    reranker: Reranker | None

    def ranked(self, aim: Aim, *, documents: Names, years: Collection[int] | None, reach: int = 0) -> list[Evidence]:
        """The passages for a question, best first, near duplicates merged."""
        candidates = _candidates(aim, index=self.index, embedder=self.embedder, documents=documents, years=years)
        glanced = [Evidence.of(each.stored, first_signals(each, aim)) for each in candidates]
        ordered = _by_score(glanced)
        looked = _by_score(_looked_into(each, aim) for each in ordered[:RERANKED])
        if self.reranker and looked:
            looked = _by_score([*_read_together(looked[:READ], aim, self.reranker), *looked[READ:]])
        # more than the first are only wanted by who asks for many, and never change the order of the first
        more = [_below(_looked_into(each, aim), looked[-1].score) for each in ordered[RERANKED:reach]]
        return without_duplicates([*looked, *_by_score(more)])

    def sides(self, aim: Aim, *, documents: Names, years: Collection[int] | None) -> Iterator[list[Evidence]]:
        """The passages for each thing that a question compares: years, reports, or whatever it names."""
        owners = self._owners(aim)
        if len(owners) > 1:
            for names in owners:
                within = names if documents is None else names & set(documents)
                yield self.ranked(aim, documents=within, years=years) if within else []
            return
        sides = [replace(understand(text), kind=aim.question.kind) for text in aim.question.sides]
        shared = frozenset[int].intersection(*(frozenset(side.years) for side in sides)) if sides else frozenset()
        for side in sides:
            own = set(side.years) - shared
            of_side = own or None if years is None else (own or set(years)) & set(years)
            named = Aim.of(side, self.index)
            yield self.ranked(
                named if named.naming.reports else replace(named, naming=aim.naming), documents=documents, years=of_side
            )

    def _owners(self, aim: Aim) -> list[frozenset[str]]:
        """The reports of each company named, or each report named, where a question names several."""
        reports = [each for each in self.index.documents() if each.name in aim.naming.reports]
        companies = sorted({each.company for each in reports})
        if len(aim.naming.companies) > 1:
            return [frozenset(each.name for each in reports if each.company == company) for company in companies]
        if aim.question.sides or len(reports) >= HEAD:
            return []
        return [frozenset([each.name]) for each in reports]


def _candidates(
    aim: Aim, *, index: Index, embedder: Embedder, documents: Names, years: Collection[int] | None
) -> list[Candidate]:
    """The passages that either search brings, within the filters."""
    reach = CANDIDATES if years is None else 8 * CANDIDATES
    question = aim.question
    words = widened(question.text, [word for word in question.words if stem(word) not in aim.naming.words])
    vector = embedder.embed_query(question.text)
    parts = [documents] if years is None else [documents, _reports_of(years, index.documents(), documents)]
    meaning = _joined(index.nearest(vector, reach, documents=part) for part in parts)
    wording = _joined(index.matching(words, reach, documents=part) for part in parts)
    cosines = {hit.id: hit.score for hit in meaning}
    # a passage that only its words brought gets the lowest cosine seen: it was no nearer than that
    floor = min(cosines.values(), default=0.0)
    best = max((hit.score for hit in wording), default=1.0) or 1.0
    shares = {hit.id: hit.score / best for hit in wording}
    found = index.passages(list(dict.fromkeys([*cosines, *shares])))
    return [
        Candidate(stored, cosines.get(stored.id, floor), shares.get(stored.id, 0.0))
        for stored in found
        if years is None or _is_of(stored, years)
    ]


def _looked_into(evidence: Evidence, aim: Aim) -> Evidence:
    """A passage with what its best part says for it."""
    return _with(evidence, part_signal(evidence.source, aim))


def _read_together(found: Sequence[Evidence], aim: Aim, reranker: Reranker) -> list[Evidence]:
    """The passages with what a model says that reads each together with the question, from 0 to its full points."""
    scores = reranker.score(aim.question.text, [f"{each.section}\n{each.text}" for each in found])
    lowest, span = float(scores.min()), float(np.ptp(scores)) or 1.0
    return [
        _with(each, reranker_signal((float(score) - lowest) / span)) for each, score in zip(found, scores, strict=True)
    ]


def _below(evidence: Evidence, score: float) -> Evidence:
    """A passage that was not among the best at a glance, no better than a score."""
    beyond = score - evidence.score
    return _with(evidence, Signal("not at first glance", beyond)) if beyond < 0 else evidence


def _with(evidence: Evidence, signal: Signal) -> Evidence:
    """A passage with a further signal."""
    return replace(evidence, score=evidence.score + signal.points, signals=(*evidence.signals, signal))


def _by_score(found: Iterable[Evidence]) -> list[Evidence]:
    """The best first; equals in the order of the reports."""
    return sorted(found, key=lambda evidence: (-evidence.score, evidence.source.id))


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


def _is_of(stored: StoredPassage, years: Collection[int]) -> bool:
    """Whether a passage belongs to one of the years: its report covers it or its text names it."""
    return stored.document.year in years or any(names_year(stored.passage.text, year) for year in years)
