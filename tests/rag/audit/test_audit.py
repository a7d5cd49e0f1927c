"""Answers written down: what an entry holds, that writing it never loses an answer, and asking it again."""

from __future__ import annotations

import json
import logging
import os
import resource
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from index.building import build_index
from index.store import Index
from models.errors import ModelError
from models.fakes import FakeEmbedder, ScriptedLLM
from rag import Assistant, Settings, Turn
from rag.audit import AuditLog
from rag.audit.actions import findings
from rag.audit.entry import sha256
from rag.audit.reading import entries, verify
from rag.cli import main
from rag.config import AuditSettings

WATER = "How much water did Acme withdraw in 2023?"
REPORT = """# Acme ESG report 2023

## Water

Acme withdrew 1,200 tonnes of water in 2023.

## Waste

Acme sorted 37 tonnes of waste in 2023.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a report and its index, for an embedder that costs nothing."""
    monkeypatch.setattr("rag.assistant.load_embedder", lambda _: FakeEmbedder())
    (tmp_path / "acme.md").write_text(REPORT, encoding="utf-8")
    build_index([tmp_path / "acme.md"], into=tmp_path / "index", embedder=FakeEmbedder())
    return tmp_path


@pytest.fixture
def esg(folder: Path) -> Iterator[Assistant]:
    """An assistant that writes its answers down."""
    opened = Assistant.open(folder / "index", settings=Settings(), audit=folder / "audit.jsonl")
    yield opened
    opened.close()


def last(folder: Path) -> dict[str, Any]:
    """The last entry written."""
    return entries(folder / "audit.jsonl", last=1)[0].content


def wrong(folder: Path) -> list[str]:
    """What is wrong with the audit file."""
    return [finding.text for finding in verify(folder / "audit.jsonl") if finding.wrong]


def replayed(folder: Path, *arguments: str) -> int:
    """The exit code of asking again."""
    return main(["audit", "replay", str(folder / "audit.jsonl"), *arguments])


# --- what is written


def test_an_answer_is_written_with_all_that_made_it(esg: Assistant, folder: Path) -> None:
    before = datetime.now(UTC)
    answer = esg.ask(WATER, documents=["acme.md"], years=(2023,))
    entry = last(folder)
    told = json.loads(json.dumps(answer.to_dict()))
    assert entry["answer"] == {key: told[key] for key in told if key not in {"question", "seconds"}}
    assert (entry["question"], entry["understood"], entry["seconds"]) == (WATER, WATER, told["seconds"])
    assert (entry["documents"], entry["years"], entry["history"], entry["stopped"]) == (["acme.md"], [2023], [], False)
    assert timedelta(milliseconds=-1) < datetime.fromisoformat(entry["time"]) - before < timedelta(minutes=1)
    assert entry["passages"] == [
        {
            "document": each.document, "lines": list(each.lines), "page": None, "sha256": sha256(each.text.encode()),
            "score": each.score,
        }
        for each in answer.evidence
    ]  # fmt: skip
    assert len(entry["passages"]) == 2
    assert entry["index"]["sha256"] == sha256((folder / "index" / "manifest.json").read_bytes())
    assert entry["models"] == {
        "embedder": {"name": "fake-embedder", "fingerprint": esg.embedder.fingerprint},
        "llm": {"name": "smollm2-135m-instruct", "fingerprint": esg.llm.fingerprint},
        "reranker": None,
    }
    assert entry["settings"]["answer"]["writer"] == "auto"
    assert entry["prompts"] == []


def test_a_follow_up_is_written_as_it_was_understood(esg: Assistant, folder: Path) -> None:
    answer = esg.ask("And waste?", history=[Turn(WATER, "1,200 tonnes [1].")])
    entry = last(folder)
    assert entry["history"] == [{"question": WATER, "answer": "1,200 tonnes [1]."}]
    assert entry["understood"] != entry["question"] == answer.question
    assert "waste" in entry["understood"].casefold()


def test_a_refusal_is_written_too(esg: Assistant, folder: Path) -> None:
    answer = esg.ask("How much water did Acme withdraw in 2031?")
    assert last(folder)["answer"]["refused"]
    assert last(folder)["answer"]["reason"] == answer.reason


def test_the_prompt_is_written_where_a_model_wrote(folder: Path) -> None:
    said = "Acme withdrew 1,200 tonnes of water in 2023. [1] Then it bought seven lakes. [1]"
    llm = ScriptedLLM(said, parameters=2_000_000_000)
    log = AuditLog(folder / "audit.jsonl")
    esg = Assistant(
        Index.open(folder / "index"), embedder=FakeEmbedder(), llm=llm, settings=Settings(), audit=log
    )  # fmt: skip
    esg.ask(WATER)
    (asked,) = llm.history
    (prompt,) = last(folder)["prompts"]
    assert prompt["messages"] == [{"role": each.role, "content": each.content} for each in asked.messages]
    assert len(prompt["messages"]) == 2
    assert prompt["said"].startswith("Acme withdrew 1,200 tonnes of water in 2023.")
    esg.close()


def test_an_answer_that_was_stopped_says_so(esg: Assistant, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cancel = threading.Event()
    cancel.set()
    list(esg.stream(WATER, cancel=cancel))
    assert last(folder)["stopped"]
    assert replayed(folder) == 0
    assert "not asked again: it was stopped before its end" in capsys.readouterr().out


def test_nothing_is_written_unless_asked_for(folder: Path, home: Path) -> None:
    for settings, named in (
        (Settings(), None),
        (Settings(audit=AuditSettings(str(folder / "own.jsonl"))), "own.jsonl"),
    ):
        with Assistant.open(folder / "index", settings=settings) as esg:
            esg.ask(WATER)
        assert {path.name for path in folder.glob("*.jsonl")} == ({named} if named else set())
    assert not list(home.glob("*.jsonl"))


def test_threads_write_whole_lines(esg: Assistant, folder: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(esg.ask, [WATER, "How much waste did Acme sort?"] * 12))
    assert wrong(folder) == []
    assert len(entries(folder / "audit.jsonl")) == 24


# --- failing writes


@pytest.fixture
def full(folder: Path) -> Iterator[Any]:
    """Lets files grow a little only, as on a disk that is full, until told otherwise."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    def limit(size: int | None) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, before if size is None else (size, before[1]))

    yield limit
    limit(None)
    signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit to the size of files")
def test_a_full_disk_loses_no_answer_and_warns_once(
    esg: Assistant, folder: Path, full: Any, caplog: pytest.LogCaptureFixture
) -> None:
    answer = esg.ask(WATER)
    with caplog.at_level(logging.WARNING):
        full((folder / "audit.jsonl").stat().st_size + 100)
        assert [esg.ask(WATER).text, esg.ask(WATER).text] == [answer.text] * 2
        full(None)
    assert [record.getMessage() for record in caplog.records] == [
        f"Answers are given but not written to the audit file {folder / 'audit.jsonl'}: File too large"
    ]
    esg.ask(WATER)
    assert last(folder)["missed"] == 2
    assert wrong(folder) == []
    assert next(finding.text for finding in verify(folder / "audit.jsonl")) == (
        "Line 2 was only half written: its answer is lost."
    )
    esg.ask(WATER)
    assert "missed" not in last(folder)


def test_a_file_that_cannot_be_one_loses_no_answer(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / "file").write_text("", encoding="utf-8")
    with Assistant.open(folder / "index", settings=Settings(), audit=folder / "file" / "audit.jsonl") as esg:
        assert esg.ask(WATER).text.startswith("Acme withdrew 1,200 tonnes")
    assert "not written to the audit file" in caplog.text


def test_a_model_that_cannot_tell_its_hash_loses_no_answer(esg: Assistant, caplog: pytest.LogCaptureFixture) -> None:
    class Away(ScriptedLLM):
        """A model whose server went away."""

        @property
        def fingerprint(self) -> str:  # type: ignore[override]
            raise ModelError("The server is away", fix="Start it.")

        @fingerprint.setter
        def fingerprint(self, _: str) -> None: ...

    esg.llm = Away(parameters=1)
    assert esg.ask(WATER).text.startswith("Acme withdrew 1,200 tonnes")
    assert "not written to the audit file" in caplog.text
    assert "The server is away" in caplog.text


# --- asking again


def test_the_same_index_gives_the_same_answers(
    esg: Assistant, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filtered = esg.ask(WATER, years=[1999])
    followed = esg.ask("And in 2023?", history=[Turn(WATER, "1,200 tonnes [1].")])
    assert filtered.text != esg.ask(WATER).text == followed.text != esg.ask("And in 2023?").text
    esg.ask("How much water did Acme withdraw in 2031?")
    written = (folder / "audit.jsonl").read_bytes()
    config = folder / "esg.toml"
    config.write_text(f'[audit]\nfile = "{folder / "audit.jsonl"}"\n', encoding="utf-8")
    assert replayed(folder, "--config", str(config)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.strip() for line in lines[1:-1:2]] == ["the same"] * 5
    assert lines[-1] == "5 asked again, 0 with another answer."
    assert (folder / "audit.jsonl").read_bytes() == written
    assert replayed(folder, "--last", "1") == 0
    assert capsys.readouterr().out.splitlines()[0].startswith("5. ")


def test_a_changed_report_is_told_before_the_answer_it_changed(
    esg: Assistant, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    esg.ask(WATER)
    esg.ask("How much waste did Acme sort in 2023?")
    (folder / "acme.md").write_text(REPORT.replace("1,200", "1,300"), encoding="utf-8")
    build_index([folder / "acme.md"], into=folder / "index", embedder=FakeEmbedder())
    assert replayed(folder) == 1
    first, *rest = capsys.readouterr().out.splitlines()
    assert first.startswith("From line 1 on: the index is another: ")
    assert not any(line.startswith("From line") for line in rest)
    assert rest[1].strip() == "text was Acme withdrew 1,200 tonnes of water in 2023. [1]"
    assert rest[2].strip() == "is Acme withdrew 1,300 tonnes of water in 2023. [1]"
    assert any(line.strip().startswith("citations 1.quote was ") for line in rest)
    assert rest[-2].strip() == "the same"
    assert rest[-1] == "2 asked again, 1 with another answer."


def test_another_model_or_setting_is_told(esg: Assistant, folder: Path) -> None:
    esg.ask(WATER)
    settings = Settings()
    settings = replace(settings, answer=replace(settings.answer, passages=7))
    other = Assistant(
        Index.open(folder / "index"), embedder=FakeEmbedder(), llm=ScriptedLLM(parameters=1), settings=settings
    )  # fmt: skip
    told = list(findings("replay", folder / "audit.jsonl", last=None, open_index=lambda _: other))
    assert [finding.text.partition(": ")[2] for finding in told[:2]] == [
        f"the llm was smollm2-135m-instruct ({esg.llm.fingerprint[:12]}), is scripted-llm (scripted-llm)",
        "passages in [answer] was 4, is 7",
    ]
    assert not any(finding.wrong for finding in told)
    other.close()


def test_another_index_can_be_asked(esg: Assistant, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    esg.ask(WATER, documents=["acme.md"])
    (folder / "globex.md").write_text("# Globex ESG report 2022\n\nOtters live there.\n", encoding="utf-8")
    build_index([folder / "globex.md"], into=folder / "other", embedder=FakeEmbedder())
    assert replayed(folder, "--index", str(folder / "other")) == 1
    assert "it can't be asked again: There is no report 'acme.md' in the index." in capsys.readouterr().out


# --- the other commands


def test_verify_and_show(esg: Assistant, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    esg.ask(WATER, years=[2023])
    esg.ask("And waste?", history=[Turn(WATER, "1,200 tonnes [1].")])
    esg.ask("What is \x1b[31mred?")
    file = str(folder / "audit.jsonl")
    assert main(["audit", "verify", file]) == 0
    assert capsys.readouterr().out.startswith("3 answers; the last line's sha256 is ")
    assert main(["audit", "show", file]) == 0
    shown = capsys.readouterr().out
    for text in (f"  {WATER}\n   Acme withdrew", "only years: 2023", "sentence 1: quoted [1]", "[1] acme.md, lines 5-5",
                 "meant: ", "smollm2-135m-instruct (", "was not asked; index "):  # fmt: skip
        assert text in shown
    assert "\x1b" not in shown
    assert main(["audit", "show", file, "--last", "1"]) == 0
    assert capsys.readouterr().out == shown[shown.index("3. 20") :]
    (folder / "audit.jsonl").write_bytes((folder / "audit.jsonl").read_bytes().replace(b"1,200", b"1,900"))
    assert main(["audit", "verify", file]) == 1
    assert capsys.readouterr().out.splitlines()[0] == "Line 1 was changed after it was written."


def test_the_file_of_the_settings_is_taken_and_then_that_of_the_chat(
    esg: Assistant, folder: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", "verify"]) == 1
    assert str(home / "audit.jsonl") in capsys.readouterr().err
    esg.ask(WATER)
    os.replace(folder / "audit.jsonl", home / "audit.jsonl")  # noqa: PTH105
    os.replace(folder / "audit.jsonl.head", home / "audit.jsonl.head")  # noqa: PTH105
    assert main(["audit", "verify"]) == 0
    config = folder / "esg.toml"
    config.write_text(f'[audit]\nfile = "{folder / "own.jsonl"}"\n', encoding="utf-8")
    assert main(["audit", "verify", "--config", str(config)]) == 1
    assert "own.jsonl" in capsys.readouterr().err
