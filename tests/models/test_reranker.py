from __future__ import annotations

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from models import Reranker, load_embedder, load_reranker
from models import reranker as reranker_module
from models.catalog import CATALOG
from models.errors import ModelDamagedError, ModelError, ModelMissingError
from models.fakes import FakeReranker
from models.files import LocalModel, folder_of, verify

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

QUERY = "How much water was withdrawn in 2023?"
TEXTS = [f"{'Water withdrawal. ' * (n % 7)}Report {n} covers emissions of {n * 37} tonnes." for n in range(40)]


def make(folder: Path, *, scores: int = 1) -> Path:
    """A cross-encoder of the bundled MiniLM: its weights under a head of seeded random numbers."""
    import torch
    from sentence_transformers import CrossEncoder

    torch.manual_seed(7)
    bundled = str(folder_of(CATALOG["all-minilm-l6-v2"]))
    model = CrossEncoder(bundled, num_labels=scores, device="cpu", local_files_only=True)
    with torch.no_grad():
        model.model.classifier.weight.normal_(std=1.0)
    model.save_pretrained(str(folder))
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("cross-encoder"))


@pytest.fixture(scope="module")
def reranker(folder: Path) -> Reranker:
    return load_reranker(str(folder))


@pytest.fixture(scope="module")
def exact(folder: Path) -> NDArray[np.float32]:
    """The scores of the same model run the plain way, in float32, pair by pair."""
    from sentence_transformers import CrossEncoder
    from torch.nn import Identity

    model = CrossEncoder(str(folder), device="cpu", local_files_only=True)
    return np.array([model.predict([(QUERY, text)], activation_fn=Identity())[0] for text in TEXTS])


def test_scores_are_those_of_the_plain_model_in_the_order_given(reranker: Reranker, exact: NDArray[np.float32]) -> None:
    scores = reranker.score(QUERY, TEXTS)
    assert scores.dtype == np.float32
    assert scores.shape == (40,)
    assert np.ptp(exact) > 1.0
    assert np.abs(scores - exact).max() < 0.05 * np.ptp(exact)


def test_the_question_counts(reranker: Reranker) -> None:
    assert np.abs(reranker.score("Who chairs the board?", TEXTS) - reranker.score(QUERY, TEXTS)).max() > 0.05


def test_nothing_and_odd_texts_are_scored(reranker: Reranker) -> None:
    assert reranker.score(QUERY, []).shape == (0,)
    assert np.isfinite(reranker.score("half a pair \ud83d", ["", "half a pair \ud83d", "x " * 5_000, "\0"])).all()


def test_many_threads_share_one_model_and_get_the_scores_of_one(
    folder: Path, reranker: Reranker, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[LocalModel] = []
    read = reranker_module._read

    def counted(local: LocalModel) -> CrossEncoder:
        loaded.append(local)
        return read(local)

    alone = [reranker.score(text, TEXTS[:5]) for text in TEXTS[:6]]
    monkeypatch.setattr(reranker_module, "_read", counted)
    monkeypatch.setattr(reranker_module, "has_bfloat16", lambda: False)
    cold = load_reranker(str(folder))
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(lambda text: cold.score(text, TEXTS[:5]), TEXTS[:6]))
    assert len(loaded) == 1
    assert all(np.abs(one - other).max() < 0.2 for one, other in zip(alone, together, strict=True))


def test_float32_stays_where_bfloat16_would_differ(
    folder: Path, exact: NDArray[np.float32], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reranker_module, "has_bfloat16", lambda: True)
    monkeypatch.setattr(reranker_module, "DRIFT", -1.0)
    assert np.abs(load_reranker(str(folder)).score(QUERY, TEXTS) - exact).max() < 1e-4


def test_bfloat16_is_used_where_it_agrees(
    folder: Path, exact: NDArray[np.float32], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reranker_module, "has_bfloat16", lambda: True)
    monkeypatch.setattr(reranker_module, "DRIFT", 1.0)
    assert np.abs(load_reranker(str(folder)).score(QUERY, TEXTS) - exact).max() > 1e-4


def test_loading_is_lazy_and_draws_nothing(folder: Path) -> None:
    code = (
        "import sys; from models import load_reranker; r = load_reranker(sys.argv[1]); print(len(r.fingerprint));"
        "print([m for m in ('torch', 'sentence_transformers', 'transformers') if m in sys.modules]);"
        "print(len(r.score('water', ['withdrawal', 'board'])))"
    )
    run = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["64", "[]", "2"]
    assert run.stderr == ""


def test_a_folder_tells_its_name_and_fingerprint(folder: Path, reranker: Reranker, tmp_path: Path) -> None:
    assert reranker.name == str(folder)
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    assert load_reranker(str(other)).fingerprint == reranker.fingerprint
    with (other / "tokenizer.json").open("a") as file:
        file.write("\n")
    assert load_reranker(str(other)).fingerprint != reranker.fingerprint


def test_a_folder_of_an_older_release_is_known_by_its_architecture(folder: Path, tmp_path: Path) -> None:
    older = tmp_path / "older"
    shutil.copytree(folder, older)
    for name in ("modules.json", "config_sentence_transformers.json", "sentence_bert_config.json"):
        (older / name).unlink()
    assert np.allclose(
        load_reranker(str(older)).score(QUERY, TEXTS[:3]), load_reranker(str(folder)).score(QUERY, TEXTS[:3])
    )


def test_what_is_no_cross_encoder_is_refused_at_once(folder: Path, tmp_path: Path) -> None:
    embedder = str(folder_of(CATALOG["all-minilm-l6-v2"]))
    with pytest.raises(ModelError, match=r"is an embedder, not a reranker\. Name the folder of a reranker"):
        load_reranker(embedder)
    with pytest.raises(ModelError, match="is a reranker, not an embedder"):
        load_embedder(str(folder))
    with pytest.raises(ModelError, match=r"all-minilm-l6-v2 is an embedder, not a reranker\. Name one of: ms-marco"):
        load_reranker("all-minilm-l6-v2")
    with pytest.raises(ModelDamagedError, match=r"holds no config\.json"):
        load_reranker(str(tmp_path))
    with pytest.raises(ModelError, match="is a file, not a reranker"):
        load_reranker(str(folder / "model.safetensors"))
    with pytest.raises(ModelMissingError, match="Give a path or one of: ms-marco-minilm-l6-v2"):
        load_reranker("no-such-reranker")


def test_a_model_that_gives_several_scores_a_pair_is_refused(tmp_path: Path) -> None:
    reranker = load_reranker(str(make(tmp_path / "three", scores=3)))
    with pytest.raises(ModelError, match="it gives 3 scores a pair, not one"):
        reranker.score(QUERY, TEXTS[:1])


def test_damaged_weights_are_one_line(folder: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged"
    shutil.copytree(folder, damaged)
    (damaged / "model.safetensors").write_bytes(b"short")
    with pytest.raises(ModelDamagedError) as told:
        load_reranker(str(damaged)).score(QUERY, TEXTS[:1])
    assert str(damaged) in str(told.value)
    assert "\n" not in str(told.value)


def test_weights_that_give_no_numbers_are_refused(folder: Path, tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    broken = tmp_path / "broken"
    shutil.copytree(folder, broken)
    weights = load_file(broken / "model.safetensors")
    weights["classifier.bias"].fill_(float("nan"))
    save_file(weights, broken / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelError, match="gives scores that are no numbers"):
        load_reranker(str(broken)).score(QUERY, TEXTS[:1])


def test_a_folder_given_by_its_path_is_verified_as_what_it_is(folder: Path, tmp_path: Path) -> None:
    assert verify(str(folder))[0].state == "ok"
    hollow = tmp_path / "hollow"
    hollow.mkdir()
    (hollow / "config.json").write_text(json.dumps({"architectures": ["BertForSequenceClassification"]}))
    state = verify(str(hollow))[0]
    assert (state.state, "holds no weights" in state.detail) == ("damaged", True)


def test_the_fake_ranks_by_shared_words() -> None:
    fake = FakeReranker()
    reranker: Reranker = fake
    scores = reranker.score(
        "Water withdrawn in 2023?", ["The board", "water withdrawn", "Water withdrawn by sites", ""]
    )
    assert np.argsort(-scores).tolist() == [1, 2, 3, 0]
    assert fake.asked == [
        ("Water withdrawn in 2023?", ("The board", "water withdrawn", "Water withdrawn by sites", ""))
    ]
