"""How well the parts of a passage bear the answer to a question: by their words, then by their meaning."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from index.store import Index
from index.types import StoredPassage
from index.words import plain
from models.base import Embedder, Reading
from models.judge import Candidate, Judge, judge_for
from rag.agreement import Asked
from rag.counting import Counted, counted
from rag.expected import Expected, expected, likely
from rag.figure_match import numbers_named
from rag.parts import RATIO, Part, Words, parts
from rag.question import Naming, Question, content_words, named, proper_names, stem
from rag.telling import Wanted
from rag.types import Evidence
from rag.vocabulary import padded_words, touched

EMBEDDED = 32
"""How many parts are compared with the question by meaning; the rest is left out by its words."""
JUDGED = 8
"""How many parts, the best so far, are judged; the rest stay behind them."""

# Weights beside a cosine of at most 1, fitted like those of the search.
_COVERAGE = 0.5
_PASSAGE = 0.5
_AGREEMENT = 1.0
"""What it counts that each word of the question is met by one of the unit."""
_JUDGMENT = 0.05
"""What the logit of the judge counts."""
_INTENSITY = 0.15
"""Taken off a row of a ratio (per head, per area) where none was asked for."""
_HOLDS_FIGURE = 0.3
_ROW = 0.2
"""What speaks for the row of a table where a figure is asked for."""
_DEFINES = 0.3
"""What speaks for a sentence that says what something is, where that is asked."""
_UNEXPECTED = 0.3
"""Taken off a part that does not hold what an answer must hold, such as an amount of money."""
_LIKELY = 0.15
"""What speaks for a part that holds what most answers hold, such as a name where the question is who."""
_BEFORE = 0.5
"""What an idea counts that only the sentence before holds, as a share of one's own."""
_LABEL_BESIDE = 0.2
"""Taken off a table row for the part of its label that the question says nothing of: the total stands first then."""
_OTHER_NUMBER = 0.2
"""Taken off a row for each number by which what it names differs from what is asked for."""
_ASIDE = 0.25
"""What a word in brackets counts in a label: ``Scope 2 emissions`` stands before ``Scope 2 emissions (other)``."""
_OTHER_YEAR = -0.2
_ASKED_YEAR = 0.1
_EVERY_ASKED_YEAR = 0.15
_YEAR_OF_REPORT = 0.05


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, list item or table row of a passage found."""

    evidence: Evidence
    text: str
    score: float = 0.0
    coverage: float = 0.0
    """The share of the question's ideas, rare ones counting more, that the unit or its headings hold."""
    nearness: float = 0.0
    """The cosine between question and unit."""
    judged: float | None = None
    """The logit of its answering the question; None of one that was not judged."""
    counts: float = 1.0
    """How near what it counts comes to what is asked to be counted; 1 where nothing is, and of a table row."""

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

    @property
    def stems(self) -> frozenset[str]:
        """The stems of all its words."""
        return frozenset(stem(word) for term in self.terms for word in term.split())

    def stands_in(self, words: Words) -> bool:
        """Whether a text with these words speaks of it too."""
        return self.stem in words.stems or any(f" {term} " in words.padded for term in self.terms)


@dataclass(frozen=True, slots=True)
class Aim:
    """What the parts of passages are held against: a question with all that can be told of it before any passage."""

    question: Question
    ideas: tuple[Idea, ...]
    naming: Naming
    """The reports and companies that it names."""
    expected: Expected
    """What an answer must hold."""
    known: frozenset[str]
    """The stems of all words of its ideas."""
    numbers: Mapping[str, frozenset[int]]
    """The numbers of what it names by number, as Scope 1."""
    figure: bool
    share: bool
    ratio: bool
    likely: re.Pattern[str] | None = None
    """What most answers hold."""
    wanted: Wanted = field(default_factory=Wanted)
    """Which kind of statement it wants."""
    unheard: str = ""
    """A name in it that no report holds."""

    @classmethod
    def of(cls, question: Question, index: Index) -> Aim:
        """Take what can be told of a question."""
        known = partial(_is_known, index)
        naming = named(question.text, index.documents(), known=known)
        asked = ideas(question.text, index, without=naming.words)
        names = [name for name in proper_names(question.text) if stem(name.lower()) not in naming.words]
        return cls(
            question,
            asked,
            naming,
            expected(question),
            frozenset[str]().union(*(idea.stems for idea in asked)),
            dict(numbers_named(plain(question.text).casefold())),
            likely=likely(question),
            figure=question.wants_figure,
            share=question.wants_share,
            ratio=RATIO.search(question.text) is not None,
            wanted=Wanted.of(question),
            unheard=next((name for name in names if not known(name.lower())), ""),
        )


def _is_known(index: Index, word: str) -> bool:
    """Whether any report holds a word."""
    return index.frequency([word]) > 0


def ideas(question: str, index: Index, *, without: Collection[str] = ()) -> tuple[Idea, ...]:
    """What a question speaks of, each thing once, whatever words it uses for it, weighed by how rare it is.

    :param question: The question.
    :param index: Where the words are counted.
    :param without: Stems that are no ideas, such as those of the name of a report that is asked.
    """
    terms = [group for group in _terms(question) if stem(group[0]) not in without]
    counts = [index.frequency(group) for group in terms]
    raw = [math.log((2 + index.count) / (1 + count)) for count in counts]
    total = sum(raw) or 1.0
    return tuple(Idea(stem(group[0]), group, weight / total) for group, weight in zip(terms, raw, strict=True))


def _terms(question: str) -> list[tuple[str, ...]]:
    """The words of a question, each with those that may stand for it; the one used first."""
    padded = padded_words(question)
    found: list[tuple[str, ...]] = []
    covered: set[str] = set()
    for group in touched(question):
        if touching := [term for term in group if f" {term} " in padded]:
            found.append((touching[0], *(term for term in group if term != touching[0])))
            covered.update(word for term in touching for word in term.split())
    rest = {stem(word): (word,) for word in content_words(question) if word not in covered}
    return [*found, *rest.values()]


def rank_units(aim: Aim, found: Sequence[Evidence], *, embedder: Embedder, index: Index) -> list[Unit]:
    """The units of the passages, the one that bears the answer best first."""
    scored = sorted(_by_words(aim, found), key=lambda unit: -unit.score)[:EMBEDDED]
    if not scored:
        return []
    question, *readings = embedder.read(
        [aim.question.text, *(_in_context(unit.evidence, unit.text) for unit in scored)]
    )
    asked = Asked.of(aim.question.text, question, index)
    wanted = counted(aim.question.text)
    read = [(_read(unit, reading, asked, wanted), reading) for unit, reading in zip(scored, readings, strict=True)]
    read.sort(key=lambda pair: -pair[0].score)
    best, rest = read[:JUDGED], [unit for unit, _ in read[JUDGED:]]
    if judge := judge_for(embedder):
        judged = [_judged(unit, reading, asked, judge) for unit, reading in best]
        return [*sorted(judged, key=lambda unit: -unit.score), *rest]
    return [*(unit for unit, _ in best), *rest]


def _judged(unit: Unit, reading: Reading, asked: Asked, judge: Judge) -> Unit:
    """A unit with the judge's word on it."""
    heading = len(_in_context(unit.evidence, unit.text)) - len(unit.text)
    hints = (unit.nearness, asked.met_by(reading), unit.coverage, float(unit.is_row))
    logit = judge.read(asked.reading, asked.weights, Candidate(reading, heading, hints))
    return replace(unit, score=unit.score + _JUDGMENT * logit, judged=logit)


def _read(unit: Unit, reading: Reading, asked: Asked, wanted: Counted | None) -> Unit:
    """A unit with what its meaning says for it, as a whole and word by word."""
    nearness = float(reading.vector @ asked.reading.vector)
    score = unit.score + nearness + _AGREEMENT * asked.met_by(reading)
    if wanted is None or unit.is_row:
        return replace(unit, score=score, nearness=nearness)
    above = len(_in_context(unit.evidence, unit.text)) - len(unit.text)
    counts = wanted.told_by(unit.text, asked=asked.reading, read=reading, shift=above)
    return replace(unit, score=score, nearness=nearness, counts=counts)


def _by_words(aim: Aim, found: Sequence[Evidence]) -> Iterator[Unit]:
    """Every unit with what can be told of it without a model: words, figures, years, and its passage's score."""
    top = max((evidence.score for evidence in found), default=0.0)
    last: dict[int, frozenset[Idea]] = {}
    for evidence in sorted(found, key=lambda each: each.source.id):
        before = last.get(evidence.source.id - 1, frozenset())
        for part in parts(evidence.source):
            held = frozenset(idea for idea in aim.ideas if idea.stands_in(part.words))
            score = part_score(part, aim, evidence.source) + _PASSAGE * (evidence.score - top)
            if not part.is_row:
                score += _BEFORE * sum(idea.weight for idea in before - held)
            yield Unit(evidence, part.text, score, sum(idea.weight for idea in held))
            before = held
        last[evidence.source.id] = before


def part_score(part: Part, aim: Aim, stored: StoredPassage) -> float:
    """How well a part of a passage bears the answer, as far as its words tell."""
    score = _COVERAGE * coverage(part, aim.ideas) + _year_fit(part, aim.question, stored.document.year)
    score -= _LABEL_BESIDE * _beside(part, aim.known)
    score -= _INTENSITY * (part.ratio and not aim.ratio) + _OTHER_NUMBER * _other_numbers(part, aim)
    score += _DEFINES * (aim.question.kind == "definition" and part.telling.defines)
    score += 0.0 if part.is_row else aim.wanted.points(part.telling, part.text)
    score += _LIKELY * (aim.likely is not None and aim.likely.search(part.text) is not None)
    if aim.figure:
        score += _HOLDS_FIGURE * (part.share if aim.share else part.figure) + _ROW * part.is_row
    return score - _UNEXPECTED * (not holds_expected(part.text, aim, stored))


def holds_expected(text: str, aim: Aim, stored: StoredPassage) -> bool:
    """Whether a part or its headings hold what an answer must hold, such as a date where a day is asked for."""
    return not aim.expected or aim.expected.stands_in(f"{stored.passage.section_path} {text}")


def coverage(part: Part, asked: Sequence[Idea]) -> float:
    """The share of the ideas, rare ones counting more, that a part or what stands above it holds."""
    return sum(idea.weight for idea in asked if idea.stands_in(part.words))


def _beside(part: Part, known: frozenset[str]) -> float:
    """The share of a row's own label that the question does not speak of."""
    if not part.label:
        return 0.0
    strange = len(part.label - known) + _ASIDE * len(part.aside - known)
    return strange / (len(part.label) + _ASIDE * len(part.aside))


def _other_numbers(part: Part, aim: Aim) -> int:
    """By how many numbers a row's label differs from what is asked for: Scopes 1 and 2 are not Scope 1."""
    return sum(len(part.numbers[name] ^ asked) for name, asked in aim.numbers.items() if name in part.numbers)


def _in_context(evidence: Evidence, text: str) -> str:
    """The unit with its nearest heading, since a row or item often names its subject only there."""
    heading = evidence.source.passage.section[-1:]
    return f"{heading[0]}: {text}" if heading else text


def _year_fit(part: Part, question: Question, year: int | None) -> float:
    """Parts that name an asked year stand before those of its report, and those before parts of other years."""
    if not question.years:
        return 0.0
    of_report = year in question.years
    if len(question.years) > 1 and part.years.issuperset(question.years):
        return _EVERY_ASKED_YEAR
    if part.years & set(question.years) or (of_report and not part.years):
        return _ASKED_YEAR
    return _YEAR_OF_REPORT if of_report else _OTHER_YEAR
