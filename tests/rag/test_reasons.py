"""Whether a text tells a reason, and whether it tells that of a rise, a fall or another change."""

from __future__ import annotations

import pytest

from rag.reasons import IN_OTHER_WORDS, OUTRIGHT, Move, leans_back, reason_in


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The kiln was closed because it leaked.", OUTRIGHT),
        ("The rise is mainly due to a second kiln.", OUTRIGHT),
        ("Smoke harmed trees, which led to a fine.", OUTRIGHT),
        ("The day aims to teach the young.", OUTRIGHT),
        ("It was closed since it leaked.", OUTRIGHT),
        ("We aim to close it.", 0.0),  # a plan
        ("To this end, we closed the kiln.", OUTRIGHT),  # the sentence before tells it
        ("We closed the kiln to protect the trees.", IN_OTHER_WORDS),
        ("In line with the law, we closed the kiln.", IN_OTHER_WORDS),
        ("The many yards posed challenges.", IN_OTHER_WORDS),
        ("It has been closed since 2020.", 0.0),
        ("It has been closed since the launch.", 0.0),
        ("The kiln was closed.", 0.0),
    ],
)
def test_how_surely_a_text_tells_a_reason(text: str, told: float) -> None:
    assert reason_in(text) == told


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("For this reason we closed it.", True),
        ("To this end, we closed it.", True),
        ("Therefore, we closed it.", True),
        ("As a result of the rain, we closed it.", False),
        ("For these yards, we bought pumps.", False),
        ("We closed it for this reason.", False),
    ],
)
def test_a_sentence_whose_reason_stands_before_it(text: str, back: bool) -> None:
    assert leans_back(text) is back


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("Why did waste rise in 2023?", "Waste increased.", True),
        ("Why did waste rise in 2023?", "A second kiln was added.", True),
        ("Why did waste rise in 2023?", "Waste fell.", False),
        ("Why were fewer yards visited?", "Visits were cut.", True),
        ("Why were fewer yards visited?", "We visited 30 yards.", False),
        ("Why do the figures differ from those of last year?", "We restated them.", True),
        ("Why do the figures differ from those of last year?", "We collect them each month.", False),
    ],
)
def test_a_text_tells_of_the_move_that_is_asked(question: str, text: str, told: bool) -> None:
    move = Move.of(question)
    assert move is not None
    assert (move.told.search(text) is not None) is told


def test_a_wider_scope_explains_by_itself_why_figures_differ() -> None:
    differ, rise = Move.of("Why do the figures differ?"), Move.of("Why did waste rise?")
    assert differ is not None
    assert differ.explained is not None
    assert differ.explained.search("We expanded the scope.")
    assert not differ.explained.search("We burn wood.")
    assert rise is not None
    assert rise.explained is None
    assert Move.of("Why was the kiln closed?") is None
    assert Move.of("Why did we drop two suppliers?") is None
