"""Whether a figure is of what a text asks for, and how near its words come to that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from index.store.figures import UNIT_TELLS
from index.types import Figure
from index.words import plain
from rag.question import content_words, stem, stems
from rag.vocabulary import SYNONYMS, padded_words

_NUMBERED = re.compile(
    r"\b(?P<name>[a-z]{3,}?)s?[ -]?(?P<first>\d{1,2})(?!\d)"
    r"(?P<more>(?:\s*(?:,\s*(?:and|or)?|and|or|to|plus|[&+/–-])\s*(?:(?P=name)s?[ -]?)?\d{1,2}(?!\d))*)"
)
"""A name with numbers, as ``scope 1``, ``scopes 1, 2 and 3``, ``tier-1``: numbers tell one such thing from another."""
_SPAN = re.compile(r"(?:to|[–-])\s*(?:[a-z]+[ -]?)?(\d+)")
_RATIO = re.compile(r"\b(?:per|each|every|average|intensity|density)\b", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)")
_WHOLE = frozenset({"total", "overall", "group"})
"""Words for the whole; a row that stands for it need not say so."""
_SAID_OF_ALL = frozenset({"use", "used", "usage", "consumed", "burn", "spent", "spend", "invested", "left", "leave"})
"""Words that stand for another only in a figure's own label: a table called "Use of resources" says it of every row."""

# How far a figure is from what is asked for; 0 says the same in the same words.
_IN_GROUP = 0.25
_IN_UNIT = 0.5
_SYNONYM = 0.5
_STRANGE_WORD = 0.25
_MOST_STRANGE = 4
_OTHER_NUMBER = 2.0
_RATIO_NOT_ASKED = 2.0
_PROSE = 1.0
_PART = 0.25


@dataclass(frozen=True, slots=True)
class _Idea:
    """A word that is asked for, or a group of words of which one is enough; the one used first."""

    terms: tuple[str, ...]

    @property
    def own(self) -> frozenset[str]:
        """The stems of the words that were used."""
        return frozenset(map(stem, self.terms[0].split()))

    def stems(self) -> frozenset[str]:
        """The stems of all its words."""
        return frozenset(stem(word) for term in self.terms for word in term.split())


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one part of a figure."""

    text: str
    of_label: bool = False
    stems: frozenset[str] = field(init=False)
    padded: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "stems", stems(self.text))
        object.__setattr__(self, "padded", padded_words(self.text))

    def distance(self, idea: _Idea) -> float | None:
        """How far they are from an idea; None where they don't hold it."""
        if f" {idea.terms[0]} " in self.padded or idea.own <= self.stems:
            return 0.0
        others = idea.terms[1:] if self.of_label else (term for term in idea.terms[1:] if term not in _SAID_OF_ALL)
        return _SYNONYM if any(f" {term} " in self.padded for term in others) else None


@dataclass(frozen=True, slots=True)
class Sought:
    """What a text asks for: ideas, and names with their numbers."""

    ideas: tuple[_Idea, ...]
    numbered: tuple[tuple[str, frozenset[int]], ...]
    ratio: bool

    @classmethod
    def of(cls, text: str) -> Sought:
        """Read a text."""
        text = plain(text).casefold()
        numbered = dict(numbers_named(text))
        rest = _NUMBERED.sub(lambda match: " " if content_words(match["name"]) else match[0], text)
        return cls(tuple(_ideas(rest)), tuple(numbered.items()), _RATIO.search(text) is not None)

    def __bool__(self) -> bool:
        return bool(self.ideas or self.numbered)

    def words(self, *, beside: frozenset[str] = frozenset()) -> list[tuple[str, ...]]:
        """What the index must hold of a figure that may be meant: of each group, one word or phrase.

        :param beside: Stems that the name of a figure's company may hold in the figure's place.
        """
        asked = [idea for idea in self.ideas if not idea.stems() & _WHOLE and not beside & idea.own]
        # "direct emissions" is met by "direct GHG emissions" too, so its words are looked for one by one
        groups = [(word, *idea.terms[1:]) for idea in asked for word in idea.terms[0].split()]
        for name, numbers in self.numbered:
            joined = [f"{name}{number}" for number in sorted(numbers)]
            groups += [(name, f"{name}s", *joined), (*map(str, sorted(numbers)), *joined)]
        return groups

    def distance(self, figure: Figure, *, company: frozenset[str] = frozenset()) -> float | None:
        """How far a figure is from what is asked for; None where it is of something else.

        :param company: The stems of its company's name.
        """
        parts = (
            (_Words(plain(figure.indicator), of_label=True), 0.0),
            (_Words(plain(" / ".join((*figure.path, figure.segment)))), _IN_GROUP),
            (_Words(plain(f"{figure.unit} {UNIT_TELLS.get(figure.kind, '')}")), _IN_UNIT),
        )
        if (total := self._distance_of_numbers(figure)) is None:
            return None
        for idea in self.ideas:
            near = [found + cost for words, cost in parts if (found := words.distance(idea)) is not None]
            if not near and not idea.own <= company and not idea.stems() & _WHOLE:
                return None
            total += min(near, default=0.0)
        return total + self._beside(figure)

    def _distance_of_numbers(self, figure: Figure) -> float | None:
        """How far the numbered names of a figure are from those asked for; the innermost words that name one count."""
        total = 0.0
        levels = [dict(numbers_named(plain(text).casefold())) for text in _inside_out(figure)]
        for name, asked in self.numbered:
            depth = next((depth for depth, level in enumerate(levels) if name in level), None)
            if depth is None or not (named := levels[depth][name]) & asked:
                return None
            total += _OTHER_NUMBER * len(named ^ asked) + _IN_GROUP * (depth > 0)
        return total

    def _beside(self, figure: Figure) -> float:
        """What a figure is beside what is asked for: other words of its label, a ratio, a part of the company."""
        known = frozenset[str]().union(*(idea.stems() for idea in self.ideas)) | _WHOLE
        names = {name for name, _ in self.numbered}
        label = plain(_ASIDE.sub("", figure.indicator)).casefold()
        label = _NUMBERED.sub(lambda match: " " if match["name"] in names else match[0], label)
        strange = min(len(stems(label) - known), _MOST_STRANGE)
        ratio = figure.kind == "intensity" or _RATIO.search(figure.indicator) is not None
        part = bool(figure.segment) and not stems(figure.segment) & known
        return (
            _STRANGE_WORD * strange
            + _RATIO_NOT_ASKED * (ratio and not self.ratio)
            + _PROSE * (figure.source == "prose")
            + _PART * part
            + (1 - figure.confidence)
        )


def _inside_out(figure: Figure) -> Iterator[str]:
    """The words of a figure from its own label to its outermost group."""
    yield figure.indicator
    yield figure.segment
    yield from reversed(figure.path)


def numbers_named(text: str) -> Iterator[tuple[str, frozenset[int]]]:
    """The names with numbers in a lower-case text; ``scope 1 to 3`` names three scopes."""
    found: dict[str, set[int]] = {}
    for match in _NUMBERED.finditer(text):
        if content_words(match["name"]):
            numbers = found.setdefault(match["name"], set())
            numbers |= {int(match["first"]), *map(int, re.findall(r"\d+", match["more"]))}
            if (span := _SPAN.search(match["more"])) is not None:
                numbers |= set(range(int(match["first"]), int(span[1])))
    for name, numbers in found.items():
        yield name, frozenset(numbers)


def _ideas(text: str) -> Iterator[_Idea]:
    """The ideas of a lower-case text: its words, each with those that may stand for it."""
    padded = padded_words(text)
    covered: set[str] = set()
    for group in SYNONYMS:
        if used := [term for term in group if f" {term} " in padded]:
            longest = max(used, key=len)
            yield _Idea((longest, *(term for term in group if term != longest)))
            covered.update(word for term in used for word in term.split())
    yield from (_Idea((word,)) for word in content_words(text) if word not in covered)
