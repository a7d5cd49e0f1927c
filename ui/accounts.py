"""Who may log in, and who of them is an administrator: a file with a line for each, passwords as scrypt hashes only."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import os
import re
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rag.errors import AnswerError

SHORTEST = 8
"""Characters of a password."""
WRONG_WAIT = 1.0
"""Seconds that a wrong login waits, so that guessing takes long."""

_COST, _BLOCK, _PARALLEL = 2**14, 8, 1
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")
_ADMIN = ":admin"
"""Ends the line of an administrator."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may log in."""

    kept: str
    """The hash of the password."""
    admin: bool = False
    """Whether they may add and remove reports."""


class Accounts:
    """The accounts of one file; it is read at every login, so that who is added may come in at once."""

    def __init__(self, file: Path) -> None:
        """Take the file, which must hold somebody.

        :raises AnswerError: If there is no such file, or nobody in it.
        """
        self._file = file
        if not read(file):
            raise AnswerError(f"Nobody can log in by {file}", fix=f"Add somebody: esg user add NAME --auth {file}")

    async def login(self, name: str, password: str) -> bool:
        """Whether a name and a password belong together; one that is wrong waits."""
        known = read(self._file).get(name)
        right = await asyncio.to_thread(_matches, password, known.kept if known else _nobody())
        if not (known and right):
            await asyncio.sleep(WRONG_WAIT)
        return bool(known and right)

    def is_admin(self, name: str) -> bool:
        """Whether somebody may add and remove reports."""
        known = read(self._file).get(name)
        return bool(known and known.admin)


def read(file: Path) -> dict[str, Account]:
    """The accounts by name.

    :raises AnswerError: If the file cannot be read.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise AnswerError(f"The accounts in {file} cannot be read: {error}", fix="Check the file.") from error
    pairs = (line.strip().split(":", 1) for line in lines if ":" in line and not line.startswith("#"))
    return {name: Account(kept.removesuffix(_ADMIN), kept.endswith(_ADMIN)) for name, kept in pairs}


def add_user(file: Path, name: str, password: str, *, admin: bool = False) -> bool:
    """Let somebody log in, or give them another password; tells whether they are new. Who is an administrator stays so.

    :raises AnswerError: If the name or the password won't do.
    """
    if not _NAME.fullmatch(name):
        raise AnswerError(f"{name!r} cannot be a user's name", fix="Use up to 64 letters, digits, and any of . _ @ -")
    if len(password) < SHORTEST:
        raise AnswerError("The password is too short", fix=f"Use at least {SHORTEST} characters.")
    known = read(file)
    before = known.get(name)
    _write(file, known | {name: Account(hashed(password), admin or bool(before and before.admin))})
    return before is None


def remove_user(file: Path, name: str) -> None:
    """Let somebody log in no more.

    :raises AnswerError: If there is nobody of that name.
    """
    known = read(file)
    if known.pop(name, None) is None:
        raise AnswerError(f"There is no user {name!r} in {file}", fix="Check the name.")
    _write(file, known)


def hashed(password: str) -> str:
    """A password as it is kept."""
    salt = secrets.token_bytes(16)
    return f"scrypt${_COST}${_BLOCK}${_PARALLEL}${_text(salt)}${_text(_digest(password, salt))}"


def _matches(password: str, kept: str) -> bool:
    """Whether a password is the one that was kept."""
    try:
        kind, cost, block, parallel, salt, digest = kept.split("$")
        found = _digest(password, base64.b64decode(salt), cost=int(cost), block=int(block), parallel=int(parallel))
        return kind == "scrypt" and hmac.compare_digest(found, base64.b64decode(digest))
    except ValueError:  # a line that was not written here
        return False


def _digest(password: str, salt: bytes, *, cost: int = _COST, block: int = _BLOCK, parallel: int = _PARALLEL) -> bytes:
    """The hash of a password."""
    return hashlib.scrypt(password.encode(), salt=salt, n=cost, r=block, p=parallel, maxmem=2**27)


def _text(content: bytes) -> str:
    """Bytes as text."""
    return base64.b64encode(content).decode()


def _write(file: Path, accounts: dict[str, Account]) -> None:
    """Write the accounts whole; only the owner may read them."""
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(file.name + ".new")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.writelines(
            f"{name}:{each.kept}{_ADMIN if each.admin else ''}\n" for name, each in sorted(accounts.items())
        )
    aside.replace(file)


@cache
def _nobody() -> str:
    """What a name that nobody has is compared with: it takes as long as any other."""
    return hashed(secrets.token_urlsafe())
