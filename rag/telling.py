"""What kind of statement a text is, such as an enumeration or a definition, and which kind a question wants."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.enumeration import Listed, counts_named, enumerated
from rag.question import Question, content_words, stems

_DEFINES = re.compile(
    r"\b(?:refers? to|means?|(?:is|are|was|were) (?:defined|calculated|counted|regarded|measured)|defined as"
    r"|stands? for|includ(?:es?|ed)|covers?|comprises?|consists? of|i\.e\.)(?=\W)"
    r"|^\W*(?:[A-Z0-9]\S*)(?: \S+){0,5}(?::| = |\n(?!- )) ?\S"
)
"""What tells that a sentence says what something is."""
_IS = re.compile(r"\b(?:is|are|was|were) (?:an?|the|our|their|any|all|one|those|what|[A-Z]\w+['’]s)\b")
"""What may tell that of its subject."""
_COLON = re.compile(r":| = |\n")
_SUBJECT_WORDS = 8
"""What is explained is named in no more words."""
_ARTICLE = r"(?: an?| the)?(?: terms?)?"
_TERM = re.compile(
    rf"^what(?: is| are|['’]s){_ARTICLE} ((?!.*\b(?:of|for|on|in|at|by)\?*$)(?!meant\b)[^?,]{{2,50}})\?*$"
    rf"|\bmean(?:t|s)? (?:by|with){_ARTICLE} ([^?,]{{2,50}})"
    rf"|\bwhat (?:do|does|did){_ARTICLE} ([^?,]{{2,50}}?) (?:mean(?! by| with)|stand for|refer to)\b"
    rf"|\b(?:meaning|definition) of{_ARTICLE} ([^?,]{{2,50}})|^([^?,]{{2,50}}) (?:meaning|definition)\b"
    rf"|\bcounts? as{_ARTICLE} ([^?,]{{2,50}})|\bunderst(?:and|ood|ands) by{_ARTICLE} ([^?,]{{2,50}})"
    rf"|^who (?:is|are){_ARTICLE} ((?!included)[^?,]{{2,50}})"
    rf"|\bdefin(?:es?|ed){_ARTICLE} ([^?,]{{2,50}})",
    re.IGNORECASE,
)
"""The term that is to be explained."""
_QUOTED = re.compile(r"[“\"]([^”\"]{2,50})[”\"]")
_TERM_ENDS = re.compile(
    r"\b(?:that|which|in|of|for|by|at|on|from|under|with|according|within|as|when)\b", re.IGNORECASE
)
_TERM_WORDS = 5
"""A term has no more words."""
_BARRED = re.compile(
    r"\b(?i:outside(?: of)?|excluding|except(?: for)?|other than|apart from|not in)"
    r" (?:the |its |their )?((?:mainland )?[A-Z][\w-]+(?: [A-Z][\w-]+| mainland)*)"
)
"""What a question shuts out."""
_FIRST_WORDS = 6
"""Among these a question says how many things it asks for; further on it speaks of others."""
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


@dataclass(frozen=True, slots=True)
class Telling:
    """What kind of statement a text is."""

    defines: bool = False
    """Whether it says what something is."""
    subject: frozenset[str] = frozenset()
    """The stems of what that is said of."""
    listed: tuple[Listed, ...] = ()
    """How many things it names one after the other."""
    leads: bool = False
    """Whether it leads to a list that stands elsewhere."""
    counts: tuple[int, ...] = ()
    """How many things it says there are."""

    @classmethod
    def of(cls, text: str) -> Telling:
        """Tell the kind of a text."""
        defining = _DEFINES.search(text)
        return cls(
            defining is not None,
            _subject(text, defining),
            enumerated(text),
            leads=text.endswith(":"),
            counts=counts_named(text),
        )


def _subject(text: str, defining: re.Match[str] | None) -> frozenset[str]:
    """The stems of the words before what tells that a text says what something is; none where they are many."""
    ends = [found.start() for found in [_IS.search(text)] if found]
    if defining:
        ends.append(defining.start() or len(_COLON.split(defining[0])[0]))
    before = text[: min(ends, default=0)]
    return stems(before) if len(before.split()) <= _SUBJECT_WORDS else frozenset()


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

    @classmethod
    def of(cls, question: Question) -> Wanted:
        """Tell what a question wants."""
        count = next(iter(counts_named(" ".join(question.text.split()[:_FIRST_WORDS]))), None)
        several = question.kind == "list" or (count is not None and question.kind == "fact")
        barred = _BARRED.search(question.text)
        return cls(
            several,
            count if several else None,
            _term(question),
            stems(barred[1]) if barred else frozenset(),
        )

    def points(self, telling: Telling, text: str) -> float:
        """What speaks for a text, and against it, as one of the kind that is wanted."""
        points = _EXPLAINS * self.explained_by(telling) - _SHUT_OUT * self.is_shut_out(text)
        if self.several and (telling.listed or telling.leads):
            agrees = self.count in telling.counts or self.names_enough(telling)
            points += _LISTS if self.count is None else _COUNTED if agrees else _MISCOUNTED
        return points

    def names_enough(self, telling: Telling) -> bool:
        """Whether a text names as many things as are asked for."""
        return any(self.count is None or listed.is_of(self.count) for listed in telling.listed)

    def explained_by(self, telling: Telling) -> float:
        """How far a text explains the term asked for, between 0 and 1: whether it says something of just that."""
        if not self.term or not telling.subject:
            return 0.0
        return len(self.term & telling.subject) / len(self.term | telling.subject)

    def is_shut_out(self, text: str) -> bool:
        """Whether a text speaks of what is shut out, and not as shut out."""
        if not self.barred:
            return False
        held = {word[:_SAME] for word in stems(text)}
        return all(word[:_SAME] in held for word in self.barred) and not _BARS.search(text)


def _term(question: Question) -> frozenset[str]:
    """The stems of the term that a question wants explained; none where it wants something else."""
    if question.kind in {"figure", "compare"}:
        return frozenset()
    match = _TERM.search(question.text)
    if match is None and question.kind != "definition":
        return frozenset()
    quoted = _QUOTED.search(question.text)
    named = quoted[1] if quoted else next((group for group in (match.groups() if match else ()) if group), "")
    term = _TERM_ENDS.split(named, maxsplit=1)[0]
    return stems(term) if 0 < len(content_words(term)) <= _TERM_WORDS else frozenset()
