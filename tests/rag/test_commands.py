"""What the commands do beside answering: indexing, the chat, the evaluation, the models, the doctor."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import tomllib
import urllib.request
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from index.building import Skipped, Summary, build_index
from index.store import Index
from models.catalog import CATALOG
from models.fakes import FakeEmbedder
from rag import Assistant
from rag.cli import main
from rag.config import IndexSettings, Settings
from rag.doctor import PACKAGES
from rag.indexing import make_index, sample_reports
from rag.indexing import sample_index as sample_index_of
from rag.summary_text import notes, summary_lines

ROOT = Path(__file__).parents[2]
QUESTION = "How high were direct (Scope 1) emissions in 2024?"


# --- index


def test_index_says_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "a.md").write_text("# Acme ESG report 2024\n\nAcme used 12 tonnes of water.\n", encoding="utf-8")
    (reports / "b.txt").write_text("Acme ESG report 2023\n\nAcme used 14 tonnes of water.\n", encoding="utf-8")
    into = tmp_path / "acme.index"
    assert main(["index", str(reports), "--into", str(into)]) == 0
    first = capsys.readouterr()
    assert first.out.splitlines()[0] == "2 reports: 2 added, 0 changed, 0 removed, 0 unchanged, 0 skipped."
    assert re.match(r"2 passages \(2 embedded\), 0 tables, \d+ figures?, in \d+\.\d s: ", first.out.splitlines()[1])
    assert str(into) in first.out
    (reports / "b.txt").unlink()
    assert main(["index", str(reports), "--into", str(into)]) == 0
    assert "1 report: 0 added, 0 changed, 1 removed, 1 unchanged" in capsys.readouterr().out


def test_quiet_indexing_says_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "a.md"
    report.write_text("# Acme\n\nAcme used 12 tonnes of water.\n", encoding="utf-8")
    assert main(["index", str(report), "--into", str(tmp_path / "a.index"), "--quiet"]) == 0
    assert capfd.readouterr() == ("", "")


def test_index_obeys_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("models.load_embedder", lambda _: FakeEmbedder())
    report, config, into = tmp_path / "a.md", tmp_path / "esg.toml", tmp_path / "a.index"
    report.write_text("# Acme\n\nAcme used 12 tonnes of water.\n", encoding="utf-8")

    def indexed(settings: str, *options: str) -> tuple[bool, int | None]:
        config.write_text(settings, encoding="utf-8")
        assert main(["--config", str(config), "index", str(report), "--into", str(into), *options]) == 0
        with Index.open(into) as index:
            return index.manifest.pictures, index.documents()[0].year

    assert indexed("") == (True, None)
    assert indexed('[index]\npictures = false\n[reports]\n"a.md" = { year = 2019 }\n') == (False, 2019)
    capsys.readouterr()
    assert indexed('[reports]\n"b.md" = { year = 2019 }\n', "--no-pictures") == (False, None)
    told = "note: the settings correct b.md, which is not in this index"
    assert told in capsys.readouterr().err.splitlines()


def test_what_indexing_tells() -> None:
    summary = Summary(
        documents=1, passages=1_234, tables=1, figures=0, added=1, changed=0, removed=0, unchanged=0, embedded=1_200,
        skipped=(Skipped(Path("/r/b.md"), "is encrypted"),), seconds=2.345, unknown=("c.md",),
        warnings={"a.pdf": tuple(f"page {page} is a picture" for page in range(1, 8))},
    )  # fmt: skip
    assert list(notes(summary)) == [
        "skipped: /r/b.md: is encrypted",
        *(f"warning: a.pdf: page {page} is a picture" for page in range(1, 6)),
        "warning: a.pdf: and 2 more",
        "note: the settings correct c.md, which is not in this index",
    ]
    assert list(summary_lines(summary, Path("/i"))) == [
        "1 report: 1 added, 0 changed, 0 removed, 0 unchanged, 1 skipped.",
        "1,234 passages (1,200 embedded), 1 table, 0 figures, in 2.3 s: /i",
    ]


# --- chat


def test_chat_opens_on_the_sample_reports_and_ends_on_ctrl_c(home: Path, sample_index: Path) -> None:
    shutil.copytree(sample_index, home / "sample-index")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-u", "-m", "rag.cli", "chat", "--sample", "--no-open", "--port", str(port)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as process:  # type: ignore[call-overload]
        line, kept = process.stdout.readline(), process.stdout.readline()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as page:
                content = page.read().decode()
        finally:
            process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert line == f"The chat is open at http://127.0.0.1:{port}/ (Ctrl-C ends it).\n"
    assert kept == f"Every answer is kept on this machine in {home / 'audit.jsonl'} (--no-audit keeps none).\n"
    assert "ESG Answers" in content
    assert (process.returncode, told.splitlines()[-1]) == (130, "Interrupted.")


@pytest.mark.parametrize(
    ("config", "arguments", "file"),
    [
        ("", [], "audit.jsonl"),
        ("", ["--no-audit"], None),
        ('[audit]\nfile = "{home}/own.jsonl"\n', [], "own.jsonl"),
        ('[audit]\nfile = "{home}/own.jsonl"\n', ["--no-audit"], None),
    ],
)
def test_the_chat_writes_answers_down_unless_told_not_to(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, config: str, arguments: list[str], file: str | None
) -> None:
    monkeypatch.setattr("rag.assistant.load_embedder", lambda _: FakeEmbedder())
    (tmp_path / "acme.md").write_text("# Acme\n\nAcme used 12 tonnes of water.\n", encoding="utf-8")
    build_index([tmp_path / "acme.md"], into=tmp_path / "index", embedder=FakeEmbedder())
    (home / "config.toml").write_text(config.format(home=home), encoding="utf-8")

    def launch(assistant: Assistant, **_: object) -> None:
        assistant.ask("How much water did Acme use?")

    monkeypatch.setattr("ui.chat.launch", launch)
    assert main(["chat", "--index", str(tmp_path / "index"), *arguments]) == 0
    assert [path.name for path in home.glob("*.jsonl")] == ([file] if file else [])


# --- the sample index


def test_the_sample_index_is_made_once_for_a_setting(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.load_embedder", lambda _: FakeEmbedder())
    folder = sample_index_of(Settings())
    before = (folder / "manifest.json").read_bytes()
    assert sample_index_of(Settings()) == folder == home / "sample-index"
    assert (folder / "manifest.json").read_bytes() == before
    assert len(json.loads(before)["files"]) == 4
    sample_index_of(replace(Settings(), index=IndexSettings(passage_characters=300)))
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["passage_characters"] == 300


def test_the_sample_index_of_another_installation_is_replaced(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.load_embedder", lambda _: FakeEmbedder())
    (tmp_path / "old-sample.md").write_text("# Acme\n\nAcme used 12 tonnes of water.\n", encoding="utf-8")
    make_index([tmp_path / "old-sample.md"], into=home / "sample-index", settings=Settings())
    files = json.loads((sample_index_of(Settings()) / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert {Path(file["path"]).parent for file in files} == {sample_reports()}
    assert len(files) == 4


# --- eval


def test_eval_prints_the_figures_and_writes_the_misses(
    home: Path, sample_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(sample_index, home / "sample-index")
    out = tmp_path / "results"
    assert main(["eval", "--limit", "2", "--out", str(out)]) == 0
    printed = capsys.readouterr()
    assert re.search(r"^all +2 ", printed.out, flags=re.MULTILINE)
    assert printed.err == "ask: 2\n"
    assert sorted(file.suffix for file in out.iterdir()) == [".json", ".md"]


def test_eval_below_a_floor_fails(
    sample_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = tmp_path / "gold.jsonl"
    item = {"id": "1", "question": QUESTION, "type": "table", "answer": "?", "must": [["no answer says this"]]}
    evidence = [{"document": "xiaomi-2024-esg.md", "lines": [1, 1], "quote": "Scope 1"}]
    gold.write_text(json.dumps({**item, "must_not": [], "evidence": evidence}), encoding="utf-8")
    monkeypatch.setattr("rag.evaluation.check.load_floors", lambda _: {"right": 0.5})
    arguments = ["eval", str(gold), "--index", str(sample_index), "--out", str(tmp_path / "out"), "--floors"]
    assert main(arguments) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "right 0.0% is below the floor 50.0%"
    assert main(arguments[:-1]) == 0


def test_eval_asks_figures_back(
    sample_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["eval", "--figures", "2", "--index", str(sample_index), "--out", str(tmp_path), "--floors"]
    monkeypatch.setattr("rag.evaluation.check_back.LEAST_RIGHT", 1.1)
    assert main(arguments) == 1
    printed = capsys.readouterr()
    assert printed.out.startswith("figures asked back\nasked for")
    assert re.search(r"^all +2 ", printed.out, flags=re.MULTILINE)
    assert "is below the floor 110.0%" in printed.out
    assert printed.err == "ask: 2\n"
    assert sorted(file.suffix for file in tmp_path.iterdir()) == [".json", ".md"]
    assert main(arguments[:-1]) == 0


def test_eval_without_the_gold_set_it_names(sample_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "none.jsonl", "--index", str(sample_index)]) == 1
    assert re.fullmatch(r"esg: .*none\.jsonl.*\n", capsys.readouterr().err)


# --- models


def test_models_lists_the_catalogue(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "list"]) == 0
    heading, *rows = capsys.readouterr().out.splitlines()
    assert heading.split() == ["name", "kind", "parameters", "size", "context", "licence", "languages"]
    assert [row.split()[0] for row in rows] == list(CATALOG)
    here = {row.split()[0]: row for row in rows if re.search(r" here(?:, prepared as \S+)?$", row)}
    assert set(here) == {"smollm2-135m-instruct", "all-minilm-l6-v2"}
    assert here["all-minilm-l6-v2"].endswith(" here")  # only a model that writes has a prepared copy


def test_models_verifies_the_bundled_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "verify"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == ["ok       smollm2-135m-instruct", "ok       all-minilm-l6-v2"]


def test_models_verify_tells_what_is_not_here(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "verify", "qwen2.5-7b-instruct"]) == 1
    line = "missing  qwen2.5-7b-instruct: The model qwen2.5-7b-instruct is not on this machine. "
    assert capsys.readouterr().out == line + "Run: esg models pull qwen2.5-7b-instruct\n"


def test_models_pull_of_an_unknown_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "pull", "gpt"]) == 1
    assert capsys.readouterr().err.startswith(
        "esg: There is no model called 'gpt'. Name one of: smollm2-135m-instruct,"
    )


def test_models_pull_of_a_bundled_one_says_where_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "pull", "all-minilm-l6-v2"]) == 0
    assert capsys.readouterr().out.startswith("all-minilm-l6-v2 is in /")


# --- doctor


def test_doctor_is_content(
    sample_index: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ESG_INDEX", str(sample_index))
    assert main(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines[:-2]] == [
        ["ok", name] for name in ("python", "packages", "cpu", "config", "model", "model", "pictures", "index", "disk")
    ]
    assert lines[-1] == "Everything is in order."


def test_doctor_names_problems_and_their_fixes(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "esg.toml"
    config.write_text('[models]\nllm = "qwen2.5-7b-instruct"\n', encoding="utf-8")
    assert main(["doctor", "--config", str(config)]) == 1
    lines = capsys.readouterr().out.splitlines()
    problems = [(line, fix.strip()) for line, fix in pairwise(lines) if line.startswith("PROBLEM")]
    pull = "The model qwen2.5-7b-instruct is not on this machine. Run: esg models pull qwen2.5-7b-instruct"
    assert problems == [
        ("PROBLEM model     qwen2.5-7b-instruct: missing", pull),
        (
            f"PROBLEM index     There is no index in {home / 'index'}",
            f"Make one: esg index PATH... --into {home / 'index'}",
        ),
    ]
    assert lines[-1] == "2 problems found."


def test_doctor_survives_a_bad_configuration(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "esg.toml"
    config.write_text("nonsense", encoding="utf-8")
    assert main(["--config", str(config), "doctor"]) == 1
    assert f"PROBLEM config    {config} is not valid TOML: " in capsys.readouterr().out


def test_doctor_looks_for_what_is_required() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    everywhere = [requirement for requirement in project["dependencies"] if ";" not in requirement]
    assert [re.split(r"[<>=]", requirement)[0] for requirement in everywhere] == list(PACKAGES)


def test_doctor_tells_whether_pictures_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(settings: str) -> list[str]:
        config = tmp_path / "esg.toml"
        config.write_text(settings, encoding="utf-8")
        main(["doctor", "--config", str(config)])
        lines = capsys.readouterr().out.splitlines()
        at = next(at for at, line in enumerate(lines) if line[8:].startswith("pictures"))
        return [" ".join(line.split()) for line in lines[at : at + 2]]

    monkeypatch.setattr("index.readers.ocr.available", lambda: "the reader of pictures is not installed")
    fix = "Install it, or do without: pictures = false under [index] of the settings."
    assert told("") == ["PROBLEM pictures the reader of pictures is not installed", fix]
    assert told("[index]\npictures = false\n")[0] == "ok pictures not read: switched off in the settings"
    monkeypatch.setattr("index.readers.ocr.available", lambda: "")
    assert told("")[0] == "ok pictures read by OCR"
