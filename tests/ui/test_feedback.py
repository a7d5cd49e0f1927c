"""What readers said, as candidates for a gold set."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from rag.errors import AnswerError
from rag.evaluation.gold import load_gold
from rag.types import Answer, Sentence
from tests.ui.making import figure
from tests.ui.test_conversations import kept
from ui.conversations import Conversations
from ui.feedback import export_feedback


@pytest.fixture
def file(tmp_path: Path, answer: Answer, refusal: Answer) -> Path:
    """A file with a good and a bad answer and a good refusal."""
    store = Conversations(tmp_path / "chat.sqlite")
    figures = (figure("Scope 1", 2024, "1,234"),)
    reckoned = replace(answer, figures=figures, sentences=(Sentence("x", "calculated", (1,)),))
    for given, rating in ((replace(answer, figures=figures), 1), (reckoned, -1), (refusal, 1)):
        _, exchange = kept(store, "ann", given.question, given)
        store.rate("ann", replace(exchange, rating=rating, note="Old year" if rating < 0 else ""))
    return tmp_path / "chat.sqlite"


def test_a_candidate_for_each_rated_answer(file: Path, tmp_path: Path) -> None:
    assert export_feedback(file, out=tmp_path / "gold.jsonl") == 3
    good, bad, refused = map(json.loads, (tmp_path / "gold.jsonl").read_text().splitlines())
    assert (good["type"], good["must"], good["must_not"]) == ("table", [["1,234"]], [])
    assert good["evidence"][0]["quote"] == "Scope 1 emissions were 1,234 tonnes in 2024."
    assert (bad["type"], bad["answer"], bad["must"], bad["must_not"], bad["note"]) == (
        "compare", "", [], ["1,234"], "Old year",
    )  # fmt: skip
    assert (refused["type"], refused["evidence"]) == ("unanswerable", [])


def test_what_was_rated_good_is_a_gold_set_as_it_is(file: Path, tmp_path: Path) -> None:
    export_feedback(file, out=tmp_path / "all.jsonl")
    lines = [line for line in (tmp_path / "all.jsonl").read_text().splitlines() if json.loads(line)["rating"] > 0]
    (tmp_path / "good.jsonl").write_text("\n".join(lines))
    assert [item.type for item in load_gold(tmp_path / "good.jsonl")] == ["table", "unanswerable"]


def test_without_feedback_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(AnswerError, match="Nobody has rated an answer yet"):
        export_feedback(tmp_path / "none.sqlite", out=tmp_path / "gold.jsonl")
    assert not (tmp_path / "none.sqlite").exists()
