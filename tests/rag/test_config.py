"""Settings: what a file and the environment may say, and what is refused."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from index.types import Correction
from rag.config import ModelSettings, Settings, configuration_file
from rag.errors import SettingsError


def written(folder: Path, text: str) -> Path:
    """A configuration file with this text."""
    file = folder / "some.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_without_a_file_the_bundled_models_answer(home: Path) -> None:
    settings = Settings.load()
    assert settings == Settings()
    assert (settings.models.embedder, settings.models.llm) == ("all-minilm-l6-v2", "smollm2-135m-instruct")
    assert settings.index.path == home / "index"
    assert (settings.chat.host, settings.chat.port) == ("127.0.0.1", 7860)


def test_a_file_sets_what_it_names_and_leaves_the_rest(tmp_path: Path) -> None:
    file = written(tmp_path, '[models]\nllm = "big.gguf"\ncontext = 8192\n[index]\ndirectory = "/srv/acme"\n')
    settings = Settings.load(file)
    assert settings.models == ModelSettings(llm="big.gguf", context=8192)
    assert settings.index.path == Path("/srv/acme")
    assert settings.answer == Settings().answer


def test_no_answer_is_written_down_unless_a_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().audit.path is None
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Settings.load(written(tmp_path, '[audit]\nfile = "~/a.jsonl"\n')).audit.path == tmp_path / "a.jsonl"


def test_no_reranker_reads_unless_one_is_named(tmp_path: Path) -> None:
    assert Settings().models.reranker == ""
    settings = Settings.load(written(tmp_path, '[models]\nreranker = "ms-marco-minilm-l6-v2"\n'))
    assert settings.models == ModelSettings(reranker="ms-marco-minilm-l6-v2")


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path, '[models]\nllm = "file"\nembedder = "file"\n[index]\ndirectory = "file"\n')
    for name, value in {"ESG_LLM": "mine", "ESG_EMBEDDER": "my-embedder", "ESG_INDEX": "my.index"}.items():
        monkeypatch.setenv(name, value)
    settings = Settings.load(file)
    assert (settings.models.llm, settings.models.embedder) == ("mine", "my-embedder")
    assert settings.index.path == Path("my.index")


def test_which_file_is_read(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert configuration_file() is None
    (home / "config.toml").write_text("[chat]\nport = 1\n", encoding="utf-8")
    assert Settings.load().chat.port == 1
    (tmp_path / "esg.toml").write_text("[chat]\nport = 2\n", encoding="utf-8")
    assert Settings.load().chat.port == 2
    monkeypatch.setenv("ESG_CONFIG", str(written(tmp_path, "[chat]\nport = 3\n")))
    assert Settings.load().chat.port == 3


def test_tilde_is_the_users_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("ESG_INDEX", "~/reports.index")
    assert Settings.load().index.path == tmp_path / "reports.index"


SECTIONS = "The sections are [models], [index], [answer], [chat], [audit], [reports]."

KEY = '"a.pdf" in [reports] of {file} '
LINE = 'Write a line such as "acme.pdf" = {{ title = "...", year = 2023, company = "...", language = "en" }}.'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "[modles]\n",
            "{file} holds the unknown section 'modles'. " + SECTIONS,
        ),
        (
            "port = 3\n",
            "{file} holds the unknown section 'port'. " + SECTIONS,
        ),
        ("[chat]\nprot = 3\n", "[chat] of {file} holds the unknown key 'prot'. The keys are host, port."),
        ('[chat]\nport = "3"\n', "port in [chat] of {file} is '3'. It must be a whole number."),
        ("[chat]\nport = true\n", "port in [chat] of {file} is True. It must be a whole number."),
        ("[chat]\nhost = 1\n", "host in [chat] of {file} is 1. It must be a text in quotes."),
        ("[chat]\nport = 70000\n", "port in [chat] of {file} is 70000. It must be from 0 to 65535."),
        ("[models]\ncontext = 100\n", "context in [models] of {file} is 100. It must be from 512 to 1000000."),
        ("[models]\nreranker = true\n", "reranker in [models] of {file} is True. It must be a text in quotes."),
        ("[audit]\nfile = true\n", "file in [audit] of {file} is True. It must be a text in quotes."),
        ("[index]\npictures = 1\n", "pictures in [index] of {file} is 1. It must be true or false."),
        ('[reports]\n"a.pdf" = 2023\n', "'a.pdf' in [reports] of {file} is not a report with its corrections. " + LINE),
        (
            "[reports]\na.pdf = { year = 2023 }\n",
            "'a' in [reports] of {file} is not a report with its corrections. " + LINE,
        ),
        (
            '[reports]\n"a.pdf" = { yaer = 2023 }\n',
            KEY + "holds the unknown key 'yaer'. The keys are title, year, company, language.",
        ),
        (
            '[reports]\n"a.pdf" = { year = "2023" }\n',
            "year in \"a.pdf\" in [reports] of {file} is '2023'. It must be a whole number.",
        ),
        (
            '[reports]\n"a.pdf" = { year = 23 }\n',
            'year in "a.pdf" in [reports] of {file} is 23. It must be from 1900 to 2100.',
        ),
        (
            '[reports]\n"a.pdf" = { language = "English" }\n',
            "language in \"a.pdf\" in [reports] of {file} is 'English'. It must be a two-letter code such as en.",
        ),
        ('[answer]\nwriter = "poet"\n', "writer in [answer] of {file} is 'poet'. It must be auto, phrase or quote."),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, text: str, problem: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(SettingsError) as raised:
        Settings.load(file)
    assert str(raised.value) == problem.format(file=file)


def test_reports_are_corrected_in_one_line(tmp_path: Path) -> None:
    lines = '[reports]\n"a b.pdf" = { year = 2023, title = "Acme" }\n"sub/ä.md" = { company = "Ä", language = "de" }\n'
    assert Settings.load(written(tmp_path, lines)).reports == {
        "a b.pdf": Correction(title="Acme", year=2023),
        "sub/ä.md": Correction(company="Ä", language="de"),
    }
    assert Settings().reports == {}


def test_pictures_are_read_unless_switched_off(tmp_path: Path) -> None:
    assert Settings().index.pictures is True
    assert Settings.load(written(tmp_path, "[index]\npictures = false\n")).index.pictures is False


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.load(tmp_path / "none.toml")
    assert str(raised.value) == f"There is no configuration file {tmp_path / 'none.toml'}. Write it, or name another."


@pytest.mark.parametrize("content", [b"[chat\n", b'[chat]\nhost = "\xff"\n'])
def test_what_is_not_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "bad.toml"
    file.write_bytes(content)
    with pytest.raises(SettingsError, match=r"bad\.toml is not valid TOML: "):
        Settings.load(file)


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().chat.port = 1  # type: ignore[misc]
