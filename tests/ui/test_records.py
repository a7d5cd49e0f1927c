"""Answers as JSON and back."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest

from rag.types import Answer, Sentence, Signal
from tests.ui.making import figure
from ui import records


@pytest.fixture
def whole(answer: Answer, refusal: Answer) -> Answer:
    """An answer that has something in every part."""
    sentence = Sentence("They fell.", "calculated", (1,), formula="1 - 2 = -1")
    evidence = replace(refusal.evidence[0], signals=(Signal("words", 0.5, "noise"),), also=("b.md",))
    return replace(
        answer, refused=True, reason="why", figures=(figure("Scope 1", 2024, "5"),), evidence=(evidence,),
        sentences=(sentence,),
    )  # fmt: skip


def test_an_answer_comes_back_whole(whole: Answer) -> None:
    assert all(getattr(whole, each.name) for each in fields(whole))
    assert records.read(records.written(whole)) == whole


def test_of_an_answer_written_otherwise_the_words_are_left(whole: Answer) -> None:
    other = json.loads(records.written(whole)) | {"citations": "elsewhere"}
    found = records.read(json.dumps(other))
    assert found == Answer(question=whole.question, text=whole.text, refused=True)


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"question": "a"}'])
def test_what_is_no_answer_is_none(text: str) -> None:
    assert records.read(text) is None
