"""Which part of a whole a text is of: a gender, an age group, a rank, a region; and whether two texts differ in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index.series.identity_words import GENERIC, MEMBERS, tell_apart, words

_PHRASES = (
    (
        re.compile(
            r"\b(?:outside|beyond|other than|except)(?: of)?(?: the)? (?:mainland china|chinese mainland|china)\b"
            r"|\b(?:overseas|abroad|foreign|non-mainland)\b",
            re.IGNORECASE,
        ),
        " oversea ",
    ),
    (re.compile(r"\b(?:mainland china|chinese mainland|china mainland)\b", re.IGNORECASE), " mainland "),
)
"""Several ways to say where, made one."""
_PLACES = {"asian": "asia", "european": "europe", "american": "america", "african": "africa", "chinese": "china"}
_BY = re.compile(r"\W*b[yv]\b", re.IGNORECASE)
"""How a heading begins that only names what a total is divided by: ``By gender``."""
_DIMENSIONS = frozenset(
    ["gender", "age", "old", "location", "country", "region", "management", "high", "low", "medium"]
)
"""Words that go with a part and name none alone."""
_BESIDE = frozenset(["employee", "aged", "group", "level", "fulltime"])
_ANYWHERE = frozenset(["china", "mainland", "executive", "fulltime", "above", "below"])
"""Words of parts that may be said of the whole."""
_DENIED = re.compile(r"\b(?:not|other than|except|excluding|without) (?:the )?((?:[\w-]+ ?){1,2})", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|without|excluding|excludes?|except)\b", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)")
_TENS = {"twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60"}
_SPELT = re.compile(rf"\b(?:{'|'.join(_TENS)})\b", re.IGNORECASE)
_AGE = r"(?<![\d.,])(\d{2})(?![\d%]|[.,]\d)"
_OR = r" ?(?:years?(?: of age| old)?)? ?(?:and|or|&) ?"
_ABOVE = re.compile(
    rf"(?:\b(?:above|over|older than|more than|at least)|[>≥]) ?(?:the age of )?{_AGE}"
    rf"|{_AGE}(?:\+|{_OR}(?:above|over|older|more))",
    re.IGNORECASE,
)
_BELOW = re.compile(
    rf"(?:\b(?:under|below|younger than|less than|up to)|[<≤]) ?(?:the age of )?{_AGE}"
    rf"|{_AGE}{_OR}(?:below|under|younger|less)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(rf"{_AGE} ?(?:[-–—]|to|and) ?{_AGE}", re.IGNORECASE)
_AGE_WORDS = re.compile(
    r"above|over|older|old|more|under|below|younger|young|less|than|between|least|age|ages|aged|years?|to|up|\d{2}"
    rf"|{'|'.join(_TENS)}"
)


@dataclass(frozen=True, slots=True)
class Ages:
    """From which age to which a group is; 0 where there is no end."""

    first: int = 0
    last: int = 0

    def is_near(self, other: Ages) -> bool:
        """Whether two are the same but for which of them holds the year at the end."""
        ends = ((self.first, other.first), (self.last, other.last))
        return all(abs(one - two) <= 1 and bool(one) == bool(two) for one, two in ends)

    @staticmethod
    def says(word: str) -> bool:
        """Whether a word may tell of an age group."""
        return _AGE_WORDS.fullmatch(word) is not None


@dataclass(frozen=True, slots=True)
class Division:
    """The parts of a whole that a text speaks of."""

    said: frozenset[str]
    """Its words, each in its simplest form, numbers left out."""
    parts: tuple[frozenset[str], ...] = ()
    """The words of each of its names that names nothing but a part."""
    ages: Ages | None = None
    negated: bool = False
    """Whether it tells what something is not."""
    denied: frozenset[str] = frozenset()
    """The words of parts that it says it is not of."""
    places: Mapping[str, str] = field(default_factory=dict)
    """The words by which it tells where, as "outside China", and what they come to."""

    @classmethod
    def of(cls, names: Sequence[str]) -> Division:
        """Take the parts that a row's label and the groups above it name."""
        names = [_ASIDE.sub(" ", name) for name in names if not is_division(name)]
        named = [name for name in names if is_part(name)]
        found = (_part_words(name) for name in named)
        return cls(
            frozenset[str]().union(*map(_said, names)),
            tuple(words for words in found if words),
            next(filter(None, map(ages, reversed(named))), None),
            any(_NOT.search(name) for name in names),
        )

    @classmethod
    def asked(cls, question: str) -> Division:
        """Take the parts that a question may mean."""
        denied = frozenset[str]().union(*(_said(match[1]) & MEMBERS for match in _DENIED.finditer(question)))
        return cls(
            _said(question) - denied,
            ages=ages(question),
            negated=bool(_NOT.search(question)),
            denied=denied,
            places=_places(question),
        )

    def admits(self, row: Division) -> bool:
        """Whether a row may be of the part that a question asks for, or of the whole where it names none."""
        if row.ages and not (self.ages and row.ages.is_near(self.ages)):
            return False
        if (row.negated and not self.negated) or (self.denied & row.said and not row.negated):
            return False
        named = self.denied or all(part & self.said for part in row.parts)
        return bool(named) and not _is_opposed(self.said, row.said)

    def names(self, word: str, row: Division) -> bool:
        """Whether a word of a question tells of the age group or the place that a row is of."""
        place = self.places.get(word)
        return (row.ages is not None and Ages.says(word)) or any(place in part for part in row.parts)

    def is_told_by(self, row: Division, heading: str) -> bool:
        """Whether a row, or the heading above it, says of which part it is, where a question asks for one."""
        parts = (self.said & MEMBERS) - _DIMENSIONS - _ANYWHERE
        return parts <= row.said | _said(heading) and (self.ages is None or row.ages is not None)


def _is_opposed(asked: frozenset[str], held: frozenset[str]) -> bool:
    """Whether a row says what one of the words asked for excludes, as ``indirect`` where only "direct" is asked."""
    if not tell_apart(asked, held):
        return False
    return any(tell_apart(frozenset([one]), frozenset([other])) for other in held - asked for one in asked - held)


def ages(text: str) -> Ages | None:
    """The age group that a text names; None where it names none."""
    text = _SPELT.sub(lambda match: _TENS[match[0].casefold()], text)
    if between := _BETWEEN.search(text):
        return Ages(int(between[1]), int(between[2]))
    above, below = _ABOVE.search(text), _BELOW.search(text)
    if above:
        return Ages(first=int(above[1] or above[2]))
    return Ages(last=int(below[1] or below[2])) if below else None


def is_division(name: str) -> bool:
    """Whether a heading only names what a total is divided by."""
    return _BY.match(name) is not None


def is_part(name: str) -> bool:
    """Whether a name names nothing but a part: ``Female``, ``Aged 30 to 50``."""
    return bool(_part_words(name)) or (ages(name) is not None and not _own(name))


def only_parts(name: str) -> bool:
    """Whether a name has no words but those of parts of a workforce, and of the people in it."""
    return _own(name) <= MEMBERS


def _places(text: str) -> dict[str, str]:
    """The words by which a text tells where, and what they come to."""
    found: dict[str, str] = {}
    for pattern, name in _PHRASES:
        for match in pattern.finditer(text):
            found |= dict.fromkeys(match[0].casefold().split(), name.strip())
        text = pattern.sub(name, text)
    return found


def _said(text: str) -> frozenset[str]:
    """The words of a text in their simplest form, numbers left out."""
    for pattern, word in _PHRASES:
        text = pattern.sub(word, text)
    return frozenset(_PLACES.get(word, word) for word in words(text) if not word.isdigit())


def _part_words(name: str) -> frozenset[str]:
    """The words of a name that names nothing but a part; none of any other name."""
    own = _own(name)
    return own - _DIMENSIONS if own <= MEMBERS else frozenset()


def _own(name: str) -> frozenset[str]:
    """The words of a name without those of an age and those that tell nothing."""
    return frozenset(word for word in _said(name) - GENERIC - _BESIDE if not Ages.says(word))
