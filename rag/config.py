"""One frozen settings object, from a TOML file and a few environment variables. It loads nothing and builds nothing.

The file is ``$ESG_CONFIG``, else ``esg.toml`` in the working directory, else ``config.toml`` in the home folder
(``$ESG_HOME``, by default ``~/.esg-answers``). ``ESG_INDEX``, ``ESG_LLM`` and ``ESG_EMBEDDER`` win over the file.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, get_type_hints

from index.types import Correction
from models.hashes import home as home
from rag.errors import SettingsError


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Which models answer, by catalogue name, by path, or for ``llm`` by the address of a server."""

    embedder: str = "all-minilm-l6-v2"
    llm: str = "smollm2-135m-instruct"
    reranker: str = ""
    """A cross-encoder that reads the best passages together with the question; empty means none."""
    threads: int = 0
    """CPU threads of the language model; 0 means as many as there are real cores."""
    context: int = 2048
    """Tokens kept for prompt and answer together."""
    server_model: str = ""
    """What the server calls the model, where ``llm`` is the address of one that has several."""
    text_may_leave_this_machine: bool = False
    """Whether that server may be another machine: questions and passages of reports are sent to it."""


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """Where the index lies, how long its passages are, and whether pictures are read for it."""

    directory: str = ""
    """The index used when none is named; empty means ``index`` in the home folder."""
    passage_characters: int = 600
    pictures: bool = True
    """Whether pages and large pictures without text are read by OCR."""

    @property
    def path(self) -> Path:
        """The folder of the default index."""
        return Path(self.directory).expanduser() if self.directory else home() / "index"


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """How an answer is made."""

    passages: int = 4
    """How many passages the answer may be written from."""
    max_tokens: int = 160
    writer: str = "auto"
    """``phrase`` (the model words the answer, its figures held, every sentence checked), ``quote`` (the report's own
    sentences), or ``auto``: ``phrase`` where the model has a billion parameters or more, else ``quote``.

    With the bundled 135M model, over the 54 questions of a gold set for which evidence was thought good enough, quoting
    was right for 42 and took a thousandth of a second. Phrased freely, 24 answers held a figure that stands nowhere in
    the passages, held none; of either the check let about ten through, six of them right, so that with the rest quoted
    40 were right after 2.8 seconds of one core. Given the best sentence only to word anew, it was 39 after 1.3 seconds.
    ``tests/bench/writers.py`` measures another model.
    """


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """Where the chat listens."""

    host: str = "127.0.0.1"
    port: int = 7860


@dataclass(frozen=True, slots=True)
class AuditSettings:
    """Whether answers are written down."""

    file: str = ""
    """The file that every answer is added to; empty means none. The chat writes one unless told not to."""

    @property
    def path(self) -> Path | None:
        """The file, if there is to be one."""
        return Path(self.file).expanduser() if self.file else None


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; variants by :func:`dataclasses.replace`."""

    models: ModelSettings = field(default_factory=ModelSettings)
    index: IndexSettings = field(default_factory=IndexSettings)
    answer: AnswerSettings = field(default_factory=AnswerSettings)
    chat: ChatSettings = field(default_factory=ChatSettings)
    audit: AuditSettings = field(default_factory=AuditSettings)
    reports: Mapping[str, Correction] = field(default_factory=dict)
    """What is known better than a report tells, by the name that citations call it."""

    @classmethod
    def load(cls, path: Path | None = None) -> Settings:
        """Read the configuration file, if there is one, and the environment."""
        file = path or configuration_file()
        settings = _from_file(file) if file else cls()
        return _from_environment(settings)


def configuration_file() -> Path | None:
    """The configuration file in force, or None where there is none."""
    if named := os.environ.get("ESG_CONFIG"):
        return Path(named).expanduser()
    return next((file for file in (Path("esg.toml"), home() / "config.toml") if file.is_file()), None)


def _from_file(file: Path) -> Settings:
    """Settings of a TOML file, every key checked."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingsError(f"There is no configuration file {file}", fix="Write it, or name another.") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{file} is not valid TOML: {error}", fix="Correct that place in the file.") from error
    groups = {group.name: group for group in fields(Settings)}
    values: dict[str, Any] = {}
    for name, content in table.items():
        if name not in groups or not isinstance(content, dict):
            known = ", ".join(f"[{group}]" for group in groups)
            raise SettingsError(f"{file} holds the unknown section {name!r}", fix=f"The sections are {known}.")
        where = f"[{name}] of {file}"
        values[name] = (
            _corrections(content, where=where)
            if name == "reports"
            else _group(get_type_hints(Settings)[name], content, where=where)
        )
    return Settings(**values)


def _corrections(content: Mapping[str, Any], *, where: str) -> dict[str, Correction]:
    """The section of corrections: a line a report."""
    fix = 'Write a line such as "acme.pdf" = { title = "...", year = 2023, company = "...", language = "en" }.'
    for name, values in content.items():
        if not isinstance(values, dict) or any(isinstance(value, dict) for value in values.values()):
            # without its quotes, acme.pdf is a table acme that holds a table pdf
            raise SettingsError(f"{name!r} in {where} is not a report with its corrections", fix=fix)
    return {name: _group(Correction, values, where=f'"{name}" in {where}') for name, values in content.items()}


def _group(kind: Any, content: Mapping[str, Any], *, where: str) -> Any:
    """One section of the file as its dataclass; an unknown key or a value of another type is refused."""
    types = get_type_hints(kind)
    for key, value in content.items():
        if key not in types:
            raise SettingsError(f"{where} holds the unknown key {key!r}", fix=f"The keys are {', '.join(types)}.")
        expected = int if types[key] == int | None else types[key]
        if type(value) is not expected:
            words = {str: "a text in quotes", int: "a whole number", bool: "true or false"}[expected]
            raise SettingsError(f"{key} in {where} is {value!r}", fix=f"It must be {words}.")
    return checked(kind(**content), where=where)


def checked(group: Any, *, where: str) -> Any:
    """The group itself, after its numbers have been held against their limits."""
    limits = {
        "threads": (0, 1024), "context": (512, 1_000_000), "passage_characters": (200, 4000),
        "passages": (1, 20), "max_tokens": (16, 4096), "port": (0, 65535), "year": (1900, 2100),
    }  # fmt: skip
    for item in fields(group):
        value = getattr(group, item.name)
        low, high = limits.get(item.name, (value, value))
        if isinstance(value, int) and not low <= value <= high:
            raise SettingsError(f"{item.name} in {where} is {value}", fix=f"It must be from {low} to {high}.")
        if item.name == "writer" and value not in {"auto", "phrase", "quote"}:
            raise SettingsError(f"writer in {where} is {value!r}", fix="It must be auto, phrase or quote.")
        if item.name == "language" and not re.fullmatch(r"(?:[a-z]{2})?", value):
            raise SettingsError(f"language in {where} is {value!r}", fix="It must be a two-letter code such as en.")
    return group


def _from_environment(settings: Settings) -> Settings:
    """The settings with the environment's values put over them."""
    models, index = settings.models, settings.index
    if llm := os.environ.get("ESG_LLM"):
        models = replace(models, llm=llm)
    if embedder := os.environ.get("ESG_EMBEDDER"):
        models = replace(models, embedder=embedder)
    if directory := os.environ.get("ESG_INDEX"):
        index = replace(index, directory=directory)
    return replace(settings, models=models, index=index)
