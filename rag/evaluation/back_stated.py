"""Whether the reports state in a sentence, or in a row of which no record was read, what a question takes for missing.

It is told from the passages alone, before the question is asked, and shares nothing with the way answers are made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.tables import SEPARATOR
from rag.evaluation.back_borne import NUMBER
from rag.question import YEAR, stems
from rag.rows import parse
from rag.types import Evidence
from rag.vocabulary import SYNONYMS, padded_words

_END = re.compile(r"(?<=[.!?;])\s+|\n")
_SAYING_LITTLE = stems(
    """held made conducted carried reported provided received achieved completed given total number amount figure
    proportion percentage share rate"""
)
"""Words of a name that a report may leave out and still give the figure."""


def stated(name: str, year: int, found: Iterable[Evidence]) -> bool:
    """Whether a passage speaks of all that a name says, and has a number beside one of its words, of that year.

    :param name: What a figure is called; what stands in brackets only explains it.
    :param found: The passages to look through.
    """
    words = told(re.sub(r"\(.*?\)", " ", name)) - _SAYING_LITTLE
    return bool(words) and any(
        words <= told(f"{each.section} {each.text}") and _gives(each, words, year) for each in found
    )


def told(text: str) -> frozenset[str]:
    """The stems of a text, with the first term of each group of words that mean the same in the place of the others."""
    padded, held = padded_words(text), stems(text)
    for group in SYNONYMS:
        if any(f" {term} " in padded for term in group):
            held = (held - stems(" ".join(term for term in group if f" {term} " in padded))) | stems(group[0])
    return held


def _gives(evidence: Evidence, words: frozenset[str], year: int) -> bool:
    """Whether a line of a passage that has a word of a name has a number of a year."""
    return any(
        year in _years_with_a_number(line, evidence.source.document.year)
        for line in _END.split(evidence.text)
        if words & told(line)
    )


def _years_with_a_number(line: str, of_report: int | None) -> set[int | None]:
    """The years of which a line has a number: those that it names, of a row of a table those of its columns too."""
    texts = [(cell.year, cell.value) for cell in parse(line).cells] if SEPARATOR in line else [(None, line)]
    years = set[int | None]()
    for column, text in texts:
        if NUMBER.search(YEAR.sub("", text)):
            years |= set(map(int, YEAR.findall(text))) | ({column} if column else set()) or {of_report}
    return years
