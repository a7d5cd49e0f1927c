"""A run asks every question once, counts it by the rule, and writes down everything it did."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from index.types import Document, Passage, StoredPassage
from models.errors import ModelMissingError
from rag.config import Settings
from rag.errors import AnswerError, GoldError, QuestionError
from rag.evaluation import Verdict, below_floors, check_gold, compare, evaluate, load_gold, write_report
from rag.evaluation.check import load_floors
from rag.evaluation.gold import GoldEvidence, GoldItem
from rag.evaluation.result import Outcome, Result
from rag.evaluation.run import WARM_UP
from rag.types import Answer, Citation, Evidence

if TYPE_CHECKING:
    from rag import Assistant

REPORT = Document("acme.md", "/reports/acme.md", "Acme 2024", 2024, "0" * 64)


def evidence(text: str) -> Evidence:
    return Evidence(
        REPORT.name, REPORT.title, "KPIs", None, (1, 1), text, 0.5, StoredPassage(1, REPORT, Passage(text, (), (1, 1)))
    )


def citation(text: str) -> Citation:
    return Citation(1, REPORT.name, REPORT.title, "KPIs", None, (1, 1), text, text)


def item(id: str, type: str, *, must: str = "50", document: str = "acme.md") -> GoldItem:
    if type == "unanswerable":
        return GoldItem(id, f"{id}?", type, "Not stated.", ())
    return GoldItem(id, f"{id}?", type, f"{must}.", ((must,),), (), (GoldEvidence(document, f"quote of {id}"),))


@dataclass
class Scripted:
    """Answers and finds what it was given; keeps what it was asked."""

    answers: Mapping[str, Answer | Exception]
    found: Mapping[str, Sequence[str]] = field(default_factory=dict)
    warm_up: Exception | None = None
    asked: list[str] = field(default_factory=list)
    searched: list[tuple[str, int]] = field(default_factory=list)
    settings: Settings = field(default_factory=Settings)
    documents: tuple[Document, ...] = (REPORT,)
    embedder: Any = field(default_factory=lambda: SimpleNamespace(name="small", fingerprint="e1", dimension=2))
    llm: Any = field(default_factory=lambda: SimpleNamespace(name="tiny", fingerprint="l1", context=2048))

    def ask(self, question: str) -> Answer:
        self.asked.append(question)
        if question == WARM_UP:
            if self.warm_up:
                raise self.warm_up
            return Answer(question, "It covers 2024.")
        answer = self.answers[question]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def search(self, question: str, *, k: int = 10) -> list[Evidence]:
        self.searched.append((question, k))
        return [evidence(text) for text in self.found.get(question, ())]


ITEMS = (
    item("t1", "table"), item("t2", "table"), item("t3", "table"), item("w1", "why"), item("w2", "why"),
    item("u1", "unanswerable"), item("u2", "unanswerable"),
)  # fmt: skip


def scripted() -> Scripted:
    """Of the answerable: one right and grounded, one right, one wrong, one refused, one failed; the rest half right."""
    return Scripted(
        answers={
            "t1?": Answer("t1?", "50 [1].", citations=(citation("the QUOTE of  t1"),), seconds={"first_token": 0.5}),
            "t2?": Answer("t2?", "It was 50 [1].", citations=(citation("another"),), seconds={"first_token": 1.5}),
            "t3?": Answer("t3?", "It was <b>150</b> [1].", citations=(citation("# another"),)),
            "w1?": Answer("w1?", "Not found, though 50 is near.", refused=True, reason="It is not in these reports."),
            "w2?": QuestionError("The question is odd", fix="Ask another."),
            "u1?": Answer("u1?", "Not found.", refused=True, reason="That year is not covered."),
            "u2?": Answer("u2?", "The report does not say."),
        },
        found={
            "t1?": ["quote of t1"],
            "t2?": ["a", "b", "c", "d", "quote of t2"],
            "t3?": [*"abcde", "quote of t3", *"fghijklmnopqrstuvwxyz"],
            "w1?": [*"abcdefghijklmnopqrst", "quote of w1"],
        },
    )


def test_every_question_is_asked_once_and_counted_by_the_rule() -> None:
    system, done = scripted(), []
    result = evaluate(system, ITEMS, progress=lambda now, total: done.append((now, total)))
    assert system.asked == [WARM_UP, "t1?", "t2?", "t3?", "w1?", "w2?", "u1?", "u2?"]
    assert system.searched == [(f"{id}?", 20) for id in ("t1", "t2", "t3", "w1", "u1", "u2")]
    assert done == [(n, 7) for n in range(1, 8)]
    verdicts = [(outcome.item.id, outcome.verdict.value) for outcome in result.outcomes]
    assert verdicts == [
        ("t1", "right"), ("t2", "right"), ("t3", "wrong"), ("w1", "refused"), ("w2", "wrong"), ("u1", "right"),
        ("u2", "wrong"),
    ]  # fmt: skip
    assert [outcome.rank for outcome in result.outcomes] == [1, 5, 6, None, None, None, None]
    assert [outcome.grounded for outcome in result.outcomes] == [True, False, False, False, False, False, False]
    assert [outcome.item.id for outcome in result.misses] == ["t3", "w1", "w2", "u2"]


def test_the_figures_are_shares_of_what_they_say() -> None:
    result = evaluate(scripted(), ITEMS)
    total = result.total
    assert (total.n, total.right, total.wrong, total.refused) == (7, 3 / 7, 3 / 7, 1 / 7)
    assert total.grounded == 1 / 3  # of t1, t2, t3: w1 was refused, w2 failed, u1 and u2 have no evidence
    assert (total.evidence_1, total.evidence_5, total.evidence_20) == (1 / 5, 2 / 5, 3 / 5)
    assert total.first_token_p50 == 1.0
    assert list(result.by_type) == ["table", "why", "unanswerable"]
    unanswerable = result.by_type["unanswerable"]
    assert (unanswerable.right, unanswerable.grounded, unanswerable.evidence_20) == (0.5, None, None)


def test_seconds_are_those_of_the_answer_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("rag.evaluation.run.time", SimpleNamespace(perf_counter=lambda: now[0]))

    class Slow(Scripted):
        def ask(self, question: str) -> Answer:
            now[0] += 100 if question == WARM_UP else 2
            return super().ask(question)

        def search(self, question: str, *, k: int = 10) -> list[Evidence]:
            now[0] += 50
            return super().search(question, k=k)

    slow = Slow({f"t{n}?": Answer("", "50") for n in (1, 2, 3)})
    assert [outcome.seconds for outcome in evaluate(slow, ITEMS[:3]).outcomes] == [2.0, 2.0, 2.0]


TABLE = """\
assistant
type          n  right  wrong  refused  grounded  evid@1  evid@5  evid@20  s p50  s p95  first p50
table         3  66.7%  33.3%     0.0%     33.3%   33.3%   66.7%   100.0%   2.00   2.90       1.00
why           2   0.0%  50.0%    50.0%         -    0.0%    0.0%     0.0%   4.00   4.00          -
unanswerable  2  50.0%  50.0%     0.0%         -       -       -        -   5.50   5.95          -
all           7  42.9%  42.9%    14.3%     33.3%   20.0%   40.0%    60.0%   3.50   5.75       1.00
refused: answerable questions refused (a refusal of an unanswerable one is right); wrong: the rest.
grounded: of the answers given to answerable questions, those with a citation that bears the evidence.
evid@k: of the answerable questions, those with the evidence in the first k passages found.
s: seconds of an answer; first: seconds to its first token, where one was told.
1 failed, counted as wrong:
w2: The question is odd. Ask another."""


def timed(result: Result) -> Result:
    """The run with an answer taking one second more each time."""
    clock = iter([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    outcomes = [outcome if outcome.error else replace(outcome, seconds=next(clock)) for outcome in result.outcomes]
    return replace(result, outcomes=tuple(outcomes))


def test_the_table() -> None:
    assert timed(evaluate(scripted(), ITEMS)).table() == TABLE


def test_a_gold_set_about_other_reports_is_told() -> None:
    system = scripted()
    table = evaluate(system, [item("t1", "table", document="other.md"), ITEMS[1]]).table()
    assert table.splitlines()[-1] == "not in the index, though the gold set asks about it: other.md"


def test_a_model_that_cannot_be_used_ends_the_run_at_once() -> None:
    system = replace(scripted(), warm_up=ModelMissingError("The model is gone", fix="Pull it."))
    with pytest.raises(ModelMissingError):
        evaluate(system, ITEMS)
    assert system.asked == [WARM_UP]


def test_a_warm_up_question_that_cannot_be_answered_ends_nothing() -> None:
    system = replace(scripted(), warm_up=QuestionError("Too vague", fix="Be precise."))
    assert evaluate(system, ITEMS).total.n == 7


def test_no_question_is_no_run() -> None:
    with pytest.raises(GoldError, match="There is no question to ask"):
        evaluate(scripted(), [])


def gold_file(folder: Path, items: Sequence[GoldItem] = ITEMS) -> Path:
    file = folder / "small.jsonl"
    lines = [
        {
            "id": one.id, "question": one.question, "type": one.type, "answer": one.answer, "must": one.must,
            "must_not": one.must_not, "evidence": [{"document": e.document, "quote": e.quote} for e in one.evidence],
        }
        for one in items
    ]  # fmt: skip
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return file


def test_a_run_notes_what_it_ran_with(tmp_path: Path) -> None:
    gold = gold_file(tmp_path)
    ran_with = evaluate(scripted(), load_gold(gold), gold=gold).ran_with
    digest = hashlib.sha256(gold.read_bytes()).hexdigest()
    assert ran_with["gold"] == {"path": str(gold), "sha256": digest, "questions": 7}
    assert ran_with["models"]["llm"] == {"name": "tiny", "fingerprint": "l1"}
    assert ran_with["settings"]["answer"]["max_tokens"] == 160
    assert ran_with["documents"] == [{"name": "acme.md", "sha256": "0" * 64}]
    assert ran_with["machine"]["cores"] == os.cpu_count()
    git = Path(__file__).parents[2] / ".git"
    commit = ran_with["commit"]
    assert re.fullmatch("[0-9a-f]{40}", commit) if git.exists() else commit is None


def test_a_run_is_plain_data_and_a_readable_report(tmp_path: Path) -> None:
    result = timed(evaluate(scripted(), ITEMS))
    fixed = result.ran_with | {"commit": "abcdef0123456789", "modified": True, "time": "2026-01-02T03:04:05+00:00"}
    json_file, markdown_file = write_report(replace(result, ran_with=fixed), tmp_path / "new" / "folder")
    assert json_file == tmp_path / "new" / "folder" / "questions-abcdef012345-modified-20260102-030405.json"
    assert markdown_file == json_file.with_suffix(".md")
    assert sorted(json_file.parent.iterdir()) == [json_file, markdown_file]
    data = json.loads(json_file.read_text(encoding="utf-8"))["result"]
    assert data["total"]["right"] == 3 / 7
    assert data["ran_with"]["commit"] == "abcdef0123456789"
    assert data["outcomes"][2]["verdict"] == "wrong"
    assert data["outcomes"][2]["evidence_rank"] == 6
    assert [evidence["text"] for evidence in data["outcomes"][2]["found"]] == ["a", "b", "c", "d", "e"]
    assert data["outcomes"][4]["error"] == "The question is odd. Ask another."
    text = markdown_file.read_text(encoding="utf-8")
    assert re.findall("(?m)^### .*$", text) == [
        "### t3 (table): wrong", "### w1 (why): refused", "### w2 (why): wrong", "### u2 (unanswerable): wrong",
    ]  # fmt: skip
    assert "## Misses: 4 of 7" in text


def test_a_miss_is_told_whole(tmp_path: Path) -> None:
    _, file = write_report(evaluate(scripted(), ITEMS), tmp_path)
    text = file.read_text(encoding="utf-8")
    wrong, refused = text.split("### ")[1:3]
    assert wrong == (
        "t3 (table): wrong\n\nQuestion:\n\n    t3?\n\nReference:\n\n    50.\n\n"
        "Answer:\n\n    It was <b>150</b> [1].\n\n"
        "Cited (not grounded):\n\n    [1] acme.md, KPIs, line 1: # another\n\n"
        "Evidence, at place 6:\n\n    acme.md: quote of t3\n\n"
        "Found first:\n\n    1. acme.md: a\n    2. acme.md: b\n    3. acme.md: c\n"
        "    4. acme.md: d\n    5. acme.md: e\n\n"
    )
    assert "Refused because:\n\n    It is not in these reports.\n\n" in refused
    assert "Evidence, not in the first 20:\n\n    acme.md: quote of w1\n\n" in refused


def test_a_folder_that_cannot_be_written_is_told_before_the_run(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    system = scripted()
    with pytest.raises(AnswerError, match=r"Results cannot be written to .*taken: .* Name another with --out\."):
        check_gold(system, gold_file(tmp_path), out=tmp_path / "taken")
    assert system.asked == []


def test_a_gold_file_from_end_to_end(tmp_path: Path) -> None:
    stages: list[tuple[str, int, int]] = []
    check = check_gold(
        scripted(), gold_file(tmp_path), out=tmp_path / "out", progress=lambda *stage: stages.append(stage)
    )
    assert stages == [("ask", n, 7) for n in range(1, 8)]
    assert check.baseline is None
    assert check.below == ()
    assert check.files[0].name.startswith("small-")
    assert check.text.splitlines()[-2:] == [f"written: {file}" for file in check.files]


def test_some_questions_only(tmp_path: Path) -> None:
    gold = gold_file(tmp_path)
    system = scripted()
    check_gold(system, gold, out=tmp_path, type="why", limit=1)
    assert system.asked == [WARM_UP, "w1?"]
    with pytest.raises(GoldError, match=r"no question of type 'list'\. Its types are table, unanswerable, why\."):
        check_gold(system, gold, out=tmp_path, type="list")
    with pytest.raises(AnswerError, match="Floors hold for a whole gold set only"):
        check_gold(system, gold, out=tmp_path, limit=1, floors=True)


def test_floors_and_ceilings() -> None:
    result = evaluate(scripted(), ITEMS)
    reached = {"right": 3 / 7, "wrong": 3 / 7, "unanswerable_refused": 0.5, "evidence@5": 0.4, "grounded": 1 / 3}
    assert below_floors(result, reached) == []
    assert below_floors(result, dict.fromkeys(reached, 0.35) | {"right": 0.6}) == [
        "right 42.9% is below the floor 60.0%",
        "wrong 42.9% is above the ceiling 35.0%",
        "grounded 33.3% is below the floor 35.0%",
    ]
    assert below_floors(evaluate(scripted(), ITEMS[:3]), {"unanswerable_refused": 0.0}) == [
        "unanswerable_refused was not measured, its floor is 0.0%"
    ]


def test_floors_are_read_by_the_name_of_the_gold_set(tmp_path: Path) -> None:
    file = tmp_path / "floors.toml"
    file.write_text(
        '[small]\nright = 0.6\n"evidence@5" = 1\n[odd]\nrigth = 0.5\n[high]\nwrong = 60\n', encoding="utf-8"
    )
    assert load_floors("small", file) == {"right": 0.6, "evidence@5": 1}
    with pytest.raises(AnswerError, match=r"holds no floors for the gold set 'other'\. Add the section \[other\]"):
        load_floors("other", file)
    with pytest.raises(AnswerError, match=r"rigth = 0\.5 in \[odd\] of .* The keys are right, wrong,"):
        load_floors("odd", file)
    with pytest.raises(AnswerError, match=r"wrong = 60 in \[high\] of .* each from 0 to 1\."):
        load_floors("high", file)
    file.write_text("right =", encoding="utf-8")
    with pytest.raises(AnswerError, match=r"floors\.toml cannot be read: Invalid value"):
        load_floors("small", file)


def test_the_shipped_floors_can_be_read() -> None:
    assert set(load_floors("sample")) == {"right", "wrong", "unanswerable_refused", "evidence@5", "grounded"}
    assert set(load_floors("dev")) == set(load_floors("sample"))


def test_missed_floors_are_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.evaluation.check.load_floors", lambda name: {"right": 0.9} if name == "small" else {})
    check = check_gold(scripted(), gold_file(tmp_path), out=tmp_path / "out", floors=True)
    assert check.below == ("right 42.9% is below the floor 90.0%",)
    assert check.text.endswith("\n\nright 42.9% is below the floor 90.0%")


def run(verdicts: str, *, rank: int | None, seconds: float) -> Result:
    names = {"+": Verdict.RIGHT, "-": Verdict.WRONG}
    outcomes = [
        Outcome(item(str(n), "text"), names[mark], rank=rank, seconds=seconds) for n, mark in enumerate(verdicts)
    ]
    return Result("assistant", tuple(outcomes))


def test_a_run_is_compared_with_its_baseline() -> None:
    assert compare(run("+++-", rank=5, seconds=0.5), run("+---", rank=6, seconds=2.0)) == [
        "right: 75.0% against 25.0%, 3.0 times",
        "evidence@5: 100.0% against 0.0%, no ratio",
        "seconds p50: 0.50 against 2.00, 4.0 times as fast",
    ]


def test_the_real_assistant_on_the_sample_reports(assistant: Assistant, tmp_path: Path) -> None:
    gold = Path(__file__).parents[2] / "rag" / "evaluation" / "sample.jsonl"
    items = load_gold(gold)
    some = [next(one for one in items if one.type == kind) for kind in ("table", "text", "unanswerable")]
    result = evaluate(assistant, some, gold=gold)
    assert [outcome.error for outcome in result.outcomes] == [None, None, None]
    assert result.ran_with["not_in_index"] == []
    assert result.ran_with["models"]["llm"]["name"] == assistant.llm.name
    assert result.total.evidence_20 == 1.0
    assert all(len(outcome.found) == 20 for outcome in result.outcomes)
    assert all(outcome.seconds > 0 for outcome in result.outcomes if outcome.seconds is not None)
    json_file, _ = write_report(result, tmp_path)
    assert [o["id"] for o in json.loads(json_file.read_text(encoding="utf-8"))["result"]["outcomes"]] == [
        one.id for one in some
    ]
