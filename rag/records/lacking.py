"""What the reports lack for an answer: the year, the part, or the thing itself."""

from __future__ import annotations

from index.store import Index
from rag.evidence import Aim, Idea, Unit
from rag.parts import Words, above, holds_figure
from rag.question import YEAR, stems
from rag.records.finding import Case
from rag.records.matching import Match, speaks_of
from rag.records.meant import parts_asked
from rag.records.row import said
from rag.records.wording import named, span
from rag.statement import Attempt

_NOTHING = Attempt()
_RARE = 0.02
"""The share of passages that hold a word at most that, where it is not met, is surely not said in other words."""
_SAID_WHOLLY = 0.1
"""How much of a label may be strange to a question that asks for its figure, of another part."""
_LEAST = 0.3
"""How well a row must fit whose label is said in other words."""
_FEW_MISSED = 2
"""A row that misses more, and more than half, says something else rather than the same of the whole."""
_MOST_WORDS = 4
"""A name of more words is a description, which a report may put otherwise."""
_FEW_WORDS = 3
"""The same where it is not sure that a figure is asked for."""
_PLACING = stems("outside inside beyond abroad across throughout above below most least top bad good")
"""Words that are said in many ways."""
_LOOKED_AT = 5
"""How many units may state what no record does."""


def no_such_year(case: Case, meant: list[Match]) -> Attempt:
    """That what is meant is given for other years only; nothing where some text may give it."""
    wanted = case.wanted
    own = [figure for match in meant for figure in case.rows[match.row] if figure.period]
    given = [figure for figure in own if figure.number is not None]
    if not wanted.years or _stands_elsewhere(case) or any(figure.period in wanted.years for figure in given):
        return _NOTHING
    if empty := next((figure for figure in own if figure.period in wanted.years), None):
        return Attempt(missing=f'For {named(empty, wanted.said)} in {empty.period} the report prints "{empty.value}".')
    if not given:
        return _NOTHING
    years = span([figure.period or 0 for figure in given])
    label = named(given[0], wanted.said)
    return Attempt(missing=f"The reports give {label} for {years}, not for {span(wanted.years)}.")


def no_such_part(case: Case) -> Attempt:
    """That a row says all that is asked but for the part, the place or the number that it is asked of."""
    best = next((match for match in case.found if _is_there(match, case)), None)
    if best is None:
        return _other_number(case)
    missed = frozenset[str]().union(*(idea.stems for idea in best.missed))
    rare = frozenset[str]().union(*(idea.stems for idea in best.missed if _is_rare(idea, case.index)))
    is_part = any(missed & case.wanted.said <= part for part in parts_asked(case))
    is_limited = any(words <= missed and words & rare for words in case.wanted.limits) and len(best.missed) <= max(
        _FEW_MISSED, len(case.wanted.telling) / 2
    )
    if not (is_part or is_limited) or _stands_elsewhere(case):
        return _NOTHING
    label = named(case.rows[best.row][0], case.wanted.said, whole=True)
    return Attempt(missing=f"The reports give {label}, but not for the part asked for.")


def _is_there(match: Match, case: Case) -> bool:
    """Whether a row is what is asked for but for a part of it: its label is said, or most of the rest."""
    label = said(match.row).label
    return match.beside <= _SAID_WHOLLY and (match.score >= _LEAST or (bool(label) and label <= case.wanted.said))


def _other_number(case: Case) -> Attempt:
    """That what is asked for by number is given with other numbers only."""
    for name, asked in case.wanted.numbers.items():
        given = set[int]()
        for row in case.rows:
            words = said(row)
            numbers = {str(number) for _, named in words.numbers for number in named}
            if words.label - numbers <= case.wanted.known:
                given |= dict(words.numbers).get(name, frozenset())
        if given and not given & asked:
            there, strange = (", ".join(map(str, sorted(each))) for each in (given, asked))
            return Attempt(missing=f"The reports give figures for {name} {there}, not for {name} {strange}.")
    return _NOTHING


def unheard_of(aim: Aim, case: Case) -> Attempt:
    """That the name of what is asked for has a word for which the best unit has none, or that this states no figure."""
    most = _MOST_WORDS if aim.figure else _FEW_WORDS
    if not case.ranked or aim.question.kind == "compare" or len(case.wanted.telling) > most:
        return _NOTHING
    if not (aim.figure or aim.question.years):
        return _NOTHING
    best = case.ranked[0]
    words = _words(best)
    strange = [
        idea
        for idea in case.wanted.telling
        if idea.stem not in _PLACING and not speaks_of(idea, words) and _is_rare(idea, case.index)
    ]
    if strange:
        word = max(strange, key=lambda idea: idea.weight).terms[0]
        return Attempt(missing=f"The reports found give no figure for this: they say nothing of {word}.")
    if aim.figure and not holds_figure(best.text):
        return Attempt(missing="The reports found give no figure for this.")
    return _NOTHING


def _is_rare(idea: Idea, index: Index) -> bool:
    """Whether few passages speak of an idea."""
    return index.frequency(idea.terms) <= _RARE * index.count


def _stands_elsewhere(case: Case) -> bool:
    """Whether a unit of which there is no record may state what is asked for."""
    return any(_states(unit, case) for unit in case.ranked[:_LOOKED_AT])


def _states(unit: Unit, case: Case) -> bool:
    """Whether a unit speaks of all that is asked for, with a figure, and is no row of which there is a record."""
    words, wanted = _words(unit), case.wanted
    if not all(speaks_of(idea, words) for idea in wanted.telling) or not holds_figure(unit.text):
        return False
    named: set[int | None] = set(map(int, YEAR.findall(unit.text)))
    years = named or {unit.evidence.source.document.year}
    if wanted.years and not years & set(wanted.years):
        return False
    return not unit.is_row or not any(
        row.document == unit.evidence.document and row.indicator in unit.text for row in case.rows
    )


def _words(unit: Unit) -> Words:
    """The words of a unit and of what stands above it."""
    return Words.of(f"{above(unit.evidence.source)} {unit.text}")
