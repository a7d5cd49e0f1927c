"""Dialogues: questions asked one after the other, each with where the reports bear its answer.

One JSON object a line: ``id`` and ``turns``, each with ``question``, ``evidence`` (``document`` and ``quote``) and
``follows``: whether it leans on the turns before it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.errors import GoldError
from rag.evaluation.gold import GoldEvidence

SAMPLE = Path(__file__).with_name("dialogues.jsonl")
"""The dialogues about the sample reports."""


@dataclass(frozen=True, slots=True)
class DialogueTurn:
    """A question of a dialogue and where the reports bear its answer."""

    question: str
    evidence: tuple[GoldEvidence, ...]
    follows: bool
    """Whether it leans on the turns before it."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Questions asked one after the other."""

    id: str
    turns: tuple[DialogueTurn, ...]


def load_dialogues(path: str | Path = SAMPLE) -> tuple[Dialogue, ...]:
    """Read dialogues; the first bad line is refused by its number.

    :param path: a JSONL file.
    :raises GoldError: if the file or one of its lines cannot be used.
    """
    file = Path(path)
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"The dialogues {file} cannot be read: {error}", fix="Name a JSONL file in UTF-8.") from error
    dialogues: dict[str, Dialogue] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            dialogue = _dialogue(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            fix = 'Write {"id": ..., "turns": [{"question", "evidence", "follows"}, ...]}, two turns or more.'
            raise GoldError(f"{file}, line {number} is no dialogue: {error!r}", fix=fix) from error
        if dialogue.id in dialogues:
            raise GoldError(f"{file}, line {number}: the id {dialogue.id!r} is taken", fix="Give each its own id.")
        dialogues[dialogue.id] = dialogue
    if not dialogues:
        raise GoldError(f"The file {file} holds no dialogue", fix="Write one JSON object a line.")
    return tuple(dialogues.values())


def _dialogue(record: Any) -> Dialogue:
    """One line as a dialogue."""
    turns = tuple(
        DialogueTurn(
            _text(turn["question"]),
            tuple(GoldEvidence(_text(each["document"]), _text(each["quote"])) for each in turn["evidence"]),
            turn["follows"] is True,
        )
        for turn in record["turns"]
    )
    if len(turns) < 2 or not all(turn.evidence for turn in turns):
        raise ValueError("a turn, or the evidence of one, is missing")
    return Dialogue(_text(record["id"]), turns)


def _text(value: object) -> str:
    """A text that is not blank."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{value!r} is no text")
    return value
