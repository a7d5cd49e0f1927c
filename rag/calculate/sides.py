"""The figures of two things that a question sets against each other: of two rows, two columns, or of sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from index.store import Index
from rag.calculate.in_sentences import of_sentence
from rag.calculate.operands import Operand, fit, of_row
from rag.evidence import Aim, Idea, Unit, ideas
from rag.parts import Words
from rag.question import YEAR, content_words, stem, stems

_FAR = 0.6
"""How far below the best unit the figure of a side may score."""
_ALIKE = 0.4
"""The share of words beside their own that the labels of two sides must have in common."""
_COVERED = 0.3
"""Where the labels of two sides say something that was not asked, so much of the question must be met."""
_TYPOS = 2
"""A word that hardly any passage holds is likely misread, and tells no figures apart."""
_SAYS_LITTLE = stems(
    "number total overall average gender employee group company region age year end data rate ghg emissions"
)
"""Words of a label that make its figure no other than the one asked for."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of two things compared."""

    text: str
    """What is asked of it, as words to search for."""
    own: tuple[str, ...]
    """The words of it that the other side hasn't."""
    ideas: tuple[Idea, ...]
    """What these speak of."""

    @property
    def name(self) -> str:
        """What it is called."""
        own, words = self.own, self.text.split()
        at = words.index(own[0]) if own[0].isdigit() else 0
        if at and words[at - 1][0].isupper():  # a bare number is told with what it numbers, or else counts
            own = (words[at - 1], *own)
        elif at and at + 1 < len(words):
            own = (*own, words[at + 1])
        return re.sub(r"['’]s?(?!\w)", "", " ".join(own))

    def stands_in(self, text: str) -> bool:
        """Whether a text speaks of it."""
        words = Words.of(text)
        return all(idea.stands_in(words) for idea in self.ideas)

    def without(self, text: str) -> frozenset[str]:
        """The words of a text, as stems, but for numbers and those that name it."""
        own = frozenset[str]().union(*(idea.stems for idea in self.ideas))
        return frozenset(word for word in stems(text) - own if any(map(str.isalpha, word)))


def sides_of(aim: Aim, index: Index) -> tuple[Side, ...]:
    """The two things compared, each with its own words; nothing where only years tell them apart."""
    texts = aim.question.sides
    if len(texts) != 2 or len(aim.question.periods) > 1:
        return ()
    one, other = (text.split() for text in texts)
    own = tuple(word for word in one if word not in other), tuple(word for word in other if word not in one)
    if any(not YEAR.sub("", " ".join(words)).strip() for words in own):
        return ()
    return tuple(Side(text, words, ideas(" ".join(words), index)) for text, words in zip(texts, own, strict=True))


def between(aim: Aim, ranked: Sequence[Unit], sides: Sequence[Side], index: Index) -> tuple[Operand, ...]:
    """The figure of each of two things; none where they can't surely be told, or don't fit each other."""
    near = [unit for unit in ranked if ranked[0].score - unit.score <= _FAR]
    first, second = sides
    pairs = product(_of_side(aim, near, first, second), _of_side(aim, near, second, first))
    for one, other in sorted(pairs, key=lambda pair: -pair[0].source.score - pair[1].source.score):
        together = one.document == other.document or len(aim.naming.reports) > 1
        if together and one.year == other.year and fit((one, other)) and _of_a_kind(one, other, sides, aim, index):
            return one, other
    return ()


def _of_side(aim: Aim, units: Sequence[Unit], side: Side, other: Side) -> Iterator[Operand]:
    """The figures of units that speak of one side and not of the other."""
    years = aim.question.periods
    asked = replace(aim.question, text=side.text)
    for unit in units:
        above = f"{' '.join(unit.evidence.source.passage.section[-2:])} {unit.evidence.source.document.company}"
        found = of_row(unit, asked, year=years[0] if years else None) if unit.is_row else of_sentence(unit, aim)
        if found is None:
            continue
        said = f"{above} {_of_figure(found)}"
        if side.stands_in(said) and not other.stands_in(said):
            yield found


def _of_figure(operand: Operand) -> str:
    """The words that tell what a figure is of: its row's label and its column, or its sentence."""
    return f"{operand.row.label} {operand.row.cells[0].name}" if operand.row else operand.source.text


def _of_a_kind(one: Operand, other: Operand, sides: Sequence[Side], aim: Aim, index: Index) -> bool:
    """Whether two figures are of the same indicator but for the things they are of, and that is the one asked for."""
    some, others = (side.without(_of_figure(each)) for side, each in zip(sides, (one, other), strict=True))
    if one.row is not None and len(some & others) < _ALIKE * len(some | others):
        return False
    strange = (some | others) - aim.known - _SAYS_LITTLE
    of_one = [word for word in content_words(f"{_of_figure(one)} {_of_figure(other)}") if stem(word) in some ^ others]
    if one.row is not None and any(stem(word) in strange and index.frequency([word]) > _TYPOS for word in of_one):
        return False
    return not strange & some & others or min(one.source.coverage, other.source.coverage) >= _COVERED
