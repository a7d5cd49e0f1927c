"""Conversations on disk: each owner's own, whole after they are opened again."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from rag.types import Answer
from ui.conversations import TITLE, Conversations
from ui.exchange import STOPPED, Exchange
from ui.scope import Scope


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where conversations are kept."""
    return tmp_path / "home" / "chat.sqlite"


@pytest.fixture
def store(file: Path) -> Conversations:
    """An empty store."""
    return Conversations(file)


def kept(store: Conversations, owner: str, question: str, answer: Answer | None = None) -> tuple[str, Exchange]:
    """A conversation of one question, and that question as it is kept."""
    id = store.begin(owner, question)
    exchange = Exchange(question, answer=answer, text=answer.text if answer else "")
    exchange = replace(exchange, id=store.add(owner, id, exchange))
    if answer:
        store.complete(exchange)
    return id, exchange


def test_a_conversation_opens_again_with_its_citations(file: Path, answer: Answer, refusal: Answer) -> None:
    store = Conversations(file)
    id, first = kept(store, "ann", "What\n were they?", answer)
    asked = Exchange("Why?", scope=Scope(("a.pdf", "b, c.md"), (2023, 2024)))
    asked = replace(asked, id=store.add("ann", id, asked), answer=refusal, text=refusal.text)
    store.complete(asked)
    again = Conversations(file)
    assert again.exchanges("ann", id) == (first, asked)
    assert [each.title for each in again.listed("ann")] == ["What were they?"]


def test_nobody_reaches_the_conversation_of_another(store: Conversations, answer: Answer) -> None:
    id, exchange = kept(store, "ann", "Mine?", answer)
    assert store.listed("bob") == []
    assert store.exchanges("bob", id) is None
    store.delete("bob", id)
    for act in (
        lambda: store.add("bob", id, exchange),
        lambda: store.cut("bob", id, 0),
        lambda: store.rename("bob", id, "Theirs"),
    ):
        with pytest.raises(LookupError):
            act()
    assert store.exchanges("ann", id) == (exchange,)
    assert store.listed("ann")[0].title == "Mine?"


def test_the_file_is_its_owners_alone(store: Conversations, file: Path) -> None:
    kept(store, "", "What?")
    assert {stat.S_IMODE(each.stat().st_mode) for each in file.parent.iterdir()} == {0o600}


def test_a_question_that_was_never_answered_counts_as_stopped(store: Conversations) -> None:
    id, _ = kept(store, "", "What?")
    found = store.exchanges("", id) or ()
    assert [(each.notice, each.answer) for each in found] == [(STOPPED, None)]


def test_the_latest_conversation_is_the_first(store: Conversations) -> None:
    first, _ = kept(store, "", "One?")
    second, _ = kept(store, "", "Two?")
    assert [each.id for each in store.listed("")] == [second, first]
    store.add("", first, Exchange("And?"))
    assert [each.id for each in store.listed("")] == [first, second]


def test_what_follows_an_edited_question_is_forgotten(store: Conversations) -> None:
    id, _ = kept(store, "", "One?")
    other, _ = kept(store, "", "Other?")
    for question in ("Two?", "Three?"):
        store.add("", id, Exchange(question))
    store.cut("", id, 1)
    assert [each.question for each in store.exchanges("", id) or ()] == ["One?"]
    assert len(store.exchanges("", other) or ()) == 1


def test_a_conversation_is_renamed_and_deleted(store: Conversations) -> None:
    id, _ = kept(store, "", "x " * 200)
    assert len(store.listed("")[0].title) <= TITLE
    store.rename("", id, "  Better\nname ")
    store.rename("", id, " ")
    assert store.listed("")[0].title == "Better name"
    store.delete("", id)
    assert (store.listed(""), store.exchanges("", id)) == ([], None)


def test_a_rating_is_kept_with_the_answer_even_when_the_conversation_is_gone(
    store: Conversations, answer: Answer
) -> None:
    id, exchange = kept(store, "ann", "What?", answer)
    rated = replace(exchange, rating=-1, note="Wrong year")
    store.rate("ann", rated)
    assert store.exchanges("ann", id) == (rated,)
    store.delete("ann", id)
    found = store.feedback()
    assert [(each.owner, each.rating, each.note, each.question) for each in found] == [
        ("ann", -1, "Wrong year", "What?")
    ]
    assert "1,234 tonnes" in found[0].answer


def test_a_rating_is_changed_and_taken_back(store: Conversations, answer: Answer) -> None:
    _, exchange = kept(store, "ann", "What?", answer)
    store.rate("ann", replace(exchange, rating=1))
    store.rate("ann", replace(exchange, rating=-1))
    assert [each.rating for each in store.feedback()] == [-1]
    store.rate("ann", exchange)
    assert store.feedback() == []


def test_an_answer_of_another_version_says_so(store: Conversations, answer: Answer) -> None:
    id, exchange = kept(store, "", "What?", answer)
    with store._writing() as write:
        write("UPDATE turns SET answer = '[]' WHERE id = ?", exchange.id)
    found = (store.exchanges("", id) or ())[0]
    assert found.answer is None
    assert "another version" in found.notice
