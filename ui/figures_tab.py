"""The tab in which figures are looked up and compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Any

import gradio as gr

from index.series import Series, linked
from index.types import Figure
from models.errors import EsgError
from rag.figures import Figures
from ui import exporting, scripts
from ui.charts import MOST_LINES, same_unit
from ui.found import Search, found
from ui.library import Facts, Library
from ui.scope import report_choices, year_choices

if TYPE_CHECKING:
    from rag import Assistant

WHOLE = "The whole company"
MOST_FIGURES = 4000
"""Figures that are put together at once; more are asked to be narrowed."""
UNASKED = "Look for an indicator, such as scope 1, water withdrawal or women in management."

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class FiguresTab:
    """The widgets of the tab, and what they do."""

    assistant: Assistant
    library: Library
    text: gr.Textbox
    reports: gr.Dropdown
    years: gr.Dropdown
    segment: gr.Dropdown
    restated: gr.Checkbox
    shown: gr.HTML
    download: gr.HTML
    search: gr.State

    @property
    def filters(self) -> list[Any]:
        """What can be chosen of what is indexed."""
        return [self.reports, self.years, self.segment]

    @property
    def asked(self) -> list[Any]:
        """What says which figures are meant."""
        return [self.text, *self.filters, self.restated]

    def wire(self, quiet: dict[str, Any]) -> None:
        """What each widget calls."""
        outputs = [self.shown, self.search]
        self.text.submit(self.look, self.asked, outputs, trigger_mode="always_last", **quiet)  # also while one goes on
        for choice in self.asked[1:]:
            choice.change(self.look, self.asked, outputs, **quiet)
        self.shown.pick(self.pick, self.search, outputs, **quiet)
        self.shown.save(self.save, self.search, self.download, **quiet)

    def look(
        self,
        text: str,
        reports: Sequence[str],
        years: Sequence[int],
        segment: str,
        only_restated: bool,  # noqa: FBT001 (Gradio calls it so)
    ) -> tuple[str, Search]:
        """Find figures; the first is drawn."""
        search = self._found(text.strip(), reports, years, segment, only_restated=only_restated)
        return found(search, self._companies()), search

    def pick(self, search: Search, event: gr.EventData) -> tuple[str, Search]:
        """Draw one more of the figures found, or one less."""
        at = int(event.at)
        if not 0 <= at < len(search.series):
            return found(search, self._companies()), search
        kept = [each for each in search.picked if each != at]
        picked = kept if at in search.picked else [*kept, at][-MOST_LINES:]
        search = replace(search, picked=tuple(picked))
        return found(search, self._companies()), search

    def save(self, search: Search) -> str:
        """The figures that are drawn as CSV; where none is, all that were found."""
        chosen = [search.series[at] for at in search.picked] or search.series
        content = Figures(figure for series in chosen for figure in series.figures).to_csv()
        return exporting.handed_over(exporting.Saved("figures.csv", "text/csv", content), next(_numbers))

    def choices(self, reports: Sequence[str], years: Sequence[int], segment: str) -> tuple[Any, ...]:
        """What can be chosen now; what was chosen stays so."""
        facts = self.library.facts()
        return (
            gr.Dropdown(choices=report_choices(facts.documents, chosen=reports or ())),
            gr.Dropdown(choices=year_choices(facts.years, chosen=years or ())),
            gr.Dropdown(choices=_segments(facts, chosen=segment)),
        )

    def _found(
        self, text: str, reports: Sequence[str], years: Sequence[int], segment: str, *, only_restated: bool
    ) -> Search:
        """What a search finds, or why it finds nothing."""
        filters: dict[str, Any] = {
            "documents": list(reports) or None, "years": list(years) or None,
            "segment": None if not segment else "" if segment == WHOLE else segment,
        }  # fmt: skip
        try:
            figures = self.assistant.figures(text or None, **filters)
            if len(figures) > MOST_FIGURES:
                return Search(told=f"{len(figures):,} figures are meant. {UNASKED}")
            restated = tuple(self.assistant.restatements(text or None, **filters))
        except EsgError as error:
            return Search(told=str(error))
        series = _ordered(figures, self._companies(every=True))
        if only_restated:
            again = {figure for each in restated for figure in each.figures}
            series = [each for each in series if not again.isdisjoint(each.figures)]
        if not series:
            kind = "restated figure" if only_restated else "figure"
            sought = f" for “{text}”" if text else ""
            return Search(told=f"No {kind} was found{sought} with these filters.")
        return Search(tuple(series), restated, picked=(0,))

    def _companies(self, *, every: bool = False) -> dict[str, str]:
        """The company of each report; none where there is only one, unless every one is asked for."""
        found = {document.name: document.company for document in self.library.facts().documents}
        return found if every or len(set(found.values())) > 1 else {}


def lay_out(assistant: Assistant, library: Library, download: gr.HTML) -> FiguresTab:
    """The widgets of the tab."""
    facts = library.facts()
    with gr.Column(elem_id="figures-tab"):
        with gr.Row(elem_id="seek"):
            text = gr.Textbox(label="Indicator", placeholder="scope 1", scale=3, min_width=180, elem_id="indicator")
            reports = gr.Dropdown(
                report_choices(facts.documents), value=[], multiselect=True, label="Reports", scale=3, min_width=180
            )
            years = gr.Dropdown(list(facts.years), value=[], multiselect=True, label="Years", scale=2, min_width=120)
            segment = gr.Dropdown(_segments(facts), value="", label="Part of the company", scale=2, min_width=150)
            restated = gr.Checkbox(label="Only restated", scale=1, min_width=120)
        shown = gr.HTML(
            found(Search(told=UNASKED), {}), elem_id="figures-found", js_on_load=scripts.FIGURES,
            apply_default_css=False,
        )  # fmt: skip
    return FiguresTab(assistant, library, text, reports, years, segment, restated, shown, download, gr.State(Search()))


def _segments(facts: Facts, *, chosen: str = "") -> list[tuple[str, str]]:
    """The parts of the company to choose from."""
    known = {"Any": "", WHOLE: WHOLE, **{segment: segment for segment in facts.segments[:100]}}
    return list(known.items() if chosen in known.values() else [*known.items(), (chosen, chosen)])


def _ordered(figures: Sequence[Figure], companies: dict[str, str]) -> list[Series]:
    """The figures as series, in the order in which the search found them."""
    rank = {figure: at for at, figure in reversed(list(enumerate(figures)))}
    series = [each for each in linked(figures, companies=companies) if same_unit(each.figures)]
    return sorted(series, key=lambda each: min(rank[figure] for figure in each.figures))
