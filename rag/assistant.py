"""The public API: an index opened for questions."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType

from index.series import Restatement
from index.store import Index
from index.store.folder import stamp
from index.store.manifest import check
from index.types import Document, PrintedLine
from models import load_embedder, load_llm, load_reranker
from models.base import Embedder, LanguageModel, Reranker
from rag.answering import Answering
from rag.audit import Asking, AuditLog, Overheard, Setup
from rag.config import Settings
from rag.conversation import in_context, standalone
from rag.evidence import Aim
from rag.figures import Figures, find_figures, find_restatements
from rag.findings import Findings
from rag.question import Question, check_years, understand
from rag.retelling import told_again
from rag.retrieve import check_documents, retrieve
from rag.types import Answer, Done, Event, Turn
from rag.writing.phrasing import writes
from rag.writing.prompts import messages

SEARCHED = 12
"""Passages whose sentences and rows are looked at for the answer."""
YEARS_TOLD = 3
"""Up to so many years of a filter are told of one by one, where the question names none."""


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
        audit: AuditLog | None = None,
    ) -> None:
        """Bring the parts together; :meth:`open` finds them."""
        self._opened = index
        self._stamp = stamp(index.manifest.folder)
        self._lock = threading.Lock()
        self.embedder = embedder
        self.llm = llm
        self.reranker = reranker
        self.settings = settings
        self.audit = audit

    @classmethod
    def open(
        cls, index: str | Path | None = None, *, settings: Settings | None = None, audit: str | Path | None = None
    ) -> Assistant:
        """Open an index; nothing is built, downloaded or loaded.

        :param index: The index folder; by default the one of the settings.
        :param settings: By default those of the configuration file and the environment.
        :param audit: A file that every answer is added to; by default the one of the settings, which name none.
        :raises EsgError: If the index or a model is missing, or they do not fit each other.
        """
        settings = settings or Settings.load()
        embedder = load_embedder(settings.models.embedder)
        chosen = settings.models
        llm = load_llm(
            chosen.llm, threads=chosen.threads, context=chosen.context, server_model=chosen.server_model,
            text_may_leave=chosen.text_may_leave_this_machine,
        )  # fmt: skip
        reranker = load_reranker(settings.models.reranker) if settings.models.reranker else None
        opened = Index.open(Path(index).expanduser() if index is not None else settings.index.path)
        check(opened.manifest, embedder)
        file = Path(audit).expanduser() if audit is not None else settings.audit.path
        log = AuditLog(file) if file else None
        return cls(opened, embedder=embedder, llm=llm, settings=settings, reranker=reranker, audit=log)

    @property
    def documents(self) -> tuple[Document, ...]:
        """The reports that can be asked about, by name."""
        return self._index.documents()

    @property
    def folder(self) -> Path:
        """The folder of the index."""
        return self._opened.manifest.folder

    def passage_counts(self) -> dict[str, int]:
        """How many passages each report holds, by its name."""
        return self._index.passage_counts()

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
        return self._retrieve(aim, index=index, k=k, documents=documents, years=years)

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
        meant = in_context(understand(question), history or ())
        index, overheard, cancel = self._index, Overheard(self.llm), cancel or threading.Event()
        events = self._answered(
            meant.question, question, index, llm=overheard.model, documents=documents, years=years, cancel=cancel
        )
        if meant.about:
            events = told_again(events, meant.about, question, restated=lambda years: self.restatements(years=years))
        for event in events:
            if self.audit and isinstance(event, Done):
                asking = Asking(
                    meant.question.text, meant.about, documents, years, history or (), overheard.calls, cancel.is_set()
                )
                self.audit.add(event.answer, asking, Setup.of(self, index))
            yield event

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
        return "\n".join(line.text for line in self.printed_lines(document, lines))

    def printed_lines(self, document: str, lines: tuple[int, int]) -> tuple[PrintedLine, ...]:
        """The lines of :meth:`printed`, each with its page and its place on it where the report has pages."""
        check_documents([document], self.documents)
        return self._index.printed(document, *lines)

    def warm(self) -> None:
        """Load the models now rather than with the first question."""
        self.embedder.embed_query("warm-up")
        if writes(self.settings.answer.writer, self.llm):  # what stands before every question is read once
            deque(self.llm.stream(messages("", [""]), max_tokens=1), maxlen=0)
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

    def _answered(
        self,
        asked: Question,
        question: str,
        index: Index,
        *,
        llm: LanguageModel,
        documents: Collection[str] | None,
        years: Collection[int] | None,
        cancel: threading.Event,
    ) -> Iterator[Event]:
        """The answer to a question that stands alone, piece by piece; ``question`` is how it was asked."""
        started = time.perf_counter()
        if years and not asked.years and len(set(years)) <= YEARS_TOLD:
            asked = replace(asked, years=tuple(sorted(set(years))))  # who looks at 2020 only is not told of 2023
        aim = Aim.of(asked, index)
        search = partial(self._retrieve, index=index, k=SEARCHED, documents=documents, years=years)
        found = search(aim)
        yield from Answering(
            aim=aim, found=found, index=index, embedder=self.embedder, llm=llm, settings=self.settings.answer,
            cancel=cancel, search=search, documents=documents if years is None else _of_years(found, years),
        ).events(question, started=started)  # fmt: skip

    def _only(self, documents: Collection[str] | None, document: str | None = None) -> frozenset[str] | None:
        """The names of the only reports; refused where there is no such report."""
        named = check_documents(documents, self.documents)
        one = check_documents(None if document is None else [document], self.documents)
        return named if one is None else one | (named or frozenset())

    def _retrieve(
        self, aim: Aim, *, index: Index, k: int, documents: Collection[str] | None, years: Collection[int] | None
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


def _of_years(found: Findings, years: Collection[int]) -> frozenset[str]:
    """The reports of some years that were found; of the others only what was found itself may be told."""
    return frozenset(each.document for each in found if each.source.document.year in years)
