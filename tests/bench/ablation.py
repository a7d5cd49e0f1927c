"""What each part of the search earns: the evidence found with the part left out, over gold sets.

Run as ``python tests/bench/ablation.py GOLD.jsonl=INDEX...``, for example
``python tests/bench/ablation.py rag/evaluation/sample.jsonl=~/.esg-answers/sample.index``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

from rag import Assistant
from rag.evaluation import load_gold
from rag.evaluation.gold import GoldItem
from rag.evaluation.metrics import evidence_rank

DEPTH = 20
PARTS: Mapping[str, Mapping[str, Any]] = {
    "all of it": {},
    "without meaning (vectors)": {"index.store.Index.nearest": lambda *_args, **_options: []},
    "without words (FTS5)": {"index.store.Index.matching": lambda *_args, **_options: []},
    "without synonyms": {
        "rag.retrieve.widened": lambda _text, words: tuple(words),
        "rag.evidence.touched": lambda _text: (),
    },
    "without the best part": {"rag.rerank._PART": 0.0},
    "without years": {
        "rag.rerank._YEAR_OF_REPORT": 0.0,
        "rag.rerank._YEAR_IN_TEXT": 0.0,
        "rag.evidence._year_fit": lambda *_args: 0.0,
    },
    "without named reports": {"rag.rerank._NAMED_REPORT": 0.0},
    "without tables put forward": {"rag.rerank._TABLE": 0.0, "rag.evidence._ROW": 0.0},
    "without roles of passages": {"rag.rerank._ROLES": {}},
    "without what a label says beside": {"rag.evidence._LABEL_BESIDE": 0.0, "rag.evidence._INTENSITY": 0.0},
    "without what an answer must hold": {"rag.evidence._UNEXPECTED": 0.0},
    "without signs of a definition": {"rag.evidence._DEFINES": 0.0},
    "without sides of comparisons": {"rag.retrieve._Search.sides": lambda *_args, **_options: iter(())},
    "without merging": {"rag.merge._alike": lambda *_args: False},
}


def main(arguments: list[str]) -> None:
    """Print a line a part."""
    sets = [argument.rpartition("=") for argument in arguments]
    opened = [(load_gold(Path(gold)), Assistant.open(Path(index).expanduser())) for gold, _, index in sets]
    print(f"{'':34}{'@1':>7}{'@5':>7}{'@20':>7}{'MRR':>7}{'all@5':>7}")
    for name, changes in PARTS.items():
        with ExitStack() as changed:
            for target, value in changes.items():
                changed.enter_context(patch(target, value))
            found = [outcome for items, assistant in opened for outcome in _ranks(items, assistant)]
        ranks = [rank for rank, _ in found]
        whole = [every for _, every in found if every is not None]
        shares = [sum(rank <= k for rank in ranks) / len(ranks) for k in (1, 5, DEPTH)]
        shares += [sum(1 / rank for rank in ranks) / len(ranks), sum(whole) / max(1, len(whole))]
        print(f"{name:34}" + "".join(f"{share:7.1%}" for share in shares), flush=True)
    print("all@5: of the questions whose evidence stands in several places, those with all of it in the first five")


def _ranks(items: tuple[GoldItem, ...], assistant: Assistant) -> Iterator[tuple[float, bool | None]]:
    """For each question, the rank of its evidence, and whether all of it is in the first five if it is several."""
    for item in items:
        if not item.answerable:
            continue
        texts = [evidence.text for evidence in assistant.search(item.question, k=DEPTH)]
        every = [evidence_rank(_only(item, at), texts[:5]) is not None for at in range(len(item.evidence))]
        yield evidence_rank(item, texts) or float("inf"), all(every) if len(every) > 1 else None


def _only(item: GoldItem, at: int) -> GoldItem:
    """The question with one piece of its evidence."""
    return GoldItem(item.id, item.question, item.type, item.answer, item.must, evidence=(item.evidence[at],))


if __name__ == "__main__":
    main(sys.argv[1:])
