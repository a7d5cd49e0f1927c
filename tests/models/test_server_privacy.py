"""What leaves this machine for a model server: nothing, unless it is said in so many words."""

from __future__ import annotations

import logging
import socket
from pathlib import Path

import pytest

from models import load_llm
from models.endpoint import KEY, endpoint_of
from models.errors import ModelError
from models.server import ServerModel
from rag.config import Settings
from rag.doctor import checks
from tests.models.faulty import WHOLE, Faulty, fails, say


@pytest.mark.parametrize(
    "address",
    ["http://example.com/v1", "https://192.0.2.7:8000/v1", "http://0.0.0.0:8080", "http://127.evil.example/v1",
     "http://localhost.example/v1", "http://[2001:db8::1]:80/v1", "HTTP://2130706433/v1"],
)  # fmt: skip
def test_another_machine_must_be_allowed_in_so_many_words(address: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="would leave this machine for the model server") as told:
        load_llm(address)
    assert "text_may_leave_this_machine = true" in str(told.value)
    assert load_llm(address, text_may_leave=True).name.startswith(("http://", "https://"))
    config = tmp_path / "esg.toml"
    config.write_text(f'[models]\nllm = "{address}"\n', encoding="utf-8")
    check = next(check for check in checks(config) if check.name == "server")
    assert (check.found, check.fix) == (told.value.problem, told.value.fix)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "127.0.0.2"])
def test_this_machine_needs_no_permission(host: str) -> None:
    endpoint = endpoint_of(f"http://{host}:8080", elsewhere=True)
    assert (endpoint.address, endpoint.elsewhere) == (f"http://{host}:8080/v1", False)
    assert not endpoint_of(f"http://{host}:8080/v1/", elsewhere=False).elsewhere


def test_localhost_is_not_believed_to_be_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    class Line(socket.socket):
        def getpeername(self) -> tuple[str, int]:
            return "192.0.2.7", 80

    lines: list[Line] = []

    def connect(*_: object, **__: object) -> Line:
        lines.append(Line())
        return lines[-1]

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(ModelError, match="would leave this machine"):
        say(load_llm("http://localhost:8080/v1"))
    assert [line.fileno() for line in lines] == [-1]  # closed, and nothing was sent


def test_a_redirect_is_not_followed(faulty: Faulty) -> None:
    with Faulty() as other:
        faulty.replies = [fails(307, Location=f"{other.address}/chat/completions")]
        with pytest.raises(
            ModelError, match=rf"sends us on to {other.address}/chat/completions\. Nothing is sent there"
        ):
            say(load_llm(faulty.address))
        assert other.asked == []
    assert len(faulty.asked) == 1


def test_no_proxy_is_asked(faulty: Faulty, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    faulty.replies = [WHOLE]
    assert say(load_llm(faulty.address)) == "It was 12 tonnes."


def test_the_key_comes_from_the_environment_and_is_never_told(
    faulty: Faulty, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(KEY, " secret-key\n")
    faulty.replies = [WHOLE, fails(401)]
    llm = load_llm(faulty.address)
    with caplog.at_level(logging.DEBUG):
        assert say(llm) == "It was 12 tonnes."
        with pytest.raises(ModelError) as told:
            say(llm)
    assert faulty.keys == ["Bearer secret-key"] * 3
    assert "secret" not in f"{told.value} {caplog.text} {llm!r}"
    monkeypatch.setenv(KEY, "a\nb")
    with pytest.raises(ModelError, match=f"The key in {KEY} holds characters that cannot be sent"):
        say(llm)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://me:secret@127.0.0.1/v1", "holds more than host, port and path. A key belongs into the environment"),
        ("http://127.0.0.1/v1?key=secret", "holds more than host, port and path"),
        ("http://127.0.0.1:port/v1", "is not the address of a server"),
        ("http:///v1", "is not the address of a server"),
        ("http://127.0.0.1/a b", "is not the address of a server"),
        ("http://[::1/v1", "is not the address of a server"),
    ],
)
def test_an_address_that_is_none_is_refused_at_once(address: str, words: str) -> None:
    with pytest.raises(ModelError) as told:
        load_llm(address, text_may_leave=True)
    assert words in str(told.value)
    assert "secret" not in str(told.value)


def test_the_settings_name_a_server(tmp_path: Path) -> None:
    file = tmp_path / "esg.toml"
    file.write_text('[models]\nllm = "http://a.example/v1"\nserver_model = "m"\ntext_may_leave_this_machine = true\n')
    chosen = Settings.load(file).models
    assert (chosen.server_model, chosen.text_may_leave_this_machine) == ("m", True)
    assert Settings().models.text_may_leave_this_machine is False
    llm = load_llm(chosen.llm, server_model=chosen.server_model, text_may_leave=chosen.text_may_leave_this_machine)
    assert isinstance(llm, ServerModel)
