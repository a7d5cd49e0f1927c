"""What a question with a superlative sets against each other: years, or things of one kind."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from index.store import Index
from index.types import Document
from index.units import unit_in
from index.words import plain
from rag.evidence import Aim, Idea, Unit, ideas
from rag.figure_match import numbers_named
from rag.parts import Words, above
from rag.question import YEAR, Question, stems
from rag.question.quantities import AUXILIARY, JOINT
from rag.rows import parse

_NUMBER = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2})"
_ASKS_YEAR = re.compile(
    rf"\b(?:which|what)(?: of (?:the|these|those|all))?(?: (?:single|reporting|financial|fiscal|calendar|past|last"
    rf"|{_NUMBER}))*? years?\b|^when (?:was|were|did|had|has)\b",
    re.IGNORECASE,
)
_LAST_YEARS = re.compile(rf"\b(?:last|past|recent) ({_NUMBER}) (?:\w+ )?years\b", re.IGNORECASE)
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SINCE = re.compile(r"\b(?:since|after|from)\s+(?:FY ?)?(?:19|20)\d\d\b(?! (?:to|until|till|through)\b)", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|up to|before)\s+(?:FY ?)?(?:19|20)\d\d\b", re.IGNORECASE)
_THING = re.compile(
    rf"\b(?:which|what)(?: one)?(?: of (?:the|its|their|these|those))?"
    rf"((?: (?!(?:{AUXILIARY}|{JOINT}|the|an?|its|their)\b)[^\W\d][\w'’-]*){{1,3}})",
    re.IGNORECASE,
)
_SEVERAL = re.compile(rf"\b{_NUMBER}\b", re.IGNORECASE)
_OF_CHANGE = re.compile(
    r"\b(?:(?:in|de)creas\w+|r[io]s(?:e|es|en|ing)|rose|f[ae]ll(?:en|s|ing)?|gr[eo]w(?:n|s|th|ing)?|drop\w*|declin\w+"
    r"|reduc\w+|chang\w+|improv\w+|jump\w*|climb\w*|sav(?:e|ed|es|ing|ings)|gains?|cuts?)\b",
    re.IGNORECASE,
)
"""Words that ask for the largest change, not the largest figure."""
_YEARS = re.compile(rf"\b(?:FY ?)?{YEAR.pattern}", re.IGNORECASE)
_SHARE_IN_WORDS = "share percentage rate proportion"
_BRACKETS = re.compile(r"\([^)]*\)")
_SEGMENT = re.compile(r"\b(?:segments?|division|business(?:es)?|units?|parts?|lines?)\b", re.IGNORECASE)
SAYS_LITTLE = stems(
    "number total overall all whole sum amount figure value group type category level class kind end year data rate key"
    " performance indicator indicators statistics table overview social environmental comprehensive full-time full time"
    " headcount workforce company use used consume consumed have had record recorded see saw show shown report reported"
    " employ employed emit emitted produce produced generate generated highest largest biggest greatest most longest"
    " maximum lowest smallest fewest least shortest minimum higher lower peak peaked since last past"
    " recent ghg greenhouse"
)
"""Words that tell no figure from another: those of superlatives, and those that any label may have or lack."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is set against each other, and what of it is compared."""

    question: Question
    thing: tuple[Idea, ...]
    """What the things compared are called, as regions are; empty where years are compared."""
    segment: bool
    """Whether the things may be the parts of the company that a table has columns for."""
    ideas: tuple[Idea, ...]
    """What their figures are to be of."""
    known: frozenset[str]
    """The stems of all words of the question's ideas."""
    numbers: Mapping[str, frozenset[int]]
    """The numbers of what it names by number, as Scope 1."""

    @classmethod
    def of(cls, aim: Aim, index: Index) -> Asked | None:
        """Read a question; None where it asks for several, for a change, or for neither a year nor a thing."""
        text = aim.question.text
        named = _THING.search(text)
        of_years = _ASKS_YEAR.search(text) is not None or (named is None and len(aim.question.periods) > 1)
        several = named is not None and not of_years and _SEVERAL.search(named[1])
        if _OF_CHANGE.search(text) or several or not (named or of_years):
            return None
        name = "" if of_years or named is None else named[1]
        thing = ideas(name, index, without=SAYS_LITTLE) or ideas(name, index)
        without = aim.naming.words | SAYS_LITTLE | frozenset[str]().union(*(idea.stems for idea in thing))
        return cls(
            aim.question,
            thing,
            _SEGMENT.search(name) is not None,
            ideas(_YEARS.sub(" ", _LAST_YEARS.sub(" ", text)), index, without=without),
            aim.known,
            aim.numbers,
        )

    def is_met_by(self, unit: Unit) -> bool:
        """Whether a row and what stands above it speak of all that the figures are to be of."""
        words = Words.of(f"{above(unit.evidence.source)} {unit.text} {_SHARE_IN_WORDS if '%' in unit.text else ''}")
        return all(idea.stands_in(words) for idea in self.ideas)

    def fits(self, unit: Unit) -> bool:
        """Whether a row is of what is asked, all of it and nothing else."""
        label = unit_in(parse(unit.text).label.rsplit(", ", 1)[-1])[0]
        strange = stems(_BRACKETS.sub("", label)) - self.known - SAYS_LITTLE
        numbers = dict(numbers_named(plain(label).casefold()))
        other = any(len(held) == 1 and self.numbers.get(name) != held for name, held in numbers.items())
        same = all(numbers.get(name, asked) == asked for name, asked in self.numbers.items())
        return bool(stems(label)) and not strange and same and not other and self.is_met_by(unit)

    def years(self, known: Collection[int], reports: Collection[Document]) -> tuple[int, ...]:
        """The years that are compared, of those for which there are figures; none where too few are known."""
        last = max((report.year or 0 for report in reports), default=0)
        years = sorted(year for year in known if not last or year <= last)  # a target's year has no figure yet
        text, periods = self.question.text, self.question.periods
        if found := _LAST_YEARS.search(text):
            count = int(found[1]) if found[1].isdigit() else _NUMBERS.index(found[1].casefold()) + 2
            return tuple(years[-count:]) if len(years) >= count else ()
        if len(periods) > 1:
            ends = {periods[0], periods[-1]} <= set(years)
            return tuple(year for year in years if year in periods) if ends else ()
        if periods and _SINCE.search(text):
            return tuple(year for year in years if year >= periods[0])
        if periods and _UNTIL.search(text):
            return tuple(year for year in years if year <= periods[0])
        return tuple(years) if set(periods) <= set(self.question.report_years) else ()
