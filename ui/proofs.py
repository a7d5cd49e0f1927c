"""Looks up what proves an answer: the places of its citations, the rows of its figures, and the trend behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.types import Answer
from ui import pages, trends
from ui.exchange import Exchange
from ui.rows import rows
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
    return sources(exchange, view, place=place, rows=rows(assistant, answer))


def no_proof() -> str:
    """What stands in the place of sources before the first answer."""
    return sources(None, View())


def chart(assistant: Assistant, answer: Answer, turn: int) -> str:
    """The chart of an answer's figures; empty where they are not of several years."""
    if len({figure.period for figure in answer.figures}) < 2:
        return ""
    return trends.trend(answer, turn, trends.restated_figures(assistant, answer))
