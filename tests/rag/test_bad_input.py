"""Bad input as a user meets it: one line that says what is wrong and what to do, and an index that stays usable."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from index.errors import IndexMissingError
from index.store.locking import writing
from rag import Assistant
from rag.cli import main
from rag.config import Settings
from rag.errors import QuestionError
from rag.indexing import make_index

ROOT = Path(__file__).parents[2]
REPORT = "# Acme ESG report 2024\n\n## Water\n\nAcme withdrew 1,234 tonnes of water in 2024.\n"


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder with one good report."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "acme.md").write_text(REPORT, encoding="utf-8")
    return folder


@pytest.fixture
def own_index(reports: Path, tmp_path: Path) -> Path:
    """An index of that report."""
    into = tmp_path / "acme.index"
    make_index([reports], into=into, settings=Settings())
    return into


def many(folder: Path, *, sections: int) -> None:
    """Put a report of many passages beside the others."""
    text = "".join(
        f"## Part {n}\n\nSite {n} used {n * 37} MWh, {n % 7} parts of it from wind and {n % 11} from the sun.\n\n"
        for n in range(sections)
    )
    (folder / "big.md").write_text(f"# Big report 2023\n\n{text}", encoding="utf-8")


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a failing command says, which must be one line."""
    assert main(list(arguments)) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    return printed.err.rstrip("\n")


def documents(folder: Path) -> list[str]:
    """The reports of an index that can be opened and asked."""
    with_index = Assistant.open(folder, settings=Settings())
    try:
        assert with_index.search("water", k=1)[0].document == "acme.md"
        return sorted(document.name for document in with_index.documents)
    finally:
        with_index.close()


# --- questions


@pytest.mark.parametrize("question", ["", "   ", "?!"])
def test_empty_question(question: str, sample_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = "esg: The question is empty. Ask something, for example: What were Scope 1 emissions in 2024?"
    assert told(capsys, "ask", question, "--index", str(sample_index)) == line


def test_question_of_100000_characters(
    assistant: Assistant, sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    question = "emissions " * 10_000
    line = told(capsys, "ask", question, "--index", str(sample_index))
    assert re.fullmatch(r"esg: The question has [\d,]+ characters.*", line)
    with pytest.raises(QuestionError) as raised:
        assistant.ask(question)
    assert f"esg: {raised.value}" == line


# --- reports


def test_empty_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    line = told(capsys, "index", str(empty), "--into", str(tmp_path / "new.index"))
    assert line.startswith(f"esg: There is no report in {empty}. These kinds of file are read: ")
    assert not (tmp_path / "new.index").exists()


def test_path_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "none"
    line = told(capsys, "index", str(missing), "--into", str(tmp_path / "new.index"))
    assert line == f"esg: There is no file or folder {missing}. Check the path."


def test_unreadable_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # The tests may run as root, whom no permission stops; a link that leads nowhere stops everybody.
    dangling = tmp_path / "report.md"
    dangling.symlink_to(tmp_path / "gone.md")
    line = told(capsys, "index", str(dangling), "--into", str(tmp_path / "new.index"))
    assert line == f"esg: There is no file or folder {dangling}. Check the path."


@pytest.mark.skipif(os.geteuid() == 0, reason="no permission stops root")
def test_file_without_permission(reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret = reports / "secret.md"
    secret.write_text(REPORT, encoding="utf-8")
    secret.chmod(0)
    assert main(["index", str(reports), "--into", str(tmp_path / "new.index")]) == 0
    assert f"skipped: {secret}: " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7\x00\x01\x02" * 99, "is binary, not text"),
        (b"# Acme\n\nCO\xb2 fell.\n", "is not valid UTF-8: the first broken byte is in line 3"),
        (b"\n \n", "holds no text"),
    ],
    ids=["binary", "broken encoding", "blank"],
)
def test_bad_file_is_skipped_with_its_reason(
    content: bytes, reason: str, reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad, into = reports / "bad.txt", tmp_path / "new.index"
    bad.write_bytes(content)
    assert main(["index", str(reports), "--into", str(into)]) == 0
    printed = capsys.readouterr()
    assert [line for line in printed.err.splitlines() if line.startswith("skipped: ")] == [f"skipped: {bad}: {reason}"]
    assert "1 report: 1 added, 0 changed, 0 removed, 0 unchanged, 1 skipped." in printed.out
    assert documents(into) == ["acme.md"]


def test_nothing_but_a_bad_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\x00" * 99)
    line = told(capsys, "index", str(bad), "--into", str(tmp_path / "new.index"), "--quiet")
    assert line.startswith(f"esg: No report could be read: {bad}")


# --- indexes


def test_missing_index(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = f"esg: There is no index in {home / 'index'}. Make one: esg index PATH... --into {home / 'index'}"
    assert told(capsys, "ask", "How much water?") == line
    with pytest.raises(IndexMissingError) as raised:
        Assistant.open()
    assert f"esg: {raised.value}" == line


def manifest_with(folder: Path, **values: object) -> None:
    """Change what the manifest of an index says."""
    file = folder / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | values), encoding="utf-8")


def test_index_of_another_format(own_index: Path, reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest_with(own_index, format_version=99)
    line = told(capsys, "ask", "How much water?", "--index", str(own_index))
    assert line.startswith(
        f"esg: {own_index} is an index of format 99, this program reads format 3. Make it anew: esg "
    )
    assert told(capsys, "index", str(reports), "--into", str(own_index)) == line
    command = line.partition("Make it anew: esg ")[2].split()
    assert main(command) == 0
    assert documents(own_index) == ["acme.md"]


def test_index_of_another_embedder(own_index: Path, reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest_with(own_index, embedder="older-model", fingerprint="0123456789abcdef")
    line = told(capsys, "ask", "How much water?", "--index", str(own_index))
    assert line.startswith(
        f"esg: {own_index} was made with the embedder older-model (0123456789ab), but all-minilm-l6-v2 ("
    )
    assert told(capsys, "index", str(reports), "--into", str(own_index)) == line
    assert main(line.partition("make it anew: esg ")[2].split()) == 0
    assert documents(own_index) == ["acme.md"]


def test_damaged_index(own_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vectors = next(own_index.glob("generation-*/vectors.faiss"))
    vectors.write_bytes(vectors.read_bytes()[:-1])
    line = told(capsys, "search", "water", "--index", str(own_index))
    assert line.startswith(f"esg: The index in {own_index} is damaged: ")
    assert main(line.partition("Make it anew: esg ")[2].split()) == 0
    assert documents(own_index) == ["acme.md"]


def test_two_indexers_at_once(own_index: Path, reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with writing(own_index):
        line = told(capsys, "index", str(reports), "--into", str(own_index))
    assert line == (
        f"esg: {own_index} is being written by another run (process {os.getpid()}). "
        "Wait till that has ended, then run it again."
    )
    assert main(["index", str(reports), "--into", str(own_index)]) == 0


def test_question_while_indexing(own_index: Path, reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    embedding, go_on = threading.Event(), threading.Event()

    def wait_while_embedding(stage: str, _done: int, _total: int) -> None:
        if stage == "embed":
            embedding.set()
            go_on.wait(60)

    many(reports, sections=5)
    options = {"into": own_index, "settings": Settings(), "progress": wait_while_embedding}
    indexer = threading.Thread(target=make_index, args=([reports],), kwargs=options)
    indexer.start()
    try:
        assert embedding.wait(60)
        assert main(["ask", "How many tonnes of water did Acme withdraw?", "--index", str(own_index)]) == 0
        assert "1,234" in capsys.readouterr().out
        assert documents(own_index) == ["acme.md"]
    finally:
        go_on.set()
        indexer.join()
    assert documents(own_index) == ["acme.md", "big.md"]


# --- a run that is cut off


def indexer(reports: Path, into: Path, **options: object) -> subprocess.Popen[str]:
    """An indexer in a process of its own."""
    command = [sys.executable, "-m", "rag.cli", "index", str(reports), "--into", str(into)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=ROOT, **pipes, **options)  # type: ignore[call-overload,no-any-return]


def test_disk_full(own_index: Path, reports: Path) -> None:
    def small_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    many(reports, sections=60)
    with indexer(reports, own_index, preexec_fn=small_disk) as process:
        _, told = process.communicate(timeout=120)
    assert process.returncode == 1
    assert told.splitlines()[-1] == (
        f"esg: The disk is full: {own_index} cannot be written. The index from before is untouched; "
        "make room or choose another folder with --into, then run it again."
    )
    assert documents(own_index) == ["acme.md"]
    assert main(["index", str(reports), "--into", str(own_index)]) == 0
    assert documents(own_index) == ["acme.md", "big.md"]


def test_ctrl_c(own_index: Path, reports: Path) -> None:
    many(reports, sections=3000)
    with indexer(reports, own_index) as process:
        assert process.stderr
        assert process.stderr.readline() == "read: 1\n"
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=120)
    assert process.returncode == 130
    assert told == "Interrupted; the index is as it was before.\n"
    assert documents(own_index) == ["acme.md"]
    (reports / "big.md").unlink()
    many(reports, sections=3)
    assert main(["index", str(reports), "--into", str(own_index)]) == 0
    assert documents(own_index) == ["acme.md", "big.md"]


def test_killed(own_index: Path, reports: Path) -> None:
    many(reports, sections=3000)
    with indexer(reports, own_index) as process:
        assert process.stderr
        assert process.stderr.readline() == "read: 1\n"
        process.kill()
    assert documents(own_index) == ["acme.md"]
    (reports / "big.md").unlink()
    assert main(["index", str(reports), "--into", str(own_index)]) == 0
    assert documents(own_index) == ["acme.md"]
