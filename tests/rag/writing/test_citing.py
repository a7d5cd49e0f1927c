"""An answer put together of statements: how each ends, and the marks behind it."""

from __future__ import annotations

from typing import Any

import pytest

from rag.evidence import Unit
from rag.statement import Statement
from rag.writing.citing import Citing
from tests.rag.shelf import Counts


@pytest.fixture
def citing() -> Citing:
    """An empty answer."""
    index: Any = Counts()
    return Citing(index)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Rain fell", "Rain fell."), ("Rain fell. ", "Rain fell."), ("Did it?", "Did it?"),
        ("It fell here:", "It fell here:"),
        ("They are:\n- Rain\n- Snow", "They are:\n- Rain\n- Snow"), ("Rain - snow", "Rain - snow."),
    ],
)  # fmt: skip
def test_a_sentence_gets_its_end_and_a_list_none(citing: Citing, evidence: Any, text: str, shown: str) -> None:
    added = citing.add(Statement(text, (Unit(evidence("Rain fell."), "Rain fell."),)))
    assert (added, citing.text, citing.sentences[0].text) == (f"{shown} [1]", f"{shown} [1]", shown)


def test_passages_are_numbered_by_first_use_and_units_of_one_are_quoted_together(citing: Citing, evidence: Any) -> None:
    one, two = evidence("Rain fell. Snow fell."), evidence("Wind blew.")
    citing.add(Statement("Wind blew.", (Unit(two, "Wind blew."),)))
    citing.add(Statement("Rain fell.", (Unit(one, "Rain fell."), Unit(two, "Wind blew."))))
    citing.add(Statement("Snow fell.", (Unit(one, "Snow fell."), Unit(one, "Snow fell."))))
    assert citing.text == "Wind blew. [1] Rain fell. [2][1] Snow fell. [2]"
    assert [(each.n, each.quote) for each in citing.citations] == [(1, "Wind blew."), (2, "Rain fell.\nSnow fell.")]
    assert [each.citations for each in citing.sentences] == [(1,), (2, 1), (2,)]


def test_what_follows_a_list_begins_anew(citing: Citing, evidence: Any) -> None:
    unit = Unit(evidence("Rain fell."), "Rain fell.")
    added = [citing.add(Statement(text, (unit,))) for text in ("Rain fell.", "They are:\n- Rain\n- Snow", "Hail fell.")]
    assert added[1:] == [" They are:\n- Rain\n- Snow [1]", "\n\nHail fell. [1]"]
    assert citing.text == "".join(added)
