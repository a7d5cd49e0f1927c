"""The page that a quote stands on, in passages that run over a page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from index.types import PrintedLine
from rag.evidence import Unit
from rag.statement import Statement
from rag.writing.citing import Citing
from rag.writing.pages import page_of
from tests.rag.shelf import Counts

PRINTED = (
    PrintedLine("Rain fell on the site all", 7), PrintedLine("of March. Snow fell¹ on the high-", 7),
    PrintedLine("lands. Wind blew. Then the sun came", 8), PrintedLine("out. Wind blew. • Hail", 8),
    PrintedLine("Hail", 9),
)  # fmt: skip


class Printing(Counts):
    """An index of which the printed lines are known."""

    def printed(self, document: str, first: int, last: int) -> tuple[PrintedLine, ...]:
        assert document == "acme.md"
        return PRINTED[first - 1 : last]


@pytest.fixture
def index() -> Any:
    return Printing()


@pytest.fixture
def passage(evidence: Any) -> Any:
    """A passage on three pages."""
    return replace(evidence("Rain fell."), page=7, lines=(1, 5))


@pytest.mark.parametrize(
    ("quote", "page"),
    [
        ("Rain fell on the site all of March.", 7),
        ("Then the sun came out.", 8),
        ("Wind blew.\n- Then the sun came out.", 8),
        ("Rain fell on the site all of March.\nThen the sun came out.", 7),
        ("Snow fell on the highlands.", 7),
        ("Then the sun came out.\nSnow fell on the highlands.", 7),
        ("Hail", 7),
        ("What no page holds.", 7),
    ],
    ids=[
        "first",
        "later",
        "pieces of one page",
        "pieces of two pages",
        "over the page",
        "partly over",
        "on two pages",
        "nowhere",
    ],
)
def test_the_page_of_a_quote(index: Any, passage: Any, quote: str, page: int) -> None:
    assert page_of(quote, passage, index) == page


def test_a_report_without_pages_has_none(index: Any, evidence: Any) -> None:
    assert page_of("Rain fell.", evidence("Rain fell."), index) is None


def test_a_citation_names_the_page_of_all_that_is_quoted(index: Any, passage: Any) -> None:
    citing = Citing(index)
    citing.add(Statement("The sun came.", (Unit(passage, "Then the sun came out."),)))
    assert [(each.page, each.lines) for each in citing.citations] == [(8, (1, 5))]
    citing.add(Statement("Rain fell.", (Unit(passage, "Rain fell on the site all of March."),)))
    citing.add(Statement("The wind blew.", (Unit(passage, "lands. Wind blew."),)))
    assert [(each.page, each.lines) for each in citing.citations] == [(7, (1, 5))]
