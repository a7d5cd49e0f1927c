"""A model server that fails in every way a server can, and the question that servers are asked in tests."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from models.base import LanguageModel, Message

FACT = [
    Message("system", "You answer questions about company reports. Answer with one short sentence and cite [1]."),
    Message("user", "[1] Scope 1 emissions were 12,345 tCO2e in 2024. What were scope 1 emissions in 2024?"),
]
"""A question for any model: not even the bundled one speaks of something else."""


def say(llm: LanguageModel, messages: list[Message] = FACT, **options: object) -> str:
    """The whole answer."""
    return "".join(llm.stream(messages, **{"max_tokens": 16, **options}))


class Faulty(ThreadingHTTPServer):
    """Does with each question what it is told next, and keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.models = [{"id": "one", "created": 0}]
        self.replies: list[Callable[[BaseHTTPRequestHandler], None]] = []
        self.asked: list[dict] = []
        self.keys: list[str | None] = []
        self.released = threading.Event()
        self.address = f"http://127.0.0.1:{self.server_port}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: Faulty

    def do_GET(self) -> None:
        self.server.keys.append(self.headers["Authorization"])
        self.server.models[0]["created"] += 1
        _send(self, 200, json.dumps({"data": self.server.models}))

    def do_POST(self) -> None:
        self.server.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.server.keys.append(self.headers["Authorization"])
        self.server.replies.pop(0)(self)

    def log_message(self, *_: object) -> None:
        pass


def _send(handler: BaseHTTPRequestHandler, status: int, content: str, **headers: str) -> None:
    handler.send_response(status)
    for name, value in ({"Content_Type": "application/json"} | headers).items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(content.encode())


def fails(status: int, content: str = "", **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda handler: _send(handler, status, content, **headers)


def event(text: str | None = None, end: str | None = None) -> str:
    delta = {} if text is None else {"content": text}
    return "data: " + json.dumps({"choices": [{"delta": delta, "finish_reason": end}]}) + "\r\n\r\n"


def says(*events: str, hang: bool = False) -> Callable[[BaseHTTPRequestHandler], None]:
    def reply(handler: _Handler) -> None:
        _send(handler, 200, "".join(events), Content_Type="text/event-stream; charset=utf-8")
        if hang:
            handler.server.released.wait(20)

    return reply


WHOLE = says(": a comment\n\n", event(""), event("It was "), event("12 tonnes."), event(end="stop"), "data: [DONE]\n\n")
CUT = says(event("It was "), event("12"))
