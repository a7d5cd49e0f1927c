"""Which reports and years a question is asked of, and how the page says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from index.types import Document
from ui import render

NAMED = 2
"""How many reports of a scope are told by name."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The only reports and years to search; none named means all."""

    documents: tuple[str, ...] = ()
    """File names."""
    years: tuple[int, ...] = ()

    @property
    def filters(self) -> dict[str, Any]:
        """The arguments that keep a question within it."""
        return {"documents": self.documents or None, "years": self.years or None}

    def told(self, documents: Sequence[Document]) -> str:
        """The scope in words; empty where nothing is filtered."""
        titles = {document.name: document.title or document.name for document in documents}
        reports = [render.clip(titles.get(name, name), 48) for name in self.documents]
        named = " and ".join(reports) if len(reports) <= NAMED else f"{len(reports)} of {len(documents)} reports"
        years = render.listed([str(year) for year in self.years])
        return ", ".join(part for part in (named, years and f"only what is of {years}") if part)

    def headline(self, documents: Sequence[Document]) -> str:
        """What is searched, in a line that always stands above the question."""
        told = self.told(documents)
        everything = f"all {len(documents)} reports" if len(documents) != 1 else "the one report"
        return f"Searching {told if self.documents else ', '.join(filter(None, (everything, told)))}"


def report_choices(documents: Sequence[Document], *, chosen: Sequence[str] = ()) -> list[tuple[str, str]]:
    """The reports to choose from, newest first, each by its title and year.

    :param documents: The reports.
    :param chosen: Those chosen already: one that is there no more can still be seen, and let go.
    """
    there = [(_label(document), document.name) for document in newest_first(documents)]
    gone = set(chosen) - {document.name for document in documents}
    return [*there, *((f"{name} (removed)", name) for name in sorted(gone))]


def year_choices(years: Sequence[int], *, chosen: Sequence[int] = ()) -> list[int]:
    """The years to choose from, newest first, with those chosen already."""
    return sorted({*years, *chosen}, reverse=True)


def newest_first(documents: Sequence[Document]) -> list[Document]:
    """Reports as they are offered: by year, then by title."""
    return sorted(documents, key=lambda document: (-(document.year or 0), document.title))


def _label(document: Document) -> str:
    """A report's title, with its year where the title does not hold it."""
    title = render.clip(document.title or document.name, 80)
    return title if document.year is None or str(document.year) in title else f"{title} ({document.year})"
