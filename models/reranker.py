"""How well texts answer a question, with a sentence-transformers cross-encoder from a local folder."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from models.base import Reranker
from models.cpu import has_bfloat16, real_cores
from models.embedder import quiet, readable
from models.errors import ModelDamagedError, ModelError
from models.files import LocalModel, check_content, locate, repair
from models.hashes import sha256_of
from models.pace import Pace
from models.spec import Prefixes, fingerprint

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

Scores = npt.NDArray[np.float32]

_log = logging.getLogger(__name__)

BATCH = 16
"""Pairs in one pass through the model, of about the same length; more gain nothing on a CPU."""
DRIFT = 0.03
"""The most that a bfloat16 score may be off its float32 one, as a share of the span of the scores."""

_QUERY = "How much water was withdrawn in 2023?"
_SAMPLES = (
    "Water withdrawal (cubic metres) | 2023: 512,300; 2022: 498,120",
    "In 2023, we withdrew 512,300 cubic metres of water, 2.8% more than in the year before.",
    "Water stewardship is among the topics that our stakeholders consider material.",
    "The board oversees environmental, social and governance matters through a sustainability committee.",
    "Scope 1 greenhouse gas emissions (tCO2e) | 2023: 12,345.67; 2022: 13,001.20",
    "女性员工占比 38.4%",
    "ISO 14001",
    "Suppliers were audited on labour rights, health and safety, and the protection of rivers near their sites.",
)


def load_reranker(name_or_path: str) -> Reranker:
    """Make a reranker. Weights are loaded when the first text is scored.

    :param name_or_path: A name of the catalogue, or the path of a cross-encoder's sentence-transformers folder.
    :raises ModelError: If there is no such model or its files are incomplete.
    """
    return CrossEncoderReranker(locate(name_or_path, kind="reranker"))


class CrossEncoderReranker:
    """A sentence-transformers cross-encoder; safe for many threads, each batch in its turn."""

    def __init__(self, local: LocalModel) -> None:
        self._local = local
        self._lock = threading.Lock()
        self._model: CrossEncoder | None = None
        self._pace = Pace(real_cores())

    @property
    def name(self) -> str:
        """The catalogue name or the path it was asked for by."""
        return self._local.name

    @cached_property
    def fingerprint(self) -> str:
        """Changes whenever the scores would: the hashes of all its files."""
        if self._local.spec:
            return self._local.spec.fingerprint
        folder = self._local.folder
        files = [path for kind in ("*.safetensors", "*.json", "*.txt", "*.model") for path in folder.rglob(kind)]
        return fingerprint(((str(path.relative_to(folder)), sha256_of(path)) for path in files), Prefixes())

    def score(self, query: str, texts: Sequence[str]) -> Scores:
        """One score a text, in the order given: what the model says before any sigmoid, so that none saturates.

        :param query: The question.
        :param texts: What may answer it; the end of a text too long for the model is not read.
        :raises ModelError: If the model cannot be loaded or gives no numbers.
        """
        scores = np.zeros(len(texts), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda position: len(texts[position]))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            with self._lock:
                model = self._model = self._model or self._load()
                _use(self._pace.step() if start else self._pace.begin())
                scores[batch] = _predict(model, query, [texts[position] for position in batch])
        if not np.isfinite(scores).all():
            raise ModelError(f"{self.name} gives scores that are no numbers", fix=repair(self._local.spec))
        return scores

    def _load(self) -> CrossEncoder:
        """Load the weights, in bfloat16 where that is faster and gives the same scores."""
        check_content(self._local)
        model = _read(self._local)
        if model.num_labels != 1:
            problem = f"{self.name} is no reranker: it gives {model.num_labels} scores a pair, not one"
            raise ModelError(problem, fix="Name a cross-encoder that was trained to rank.")
        if not has_bfloat16():
            return model
        exact = _predict(model, _QUERY, _SAMPLES)
        model = model.bfloat16()
        off = float(np.abs(_predict(model, _QUERY, _SAMPLES) - exact).max())
        _log.debug("bfloat16 is off float32 by %.5f, where the scores span %.5f", off, np.ptp(exact))
        return model if off <= DRIFT * float(np.ptp(exact)) else _read(self._local)


def _read(local: LocalModel) -> CrossEncoder:
    """Read a model from its folder, without a hub and without a progress bar."""
    from safetensors import SafetensorError
    from sentence_transformers import CrossEncoder

    try:
        with quiet():
            model: CrossEncoder = CrossEncoder(
                str(local.folder), device="cpu", local_files_only=True, model_kwargs={"use_safetensors": True}
            )
            return model
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        problem = f"{local.folder} cannot be loaded: {str(error).splitlines()[0] if str(error) else error!r}"
        raise ModelDamagedError(problem, fix=repair(local.spec)) from error


def _use(threads: int) -> None:
    """Compute on so many threads."""
    import torch

    torch.set_num_threads(threads)


def _predict(model: CrossEncoder, query: str, texts: Sequence[str]) -> Scores:
    """One pass through the model. What is no text in UTF-8, half a surrogate pair, becomes a question mark."""
    from torch.nn import Identity

    pairs = [(readable(query), readable(text)) for text in texts]
    scores = model.predict(
        pairs, batch_size=len(pairs), show_progress_bar=False, activation_fn=Identity(), convert_to_numpy=True
    )
    return np.asarray(scores, dtype=np.float32)
