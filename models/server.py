"""Answers from a server that speaks the OpenAI protocol: llama.cpp, vLLM, Ollama and others."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cached_property
from io import BufferedIOBase
from itertools import islice
from typing import Any

from models.base import Held, Message
from models.endpoint import CONNECT_SECONDS, PROTOCOL, AwayError, Endpoint, one_line
from models.errors import ModelError
from models.pieces import pieces

ATTEMPTS = 3
"""How often a question is put before its first word has come."""
BACKOFF_SECONDS = 0.5
"""The pause before the second attempt; each one after that is twice as long."""
ASSUMED_PARAMETERS = 7_000_000_000
"""No server tells its model's size. Who runs a server runs it for a model that can write."""

READ_SECONDS = 120.0
"""Seconds without a byte: a server without a GPU may read long at a prompt before its first word."""

_LONGEST_LINE = 1 << 20
_MOST_STOPS = 4
_BYTES_PER_TOKEN = 3
_CHANGING = frozenset({"created", "permission", "permissions"})


class ServerModel:
    """A model of a server; it is asked for with the first question, by as many threads as like to."""

    def __init__(self, endpoint: Endpoint, *, model: str, context: int) -> None:
        """Keep where to ask; nothing is sent yet.

        :param endpoint: Where the server listens.
        :param model: What the server calls the model; empty where it has only one.
        :param context: Tokens of prompt and answer together that it is asked to hold.
        """
        self.name = endpoint.address
        self.context = context
        self.parameters = ASSUMED_PARAMETERS
        self._endpoint = endpoint
        self._wanted = model

    @cached_property
    def fingerprint(self) -> str:
        """One hash over what the server's list says of the model, less what changes from call to call."""
        lasting = {key: value for key, value in self._entry.items() if key not in _CHANGING}
        return hashlib.sha256(json.dumps(lasting, sort_keys=True).encode()).hexdigest()

    @property
    def model(self) -> str:
        """What the server calls the model."""
        return str(self._entry["id"])

    def count_tokens(self, text: str) -> int:
        """How many tokens the text takes, rather too many than too few: only the server knows."""
        return -(-len(text.encode("utf-8", "replace")) // _BYTES_PER_TOKEN)

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
        """Yield the answer in pieces.

        :param messages: The conversation so far.
        :param max_tokens: Where to end at the latest.
        :param temperature: How freely words are chosen.
        :param stop: Strings that end the answer and are not part of it.
        :param cancel: Hangs up as soon as it is set.
        :param held: Not heeded: a server chooses its words by itself.
        :raises ModelError: If the server is away, refuses, or breaks off.
        """
        cancel = cancel or threading.Event()
        began = False
        for attempt in range(ATTEMPTS):
            try:
                with closing(self._answer(messages, max_tokens, temperature, stop, cancel)) as answer:
                    for piece in answer:
                        began = True
                        yield piece
                return
            except ModelError as error:
                if cancel.is_set():
                    return
                if began or not isinstance(error, AwayError) or attempt == ATTEMPTS - 1:
                    raise
            if cancel.wait(BACKOFF_SECONDS * 2**attempt):
                return

    def _answer(
        self,
        messages: Sequence[Message],
        max_tokens: int,
        temperature: float,
        stop: Sequence[str],
        cancel: threading.Event,
    ) -> Generator[str, None, None]:
        """One attempt at an answer."""
        if cancel.is_set():
            return
        body = {
            "model": self.model,
            "messages": [{"role": message.role, "content": message.content} for message in messages],
            "max_tokens": max_tokens,
            "temperature": temperature,
            "seed": 0,
            "stream": True,
        }
        if stop:
            body["stop"] = list(stop[:_MOST_STOPS])  # the protocol takes no more; all are looked for here
        with self._endpoint.exchange(
            "/chat/completions", body, accept="text/event-stream", patience=READ_SECONDS, cancel=cancel
        ) as response:
            said = islice(self._said(response), max_tokens)
            for piece in pieces((text.encode("utf-8", "replace") for text in said), stop):
                if cancel.is_set():
                    return
                yield piece

    def _said(self, response: BufferedIOBase) -> Iterator[str]:
        """The text of a stream of events, as it comes; one that ends without saying so has broken off."""
        ended = False
        while line := response.readline(_LONGEST_LINE):
            field, _, data = line.strip().partition(b":")
            if field != b"data":
                continue
            if data.strip() == b"[DONE]":
                return
            text, last = self._event(data)
            ended = ended or last
            if text:
                yield text
        if not ended:
            problem = f"The model server {self.name} broke off its answer"
            raise AwayError(problem, fix="Ask again, with fewer or shorter passages, or see its log.")

    def _event(self, data: bytes) -> tuple[str, bool]:
        """The text in one event, and whether it is the last of the answer."""
        try:
            event = json.loads(data)
            if "error" in event:
                said = one_line(json.dumps(event["error"]))
                raise ModelError(f"The model server {self.name} failed: {said}", fix="Ask again, or see its log.")
            choice: dict[str, Any] = next(iter(event["choices"]), {})
            return str((choice.get("delta") or {}).get("content") or ""), choice.get("finish_reason") is not None
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            problem = f"The model server {self.name} sends what is no part of an answer: {data[:80]!r}"
            raise ModelError(problem, fix=PROTOCOL) from error

    @cached_property
    def _entry(self) -> Mapping[str, Any]:
        """What the server's list says of the model."""
        with self._endpoint.exchange("/models", accept="application/json", patience=CONNECT_SECONDS) as response:
            content = response.read(_LONGEST_LINE)
        try:
            offered: dict[str, Mapping[str, Any]] = {str(entry["id"]): entry for entry in json.loads(content)["data"]}
        except (ValueError, TypeError, KeyError) as error:
            problem = f"The model server {self.name} gives no list of its models"
            raise ModelError(problem, fix=PROTOCOL) from error
        if not self._wanted and len(offered) == 1:
            return next(iter(offered.values()))
        if self._wanted in offered:
            return offered[self._wanted]
        names = one_line(", ".join(offered)) or "none"
        problem = f"The model server {self.name} has no model {self._wanted!r}"
        if not self._wanted:
            problem = f"The model server {self.name} has {len(offered)} models"
        raise ModelError(problem, fix=f"Write one of these as server_model under [models]: {names}.")
