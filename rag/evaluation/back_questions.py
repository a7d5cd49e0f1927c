"""Questions made of the figures of an index, in random words: half of them ask for what no report gives."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import cycle
from typing import Literal

from index.series import linked
from index.types import Document, Figure
from rag.evaluation.back_stated import told
from rag.evaluation.back_words import ASKED, IN_UNIT, OF_REPORT, STRANGE, STRANGE_PARTS, of_part, worded
from rag.question import numbered_names, stems

Kind = Literal["figure", "year", "indicator", "part"]
"""What a question asks for: a figure that is there; or a year, an indicator or a part of it that is not."""

_DIMENSION = re.compile(r"b[a-z] [a-z]", re.IGNORECASE)
"""A group that only names what it is divided by, as ``By gender``; a scan may have misread the y."""
_WHOLE = frozenset({"", "total", "group", "overall", "all"})
_GENERIC = stems("total number amount usage use consumption rate share percentage unit intensity data other overall")
"""Words that alone name nothing."""
_OF_ALL = stems("employee employees staff workforce people personnel company group")
"""Words of a group that another table leaves out; they tell no figure from another."""
_FEW = 2
"""A label of fewer words, as ``Female`` or ``China``, leaves open what it is of."""
_MOST_WORDS = 14
_TRIES = 60
_OTHER_NUMBER = 4
"""How far a number that no report has lies from one that is there."""

_label = lru_cache(maxsize=1 << 17)(stems)


@dataclass(frozen=True, slots=True)
class BackQuestion:
    """A question made of a figure, and the figures that answer it."""

    text: str
    kind: Kind
    figures: tuple[Figure, ...] = ()
    """The figures of which any answers it: the same year of the same thing, restated ones included; none may be."""


@dataclass(frozen=True, slots=True)
class _Name:
    """What a figure is called in a question, and the words that must stand in whatever else it may mean."""

    text: str
    words: frozenset[str]


class Asker:
    """Makes questions of the figures of an index, the same for the same seed."""

    def __init__(
        self,
        figures: Sequence[Figure],
        documents: Sequence[Document],
        *,
        seed: int = 0,
        speaks_of: Callable[[str], bool] = lambda _: False,
        states: Callable[[str, int], bool] = lambda _, __: False,
    ) -> None:
        """Take the figures.

        :param speaks_of: Whether the reports speak of something at all.
        :param states: Whether they state a figure of a name and a year beside those given.
        """
        self._chance = random.Random(seed)  # noqa: S311 - the same questions for the same seed
        self._speaks_of, self._states = speaks_of, states
        self._figures = figures
        self._documents = {document.name: document for document in documents}
        self._askable = [each for each in figures if each.period and each.number is not None]
        self._taken = frozenset[str]().union(*(_label(each.indicator) for each in self._askable))
        companies = {document.name: document.company for document in documents}
        series = linked([each for each in figures if each.number is not None], companies=companies)
        self._series = {figure: number for number, each in enumerate(series) for figure in each.figures}

    def questions(self, count: int) -> list[BackQuestion]:
        """So many questions, every other one impossible; fewer where the figures do not give as many."""
        ways = (self._possible, self._other_year, self._possible, self._strange, self._possible, self._strange_part)
        made: dict[str, BackQuestion] = {}
        for way in cycle(ways):
            if len(made) >= count or not self._askable:
                break
            found = next((each for each in self._tries(way) if each.text not in made), None)
            if found is not None:
                made[found.text] = found
            elif way == self._possible:
                break
        return list(made.values())

    def _tries(self, way: Callable[[Figure], BackQuestion | None]) -> Iterator[BackQuestion]:
        """Questions of one way about one figure after another."""
        for _ in range(_TRIES):
            if (found := way(self._chance.choice(self._askable))) is not None:
                yield found

    def _possible(self, figure: Figure) -> BackQuestion | None:
        """A figure asked back; None where its words do not tell it from others."""
        if (name := self._name(figure)) is None:
            return None
        report = self._documents[figure.document].year
        forms = [*ASKED, *(OF_REPORT if report else ()), *(IN_UNIT if figure.unit else ())]
        form = self._chance.choice(forms)
        meant = [each for each in self._alike(figure, name) if each.period == figure.period]
        if "{report}" in form:
            meant = [each for each in meant if self._documents[each.document].year == report]
        return BackQuestion(self._filled(form, figure, name.text), "figure", tuple(meant))

    def _other_year(self, figure: Figure) -> BackQuestion | None:
        """A figure asked back for a year that no report gives of it."""
        if (name := self._name(figure)) is None:
            return None
        given = self._years_of([*self._alike(figure, name), *self._called_so(name)])
        years = sorted({each.period for each in self._askable if each.period})
        others = [year for year in range(years[0] - 3, years[-1] + 3) if year not in given]
        form, year = self._chance.choice(ASKED), self._chance.choice(others)
        if self._states(name.text, year):
            return None
        return BackQuestion(self._filled(form, figure, name.text, year=year), "year")

    def _strange(self, figure: Figure) -> BackQuestion | None:
        """Something asked for that the reports do not speak of."""
        name, form = self._chance.choice(STRANGE), self._chance.choice(ASKED)
        if self._speaks_of(name) or any(stems(name) <= _words(each) for each in self._figures):
            return None
        return BackQuestion(self._filled(form, figure, name, part=""), "indicator")

    def _strange_part(self, figure: Figure) -> BackQuestion | None:
        """A figure asked back for a part of the company, or with a number, of which no report gives it."""
        if figure.segment or (name := self._name(figure)) is None:
            return None
        form = self._chance.choice(ASKED)
        if len(numbered := numbered_names(name.text)) == 1:
            (label, number) = numbered[0]
            other = f"{label} {int(number) + _OTHER_NUMBER if number.isdigit() else _OTHER_NUMBER}"
            text = re.sub(rf"\b{re.escape(label)} {re.escape(number)}\b", other, name.text)
            return BackQuestion(self._filled(form, figure, text), "part")
        part = self._chance.choice([*STRANGE_PARTS, *self._strange_segments(figure)])
        if stems(part) & (stems(name.text) | _words(figure)) or (part in STRANGE_PARTS and self._speaks_of(part)):
            return None
        if self._states(f"{name.text} {part}", figure.period or 0):
            return None
        return BackQuestion(self._filled(form, figure, name.text, part=f" {part}"), "part")

    def _strange_segments(self, figure: Figure) -> list[str]:
        """Parts of the company for which other figures are given, and none that has the words of this one."""
        own = _label(figure.indicator)
        taken = {each.segment for each in self._askable if own <= _words(each)}
        return sorted({f"of {each.segment}" for each in self._figures if each.segment and each.segment not in taken})[
            :4
        ]

    def _filled(self, form: str, figure: Figure, name: str, *, year: int | None = None, part: str | None = None) -> str:
        """A form of question with its blanks filled, as far as nothing else is said from a figure."""
        document = self._documents[figure.document]
        segment = figure.segment if _part(figure) else ""
        text = form.format(
            name=name,
            part=of_part(segment, self._chance) if part is None else part,
            year=year or figure.period,
            report=document.year,
            unit=figure.unit,
            owner=document.company or "the company",
        )
        return text[0].upper() + text[1:]

    def _name(self, figure: Figure) -> _Name | None:
        """Words that tell a figure from every other: its label, and as many of the groups above it as it takes."""
        above = [figure.section.rsplit(" > ", 1)[-1], *figure.path]
        used: list[str] = []
        words = stems(figure.indicator)
        while self._crowd(figure, words - _OF_ALL) or (len(words) < _FEW and not used and above):
            if not above:
                return None
            if not _DIMENSION.match(group := above.pop()) and stems(group) - words:
                used.append(group)
                words |= stems(group)
        text = worded(figure.indicator, used, taken=self._taken, chance=self._chance)
        return _Name(text, words) if words - _GENERIC and len(text.split()) <= _MOST_WORDS else None

    def _crowd(self, figure: Figure, words: frozenset[str]) -> bool:
        """Whether the same words may mean another figure of the year."""
        return any(
            each.period == figure.period
            and self._series.get(each) != self._series.get(figure)
            and each.number != figure.number
            for each in self._alike(figure, _Name("", words))
        )

    def _alike(self, figure: Figure, name: _Name) -> list[Figure]:
        """The figures that a name and the part of the company may mean, those linked with it included."""
        own, part, label = self._series.get(figure), _part(figure), _label(figure.indicator)
        return [
            each
            for each in self._askable
            if _part(each) == part
            and (
                (own is not None and self._series.get(each) == own)
                or (_label(each.indicator) == label and name.words <= _words(each))
            )
        ]

    def _called_so(self, name: _Name) -> list[Figure]:
        """The figures that say all of a name in whatever words, as another report may."""
        words = told(name.text) - _GENERIC
        return [each for each in self._askable if words <= _told(each)]

    def _years_of(self, figures: Sequence[Figure]) -> set[int | None]:
        """The years of some figures, and of the rows that print the same value for one of them: they are the same."""
        printed = {(each.period, each.number) for each in figures}
        rows = {_row(each) for each in self._askable if (each.period, each.number) in printed}
        return {each.period for each in self._askable if _row(each) in rows}


def _part(figure: Figure) -> str:
    """The part of the company that a figure is of, an empty string for the whole."""
    part = " ".join(figure.segment.casefold().split())
    return "" if part in _WHOLE else part


def _row(figure: Figure) -> tuple[object, ...]:
    """What the figures of a row share."""
    return figure.document, figure.indicator, figure.path, figure.unit, figure.segment


def _called(figure: Figure) -> str:
    """All that a figure is called by."""
    return " ".join((figure.indicator, *figure.path, figure.section, figure.segment, figure.unit))


@lru_cache(maxsize=1 << 17)
def _words(figure: Figure) -> frozenset[str]:
    """The stems of all that a figure is called by."""
    return stems(_called(figure))


@lru_cache(maxsize=1 << 17)
def _told(figure: Figure) -> frozenset[str]:
    """The same, in one word of all that mean the same."""
    return told(_called(figure))
