"""The public API: an index opened for questions."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Generator, Iterable, Sequence
from pathlib import Path
from types import TracebackType

from index.series import Restatement
from index.store import Index
from index.store.folder import stamp
from index.store.manifest import check
from index.types import Document
from models import load_embedder, load_llm, load_reranker
from models.base import Embedder, LanguageModel, Reranker
from rag.answerable import Refusal
from rag.answering import Answering
from rag.config import Settings
from rag.conversation import standalone
from rag.evidence import Aim
from rag.figures import Figures, find_figures, find_restatements
from rag.findings import Findings
from rag.question import check_years, understand
from rag.retrieve import check_documents, retrieve
from rag.types import Answer, Delta, Done, Event, Found, Turn
from rag.writing.citing import Citing

SEARCHED = 12
"""Passages whose sentences and rows are looked at for the answer."""


class Assistant:
    """Answers questions about the reports of one index. Safe for many threads; models load on first use."""

    def __init__(
        self,
        index: Index,
        *,
        embedder: Embedder,
        llm: LanguageModel,
        settings: Settings,
        reranker: Reranker | None = None,
    ) -> None:
        """Bring the parts together; :meth:`open` finds them."""
        self._opened = index
        self._stamp = stamp(index.manifest.folder)
        self._lock = threading.Lock()
        self.embedder = embedder
        self.llm = llm
        self.reranker = reranker
        self.settings = settings

    @classmethod
    def open(cls, index: str | Path | None = None, *, settings: Settings | None = None) -> Assistant:
        """Open an index; nothing is built, downloaded or loaded.

        :param index: The index folder; by default the one of the settings.
        :param settings: By default those of the configuration file and the environment.
        :raises EsgError: If the index or a model is missing, or they do not fit each other.
        """
        settings = settings or Settings.load()
        embedder = load_embedder(settings.models.embedder)
        chosen = settings.models
        llm = load_llm(
            chosen.llm,
            threads=chosen.threads,
            context=chosen.context,
            server_model=chosen.server_model,
            text_may_leave=chosen.text_may_leave_this_machine,
        )
        reranker = load_reranker(settings.models.reranker) if settings.models.reranker else None
        opened = Index.open(Path(index).expanduser() if index is not None else settings.index.path)
        check(opened.manifest, embedder)
        return cls(opened, embedder=embedder, llm=llm, settings=settings, reranker=reranker)

    @property
    def documents(self) -> tuple[Document, ...]:
        """The reports that can be asked about, by name."""
        return self._index.documents()

    def search(
        self,
        question: str,
        *,
        k: int = 10,
        documents: Collection[str] | None = None,
        years: Collection[int] | None = None,
        history: Sequence[Turn] | None = None,
    ) -> Findings:
        """The passages that fit a question best, best first; a list whose ``explain()`` tells why.

        :param question: Words or a whole question.
        :param k: How many at most.
        :param documents: File names of the only reports to search.
        :param years: Only passages of reports of these years, or that name one of them.
        :param history: Earlier questions of the conversation with their answers, oldest first.
        """
        index = self._index
        aim = Aim.of(standalone(understand(question), history or ()), index)
        return self._retrieve(aim, index, k=k, documents=documents, years=years)

    def ask(
        self,
        question: str,
        *,
        documents: Collection[str] | None = None,
        years: Collection[int] | None = None,
        history: Sequence[Turn] | None = None,
    ) -> Answer:
        """Answer a question from the reports, or say why it can't be.

        :param question: The question in words.
        :param documents: File names of the only reports to use.
        :param years: Only passages of reports of these years, or that name one of them.
        :param history: Earlier questions of the conversation with their answers, oldest first.
        """
        events = self.stream(question, documents=documents, years=years, history=history)
        return next(event.answer for event in events if isinstance(event, Done))

    def stream(
        self,
        question: str,
        *,
        documents: Collection[str] | None = None,
        years: Collection[int] | None = None,
        history: Sequence[Turn] | None = None,
        cancel: threading.Event | None = None,
    ) -> Generator[Event, None, None]:
        """Answer a question piece by piece: ``Found``, then ``Delta`` after ``Delta``, at last ``Done``.

        :param cancel: Set it to end the answer early; what was said so far is kept.
        """
        started = time.perf_counter()
        asked = standalone(understand(question), history or ())
        index = self._index
        aim = Aim.of(asked, index)
        found = self._retrieve(aim, index, k=SEARCHED, documents=documents, years=years)
        seconds = {"retrieve": time.perf_counter() - started}
        yield Found(tuple(found))

        citing = Citing(index)
        refused: Refusal | None = None
        answering = Answering(
            aim=aim,
            found=found,
            index=index,
            embedder=self.embedder,
            llm=self.llm,
            settings=self.settings.answer,
            cancel=cancel or threading.Event(),
            documents=_answered_from(found, documents, years),
        )
        for said in answering.run():
            if isinstance(said, Refusal):
                refused = said
                yield Delta(citing.refuse(said))
            else:
                yield Delta(citing.add(said))
            seconds.setdefault("first_token", time.perf_counter() - started)
        seconds["total"] = time.perf_counter() - started
        yield Done(
            Answer(
                question=question,
                text=citing.text,
                refused=refused is not None,
                reason=refused.reason if refused else None,
                citations=citing.citations,
                figures=citing.figures,
                sentences=citing.sentences,
                evidence=tuple(found),
                seconds=seconds,
            )
        )

    def figures(
        self,
        indicator: str | None = None,
        *,
        years: Iterable[int] | None = None,
        document: str | None = None,
        documents: Collection[str] | None = None,
        segment: str | None = None,
        source: str | None = None,
    ) -> Figures:
        """The figures that the reports state of an indicator: the nearest first, and of those the same by year.

        :param indicator: Words that a figure's label, groups, segment or unit must hold; None means every figure.
        :param years: The only years, of the figures themselves.
        :param document: File name of the only report.
        :param documents: File names of the only reports; with ``document``, that one as well.
        :param segment: The only part of the company; empty or ``total`` means the whole.
        :param source: ``table`` or ``prose``; figures of sentences are less surely read.
        """
        only = self._only(documents, document)
        return find_figures(self._index, indicator, years=years, documents=only, segment=segment, source=source)

    def restatements(
        self,
        indicator: str | None = None,
        *,
        years: Iterable[int] | None = None,
        documents: Collection[str] | None = None,
        segment: str | None = None,
        source: str | None = None,
    ) -> list[Restatement]:
        """Where reports state different values for one year, each value with its place; filters as in :meth:`figures`.

        One of the values must be found with the filters, the others may stand in other reports.
        """
        only = self._only(documents)
        return find_restatements(self._index, indicator, years=years, documents=only, segment=segment, source=source)

    def printed(self, document: str, lines: tuple[int, int]) -> str:
        """Lines of a report exactly as printed, such as those of a citation or a figure.

        :param document: The report's file name.
        :param lines: The first and the last line, both included.
        """
        check_documents([document], self.documents)
        return "\n".join(line.text for line in self._index.printed(document, *lines))

    def warm(self) -> None:
        """Load the models now rather than with the first question."""
        self.embedder.embed_query("warm-up")
        self.llm.count_tokens("warm-up")
        if self.reranker:
            self.reranker.score("warm-up", ["warm-up"])

    def close(self) -> None:
        """Let go of the index."""
        self._opened.close()

    def __enter__(self) -> Assistant:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def _index(self) -> Index:
        """The index as it is now: one that was brought up to date meanwhile is opened again."""
        with self._lock:
            now = stamp(self._opened.manifest.folder)
            if now and now != self._stamp:
                fresh = Index.open(self._opened.manifest.folder)
                check(fresh.manifest, self.embedder)
                # the old one is not closed: another thread may be in the middle of a question to it
                self._opened, self._stamp = fresh, now
            return self._opened

    def _only(self, documents: Collection[str] | None, document: str | None = None) -> frozenset[str] | None:
        """The names of the only reports; refused where there is no such report."""
        named = check_documents(documents, self.documents)
        one = check_documents(None if document is None else [document], self.documents)
        return named if one is None else one | (named or frozenset())

    def _retrieve(
        self,
        aim: Aim,
        index: Index,
        *,
        k: int,
        documents: Collection[str] | None,
        years: Collection[int] | None,
    ) -> Findings:
        """The passages for a question, within the filters."""
        return retrieve(
            aim,
            index=index,
            embedder=self.embedder,
            k=k,
            documents=check_documents(documents, index.documents()),
            years=check_years(years),
            reranker=self.reranker,
        )


def _answered_from(
    found: Findings, documents: Collection[str] | None, years: Collection[int] | None
) -> Collection[str] | None:
    """The only reports to answer from; where years are a filter, those with a passage that it lets through."""
    return documents if years is None else {evidence.document for evidence in found}
