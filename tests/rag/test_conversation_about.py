"""Questions about the last answer as a whole, told from questions about the world."""

from __future__ import annotations

import pytest

from rag.conversation import InContext, in_context
from rag.question import understand
from rag.types import Turn

SCOPE = "What were Scope 1 emissions in 2024?"


def meant(question: str, *before: str) -> InContext:
    return in_context(understand(question), [Turn(earlier, "An answer [1].") for earlier in before])


ABOUT = [
    ("Which report says that?", "source"),
    ("And which page is that from?", "source"),
    ("Where does it say that?", "source"),
    ("Where did you find that?", "source"),
    ("How do you know?", "source"),
    ("Show me the source.", "source"),
    ("What is that based on?", "source"),
    ("Where does this number come from?", "source"),
    ("Where's that from?", "source"),
    ("Can you quote the sentence?", "source"),
    ("What makes you say that?", "source"),
    ("Are you sure?", "doubt"),
    ("How sure are you?", "doubt"),
    ("Is this figure correct?", "doubt"),
    ("Are those numbers reliable?", "doubt"),
    ("Can I rely on that figure?", "doubt"),
    ("Double-check that.", "doubt"),
    ("Did you make that up?", "doubt"),
    ("How did you calculate that?", "doubt"),
    ("Is that right?", "doubt"),
    ("Can you check that again?", "doubt"),
    ("As a table", "form"),
    ("Can you put it in a table, please?", "form"),
    ("shorter please", "form"),
    ("Explain that in simple words", "form"),
    ("Summarise it in one sentence", "form"),
    ("Tell me more", "form"),
    ("Give me a table of that", "form"),
    ("Keep it short", "form"),
    ("The short version, please", "form"),
    ("Can you elaborate on that?", "form"),
    ("More information about it", "form"),
]


@pytest.mark.parametrize(("question", "about"), ABOUT)
def test_a_question_about_the_answer_asks_the_last_question_again(question: str, about: str) -> None:
    result = meant(question, SCOPE, "And in 2022?")
    assert (result.about, result.question.text) == (about, "What were Scope 1 emissions in 2022?")


@pytest.mark.parametrize(
    "question",
    ["Which report says that 48% are engineers?", "Where is the factory?", "Which reports are assured?",
     "Is that the same for women?", "Where does the water come from?", "How is Scope 3 calculated?",
     "Are those figures assured by an auditor?", "Give me a list of suppliers", "What is the total?",
     "More information about suppliers", "Where is the water from?"],
)  # fmt: skip
def test_a_question_about_the_world_is_not_about_the_answer(question: str) -> None:
    assert meant(question, SCOPE).about is None
