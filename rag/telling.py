"""What kind of statement a text is, such as an enumeration or a definition, and which kind a question wants."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.defining import defines, subjects_of, term_of
from rag.enumeration import Listed, counts_named, enumerated
from rag.question import Question, stems
from rag.reasons import OUTRIGHT, Move, reason_in

_BARRED = re.compile(
    r"\b(?i:outside(?: of)?|excluding|except(?: for)?|other than|apart from|not in)"
    r" (?:the |its |their )?((?:mainland )?[A-Z][\w-]+(?: [A-Z][\w-]+| mainland)*)"
)
"""What a question shuts out."""
_ASKS_FOR = re.compile(
    r"(?:(?:\w+ )?(?:which|what|name|list|give(?: me)?|tell me|who)\b(?: [\w-]+)?(?: (?:are|were|is|was))?)?"
    r"(?: ?(?:the|its|their|our|[A-Z]\w*['’]s?))?(?: (?!of\b|in\b)[\w-]+)?"
    r" ?(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b",
    re.IGNORECASE,
)
"""How a question begins that says how many things it asks for."""
_TITLE = re.compile(r":\n- ")
_CONCERN = re.compile(
    r"\b(?:concern(?:s|ed)?|matters? (?:most|to)|cares?|expect(?:s|ations?)?|priorit\w+|worri?(?:y|es|ed))\b",
    re.IGNORECASE,
)
"""What asks for what matters to somebody, such as a stakeholder."""
_SAME = 4
"""So many letters tell that two words are of one thing, as Chinese and China."""
_BARS = re.compile(r"\b(?:outside|excluding|excludes?|except|other than|apart from|beyond|not|non)\b", re.IGNORECASE)

# Weights beside a cosine of at most 1, fitted on two thirds of the questions and checked on the rest.
_LISTS = 0.3
_COUNTED = 0.4
_MISCOUNTED = 0.1
"""What speaks for an enumeration of fewer or more things than are asked for."""
_EXPLAINS = 0.4
_SHUT_OUT = 0.6
_WHOSE = 0.8
"""What speaks for the list of what matters to the one asked about."""
_REASONS = 0.2
"""What speaks for a text that tells a reason outright."""
_MOSTLY = 0.5
"""A text explains a term of which its subject holds so much."""

# Log odds beside those of the other signs of an answer, told from where 80 questions why were answered right or wrong,
# 20 of them without an answer: 18 of 21 where a reason is told outright, 3 of 12 where nothing moves as is asked.
_SURE = 0.9
_NO_REASON = -0.4
_OTHER_MOVE = -1.2


@dataclass(frozen=True, slots=True)
class Telling:
    """What kind of statement a text is."""

    defines: bool = False
    """Whether it says what something is."""
    subjects: tuple[frozenset[str], ...] = ()
    """The stems of what that is said of."""
    listed: tuple[Listed, ...] = ()
    """How many things it names one after the other."""
    leads: bool = False
    """Whether it leads to a list that stands elsewhere."""
    counts: tuple[int, ...] = ()
    """How many things it says there are."""
    title: frozenset[str] = frozenset()
    """The stems of what stands above its list, where it is one."""
    reason: float = 0.0
    """How surely it tells why something is so, between 0 and 1."""

    @classmethod
    def of(cls, text: str) -> Telling:
        """Tell the kind of a text."""
        return cls(
            defines(text),
            subjects_of(text),
            enumerated(text),
            leads=text.endswith(":"),
            counts=counts_named(text),
            title=stems(_TITLE.split(text)[0]) if _TITLE.search(text) else frozenset(),
            reason=reason_in(text),
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which kind of statement a question wants."""

    several: bool = False
    """Whether it asks for several things."""
    count: int | None = None
    """For how many, where it tells."""
    term: frozenset[str] = frozenset()
    """The stems of the term that it wants explained."""
    barred: frozenset[str] = frozenset()
    """The stems of what it shuts out, as in "outside the mainland"."""
    concerned: frozenset[str] = frozenset()
    """The stems of a question for what matters to somebody, whose name may stand above the list of it."""
    reason: bool = False
    """Whether it asks why something is so."""
    move: Move | None = None
    """The rise, fall or change that it asks the reason of."""

    @classmethod
    def of(cls, question: Question) -> Wanted:
        """Tell what a question wants."""
        asked = _ASKS_FOR.match(question.text)
        count = next(iter(counts_named(asked[0])), None) if asked else None
        several = question.kind == "list" or (count is not None and question.kind == "fact")
        barred = _BARRED.search(question.text)
        return cls(
            several,
            count if several else None,
            term_of(question),
            stems(barred[1]) if barred else frozenset(),
            stems(question.text) if _CONCERN.search(question.text) else frozenset(),
            question.kind == "why",
            Move.of(question.text) if question.kind == "why" else None,
        )

    def points(self, telling: Telling, text: str) -> float:
        """What speaks for a text, and against it, as one of the kind that is wanted."""
        points = _EXPLAINS * self.explained_by(telling) - _SHUT_OUT * self.is_shut_out(text)
        points += _WHOSE * self.is_titled(telling)
        if self.reason and not self.is_of_other_move(text):
            points += _REASONS * self.reason_in(telling, text)
        if self.several and (telling.listed or telling.leads):
            agrees = self.count in telling.counts or self.names_enough(telling)
            points += _LISTS if self.count is None else _COUNTED if agrees else _MISCOUNTED
        return points

    def evidence(self, telling: Telling, text: str, heading: str = "") -> float:
        """What the kind of the best text found says for an answer, and against it, as log odds.

        :param telling: Its kind.
        :param text: The text.
        :param heading: What stands above it.
        """
        if self.reason:
            told = self.reason_in(telling, text)
            odds = _SURE if told == OUTRIGHT else 0.0 if told else _NO_REASON
            return odds + _OTHER_MOVE * self.is_of_other_move(text)
        exact = self.count is not None and any(each.fewest == each.most == self.count for each in telling.listed)
        explained = bool(self.term) and (self.term == stems(heading) or self.explained_by(telling) >= _MOSTLY)
        return _SURE * (exact or explained or self.is_titled(telling))

    def is_titled(self, telling: Telling) -> bool:
        """Whether a text is the list of what matters to the one asked about."""
        return bool(telling.title) and telling.title <= self.concerned

    def reason_in(self, telling: Telling, text: str) -> float:
        """How surely a text tells the reason asked for, between 0 and 1."""
        if self.move and self.move.explained and self.move.explained.search(text):
            return OUTRIGHT
        return telling.reason

    def is_of_other_move(self, text: str) -> bool:
        """Whether why something rose, fell or changed is asked, and a text speaks of no such thing."""
        return self.move is not None and not self.move.told.search(text)

    def goes_with(self, telling: Telling, chosen: Sequence[Telling]) -> bool:
        """Whether a further text is of the kind of what is chosen: a reason beside one, a definition beside one."""
        if self.reason and any(each.reason == OUTRIGHT for each in chosen):
            return telling.reason == OUTRIGHT
        explained = max(map(self.explained_by, chosen), default=0.0)
        return explained < _MOSTLY or self.explained_by(telling) >= _MOSTLY

    def names_enough(self, telling: Telling) -> bool:
        """Whether a text names as many things as are asked for."""
        return any(self.count is None or listed.is_of(self.count) for listed in telling.listed)

    def explained_by(self, telling: Telling) -> float:
        """How far a text explains the term asked for, between 0 and 1: whether it says something of just that."""
        if not self.term:
            return 0.0
        return max((len(self.term & each) / len(self.term | each) for each in telling.subjects), default=0.0)

    def is_explained_by(self, text: str) -> bool:
        """Whether a text explains just the term asked for; that holds for every year."""
        return self.explained_by(Telling.of(text)) >= _MOSTLY

    def is_shut_out(self, text: str) -> bool:
        """Whether a text speaks of what is shut out, and not as shut out."""
        if not self.barred:
            return False
        held = {word[:_SAME] for word in stems(text)}
        return all(word[:_SAME] in held for word in self.barred) and not _BARS.search(text)
