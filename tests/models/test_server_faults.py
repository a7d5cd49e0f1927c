"""What becomes of an answer when its server fails."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from models import load_llm, server
from models.endpoint import KEY, AwayError
from models.errors import ModelError
from models.server import ATTEMPTS
from rag.doctor import checks
from tests.models.faulty import CUT, FACT, WHOLE, Faulty, event, fails, say, says


def test_what_a_server_is_asked(faulty: Faulty) -> None:
    faulty.replies = [WHOLE]
    assert say(load_llm(faulty.address), stop=tuple("vxyzq")) == "It was 12 tonnes."
    messages = [{"role": message.role, "content": message.content} for message in FACT]
    assert faulty.asked == [
        {
            "model": "one", "messages": messages, "max_tokens": 16, "temperature": 0.0, "seed": 0, "stop": [*"vxyz"],
            "stream": True,
        }
    ]  # fmt: skip
    assert faulty.keys == [None, None]


def test_a_stream_may_end_with_either_of_its_two_ends(faulty: Faulty) -> None:
    faulty.replies = [says(event("Yes."), event(end="stop")), says(event("No."), "data: [DONE]\n\n")]
    llm = load_llm(faulty.address)
    assert [say(llm), say(llm)] == ["Yes.", "No."]


def test_an_answer_is_never_longer_than_was_asked_for(faulty: Faulty) -> None:
    faulty.replies = [says(*(event("word ") for _ in range(99)))]
    assert say(load_llm(faulty.address), max_tokens=7) == "word " * 7


def test_characters_torn_apart_do_not_end_an_answer(faulty: Faulty) -> None:
    faulty.replies = [says(event("\ud83d"), event("\udf0d ok"), event(end="stop"))]
    assert say(load_llm(faulty.address)).endswith(" ok")


@pytest.mark.parametrize("fault", [fails(500), fails(503), fails(429), says()], ids=["500", "503", "429", "cut"])
def test_a_fault_before_the_first_word_is_got_over(faulty: Faulty, fault: Callable) -> None:
    faulty.replies = [fault] * (ATTEMPTS - 1) + [WHOLE]
    assert say(load_llm(faulty.address)) == "It was 12 tonnes."
    assert len(faulty.asked) == ATTEMPTS


@pytest.mark.parametrize(
    ("fault", "attempts", "words"),
    [
        (
            fails(500, '{"error": {"message": "out of\\nmemory"}}'),
            ATTEMPTS,
            "fails with status 500: out of memory. See",
        ),
        (fails(503), ATTEMPTS, "fails with status 503. See its log"),
        (says(), ATTEMPTS, "broke off its answer. Ask again, with fewer"),
        (fails(401, '{"detail": "no"}'), 1, f"wants a valid key: no. Put it into the environment variable {KEY}."),
        (fails(404, "{}"), 1, "does not know what was asked for: {}. Correct llm (most addresses end in /v1)"),
        (fails(422, '{"error": "too long"}'), 1, "refuses with status 422: too long. Ask with fewer"),
        (
            fails(200, "<html>", Content_Type="text/html"),
            1,
            "answers with text/html instead of text/event-stream. Name",
        ),
        (says("data: {broken\n\n"), 1, "sends what is no part of an answer: b' {broken'. Name a server"),
        (says("data: []\n\n"), 1, "sends what is no part of an answer"),
        (says('data: {"error": {"message": "lost"}}\n\n'), 1, 'failed: {"message": "lost"}. Ask again'),
    ],
)
def test_a_fault_that_stays_is_one_line(faulty: Faulty, fault: Callable, attempts: int, words: str) -> None:
    faulty.replies = [fault] * attempts
    with pytest.raises(ModelError) as told:
        say(load_llm(faulty.address))
    assert str(told.value).startswith(f"The model server {faulty.address} ")
    assert words in str(told.value)
    assert "\n" not in str(told.value)
    assert len(faulty.asked) == attempts


def test_a_stream_that_breaks_is_not_begun_again(faulty: Faulty) -> None:
    faulty.replies = [CUT]
    answer = load_llm(faulty.address).stream(FACT, max_tokens=16)
    assert [next(answer), next(answer)] == ["It was ", "12"]
    with pytest.raises(AwayError, match="broke off its answer"):
        next(answer)
    assert len(faulty.asked) == 1


def test_a_server_that_hangs_is_told(faulty: Faulty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "READ_SECONDS", 0.2)
    faulty.replies = [says(event("It "), hang=True)]
    with pytest.raises(ModelError, match=r"has sent nothing for 0 s\. See what it is doing"):
        say(load_llm(faulty.address))
    assert len(faulty.asked) == 1


@pytest.mark.parametrize("said", [(), (event("It "),)], ids=["silent", "begun"])
def test_cancelling_hangs_up_on_a_server_that_hangs(faulty: Faulty, said: tuple[str, ...]) -> None:
    faulty.replies = [says(*said, hang=True)]
    cancel = threading.Event()
    timer = threading.Timer(0.3, cancel.set)
    timer.start()
    start = time.monotonic()
    assert say(load_llm(faulty.address), cancel=cancel) == ("It " if said else "")
    assert 0.2 < time.monotonic() - start < 5
    timer.join()


def test_cancelling_ends_the_wait_for_another_attempt(faulty: Faulty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "BACKOFF_SECONDS", 60)
    faulty.replies = [fails(503)]
    cancel = threading.Event()
    timer = threading.Timer(0.3, cancel.set)
    timer.start()
    assert say(load_llm(faulty.address), cancel=cancel) == ""
    timer.join()


def test_nobody_there_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(server, "BACKOFF_SECONDS", 0.01)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{probe.getsockname()[1]}/v1"
        problem = f"The model server {address} is away: Connection refused"
        with pytest.raises(AwayError) as told:
            say(load_llm(address))
        config = tmp_path / "esg.toml"
        config.write_text(f'[models]\nllm = "{address}"\n', encoding="utf-8")
        check = next(check for check in checks(config) if check.name == "server")
    assert str(told.value) == f"{problem}. Start it, or name another llm under [models]."
    assert (check.found, check.fix) == (problem, "Start it, or name another llm under [models].")


def test_several_models_want_a_name(faulty: Faulty) -> None:
    faulty.models.append({"id": "two"})
    faulty.replies = [WHOLE]
    with pytest.raises(ModelError, match=r"has 2 models\. Write one of these as server_model .*: one, two\."):
        say(load_llm(faulty.address))
    assert say(load_llm(faulty.address, server_model="two")) == "It was 12 tonnes."
    assert faulty.asked[0]["model"] == "two"


def test_the_fingerprint_is_what_lasts_of_the_list(faulty: Faulty) -> None:
    first = load_llm(faulty.address).fingerprint
    assert load_llm(faulty.address).fingerprint == first
    assert faulty.models[0]["created"] == 2
    faulty.models[0]["meta"] = {"size": 1}
    assert load_llm(faulty.address).fingerprint != first
