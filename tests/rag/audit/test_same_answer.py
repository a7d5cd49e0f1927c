"""The same question gives the same answer, byte for byte: whatever was asked before, and however it is run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from index.store import Index
from rag import Answer, Assistant, Settings
from rag.audit import Overheard

ROOT = Path(__file__).parents[3]
WHY = "Why did energy use climb in 2023?"
QUESTIONS = (
    WHY,
    "How did total GHG emissions change from 2020 to 2021?",
    "What were Scope 3 emissions in 2024?",
    "How many employees were there in 2022, 2023 and 2024?",
)
"""Answered by a quotation, a calculation, a refusal that cites something, and records of two reports."""
CODE = """
import json, sys
from rag import Assistant, Settings
with Assistant.open(sys.argv[1], settings=Settings()) as esg:
    for question in sys.argv[2:]:
        answer = esg.ask(question)
        told = answer.to_dict() | {"seconds": 0, "found": [[each.source.id, each.score] for each in answer.evidence]}
        print(json.dumps(told))
"""


def plain(answer: Answer) -> str:
    """All of an answer but the time it took, and every score to its last bit."""
    found = [[each.source.id, each.score] for each in answer.evidence]
    return json.dumps(answer.to_dict() | {"seconds": 0, "found": found})


def asked(assistant: Assistant, questions: Sequence[str]) -> dict[str, str]:
    """The answer to each question, asked in this order."""
    return {question: plain(assistant.ask(question)) for question in questions}


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> dict[str, str]:
    """Each question asked once."""
    return asked(assistant, QUESTIONS)


def test_in_another_order_and_after_other_questions(assistant: Assistant, answers: dict[str, str]) -> None:
    assistant.ask("Which committees does the Board have?")
    assert asked(assistant, QUESTIONS[::-1]) == answers


def test_from_many_threads(assistant: Assistant, answers: dict[str, str]) -> None:
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda question: plain(assistant.ask(question)), QUESTIONS))
    assert together == [answers[question] for question in QUESTIONS]


def test_in_another_process(sample_index: Path, answers: dict[str, str]) -> None:
    """The order of a set of words differs from process to process, the order of equal scores must not."""
    run: Any = subprocess.run(
        [sys.executable, "-c", CODE, str(sample_index), *reversed(QUESTIONS)],
        cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": "1"},
        capture_output=True, text=True, check=True, timeout=250,
    )  # fmt: skip
    assert run.stdout.splitlines() == [answers[question] for question in reversed(QUESTIONS)]


def test_on_another_number_of_cores(assistant: Assistant, answers: dict[str, str], monkeypatch: Any) -> None:
    for threads in (1, 2):
        monkeypatch.setattr(assistant.embedder, "_use", lambda _, fixed=threads: torch.set_num_threads(fixed))
        assert asked(assistant, QUESTIONS[:2]) == {question: answers[question] for question in QUESTIONS[:2]}


def test_phrased_by_a_model(assistant: Assistant, sample_index: Path) -> None:
    """What a model writes depends neither on the prompt before nor on who else asks."""
    settings = replace(Settings(), answer=replace(Settings().answer, writer="phrase", passages=2, max_tokens=8))
    heard = Overheard(assistant.llm)
    questions = (WHY, "What does carbon neutrality mean?")
    with Assistant(Index.open(sample_index), embedder=assistant.embedder, llm=heard.model, settings=settings) as esg:
        alone = asked(esg, questions)
        assert plain(esg.ask(WHY)) == alone[WHY]
        with ThreadPoolExecutor(2) as threads:
            together = list(threads.map(lambda question: plain(esg.ask(question)), questions))
        assert together == [alone[question] for question in questions]
    calls = [(call.messages, call.said) for call in heard.calls]
    first, second = calls[:2]
    assert first != second
    assert calls[2] == first
    assert (calls.count(first), calls.count(second)) == (3, 2)
    assert len(calls) == 5
    assert all(said for _, said in calls)
