"""The public API: an index opened for questions."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Generator, Iterator, Sequence
from pathlib import Path
from types import TracebackType

from index.folder import MANIFEST
from index.manifest import check
from index.store import Index
from index.types import Document
from models import load_embedder, load_llm
from models.base import Embedder, LanguageModel
from rag.answerable import eligible, refusal
from rag.citing import Citing
from rag.config import Settings
from rag.conversation import standalone
from rag.errors import QuestionError
from rag.evidence import Unit, ideas, rank_units
from rag.question import Question, check_years, understand
from rag.retrieve import retrieve
from rag.types import Answer, Delta, Done, Event, Evidence, Found, Turn
from rag.write import Statement, phrased, quoted

CAPABLE = 1_000_000_000
"""Parameters from which a model phrases answers by itself; smaller ones get more wrong than they make readable."""
SEARCHED = 12
"""Passages whose sentences and rows are looked at for the answer."""


class Assistant:
    """Answers questions about the reports of one index. Safe for many threads; models load on first use."""

    def __init__(self, index: Index, *, embedder: Embedder, llm: LanguageModel, settings: Settings) -> None:
        """Bring the parts together; :meth:`open` finds them."""
        self._opened = index
        self._stamp = _stamp(index)
        self._lock = threading.Lock()
        self.embedder = embedder
        self.llm = llm
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
        llm = load_llm(settings.models.llm, threads=settings.models.threads, context=settings.models.context)
        opened = Index.open(Path(index).expanduser() if index is not None else settings.index.path)
        check(opened.manifest, embedder)
        return cls(opened, embedder=embedder, llm=llm, settings=settings)

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
    ) -> list[Evidence]:
        """The passages that fit a question best, best first.

        :param question: Words or a whole question.
        :param k: How many at most.
        :param documents: File names of the only reports to search.
        :param years: Only passages of reports of these years, or that name one of them.
        """
        return self._retrieve(understand(question), self._index, k=k, documents=documents, years=years)

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
        found = self._retrieve(asked, index, k=SEARCHED, documents=documents, years=years)
        ranked = eligible(asked, rank_units(asked, found, ideas(asked.text, index), embedder=self.embedder))
        seconds = {"retrieve": time.perf_counter() - started}
        yield Found(tuple(found))

        citing = Citing()
        refused = refusal(asked, ranked, found, documents=index.documents())
        if refused:
            yield Delta(citing.refuse(refused))
            seconds["first_token"] = time.perf_counter() - started
        else:
            for statement in self._statements(asked, ranked, cancel or threading.Event()):
                yield Delta(citing.add(statement))
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
                evidence=tuple(found),
                seconds=seconds,
            )
        )

    def warm(self) -> None:
        """Load the models now rather than with the first question."""
        self.embedder.embed_query("warm-up")
        self.llm.count_tokens("warm-up")

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
            stamp = _stamp(self._opened)
            if stamp and stamp != self._stamp:
                fresh = Index.open(self._opened.manifest.folder)
                check(fresh.manifest, self.embedder)
                # the old one is not closed: another thread may be in the middle of a question to it
                self._opened, self._stamp = fresh, stamp
            return self._opened

    def _retrieve(
        self,
        question: Question,
        index: Index,
        *,
        k: int,
        documents: Collection[str] | None,
        years: Collection[int] | None,
    ) -> list[Evidence]:
        """The passages for a question, within the filters."""
        return retrieve(
            question,
            index=index,
            embedder=self.embedder,
            k=k,
            documents=check_documents(documents, index.documents()),
            years=check_years(years),
        )

    def _statements(self, question: Question, ranked: Sequence[Unit], cancel: threading.Event) -> Iterator[Statement]:
        """The sentences of the answer; where the model writes none that holds, the report is quoted."""
        settings = self.settings.answer
        written = False
        if writes(settings.writer, self.llm):
            for statement in phrased(
                question,
                ranked,
                llm=self.llm,
                passages=settings.passages,
                max_tokens=settings.max_tokens,
                cancel=cancel,
            ):
                written = True
                yield statement
        if not written and not cancel.is_set():
            yield from quoted(question, ranked)


def writes(writer: str, llm: LanguageModel) -> bool:
    """Whether the model phrases the answers: as set, or by its size."""
    return writer == "phrase" or (writer == "auto" and llm.parameters >= CAPABLE)


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


def _stamp(index: Index) -> tuple[int, int] | None:
    """Changes when the index is brought up to date; None while there is nothing to tell by."""
    try:
        status = (index.manifest.folder / MANIFEST).stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ino
