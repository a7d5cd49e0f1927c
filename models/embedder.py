"""Text to unit vectors, with sentence-transformers from a local folder."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from models.base import Embedder, Progress, Reading, Vector, Vectors
from models.cpu import has_bfloat16, real_cores
from models.errors import ModelDamagedError, ModelError
from models.files import LocalModel, check_content, locate, repair
from models.hashes import sha256_of
from models.pace import Pace
from models.spec import Prefixes, fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sentence_transformers import SentenceTransformer

_log = logging.getLogger(__name__)

BATCH = 32
"""Texts in one pass through the model; more gain nothing on a CPU and pad more."""
READ = 8
"""Texts in one pass where they are read token by token: few, so that little is padded."""
AGREEMENT = 0.999
"""The least cosine between a bfloat16 vector and its float32 one that lets bfloat16 be used."""

_SAMPLES = (
    "Scope 1 greenhouse gas emissions (tCO2e) | 2024: 12,345.67; 2023: 13,001.20; 2022: 14,876.05",
    "The board oversees environmental, social and governance matters through a sustainability committee.",
    "Water withdrawal fell by 8.2% against the baseline year.",
    "女性员工占比 38.4%",
    "Who is responsible for the code of conduct?",
    "We aim to reach carbon neutrality in our own operations by 2040, with renewable electricity and efficient sites.",
    "ISO 14001",
    "Employees received 21.5 hours of training on average; suppliers were audited on labour rights, health and safety.",
)


def load_embedder(name_or_path: str) -> Embedder:
    """Make an embedder. Weights are loaded when the first text is embedded.

    :param name_or_path: A name of the catalogue, or the path of a sentence-transformers folder.
    :raises ModelError: If there is no such model or its files are incomplete.
    """
    return SentenceEmbedder(locate(name_or_path, kind="embedder"))


class SentenceEmbedder:
    """A sentence-transformers model; safe for many threads, each batch in its turn."""

    def __init__(self, local: LocalModel) -> None:
        self._local = local
        self._lock = threading.Lock()
        self._model: SentenceTransformer | None = None
        self._pace = Pace(real_cores())

    @property
    def name(self) -> str:
        """The catalogue name or the path it was asked for by."""
        return self._local.name

    @cached_property
    def fingerprint(self) -> str:
        """Changes whenever the vectors would: the hashes of all its files, and its prefixes."""
        if self._local.spec:
            return self._local.spec.fingerprint
        folder = self._local.folder
        files = sorted(path for pattern in ("*.json", "*.txt", "*.model") for path in folder.rglob(pattern))
        named = {str(path.relative_to(folder)): sha256_of(path) for path in [self._local.weights, *files]}
        return fingerprint(named.items(), self._prefixes)

    @cached_property
    def dimension(self) -> int:
        """The length of a vector, read from the configuration where the catalogue does not know it."""
        if self._local.spec:
            return self._local.spec.dimension
        for file in sorted(self._local.folder.glob("*_*/config.json"), reverse=True):
            settings = _json(file)
            if size := settings.get("out_features") or settings.get("word_embedding_dimension"):
                return int(size)
        raise ModelDamagedError(f"{self._local.folder} does not tell its dimension", fix=repair(None))

    def embed_passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """Embed passages, in the order given.

        :param texts: The passages.
        :param progress: Called with (done, total) after each batch.
        """
        return self._embed([self._prefixes.passage + text for text in texts], progress)

    def embed_query(self, text: str) -> Vector:
        """Embed one question."""
        return np.asarray(self._embed([self._prefixes.query + text], None)[0])

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Embed texts token by token, in the order given, in batches of texts about as long as each other.

        :param texts: Texts without prefixes.
        """
        found: dict[int, Reading] = {}
        order = sorted(range(len(texts)), key=lambda position: len(texts[position]))
        for start in range(0, len(order), READ):
            batch = order[start : start + READ]
            with self._lock:
                model = self._model = self._model or self._load()
                self._use(self._pace.step() if start else self._pace.begin() if len(order) > 1 else 1)
                found.update(zip(batch, _readings(model, [texts[position] for position in batch]), strict=True))
        return [found[position] for position in range(len(texts))]

    @cached_property
    def _prefixes(self) -> Prefixes:
        """What goes before a text: from the catalogue, or from the folder's own configuration."""
        if self._local.spec:
            return self._local.spec.prefixes
        prompts = _json(self._local.folder / "config_sentence_transformers.json").get("prompts") or {}
        passage = prompts.get("passage") or prompts.get("document") or ""
        return Prefixes(query=str(prompts.get("query") or ""), passage=str(passage))

    def _embed(self, texts: list[str], progress: Progress | None) -> Vectors:
        """Embed in batches of texts about as long as each other, so that little is padded."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda position: len(texts[position]))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            with self._lock:
                model = self._model = self._model or self._load()
                self._use(self._pace.step() if start else self._pace.begin() if len(order) > 1 else 1)
                vectors[batch] = _encode(model, [texts[position] for position in batch])
            if progress:
                progress(start + len(batch), len(texts))
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not (np.isfinite(lengths).all() and (lengths > 0).all()):
            raise ModelError(f"{self.name} gives vectors that are no numbers", fix=repair(self._local.spec))
        return np.asarray(vectors / lengths, dtype=np.float32)

    @staticmethod
    def _use(threads: int) -> None:
        """Compute on so many threads. A question takes one: that is as fast, and leaves the others to an answer."""
        import torch

        torch.set_num_threads(threads)

    def _load(self) -> SentenceTransformer:
        """Load the weights, in bfloat16 where that is faster and gives the same vectors."""
        check_content(self._local)
        model = _read(self._local)
        exact = _unit(_encode(model, list(_SAMPLES)))
        if exact.shape[1] != self.dimension:
            problem = f"{self.name} gives vectors of {exact.shape[1]} numbers, not {self.dimension}"
            raise ModelDamagedError(problem, fix=repair(self._local.spec))
        if not has_bfloat16():
            return model
        model = model.bfloat16()
        worst = float((exact * _unit(_encode(model, list(_SAMPLES)))).sum(axis=1).min())
        _log.debug("bfloat16 agrees with float32 to a cosine of %.5f", worst)
        return model if worst >= AGREEMENT else _read(self._local)


def _read(local: LocalModel) -> SentenceTransformer:
    """Read a model from its folder, without a hub and without a progress bar."""
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer

    try:
        with quiet():
            return SentenceTransformer(
                str(local.folder), device="cpu", local_files_only=True, model_kwargs={"use_safetensors": True}
            )
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        problem = f"{local.folder} cannot be loaded: {str(error).splitlines()[0] if str(error) else error!r}"
        raise ModelDamagedError(problem, fix=repair(local.spec)) from error


@contextmanager
def quiet() -> Iterator[None]:
    """Keep transformers from drawing progress bars, and from telling what it left out, while a model is read."""
    from transformers.utils import logging as transformers_logging

    drawn, verbosity = transformers_logging.is_progress_bar_enabled(), transformers_logging.get_verbosity()
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        transformers_logging.set_verbosity(verbosity)
        if drawn:
            transformers_logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def readable(text: str) -> str:
    """The text without halves of surrogate pairs, which no tokenizer takes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _encode(model: SentenceTransformer, texts: list[str]) -> Vectors:
    """One pass through the model. What is no text in UTF-8, half a surrogate pair, becomes a question mark."""
    clean = list(map(readable, texts))
    vectors = model.encode(clean, batch_size=len(clean), show_progress_bar=False, convert_to_numpy=True)
    return np.asarray(vectors, dtype=np.float32)


def _readings(model: SentenceTransformer, texts: list[str]) -> list[Reading]:
    """One pass through the model, token by token; the marks around a text are left out."""
    clean = list(map(readable, texts))
    outputs: Any = model.encode(clean, batch_size=len(clean), show_progress_bar=False, output_value=None)
    places = model.tokenizer(
        clean,
        truncation=True,
        max_length=model.max_seq_length,
        return_offsets_mapping=True,
        return_special_tokens_mask=True,
    )
    found = []
    for number, output in enumerate(outputs):
        spans, marks = places["offset_mapping"][number], places["special_tokens_mask"][number]
        kept = [at for at, mark in enumerate(marks) if not mark]
        tokens = output["token_embeddings"].float().numpy()[kept]
        vector = output["sentence_embedding"].float().numpy()
        found.append(Reading(vector / np.linalg.norm(vector), _unit(tokens), tuple(spans[at] for at in kept)))
    return found


def _unit(vectors: Vectors) -> Vectors:
    """The vectors, each of length 1: bfloat16 does not give it exactly."""
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def _json(file: Path) -> dict[str, Any]:
    """The object in a JSON file, empty if there is none."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ModelDamagedError(f"{file} cannot be read: {error}", fix=repair(None)) from error
    return content if isinstance(content, dict) else {}
