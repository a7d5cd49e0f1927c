"""The errors of the index layer; the tree is drawn in ``models/errors.py``."""

from __future__ import annotations

from models.errors import EsgError


class IndexingError(EsgError):
    """A report or an index cannot be used."""


class ReadError(IndexingError):
    """A report file cannot be read; indexing skips it, says why, and goes on."""


class IndexMissingError(IndexingError):
    """There is no index in the folder asked for."""


class IndexMismatchError(IndexingError):
    """The index was made with another format, embedder or passage setting than is asked for now."""


class IndexDamagedError(IndexingError):
    """A file of the index is missing or broken."""


class IndexBusyError(IndexingError):
    """Another process is writing the same index."""


class UnreadableError(Exception):
    """Raised by a reader that cannot make anything of a file; becomes a ReadError that names the file.

    :param reason: What is wrong, to be read after the file's name: ``is encrypted``.
    :param fix: What to do, in one sentence.
    """

    def __init__(self, reason: str, *, fix: str) -> None:
        """Keep both."""
        super().__init__(reason)
        self.reason = reason
        self.fix = fix
