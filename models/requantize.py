"""A copy of a model's file with weights that are computed with faster, made once and kept in the home folder."""

from __future__ import annotations

import hashlib
import json
import logging
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from models.errors import ModelDamagedError
from models.hashes import home, sha256_of

_log = logging.getLogger(__name__)

_SECONDS = 120
_QUANTIZE = """
import ctypes, os, sys
from llama_cpp import llama_cpp
source, target, kind = sys.argv[1:]
options = llama_cpp.llama_model_quantize_default_params()
options.ftype = getattr(llama_cpp, f"LLAMA_FTYPE_MOSTLY_{kind}")
options.allow_requantize = True
sys.exit(llama_cpp.llama_model_quantize(os.fsencode(source), os.fsencode(target), ctypes.byref(options)))
"""
"""Run by a child process: llama.cpp tells of every tensor on the standard error, and may die of a broken file."""


def copy_of(weights: Path, *, kind: str, afresh: bool = False) -> Path | None:
    """The copy made of a GGUF file, if there is one and it is still what it was when it was made.

    :param weights: The file.
    :param kind: How the copy's weights are kept, as llama.cpp calls it, such as ``Q8_0``.
    :param afresh: Read the copy again even if it was found right before and has not changed since.
    """
    copy = _place(weights, kind)
    try:
        record = json.loads(_record(copy).read_text(encoding="utf-8"))
        return copy if record == _origin(weights) | {"sha256": sha256_of(copy, afresh=afresh)} else None
    except (OSError, ValueError, ModelDamagedError):
        return None


def prepare(weights: Path, *, kind: str) -> Path | None:
    """The copy of a GGUF file, made first where there is none that is sound; None where it cannot be made.

    Several processes may prepare at once: each makes a file of its own, and the last one's stays.

    :param weights: The file.
    :param kind: How the copy's weights are kept.
    """
    if copy := copy_of(weights, kind=kind):
        return copy
    _log.info("%s is prepared for speed, once", weights.name)
    copy = _place(weights, kind)
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=copy.parent) as folder:
            made = Path(folder) / copy.name
            _quantize(weights, made, kind)
            record = _record(made)
            with made.open("rb") as content:
                sha256 = hashlib.file_digest(content, "sha256").hexdigest()
            record.write_text(json.dumps(_origin(weights) | {"sha256": sha256}), encoding="utf-8")
            made.replace(copy)
            record.replace(_record(copy))
    except (OSError, subprocess.SubprocessError) as error:
        _log.info("%s is used as it was shipped, which takes longer: %s", weights.name, error)
        return None
    return copy


def _quantize(source: Path, target: Path, kind: str) -> None:
    """Write the copy."""
    command = [sys.executable, "-c", _QUANTIZE, str(source), str(target), kind]
    done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
    if done.returncode or not target.exists():
        said = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise OSError(f"llama.cpp made no copy of it ({said or done.returncode})")


def _place(weights: Path, kind: str) -> Path:
    """Where the copy lies."""
    return home() / "models" / "prepared" / f"{weights.stem}.{kind}.gguf"


def _record(copy: Path) -> Path:
    """The file beside a copy that tells what it was made of, and its hash."""
    return copy.with_suffix(".json")


def _origin(weights: Path) -> dict[str, str]:
    """What a copy is made of and by: another version of llama.cpp might round in another way."""
    return {"source": sha256_of(weights), "by": f"llama-cpp-python {version('llama-cpp-python')}"}
