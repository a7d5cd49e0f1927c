"""Whether a sentence is borne by the text it rests on: every figure stands there, and so do its words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.question import YEAR, stems

_SCALES = ("hundred", "thousand", "million", "billion", "trillion")
_NUMBER = r"[-−–+]?\d+(?:[.,]\d+)*"
_FIGURE = re.compile(
    rf"(?:(?<![\w.,])|(?<=RMB)|(?<=USD)|(?<=EUR))({_NUMBER})"
    rf"(?=(?:\s?(?:-|–|to|and)\s?{_NUMBER})?\s?((?:(?:RMB|USD|EUR|US\$)\s)?(?:{'|'.join(_SCALES)})\b|%|per ?cent))?"
)
_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SPELT = {
    "zero": 0,
    **{word: value for value, word in enumerate([*_UNITS, *_TEENS], 1)},
    **{word: 10 * value for value, word in enumerate(_TENS, 2)},
    **{f"{ten}-{one}": 10 * t + o for t, ten in enumerate(_TENS, 2) for o, one in enumerate(_UNITS, 1)},
}
_NAME = re.compile(r"\b(?:[A-Z][\w-]*[a-z\d]\w*|[A-Za-z]+\d\w*)\b")
"""A name: a word with a capital, or letters and digits run together; not one in capitals only, which may be a unit."""
_SPELT_WORD = re.compile(rf"\b(?:{'|'.join(sorted(_SPELT, key=len, reverse=True))})\b", re.IGNORECASE)
_NEGATION = re.compile(r"\b(?:not|no(?!\.)|never|without|cannot|none|neither|nor|nothing)\b|n['’]t\b", re.IGNORECASE)
_UP = re.compile(r"\b(?:ris(?:e|es|en|ing)|rose|increas\w+|gr[eo]w\w*|climb\w*|higher|more(?! than))\b", re.IGNORECASE)
_DOWN = re.compile(
    r"\b(?:fall(?:s|en|ing)?|fell|decreas\w+|drop\w*|declin\w+|lower|less(?! than)|fewer(?! than))\b", re.IGNORECASE
)
_WORDS_BORNE = 0.85
"""The share of a sentence's words that must come from the evidence or the question."""
_WORDS_OF_TEXT = 0.5
"""The share that must come from the evidence: a question repeated is no answer."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence may be shown, and if not, why."""

    borne: bool
    reason: str = ""


def figures(text: str) -> frozenset[str]:
    """The numbers of a text in one form, with their scale: ``1,234.50`` as ``1234.5``, ``Five percent`` as ``5%``."""
    digits = _SPELT_WORD.sub(lambda word: str(_SPELT[word[0].casefold()]), text)
    return frozenset(f"{_plain(number)}{_scale(scale)}" for number, scale in _FIGURE.findall(digits))


def _plain(number: str) -> str:
    """``1,234.50`` as ``1234.5``, without its sign: "a change of -5%" may be told as "5% less"."""
    value = number.lstrip("−–-+")
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", value):
        value = value.replace(",", "")
    return value.rstrip("0").rstrip(".") if "." in value else value


def _scale(word: str) -> str:
    """What a figure is multiplied by, a currency before it left out."""
    last = word.casefold().split()[-1] if word else ""
    return "%" if last in {"%", "percent", "cent"} else f" {last}" if last else ""


def check(sentence: str, bearing: str, *, question: str) -> Verdict:
    """Hold a sentence against the text it is to rest on.

    :param sentence: What a model wrote.
    :param bearing: The text of the evidence.
    :param question: What was asked. Its words may be repeated, its figures not; its year only where the evidence
        names none.
    """
    if strange := figures(sentence) - figures(bearing) - _years_of(question, bearing):
        return Verdict(borne=False, reason=f"the figure {min(strange)} does not stand in the cited passage")
    if swapped := _given_to_another(sentence, bearing):
        return Verdict(borne=False, reason=f"the cited passage says {swapped} of something else")
    words, held = _words(sentence), _words(bearing)
    if not words:
        said = figures(sentence)
        return Verdict(borne=bool(said), reason="" if said else "it says nothing")
    of_text = len(words & held) / len(words)
    share = len(words & (held | stems(question))) / len(words)
    if share < _WORDS_BORNE or of_text < _WORDS_OF_TEXT:
        return Verdict(borne=False, reason=f"only {min(share, of_text):.0%} of its words stand in the cited passage")
    if bool(_NEGATION.search(sentence)) != bool(_NEGATION.search(bearing)) or _turned_round(sentence, bearing):
        return Verdict(borne=False, reason="it denies what the cited passage says, or the other way round")
    return Verdict(borne=True)


def _given_to_another(sentence: str, bearing: str) -> str:
    """A figure that follows one name in the sentence and another in the evidence, which speaks of both."""
    said, held = _owners(sentence), _owners(bearing)
    named = {name for names in held.values() for name in names}
    return next((figure for figure, names in said.items() if names & named and not names & held.get(figure, names)), "")


def _owners(text: str) -> dict[str, set[str]]:
    """For each figure the names that stand last before it, wherever it stands."""
    owners: dict[str, set[str]] = {}
    for match in _FIGURE.finditer(text):
        if names := _NAME.findall(YEAR.sub(" ", text[: match.start()])):
            owners.setdefault(_plain(match[1]), set()).add(names[-1].casefold())
    return owners


def _words(text: str) -> frozenset[str]:
    """The stems of a text without its figures and negations, which are held against each other by themselves."""
    words = stems(_NEGATION.sub(" ", _SPELT_WORD.sub(" ", text)))
    return frozenset(word for word in words if not re.fullmatch(r"[\d.,]+|percent", word))


def _years_of(question: str, bearing: str) -> frozenset[str]:
    """The years of the question, if the evidence leaves the year open."""
    return frozenset() if YEAR.search(bearing) else frozenset(YEAR.findall(question))


def _turned_round(sentence: str, bearing: str) -> bool:
    """Whether the sentence tells of a rise where the evidence only tells of a fall, or the other way round."""
    said, held = _directions(sentence), _directions(bearing)
    return bool(said) and bool(held) and not said & held


def _directions(text: str) -> set[str]:
    """The directions that a text speaks of."""
    return {name for name, words in (("up", _UP), ("down", _DOWN)) if words.search(text)}
