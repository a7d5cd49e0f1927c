"""How far an answer can be trusted, in words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.types import Answer
from ui import render

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found when an answer was checked."""

    words: str
    sure: bool
    """Whether every sentence is borne by what it cites."""


def verdict(answer: Answer, *, narrowed: bool = False) -> Verdict:
    """The verdict over a whole answer: as good as its weakest sentence.

    :param answer: The answer.
    :param narrowed: Whether only some reports or years were searched.
    """
    if answer.refused:
        missing = "Not in what was searched" if narrowed else "Not in these reports"
        return Verdict(f"{missing}: {_lacking(answer)}", sure=False)
    kinds = {sentence.verdict for sentence in answer.sentences}
    if "not borne" in kinds:
        return Verdict("Not borne out by what it cites: check it before you use it", sure=False)
    if not kinds:
        return Verdict(_sources(answer), sure=bool(answer.citations))
    told = []
    if "checked" in kinds:
        figures = any(_DIGIT.search(sentence.text) for sentence in answer.sentences)
        told.append("every figure checked" if figures else "every sentence checked")
    if "calculated" in kinds:
        number = len(answer.figures)
        told.append(f"calculated from {spelled(number, 'figure')}" if number else "calculated, the formula below")
    if "quoted" in kinds and "checked" not in kinds:
        told.append("the rest quoted" if told else "quoted, not phrased")
    words = ", ".join(told)
    return Verdict(f"{words[:1].upper()}{words[1:]} · {_sources(answer)}", sure=True)


def formulas(answer: Answer) -> tuple[str, ...]:
    """How the calculated figures of an answer were reckoned."""
    return tuple(dict.fromkeys(sentence.formula for sentence in answer.sentences if sentence.formula))


def spelled(number: int, noun: str) -> str:
    """A number in letters where it is small, with its noun."""
    return render.count(number, noun).replace(str(number), _NUMBERS[number], 1) if number < len(_NUMBERS) else (
        render.count(number, noun)
    )  # fmt: skip


def _lacking(answer: Answer) -> str:
    """Why there is no answer; where the text says that already, what was looked at instead."""
    if answer.reason and answer.reason not in answer.text:
        return _began_small(answer.reason)
    if not answer.evidence:
        return "no passage was found"
    found = len(answer.evidence)
    return f"none of the {found} nearest passages answers it" if found > 1 else "the nearest passage does not answer it"


def _sources(answer: Answer) -> str:
    """How many sources an answer has."""
    return render.count(len(answer.citations), "source")


def _began_small(text: str) -> str:
    """A sentence as it goes on after a colon: its first letter small, unless it begins a name or an abbreviation."""
    first, *rest = text.split(" ", 1)
    plain = first in {"No", "The", "There", "This", "That", "It", "None", "Nothing", "Neither", "Only", "In", "A", "An"}
    return " ".join((first.lower() if plain else first, *rest))
