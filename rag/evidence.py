"""From passages to the sentences, list items and table rows in them that bear the answer."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from index.readers.lines import is_list_item, without_bullet
from index.store import Index
from index.tables import SEPARATOR
from index.units import unit_in
from models.base import Embedder
from rag.question import YEAR, Question, content_words, stem, stems
from rag.types import Evidence
from rag.vocabulary import SYNONYMS, padded_words

_MARKS = r"(?:\s*\[\d{1,3}(?:\s*,\s*\d{1,3})*\])*"
_END = re.compile(rf"(?<=[.!?;])[”\"')\]]*{_MARKS}\s+(?!\[\d)(?=[“\"'(\[]?[A-Z0-9])")
"""Where a sentence ends; a citation mark behind the full stop still belongs to it."""
_ABBREVIATION = re.compile(
    r"(?:^\s*\(?\d{1,2}\.|\b(?:e\.g|i\.e|etc|No|Nos|vs|Mr|Mrs|Ms|Dr|Inc|Ltd|Co|Corp|approx|Fig|St|U\.S)\.|\b[A-Z]\.)$"
)
_FIGURE = re.compile(r"\d")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_DATE = re.compile(rf"\b\d{{1,2}} {_MONTH}|\b{_MONTH} \d{{1,2}}\b")
_NUMBERED_NAME = re.compile(
    r"\b(?:scopes?|tiers?|levels?|categor(?:y|ies)|phases?|tables?|figures?|sections?|chapters?|appendix|notes?|pages?)"
    r" ?\d{1,2}(?:\.\d+)*(?:(?:, ?| ?and | ?& ?| ?to | ?[-–] ?)\d{1,2}(?![\d%.,]*\d))*(?![\d%])",
    re.IGNORECASE,
)
"""A number that is part of a name, as in ``Scopes 1, 2 and 3``."""
_LEANS = re.compile(
    r"(?:It|Its|They|Their|This|These|Those|Therefore|Thus|Such|Of these|Among them|In doing so|As a result)\b"
)
_SHARE = re.compile(r"%|\b(?:per ?cent|percentage|half|third|quarter|all|every|none)\b|\bout of\b", re.IGNORECASE)
_PER = re.compile(r"\b(?:per|each|every|average|intensity)\b", re.IGNORECASE)
_NOTE_MARK = re.compile(r"^\d{0,3}\s*\ufffd\s*")
_LIST_WORDS = 100
"""A list longer than this is not quoted whole."""

_WHOLE = frozenset({"total", "overall", "group"})
EMBEDDED = 32
"""How many units are compared with the question by meaning; the rest is left out by its words."""

# Weights beside a cosine of at most 1, fitted like those of the search.
_COVERAGE = 0.5
_PASSAGE = 0.5
_INTENSITY = 0.15
"""Taken off a row of a ratio (per head, per area) where none was asked for."""
_HOLDS_FIGURE = 0.25
_LABEL_BESIDE = 0.2
"""Taken off a table row for the part of its label that the question says nothing of: the total stands first then."""
_ASIDE = 0.25
"""What a word in brackets counts in a label: ``Scope 2 emissions`` stands before ``Scope 2 emissions (other)``."""
_OTHER_YEAR = -0.2
_ASKED_YEAR = 0.1
_EVERY_ASKED_YEAR = 0.15
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
    """Something a question speaks of: a word, or any of a group of synonyms."""

    stem: str
    terms: tuple[str, ...]
    weight: float
    """What it counts, the more the rarer it is in the index; the weights of a question sum to 1."""

    def stands_in(self, words: frozenset[str], padded: str) -> bool:
        """Whether a text with these stems speaks of it too."""
        return self.stem in words or any(f" {term} " in padded for term in self.terms)


def units(evidence: Evidence) -> Iterator[str]:
    """The parts of a passage that can be quoted alone, in order.

    A sentence that leans on the one before it is quoted with it; a list is quoted as a whole, and each item alone.
    """
    lines = evidence.source.passage.text.split("\n")
    if evidence.source.passage.kind == "table":
        yield from lines
        return
    for number, line in enumerate(lines):
        parts = sentences(_NOTE_MARK.sub("", line))
        for position, part in enumerate(parts):
            leaning = position > 0 and _LEANS.match(part)
            yield f"{parts[position - 1]} {part}" if leaning else part
        if parts and parts[-1].endswith(":") and (items := _items(lines[number + 1 :])):
            yield "\n".join([parts[-1], *items])


def above(evidence: Evidence) -> str:
    """What stands above a passage and tells what it is of: the report's title, whose it is, and the headings."""
    return f"{evidence.title} {evidence.source.document.company} {evidence.section}"


def _items(lines: Sequence[str]) -> list[str]:
    """The list items that the lines begin with; none if they are too long to be quoted together."""
    items = [f"- {without_bullet(line)}" for line in takewhile(is_list_item, lines)]
    return items if sum(len(item.split()) for item in items) <= _LIST_WORDS else []


def sentences(text: str) -> list[str]:
    """A line of prose cut at its sentence ends; abbreviations don't end a sentence."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        if not _ABBREVIATION.search(text[start : end.start()]):
            found.append(text[start : end.end()].strip())
            start = end.end()
    return [*found, text[start:].strip()] if text[start:].strip() else found


def ideas(question: str, index: Index) -> tuple[Idea, ...]:
    """What a question speaks of, each thing once, whatever words it uses for it, weighed by how rare it is."""
    terms = _terms(question)
    counts = [index.frequency(group) for group in terms]
    raw = [math.log((2 + index.count) / (1 + count)) for count in counts]
    total = sum(raw) or 1.0
    return tuple(Idea(stem(group[0]), group, weight / total) for group, weight in zip(terms, raw, strict=True))


def _terms(question: str) -> list[tuple[str, ...]]:
    """The words of a question, each with those that may stand for it; the one used first."""
    padded = padded_words(question)
    found: list[tuple[str, ...]] = []
    covered: set[str] = set()
    for group in SYNONYMS:
        if touching := [term for term in group if f" {term} " in padded]:
            found.append((touching[0], *(term for term in group if term != touching[0])))
            covered.update(word for term in touching for word in term.split())
    rest = {stem(word): (word,) for word in content_words(question) if word not in covered}
    return [*found, *rest.values()]


def rank_units(
    question: Question, found: Sequence[Evidence], asked: Sequence[Idea], *, embedder: Embedder
) -> list[Unit]:
    """The units of the passages, the one that bears the answer best first."""
    scored = sorted(_by_words(question, found, asked), key=lambda unit: -unit.score)[:EMBEDDED]
    if not scored:
        return []
    texts = [_in_context(unit.evidence, unit.text) for unit in scored]
    nearness = embedder.embed_passages(texts) @ embedder.embed_query(question.text)
    near = [
        Unit(unit.evidence, unit.text, unit.score + float(cosine), unit.coverage, float(cosine))
        for unit, cosine in zip(scored, nearness, strict=True)
    ]
    return sorted(near, key=lambda unit: -unit.score)


def _by_words(question: Question, found: Sequence[Evidence], asked: Sequence[Idea]) -> Iterator[Unit]:
    """Every unit with what can be told of it without a model: words, figures, years, and its passage's score."""
    top = max((evidence.score for evidence in found), default=0.0)
    for evidence, text in ((each, text) for each in found for text in units(each)):
        context = f"{above(evidence)} {text}"
        words, padded = stems(context), padded_words(context)
        coverage = sum(idea.weight for idea in asked if idea.stands_in(words, padded))
        score = _COVERAGE * coverage + _PASSAGE * (evidence.score - top) + _year_fit(question, evidence, text)
        if evidence.source.passage.kind == "table":
            score -= _LABEL_BESIDE * _beside(text, asked)
            if _PER.search(text.split(SEPARATOR)[0]) and not _PER.search(question.text):
                score -= _INTENSITY
        if question.wants_figure and holds_figure(text, share=question.wants_share):
            score += _HOLDS_FIGURE
        yield Unit(evidence, text, score, coverage)


def holds_figure(text: str, *, share: bool = False) -> bool:
    """Whether a text states a number that is no year and no date, and a part of a whole if that is what is sought."""
    if share and not _SHARE.search(text):
        return False
    return _FIGURE.search(_DATE.sub("", YEAR.sub("", _NUMBERED_NAME.sub("", text)))) is not None


def _beside(row: str, asked: Sequence[Idea]) -> float:
    """The share of a row's own label that the question does not speak of."""
    label = row.split(SEPARATOR)[0].rsplit(", ", 1)[-1]
    label, _unit = unit_in(label)
    words = stems(re.sub(r"\(.*?\)", "", label)) - _WHOLE
    aside = stems(" ".join(re.findall(r"\((.*?)\)", label))) - _WHOLE - words
    strange = [
        _ASIDE if word in aside else 1.0 for word in words | aside if not any(_is_of(word, idea) for idea in asked)
    ]
    return sum(strange) / (len(words) + _ASIDE * len(aside)) if words else 0.0


def _is_of(word: str, idea: Idea) -> bool:
    """Whether a stem is that of the idea or of one of its synonyms."""
    return any(word == stem(part) for term in idea.terms for part in term.split())


def _in_context(evidence: Evidence, text: str) -> str:
    """The unit with its nearest heading, since a row or item often names its subject only there."""
    heading = evidence.source.passage.section[-1:]
    return f"{heading[0]}: {text}" if heading else text


def _year_fit(question: Question, evidence: Evidence, text: str) -> float:
    """Units that name an asked year stand before those of its report, and those before units of other years."""
    if not question.years:
        return 0.0
    named = {int(year) for year in YEAR.findall(text)}
    of_report = evidence.source.document.year in question.years
    if len(question.years) > 1 and named.issuperset(question.years):
        return _EVERY_ASKED_YEAR
    if named & set(question.years) or (of_report and not named):
        return _ASKED_YEAR
    return _YEAR_OF_REPORT if of_report else _OTHER_YEAR
