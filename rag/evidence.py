"""From passages to the sentences, list items and table rows in them that bear the answer."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.base import Embedder
from rag.question import YEAR, Question, content_words, stem, stems
from rag.types import Evidence
from rag.vocabulary import SYNONYMS, padded_words

_END = re.compile(r"(?<=[.!?;])[”\"')\]]*\s+(?=[“\"'(\[]?[A-Z0-9])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|No|Nos|vs|Mr|Mrs|Ms|Dr|Inc|Ltd|Co|Corp|approx|Fig|St|U\.S)\.|\b[A-Z]\.)$"
)
_FIGURE = re.compile(r"\d")

EMBEDDED = 32
"""How many units are compared with the question by meaning; the rest is left out by its words."""

# Weights beside a cosine of at most 1, fitted like those of the search.
_COVERAGE = 0.5
_PASSAGE = 0.5
_HOLDS_FIGURE = 0.15
_OTHER_YEAR = -0.2
_ASKED_YEAR = 0.1
_YEAR_OF_REPORT = 0.05


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, list item or table row of a passage."""

    evidence: Evidence
    text: str
    score: float = 0.0
    coverage: float = 0.0
    """The share of the question's ideas, rare ones counting more, that the unit or its headings hold."""
    nearness: float = 0.0
    """The cosine between question and unit."""

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return self.evidence.source.passage.kind == "table"


@dataclass(frozen=True, slots=True)
class Idea:
    """Something a question speaks of: a word by its stem, or any of a group of synonyms."""

    stem: str
    terms: tuple[str, ...] = ()

    def stands_in(self, words: frozenset[str], padded: str) -> bool:
        """Whether a text with these stems speaks of it too."""
        return self.stem in words or any(f" {term} " in padded for term in self.terms)


def units(evidence: Evidence) -> Iterator[str]:
    """The parts of a passage that can be quoted alone, in order."""
    for line in evidence.text.split("\n"):
        if evidence.source.passage.kind == "table":
            yield line
        else:
            yield from sentences(line)


def sentences(text: str) -> list[str]:
    """A line of prose cut at its sentence ends; abbreviations don't end a sentence."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        if not _ABBREVIATION.search(text[start : end.start()]):
            found.append(text[start : end.end()].strip())
            start = end.end()
    return [*found, text[start:].strip()] if text[start:].strip() else found


def ideas(question: str) -> tuple[Idea, ...]:
    """What a question speaks of, each thing once, whatever words it uses for it."""
    padded = padded_words(question)
    found: list[Idea] = []
    covered: set[str] = set()
    for group in SYNONYMS:
        if touching := [term for term in group if f" {term} " in padded]:
            found.append(Idea(stem(touching[0]), group))
            covered.update(word for term in touching for word in term.split())
    rest = [word for word in content_words(question) if word not in covered]
    return (*found, *(Idea(each) for each in dict.fromkeys(stem(word) for word in rest)))


def rank_units(question: Question, found: Sequence[Evidence], *, embedder: Embedder) -> list[Unit]:
    """The units of the passages, the one that bears the answer best first."""
    scored = sorted(_by_words(question, found), key=lambda unit: -unit.score)[:EMBEDDED]
    if not scored:
        return []
    texts = [_in_context(unit.evidence, unit.text) for unit in scored]
    nearness = embedder.embed_passages(texts) @ embedder.embed_query(question.text)
    near = [
        Unit(unit.evidence, unit.text, unit.score + float(cosine), unit.coverage, float(cosine))
        for unit, cosine in zip(scored, nearness, strict=True)
    ]
    return sorted(near, key=lambda unit: -unit.score)


def _by_words(question: Question, found: Sequence[Evidence]) -> Iterator[Unit]:
    """Every unit with what can be told of it without a model: words, figures, years, and its passage's score."""
    pairs = [(evidence, text) for evidence in found for text in units(evidence)]
    texts = [f"{evidence.title} {evidence.section} {text}" for evidence, text in pairs]
    known = [(stems(text), padded_words(text)) for text in texts]
    asked = ideas(question.text)
    held = [[idea.stands_in(words, padded) for idea in asked] for words, padded in known]
    weights = _weights(held)
    top = max((evidence.score for evidence in found), default=0.0)
    for (evidence, text), holds in zip(pairs, held, strict=True):
        coverage = sum(weight for weight, held_here in zip(weights, holds, strict=True) if held_here)
        score = _COVERAGE * coverage + _PASSAGE * (evidence.score - top) + _year_fit(question, evidence, text)
        if question.wants_figure and _FIGURE.search(YEAR.sub("", text)):
            score += _HOLDS_FIGURE
        yield Unit(evidence, text, score, coverage)


def _in_context(evidence: Evidence, text: str) -> str:
    """The unit with its nearest heading, since a row or item often names its subject only there."""
    heading = evidence.source.passage.section[-1:]
    return f"{heading[0]}: {text}" if heading else text


def _weights(held: Sequence[Sequence[bool]]) -> list[float]:
    """How much each idea of the question counts: the rarer among the units, the more. They sum to 1."""
    counts = [sum(column) for column in zip(*held, strict=True)]
    raw = [math.log(1 + len(held) / (1 + count)) for count in counts]
    total = sum(raw) or 1.0
    return [weight / total for weight in raw]


def _year_fit(question: Question, evidence: Evidence, text: str) -> float:
    """Units that name an asked year stand before those of its report, and those before units of other years."""
    if not question.years:
        return 0.0
    named = {int(year) for year in YEAR.findall(text)}
    of_report = evidence.source.document.year in question.years
    if named & set(question.years) or (of_report and not named):
        return _ASKED_YEAR
    return _YEAR_OF_REPORT if of_report else _OTHER_YEAR
