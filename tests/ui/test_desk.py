"""What the page does when somebody asks, edits, cites, rates, saves, or opens another conversation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest

from rag.types import Answer, Done, Turn
from tests.ui.test_panels import words
from ui.conversations import Conversations
from ui.desk import Desk
from ui.exchange import STOPPED
from ui.library import Library
from ui.talk import Page, Talk


@pytest.fixture
def desk(scripted: Any, tmp_path: Path) -> Desk:
    """The desk over the scripted assistant; scripts play without waiting, but for the tests that clear this."""
    scripted.go.set()
    widgets: Any = [name.name for name in fields(Page)]
    return Desk(scripted, Library(scripted), Conversations(tmp_path / "chat.sqlite"), Page(*widgets))


def who(name: str = "", session: str = "s", **query: str) -> Any:
    """A request of somebody."""
    return SimpleNamespace(username=name or None, session_hash=session, query_params=query)


def click(**told: Any) -> Any:
    """A click with what its button tells."""
    return SimpleNamespace(**told)


def answering(desk: Desk, taken_up: Any, request: Any) -> Iterator[dict[Any, Any]]:
    """What the page shows once a question is taken up, and while it is answered."""
    yield taken_up
    yield from desk.answer(taken_up["talk"], request)


def asking(desk: Desk, question: str, talk: Talk | None = None, **request: Any) -> Iterator[dict[Any, Any]]:
    """What the page shows from the asking of a question on."""
    return answering(desk, desk.ask(question, talk or Talk(), [], [], who(**request)), who(**request))


def asked(desk: Desk, question: str, talk: Talk | None = None, **request: Any) -> Talk:
    """The conversation after a question."""
    talk = [*asking(desk, question, talk, **request)][-1]["talk"]
    assert isinstance(talk, Talk)
    return talk


def test_a_conversation_goes_on_and_is_kept(desk: Desk, scripted: Any, answer: Answer) -> None:
    first = asked(desk, "One?", name="ann")
    scripted.script = [RuntimeError()]
    second = asked(desk, "Two?", first, name="ann")
    scripted.script = [Done(answer)]
    third = asked(desk, "Three?", second, name="ann")
    assert scripted.histories[-1] == (Turn("One?", answer.text),)
    assert [each.question for each in third.exchanges] == ["One?", "Two?", "Three?"]
    assert first.id == third.id
    assert desk.store.exchanges("ann", third.id) == third.exchanges
    assert desk.running == {}


def test_the_page_at_rest_shows_the_last_answer_with_its_first_source(desk: Desk) -> None:
    last = [*asking(desk, "What?")][-1]
    assert 'class="card focus"' in last["sources"]
    assert "What?" in last["sidebar"]
    assert " inert" not in last["sidebar"]


def test_while_an_answer_grows_no_other_conversation_opens(desk: Desk) -> None:
    steps = [*asking(desk, "What?")]
    assert " inert" in steps[0]["sidebar"]


def test_the_scope_goes_with_the_question(desk: Desk, scripted: Any) -> None:
    last = [*answering(desk, desk.ask("What?", Talk(), ["report-2023.md"], [2022], who()), who())][-1]
    assert scripted.filters == [{"documents": ("report-2023.md",), "years": (2022,)}]
    assert "Searched Report 2023, only what is of 2022" in last["conversation"]
    asked(desk, "And?", last["talk"])
    assert scripted.filters[1] == {"documents": None, "years": None}


def test_a_blank_question_is_not_asked(desk: Desk, scripted: Any) -> None:
    assert desk.ask(" \n", Talk(), [], [], who()) == gr.skip()
    assert list(desk.answer(Talk(), who())) == []
    assert scripted.histories == []
    assert desk.store.listed("") == []


def test_a_second_question_waits_for_nobody_in_the_same_tab(desk: Desk, scripted: Any) -> None:
    shown = desk.ask("What?", Talk(), [], [], who())
    assert desk.ask("Again?", Talk(), [], [], who()) == gr.skip()
    steps = desk.answer(shown["talk"], who())
    next(steps)
    assert desk.ask("Again?", Talk(), [], [], who()) == gr.skip()
    assert list(desk.answer(shown["talk"], who())) == []
    assert len([*asking(desk, "Elsewhere?", session="t")]) > 2
    steps.close()
    assert len(scripted.histories) == 1


def test_stop_ends_the_answer_of_its_own_session_only(desk: Desk, scripted: Any) -> None:
    scripted.go.clear()
    steps = asking(desk, "What?", session="mine")
    for _ in range(3):
        next(steps)
    desk.stop(who(session="theirs"))
    assert not scripted.cancel.is_set()
    desk.stop(who(session="mine"))
    talk = [*steps][-1]["talk"]
    assert talk.exchanges[0].notice == STOPPED
    assert desk.store.exchanges("", talk.id) == talk.exchanges


@pytest.mark.parametrize("steps", [1, 3])
def test_an_abandoned_answer_is_cancelled_and_kept_as_stopped(desk: Desk, scripted: Any, steps: int) -> None:
    course = asking(desk, "What?")
    for _ in range(steps):
        next(course)
    course.close()
    desk.close(who())
    assert scripted.cancel.is_set() if scripted.cancel else steps == 1
    assert (desk.running, desk.taken_up) == ({}, set())
    found = desk.store.exchanges("", desk.store.listed("")[0].id) or ()
    assert [each.notice for each in found] == [STOPPED]


def test_stop_ends_what_is_taken_up_but_not_answered_yet(desk: Desk, scripted: Any) -> None:
    shown = desk.ask("What?", Talk(), [], [], who())
    desk.stop(who())
    last = [*desk.answer(shown["talk"], who())][-1]
    assert last["talk"].exchanges[0].notice == STOPPED
    assert (desk.running, desk.taken_up, scripted.histories) == ({}, set(), [])


def test_a_question_that_cannot_be_kept_may_be_asked_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> str:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(Conversations, "begin", full)
        with pytest.raises(OSError, match="disk full"):
            desk.ask("What?", Talk(), [], [], who())
    assert asked(desk, "What?").exchanges[0].answer


def test_an_edited_question_replaces_what_follows(desk: Desk, scripted: Any) -> None:
    talk = asked(desk, "Two?", asked(desk, "One?"))
    shown = desk.edit(talk, click(turn="0"))
    assert words(shown["editing"]) == "Editing question 1: sending it replaces 2 answers. Leave it"
    assert shown["box"].value == "One?"
    talk = asked(desk, "Uno?", shown["talk"])
    assert [each.question for each in talk.exchanges] == ["Uno?"]
    assert scripted.histories[-1] == ()
    assert desk.store.exchanges("", talk.id) == talk.exchanges
    assert desk.leave(shown["talk"])["talk"].editing is None


def test_a_question_is_asked_again_in_its_place(desk: Desk, scripted: Any, refusal: Answer) -> None:
    talk = asked(desk, "Two?", asked(desk, "One?"))
    scripted.script = [Done(refusal)]
    again = [*answering(desk, desk.retry(talk, [], [], click(turn="1"), who()), who())][-1]["talk"]
    assert desk.retry(talk, [], [], click(turn="2"), who()) == gr.skip()
    assert [(each.question, each.answer) for each in again.exchanges] == [
        ("One?", talk.exchanges[0].answer), ("Two?", refusal),
    ]  # fmt: skip


def test_an_example_is_asked(desk: Desk) -> None:
    shown = desk.ask_example(Talk(), [], [], click(question="How many?"), who())
    assert shown["talk"].exchanges[0].question == "How many?"


def test_what_stands_on_the_page_is_not_written_over_by_its_opening(desk: Desk) -> None:
    talk = asked(desk, "Mine?")
    desk.ask("Next?", talk, [], [], who())
    for opening in (desk.arrive(Talk(), who()), desk.welcome(Talk(), who()), desk.arrive(talk, who(session="t"))):
        assert opening == gr.skip()


def test_the_address_opens_ones_own_conversation_only(desk: Desk) -> None:
    talk = asked(desk, "Mine?", name="ann")
    assert desk.arrive(Talk(), who("ann", c=talk.id))["talk"] == talk
    for stranger in (who("bob", c=talk.id), who(c=talk.id), who("ann", c="other"), who("ann")):
        assert desk.arrive(Talk(), stranger)["talk"] == Talk()
    assert "Mine?" not in desk.arrive(Talk(), who("bob"))["sidebar"]


def test_conversations_are_reopened_renamed_and_discarded(desk: Desk) -> None:
    talk, other = asked(desk, "One?"), asked(desk, "Two?")
    assert desk.reopen(click(id=talk.id), who())["talk"] == talk
    assert "Better" in desk.rename(talk, click(id=other.id, name="Better"), who())
    assert desk.rename(talk, click(id=other.id, name="Theirs"), who("bob")).count("Theirs") == 0
    assert set(desk.discard(talk, click(id=other.id), who())) == {"sidebar"}
    assert desk.discard(talk, click(id=talk.id), who())["talk"] == Talk()
    assert desk.store.listed("") == []
    assert desk.fresh(who())["talk"] == Talk()


def test_a_conversation_that_was_discarded_elsewhere_begins_anew(desk: Desk) -> None:
    talk = asked(desk, "One?")
    desk.store.delete("", talk.id)
    again = asked(desk, "Two?", talk)
    assert again.id != talk.id
    assert [each.question for each in desk.store.exchanges("", again.id) or ()] == ["Two?"]


def test_a_click_on_a_mark_shows_its_source(desk: Desk) -> None:
    talk = asked(desk, "One?")
    assert 'id="source-0-2" class="card focus"' in desk.cite(talk, click(turn="0", n="2"))
    assert desk.cite(talk, click(turn="5", n="1")) == gr.skip()
    assert desk.cite(talk, click(turn="-1", n="1")) == gr.skip()


def test_a_rating_is_given_annotated_and_taken_back(desk: Desk) -> None:
    talk = asked(desk, "One?", name="ann")
    html, talk = desk.rate(talk, click(turn="0", value="-1"), who("ann"))
    assert "What is wrong with it?" in html
    html, talk = desk.annotate(talk, click(turn="0", note=" Old year "), who("ann"))
    assert "Your note: Old year" in html
    found = desk.store.feedback()
    assert [(each.owner, each.rating, each.note, each.question) for each in found] == [("ann", -1, "Old year", "One?")]
    assert (desk.store.exchanges("ann", talk.id) or ())[0].note == "Old year"
    _, talk = desk.rate(talk, click(turn="0", value="-1"), who("ann"))
    assert desk.store.feedback() == []
    assert desk.annotate(talk, click(turn="0", note="x"), who("ann")) == (gr.skip(), talk)


def test_an_answer_or_all_of_them_are_saved(desk: Desk) -> None:
    talk = asked(desk, "Two?", asked(desk, "One?"))
    one = json.loads(content(desk.save(talk, click(turn="1", form="json"))))
    assert [each["question"] for each in one["questions"]] == ["Two?"]
    every = json.loads(content(desk.save(talk, click(turn="-1", form="json"))))
    assert [each["question"] for each in every["questions"]] == ["One?", "Two?"]
    assert desk.save(talk, click(turn="0", form="exe")) == ""
    assert desk.save(Talk(), click(turn="-1", form="md")) == ""


def content(html: str) -> str:
    """What is handed over to be saved."""
    from html import unescape

    found = re.search(r'data-content="([^"]*)"', html)
    assert found
    return unescape(found[1])


def test_a_page_that_is_open_sees_reports_come_and_go(desk: Desk, scripted: Any) -> None:
    chosen = desk.choices(["report-2023.md"], [2023])
    assert [name for _, name in chosen["reports"].choices] == ["report-2024.md", "report-2023.md"]
    scripted.documents = scripted.documents[1:]
    now = desk.choices(["report-2023.md"], [1999])
    assert now["reports"].choices[-1] == ("report-2023.md (removed)", "report-2023.md")
    assert [year for year, _ in now["years"].choices] == ["2024", "2023", "2022", "1999"]
    assert now["filters"].label == "Searching report-2023.md, only what is of 1999"
    assert "Ask about 1 report<" in desk.welcome(Talk(), who())
    assert desk.welcome(asked(desk, "One?"), who()) == gr.skip()


def test_what_is_searched_is_told_as_it_is_chosen(desk: Desk) -> None:
    assert desk.narrow(["report-2023.md"], []).label == "Searching Report 2023"
    assert desk.narrow([], []).label == "Searching all 2 reports"
