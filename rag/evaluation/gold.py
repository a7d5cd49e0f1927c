"""Gold sets: questions with what a right answer must say and where the reports say it.

One JSON object a line with ``id, question, type, answer, must, must_not, evidence``; ``page_hint`` and other keys are
for people and not read. ``must`` is a list of groups: one string of each has to stand in the answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.errors import GoldError

TYPES = ("table", "text", "list", "compare", "cross", "definition", "why", "unanswerable")
"""The types of questions, in the order of reports."""


@dataclass(frozen=True, slots=True)
class GoldEvidence:
    """A place in a report that bears the answer."""

    document: str
    quote: str
    lines: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class GoldItem:
    """A question and what counts as its answer."""

    id: str
    question: str
    type: str
    answer: str
    """The reference answer, for people."""
    must: tuple[tuple[str, ...], ...]
    must_not: tuple[str, ...] = ()
    evidence: tuple[GoldEvidence, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the reports hold the answer."""
        return self.type != "unanswerable"


class _Flaw(Exception):  # noqa: N818 - never leaves this module
    """What is wrong with a line, and how to mend it."""

    def __init__(self, problem: str, fix: str) -> None:
        super().__init__(problem)
        self.problem, self.fix = problem, fix


def load_gold(path: str | Path) -> tuple[GoldItem, ...]:
    """Read a gold set; the first bad line is refused by its number.

    :param path: a JSONL file.
    :raises GoldError: if the file or one of its lines cannot be used.
    """
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"The gold set {file} cannot be read: {error}", fix="Name a JSONL file in UTF-8.") from error
    items: dict[str, GoldItem] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            item = _item(line)
            if item.id in items:
                raise _Flaw(f"the id {item.id!r} stands on an earlier line too", "Give each question its own id.")
        except _Flaw as flaw:
            raise GoldError(f"{file}, line {number}: {flaw.problem}", fix=flaw.fix) from flaw
        items[item.id] = item
    if not items:
        raise GoldError(f"The gold set {file} holds no question", fix="Write one JSON object a line.")
    return tuple(items.values())


def _item(line: str) -> GoldItem:
    """One line as a question, everything that scoring relies on checked."""
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise _Flaw(f"not valid JSON: {error}", "Write one JSON object a line.") from error
    if not isinstance(record, dict):
        raise _Flaw("not a JSON object", 'Write {"id": ..., "question": ..., ...}.')
    item = GoldItem(
        id=_text(record, "id"),
        question=_text(record, "question"),
        type=_text(record, "type"),
        answer=_text(record, "answer"),
        must=tuple(_texts(group, "each group of must") for group in _list(record, "must")),
        must_not=_texts(_list(record, "must_not"), "must_not"),
        evidence=tuple(_evidence(entry) for entry in _list(record, "evidence")),
    )
    _check(item)
    return item


def _check(item: GoldItem) -> None:
    """Refuse a question that no answer, or any answer, would get right."""
    if item.type not in TYPES:
        raise _Flaw(f"the type {item.type!r} is unknown", f"The types are {', '.join(TYPES)}.")
    if item.answerable and not item.must:
        raise _Flaw("must is empty, so any answer would be right", "Name what the answer must say.")
    if not all(item.must):
        raise _Flaw("must holds an empty group, so no answer would be right", "Fill the group or delete it.")
    if item.answerable and not item.evidence:
        raise _Flaw("evidence is empty", "Quote the place in the report that bears the answer.")


def _evidence(entry: object) -> GoldEvidence:
    """One place in a report."""
    if not isinstance(entry, dict):
        raise _Flaw("evidence holds something else than objects", 'Write {"document", "lines", "quote"}.')
    lines = entry.get("lines")
    if lines is not None and not (isinstance(lines, list) and len(lines) == 2 and all(type(n) is int for n in lines)):
        raise _Flaw(f"lines of evidence is {lines!r}", "It must be the first and the last line, such as [12, 14].")
    return GoldEvidence(_text(entry, "document"), _text(entry, "quote"), (lines[0], lines[1]) if lines else None)


def _text(record: Mapping[str, Any], key: str) -> str:
    """A text that is there and not blank."""
    if key not in record:
        raise _Flaw(f"the key {key!r} is missing", "Add it.")
    value = record[key]
    if not isinstance(value, str) or not value.strip():
        raise _Flaw(f"{key} is {value!r}", "It must be a text that is not empty.")
    return value


def _list(record: Mapping[str, Any], key: str) -> list[Any]:
    """A list that is there, empty or not."""
    if key not in record:
        raise _Flaw(f"the key {key!r} is missing", "Add it; the list may be empty.")
    value = record[key]
    if not isinstance(value, list):
        raise _Flaw(f"{key} is {value!r}", "It must be a list.")
    return value


def _texts(values: Sequence[Any], what: str) -> tuple[str, ...]:
    """A list of texts, none of them blank: a blank one would stand in every answer."""
    if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
        raise _Flaw(f"{what} is {values!r}", "It must be a list of texts that are not empty.")
    return tuple(values)
