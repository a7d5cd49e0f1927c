"""The dialogues about the sample reports: follow-ups find their evidence, and no turn is made worse by the others."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from index.types import Document
from models.base import Embedder, LanguageModel
from rag import Assistant
from rag.cli import main
from rag.config import Settings
from rag.conversation import in_context
from rag.errors import GoldError
from rag.evaluation import DialogueResult, load_dialogues, load_gold, run_dialogues
from rag.evaluation.dialogue_set import SAMPLE, Dialogue
from rag.evaluation.dialogues import FLOOR
from rag.indexing import sample_gold, sample_reports
from rag.question import understand
from rag.types import Answer, Evidence, Turn


@pytest.fixture(scope="module")
def dialogues() -> tuple[Dialogue, ...]:
    return load_dialogues()


@pytest.fixture(scope="module")
def result(assistant: Assistant, dialogues: tuple[Dialogue, ...]) -> DialogueResult:
    return run_dialogues(assistant, dialogues)


# --- the sample dialogues


def test_nine_of_ten_follow_ups_find_their_evidence(result: DialogueResult) -> None:
    assert result.evidence_5 is not None
    assert result.evidence_5 >= FLOOR, result.table()


def test_no_turn_is_made_worse_by_the_turns_before(result: DialogueResult) -> None:
    assert not result.worse, result.table()


def test_the_turns_before_are_needed(result: DialogueResult) -> None:
    alone = [outcome.rank_alone is not None and outcome.rank_alone <= 5 for outcome in result.follow_ups]
    assert sum(alone) / len(alone) <= 0.75


def test_follow_ups_are_told_from_complete_questions(result: DialogueResult) -> None:
    complete = [outcome for outcome in result.outcomes if not outcome.turn.follows]
    taken = [str(outcome) for outcome in complete if outcome.turn.question.lower() not in outcome.meant.lower()]
    assert len(taken) <= 1, taken


def test_complete_questions_take_over_nothing_from_one_another() -> None:
    questions = [item.question for item in load_gold(sample_gold())]
    for at, question in enumerate(questions):
        for before in (questions[at - 1], questions[at - 7], questions[at - 31]):
            meant = in_context(understand(question), [Turn(before, "An answer [1].")])
            assert not meant.follows, f"{before} {question} -> {meant.question.text}"


def test_the_set_is_large_and_mixed(dialogues: tuple[Dialogue, ...]) -> None:
    turns = [turn for dialogue in dialogues for turn in dialogue.turns[1:]]
    assert len(dialogues) >= 36
    assert {len(dialogue.turns) for dialogue in dialogues} == {2, 3}
    assert sum(turn.follows for turn in turns) >= 50
    assert sum(not turn.follows for turn in turns) >= 12
    assert not any(dialogue.turns[0].follows for dialogue in dialogues)


def test_every_quote_stands_in_its_report(dialogues: tuple[Dialogue, ...]) -> None:
    for dialogue in dialogues:
        for evidence in (evidence for turn in dialogue.turns for evidence in turn.evidence):
            assert evidence.quote in (sample_reports() / evidence.document).read_text(encoding="utf-8"), dialogue.id


# --- the run


class _Reader:
    """Finds what it is told to find for a question."""

    settings: Settings
    documents: Sequence[Document]
    embedder: Embedder
    llm: LanguageModel

    def __init__(self, found: dict[str, list[Evidence]]) -> None:
        self.found = found

    def ask(self, question: str) -> Answer:
        raise AssertionError(question)

    def search(self, question: str, *, k: int = 10) -> Sequence[Evidence]:
        return self.found.get(question, [])[:k]


def _write(path: Path, *turns: tuple[str, bool, str], name: str = "one") -> Path:
    records = [{"question": q, "follows": f, "evidence": [{"document": "acme.md", "quote": e}]} for q, f, e in turns]
    path.write_text(json.dumps({"id": name, "turns": records}) + "\n", encoding="utf-8")
    return path


def _run(path: Path, found: dict[str, list[Evidence]]) -> DialogueResult:
    return run_dialogues(_Reader(found), load_dialogues(path))


FIRST = ("How much water was used in 2021?", False, "Water 2021")
SECOND = ("And in 2022?", True, "Water 2022")
MEANT = "How much water was used in 2022?"


def test_a_follow_up_counts_where_its_evidence_is_found(tmp_path: Path, evidence: Any) -> None:
    file = _write(tmp_path / "d.jsonl", FIRST, SECOND)
    right, wrong = evidence("Water 2022: 5"), evidence("Water 2021: 4")
    found = _run(file, {MEANT: [wrong, right]})
    assert [(outcome.id, outcome.meant, outcome.rank, outcome.rank_alone) for outcome in found.outcomes] == [
        ("one/2", MEANT, 2, None)
    ]
    assert (found.evidence_5, found.misses, found.worse, found.below) == (1.0, (), (), ())
    late = _run(file, {MEANT: [wrong] * 5 + [right]})
    assert (late.evidence_5, late.worse) == (0.0, ())
    assert late.misses == late.outcomes
    assert "follow-ups 0.0% are below the floor 90.0%" in late.below


def test_the_words_of_another_report_are_no_evidence(tmp_path: Path, evidence: Any) -> None:
    file = _write(tmp_path / "d.jsonl", FIRST, SECOND)
    assert _run(file, {MEANT: [evidence("Water 2022: 5", name="other.md")]}).evidence_5 == 0.0


def test_a_turn_that_finds_its_evidence_alone_only_is_worse(tmp_path: Path, evidence: Any) -> None:
    found = _run(_write(tmp_path / "d.jsonl", FIRST, SECOND), {"And in 2022?": [evidence("Water 2022: 5")]})
    assert found.worse == found.outcomes
    assert any("made worse" in line for line in found.below)
    assert "And in 2022? -> How much water was used in 2022? (rank -, alone 1)" in found.table()


GOOD = '{"id": "a", "turns": [%s, %s]}'
TURN = '{"question": "a?", "evidence": [{"document": "a.md", "quote": "b"}], "follows": false}'


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{", '{"id": "a"}', '{"id": "a", "turns": 5}', f'{{"id": "a", "turns": [{TURN}]}}',
        GOOD % (TURN, TURN.replace('"a?"', '" "')), GOOD % (TURN, TURN.replace('"b"', "7")),
        GOOD % (TURN, '{"question": "a?", "evidence": [], "follows": false}'),
        GOOD % (TURN, TURN.replace('"follows"', '"leans"')),
        "\n".join([GOOD % (TURN, TURN)] * 2),
    ],
)  # fmt: skip
def test_a_file_that_holds_no_dialogues_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "d.jsonl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(GoldError, match=r"d\.jsonl"):
        load_dialogues(file)
    file.write_text(GOOD % (TURN, TURN), encoding="utf-8")
    assert len(load_dialogues(file)) == 1


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="cannot be read"):
        load_dialogues(tmp_path / "none.jsonl")


# --- the command


def test_the_command_prints_the_table(sample_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert main(["eval", "--dialogues", "--index", str(sample_index), "--limit", "2", "--out", str(out)]) == 0
    shown = capsys.readouterr().out
    assert "follow-ups" in shown
    assert "made worse: 0" in shown
    assert len(json.loads((out / "dialogues.json").read_text(encoding="utf-8"))["outcomes"]) == sum(
        len(dialogue.turns) - 1 for dialogue in load_dialogues()[:2]
    )


def test_the_command_asks_about_the_sample_unless_told_otherwise(
    home: Path, sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(sample_index, home / "sample-index")
    assert main(["eval", "--dialogues", "--limit", "1"]) == 0
    assert "evidence@5 of later turns" in capsys.readouterr().out


def test_the_command_fails_below_the_floor(
    sample_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = _write(tmp_path / "d.jsonl", FIRST, ("And in 2022?", True, "words that no report holds"))
    arguments = ["eval", str(file), "--dialogues", "--index", str(sample_index)]
    assert main(arguments) == 0
    assert main([*arguments, "--floors"]) == 1
    assert "below the floor" in capsys.readouterr().out


def test_dialogues_and_baseline_do_not_go_together() -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["eval", "--dialogues", "--baseline"])
    assert stopped.value.code == 2


def test_the_sample_dialogues_are_bundled() -> None:
    assert SAMPLE.is_file()
