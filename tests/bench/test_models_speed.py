"""Speed as ratios against a baseline in the same run: machines and their load differ, ratios hardly do."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
import torch

from models import embedder as embedder_module
from models import load_embedder
from models.catalog import CATALOG
from models.cpu import has_bfloat16
from models.files import folder_of

PASSAGES = [
    f"In {2015 + n % 10} the company reported {n * 137:,} tonnes of Scope {1 + n % 3} emissions at site {n}. "
    + "Water withdrawal, energy use and waste were measured with the same boundaries as the year before. " * (n % 6)
    for n in range(64)
]


def _seconds(run: Callable[[], object]) -> float:
    """Processor time on one thread: a busy machine stretches the clock, and threads that wait burn time."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    start = time.process_time()
    run()
    seconds = time.process_time() - start
    torch.set_num_threads(threads)
    return seconds


@pytest.mark.bench
@pytest.mark.skipif(not has_bfloat16(), reason="this processor multiplies no bfloat16, so there is nothing to gain")
def test_embedding_is_faster_than_the_default_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(str(folder_of(CATALOG["all-minilm-l6-v2"])), device="cpu", local_files_only=True)
    monkeypatch.setattr(embedder_module, "real_cores", lambda: 1)
    ours = load_embedder("all-minilm-l6-v2")
    plain.encode(PASSAGES[:4], show_progress_bar=False)
    ours.embed_passages(PASSAGES[:4])
    # In turns, and the best of each, so that what else the machine does falls on both.
    pairs = [
        (
            _seconds(lambda: plain.encode(PASSAGES, normalize_embeddings=True, show_progress_bar=False)),
            _seconds(lambda: ours.embed_passages(PASSAGES)),
        )
        for _ in range(3)
    ]
    ratio = min(default for default, _ in pairs) / min(own for _, own in pairs)
    assert ratio >= 1.5, f"embedding is only {ratio:.2f} times as fast as the default loop"
