"""HTTP to one model server: no proxy is asked, no redirect followed, and no text leaves this machine unless allowed."""

from __future__ import annotations

import ipaddress
import json
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from io import BufferedIOBase
from socket import SHUT_RDWR, socket
from typing import Any
from urllib.parse import urlsplit

from models.errors import ModelError

KEY = "ESG_SERVER_KEY"
"""The environment variable that holds a server's key; a file that is copied and shown around is no place for it."""
CONNECT_SECONDS = 5.0

_LOOK_AGAIN_SECONDS = 0.05
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
PROTOCOL = "Name a server that speaks the OpenAI protocol."
_START = "Start it, or name another llm under [models]."


class AwayError(ModelError):
    """The server does not answer now; another attempt may get on."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a server listens; made by :func:`endpoint_of`."""

    address: str
    """As it is shown, with the path that every request begins with."""
    secure: bool
    host: str
    port: int | None
    path: str
    elsewhere: bool
    """Whether it is another machine, which then was allowed."""

    @contextmanager
    def exchange(
        self,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        accept: str,
        patience: float,
        cancel: threading.Event | None = None,
    ) -> Iterator[BufferedIOBase]:
        """The server's answer to one request, to be read while the context lasts.

        :param path: What is asked for, below the address.
        :param body: What to post; None asks by GET.
        :param accept: The only kind of content that is an answer.
        :param patience: Seconds without a byte that are waited.
        :param cancel: Closes the connection as soon as it is set.
        :raises AwayError: If nobody answers, or the connection breaks.
        :raises ModelError: If the server refuses.
        """
        connection = self._connected()
        connection.sock.settimeout(patience)
        try:
            with _hung_up(connection.sock, cancel):
                data = json.dumps(body).encode() if body is not None else None
                connection.request("GET" if data is None else "POST", self.path + path, data, _headers(accept))
                with connection.getresponse() as response:
                    self._check(response, accept)
                    yield response
        except TimeoutError as error:
            problem = f"The model server {self.address} has sent nothing for {patience:.0f} s"
            raise ModelError(problem, fix="See what it is doing, then ask again.") from error
        except (OSError, HTTPException) as error:
            reason = f"broke the connection off ({error or type(error).__name__})"
            raise AwayError(f"The model server {self.address} {reason}", fix="See its log, then ask again.") from error
        finally:
            connection.close()

    def _connected(self) -> HTTPConnection:
        """A connection to the server, and to this machine alone if no other is allowed."""
        kind = HTTPSConnection if self.secure else HTTPConnection
        connection = kind(self.host, self.port, timeout=CONNECT_SECONDS)
        try:
            connection.connect()
            peer = connection.sock.getpeername()[0]
        except OSError as error:
            problem = f"The model server {self.address} is away: {error.strerror or error or type(error).__name__}"
            raise AwayError(problem, fix=_START) from error
        if not self.elsewhere and not _is_loopback(peer):
            connection.close()
            raise _leaving(self.address)
        return connection

    def _check(self, response: HTTPResponse, accept: str) -> None:
        """Refuse an answer that is not what was asked for."""
        status, who = response.status, f"The model server {self.address}"
        if status == 200:
            if (kind := response.getheader("Content-Type", "nothing")).startswith(accept):
                return
            raise ModelError(f"{who} answers with {one_line(kind)} instead of {accept}", fix=PROTOCOL)
        if 300 <= status < 400:
            to = one_line(response.getheader("Location", "another place"))
            raise ModelError(f"{who} sends us on to {to}", fix="Nothing is sent there; if it is right, name it as llm.")
        said = _complaint(response)
        if status in {401, 403}:
            raise ModelError(f"{who} wants a valid key{said}", fix=f"Put it into the environment variable {KEY}.")
        if status == 404:
            fix = "Correct llm (most addresses end in /v1) or server_model under [models]."
            raise ModelError(f"{who} does not know what was asked for{said}", fix=fix)
        if status in _BUSY:
            raise AwayError(f"{who} fails with status {status}{said}", fix="See its log, then ask again.")
        fix = "Ask with fewer or shorter passages, or see its log."
        raise ModelError(f"{who} refuses with status {status}{said}", fix=fix)


def is_address(name: str) -> bool:
    """Tell whether a model is named by the address of a server."""
    return name.lower().startswith(("http://", "https://"))


def endpoint_of(address: str, *, elsewhere: bool) -> Endpoint:
    """Read the address of a server.

    :param address: Such as ``http://127.0.0.1:8080/v1``; without a path ``/v1`` is meant.
    :param elsewhere: Whether it may be another machine, to which questions and passages would go.
    :raises ModelError: If it is no such address, or not on this machine although it must be.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ModelError(f"{address!r} is not the address of a server: {error}", fix="Correct llm.") from error
    if "@" in parts.netloc or parts.query or parts.fragment:
        problem = f"The address of the model server {host} holds more than host, port and path"
        raise ModelError(problem, fix=f"A key belongs into the environment variable {KEY}.")
    if not host or not address.isascii() or any(mark.isspace() for mark in address):
        raise ModelError(f"{address!r} is not the address of a server", fix="It is like http://127.0.0.1:8080/v1")
    local = host == "localhost" or _is_loopback(host)
    if not (local or elsewhere):
        raise _leaving(address)
    path = parts.path.rstrip("/") or "/v1"
    return Endpoint(
        f"{parts.scheme}://{parts.netloc}{path}", parts.scheme == "https", host, port, path, elsewhere=not local
    )


def _is_loopback(host: str) -> bool:
    """Tell whether a numeric address never leaves this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _leaving(address: str) -> ModelError:
    """The error for a server that is another machine."""
    fix = "Name one on this machine, or write under [models]: text_may_leave_this_machine = true"
    return ModelError(f"Questions and passages would leave this machine for the model server {address}", fix=fix)


def _headers(accept: str) -> dict[str, str]:
    """What every request says of itself."""
    headers = {"Accept": accept, "User-Agent": "esg-answers", "Content-Type": "application/json", "Connection": "close"}
    if key := os.environ.get(KEY, "").strip():
        if not (key.isascii() and key.isprintable()):
            raise ModelError(f"The key in {KEY} holds characters that cannot be sent", fix="Set it again.")
        headers["Authorization"] = f"Bearer {key}"
    return headers


@contextmanager
def _hung_up(line: socket, cancel: threading.Event | None) -> Iterator[None]:
    """While this lasts, setting ``cancel`` ends the connection, also while nothing comes from it."""
    done = threading.Event()

    def watch(cancel: threading.Event) -> None:
        while not done.wait(_LOOK_AGAIN_SECONDS):
            if cancel.is_set():
                with suppress(OSError):  # it has ended already
                    line.shutdown(SHUT_RDWR)
                return

    if cancel is not None:
        threading.Thread(target=watch, args=(cancel,), name="hang-up", daemon=True).start()
    try:
        yield
    finally:
        done.set()


def _complaint(response: HTTPResponse) -> str:
    """What a server says of its refusal, in one line; empty where it says nothing."""
    content = response.read(4000).decode("utf-8", "replace")
    try:
        said = json.loads(content)
        for name in ("error", "message", "detail"):
            said = said.get(name, said) if isinstance(said, dict) else said
    except ValueError:
        said = content
    text = one_line(said if isinstance(said, str) else json.dumps(said))
    return f": {text}" if text else ""


def one_line(text: str) -> str:
    """The beginning of a text of somebody else's, in one line."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())[:200]
