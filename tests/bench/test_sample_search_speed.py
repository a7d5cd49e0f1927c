"""What a search of the sample reports costs beside the embedding of its question, which no search can do without."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from index.store import Index

if TYPE_CHECKING:
    from models.base import Embedder, Vector

pytestmark = pytest.mark.bench

logger = logging.getLogger(__name__)

GOLD = Path(__file__).parents[2] / "rag" / "evaluation" / "sample.jsonl"
MOST_EMBEDDINGS = 3


class Remembering:
    """An embedder that knows the vectors of questions seen before, and otherwise is the one it stands for."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, Vector] = {}

    def embed_query(self, text: str) -> Vector:
        """The vector, at once where it is known."""
        if text not in self._known:
            self._known[text] = self._embedder.embed_query(text)
        return self._known[text]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._embedder, name)


@pytest.fixture
def one_thread(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One thread for the embedder too, so that processor times can be compared."""
    import torch

    threads = torch.get_num_threads()
    monkeypatch.setattr("models.embedder.real_cores", lambda: 1)
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def test_a_search_costs_little_beside_embedding_the_question(sample_index: Path, one_thread: None) -> None:
    from models import load_embedder, load_llm
    from rag import Assistant, Settings
    from rag.evaluation.gold import load_gold

    questions = [item.question for item in load_gold(GOLD)]
    settings = Settings()
    embedder = load_embedder(settings.models.embedder)
    embedder.embed_query("Loaded and warm.")
    llm = load_llm(settings.models.llm, threads=1, context=settings.models.context)
    with Assistant(Index.open(sample_index), embedder=Remembering(embedder), llm=llm, settings=settings) as assistant:
        for question in questions:
            assistant.search(question)
        searches = [processor_seconds(partial(assistant.search, question)) for question in questions]
        embeddings = [processor_seconds(partial(embedder.embed_query, question)) for question in questions]
    told = f"search {spread(searches)}, embedding of the question {spread(embeddings)} (p50 and p95 in ms)"
    logger.info(told)
    assert spread(searches)[0] < MOST_EMBEDDINGS * spread(embeddings)[0], told


def processor_seconds(run: Callable[[], object]) -> float:
    """What a call costs the processor."""
    start = time.process_time()
    run()
    return time.process_time() - start


def spread(seconds: Sequence[float]) -> tuple[float, float]:
    """The middle and the 95th of a hundred, in milliseconds."""
    middle, most = np.quantile(seconds, [0.5, 0.95])
    return 1000 * float(middle), 1000 * float(most)
