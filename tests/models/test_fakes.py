from __future__ import annotations

import threading

import numpy as np
import pytest

from models.base import Embedder, LanguageModel, Message
from models.errors import ModelError
from models.fakes import FakeEmbedder, ScriptedLLM


def test_shared_words_rank() -> None:
    embedder: Embedder = FakeEmbedder()
    vectors = embedder.embed_passages(["water withdrawal in 2024", "board of directors", ""])
    query = embedder.embed_query("Water withdrawal?")
    assert np.argsort(-(vectors @ query))[0] == 0
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0)
    assert np.array_equal(query, FakeEmbedder().embed_query("water WITHDRAWAL"))
    assert embedder.embed_passages([]).shape == (0, 256)


def test_a_text_is_read_word_by_word() -> None:
    embedder: Embedder = FakeEmbedder()
    texts = ["Water, withdrawal!", "", "board"]
    found = embedder.read(texts)
    assert [reading.spans for reading in found] == [((0, 5), (7, 17)), (), ((0, 5),)]
    assert [reading.tokens.shape for reading in found] == [(2, 256), (0, 256), (1, 256)]
    assert np.array_equal([reading.vector for reading in found], embedder.embed_passages(texts))
    assert np.array_equal(found[0].tokens, embedder.embed_passages(["water", "withdrawal"]))
    assert np.array_equal(embedder.read(["withdrawal of water"])[0].tokens[::2], found[0].tokens[::-1])
    assert embedder.read([]) == []
    assert embedder.read(["half a pair \ud83d"])[0].spans == ((0, 4), (5, 6), (7, 11))


def test_answers_come_in_turn_and_questions_are_kept() -> None:
    model = ScriptedLLM("Emissions fell [1].\nMore", ModelError("broken", fix="wait"))
    llm: LanguageModel = model
    question = [Message("user", "Why?")]
    assert "".join(llm.stream(question, max_tokens=9, stop=("\n",))) == "Emissions fell [1]."
    with pytest.raises(ModelError, match="broken"):
        list(llm.stream(question, max_tokens=9))
    with pytest.raises(ModelError, match="no answer left"):
        list(llm.stream(question, max_tokens=9))
    assert model.history[0].messages == (Message("user", "Why?"),)
    assert model.history[0].stop == ("\n",)


def test_the_script_can_be_cut_short() -> None:
    model = ScriptedLLM("one two three", "one two three")
    assert list(model.stream([], max_tokens=2)) == ["one", " two"]
    cancel, said = threading.Event(), []
    for word in model.stream([], max_tokens=9, cancel=cancel):
        said.append(word)
        cancel.set()
    assert said == ["one"]
