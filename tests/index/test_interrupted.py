"""Builds that are killed, stopped, starved of disk or disturbed: the old index answers on, the next run heals."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from index.building import build_index
from index.errors import IndexBusyError
from index.store import Index
from index.store.manifest import Manifest
from models.fakes import FakeEmbedder

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals and limits")

CHILD = """
import os, resource, signal, sys, time
from pathlib import Path
from index.building import build_index
from models.errors import EsgError
from models.fakes import FakeEmbedder

reports, into, action, stage, done = sys.argv[1:]

def progress(*call):
    if call[:2] != (stage, int(done)):
        return
    if action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if action == "wait":
        print("waiting", flush=True)
        time.sleep(60)
    if action.startswith("limit"):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        limit = int(action.removeprefix("limit"))
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

try:
    build_index([Path(reports)], into=Path(into), embedder=FakeEmbedder(), progress=progress)
except EsgError as error:
    print(type(error).__name__, error)
    sys.exit(1)
except KeyboardInterrupt:
    print("stopped")
    sys.exit(130)
print("built")
"""
ROOT = Path(__file__).parents[2]
MOMENTS = [("read", 1), ("read", 3), ("embed", 1), ("write", 0), ("write", 1), ("write", 2), ("write", 3)]


def start(reports: Path, into: Path, action: str, stage: str, done: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", CHILD, str(reports), str(into), action, stage, str(done)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run(reports: Path, into: Path, action: str, stage: str, done: int) -> tuple[int, str]:
    child = start(reports, into, action, stage, done)
    output, errors = child.communicate(timeout=60)
    assert errors == ""
    return child.returncode, output


def change(reports: Path) -> None:
    """Three reports to read, all new to the index."""
    (reports / "acme.md").write_text("# Acme\n\nAll is new.\n", encoding="utf-8")
    (reports / "borealis.md").write_text("# Borealis\n\nAll is new here, too.\n", encoding="utf-8")
    (reports / "cobalt.md").write_text("# Cobalt\n\nNew from the ground.\n", encoding="utf-8")


def entries(into: Path) -> list[str]:
    return sorted(str(path.relative_to(into)) for path in into.rglob("*") if path.is_dir() or path.parent == into)


def found(into: Path, word: str) -> int:
    """How many passages hold a word; the vectors must bear each of them."""
    with Index.open(into) as index:
        query = FakeEmbedder().embed_query(word)
        assert len(index.nearest(query, 99)) == index.count
        return len(index.passages([hit.id for hit in index.matching([word], 99)]))


@pytest.mark.parametrize(("stage", "done"), MOMENTS)
def test_killed(build: Any, reports: Path, into: Path, stage: str, done: int) -> None:
    build()
    change(reports)
    assert run(reports, into, "kill", stage, done) == (-signal.SIGKILL, "")
    swapped = (stage, done) == ("write", 3)
    assert (found(into, "landfill"), found(into, "new")) == ((0, 3) if swapped else (1, 0))
    expected = (3, 0) if swapped else (1, 1)
    summary = build()
    assert (summary.documents, summary.passages) == (3, 3)
    assert (summary.unchanged, summary.added) == (expected if swapped else (0, 1))
    assert (found(into, "landfill"), found(into, "new")) == (0, 3)
    assert len(entries(into)) == 3
    assert entries(into)[0] == ".lock"
    assert entries(into)[1].startswith("generation-")
    assert entries(into)[2] == "manifest.json"


@pytest.mark.parametrize(("stage", "done"), MOMENTS[3:])
def test_killed_in_the_first_build(build: Any, reports: Path, into: Path, stage: str, done: int) -> None:
    (reports / "cobalt.md").write_text("# Cobalt\n\nNew from the ground.\n", encoding="utf-8")
    assert run(reports, into, "kill", stage, done)[0] == -signal.SIGKILL
    assert build().documents == 3
    assert found(into, "landfill") == 1
    assert len(entries(into)) == 3


def test_killed_at_any_time(build: Any, reports: Path, into: Path) -> None:
    build()
    moments = random.Random(5)
    for _ in range(8):
        (reports / "acme.md").write_text(f"# Acme\n\nlandfill {moments.random()}\n", encoding="utf-8")
        child = start(reports, into, "none", "", 0)
        time.sleep(0.1 + 0.3 * moments.random())
        child.kill()
        child.communicate()
        assert found(into, "landfill") == 1
        build()
        assert found(into, "landfill") == 1
        assert len(entries(into)) == 3


def test_a_manifest_that_was_not_put_in_force_goes(build: Any, into: Path) -> None:
    build()
    (into / "manifest.json.new").write_text("{half", encoding="utf-8")
    (into / "generation-000007").mkdir()
    assert build().unchanged == 2
    assert entries(into) == [".lock", "generation-000001", "manifest.json"]


def test_foreign_files_in_the_folder_stay(build: Any, into: Path) -> None:
    (into / "generation-notes").mkdir(parents=True)
    (into / "notes.txt").write_text("mine", encoding="utf-8")
    build()
    assert (into / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert (into / "generation-notes").is_dir()


@pytest.mark.parametrize(("stage", "done"), [("read", 1), ("embed", 1), ("write", 1), ("write", 2)])
def test_stopped_by_the_user(build: Any, reports: Path, into: Path, stage: str, done: int) -> None:
    build()
    before = entries(into)
    change(reports)
    child = start(reports, into, "wait", stage, done)
    assert child.stdout is not None
    assert child.stdout.readline() == "waiting\n"
    child.send_signal(signal.SIGINT)
    assert child.communicate(timeout=60) == ("stopped\n", "")
    assert child.returncode == 130
    assert entries(into) == before
    assert found(into, "landfill") == 1


def many(reports: Path) -> None:
    """A report of two hundred passages, which take up about 130 kB as text and 200 kB as vectors."""
    sections = "".join(f"## Part {number}\n\nNumber {number} is new.\n\n" for number in range(200))
    (reports / "many.md").write_text(f"# Many\n\n{sections}", encoding="utf-8")


@pytest.mark.parametrize(
    ("limit", "problem"),
    [
        (0, "The disk is full: {} cannot be written"),  # while the passages are copied
        (80_000, "{} cannot be written: disk I/O error"),  # in SQLite, which tells only a full disk apart
        (160_000, "The disk is full: {} cannot be written"),  # while the vectors are written
    ],
)
def test_a_file_that_may_not_grow(build: Any, reports: Path, into: Path, limit: int, problem: str) -> None:
    build()
    before = entries(into)
    many(reports)
    code, output = run(reports, into, f"limit{limit}", "write", 0)
    assert code == 1
    assert output.startswith(f"IndexingError {problem.format(into)}. The index from before is untouched")
    assert entries(into) == before
    assert found(into, "landfill") == 1
    assert build().documents == 3


@pytest.mark.parametrize("room", [90, 120, 150, 180])
def test_a_full_disk(reports: Path, tmp_path: Path, room: int) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={room}k", "tmpfs", str(disk)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this user may not mount a small disk")
    try:
        into = disk / "my.index"
        build_index([reports], into=into, embedder=FakeEmbedder())
        before = entries(into)
        many(reports)
        code, output = run(reports, into, "none", "", 0)
        assert (code, output.split(".")[0]) == (1, f"IndexingError The disk is full: {disk}/my")
        assert entries(into) == before
        assert found(into, "landfill") == 1
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_two_at_once(build: Any, reports: Path, into: Path) -> None:
    build()
    change(reports)
    child = start(reports, into, "wait", "embed", 1)
    assert child.stdout is not None
    assert child.stdout.readline() == "waiting\n"
    started = time.perf_counter()
    with pytest.raises(IndexBusyError) as caught:
        build()
    assert time.perf_counter() - started < 1
    assert caught.value.problem == f"{into} is being written by another run (process {child.pid})"
    assert found(into, "landfill") == 1
    child.kill()
    child.communicate()
    # The system has released the lock of the killed process.
    assert build().documents == 3


def ask(index: Index) -> int:
    """Both searches, and every passage they found; says which generation answered."""
    (hit, *_) = index.matching(["acme"], 1)
    assert index.passages([hit.id])[0].document.name == "acme.md"
    nearest = index.nearest(FakeEmbedder().embed_query("Acme"), 99)
    assert len(index.passages([hit.id for hit in nearest])) == index.count
    return index.manifest.generation


def test_a_generation_that_goes_while_it_is_opened(
    build: Any, reports: Path, into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    read, stale = Manifest.read, [Manifest.read(into)]
    change(reports)
    build()
    # The first look at the manifest is from before the build, as when the build falls between look and opening.
    monkeypatch.setattr(Manifest, "read", lambda folder: stale.pop() if stale else read(folder))
    with Index.open(into) as index:
        assert (stale, index.manifest.generation, index.count) == ([], 2, 3)


def test_questions_while_indexing(build: Any, reports: Path, into: Path) -> None:
    build()
    failures: list[BaseException] = []
    old: set[int] = set()
    new: set[int] = set()
    done = threading.Event()
    ready = threading.Barrier(4)

    def keep_asking(*, anew: bool) -> None:
        try:
            with Index.open(into) as index:
                ready.wait(30)
                while not done.is_set() and not anew:
                    old.add(ask(index))
            while not done.is_set():
                with Index.open(into) as index:
                    new.add(ask(index))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=keep_asking, kwargs={"anew": anew}) for anew in (False, True, True)]
    for thread in threads:
        thread.start()
    ready.wait(30)
    for number in range(25):
        (reports / "acme.md").write_text(f"# Acme\n\nAcme in its state {number}.\n", encoding="utf-8")
        build()
    done.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert old == {1}
    assert len(new) > 3
    assert entries(into) == [".lock", "generation-000026", "manifest.json"]
