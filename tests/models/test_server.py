"""A real model server, started here: the one that comes with llama-cpp-python."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models import load_llm, server
from models.base import Message
from models.catalog import CATALOG
from models.errors import ModelError
from models.files import folder_of
from rag.doctor import checks
from tests.models.faulty import FACT, say


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The bundled model behind the server that comes with llama-cpp-python."""
    spec = CATALOG["smollm2-135m-instruct"]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = {
        "--model": folder_of(spec) / spec.files[0].path, "--model_alias": "bundled", "--n_ctx": 512, "--n_threads": 1,
        "--host": "127.0.0.1", "--port": port,
    }  # fmt: skip
    command = [sys.executable, "-m", "llama_cpp.server", *(str(part) for pair in options.items() for part in pair)]
    log = tmp_path_factory.mktemp("server") / "log"
    with log.open("w") as said, subprocess.Popen(command, stdout=said, stderr=said) as process:
        try:
            _wait_for(lambda: process.poll() is not None or _answers(port), seconds=90)
            assert process.poll() is None, log.read_text()
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.terminate()


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/models", timeout=5):
            return True
    except OSError:
        return False


def _wait_for(condition: Callable[[], bool], *, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_server_answers_in_pieces_and_the_same_again(address: str) -> None:
    llm = load_llm(address)
    said = list(llm.stream(FACT, max_tokens=24))
    assert len(said) > 5
    assert "Scope 1 emissions" in "".join(said)
    assert say(llm, max_tokens=24) == "".join(said)
    assert len(say(llm, max_tokens=3)) < len("".join(said))


def test_stop_strings_end_a_server_s_text(address: str) -> None:
    llm = load_llm(address)
    whole = say(llm)
    cut = whole[len(whole) // 2 :][:3]
    never = ("\0\0", "\1\1", "\2\2", "\3\3")
    assert say(llm, stop=(cut,)) == whole[: whole.index(cut)]
    assert say(llm, stop=(*never, cut)) == whole[: whole.index(cut)]  # more than the protocol takes


def test_cancelling_and_leaving_free_the_server(address: str) -> None:
    llm, cancel = load_llm(address), threading.Event()
    story = [Message("user", "Write a long story.")]
    said = []
    for piece in llm.stream(story, max_tokens=400, cancel=cancel):
        said.append(piece)
        if len(said) == 3:
            cancel.set()
    assert len(said) == 3
    left = llm.stream(story, max_tokens=400)
    next(left)
    left.close()
    assert "Scope 1 emissions" in say(llm, max_tokens=24)
    assert say(llm, cancel=cancel) == ""


def test_a_server_s_model_is_named_and_known_by_its_list(address: str) -> None:
    llm = load_llm(address, server_model="bundled")
    assert llm.name == address
    assert llm.parameters >= 1_000_000_000
    assert len(llm.fingerprint) == 64
    assert llm.fingerprint == load_llm(address).fingerprint
    assert llm.count_tokens("Scope 1 emissions") >= 4
    with pytest.raises(ModelError, match=r"has no model 'large'. Write one of these .*: bundled\.$"):
        say(load_llm(address, server_model="large"))


def test_a_prompt_too_long_is_one_line(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "BACKOFF_SECONDS", 0.01)
    with pytest.raises(ModelError, match=r"with fewer or shorter passages") as told:
        say(load_llm(address), [Message("user", "emissions " * 600)])
    assert "\n" not in str(told.value)


def test_the_doctor_names_the_server(address: str, tmp_path: Path) -> None:
    def told(more: str = "") -> tuple[str, str | None]:
        config = tmp_path / "esg.toml"
        config.write_text(f'[models]\nllm = "{address}"\n{more}', encoding="utf-8")
        check = next(check for check in checks(config) if check.name == "server")
        return check.found, check.fix

    assert told() == (f"{address} answers with bundled", None)
    assert told("text_may_leave_this_machine = true\n") == (f"{address} answers with bundled", None)
    found, fix = told('server_model = "large"\n')
    assert (found, "bundled" in fix) == (f"The model server {address} has no model 'large'", True)
