"""What a question asks for, told by code: its years, its words, its kind, and what it compares."""

from rag.question.kinds import Kind
from rag.question.naming import Naming, named
from rag.question.operations import Operation
from rag.question.understanding import MAX_CHARACTERS, Question, understand
from rag.question.words import content_words, numbered_names, proper_names, stem, stems
from rag.question.years import YEAR, check_years

__all__ = [
    "MAX_CHARACTERS",
    "YEAR",
    "Kind",
    "Naming",
    "Operation",
    "Question",
    "check_years",
    "content_words",
    "named",
    "numbered_names",
    "proper_names",
    "stem",
    "stems",
    "understand",
]
