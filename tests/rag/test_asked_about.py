"""Questions about the last answer, asked in a conversation: it is given again and told as they ask."""

from __future__ import annotations

import pytest

from rag import Answer, Assistant, Turn
from rag.types import Delta, Done, Found

STAFF = "How many employees were there in 2022, 2023 and 2024?"
WATER = "How much water was used in 2023?"


@pytest.fixture(scope="module")
def turns(assistant: Assistant) -> tuple[list[Turn], Answer]:
    """A conversation of two turns, and the last answer of it."""
    first = assistant.ask(WATER)
    history = [Turn(WATER, first.text)]
    last = assistant.ask(STAFF, history=history)
    return [*history, Turn(STAFF, last.text)], last


def test_where_it_stands(assistant: Assistant, turns: tuple[list[Turn], Answer]) -> None:
    history, last = turns
    answer = assistant.ask("Which report says that?", history=history)
    assert answer.question == "Which report says that?"
    assert answer.text.split("\n") == [
        f"- {each.title} ({each.document}), {each.place}: “{each.quote}” [{each.n}]" for each in last.citations
    ]
    assert answer.citations == last.citations
    assert [each.document for each in last.citations] == ["xiaomi-2024-esg.md", "xiaomi-2023-esg.md"]


def test_whether_it_is_sure(assistant: Assistant, turns: tuple[list[Turn], Answer]) -> None:
    history, last = turns
    answer = assistant.ask("Are you sure?", history=history)
    newest, older = last.citations
    assert answer.text.split("\n") == [
        (
            f"- “Total workforce (Employees at year end): 35,977 persons …” gives what is printed in {newest.title},"
            " lines 149-154: Employees at year end, Total workforce, persons: 2024 46,426, 2023 35,116, 2022 35,977."
            " [1]"
        ),
        (
            f"- “The 2023 report gives 35,997 persons for 2022 …” gives what is printed in {older.title},"
            " lines 139-144: Employees at year end, Total workforce, persons: 2022 35,997. [2]"
        ),
    ]
    assert "Another value" not in answer.text  # the answer names it itself
    assert answer.citations == last.citations


def test_where_another_value_is_printed_that_the_answer_does_not_name(assistant: Assistant) -> None:
    question = "How many employees were there in 2022?"
    answer = assistant.ask("Are you sure?", history=[Turn(question, "")], documents=["xiaomi-2024-esg.md"])
    assert "2022 35,977" in answer.text
    assert "Another value is printed in xiaomi-2023-esg.md" in answer.text


def test_in_another_form_piece_by_piece(assistant: Assistant, turns: tuple[list[Turn], Answer]) -> None:
    found, *deltas, done = assistant.stream("As a table, please", history=turns[0])
    assert isinstance(found, Found)
    assert isinstance(done, Done)
    assert "".join(event.text for event in deltas if isinstance(event, Delta)) == done.answer.text
    assert done.answer.text.startswith("| Figure | Year | Value | Unit | Source |")
    assert done.answer.evidence == found.evidence


def test_one_after_the_other(assistant: Assistant, turns: tuple[list[Turn], Answer]) -> None:
    history, last = turns
    history = [*history, Turn("As a table", "| Figure |")]
    assert assistant.ask("Where does it say that?", history=history).citations == last.citations


def test_the_first_question_is_about_no_answer(assistant: Assistant) -> None:
    assert "It stands in" not in assistant.ask("Which report says that?").text
