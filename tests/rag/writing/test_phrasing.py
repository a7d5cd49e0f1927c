"""Answers phrased by a model and shown only as far as the units bear them."""

from __future__ import annotations

import threading
from collections.abc import Generator
from typing import Any

import pytest

from models.fakes import ScriptedLLM
from rag.evidence import Unit
from rag.question import understand
from rag.statement import Statement
from rag.writing.phrasing import phrased, unmarked
from rag.writing.prompts import NO_ANSWER

QUESTION = "What did Acme do about water?"
TRUE = "Acme cleaned its wastewater tanks."
TRUE_TOO = "New pumps save water near rivers."
FALSE = "Acme bought seven lakes."


@pytest.fixture
def offered(evidence: Any) -> list[Unit]:
    """Three units, best first."""
    texts = ["Acme cleaned its wastewater tanks twice.", "New pumps save water near rivers.", "Lawyers wrote letters."]
    return [Unit(evidence(text), text, score=1 - 0.1 * place) for place, text in enumerate(texts)]


def write(llm: Any, units: list[Unit], *, question: str = QUESTION, **options: Any) -> Any:
    given = {"passages": 2, "max_tokens": 50, "cancel": threading.Event()} | options
    return phrased(understand(question), units, llm=llm, **given)


def written(answer: str, units: list[Unit], *, then: str = "", **options: Any) -> list[tuple[str, int]]:
    """The sentences shown and the place of the unit each cites, where the model says one thing and then another."""
    statements = list(write(ScriptedLLM(answer, then), units, **options))
    assert {statement.verdict for statement in statements} <= {"checked", "quoted"}
    return [(statement.text, units.index(statement.unit)) for statement in statements]


@pytest.mark.parametrize(
    ("text", "plain", "marks"),
    [
        ("It fell [1].", "It fell.", [1]),
        ("It fell. [2]", "It fell.", [2]),
        ("It fell [1][2] a lot [3, 12].", "It fell a lot.", [1, 2, 3, 12]),
        ("It fell [2023] and [x] [-1].", "It fell [2023] and [x] [-1].", []),
        ("No marks.", "No marks.", []),
        ("[7]", "", [7]),
    ],
)
def test_marks(text: str, plain: str, marks: list[int]) -> None:
    assert unmarked(text) == (plain, marks)


def test_each_sentence_rests_on_the_unit_that_bears_it(offered: list[Unit]) -> None:
    assert written(f"{TRUE} [1] {TRUE_TOO} [2]", offered) == [(TRUE, 0), (TRUE_TOO, 1)]


@pytest.mark.parametrize("mark", ["[2]", "[9]", "[0]", "", "[1,2]", "[1][2]"])
def test_a_wrong_mark_is_put_right(offered: list[Unit], mark: str) -> None:
    assert written(f"{TRUE} {mark}", offered) == [(TRUE, 0)]


def test_the_cited_unit_is_taken_where_several_bear_a_sentence(evidence: Any) -> None:
    twins = [Unit(evidence(text), text) for text in (TRUE, TRUE)]
    assert [twins.index(each.unit) for each in write(ScriptedLLM(f"{TRUE} [1]"), twins)] == [0]
    shown_twice = list(write(ScriptedLLM(f"{TRUE} [2]"), twins))
    assert shown_twice[0].unit is twins[1]


def test_only_the_units_offered_can_bear(offered: list[Unit]) -> None:
    assert written("Lawyers wrote letters. [3]", offered) == []


def test_a_sentence_that_is_not_borne_ends_the_answer(offered: list[Unit]) -> None:
    assert written(f"{TRUE} [1] {FALSE} [1] {TRUE_TOO} [2]", offered, then=TRUE_TOO) == [(TRUE, 0)]
    assert written(f"{FALSE} {TRUE}", offered) == []


def test_an_answer_that_fails_at_once_is_begun_once_more(offered: list[Unit]) -> None:
    assert written(FALSE, offered, then=TRUE) == [(TRUE, 0)]
    llm = ScriptedLLM(FALSE, FALSE, TRUE)
    assert list(write(llm, offered)) == []
    first, second = (asked.messages for asked in llm.history)
    assert second[:-2] == first
    assert second[-2].content == FALSE
    assert "the figure 7" in second[-1].content


def test_a_sentence_without_the_figure_asked_for_is_not_shown(offered: list[Unit]) -> None:
    how_many = "How many wastewater tanks did Acme clean?"
    assert written(TRUE, offered) == [(TRUE, 0)]
    assert written(TRUE, offered, question=how_many) == []


def test_a_model_that_finds_no_answer_is_not_asked_again(offered: list[Unit]) -> None:
    llm = ScriptedLLM(NO_ANSWER, TRUE)
    assert list(write(llm, offered)) == []
    assert len(llm.history) == 1


@pytest.mark.parametrize("answer", [NO_ANSWER, NO_ANSWER.lower(), f"{NO_ANSWER} {TRUE}", f"Sorry: {NO_ANSWER}", ""])
def test_no_answer(offered: list[Unit], answer: str) -> None:
    assert written(answer, offered) == []


@pytest.mark.parametrize("cut", ["New pumps save water", "New pumps save water near rivers", "New pumps ["])
def test_an_unfinished_last_sentence_is_left_out(offered: list[Unit], cut: str) -> None:
    assert written(f"{TRUE} [1] {cut}", offered) == [(TRUE, 0)]


def test_what_the_model_is_told(offered: list[Unit]) -> None:
    llm = ScriptedLLM(TRUE)
    list(write(llm, offered))
    asked = llm.history[0]
    assert asked.max_tokens == 50
    assert asked.temperature == 0
    assert asked.messages[-1].content == (
        "Passages:\n[1] Acme cleaned its wastewater tanks twice. (Acme report)\n\n"
        f"[2] New pumps save water near rivers. (Acme report)\n\nQuestion: {QUESTION}"
    )
    assert NO_ANSWER in asked.messages[0].content


def test_a_passage_is_told_with_its_heading_but_not_with_the_number_of_that(evidence: Any) -> None:
    llm = ScriptedLLM(TRUE)
    text = "Acme cleaned its wastewater tanks twice."
    list(write(llm, [Unit(evidence(text, section=("Nature", "3.2 Water"), year=2024), text)]))
    assert f"[1] {text} (Acme report, Water)\n" in llm.history[0].messages[-1].content


def test_a_row_is_offered_with_the_asked_year_only(evidence: Any) -> None:
    row = "Waste | Unit: t | 2023: 95.78 | 2022: 1.43"
    llm = ScriptedLLM("Waste was 95.78 t in 2022.", "Waste was 95.78 t in 2022.")
    table = [Unit(evidence(row, kind="table"), row)]
    assert list(write(llm, table, question="How much waste was there in 2022?")) == []
    assert "[1] Waste: 1.43 t (2022) (" in llm.history[0].messages[-1].content


def test_of_a_row_the_cells_told_are_kept(evidence: Any) -> None:
    row = "Waste | Unit: t | 2023: 95.78 | 2022: 1.43"
    table = [Unit(evidence(row, kind="table"), row)]
    [statement] = write(
        ScriptedLLM("Waste was 95.78 t in 2023."), table, question="How much waste was there in 2022 and 2023?"
    )
    assert [cell.value for cell in statement.row.cells] == ["95.78"]


def test_figures_are_held_to_what_is_offered_and_the_year_asked_for(evidence: Any) -> None:
    texts = ["Acme saved 12 t of water.", "Acme lost 7 t of it.", "Acme bought 99 lakes."]
    llm = ScriptedLLM(TRUE, "")
    list(write(llm, [Unit(evidence(text), text) for text in texts], question="What about water in 2031?"))
    held = llm.history[0].held
    assert [n for n in ("12", "7", "99", "2031", "3", "[1]", "[2]", "[3]") if held.allows("", f"{n} ")] == [
        "12", "7", "2031", "[1]", "[2]",
    ]  # fmt: skip


def test_facts_are_offered_before_the_units_and_keep_what_proves_them(evidence: Any) -> None:
    rows = ["Water used | Unit: t | 2023: 20 | 2022: 10"]
    unit = Unit(evidence(rows[0], kind="table"), rows[0])
    formula = "(20 - 10) / 10 = +100%"
    fact = Statement(f"Water used rose by 100%: {formula}", (unit,), "calculated", formula=formula)
    llm = ScriptedLLM("Water used rose by 100% from 2022 to 2023. [1]")
    [statement] = write(llm, [unit], question="By what percentage did water use rise from 2022 to 2023?", facts=[fact])
    assert statement.formula == formula
    assert statement.verdict == "calculated"
    assert f"[1] {fact.text}" in llm.history[0].messages[-1].content


def test_a_sentence_may_rest_on_all_it_cites(evidence: Any) -> None:
    units = [Unit(evidence(text), text) for text in ("Acme saved water with pumps.", "Boreal planted trees uphill.")]
    [statement] = write(ScriptedLLM("Acme saved water with pumps, and Boreal planted trees uphill. [1][2]"), units)
    assert statement.units == tuple(units)


def test_no_more_is_offered_than_there_is_room_for(evidence: Any) -> None:
    texts = [f"Acme cleaned {'very ' * 200}{what} tanks." for what in ("old", "new", "big")]
    units = [Unit(evidence(text), text) for text in texts]
    llm = ScriptedLLM(TRUE, "", "", "")
    list(write(llm, units, passages=3))
    told = llm.history[0].messages[-1].content
    assert "old tanks" in told
    assert "new tanks" not in told
    list(write(llm, [Unit(evidence(text), text) for text in ("Acme cleaned. " * 400, "More.")]))
    assert "[1]" in llm.history[-1].messages[-1].content


def test_cancel_before_the_first_word(offered: list[Unit]) -> None:
    cancel = threading.Event()
    cancel.set()
    assert written(f"{TRUE} [1]", offered, cancel=cancel) == []


def test_cancel_after_a_sentence(offered: list[Unit]) -> None:
    cancel = threading.Event()
    statements = write(ScriptedLLM(f"{TRUE} [1] {TRUE_TOO} [2] {TRUE} [1]"), offered, cancel=cancel)
    assert next(statements).text == TRUE
    cancel.set()
    assert list(statements) == []


class Watched(ScriptedLLM):
    """Tells whether its stream was closed, as a lock it holds would need."""

    closed = False

    def stream(self, *arguments: Any, **options: Any) -> Generator[str, None, None]:
        try:
            yield from super().stream(*arguments, **options)
        finally:
            self.closed = True


def test_leaving_early_lets_the_model_go(offered: list[Unit]) -> None:
    llm = Watched(f"{TRUE} [1] {TRUE_TOO} [2] {TRUE} [1]")
    statements = write(llm, offered)
    assert next(statements).text == TRUE
    assert not llm.closed
    statements.close()
    assert llm.closed


def test_a_sentence_not_borne_lets_the_model_go(offered: list[Unit]) -> None:
    llm = Watched(f"{FALSE} {TRUE} [1] {TRUE_TOO} [2]", "")
    assert list(write(llm, offered)) == []
    assert llm.closed
