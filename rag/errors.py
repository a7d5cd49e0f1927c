"""The errors of the answering layer; the tree is drawn in ``models/errors.py``."""

from __future__ import annotations

from models.errors import EsgError


class AnswerError(EsgError):
    """A question cannot be worked on as it was asked."""


class QuestionError(AnswerError):
    """A question is empty, too long, or filtered in a way that cannot be understood."""


class SettingsError(AnswerError):
    """The configuration holds an unknown key or a value that cannot be."""


class GoldError(AnswerError):
    """A gold set is not in the format of the evaluation."""
