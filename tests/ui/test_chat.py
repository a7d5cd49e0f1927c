"""The server of the chat, without a browser."""

from __future__ import annotations

import asyncio
import gc
import json
import re
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from models.errors import ModelMissingError
from rag.config import AnswerSettings
from rag.errors import AnswerError
from tests.ui.browsing import eventually
from tests.ui.test_panels import words
from ui import accounts, chat
from ui.chat import Access
from ui.loading import Loading


@pytest.fixture
def served(serve: Callable[..., gr.Blocks], scripted: Any) -> gr.Blocks:
    """The page over the scripted assistant, listening."""
    return serve(scripted)


def fetched(url: str) -> tuple[str, dict[str, str]]:
    """Body and headers of a page."""
    with urllib.request.urlopen(url, timeout=10) as response:
        return response.read().decode(), dict(response.headers)


def health(served: gr.Blocks) -> Any:
    """What is told of the server's health."""
    return json.loads(fetched(served.local_url + "health")[0])


def test_the_page_names_no_font_script_or_style_of_another_host(served: gr.Blocks, scripted: Any) -> None:
    body, headers = fetched(served.local_url)
    assert headers["content-security-policy"].startswith("default-src 'self'; ")
    assert "http" not in headers["content-security-policy"]
    assert re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"(?:https?:)?//[^\"]*", body) == []
    assert re.findall(r"url\(['\"]?(?:https?:)?//|@import", fetched(served.local_url + "theme.css")[0]) == []
    assert scripted.warmed.wait(5)


def test_gradio_neither_reports_nor_shares_nor_records(served: gr.Blocks) -> None:
    config = json.loads(fetched(served.local_url + "config")[0])
    assert (served.analytics_enabled, served.share, served.run_history) == (False, False, False)
    assert config["footer_links"] == []
    assert config["theme_hash"]
    assert [found["api_visibility"] for found in config["dependencies"] if found["api_visibility"] != "private"] == []


def test_pages_that_nobody_needs_are_off(served: gr.Blocks) -> None:
    for path in ("docs", "redoc", "monitoring"):
        with pytest.raises(urllib.error.HTTPError) as failure:
            fetched(served.local_url + path)
        assert failure.value.code in {403, 404}
        failure.value.close()


@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")  # Gradio's probe of a port that is taken
def test_a_port_that_is_taken_is_told_in_one_line(served: gr.Blocks, scripted: Any) -> None:
    async def again() -> str:
        with pytest.raises(AnswerError) as failure:
            chat.start(scripted, chat.Access(port=served.server_port))
        return str(failure.value)

    assert asyncio.run(again()) == (
        f"The chat cannot listen on 127.0.0.1:{served.server_port}. "
        "Another program may hold that port: choose another with --port."
    )
    gc.collect()


def test_without_a_login_nothing_but_health_is_told(
    serve: Callable[..., gr.Blocks], scripted: Any, tmp_path: Path
) -> None:
    accounts.add_user(tmp_path / "users", "ann", "correct horse")
    served = serve(scripted, accounts=tmp_path / "users")
    assert scripted.warmed.wait(5)
    assert eventually(lambda: health(served) == {"status": "ok", "models": "ready"})
    assert "Report 2023" not in fetched(served.local_url)[0]
    for path in ("config", "gradio_api/info", "gradio_api/upload_progress?upload_id=x"):
        with pytest.raises(urllib.error.HTTPError) as failure:
            fetched(served.local_url + path)
        assert failure.value.code == 401
        failure.value.close()


def test_a_wrong_login_is_refused(
    serve: Callable[..., gr.Blocks], scripted: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "WRONG_WAIT", 0.01)
    accounts.add_user(tmp_path / "users", "ann", "correct horse")
    address = serve(scripted, accounts=tmp_path / "users").local_url + "login"

    def login(password: str) -> int:
        form = urllib.parse.urlencode({"username": "ann", "password": password}).encode()
        try:
            with urllib.request.urlopen(address, data=form, timeout=10) as response:
                return int(response.status)
        except urllib.error.HTTPError as failure:
            failure.close()
            return failure.code

    assert login("wrong horse") == 400
    assert login("correct horse") == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "reports.example"])
def test_it_is_not_open_to_others_by_mistake(scripted: Any, host: str, tmp_path: Path) -> None:
    with pytest.raises(AnswerError, match="without a login"):
        chat.start(scripted, Access(host))
    Access(host, open_to_all=True).check()
    Access(host, accounts=tmp_path / "users").check()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_this_machine_needs_no_login(host: str) -> None:
    Access(host).check()


def test_a_login_nobody_can_pass_is_refused_before_listening(scripted: Any, tmp_path: Path) -> None:
    with pytest.raises(AnswerError, match="Nobody can log in"):
        chat.start(scripted, Access(accounts=tmp_path / "users"))


def test_what_is_loading_is_told_until_it_is_loaded(scripted: Any) -> None:
    loading = Loading(scripted)
    assert loading.state == "loading"
    assert words(loading.line()) == "Loading all-minilm-l6-v2 for the search…"
    scripted.settings = replace(scripted.settings, answer=AnswerSettings(writer="phrase"))
    assert words(loading.line()) == "Loading all-minilm-l6-v2 for the search and smollm2-135m-instruct for the answers…"
    loading.run()
    assert (loading.state, loading.line()) == ("ready", "")


def test_models_that_cannot_load_are_logged_and_told(scripted: Any, caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise ModelMissingError("There is no model <x>", fix="Pull it.")

    scripted.warm = fail
    loading = Loading(scripted)
    loading.run()
    assert caplog.messages == ["The models are not ready: There is no model <x>. Pull it."]
    assert (loading.ready, loading.state) == (True, "failed")
    assert words(loading.line()) == "There is no model &lt;x&gt;. Pull it."


@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")  # as above, where 7860 is taken
def test_launch_tells_its_address_and_ends_when_interrupted(scripted: Any) -> None:
    told: list[str] = []

    def interrupt(address: str) -> None:
        told.append(address)
        assert "ESG Answers" in fetched(address)[0]
        raise InterruptedError

    async def launch() -> None:
        with pytest.raises(InterruptedError):
            chat.launch(scripted, port=0, open_browser=False, ready=interrupt)

    asyncio.run(launch())
    with pytest.raises(urllib.error.URLError):
        fetched(told[0])
    gc.collect()


def test_the_server_does_not_wait_for_the_models(serve: Callable[..., gr.Blocks], scripted: Any) -> None:
    go = threading.Event()
    scripted.warm = lambda: go.wait(20)
    served = serve(scripted)
    assert health(served)["models"] == "loading"
    assert "Loading all-minilm-l6-v2" in fetched(served.local_url + "config")[0]
    go.set()
