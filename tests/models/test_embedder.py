from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from models import embedder as embedder_module
from models import load_embedder
from models.base import Embedder
from models.catalog import CATALOG
from models.embedder import READ
from models.errors import ModelDamagedError
from models.files import folder_of
from models.pace import Pace

TEXTS = [f"{'Water withdrawal. ' * (n % 7)}Report {n} covers emissions of {n * 37} tonnes." for n in range(70)]


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder("all-minilm-l6-v2")


@pytest.fixture(scope="module")
def exact() -> np.ndarray:
    """The same model run the plain way, in float32."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder_of(CATALOG["all-minilm-l6-v2"])), device="cpu", local_files_only=True)
    return model.encode(TEXTS[:20], normalize_embeddings=True)


def test_vectors_are_those_of_the_plain_model_in_the_order_given(embedder: Embedder, exact: np.ndarray) -> None:
    steps: list[tuple[int, int]] = []
    vectors = embedder.embed_passages(TEXTS, progress=lambda done, total: steps.append((done, total)))
    assert vectors.shape == (70, 384)
    assert vectors.dtype == np.float32
    assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < 1e-5
    assert (vectors[:20] * exact).sum(axis=1).min() > 0.999
    assert (vectors[:20] @ exact.T).argmax(axis=1).tolist() == list(range(20))
    assert steps == [(32, 70), (64, 70), (70, 70)]


def test_a_question_is_a_single_vector(embedder: Embedder) -> None:
    vector = embedder.embed_query(TEXTS[3])
    assert vector.shape == (384,)
    assert float(vector @ embedder.embed_passages([TEXTS[3]])[0]) == pytest.approx(1.0, abs=1e-3)


def test_nothing_and_odd_texts_embed(embedder: Embedder) -> None:
    assert embedder.embed_passages([]).shape == (0, 384)
    vectors = embedder.embed_passages(["", "half a pair \ud83d", "x" * 50_000, "\0"])
    assert np.isfinite(vectors).all()
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


# --- token by token


def test_a_reading_has_the_vector_of_its_text_in_the_order_given(embedder: Embedder) -> None:
    assert len(TEXTS) > 2 * READ
    found = embedder.read(TEXTS)
    vectors = np.array([reading.vector for reading in found])
    assert (vectors * embedder.embed_passages(TEXTS)).sum(axis=1).min() >= 0.999
    assert (vectors @ embedder.embed_passages(TEXTS[:20]).T).argmax(axis=0).tolist() == list(range(20))
    assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < 1e-5
    for text, reading in zip(TEXTS, found, strict=True):
        number = text.split("Report ")[1].split()[0]
        assert number in [text[start:end] for start, end in reading.spans]


def test_each_token_has_a_place_and_a_vector_of_length_one(embedder: Embedder) -> None:
    for text, reading in zip(TEXTS, embedder.read(TEXTS), strict=True):
        assert reading.tokens.shape == (len(reading.spans), 384)
        assert reading.tokens.dtype == reading.vector.dtype == np.float32
        assert np.abs(np.linalg.norm(reading.tokens, axis=1) - 1).max() < 1e-5
        assert "".join(text[start:end] for start, end in reading.spans) == "".join(text.split())
        assert all(one[1] <= other[0] for one, other in pairwise(reading.spans))


def test_spans_cut_a_text_into_its_words(embedder: Embedder) -> None:
    text = "  Water, in 2023:\n35 tonnes (Größe)"
    (reading,) = embedder.read([text])
    pieces = ["Water", ",", "in", "202", "3", ":", "35", "tonnes", "(", "Gr", "ö", "ße", ")"]
    assert [text[start:end] for start, end in reading.spans] == pieces


def test_a_token_depends_on_those_around_it_and_not_on_the_texts_beside(embedder: Embedder) -> None:
    river, money = embedder.read(["The river burst its bank.", "The money lies in a bank."])
    alone = embedder.read(["The river burst its bank."])[0]
    at, other = (len(reading.spans) - 2 for reading in (river, money))
    assert float(river.tokens[at] @ money.tokens[other]) < 0.9
    assert (river.tokens * alone.tokens).sum(axis=1).min() > 0.99


def test_nothing_and_odd_texts_are_read(embedder: Embedder) -> None:
    assert embedder.read([]) == []
    empty, space, half, long, nil = embedder.read(["", " \n ", "half a pair \ud83d", "water " * 5_000, "\0"])
    for none in (empty, space, nil):
        assert (none.spans, none.tokens.shape) == ((), (0, 384))
        assert np.isfinite(none.vector).all()
    assert half.spans == ((0, 4), (5, 6), (7, 11), (12, 13))
    assert 100 < len(long.spans) == len(long.tokens) < 1_000  # the end of a text too long is not read
    assert np.isfinite(long.tokens).all()


def test_no_prefix_is_put_before_what_is_read(embedder: Embedder, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(folder_of(CATALOG["all-minilm-l6-v2"]), folder)
    settings = folder / "config_sentence_transformers.json"
    prompts = {"query": "query: ", "document": "passage: "}
    settings.write_text(json.dumps({**json.loads(settings.read_text()), "prompts": prompts}))
    plain, prefixed = embedder.read(["water"])[0], load_embedder(str(folder)).read(["water"])[0]
    assert prefixed.spans == plain.spans == ((0, 5),)
    assert np.array_equal(prefixed.vector, plain.vector)


# --- threads, loading, folders


def test_many_threads_get_the_vectors_of_one(embedder: Embedder) -> None:
    alone = [embedder.embed_query(text) for text in TEXTS[:12]]
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(embedder.embed_query, TEXTS[:12]))
    assert all(np.array_equal(one, other) for one, other in zip(alone, together, strict=True))


def test_passages_take_the_threads_that_the_pace_tells_and_a_question_one(
    embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    calm = embedder.embed_passages(TEXTS)
    used: list[int] = []
    monkeypatch.setattr(torch, "set_num_threads", used.append)
    monkeypatch.setattr(Pace, "begin", lambda self: 2)
    monkeypatch.setattr(Pace, "step", lambda self: 1)
    assert np.array_equal(embedder.embed_passages(TEXTS), calm)
    embedder.embed_query("water")
    assert used == [2, 1, 1, 1]


def test_loading_draws_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    load_embedder("all-minilm-l6-v2").embed_query("text")
    assert capfd.readouterr() == ("", "")


def test_float32_stays_where_bfloat16_would_differ(exact: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedder_module, "has_bfloat16", lambda: True)
    monkeypatch.setattr(embedder_module, "AGREEMENT", 1.1)
    vectors = load_embedder("all-minilm-l6-v2").embed_passages(TEXTS[:20])
    assert (vectors * exact).sum(axis=1).min() > 0.999999


def test_a_folder_tells_its_own_dimension_prefixes_and_fingerprint(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(folder_of(CATALOG["all-minilm-l6-v2"]), folder)
    plain = load_embedder(str(folder))
    assert plain.name == str(folder)
    assert plain.dimension == 384
    first = plain.fingerprint
    settings = folder / "config_sentence_transformers.json"
    content = json.loads(settings.read_text())
    settings.write_text(json.dumps({**content, "prompts": {"query": "query: ", "document": "passage: "}}))
    prefixed = load_embedder(str(folder))
    assert prefixed.fingerprint != first
    assert load_embedder(str(folder)).fingerprint == prefixed.fingerprint
    assert np.array_equal(prefixed.embed_query("water"), plain.embed_query("query: water"))
    assert np.array_equal(prefixed.embed_passages(["water"])[0], plain.embed_query("passage: water"))


def test_a_folder_that_cannot_be_loaded_is_one_line(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(folder_of(CATALOG["all-minilm-l6-v2"]), folder)
    (folder / "model.safetensors").write_bytes(b"short")
    with pytest.raises(ModelDamagedError) as told:
        load_embedder(str(folder)).embed_query("text")
    assert str(folder) in str(told.value)
    assert "\n" not in str(told.value)
