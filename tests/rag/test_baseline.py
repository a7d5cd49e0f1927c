"""The textbook recipe: chunks of 1,000 characters, the nearest four, one plain prompt, the same rule of scoring."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.types import Document
from models.base import Message, Progress, Vector, Vectors
from models.fakes import Asked, ScriptedLLM
from rag.config import Settings
from rag.errors import AnswerError
from rag.evaluation import check_gold, run_baseline
from rag.evaluation.baseline import INSTRUCTION, TextbookRecipe
from rag.evaluation.gold import GoldEvidence, GoldItem
from rag.evaluation.run import WARM_UP
from rag.types import Answer, Evidence

if TYPE_CHECKING:
    from rag import Assistant

WORDS = ("water", "energy", "waste", "women", "patents", "paper")


@dataclass
class WordEmbedder:
    """Counts six words: a text is nearest to the one with its words."""

    name: str = "words"
    fingerprint: str = "w1"
    dimension: int = len(WORDS)

    def embed_passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> Vector:
        counts = np.array([text.lower().count(word) for word in WORDS], dtype=np.float32)
        return counts / max(float(np.linalg.norm(counts)), 1.0)


@dataclass
class Stand:
    """What the recipe takes from an assistant."""

    documents: tuple[Document, ...]
    llm: ScriptedLLM
    embedder: WordEmbedder = field(default_factory=WordEmbedder)
    settings: Settings = field(default_factory=Settings)

    def ask(self, question: str) -> Answer:
        return Answer(question, "Not found.", refused=True, reason="Nothing is.")

    def search(self, question: str, *, k: int = 10) -> list[Evidence]:
        return []


def paragraph(word: str, n: int) -> str:
    """900 characters, a chunk of its own; the higher n, the less it is about the word."""
    return f"{word} fact {n}. {'waste ' * (n - 1)}{'filler ' * 150}"[:899] + "."


def reports(folder: Path) -> tuple[Document, ...]:
    texts = {
        "a.md": "\n\n".join(paragraph(word, 1) for word in WORDS),
        "b.txt": "\n\n".join(paragraph("water", n) for n in range(2, 6)),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return tuple(Document(name, str(folder / name), name.upper(), 2024, name * 8) for name in texts)


def stand(folder: Path, *answers: str, context: int = 2048) -> Stand:
    return Stand(reports(folder), ScriptedLLM(*answers, context=context))


def test_reports_are_cut_into_chunks_with_their_lines(tmp_path: Path) -> None:
    chunks = TextbookRecipe(stand(tmp_path)).chunks
    assert [chunk.document.name for chunk in chunks] == ["a.md"] * 6 + ["b.txt"] * 4
    assert [len(chunk.passage.text) for chunk in chunks] == [900] * 10
    assert [chunk.passage.lines for chunk in chunks[:3]] == [(1, 1), (3, 3), (5, 5)]
    assert [chunk.id for chunk in chunks] == list(range(10))


def test_long_text_overlaps(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text(" ".join(f"w{n:04}" for n in range(500)), encoding="utf-8")
    document = Document("long.txt", str(tmp_path / "long.txt"), "Long", None, "")
    texts = [chunk.passage.text for chunk in TextbookRecipe(Stand((document,), ScriptedLLM())).chunks]
    assert [(text[:5], text[-5:], len(text)) for text in texts] == [
        ("w0000", "w0165", 995), ("w0150", "w0315", 995), ("w0300", "w0465", 995), ("w0450", "w0499", 299),
    ]  # fmt: skip


def test_the_nearest_chunks_are_found_best_first(tmp_path: Path) -> None:
    recipe = TextbookRecipe(stand(tmp_path))
    found = recipe.search("water", k=6)
    assert [evidence.document for evidence in found[:5]] == ["a.md", "b.txt", "b.txt", "b.txt", "b.txt"]
    assert [evidence.score for evidence in found] == pytest.approx([1, 2**-0.5, 5**-0.5, 10**-0.5, 17**-0.5, 0])
    assert recipe.search("patents", k=1)[0].text == paragraph("patents", 1)
    assert len(recipe.search("water", k=20)) == 10


def test_an_answer_is_written_from_four_chunks_and_one_prompt(tmp_path: Path) -> None:
    base = stand(tmp_path, " It was 50. ")
    answer = TextbookRecipe(base).ask("How much water?")
    assert answer.text == "It was 50."
    assert not answer.refused
    assert [(citation.n, citation.document) for citation in answer.citations] == [
        (1, "a.md"), (2, "b.txt"), (3, "b.txt"), (4, "b.txt"),
    ]  # fmt: skip
    context = "\n\n".join([paragraph("water", n) for n in range(1, 5)])
    prompt = f"{INSTRUCTION}\n\nContext:\n{context}\n\nQuestion: How much water?\nAnswer:"
    assert base.llm.history == [Asked((Message("user", prompt),), 160, 0.0, ())]
    assert 0 < answer.seconds["retrieve"] <= answer.seconds["first_token"] <= answer.seconds["total"]


def test_a_small_context_takes_fewer_chunks_and_all_four_count_as_cited(tmp_path: Path) -> None:
    base = stand(tmp_path, "50", context=160 + 64 + 290)  # a chunk is 131 words, the rest of the prompt 23
    answer = TextbookRecipe(base).ask("How much water?")
    assert base.llm.history[0].messages[0].content.count("water fact") == 2
    assert len(answer.citations) == 4


def item(id: str, question: str, *, must: str = "50", quote: str = "-", type: str = "text") -> GoldItem:
    if type == "unanswerable":
        return GoldItem(id, question, type, "-", ())
    return GoldItem(id, question, type, "-", ((must,),), (), (GoldEvidence("a.md", quote),))


def test_the_recipe_is_counted_by_the_same_rule_and_its_refusals_by_their_words(tmp_path: Path) -> None:
    items = [
        item("right", "water 1?", quote="water fact 4."),
        item("phrase", "water 2?", quote="water fact 5."),
        item("refused", "energy?", quote="energy fact 1."),
        item("none", "women?", type="unanswerable"),
        item("made up", "paper?", type="unanswerable"),
    ]
    answers = ["loaded", "It was 50.", "It was 50, no mention of more.", "The context does not say.", "No answer.", "7"]
    base = stand(tmp_path, *answers)
    done: list[tuple[int, int]] = []
    result = run_baseline(base, items, progress=lambda now, total: done.append((now, total)))
    assert [(outcome.item.id, outcome.verdict.value) for outcome in result.outcomes] == [
        ("right", "right"), ("phrase", "right"), ("refused", "refused"), ("none", "right"), ("made up", "wrong"),
    ]  # fmt: skip
    assert [outcome.rank for outcome in result.outcomes] == [4, 5, 1, None, None]
    assert [outcome.grounded for outcome in result.outcomes] == [True, False, True, False, False]
    assert result.system == "baseline"
    assert result.ran_with["models"]["embedder"] == {"name": "words", "fingerprint": "w1"}
    assert WARM_UP in base.llm.history[0].messages[0].content
    assert done == [(n, 5) for n in range(1, 6)]


def test_a_report_that_has_moved_away_is_told(tmp_path: Path) -> None:
    base = stand(tmp_path)
    (tmp_path / "b.txt").unlink()
    with pytest.raises(AnswerError, match=r"cannot read .*b\.txt cannot be opened: No such file.* index the reports"):
        run_baseline(base, [item("q", "water?")])


def test_no_reports_give_no_chunks_and_still_an_answer() -> None:
    base = Stand((), ScriptedLLM("The context is insufficient."))
    answer = TextbookRecipe(base).ask("How much water?")
    assert (answer.refused, answer.citations) == (True, ())


def test_both_runs_stand_in_one_report(tmp_path: Path) -> None:
    base = stand(tmp_path, "loaded", "It was 50.")
    gold = tmp_path / "set.jsonl"
    record = {
        "id": "q", "question": "water?", "type": "text", "answer": "50", "must": [["50"]], "must_not": [],
        "evidence": [{"document": "a.md", "quote": "water fact 1."}],
    }  # fmt: skip
    gold.write_text(json.dumps(record), encoding="utf-8")
    stages: list[str] = []
    check = check_gold(
        base, gold, baseline=True, out=tmp_path / "out", progress=lambda stage, done, total: stages.append(stage)
    )
    assert stages == ["ask", "baseline"]
    assert "\nright: 0.0% against 100.0%, 0.0 times\nevidence@5: 0.0% against 100.0%, 0.0 times\n" in check.text
    data = json.loads(check.files[0].read_text(encoding="utf-8"))
    assert (data["result"]["total"]["right"], data["baseline"]["total"]["right"]) == (0.0, 1.0)
    assert "    baseline\n" in check.files[1].read_text(encoding="utf-8")


def test_the_recipe_with_the_bundled_models(assistant: Assistant) -> None:
    recipe = TextbookRecipe(assistant)
    answer = recipe.ask("What were the Scope 1 emissions in 2024?")
    assert len(answer.citations) == 4
    assert answer.text == recipe.ask("What were the Scope 1 emissions in 2024?").text
    assert {chunk.document.name for chunk in recipe.chunks} == {document.name for document in assistant.documents}
    assert [evidence.score for evidence in answer.evidence] == sorted(
        (evidence.score for evidence in answer.evidence), reverse=True
    )
