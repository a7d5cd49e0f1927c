from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.errors import IndexBusyError, IndexDamagedError, IndexMismatchError, IndexMissingError
from index.store.folder import MANIFEST, write_manifest
from index.store.locking import writing
from index.store.manifest import IndexedFile, Manifest, check, rebuild_command, salvage
from index.types import Correction

MANIFESTED = Manifest(
    folder=Path(),
    generation=3,
    created="2026-01-02T03:04:05+00:00",
    embedder="small",
    fingerprint="aaaaaaaaaaaabbbb",
    dimension=16,
    passage_characters=600,
    reading_version=1,
    pictures=False,
    passages=12,
    tables=3,
    figures=40,
    files=(
        IndexedFile("/reports/ä.md", "ä.md", "00ff", Correction(title="Ä", year=2023)),
        IndexedFile("/reports/b.md", "b.md", "00ee"),
    ),
    sources=("/reports",),
    checksums={"passages.sqlite": "01", "vectors.faiss": "02"},
)


class Named:
    def __init__(self, name: str, fingerprint: str) -> None:
        self.name, self.fingerprint, self.dimension = name, fingerprint, 16


def test_what_is_written_is_read(tmp_path: Path) -> None:
    write_manifest(tmp_path, MANIFESTED.to_bytes())
    assert Manifest.read(tmp_path) == replace(MANIFESTED, folder=tmp_path)
    assert Manifest.read(tmp_path).generation_folder == tmp_path / "generation-000003"
    assert [path.name for path in tmp_path.iterdir()] == [MANIFEST]


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match=rf"esg index PATH\.\.\. --into {tmp_path}$"):
        Manifest.read(tmp_path)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b"\xff\xfe\x00", b'"text"', MANIFESTED.to_bytes()[:300]]
)
def test_broken(tmp_path: Path, content: bytes) -> None:
    (tmp_path / MANIFEST).write_bytes(content)
    with pytest.raises(
        IndexDamagedError, match=r"manifest\.json cannot be read .*esg index PATH\.\.\. --into .* --rebuild"
    ):
        Manifest.read(tmp_path)
    assert salvage(tmp_path) is None


@pytest.mark.parametrize("key", [key for key in json.loads(MANIFESTED.to_bytes()) if key != "format_version"])
@pytest.mark.parametrize("value", [None, [1], 1.5, "missing"])
def test_incomplete(tmp_path: Path, key: str, value: Any) -> None:
    values = json.loads(MANIFESTED.to_bytes())
    if value == "missing":
        del values[key]
    else:
        values[key] = value
    (tmp_path / MANIFEST).write_text(json.dumps(values), encoding="utf-8")
    if key == "sources" and value == [1]:
        assert Manifest.read(tmp_path).sources == ("1",)
        return
    with pytest.raises(IndexDamagedError, match="is not complete"):
        Manifest.read(tmp_path)


@pytest.mark.parametrize("version", [None, 0, 2, 4, "3", True])
def test_another_format(tmp_path: Path, version: Any) -> None:
    values = json.loads(MANIFESTED.to_bytes()) | {"format_version": version}
    (tmp_path / MANIFEST).write_text(json.dumps(values), encoding="utf-8")
    with pytest.raises(IndexMismatchError, match=f"of format {version!r}, this program reads format 3"):
        Manifest.read(tmp_path)
    saved = salvage(tmp_path)
    assert saved is not None
    assert saved.files == MANIFESTED.files


def test_check_names_both_sides_and_the_command(tmp_path: Path) -> None:
    manifest = replace(MANIFESTED, folder=tmp_path, sources=(str(tmp_path),))
    check(manifest, Named("renamed", "aaaaaaaaaaaabbbb"))  # type: ignore[arg-type]
    with pytest.raises(IndexMismatchError) as caught:
        check(manifest, Named("large", "ccccccccccccdddd"))  # type: ignore[arg-type]
    assert str(caught.value) == (
        f"{tmp_path} was made with the embedder small (aaaaaaaaaaaa), but large (cccccccccccc) is set now. "
        f"Set that embedder, or make it anew: esg index {tmp_path} --into {tmp_path} --rebuild"
    )


def test_rebuild_command_can_be_pasted(tmp_path: Path) -> None:
    (tmp_path / "a b").mkdir()
    assert rebuild_command(Path("my index"), [str(tmp_path / "a b"), "/nowhere"]) == (
        f"esg index '{tmp_path}/a b' --into 'my index' --rebuild"
    )
    assert rebuild_command(Path("x"), ["/nowhere"]) == "esg index PATH... --into x --rebuild"


def test_a_reader_sees_the_old_manifest_or_the_new_one(tmp_path: Path) -> None:
    write_manifest(tmp_path, MANIFESTED.to_bytes())
    seen, done = set(), threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.add(Manifest.read(tmp_path).passages)

    thread = threading.Thread(target=read)
    thread.start()
    for passages in range(200):
        write_manifest(tmp_path, replace(MANIFESTED, passages=passages).to_bytes())
    done.set()
    thread.join()
    assert len(seen) > 1
    assert Manifest.read(tmp_path).passages == 199


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    with writing(tmp_path / "a"):
        with (
            pytest.raises(IndexBusyError, match=rf"{tmp_path}/a is being written by another run \(process \d+\)"),
            writing(tmp_path / "a"),
        ):
            pass
        with writing(tmp_path / "b"):
            pass
    with writing(tmp_path / "a"):
        pass
