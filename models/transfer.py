"""One HTTP transfer into a part file, which goes on where the file ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException
from pathlib import Path
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

TIMEOUT = 30.0
"""Seconds without a byte after which a transfer counts as broken off."""

_CHUNK = 1 << 20
_TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})


class TransferInterruptedError(Exception):
    """A transfer broke off; another attempt may get on."""


class TransferRefusedError(Exception):
    """The hub will not give the file, however often it is asked."""

    def __init__(self, problem: str, *, fix: str) -> None:
        super().__init__(problem)
        self.fix = fix


@dataclass(frozen=True, slots=True)
class Stated:
    """What the hub states of a file's content: a sha256 for large files, a git id for small ones."""

    sha256: str | None = None
    git_blob: str | None = None


class _Redirects(HTTPRedirectHandler):
    """Follows redirects and keeps what the hub stated before it sent us on to its storage."""

    def __init__(self) -> None:
        self.stated: list[Message] = []

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:
        """Note the headers of the redirect, then follow it."""
        self.stated.append(headers)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(url: str, part: Path, *, size: int | None, report: Callable[[int], None]) -> Stated:
    """Fill ``part`` from ``url``, going on where it ends.

    :param url: Where the file is.
    :param part: The file to fill.
    :param size: How long it must become, where that is known.
    :param report: Called with the bytes that are in the part file.
    :returns: What the hub stated of the content.
    :raises TransferInterruptedError: If the transfer broke off.
    :raises TransferRefusedError: If there is no point in another attempt.
    """
    start = part.stat().st_size if part.exists() else 0
    redirects = _Redirects()
    request = Request(url, headers={"User-Agent": "esg-answers", "Accept-Encoding": "identity"})  # noqa: S310
    if start:
        request.add_header("Range", f"bytes={start}-")
    try:
        with build_opener(redirects).open(request, timeout=TIMEOUT) as response:
            stated = _stated([*redirects.stated, response.headers])
            total = _receive(response, part, start=start, size=size, report=report)
    except HTTPError as error:
        return _after_error(error, part, start=start, size=size, redirects=redirects)
    except (URLError, HTTPException, OSError) as error:
        if isinstance(error, OSError) and error.filename is not None:
            raise  # the disk, not the network
        raise TransferInterruptedError(str(getattr(error, "reason", None) or error or type(error).__name__)) from error
    if total is not None and part.stat().st_size < total:
        raise TransferInterruptedError(f"the connection closed after {part.stat().st_size:,} of {total:,} bytes")
    return stated


def _receive(response: Any, part: Path, *, start: int, size: int | None, report: Callable[[int], None]) -> int | None:
    """Write what comes and return how long the whole file is said to be."""
    resumed = response.status == 206
    if resumed and not str(response.headers.get("Content-Range", "")).startswith(f"bytes {start}-"):
        part.unlink()
        raise TransferInterruptedError("the hub sent another range than was asked for")
    done = start if resumed else 0
    length = response.headers.get("Content-Length")
    total = done + int(length) if length and length.isdigit() else size
    with part.open("ab" if resumed else "wb") as stream:
        while chunk := response.read(_CHUNK):
            done += len(chunk)
            if size is not None and done > size:
                break  # longer than it can be: one byte too many is proof enough
            _write(stream, chunk, part)
            report(done)
    if size is not None and done > size:
        part.unlink()
        raise TransferRefusedError(f"the hub sends more than the {size:,} bytes it must have", fix="Use another hub.")
    return total


def _write(stream: IO[bytes], chunk: bytes, part: Path) -> None:
    """Write one chunk; a full disk is told apart from a broken network by its file name."""
    try:
        stream.write(chunk)
        stream.flush()
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(part)) from error


def _after_error(error: HTTPError, part: Path, *, start: int, size: int | None, redirects: _Redirects) -> Stated:
    """Make sense of an answer that is not the file."""
    if error.code == 416 and start:
        # Nothing lies behind our end: either the part is whole already, or it is not a part of this file.
        if start == size:
            return _stated([*redirects.stated, error.headers])
        part.unlink()
        raise TransferInterruptedError("the part file did not fit") from error
    if error.code in _TRANSIENT:
        raise TransferInterruptedError(f"the hub answers {error.code}") from error
    if error.code == 404:
        raise TransferRefusedError("the hub does not have it (404)", fix="Check ESG_HUB.") from error
    if error.code in {401, 403}:
        raise TransferRefusedError(f"the hub denies it ({error.code})", fix="Pull another model.") from error
    raise TransferRefusedError(f"the hub answers {error.code}", fix="Try later, or use another hub.") from error


def _stated(answers: list[Message]) -> Stated:
    """What the first of the answers that says anything says of the content."""
    for headers in answers:
        tag = str(headers.get("X-Linked-Etag") or headers.get("ETag") or "").removeprefix("W/").strip('"').lower()
        if re.fullmatch(r"[0-9a-f]{64}", tag):
            return Stated(sha256=tag)
        if re.fullmatch(r"[0-9a-f]{40}", tag):
            return Stated(git_blob=tag)
    return Stated()
