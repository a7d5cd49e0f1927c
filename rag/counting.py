"""Whether a text counts what a question asks to be counted: how many *devices* were repaired, told of devices."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.units import is_unit, unit_kind
from models.base import Reading
from rag.question.quantities import AUXILIARY, JOINT

_HOW_MANY = re.compile(r"\bhow many\b((?:\s+[\w-]+)+)", re.IGNORECASE)
_ENDS = re.compile(rf"(?:{AUXILIARY}|{JOINT}|the|an?|its|their|it|they|there|as|per|and|or)", re.IGNORECASE)
_MANY = re.compile(r".*[^\Wsui]s|people|women|men|children|staff|personnel", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?<![\w.,])(?:\d[\d,.]*(?![\w])|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b"
    r"|(?:dozens?|hundreds?|thousands?|millions?|billions?)\b)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_WORD = re.compile(r"\d[\d.,]*|[\w-]+")
_SCALE = r"(?:dozens?|hundreds?|thousands?|millions?|billions?|trillions?|square|cubic|metric)"
_BEHIND_NUMBER = re.compile(rf"(?:[\s-]*{_SCALE}\b)*[\s-]*(%|[^\W\d_][\w²³]*)", re.IGNORECASE)
"""What stands between a number and the word behind it, and that word."""
_LENGTH = re.compile(r"k?m[²³]?|(?:kilo)?met(?:er|re)s?|miles?|ha|hectares?|acres?", re.IGNORECASE)
_CURRENCY = frozenset("$€£¥₹")
_BEFORE, _BEHIND = 3, 5
"""How many words before and behind a number may name what it counts."""
_MEANS = 0.55
"""From this cosine on two words, each as it stands in its sentence, are taken to mean the same."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Counted:
    """What a question asks to be counted."""

    span: Span
    """Where its name stands in the question."""

    def told_by(self, text: str, *, asked: Reading, read: Reading, shift: int = 0) -> float:
        """How near something that a text counts comes to it: 1 means the same, 0 that nothing is counted.

        :param text: The text.
        :param asked: The question as the embedder reads it.
        :param read: The text as the embedder reads it.
        :param shift: How many characters stand before the text in what was read.
        """
        name = [at for at, (start, _) in enumerate(asked.spans) if self.span[0] <= start < self.span[1]]
        spans = [(start + shift, end + shift) for start, end in counted_words(text)]
        near = [at for at, (start, _) in enumerate(read.spans) if any(a <= start < b for a, b in spans)]
        if not name or not near:
            return 0.0
        best = float((asked.tokens[name] @ read.tokens[near].T).max())
        return min(1.0, max(0.0, best) / _MEANS)


def counted(question: str) -> Counted | None:
    """What a question asks to be counted, by the noun behind "how many"; None where it asks for no count."""
    if (match := _HOW_MANY.search(question)) is None:
        return None
    named: list[re.Match[str]] = []
    for word in _WORD.finditer(question, match.start(1), match.end(1)):
        if _ENDS.fullmatch(word[0]):
            break
        named.append(word)
    if not named:
        return None
    noun = next((word for word in named if _MANY.fullmatch(word[0])), named[-1])
    return Counted(noun.span())


def counted_words(text: str) -> list[Span]:
    """Where the words stand that may name what the numbers of a text count."""
    words = [match.span() for match in _WORD.finditer(text)]
    found: list[Span] = []
    for number in _NUMBER.finditer(text):
        if _YEAR.fullmatch(number[0].strip(".,")):
            continue
        at = next((at for at, (start, _) in enumerate(words) if start >= number.start()), None)
        if at is not None:
            found += [*words[max(0, at - _BEFORE) : at], *words[at + 1 : at + 1 + _BEHIND]]
    return [span for span in dict.fromkeys(found) if not _NUMBER.fullmatch(text[span[0] : span[1]])]


def only_measures(text: str) -> bool:
    """Whether each number of a text is an amount in a unit, so that no things are counted: ``7 tonnes``, ``5%``."""
    numbers = [
        match
        for match in _NUMBER.finditer(text)
        if match[0][0].isdigit() or not re.fullmatch(_SCALE, match[0], re.IGNORECASE)
    ]
    numbers = [match for match in numbers if not _YEAR.fullmatch(match[0].strip(".,"))]
    return bool(numbers) and all(_is_measure(text, match) for match in numbers)


def is_measure(word: str) -> bool:
    """Whether a word is a unit in which something is measured rather than counted."""
    measured = is_unit(word) and unit_kind(word) not in {"people", "count", "other"}
    return measured or _LENGTH.fullmatch(word) is not None


def _is_measure(text: str, number: re.Match[str]) -> bool:
    """Whether a number is one of money or has a unit behind it."""
    behind = _BEHIND_NUMBER.match(text, number.end())
    return text[: number.start()][-1:] in _CURRENCY or (behind is not None and is_measure(behind[1]))
