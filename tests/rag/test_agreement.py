"""Late interaction: what the words of a question count, and how well those of a text meet them."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base import Reading
from models.fakes import FakeEmbedder
from rag.agreement import Asked
from tests.rag.shelf import Counts

WORDS = ("coal", "lorry", "tanks", "water", "board", "paper")
"""Words that the fake embedder tells apart."""


def read(text: str) -> Reading:
    return FakeEmbedder().read([text])[0]


def asked(question: str, **held: int) -> Asked:
    index: Any = Counts(**held)
    return Asked.of(question, read(question), index)


def weights(question: str, **held: int) -> list[float]:
    return [round(float(weight), 3) for weight in asked(question, **held).weights]


# --- what a word counts


def test_rare_words_count_more() -> None:
    assert weights("Rare common middling", rare=0, common=99, middling=9) == [0.665, 0.001, 0.333]


def test_words_that_are_no_content_count_nothing() -> None:
    assert weights("How much coal was there in 2024?", coal=50) == [0, 0, 1, 0, 0, 0, 0]


def test_words_are_counted_in_small_letters() -> None:
    assert weights("COAL Lorry", coal=99, lorry=99) == weights("coal lorry", coal=99, lorry=99) == [0.5, 0.5]
    assert weights("COAL lorry", coal=99)[0] < 0.01


def test_a_word_said_twice_counts_each_time() -> None:
    assert weights("coal and lorry and coal") == [0.333, 0, 0.333, 0, 0.333]


def test_the_parts_of_a_joined_word_count() -> None:
    assert weights("Who runs a coal-fired plant's boiler?") == [0, 0.2, 0, 0.2, 0.2, 0.2, 0, 0.2]


def test_pieces_of_a_word_count_like_the_word() -> None:
    whole = read("Who burnt lorries?")
    pieces = Reading(whole.vector, whole.tokens[[0, 1, 2, 2, 0]], ((0, 3), (4, 9), (10, 13), (13, 17), (17, 18)))
    index: Any = Counts(burnt=99)
    found = Asked.of("Who burnt lorries?", pieces, index).weights
    assert found[[0, 4]].tolist() == [0, 0]
    assert found[2] == found[3] > found[1] > 0
    assert found.sum() == pytest.approx(1)


@pytest.mark.parametrize("question", ["Who is it?", "What was in 2024?", "of"])
def test_a_question_without_content_words_weighs_all_alike(question: str) -> None:
    found = asked(question).weights
    assert found.tolist() == pytest.approx([1 / len(found)] * len(found))


@given(st.lists(st.sampled_from([*WORDS, "who", "the", "2024"]), min_size=1), st.integers(0, 99))
def test_weights_sum_to_one(words: list[str], held: int) -> None:
    found = asked(" ".join(words), coal=held, water=held // 2).weights
    assert found.sum() == pytest.approx(1, abs=1e-5)
    assert found.min() >= 0


# --- how well a text meets it


def test_the_same_words_meet_a_question() -> None:
    assert asked("Who burnt coal?").met_by(read("Who burnt coal?")) == pytest.approx(1)
    assert asked("Who burnt coal?").met_by(read("Coal is what men burnt")) == pytest.approx(1)


def test_nothing_meets_or_is_met_by_an_empty_text() -> None:
    assert asked("Who burnt coal?").met_by(read("")) == 0
    assert asked("").met_by(read("Coal")) == 0
    assert asked("?!").met_by(read("?!")) == 0
    assert asked("").weights.shape == (0,)


def test_a_text_meets_what_the_words_it_holds_count() -> None:
    question = asked("coal lorry tanks", coal=99, lorry=9)
    coal, lorry, tanks = map(float, question.weights)
    assert question.met_by(read("Some tanks")) == pytest.approx(tanks)
    assert question.met_by(read("Some coal, some tanks")) == pytest.approx(coal + tanks)
    assert 0 < question.met_by(read("Coal")) < question.met_by(read("A lorry")) < question.met_by(read("Tanks")) < 1
    assert question.met_by(read("Board")) == 0
    assert lorry == pytest.approx(1 - coal - tanks)


def test_words_that_count_nothing_need_not_be_met() -> None:
    assert asked("How much coal was there?").met_by(read("Coal")) == pytest.approx(1)


def test_only_the_nearest_token_of_a_text_counts() -> None:
    def reading(*tokens: tuple[float, float]) -> Reading:
        spans = tuple((5 * at, 5 * at + 4) for at in range(len(tokens)))
        return Reading(np.array(tokens[0], dtype=np.float32), np.array(tokens, dtype=np.float32), spans)

    index: Any = Counts()
    question = Asked.of("coal tank", reading((1, 0), (0, 1)), index)
    assert question.met_by(reading((0.8, 0.6))) == pytest.approx(0.7)
    assert question.met_by(reading((0.8, 0.6), (0.6, 0.8))) == pytest.approx(0.8)
    assert question.met_by(reading((0.8, 0.6), (0.6, -0.8))) == pytest.approx(0.7)


def test_the_order_of_words_tells_nothing_where_a_word_is_read_alone() -> None:
    text = read("A board saw water by the tanks")
    met = {
        round(asked(" ".join(order), coal=9, water=50).met_by(text), 5) for order in permutations(("coal", *WORDS[2:5]))
    }
    assert len(met) == 1
    question = asked("Who saw coal and water by the board?", water=50)
    assert len({round(question.met_by(read(" ".join(order))), 5) for order in permutations(WORDS[2:])}) == 1


@given(st.lists(st.sampled_from(WORDS), max_size=6), st.lists(st.sampled_from(WORDS), max_size=6))
def test_more_text_meets_no_less(words: list[str], more: list[str]) -> None:
    question = asked("Which tanks of coal and water?", coal=50)
    fewer = question.met_by(read(" ".join(words)))
    assert 0 <= fewer <= question.met_by(read(" ".join([*words, *more]))) + 1e-6 <= 1 + 2e-6
