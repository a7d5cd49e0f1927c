"""The root of the error tree and the errors of the model layer.

    EsgError                    every failure a user may see; one line: what is wrong and what to do
    ├── ModelError              a model file, a download or a model run
    ├── IndexingError           index/errors.py: a report file or an index folder
    └── AnswerError             rag/errors.py: settings, questions, gold sets

Errors of other packages are turned into one of these where they are met, with ``from``.
The command line and the chat catch :class:`EsgError` only.
"""

from __future__ import annotations


class EsgError(Exception):
    """A failure told in one line: what is wrong, with which file, and what to do next."""

    def __init__(self, problem: str, *, fix: str) -> None:
        """Keep both halves of the line: the problem and the way out of it."""
        super().__init__(f"{problem.rstrip('.')}. {fix}")
        self.problem = problem
        self.fix = fix


class ModelError(EsgError):
    """A model is unknown, missing, damaged, or fails while it runs."""


class ModelMissingError(ModelError):
    """A model's file is not on this machine."""


class ModelDamagedError(ModelError):
    """A model's file is truncated, tampered with, or of another kind."""


class DownloadError(ModelError):
    """A pull from a hub failed."""
