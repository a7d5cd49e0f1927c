"""Gold sets are read whole or refused with the line and the way to mend it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag.errors import GoldError
from rag.evaluation.gold import GoldEvidence, GoldItem, load_gold

RECORD = {
    "id": "q1",
    "question": "How much water was used in 2024?",
    "type": "table",
    "answer": "120 tons.",
    "must": [["120", "one hundred and twenty"]],
    "must_not": ["98"],
    "evidence": [{"lines": [4, 5], "quote": "| Water (tons) | 120 |", "document": "acme-2024.md"}],
    "page_hint": "KPIs",
}
UNANSWERABLE = RECORD | {"id": "q2", "type": "unanswerable", "must": [], "evidence": []}


def write(folder: Path, *lines: object) -> Path:
    file = folder / "gold.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    file.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return file


def refusal(folder: Path, *lines: object) -> GoldError:
    with pytest.raises(GoldError) as caught:
        load_gold(write(folder, *lines))
    return caught.value


def test_a_gold_set_is_read_as_written(tmp_path: Path) -> None:
    items = load_gold(write(tmp_path, RECORD, "", UNANSWERABLE))
    assert items[0] == GoldItem(
        id="q1",
        question="How much water was used in 2024?",
        type="table",
        answer="120 tons.",
        must=(("120", "one hundred and twenty"),),
        must_not=("98",),
        evidence=(GoldEvidence("acme-2024.md", "| Water (tons) | 120 |", (4, 5)),),
    )
    assert [(item.id, item.answerable) for item in items] == [("q1", True), ("q2", False)]


def test_lines_of_evidence_may_be_missing_and_a_byte_order_mark_is_no_harm(tmp_path: Path) -> None:
    record = RECORD | {"evidence": [{"document": "a.pdf", "quote": "x"}]}
    file = tmp_path / "gold.jsonl"
    file.write_text(json.dumps(record) + "\r\n", encoding="utf-8-sig")
    assert load_gold(str(file))[0].evidence == (GoldEvidence("a.pdf", "x", None),)


@pytest.mark.parametrize(
    ("change", "problem", "fix"),
    [
        ({"type": "tabel"}, "the type 'tabel' is unknown", "The types are table, text, list, compare, cross"),
        ({"question": "  "}, "question is '  '", "It must be a text that is not empty."),
        ({"answer": 5}, "answer is 5", "It must be a text that is not empty."),
        ({"must": []}, "must is empty, so any answer would be right", "Name what the answer must say."),
        ({"must": [[]]}, "must holds an empty group, so no answer would be right", "Fill the group or delete it."),
        ({"must": ["120"]}, "each group of must is '120'", "It must be a list of texts that are not empty."),
        ({"must": [["120", ""]]}, "each group of must is ['120', '']", "It must be a list of texts"),
        ({"must": "120"}, "must is '120'", "It must be a list."),
        ({"must_not": [98]}, "must_not is [98]", "It must be a list of texts that are not empty."),
        ({"evidence": []}, "evidence is empty", "Quote the place in the report that bears the answer."),
        ({"evidence": ["x"]}, "evidence holds something else than objects", 'Write {"document", "lines", "quote"}.'),
        ({"evidence": [{"document": "a"}]}, "the key 'quote' is missing", "Add it."),
        ({"evidence": [{"document": "a", "quote": "b", "lines": [4]}]}, "lines of evidence is [4]", "such as [12, 14]"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, change: dict[str, object], problem: str, fix: str) -> None:
    error = refusal(tmp_path, UNANSWERABLE, "", RECORD | change)
    assert error.problem == f"{tmp_path / 'gold.jsonl'}, line 3: {problem}"
    assert fix in error.fix


@pytest.mark.parametrize("key", ["id", "question", "type", "answer", "must", "must_not", "evidence"])
def test_a_missing_key_is_named(tmp_path: Path, key: str) -> None:
    error = refusal(tmp_path, {name: value for name, value in RECORD.items() if name != key})
    assert error.problem == f"{tmp_path / 'gold.jsonl'}, line 1: the key {key!r} is missing"


def test_lines_that_are_no_questions(tmp_path: Path) -> None:
    assert "line 1: not valid JSON: Expecting ',' delimiter" in refusal(tmp_path, '{"id": "q1"').problem
    assert refusal(tmp_path, RECORD, "[1]").problem.endswith("line 2: not a JSON object")
    assert refusal(tmp_path, RECORD, RECORD).problem.endswith("line 2: the id 'q1' stands on an earlier line too")


def test_files_that_are_no_gold_sets(tmp_path: Path) -> None:
    assert refusal(tmp_path, "", "").problem == f"The gold set {tmp_path / 'gold.jsonl'} holds no question"
    with pytest.raises(GoldError, match=r"nowhere\.jsonl cannot be read: .*No such file"):
        load_gold(tmp_path / "nowhere.jsonl")
    (tmp_path / "latin.jsonl").write_bytes(b'{"id": "\xe9"}')
    with pytest.raises(GoldError, match=r"latin\.jsonl cannot be read: .*utf-8.* Name a JSONL file in UTF-8\."):
        load_gold(tmp_path / "latin.jsonl")
