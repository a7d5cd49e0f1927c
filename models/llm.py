"""Answers from a GGUF model, piece by piece, for as many threads as like to ask."""

from __future__ import annotations

import threading
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from queue import SimpleQueue
from typing import NoReturn

from models.base import Held, Message
from models.engine import Engine
from models.errors import EsgError, ModelError
from models.files import LocalModel, prepared
from models.pieces import pieces

_BYTES_PER_PARAMETER = 0.6
"""Of a file with 4-bit weights, the usual kind."""


class GgufModel:
    """A GGUF model run by llama.cpp; questions of several threads are answered one after the other."""

    def __init__(self, local: LocalModel, *, threads: int, context: int) -> None:
        self._local = local
        self._threads = threads
        self._context = context
        self._engine: Engine | None = None
        self._loading = threading.Lock()
        # One worker is the queue in which callers wait. It also means that nobody can block the model
        # by taking one piece of an answer and then going away, or by asking again before it is finished.
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="llm")

    @property
    def name(self) -> str:
        """The catalogue name or the path it was asked for by."""
        return self._local.name

    @cached_property
    def fingerprint(self) -> str:
        """Identifies the weights."""
        return self._ready.fingerprint

    @property
    def context(self) -> int:
        """How many tokens prompt and answer may have together."""
        return self._context

    @property
    def parameters(self) -> int:
        """Roughly how many weights it has; for a path a guess from the size of the file."""
        if self._local.spec:
            return self._local.spec.parameters
        return int(self._local.weights.stat().st_size / _BYTES_PER_PARAMETER)

    def count_tokens(self, text: str) -> int:
        """How many tokens the text takes."""
        return len(self._loaded().tokenize(text))

    def stream(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        temperature: float = 0.0,
        stop: Sequence[str] = (),
        cancel: threading.Event | None = None,
        held: Held | None = None,
    ) -> Generator[str, None, None]:
        """Yield the answer in pieces. At temperature 0 the same messages give the same text.

        :param messages: The conversation so far.
        :param max_tokens: Where to end at the latest; the context may end it before.
        :param temperature: How freely words are chosen.
        :param stop: Strings that end the answer and are not part of it.
        :param cancel: Ends the answer after the next token, or the reading of a long prompt, once it is set.
        :param held: What the answer is held to; only a token that ``max_tokens`` ends with may break off a number.
        :raises ModelError: If the prompt does not fit, or the model fails.
        """
        ended = _Ended(cancel)
        said: SimpleQueue[str | BaseException | None] = SimpleQueue()

        def work() -> None:
            try:
                if not ended.is_set():
                    engine = self._loaded()
                    tokens = engine.answer(
                        engine.prompt(messages),
                        max_tokens=max_tokens,
                        temperature=temperature,
                        cancel=ended,
                        held=held,
                    )
                    for piece in pieces(tokens, stop):
                        said.put(piece)
                said.put(None)
            except BaseException as error:  # raised again where the answer is awaited
                said.put(error)

        try:
            self._worker.submit(work)
            while (piece := said.get()) is not None:
                if isinstance(piece, BaseException):
                    self._tell(piece)
                yield piece
        finally:
            ended.set()

    def _loaded(self) -> Engine:
        """The model in memory, loaded by whoever asks first."""
        with self._loading:
            self._engine = self._engine or Engine(self._ready, threads=self._threads, context=self._context)
            return self._engine

    @cached_property
    def _ready(self) -> LocalModel:
        """The model with the weights in use, of which a faster copy may be made first."""
        return prepared(self._local)

    def _tell(self, error: BaseException) -> NoReturn:
        """Raise what went wrong in the worker; a failure of llama.cpp as one of ours."""
        if isinstance(error, EsgError) or not isinstance(error, Exception):
            raise error
        problem = f"{self.name} failed while it answered: {error!r}"
        raise ModelError(problem, fix="Ask again, or run: esg doctor") from error


class _Ended(threading.Event):
    """Set when the caller went away, or when the event he gave is set."""

    def __init__(self, given: threading.Event | None) -> None:
        super().__init__()
        self._given = given

    def is_set(self) -> bool:
        """Whether to end."""
        return super().is_set() or (self._given is not None and self._given.is_set())
