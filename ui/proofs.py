"""Looks up what proves an answer: the places of its citations, the rows of its figures, and the trend behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.types import Figure
from models.errors import EsgError
from rag.types import Answer, Citation
from ui import pages, trends
from ui.exchange import Exchange
from ui.sources import View, sources

if TYPE_CHECKING:
    from rag import Assistant


def proof(assistant: Assistant, exchange: Exchange | None, view: View) -> str:
    """The sources of an answer with the place of the one in focus."""
    answer = exchange.answer if exchange else None
    if answer is None or not answer.citations:
        return sources(exchange, view)
    focused = next((citation for citation in answer.citations if citation.n == view.focus), None)
    place = pages.place(assistant, focused, leaf=view.leaf) if focused else None
    return sources(exchange, view, place=place, rows=_rows(assistant, answer))


def no_proof() -> str:
    """What stands in the place of sources before the first answer."""
    return sources(None, View())


def chart(assistant: Assistant, answer: Answer, turn: int) -> str:
    """The chart of an answer's figures; empty where they are not of several years."""
    if len({figure.period for figure in answer.figures}) < 2:
        return ""
    return trends.trend(answer, turn, trends.restated_figures(assistant, answer))


def _rows(assistant: Assistant, answer: Answer) -> dict[int, list[list[Figure]]]:
    """The rows of tables that the figures of an answer stand in, by the number of their citation."""
    rows: dict[int, list[list[Figure]]] = defaultdict(list)
    for figure in answer.figures:
        citation = _citation(answer, figure)
        if citation and figure.source == "table" and not any(figure in row for row in rows[citation.n]):
            rows[citation.n].append(_row(assistant, figure))
    return rows


def _citation(answer: Answer, figure: Figure) -> Citation | None:
    """The citation that a figure stands in."""
    n = trends.cited(answer, figure)
    return next((citation for citation in answer.citations if citation.n == n), None)


def _row(assistant: Assistant, figure: Figure) -> list[Figure]:
    """Every figure of the row that a figure stands in, as the report orders them."""
    try:
        found: Sequence[Figure] = assistant.figures(document=figure.document, source="table")
    except EsgError:  # the report of a kept answer is not indexed any more
        found = ()
    row = [each for each in found if _key(each) == _key(figure)]
    return row if figure in row else [figure]


def _key(figure: Figure) -> tuple[object, ...]:
    """What the figures of one row share."""
    return figure.place, figure.indicator, figure.path, figure.unit
