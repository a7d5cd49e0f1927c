"""What each writer makes of the same evidence: right, wrong and refused by type, and how long it takes.

Run as ``python tests/bench/writers.py GOLD.jsonl=INDEX...``, with the model of the settings; ``ESG_LLM`` names another.
What it shows is what ``writer`` in ``[answer]`` is to be set by.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from models.base import Held, LanguageModel, Message
from rag import Assistant
from rag.evaluation import evaluate, load_gold
from rag.evaluation.result import Result


class Unheld:
    """A model that is free to write any figure, as that of a server is."""

    def __init__(self, llm: LanguageModel) -> None:
        """Free a model."""
        self._llm = llm

    def __getattr__(self, name: str) -> Any:
        """Everything else is the model's own."""
        return getattr(self._llm, name)

    def stream(
        self, messages: Sequence[Message], *, held: Held | None = None, **options: Any
    ) -> Generator[str, None, None]:
        """Yield what the model says when nothing holds it."""
        return self._llm.stream(messages, **options)


WRITERS: Mapping[str, tuple[str, Callable[[LanguageModel], Any]]] = {
    "quoted": ("quote", lambda llm: llm),
    "phrased, figures held": ("phrase", lambda llm: llm),
    "phrased, checked afterwards only": ("phrase", Unheld),
}


def main(arguments: list[str]) -> None:
    """Print a table a writer."""
    sets = [argument.rpartition("=") for argument in arguments]
    opened = [(load_gold(Path(gold)), Assistant.open(Path(index).expanduser())) for gold, _, index in sets]
    for name, (writer, changed) in WRITERS.items():
        outcomes = []
        for items, assistant in opened:
            llm = assistant.llm
            assistant.settings = replace(assistant.settings, answer=replace(assistant.settings.answer, writer=writer))
            assistant.llm = changed(llm)
            outcomes.extend(evaluate(assistant, items).outcomes)
            assistant.llm = llm
        answers = [outcome.answer for outcome in outcomes if outcome.answer and not outcome.answer.refused]
        worded = sum(any(sentence.verdict == "checked" for sentence in answer.sentences) for answer in answers)
        words = sum(len(answer.text.split()) for answer in answers) / max(1, len(answers))
        print(f"{name}: {worded} of {len(answers)} answers in words of the model, {words:.0f} words an answer")
        print(Result(name, tuple(outcomes), {}).table(), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
