"""What a cited unit says: its amounts with what they are bound to, its words, and what its passage says of others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from index.types import Passage, StoredPassage
from index.units import unit_kind
from rag.evidence import Unit
from rag.parts import above
from rag.question import stem
from rag.question.years import years_of_reports
from rag.rows import TableRow, parse
from rag.verify.around import label_words, numbers_in, words_of
from rag.verify.facts import Beside, Fact, facts_of, facts_of_headings, facts_of_row
from rag.verify.years import years_in
from rag.vocabulary import touched


@dataclass(frozen=True, slots=True)
class Cited:
    """A cited unit taken apart."""

    text: str
    """What may be told from it: its words and what stands above it."""
    own: str
    row: TableRow | None
    """The unit taken apart, where it is a row of a table."""
    facts: tuple[Fact, ...]
    years: frozenset[int]
    """The years that a sentence resting on it may name."""
    report_years: frozenset[int]
    """The years by which its report may be named."""
    words: frozenset[str]
    """The stems of its words and of those above it, with their synonyms."""
    own_words: frozenset[str] = frozenset()
    """The stems of its words and of those above it."""
    numbered: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """The numbers of what it names by number, as Scope 1."""
    of_label: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """Those that a row is of."""
    others: frozenset[str] = frozenset()
    """Words that its passage says of something else only."""
    rows: tuple[Beside, ...] = ()
    """What tells a row's label from those of the rows beside it."""
    carbon: bool = False
    """Whether it is of greenhouse gas, so that its tonnes are of CO₂ equivalent."""

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return self.row is not None

    @property
    def told(self) -> tuple[str, ...]:
        """Its text in the orders in which it may be told: of a row each cell with its column before and behind it."""
        if self.row is None:
            return (self.own,)
        return tuple(f"{self.row.label} {cell.name} {cell.value} {cell.name}" for cell in self.row.cells)


def cited(unit: Unit) -> Cited:
    """What a unit says."""
    return _of_unit(unit.text, unit.evidence.source)


@lru_cache(maxsize=2048)
def _of_unit(text: str, stored: StoredPassage) -> Cited:
    """A unit of a stored passage taken apart."""
    found = _taken_apart(text, stored)
    if not found.is_row:
        return found
    lines = [line for line in _lines(stored.passage) if line.text != text]
    label = label_words(parse(text).label)
    return replace(
        found,
        others=frozenset[str]().union(*(line.words for line in lines)) - found.own_words,
        rows=tuple(Beside(label - line.label, line.label) for line in lines if line.label and not label <= line.label),
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a passage, with its words and those of its label; a row without cells has no label of its own."""

    text: str
    words: frozenset[str]
    label: frozenset[str]


@lru_cache(maxsize=512)
def _lines(passage: Passage) -> tuple[_Line, ...]:
    """The rows of a passage."""
    rows = ((line, parse(line)) for line in passage.text.split("\n"))
    return tuple(
        _Line(line, words_of(line), label_words(row.label) if row.cells else frozenset()) for line, row in rows
    )


def _taken_apart(text: str, stored: StoredPassage) -> Cited:
    """A text and what stands above it as facts, years and words."""
    section, year = stored.passage.section_path, stored.document.year
    whole = f"{above(stored)} {text}"
    of_report = frozenset({year}) if year else frozenset[int]()
    named, undated = years_in(text) or years_in(section), years_in(section) or of_report
    row = parse(text) if stored.passage.kind == "table" else None
    open_cells = row is not None and not all(cell.year for cell in row.cells)
    words = words_of(whole)
    return Cited(
        text=whole,
        own=text,
        row=row,
        facts=(
            *(facts_of_row(row, undated) if row else facts_of(text, undated=undated, strict=False)),
            *facts_of_headings(section),
        ),
        years=named | (undated if not named or open_cells else frozenset()),
        report_years=frozenset(years_of_reports(text)) | years_in(stored.document.title) | of_report,
        own_words=words,
        words=words | frozenset(stem(word) for group in touched(whole) for term in group for word in term.split()),
        numbered=numbers_in(whole),
        of_label=numbers_in(row.label) if row else {},
        carbon=unit_kind("t", label=f"{section} {text}") == "emissions",
    )
