"""The judge of whether a text answers a question: its arithmetic, its limits, and that it tells an answer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
import torch

from models import load_embedder
from models.base import Embedder, Reading
from models.fakes import FakeEmbedder
from models.judge import HEADS, LONGEST, LONGEST_HEADING, Candidate, Judge, judge_for


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder("all-minilm-l6-v2")


@pytest.fixture(scope="module")
def judge(embedder: Embedder) -> Judge:
    judge = judge_for(embedder)
    assert judge is not None
    return judge


def logits(judge: Judge, embedder: Embedder, question: str, texts: Sequence[str], *, heading: str = "") -> list[float]:
    """What the judge makes of texts, each word of the question counting the same."""
    asked, *readings = embedder.read([question, *(heading + text for text in texts)])
    counts = np.full(len(asked.tokens), 1 / len(asked.tokens), np.float32)
    return [
        judge.read(asked, counts, Candidate(read, len(heading), (float(read.vector @ asked.vector), 0.6, 0.5, 0.0)))
        for read in readings
    ]


def drawn(rows: int, seed: int) -> Reading:
    """Token vectors of length 1, each of three letters."""
    vectors = np.random.default_rng(seed).standard_normal((rows, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Reading(vectors[:0].sum(axis=0), vectors, tuple((3 * at, 3 * at + 3) for at in range(rows)))


@pytest.mark.parametrize(
    ("question", "answer", "others"),
    [
        (
            "How many people quit in 2023?",
            "In 2023, 412 employees left the company.",
            ["In 2023, 412 employees were trained.", "We value every employee of the company."],
        ),
        (
            "Why did the emissions of the sites fall?",
            "Emissions fell because the sites switched to renewable electricity.",
            ["Emissions of the sites are measured every year.", "The sites fell behind their plan for training."],
        ),
    ],
)
def test_an_answer_stands_before_what_only_sounds_like_it(
    judge: Judge, embedder: Embedder, question: str, answer: str, others: list[str]
) -> None:
    first, *rest = logits(judge, embedder, question, [answer, *others])
    assert first > max(rest)
    assert first > 0 > min(rest)


def test_a_layer_reckons_as_the_one_it_was_trained_as(judge: Judge) -> None:
    prefix = "enc.layers.0."
    layer = torch.nn.TransformerEncoderLayer(
        96, HEADS, 192, batch_first=True, norm_first=True, activation="gelu"
    ).eval()
    own = {name: torch.tensor(each) for name, each in judge.weights.items() if name.startswith(prefix)}
    layer.load_state_dict({name.removeprefix(prefix): each for name, each in own.items()})
    state = np.random.default_rng(3).standard_normal((20, 96)).astype(np.float32)
    with torch.no_grad():
        wanted = layer(torch.tensor(state)[None])[0].numpy()
    np.testing.assert_allclose(judge.layer("enc.layers.0", state), wanted, atol=2e-3)


def test_only_so_much_of_a_text_is_read(judge: Judge) -> None:
    question, text = drawn(9, 1), drawn(200, 2)
    counts, hints = np.full(9, 1 / 9, np.float32), (0.5, 0.5, 0.5, 1.0)

    def read(tokens: np.ndarray, heading: int) -> float:
        spans = tuple((3 * at, 3 * at + 3) for at in range(len(tokens)))
        return judge.read(question, counts, Candidate(Reading(text.vector, tokens, spans), heading, hints))

    above = 3 * 30
    kept = np.concatenate([text.tokens[:LONGEST_HEADING], text.tokens[30 : 30 + LONGEST - LONGEST_HEADING]])
    assert read(text.tokens, above) == read(kept, 3 * LONGEST_HEADING)
    assert read(text.tokens, above) != read(text.tokens, 0)
    changed = text.tokens.copy()
    changed[-1] = -changed[-1]
    assert read(changed, above) == read(text.tokens, above)


def test_what_is_known_otherwise_counts_and_is_all_for_a_text_without_words(judge: Judge) -> None:
    question, counts = drawn(5, 1), np.full(5, 0.2, np.float32)
    some = [judge.read(question, counts, Candidate(drawn(6, 2), 0, (near, 0.5, 0.5, 0.0))) for near in (0.1, 0.9)]
    none = [judge.read(question, counts, Candidate(drawn(0, 2), 0, (near, 0.5, 0.5, 0.0))) for near in (0.1, 0.9)]
    assert some[1] - some[0] == pytest.approx(none[1] - none[0], abs=1e-4)
    assert none[1] != none[0]


def test_it_judges_only_what_the_embedder_reads_that_it_was_trained_on() -> None:
    assert judge_for(FakeEmbedder()) is None
