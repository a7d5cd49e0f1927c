"""Hashes of model files, remembered so that five gigabytes are not read at every start."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
import threading
from pathlib import Path
from typing import Any

from models.errors import ModelDamagedError

_log = logging.getLogger(__name__)
_lock = threading.Lock()


def home() -> Path:
    """The folder for pulled models, the default index and the user's configuration."""
    return Path(os.environ.get("ESG_HOME") or "~/.esg-answers").expanduser()


def sha256_of(path: Path, *, afresh: bool = False) -> str:
    """The sha256 of a file; known already if its path, size and time of change are those of an earlier call.

    :param path: The file.
    :param afresh: Read the file in any case.
    :raises ModelDamagedError: If the file cannot be read.
    """
    try:
        status = path.stat()
        stamp = [status.st_size, status.st_mtime_ns]
        key = str(path.resolve())
        known = None if afresh else remembered().get(key)
        if isinstance(known, list) and known[:-1] == stamp:
            return str(known[-1])
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise ModelDamagedError(f"{path} cannot be read: {error.strerror}", fix="Check its permissions.") from error
    remember(key, [*stamp, digest])
    return digest


def _file() -> Path:
    """Where hashes are remembered."""
    return home() / "verified.json"


def remembered() -> dict[str, Any]:
    """Everything found out about this machine's files and processor; nothing where the file is missing or broken."""
    try:
        content = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def remember(key: str, entry: object) -> None:
    """Add one finding, atomically. A home that cannot be written only costs the time of hashing again."""
    file = _file()
    with _lock:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile("w", dir=file.parent, delete=False, encoding="utf-8") as stream:
                json.dump(remembered() | {key: entry}, stream, indent=1)
            Path(stream.name).replace(file)
        except OSError as error:
            _log.debug("cannot remember hashes in %s: %s", file, error)
