"""Loads the models while somebody reads the page, and says what is loading."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

from models.errors import EsgError
from rag.writing.phrasing import writes
from ui import render

if TYPE_CHECKING:
    from rag import Assistant

logger = logging.getLogger(__name__)


class Loading:
    """The models of an assistant on their way into memory."""

    def __init__(self, assistant: Assistant) -> None:
        """Nothing is loaded before :meth:`start`."""
        self._assistant = assistant
        self._trouble = ""
        self._done = threading.Event()

    def start(self) -> None:
        """Load in the background."""
        threading.Thread(target=self.run, name="warm-models", daemon=True).start()

    def run(self) -> None:
        """Load now; what is wrong with a model is said again with the first question."""
        try:
            self._assistant.warm()
        except EsgError as error:
            self._trouble = str(error)
            logger.warning("The models are not ready: %s", error)
        finally:
            self._done.set()

    @property
    def ready(self) -> bool:
        """Whether there is nothing to wait for any more."""
        return self._done.is_set()

    @property
    def state(self) -> str:
        """In a word, for whoever watches the server."""
        return "failed" if self._trouble else "ready" if self.ready else "loading"

    def line(self) -> str:
        """What is loading, or why it could not be loaded, as HTML; empty once all is there."""
        if self._trouble:
            return f'<p class="loading trouble" role="alert">{render.escape(self._trouble)}</p>'
        if self.ready:
            return ""
        named = render.listed([f"{_short(name)} {what}" for name, what in self._models() if name])
        told = f"<span>Loading {render.escape(named)}…</span>"
        return f'<p class="loading" role="status"><span class="dot"></span>{told}</p>'

    def _models(self) -> Iterator[tuple[str, str]]:
        """The models that are loaded, each with what it is for; one that writes nothing is not."""
        settings = self._assistant.settings
        yield settings.models.embedder, "for the search"
        yield settings.models.reranker, "for the order"
        if writes(settings.answer.writer, self._assistant.llm):
            yield settings.models.llm, "for the answers"


def _short(name: str) -> str:
    """A model's name without the folders above it."""
    return name.rstrip("/").rsplit("/", 1)[-1]
