"""What the judge's word is worth: on the sample questions, none of which it was trained on."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from models.fakes import FakeEmbedder
from rag import Assistant, evaluation
from rag.evaluation.gold import GoldItem, load_gold
from rag.evidence import JUDGED, Aim, Unit, rank_units
from rag.question import understand

SAMPLE = Path(evaluation.__file__).with_name("sample.jsonl")


def ranked(assistant: Assistant, question: str) -> list[Unit]:
    """The units of what is found for a question, best first."""
    aim = Aim.of(understand(question), assistant._index)
    return rank_units(aim, assistant.search(question), embedder=assistant.embedder, index=assistant._index)


def test_it_tells_the_questions_that_the_reports_answer_from_those_they_do_not(assistant: Assistant) -> None:
    items = load_gold(SAMPLE)
    answerable = [item for item in items if item.answerable]
    unanswerable = [item for item in items if not item.answerable]

    def best(item: GoldItem) -> float:
        return max(unit.judged for unit in ranked(assistant, item.question) if unit.judged is not None)

    high, low = np.array([best(item) for item in answerable]), np.array([best(item) for item in unanswerable])
    assert len(high) > 60
    assert len(low) > 5
    assert float((high[:, None] > low[None]).mean()) > 0.85


def test_the_best_are_judged_and_the_others_stay_behind(assistant: Assistant) -> None:
    units = ranked(assistant, "How much water was used in 2024?")
    assert len(units) > JUDGED
    assert all(unit.judged is not None for unit in units[:JUDGED])
    assert all(unit.judged is None for unit in units[JUDGED:])
    for part in (units[:JUDGED], units[JUDGED:]):
        assert [unit.score for unit in part] == sorted((unit.score for unit in part), reverse=True)


def test_no_unit_is_judged_with_an_embedder_that_the_judge_can_not_read(assistant: Assistant) -> None:
    question = "How much water was used in 2024?"
    aim = Aim.of(understand(question), assistant._index)
    units = rank_units(aim, assistant.search(question), embedder=FakeEmbedder(), index=assistant._index)
    assert units
    assert all(unit.judged is None for unit in units)
