"""What a question asks of the figure records: things by name, numbered things, years, a unit, a share or a ratio."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from index.types import UnitKind
from index.units import is_unit, unit_in, unit_kind
from index.words import plain
from rag.evidence import Aim, Idea
from rag.figure_match import numbers_named
from rag.question import stems
from rag.records.division import Ages, Division, is_part, only_parts

_ASKING = stems(
    "figure figures value values amount number numbers quantity volume level total overall altogether combined sum"
    " data weight high low big large much great long small older record recorded state stated print printed disclose"
    " disclosed list listed show shown count counted come came stand stood produce produced generate generated cause"
    " caused achieve achieved obtain obtained make made take took need year years annual annually end group company"
    " firm business whole entire really exactly know find found mention mentioned let went going get got put keep"
    " kept reach reached amounted employ employed work worked happen happened occur occurred register registered see"
    " saw run own operations each among same way kind type add back size sized yearly monthly together jointly"
    " behind located member members place placed hold held carry carried two one time times account measured"
    " term terms part segment segments because through gases equivalent post posts position positions role roles"
    " job jobs world worldwide global globally globe around among old older young younger january february march april"
    " june july august september october november december"
)
"""Words that only ask; a row that does not say them may be meant all the same."""
_USING = stems("use used usage using consume consumed burn burnt burned")
"""What is printed in an amount may be used without saying so: a row is called ``Natural gas``."""
_KINDS = frozenset({"nox", "sox", "particulate matter", "maternity", "paternity"})
"""Words that stand beside others in the vocabulary and yet name different things: of these each must be said itself."""
SHARE = stems("share shares percentage percent proportion portion rate ratio fraction part quota")
_SHARE_ASKED = re.compile(
    r"%|\bper ?cent\b|\b(?:share|percentage|proportion|portion|fraction|quota)s?\b", re.IGNORECASE
)
_COUNT_ASKED = re.compile(r"\bhow many\b(?! percent)|\b(?:number|headcount)\b(?! of percent)", re.IGNORECASE)
_TOTAL_ASKED = re.compile(r"\btotal\b(?!.*\b(?:rate|ratio)s?\b)", re.IGNORECASE)
_RATIO_ASKED = re.compile(
    r"\b(?:per|for (?:each|every)) (?!cent\b|year\b|annum\b)|/|\bintensity\b|\bcapita\b", re.IGNORECASE
)
_LIMIT = re.compile(
    r"\b(?:of|in|for|at|on|from|by|within) (?:(?:the|its|their|all|our)\b ?)?"
    r"((?:(?!(?:of|in|for|at|on|from|by|within|to|and|or|as|that|who|which|is|are|was|were|did|do|does|had|has|have"
    r"|give|gives|report|how|what|average)\b)[\w'’&/-]+ ?)+)",
    re.IGNORECASE,
)
"""A phrase behind a preposition."""
_COUNTED = re.compile(r"\b(?:how many|number of)((?: [\w²³/%-]+){1,4})", re.IGNORECASE)
_AMOUNT_ASKED = re.compile(r"\bhow much\b", re.IGNORECASE)
_FISCAL = re.compile(r"fy\d{2,4}")
_SAID_BY_ALL = 0.01
"""A word that weighs less stands in nearly every passage and tells nothing."""
_YEAR = r"(?:19|20)\d\d"
_SAID = r"(?:report|give|state|show|print)s?"
_NAMING = re.compile(
    rf"(?:(?:in|for|during|at the end of|by the end of) (?:the year )?{_YEAR}\W+)?"
    rf"(?:(?:according to|in|from) the (?:{_YEAR} )?report\W+)?"
    r"(?:what(?:'s| (?:is|are|was|were))|how (?:high|large|big|much|great|low) (?:is|are|was|were)"
    rf"|what (?:do|does|did) .{{1,60}}? {_SAID} (?:as|for)"
    rf"|what (?=.{{1,90}} (?:do|does|did) .{{1,40}} {_SAID}\b)"
    r"|(?:please )?(?:tell|give|show|find)(?: me| us)?|i (?:need|want|am looking for)(?: to know)?"
    r"|(?!(?:how|what|which|who|whom|whose|when|where|why|is|are|was|were|do|does|did|has|have|had|can|name|list)\b))"
    r"(?:\b|(?=\d))",
    re.IGNORECASE,
)
"""How a question begins that goes on with a name; or it is nothing but a name."""
_ENDING = re.compile(rf" (?:do|does|did) .{{1,40}} {_SAID}\b.*$", re.IGNORECASE)
_CLAUSE = re.compile(
    r"\b(?:how|what|which|who|whom|whose|when|where|why|that|do|does|did|has|have|had|was|were|is|are|been|be|can|could"
    r"|will|would|if|because|than|compared)\b|[:;]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question as it is held against records."""

    telling: tuple[Idea, ...]
    """What a row must be of."""
    loose: tuple[Idea, ...]
    """What it may say besides."""
    said: frozenset[str]
    """The stems of the question's own words."""
    known: frozenset[str]
    """The stems of all that it says, in its words and others."""
    numbers: Mapping[str, frozenset[int]]
    """The numbers of what it names by number, as Scope 1."""
    whole: bool
    """Whether it asks for the sum of what it names by number."""
    years: tuple[int, ...]
    documents: frozenset[str] | None
    """The only reports to answer from."""
    limits: tuple[frozenset[str], ...]
    """The words of each phrase that limits what is asked for, as ``in Norway``, ``of the shops``."""
    kind: UnitKind | None
    """What the unit measures that is named."""
    share: bool
    count: bool
    total: bool
    """Whether it asks for a total, which the share of a part in it does not tell."""
    amount: bool
    """Whether it asks how much there is of something, which no count tells."""
    ratio: bool
    division: Division
    """The part of a whole that it asks for."""

    @classmethod
    def of(cls, aim: Aim, documents: Collection[str] | None) -> Wanted:
        """Read a question.

        :param documents: The only reports to use; those that it names are a further limit.
        """
        text = aim.question.text.rstrip(" ?.!")
        unit = unit_in(text)[1]
        share = _SHARE_ASKED.search(text) is not None or aim.share
        ideas = tuple(replace(each, terms=each.terms[:1]) if each.terms[0] in _KINDS else each for each in aim.ideas)
        ideas = tuple(each for each in ideas if each.weight >= _SAID_BY_ALL and not _FISCAL.fullmatch(each.terms[0]))
        telling = tuple(idea for idea in ideas if not _is_loose(idea, stems(unit)))
        telling = telling or tuple(idea for idea in ideas if not stems(idea.terms[0]) <= _ASKING)
        named = aim.naming.reports or None
        said = stems(text) | stems(plain(text))
        known = (aim.known - stems(" ".join(_KINDS))) | said
        return cls(
            telling=telling,
            loose=tuple(idea for idea in ideas if idea not in telling),
            said=said,
            known=known.union(*(word.split("-") for word in known)),
            numbers={name: numbers for name, numbers in aim.numbers.items() if not Ages.says(name)},
            whole=re.search(r"\b(?:total|combined|together|sum|overall)\b", text, re.IGNORECASE) is not None,
            years=_years(aim),
            documents=named if documents is None else frozenset(documents) & (named or frozenset(documents)),
            limits=_limits(aim),
            kind=unit_kind(unit, label=text) if unit else _counted_kind(text),
            share=share,
            count=_COUNT_ASKED.search(text) is not None,
            total=not share and _TOTAL_ASKED.search(text) is not None,
            amount=_AMOUNT_ASKED.search(text) is not None,
            ratio=_RATIO_ASKED.search(text) is not None,
            division=Division.asked(text),
        )

    @property
    def only_part(self) -> bool:
        """Whether it asks for the share or the number of a part of a workforce, and not of those trained in it."""
        if not (self.share or self.count):
            return False
        names = [idea.terms[0] for idea in self.telling if not is_share(idea)]
        return all(map(only_parts, names)) and (any(map(is_part, names)) or self.division.ages is not None)

    def alone(self, name: str, number: int) -> Wanted:
        """The question for one of the things that it names by number."""
        others = self.numbers[name] - {number}
        telling = tuple(idea for idea in self.telling if not _is_of(idea, name, others))
        return replace(self, telling=telling, numbers={**self.numbers, name: frozenset({number})})


def _counted_kind(text: str) -> UnitKind | None:
    """What the unit measures of which a question asks how many there are; things where it names no unit."""
    if (match := _COUNTED.search(text)) is None or _RATIO_ASKED.search(text):
        return None
    words = match[1].split()
    units = (*(" ".join(words[:end]) for end in range(len(words), 0, -1)), *words)  # *words: of hours of training
    return next((unit_kind(unit, label=text) for unit in units if is_unit(unit)), "count")


def names_it(text: str) -> bool:
    """Whether a question gives a figure's name and no more, as ``What was the water withdrawal in 2022?``."""
    return _NAMING.match(text) is not None and _CLAUSE.search(_ENDING.sub("", _NAMING.sub("", text, count=1))) is None


def is_share(idea: Idea) -> bool:
    """Whether an idea only says that a part of a whole is asked for; the unit of a row may say so."""
    return stems(idea.terms[0]) <= SHARE


def _is_of(idea: Idea, name: str, numbers: frozenset[int]) -> bool:
    """Whether an idea is one of some things named by number, or only the number."""
    named = dict(numbers_named(idea.terms[0])).get(name, frozenset())
    return bool(named & numbers) or idea.terms[0] in set(map(str, numbers))


def _years(aim: Aim) -> tuple[int, ...]:
    """The years asked for; none where years only name reports."""
    question = aim.question
    only_reports = set(question.periods) <= set(question.report_years) and aim.naming.reports
    return () if only_reports else question.periods


def _limits(aim: Aim) -> tuple[frozenset[str], ...]:
    """The stems of each phrase behind a preposition, without the words that only name a company or report."""
    phrases = (stems(phrase[1]) - _ASKING - _USING - aim.naming.words for phrase in _LIMIT.finditer(aim.question.text))
    return tuple(phrase for phrase in phrases if phrase)


def _is_loose(idea: Idea, unit: frozenset[str]) -> bool:
    """Whether a row may be meant that does not say an idea."""
    term = idea.terms[0]
    return (stems(term) <= (_ASKING | _USING | unit) or is_unit(term)) and _RATIO_ASKED.search(term) is None
