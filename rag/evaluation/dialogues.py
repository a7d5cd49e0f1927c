"""How well follow-up questions are understood: every later turn of dialogues, searched with and without the earlier.

The answer that a turn got is taken to be the first of its quotes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.conversation import standalone
from rag.evaluation.dialogue_set import SAMPLE, Dialogue, DialogueTurn, load_dialogues
from rag.evaluation.gold import GoldItem
from rag.evaluation.metrics import evidence_rank
from rag.evaluation.report import make_folder
from rag.evaluation.result import percent
from rag.evaluation.run import DEPTH, System
from rag.question import understand
from rag.types import Turn

FLOOR = 0.9
"""The share of follow-up questions whose evidence must stand in the first five."""

_FIRST = 5


@dataclass(frozen=True, slots=True)
class TurnOutcome:
    """A later turn of a dialogue, searched."""

    id: str
    """The dialogue's id and the turn's number."""
    turn: DialogueTurn
    meant: str
    """The question as it was understood in its conversation."""
    rank: int | None
    """The place of the evidence with the conversation, from 1."""
    rank_alone: int | None
    """The place of the evidence without the conversation."""

    @property
    def found(self) -> bool:
        """Whether the evidence stands in the first five."""
        return _in_first(self.rank)

    @property
    def worse(self) -> bool:
        """Whether the turn finds its evidence alone and the conversation takes it away."""
        return _in_first(self.rank_alone) and not self.found

    def to_dict(self) -> dict[str, Any]:
        """The turn as plain data, ready for JSON."""
        ranks = {"rank": self.rank, "rank_alone": self.rank_alone}
        return {
            "id": self.id,
            "question": self.turn.question,
            "meant": self.meant,
            "follows": self.turn.follows,
        } | ranks

    def __str__(self) -> str:
        ranks = f"rank {self.rank or '-'}, alone {self.rank_alone or '-'}"
        return f"{self.id}: {self.turn.question} -> {self.meant} ({ranks})"


@dataclass(frozen=True, slots=True)
class DialogueResult:
    """A finished run over dialogues."""

    outcomes: tuple[TurnOutcome, ...]

    @property
    def follow_ups(self) -> tuple[TurnOutcome, ...]:
        """The turns that lean on the ones before."""
        return tuple(outcome for outcome in self.outcomes if outcome.turn.follows)

    @property
    def evidence_5(self) -> float | None:
        """The share of the follow-ups whose evidence stands in the first five."""
        return _share(outcome.rank for outcome in self.follow_ups)

    @property
    def misses(self) -> tuple[TurnOutcome, ...]:
        """The turns whose evidence does not stand in the first five."""
        return tuple(outcome for outcome in self.outcomes if not outcome.found)

    @property
    def worse(self) -> tuple[TurnOutcome, ...]:
        """The turns that the conversation made worse."""
        return tuple(outcome for outcome in self.outcomes if outcome.worse)

    @property
    def below(self) -> tuple[str, ...]:
        """What is not as it must be, a line each."""
        lines = [f"made worse by the conversation: {outcome}" for outcome in self.worse]
        if self.evidence_5 is None or self.evidence_5 < FLOOR:
            lines.insert(0, f"follow-ups {percent(self.evidence_5)} are below the floor {percent(FLOOR)}")
        return tuple(lines)

    def to_dict(self) -> dict[str, Any]:
        """The run as plain data, ready for JSON."""
        return {"evidence_5": self.evidence_5, "outcomes": [outcome.to_dict() for outcome in self.outcomes]}

    def table(self) -> str:
        """The figures with and without the conversation, every miss and every turn made worse."""
        others = [outcome for outcome in self.outcomes if not outcome.turn.follows]
        lines = [f"{'evidence@5 of later turns':<26}{'n':>4}{'with the turns before':>23}{'alone':>8}"]
        for name, group in (("follow-ups", self.follow_ups), ("complete questions", others)):
            shares = _share(outcome.rank for outcome in group), _share(outcome.rank_alone for outcome in group)
            lines.append(f"{name:<26}{len(group):>4}{percent(shares[0]):>23}{percent(shares[1]):>8}")
        for title, group in (("missed", self.misses), ("made worse", self.worse)):
            lines += [f"{title}: {len(group)}", *(f"  {outcome}" for outcome in group)]
        return "\n".join(lines)


def run_dialogues(
    assistant: System, dialogues: Sequence[Dialogue], *, progress: Callable[[str, int, int], None] | None = None
) -> DialogueResult:
    """Search every later turn of the dialogues with its conversation and without.

    :param assistant: an opened :class:`rag.Assistant`, or a stand-in.
    :param progress: called with (stage, done, total).
    """
    outcomes: list[TurnOutcome] = []
    for done, dialogue in enumerate(dialogues, start=1):
        history: list[Turn] = []
        for number, turn in enumerate(dialogue.turns, start=1):
            if history:
                outcomes.append(_outcome(assistant, f"{dialogue.id}/{number}", turn, history))
            history.append(Turn(turn.question, turn.evidence[0].quote))
        if progress:
            progress("dialogues", done, len(dialogues))
    return DialogueResult(tuple(outcomes))


def check_dialogues(
    assistant: System,
    path: Path | None = None,
    *,
    out: Path | None = None,
    floors: bool = False,
    limit: int | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> tuple[str, tuple[str, ...]]:
    """Dialogues from end to end, as ``esg eval --dialogues`` does it.

    :param path: a JSONL file of dialogues; those about the sample reports if None.
    :param out: a folder for ``dialogues.json``.
    :param floors: whether to tell what is below the floor or made worse.
    :param limit: only the first so many dialogues.
    :return: what there is to show, and what is below, a line each.
    :raises EsgError: if the dialogues, the folder or a model cannot be used.
    """
    result = run_dialogues(assistant, load_dialogues(path or SAMPLE)[:limit], progress=progress)
    parts = [result.table()]
    if out is not None:
        file = make_folder(out) / "dialogues.json"
        file.write_text(json.dumps(result.to_dict(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        parts.append(f"written: {file}")
    below = result.below if floors else ()
    return "\n\n".join([*parts, *below]), below


def _outcome(assistant: System, name: str, turn: DialogueTurn, history: Sequence[Turn]) -> TurnOutcome:
    """A turn searched both ways."""
    meant = standalone(understand(turn.question), history).text
    rank = _rank(assistant, meant, turn)
    alone = rank if meant == turn.question else _rank(assistant, turn.question, turn)
    return TurnOutcome(name, turn, meant, rank, alone)


def _rank(assistant: System, question: str, turn: DialogueTurn) -> int | None:
    """The place of the evidence among what a question finds; the words of another report are none."""
    item = GoldItem("", question, "text", "", (), evidence=turn.evidence)
    documents = {evidence.document for evidence in turn.evidence}
    found = assistant.search(question, k=DEPTH)
    return evidence_rank(item, (each.text if each.document in documents else "" for each in found))


def _in_first(rank: int | None) -> bool:
    """Whether a place is among the first five."""
    return rank is not None and rank <= _FIRST


def _share(ranks: Iterable[int | None]) -> float | None:
    """The share of places among the first five."""
    every = list(ranks)
    return sum(map(_in_first, every)) / len(every) if every else None
