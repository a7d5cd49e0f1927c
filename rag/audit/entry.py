"""An answer as an entry of the audit file: what was asked and answered, from what, by which models and settings."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from index.store import Index
from models.base import Embedder, LanguageModel, Reranker
from rag.audit.overheard import Call
from rag.config import Settings
from rag.types import Answer, Evidence, Turn

if TYPE_CHECKING:
    from rag import Assistant

FORMAT = 1
"""Raised whenever an entry means something else than before."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as it was asked, as it was understood, and what a model was told for it."""

    understood: str
    """The question made to stand alone."""
    about: str | None = None
    """What it asks of the last answer, where it is a question about that; ``understood`` is then the earlier one."""
    documents: Collection[str] | None = None
    years: Collection[int] | None = None
    history: Sequence[Turn] = ()
    calls: Sequence[Call] = ()
    stopped: bool = False
    """Whether the reader ended the answer early; it can't be given again like that."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What an answer is made with."""

    index: Index
    embedder: Embedder
    llm: LanguageModel
    reranker: Reranker | None
    settings: Settings

    @classmethod
    def of(cls, assistant: Assistant, index: Index | None = None) -> Setup:
        """That of an assistant, with the index that a question found in force; by default the one of now."""
        return cls(index or assistant._index, assistant.embedder, assistant.llm, assistant.reranker, assistant.settings)

    def to_dict(self) -> dict[str, Any]:
        """Everything that may change an answer, as plain data: the index, the models and the settings."""
        manifest = self.index.manifest
        return {
            "index": {
                "folder": str(manifest.folder.absolute()),
                "generation": manifest.generation,
                "sha256": sha256(manifest.to_bytes()),
            },
            "models": {
                "embedder": _model(self.embedder),
                "llm": _model(self.llm),
                "reranker": _model(self.reranker) if self.reranker else None,
            },
            "settings": {"models": asdict(self.settings.models), "answer": asdict(self.settings.answer)},
        }


def entry(answer: Answer, asking: Asking, setup: Setup) -> dict[str, Any]:
    """An answer with all that it takes to check it, and to ask for it again."""
    given = answer.to_dict()
    question, seconds = given.pop("question"), given.pop("seconds")
    return {
        "format": FORMAT,
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "version": package_version(),
        "question": question,
        "documents": _plain(asking.documents),
        "years": _plain(asking.years),
        "history": [{"question": turn.question, "answer": turn.answer} for turn in asking.history],
        "understood": asking.understood,
        "about": asking.about,
        "stopped": asking.stopped,
        "answer": given,
        "passages": [_passage(evidence) for evidence in answer.evidence],
        "prompts": [call.to_dict() for call in asking.calls],
        **setup.to_dict(),
        "seconds": seconds,
    }


def sha256(content: bytes) -> str:
    """The sha256 of some bytes."""
    return hashlib.sha256(content).hexdigest()


@cache
def package_version() -> str:
    """The version of this package, empty where it is not installed."""
    try:
        return version("esg-answers")
    except PackageNotFoundError:
        return ""


def _model(model: Embedder | LanguageModel | Reranker) -> dict[str, str]:
    """A model by its name and the hash that stands for its weights."""
    return {"name": model.name, "fingerprint": model.fingerprint}


def _plain(names: Collection[Any] | None) -> list[Any] | None:
    """A filter as plain data, always in the same order; a single name counts as one."""
    if names is None:
        return None
    return sorted([names] if isinstance(names, str | int) else names)


def _passage(evidence: Evidence) -> dict[str, Any]:
    """A passage that was found; its text stands in the index, and its hash tells whether it is still the same."""
    return {
        "document": evidence.document,
        "lines": list(evidence.lines),
        "page": evidence.page,
        "sha256": sha256(evidence.text.encode("utf-8", "replace")),
        "score": evidence.score,
    }
