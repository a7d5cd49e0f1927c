"""Runs a system over a gold set, once through, and notes what it ran with."""

from __future__ import annotations

import hashlib
import logging
import os
import platform
import subprocess
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any, Protocol

from index.errors import IndexingError
from index.types import Document
from models.base import Embedder, LanguageModel, Progress
from models.errors import EsgError, ModelError
from rag.config import Settings
from rag.errors import GoldError
from rag.evaluation.gold import GoldItem
from rag.evaluation.metrics import evidence_rank, is_grounded, judge
from rag.evaluation.result import Outcome, Result
from rag.types import Answer, Evidence

_log = logging.getLogger(__name__)

DEPTH = 20
"""How many of the passages found are looked through for the evidence."""

WARM_UP = "What does the report cover?"
"""Asked once before the clock runs, so that no question is charged with loading the models."""

_ROOT = Path(__file__).resolve().parents[2]


class System(Protocol):
    """What can be evaluated: the assistant, or anything that answers as it does."""

    @property
    def settings(self) -> Settings:
        """What it is set to."""
        ...

    @property
    def documents(self) -> Sequence[Document]:
        """The reports it answers from."""
        ...

    @property
    def embedder(self) -> Embedder:
        """The model behind its search."""
        ...

    @property
    def llm(self) -> LanguageModel:
        """The model that writes."""
        ...

    def ask(self, question: str) -> Answer:
        """Answer a question."""
        ...

    def search(self, question: str, *, k: int = 10) -> Sequence[Evidence]:
        """The passages found for a question, best first."""
        ...


def evaluate(
    assistant: System, items: Sequence[GoldItem], *, progress: Progress | None = None, gold: Path | None = None
) -> Result:
    """Ask every question once and score the answers.

    :param assistant: an opened :class:`rag.Assistant`, or a stand-in.
    :param items: the questions, from :func:`load_gold`.
    :param progress: called with (done, total) after each question.
    :param gold: the file of the questions, noted in the result.
    :raises GoldError: if there is no question.
    """
    return run_system(assistant, items, name="assistant", progress=progress, gold=gold)


def run_system(
    system: System,
    items: Sequence[GoldItem],
    *,
    name: str,
    tells_refusals: bool = True,
    progress: Progress | None = None,
    gold: Path | None = None,
) -> Result:
    """One pass of any system; ``tells_refusals`` False judges a refusal by the words of the answer."""
    if not items:
        raise GoldError("There is no question to ask", fix="Choose a gold set, a type or a limit that leaves some.")
    ran_with = describe(system, items, gold=gold)  # first: the checkout may change during a long run
    _warm_up(system)
    outcomes = []
    for done, item in enumerate(items, start=1):
        outcomes.append(_outcome(system, item, tells_refusals=tells_refusals))
        if progress:
            progress(done, len(items))
    return Result(name, tuple(outcomes), ran_with)


def _warm_up(system: System) -> None:
    """Load what is loaded on first use. A model or an index that cannot be used ends the run here."""
    try:
        system.ask(WARM_UP)
    except (ModelError, IndexingError):
        raise
    except EsgError as error:
        _log.debug("The warm-up question failed: %s", error)


def _outcome(system: System, item: GoldItem, *, tells_refusals: bool) -> Outcome:
    """Ask one question and score what comes; a failure is an outcome too."""
    try:
        start = time.perf_counter()
        answer = system.ask(item.question)
        seconds = time.perf_counter() - start
        found = tuple(system.search(item.question, k=DEPTH))[:DEPTH]
    except EsgError as error:
        _log.warning("Question %s failed: %s", item.id, error)
        return Outcome(item, judge(item, "", refused=False), error=str(error))
    return Outcome(
        item,
        judge(item, answer.text, refused=answer.refused if tells_refusals else None),
        answer=answer,
        grounded=is_grounded(item, (citation.text for citation in answer.citations)),
        found=found,
        rank=evidence_rank(item, (evidence.text for evidence in found)),
        seconds=seconds,
    )


def describe(system: System, items: Sequence[GoldItem], *, gold: Path | None = None) -> dict[str, Any]:
    """What a run is made with, as plain data."""
    names = {document.name for document in system.documents}
    commit, modified = _commit()
    return {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": _version(),
        "commit": commit,
        "modified": modified,
        "models": {
            "embedder": {"name": system.embedder.name, "fingerprint": system.embedder.fingerprint},
            "llm": {"name": system.llm.name, "fingerprint": system.llm.fingerprint},
        },
        "settings": asdict(system.settings),
        "machine": {"cpu": _cpu(), "cores": os.cpu_count(), "system": platform.platform()},
        "gold": {
            "path": str(gold) if gold else None,
            "sha256": hashlib.sha256(gold.read_bytes()).hexdigest() if gold else None,
            "questions": len(items),
        },
        "documents": [{"name": document.name, "sha256": document.sha256} for document in system.documents],
        "not_in_index": sorted({e.document for item in items for e in item.evidence if e.document not in names}),
    }


def _version() -> str | None:
    """The installed version, or None where the code runs uninstalled."""
    try:
        return metadata.version("esg-answers")
    except metadata.PackageNotFoundError:
        return None


def _commit() -> tuple[str | None, bool]:
    """The checkout's commit and whether the code differs from it; None outside a checkout."""
    if not (_ROOT / ".git").exists():
        return None, False
    try:
        commit = _git("rev-parse", "HEAD")
        return commit, bool(_git("status", "--porcelain", "--", "models", "index", "rag"))
    except (OSError, subprocess.SubprocessError) as error:
        _log.debug("git cannot be asked: %s", error)
        return None, False


def _git(*arguments: str) -> str:
    """What git says in the project's folder."""
    command = ["git", "-C", str(_ROOT), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=10)  # noqa: S603 - no input in it
    return done.stdout.strip()


def _cpu() -> str:
    """The processor's name as the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())
