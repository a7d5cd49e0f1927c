"""The faster copy of a model's file: made once, recognised, made again when damaged, or done without."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import files
from models.base import Message
from models.catalog import CATALOG
from models.engine import Engine
from models.errors import ModelDamagedError
from models.files import LocalModel, folder_of, locate, prepared, verify
from models.hashes import sha256_of
from models.requantize import copy_of, prepare

NAME = "smollm2-135m-instruct"
KIND = "Q8_0"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the copy of the bundled model, made as for a user."""
    home = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ESG_HOME", str(home))
        prepared(locate(NAME, kind="llm"))
    yield home / "models" / "prepared"
    shutil.rmtree(home)


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home in which nothing is prepared yet; what is prepared is dropped, for it is large."""
    monkeypatch.setenv("ESG_HOME", str(tmp_path / "home"))
    yield tmp_path / "home"
    shutil.rmtree(tmp_path)


@pytest.fixture
def at_home(own_home: Path, made: Path) -> Path:
    """The copy in the home of one test."""
    folder = own_home / "models" / "prepared"
    shutil.copytree(made, folder)
    return next(folder.glob("*.gguf"))


@pytest.fixture
def bundled() -> LocalModel:
    """The bundled model as it was shipped."""
    return locate(NAME, kind="llm")


def flip_last_byte(file: Path) -> None:
    """Change one bit: the size stays."""
    with file.open("r+b") as stream:
        stream.seek(-1, os.SEEK_END)
        last = stream.read(1)[0]
        stream.seek(-1, os.SEEK_END)
        stream.write(bytes([last ^ 1]))


def test_a_copy_is_made_once_and_is_the_same_every_time(bundled: LocalModel, made: Path) -> None:
    first = prepared(bundled)
    stamp = first.weights.stat().st_mtime_ns, first.weights.stat().st_ino
    again = prepared(bundled)
    assert first == again != bundled
    assert (again.weights.stat().st_mtime_ns, again.weights.stat().st_ino) == stamp
    assert sorted(path.name for path in again.weights.parent.iterdir()) == sorted(path.name for path in made.iterdir())
    assert sha256_of(again.weights) == sha256_of(made / again.weights.name)
    record = json.loads(again.weights.with_suffix(".json").read_text())
    assert record["source"] == CATALOG[NAME].files[0].sha256
    assert record["sha256"] == again.fingerprint == sha256_of(again.weights)
    assert bundled.fingerprint == CATALOG[NAME].fingerprint != again.fingerprint


def test_a_copy_answers_in_the_model_s_own_form(at_home: Path) -> None:
    engine = Engine(prepared(locate(NAME, kind="llm")), threads=1, context=512)
    assert engine._llama.model_path == str(at_home)
    prompt = engine.prompt([Message("user", "Scope 1 emissions were 12,345 tonnes in 2024. How high were they?")])
    said = b"".join(engine.answer(prompt, max_tokens=24, temperature=0.0, cancel=threading.Event()))
    assert b"12,345" in said


@pytest.mark.parametrize("damage", ["flip", "cut", "record", "source", "by", "gone"])
def test_a_copy_that_is_not_what_was_made_is_not_used(at_home: Path, bundled: LocalModel, damage: str) -> None:
    record = at_home.with_suffix(".json")
    assert copy_of(bundled.weights, kind=KIND) == at_home
    if damage == "flip":
        flip_last_byte(at_home)
    elif damage == "cut":
        os.truncate(at_home, 1000)
    elif damage == "gone":
        at_home.unlink()
    elif damage == "record":
        record.write_text("{broken")
    else:
        record.write_text(json.dumps(json.loads(record.read_text()) | {damage: "another"}))
    assert copy_of(bundled.weights, kind=KIND) is None
    assert verify(NAME)[0].detail.endswith("; the first question prepares a faster copy (Q8_0)")


def test_a_damaged_copy_is_made_again(at_home: Path, bundled: LocalModel) -> None:
    expected = sha256_of(at_home)
    os.truncate(at_home, 1000)
    assert prepared(bundled).weights == at_home
    assert sha256_of(at_home) == expected
    assert verify(NAME)[0].detail.endswith(f"; prepared for speed: {at_home}")


def test_a_home_that_cannot_be_written_does_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ESG_HOME", str(tmp_path / "file"))
    local = locate(NAME, kind="llm")
    with caplog.at_level(logging.INFO, logger="models"):
        assert prepared(local) == local
    assert "is used as it was shipped, which takes longer" in caplog.messages[-1]


def test_what_llama_cpp_cannot_read_is_left_as_it_is(
    tmp_path: Path, own_home: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF" + bytes(100))
    with caplog.at_level(logging.INFO, logger="models"):
        assert prepare(broken, kind=KIND) is None
    assert "llama.cpp made no copy of it" in caplog.messages[-1]
    assert list((own_home / "models" / "prepared").iterdir()) == []
    assert capfd.readouterr() == ("", "")


def test_two_processes_at_once_end_with_one_sound_copy(bundled: LocalModel) -> None:
    code = f"from models.files import locate, prepared; print(prepared(locate({NAME!r}, kind='llm')).weights)"
    command, root = [sys.executable, "-c", code], Path(__file__).parents[2]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) for _ in range(2)]
    told = {process.communicate(timeout=120)[0].strip() for process in both}
    copy = copy_of(bundled.weights, kind=KIND, afresh=True)
    assert told == {str(copy)}
    assert len(list(copy.parent.iterdir())) == 2


def test_only_small_models_of_the_catalogue_are_copied(own_home: Path) -> None:
    assert [spec.name for spec in CATALOG.values() if spec.prepared_as] == [NAME]
    assert all(spec.size < 200_000_000 for spec in CATALOG.values() if spec.prepared_as)
    by_path = locate(str(folder_of(CATALOG[NAME]) / CATALOG[NAME].files[0].path), kind="llm")
    assert prepared(by_path) is by_path
    assert by_path.fingerprint == CATALOG[NAME].files[0].sha256
    assert not (own_home / "models").exists()


def test_nothing_is_made_of_a_file_that_was_tampered_with(
    tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(locate(NAME, kind="llm").weights, tmp_path)
    flip_last_byte(next(tmp_path.glob("*.gguf")))
    monkeypatch.setattr(files, "folder_of", lambda _: tmp_path)
    with pytest.raises(ModelDamagedError, match="is not the file of"):
        prepared(locate(NAME, kind="llm"))
    assert not (own_home / "models").exists()
