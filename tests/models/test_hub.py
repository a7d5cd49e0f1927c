from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

from models import files, hub
from models.catalog import CATALOG
from models.errors import DownloadError, ModelError
from models.hub import pull
from models.spec import ModelFile

NAME = "multilingual-e5-small"
WEIGHTS = bytes(range(256)) * 4000
CONFIG = b'{"hidden_size": 384}'


@dataclass
class Hub:
    """A small hub on loopback: what it holds, how it misbehaves, and what it was asked."""

    content: dict[str, bytes]
    address: str = ""
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    break_after: list[int] = field(default_factory=list)
    failures: list[int] = field(default_factory=list)
    ignore_range: bool = False
    redirect: bool = False
    tags: dict[str, str] = field(default_factory=dict)


def _handler(served: Hub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None: ...

        def do_GET(self) -> None:
            self.close_connection = True
            wanted = self.headers.get("Range")
            name = self.path.rsplit("/resolve/", 1)[-1].split("/", 1)[-1]
            served.asked.append((self.path, wanted))
            if served.failures:
                return self.send_error(served.failures.pop(0))
            if served.redirect and not self.path.startswith("/storage"):
                self.send_response(302)
                self.send_header("Location", f"/storage/resolve/x/{name}")
                self.send_header("X-Linked-Etag", f'"{served.tags.get(name, "")}"')
                return self.end_headers()
            if (data := served.content.get(name)) is None:
                return self.send_error(404)
            start = int(wanted[6:-1]) if wanted and not served.ignore_range else 0
            if start >= len(data):
                return self.send_error(416)
            self.send_response(206 if start else 200)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
            if not served.redirect and name in served.tags:
                self.send_header("ETag", f'"{served.tags[name]}"')
            self.send_header("Content-Length", str(len(data) - start))
            self.end_headers()
            end = start + served.break_after.pop(0) if served.break_after else len(data)
            self.wfile.write(data[start:end])
            return None

    return Handler


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Hub]:
    monkeypatch.setenv("ESG_HOME", str(tmp_path))
    for proxy in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(proxy, raising=False)
    spec = replace(
        CATALOG[NAME],
        files=(
            ModelFile("model.safetensors", len(WEIGHTS), hashlib.sha256(WEIGHTS).hexdigest()),
            ModelFile("1_Pooling/config.json"),
        ),
    )
    for module in (hub, files):
        monkeypatch.setattr(module, "CATALOG", {**CATALOG, NAME: spec})
    state = Hub({"model.safetensors": WEIGHTS, "1_Pooling/config.json": CONFIG})
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(state))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    state.address = f"http://127.0.0.1:{server.server_address[1]}"
    yield state
    server.shutdown()
    server.server_close()
    thread.join()


def _pull(served: Hub, **options: object) -> Path:
    return pull(NAME, hub=served.address, wait=lambda _: None, **options)


def test_all_files_come_into_the_home_folder_with_progress(served: Hub, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    folder = _pull(served, progress=lambda done, total: steps.append((done, total)))
    assert folder == tmp_path / "models" / NAME
    assert (folder / "model.safetensors").read_bytes() == WEIGHTS
    assert (folder / "1_Pooling/config.json").read_bytes() == CONFIG
    assert served.asked[0][0] == (
        "/intfloat/multilingual-e5-small/resolve/614241f622f53c4eeff9890bdc4f31cfecc418b3/model.safetensors"
    )
    assert steps == sorted(steps)
    assert steps[-1] == (len(WEIGHTS) + len(CONFIG), len(WEIGHTS) + len(CONFIG))
    assert files.installed(NAME)
    assert [(state.name, state.state) for state in files.verify(NAME)] == [(NAME, "ok")]
    assert not list(folder.rglob("*.part"))


def test_an_interrupted_transfer_goes_on_where_it_broke_off(served: Hub) -> None:
    served.break_after = [300_000, 200_000]
    folder = _pull(served)
    assert [wanted for _, wanted in served.asked[:3]] == [None, "bytes=300000-", "bytes=500000-"]
    assert (folder / "model.safetensors").read_bytes() == WEIGHTS


def test_a_later_pull_goes_on_with_the_part_file(served: Hub, tmp_path: Path) -> None:
    part = tmp_path / "models" / NAME / "model.safetensors.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(WEIGHTS[:1000])
    assert (_pull(served) / "model.safetensors").read_bytes() == WEIGHTS
    assert served.asked[0][1] == "bytes=1000-"


def test_a_hub_that_ignores_ranges_sends_it_all_again(served: Hub) -> None:
    served.break_after, served.ignore_range = [5000], True
    assert (_pull(served) / "model.safetensors").read_bytes() == WEIGHTS


@pytest.mark.parametrize("kept", [WEIGHTS, WEIGHTS + b"too long"])
def test_a_part_that_reaches_the_end_is_whole_or_dropped(served: Hub, tmp_path: Path, kept: bytes) -> None:
    part = tmp_path / "models" / NAME / "model.safetensors.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(kept)
    assert (_pull(served) / "model.safetensors").read_bytes() == WEIGHTS


def test_what_is_here_is_not_fetched_again(served: Hub) -> None:
    _pull(served)
    served.asked.clear()
    _pull(served)
    assert [path.rsplit("/", 1)[-1] for path, _ in served.asked] == ["config.json"]


def test_other_content_is_refused_and_the_old_file_stays(served: Hub, tmp_path: Path) -> None:
    old = tmp_path / "models" / NAME / "model.safetensors"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"old")
    served.content["model.safetensors"] = WEIGHTS[:-1] + b"x"
    with pytest.raises(
        DownloadError, match=r"came damaged: it has the sha256 .* It was dropped. Run again: esg models"
    ):
        _pull(served)
    assert old.read_bytes() == b"old"
    assert not list(tmp_path.rglob("*.part"))


def test_a_file_longer_than_it_can_be_is_cut_off(served: Hub, tmp_path: Path) -> None:
    served.content["model.safetensors"] = WEIGHTS + b"more"
    with pytest.raises(DownloadError, match="sends more than the 1,024,000 bytes"):
        _pull(served)
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.parametrize("redirect", [False, True])
@pytest.mark.parametrize("kind", ["sha256", "git"])
def test_a_hash_the_hub_states_is_held_to(served: Hub, kind: str, redirect: bool) -> None:
    served.redirect = redirect
    right = {
        "sha256": hashlib.sha256(CONFIG).hexdigest(),
        "git": hashlib.sha1(b"blob %d\0" % len(CONFIG) + CONFIG, usedforsecurity=False).hexdigest(),
    }[kind]
    served.tags["1_Pooling/config.json"] = right
    _pull(served)
    served.tags["1_Pooling/config.json"] = right[::-1]
    with pytest.raises(DownloadError, match=r"1_Pooling/config\.json of multilingual-e5-small came damaged"):
        _pull(served)


def test_a_tampered_file_without_a_catalogue_hash_is_found_by_the_record(served: Hub) -> None:
    folder = _pull(served)
    (folder / "1_Pooling/config.json").write_bytes(CONFIG[::-1])
    assert files.verify(NAME)[0].state == "damaged"


def test_a_passing_failure_is_survived_and_a_lasting_one_told(served: Hub) -> None:
    served.failures = [503, 429, 500]
    assert (_pull(served) / "model.safetensors").read_bytes() == WEIGHTS
    (files.home() / "models" / NAME / "model.safetensors").unlink()
    served.failures = [503] * 20
    with pytest.raises(DownloadError, match=r"cannot be reached: the hub answers 503. Check the network"):
        _pull(served)
    assert len(served.failures) == 20 - hub.ATTEMPTS


@pytest.mark.parametrize(("status", "words"), [(404, "does not have it"), (401, "denies it"), (410, "answers 410")])
def test_a_refusal_is_not_asked_for_twice(served: Hub, status: int, words: str) -> None:
    served.failures = [status]
    with pytest.raises(DownloadError, match=words):
        _pull(served)
    assert len(served.asked) == 1


def test_offline_is_one_clear_line(served: Hub) -> None:
    waits: list[float] = []
    with pytest.raises(DownloadError, match=r"cannot be reached: .*refused"):
        pull(NAME, hub="http://127.0.0.1:9", wait=waits.append)
    assert waits == [2.0, 4.0, 8.0, 16.0]


def test_a_full_disk_is_told_before_anything_is_fetched(served: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub.shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    with pytest.raises(DownloadError, match=r"needs 1,024,000 more bytes, but .* has room for 1,000"):
        _pull(served)
    assert served.asked == []


def test_a_home_that_cannot_be_written_is_told(served: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ESG_HOME", str(tmp_path / "file"))
    with pytest.raises(DownloadError, match="cannot be written: Not a directory"):
        _pull(served)


def test_the_hub_is_an_address_and_may_come_from_the_environment(served: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ESG_HUB", served.address + "/")
    assert (pull(NAME) / "model.safetensors").read_bytes() == WEIGHTS
    with pytest.raises(DownloadError, match="'file:///etc' is not the address of a hub"):
        pull(NAME, hub="file:///etc")
    with pytest.raises(ModelError, match="There is no model called 'x'"):
        pull("x")


def test_a_bundled_model_needs_no_hub(served: Hub) -> None:
    assert (pull("all-minilm-l6-v2", hub=served.address) / "modules.json").is_file()
    assert served.asked == []
