"""Indexing against the loop that sentence-transformers users write first: float32, its own defaults."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from index.building import build_index
from models import Embedder, load_embedder
from models import embedder as embedder_module
from models.base import Progress, Vector, Vectors
from models.cpu import cpu_flags, has_bfloat16
from models.files import locate

pytestmark = [
    pytest.mark.bench,
    pytest.mark.skipif(not has_bfloat16(), reason="this processor has no bfloat16 instructions"),
]

logger = logging.getLogger(__name__)

NAME = "all-minilm-l6-v2"
REPORTS, SECTIONS, TURNS = 2, 40, 3
GAIN = 2.0 if "amx_bf16" in cpu_flags() else 1.5
"""How many times as fast: processors that multiply bfloat16 in tiles gain most by it (2.2 to 3.4 seen, else 1.8)."""
WORDS = """
emissions scope energy water waste supplier audit board target baseline renewable electricity safety training diversity
employees community carbon neutrality recycling packaging compliance policy committee risk climate governance in of the
materiality stakeholders disclosure and for with by our we to was were reduced increased
"""


def report(number: int) -> str:
    """A report with a passage a section, long and short ones, every one different."""
    choose = random.Random(number)
    sections = [f"# Generated report {number}"]
    for section in range(SECTIONS):
        length = choose.randrange(12, 80)
        words = [choose.choice([*WORDS.split(), f"{choose.randrange(1, 99999):,}"]) for _ in range(length)]
        sections.append(f"## Section {section}\n\n{' '.join(words).capitalize()}.")
    return "\n\n".join(sections) + "\n"


class NotingEmbedder:
    """An embedder that notes the texts it is given."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.name, self.fingerprint, self.dimension = embedder.name, embedder.fingerprint, embedder.dimension
        self.texts: list[str] = []

    def embed_passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        self.texts = list(texts)
        return self._embedder.embed_passages(texts, progress=progress)

    def embed_query(self, text: str) -> Vector:
        return self._embedder.embed_query(text)


@pytest.fixture
def embedder(monkeypatch: pytest.MonkeyPatch) -> Iterator[NotingEmbedder]:
    """The real embedder, loaded and warm, then held to one thread.

    One thread and the process's own clock on both sides: the ratio then holds on a machine that is busy otherwise.
    """
    import torch

    threads = torch.get_num_threads()
    monkeypatch.setattr(embedder_module, "real_cores", lambda: 1)
    noting = NotingEmbedder(load_embedder(NAME))
    noting.embed_query("Loaded and warm.")
    torch.set_num_threads(1)
    yield noting
    torch.set_num_threads(threads)


def test_indexing_is_faster_than_the_default_loop(embedder: NotingEmbedder, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(str(locate(NAME, kind="embedder").folder), device="cpu")
    plain.encode(["Loaded and warm."])
    (tmp_path / "reports").mkdir()
    for number in range(REPORTS):
        (tmp_path / "reports" / f"{number}.md").write_text(report(number), encoding="utf-8")
    ours, theirs = [], []
    for turn in range(TURNS):
        started = time.process_time()
        summary = build_index([tmp_path / "reports"], into=tmp_path / f"index-{turn}", embedder=embedder)
        ours.append(time.process_time() - started)
        assert summary.embedded == len(embedder.texts) >= REPORTS * SECTIONS
        started = time.process_time()
        plain.encode(embedder.texts)
        theirs.append(time.process_time() - started)
    count = len(embedder.texts)
    rate = f"{count / min(ours):.0f} passages/s indexed, {count / min(theirs):.0f}/s by the default loop"
    logger.info(rate)
    assert min(theirs) / min(ours) >= GAIN, rate
