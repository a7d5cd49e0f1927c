"""What is known of a model beforehand: where it comes from, what it weighs, and how its files are recognised."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["llm", "embedder", "reranker"]


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model, by its path below the model's folder."""

    path: str
    size: int | None = None
    sha256: str | None = None
    """None where no trustworthy source states it: a pull then holds the file against the hash its hub states."""


@dataclass(frozen=True, slots=True)
class PackageSource:
    """A model that pip has installed as the data of a package."""

    package: str
    """The name pip knows."""
    module: str
    """The name Python knows; it is looked up, never imported."""
    folder: str = ""


@dataclass(frozen=True, slots=True)
class HubSource:
    """A model to be pulled from a hub, at one commit."""

    repo: str
    revision: str


@dataclass(frozen=True, slots=True)
class Prefixes:
    """What an embedder was trained to see before a question and before a passage."""

    query: str = ""
    passage: str = ""


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One model of the catalogue."""

    name: str
    kind: Kind
    source: PackageSource | HubSource
    files: tuple[ModelFile, ...]
    """The weights first."""
    licence: str
    parameters: int
    context: int
    """Tokens: of prompt and answer together, or of one text to embed."""
    dimension: int = 0
    prefixes: Prefixes = Prefixes()
    languages: str = "English"
    prepared_as: str = ""
    """How the weights of a faster copy are kept that loses no quality, such as ``Q8_0``; empty for no copy."""

    @property
    def size(self) -> int:
        """Bytes on disk, as far as they are known beforehand."""
        return sum(file.size or 0 for file in self.files)

    @property
    def fingerprint(self) -> str:
        """Identifies the weights and everything that is put before a text."""
        return fingerprint(((file.path, file.sha256 or "") for file in self.files), self.prefixes)


def fingerprint(files: Iterable[tuple[str, str]], prefixes: Prefixes) -> str:
    """One hash over the paths and hashes of a model's files and its prefixes."""
    lines = [f"{path} {sha256}" for path, sha256 in sorted(files)]
    return hashlib.sha256("\n".join([*lines, prefixes.query, prefixes.passage]).encode()).hexdigest()
