"""Read the words on a picture.

The models are PP-OCR's, which the package ``rapidocr-onnxruntime`` carries. They are run here without its own code:
that needs OpenCV, which does not load on a machine without graphics libraries.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

from index.readers.ocr.detect import Picture, Tensor, find_text
from index.readers.ocr.recognise import read_pieces
from index.readers.ocr.words import PictureWord, words_of
from models import real_cores

__all__ = ["PictureWord", "available", "read_picture"]

_PACKAGE = "rapidocr_onnxruntime"
_DETECTION, _RECOGNITION = "*_det_infer.onnx", "*_rec_infer.onnx"
_SURE = 0.5
"""A word with a character less sure than this is dropped."""
_SMALLEST = 8
"""Pixels: nothing is printed on smaller pictures."""

_lock = Lock()
_loaded: list[_Models] = []


@dataclass(frozen=True, slots=True)
class _Models:
    """Both models, ready to run, and the characters that the second one knows."""

    detect: Callable[[Tensor], Tensor]
    recognise: Callable[[Tensor], Tensor]
    alphabet: tuple[str, ...]


def available() -> str:
    """Why pictures can't be read here, or nothing if they can."""
    if find_spec("onnxruntime") is None or find_spec(_PACKAGE) is None:
        if sys.version_info >= (3, 13):
            return "rapidocr-onnxruntime, which reads pictures, needs Python 3.12 or older"
        return "rapidocr-onnxruntime, which reads pictures, is not installed"
    if not all(_files(pattern) for pattern in (_DETECTION, _RECOGNITION)):
        return "rapidocr-onnxruntime is installed without its models; version 1.4 has them"
    return ""


def read_picture(image: Picture) -> list[PictureWord]:
    """Read the words on a picture, surely read ones only, in no particular order.

    :param image: Height by width by red, green and blue.
    """
    if min(image.shape[:2]) < _SMALLEST:
        return []
    models = _models()
    regions = find_text(image, models.detect)
    return [
        word
        for region, characters in read_pieces(image, regions, models.recognise, models.alphabet)
        for word in words_of(image, region, characters)
        if word.confidence >= _SURE
    ]


def _models() -> _Models:
    """Both models, loaded once."""
    with _lock:
        if not _loaded:
            detect, _ = _session(_DETECTION)
            recognise, characters = _session(_RECOGNITION)
            _loaded.append(_Models(detect, recognise, ("", *characters.splitlines(), " ")))
        return _loaded[0]


def _session(pattern: str) -> tuple[Callable[[Tensor], Tensor], str]:
    """A model to call, and the characters that it says it knows."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = real_cores()
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Threads that wait busily take the time from other programs' threads, and from each other's on a busy machine.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(str(_files(pattern)[0]), options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name

    def run(batch: Tensor) -> Tensor:
        result: Tensor = session.run(None, {name: batch})[0]
        return result

    return run, session.get_modelmeta().custom_metadata_map.get("character", "")


def _files(pattern: str) -> list[Path]:
    """The package's models of one kind; looking for them does not import it."""
    spec = find_spec(_PACKAGE)
    folders = spec.submodule_search_locations if spec and spec.submodule_search_locations else []
    return [file for folder in folders for file in sorted(Path(folder).glob(f"models/{pattern}"))]
