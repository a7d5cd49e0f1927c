"""The way from the passages found to an answer: reckoned, a record, phrased or quoted, and each sentence checked.

What code can prove comes first. A sentence that its source does not bear is not shown; where nothing is left, or where
nothing fits, the answer is a refusal with its reason and the nearest that the reports do say.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from index.store import Index
from models.base import Embedder, LanguageModel
from rag.answerable import NOT_STATED, Refusal, eligible, unfit, unknown
from rag.astray import astray, mismatched
from rag.calculate import reckoned
from rag.config import AnswerSettings
from rag.evidence import Aim, Unit, rank_units
from rag.findings import Findings
from rag.question import understand
from rag.question.several import one_by_one
from rag.question.words import stems
from rag.records import recorded
from rag.statement import Attempt, Statement
from rag.types import Answer, Delta, Done, Event, Found
from rag.verify import figures, verified
from rag.verify.corroborating import corroborated
from rag.writing.citing import Citing
from rag.writing.methods import methods
from rag.writing.phrasing import phrased, writes
from rag.writing.quoting import quoted, shown

_log = logging.getLogger(__name__)
_NEAR = 0.45
"""The least share of a question's ideas that a unit holds to be told as the nearest that the reports say."""
_MOST_WORDS_NEAR = 40


@dataclass(frozen=True, slots=True)
class Answering:
    """A question with what was found for it, on its way to an answer."""

    aim: Aim
    found: Findings
    index: Index
    embedder: Embedder
    llm: LanguageModel
    settings: AnswerSettings
    cancel: threading.Event
    search: Callable[[Aim], Findings]
    """Finds the passages for another question, within the filters of this one."""
    documents: Collection[str] | None = None
    """The only reports to answer from; None means all."""

    def events(self, question: str, *, started: float) -> Iterator[Event]:
        """What was found, the answer piece by piece, and at last the whole of it.

        :param question: The question as it was asked.
        :param started: When it was, on the clock of :func:`time.perf_counter`.
        """
        seconds = {"retrieve": time.perf_counter() - started}
        yield Found(tuple(self.found))
        citing = Citing(self.index)
        refused: Refusal | None = None
        for said in self.run():
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
                evidence=tuple(self.found),
                seconds=seconds,
            )
        )

    def run(self) -> Iterator[Statement | Refusal]:
        """The sentences of the answer, or one refusal."""
        if refusal := unknown(self.aim):
            yield refusal
            return
        ranked = self._ranked()
        attempt = self._one_by_one(ranked) or self._by_code(ranked)
        if attempt.statements:
            yield from self._worded((*attempt.statements, *self._methods(attempt.statements, ranked)))
        elif attempt.missing:
            yield self._refused(Refusal(attempt.missing), ranked)
        elif refusal := unfit(self.aim, ranked, self.found, documents=self.index.documents()):
            yield self._refused(refusal, ranked)
        elif reason := astray(self.aim, ranked[0]):
            yield self._refused(Refusal(reason), ranked)
        else:
            yield from self._in_words(ranked)

    def _one_by_one(self, ranked: Sequence[Unit]) -> Attempt:
        """The figures of several things asked for at once; nothing where they may be one, or none of them is told."""
        told: list[Statement] = []
        found, missing = list[str](), list[str]()
        for thing in one_by_one(self.aim.question.text):
            statements = next(filter(None, map(self._alone, thing.questions)), ())
            told += statements
            (found if statements else missing).append(thing.name)
        if not missing or not found:
            return Attempt(tuple(told))
        if ranked[:1] and stems(" ".join((*found, *missing))) <= stems(ranked[0].text):
            return Attempt()  # one thing whose name holds an "and"
        return Attempt(missing=f"The reports found tell {' and '.join(found)}, but not {' and '.join(missing)}.")

    def _alone(self, question: str) -> tuple[Statement, ...]:
        """The figures of one of several things asked for, where a record decides or they can be reckoned."""
        asked = understand(question)
        aim = Aim.of(replace(asked, years=asked.years or self.aim.question.years), self.index)
        alone = replace(self, aim=aim, found=self.search(aim))
        return alone._by_code(alone._ranked()).statements

    def _ranked(self) -> list[Unit]:
        """The units that may bear the answer, best first."""
        units = rank_units(self.aim, self.found, embedder=self.embedder, index=self.index)
        return eligible(self.aim, units)

    def _by_code(self, ranked: Sequence[Unit]) -> Attempt:
        """What is reckoned from figures or stands in a record; all of its sentences are borne, or it is no attempt."""
        for way in (reckoned, recorded):
            attempt = way(self.aim, ranked, index=self.index, documents=self.documents)
            borne = tuple(self._borne(attempt.statements, ranked))
            if len(borne) == len(attempt.statements) and attempt:
                return replace(attempt, statements=borne)
        return Attempt()

    def _worded(self, facts: Sequence[Statement]) -> Iterator[Statement]:
        """Statements that are sure, in the words of a model that is good at it, else in our own."""
        said = list(self._phrased([], facts))
        told = figures(" ".join(statement.text for statement in said))
        # a model may leave out a side of a comparison, or the value that another report prints
        whole = bool(said) and all(figures(fact.text) <= told for fact in facts)
        yield from said if whole else facts

    def _in_words(self, ranked: Sequence[Unit]) -> Iterator[Statement | Refusal]:
        """Sentences that the model writes and the units bear; where there are none the report is quoted."""
        written = False
        for statement in self._phrased(ranked):
            written = True
            yield statement
        if written or self.cancel.is_set():
            return
        statements = quoted(self.aim, ranked, index=self.index)
        if reason := mismatched(self.aim.question, statements):
            yield self._refused(Refusal(reason), ranked)
            return
        borne = self._borne(statements, ranked)
        first = next(borne, None)
        yield first or self._refused(Refusal(NOT_STATED), ranked)
        rest = tuple(borne)
        yield from rest
        if first:
            yield from self._methods((first, *rest), ranked)

    def _methods(self, said: Sequence[Statement], ranked: Sequence[Unit]) -> Iterator[Statement]:
        """How the figures told were measured, where that is asked."""
        return methods(self.aim.question, said, index=self.index, borne=partial(self._borne, ranked=ranked))

    def _phrased(self, ranked: Sequence[Unit], facts: Sequence[Statement] = ()) -> Iterator[Statement]:
        """What the model makes of units and facts; nothing where it is not to write."""
        if not writes(self.settings.writer, self.llm):
            return iter(())
        return phrased(
            self.aim.question,
            ranked,
            llm=self.llm,
            passages=self.settings.passages,
            max_tokens=self.settings.max_tokens,
            cancel=self.cancel,
            facts=facts,
        )

    def _borne(self, statements: Iterable[Statement], ranked: Sequence[Unit]) -> Iterator[Statement]:
        """The statements that what they cite bears, each with the verdict on it and a further place that says it."""
        for statement in statements:
            verdict = verified(statement, self.aim.question)
            if verdict.borne:
                yield corroborated(replace(statement, verdict=verdict.verdict), ranked, self.aim.question)
            else:
                _log.info("not shown, %s: %s", verdict.reason, statement.text)

    def _refused(self, refusal: Refusal, ranked: Sequence[Unit]) -> Refusal:
        """A refusal with the nearest that the reports do say, unless it cites already what says so."""
        near = next((unit for unit in ranked[:1] if unit.coverage >= _NEAR), None)
        if refusal.unit or near is None:
            return refusal
        text = shown(near, self.aim.question)
        if len(text.split()) > _MOST_WORDS_NEAR:
            return refusal
        return replace(refusal, nearest=Statement(text, (near,)))
