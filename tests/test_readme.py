"""The README holds: its commands parse, its configuration loads, its Python runs, its files exist."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from rag.cli import build_parser
from rag.config import Settings

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", TEXT, flags=re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """Every call of ``esg`` in a shell block, without what stands before it on its line."""
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    return [match[1] for line in lines if (match := re.search(r"(?:^|bin/)(esg .*)", line))]


def test_every_kind_of_block_is_there() -> None:
    assert {len(blocks("sh")) > 5, len(blocks("python")) == 1, len(blocks("toml")) == 1} == {True}
    assert len(commands()) > 10


@pytest.mark.parametrize("command", commands())
def test_a_command_is_one(command: str) -> None:
    arguments = build_parser().parse_args(shlex.split(command)[1:])
    assert arguments.command == shlex.split(command)[1]


def test_every_command_is_described() -> None:
    for name in ("index", "ask", "search", "figures", "chat", "eval", "models", "doctor"):
        assert f"esg {name}" in TEXT


def test_the_configuration_loads(tmp_path: Path) -> None:
    file = tmp_path / "esg.toml"
    file.write_text(blocks("toml")[0], encoding="utf-8")
    settings = Settings.load(file)
    assert (settings.models.llm, settings.models.context) == ("qwen2.5-1.5b-instruct", 4096)
    assert settings.index.path == Path("/srv/esg/index")


def test_the_python_example_runs(
    sample_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "acme.index").symlink_to(sample_index)
    monkeypatch.chdir(tmp_path)
    exec(compile(blocks("python")[0], "README.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "[1] " in printed
    assert "xiaomi-2024-esg.md (" in printed


def test_links_lead_to_files() -> None:
    targets = set(re.findall(r"\]\(([^)#:]+)\)", TEXT)) | set(re.findall(r"`((?:rag|index|models|ui)/[\w./]+)`", TEXT))
    assert {target for target in targets if not (ROOT / target).exists()} == set()
    assert "ui/chat.png" in targets


def test_ci_runs_the_tests_by_the_readmes_command() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    extract = re.search(r"^test_command=(.*)$", script, flags=re.MULTILINE)
    assert extract is not None
    found = subprocess.run(
        ["bash", "-c", f'test_command={extract[1]}; printf %s "$test_command"'],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    assert found == "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/pytest"
