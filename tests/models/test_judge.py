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


def reckoned(judge: Judge, asked: np.ndarray, told: np.ndarray, above: int, counts: np.ndarray) -> float:
    """The logit by the network that the judge was trained as, without what is known otherwise."""
    weights = {name: torch.tensor(each) for name, each in judge.weights.items()}

    def linear(name: str, values: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.linear(values, weights[f"{name}.weight"], weights[f"{name}.bias"])

    def norm(name: str, values: torch.Tensor) -> torch.Tensor:
        of = weights[f"{name}.weight"]
        return torch.nn.functional.layer_norm(values, of.shape, of, weights[f"{name}.bias"])

    question, text, count = torch.tensor(asked), torch.tensor(told), torch.tensor(counts) * len(asked)
    alike, none = question @ text.T, torch.zeros(len(text))
    most = torch.cat([alike.max(dim=1).values, alike.max(dim=0).values])
    signs = torch.stack([most, torch.cat([count, none]), torch.zeros(len(most))], dim=1)
    kinds = torch.tensor([0] * len(question) + [1] * above + [2] * (len(text) - above))
    state = linear("proj", torch.cat([question, text])) * 4
    state = norm("norm", state + weights["seg.weight"][kinds] + linear("sc", signs))
    for number in (0, 1):
        prefix = f"enc.layers.{number}."
        layer = torch.nn.TransformerEncoderLayer(96, HEADS, 192, batch_first=True, norm_first=True, activation="gelu")
        own = {name: each for name, each in weights.items() if name.startswith(prefix)}
        layer.load_state_dict({name.removeprefix(prefix): each for name, each in own.items()})
        state = layer.eval()(state[None])[0]
    of_question = (count[:, None] * state[kinds == 0]).sum(dim=0) / count.sum()
    pooled = torch.cat([of_question, state[kinds == 2].mean(dim=0), state.max(dim=0).values])
    return float(linear("out.4", torch.nn.functional.gelu(linear("out.1", norm("out.0", pooled))))[0])


def test_it_reckons_as_the_network_it_was_trained_as(judge: Judge) -> None:
    question, text, nothing = drawn(6, 1), drawn(20, 2), drawn(0, 3)
    counts, hints = np.array([0.4, 0.2, 0.2, 0.1, 0.05, 0.05], np.float32), (0.5, 0.6, 0.5, 0.0)
    known = judge.read(question, counts, Candidate(nothing, 0, hints))
    told = judge.read(question, counts, Candidate(text, 3 * 7, hints)) - known
    with torch.no_grad():
        wanted = reckoned(judge, question.tokens, text.tokens, 7, counts)
    assert told == pytest.approx(wanted, abs=5e-3)


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
