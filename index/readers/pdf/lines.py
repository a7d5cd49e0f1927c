"""The words of a page put together to pieces of lines: runs of words on one level without a wide gap between them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.readers.pdf.words import Word
from index.types import Box

_GAP = 0.8
"""Words of one line stand at most so many times their size apart."""
_JUSTIFIED = 1.8
"""The same in a justified line, where all of several gaps are as wide."""
_CELL_GAP = 0.45
"""Two values that stand farther apart than this are two cells."""
_MARK_GAP = 4.0
"""A bullet or item number may stand so far before its words."""
_MARK = re.compile(r"[•●▪◦■‣·–\-\uf0b7\uf0a7]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\(\d{1,2}\)")
_BUCKET = 4.0
_LONGEST_VALUE = 40
_NUMBER = r"[\d][\d,.\u00a0' ]*"
_UNIT = (
    r"[kMG]?t(?:CO[2₂](?:-?e(?:q)?)?)?|tonnes|tons|kg|[kMGT]?Wh|[kMG]W|[MGTP]J|[kM]?m[²³]?|ha|[MG]L|"
    r"lit(?:er|re)s|hours|days|years|people|employees"
)
_VALUE = re.compile(
    r"[^\w(]{0,3}\(?[-–−+~≈<>≤≥]{0,2}\s?(?:(?:US|HK|A|C|CA|RMB|EUR|GBP|CHF)?\s?[$€£¥]?\s?)?" + _NUMBER
    + r"(?:[-–]\s?" + _NUMBER + r")?\s?(?:%|pp|x|m|bn|million|billion|" + _UNIT + r")?\)?[%¹²³⁴⁵⁶⁷⁸⁹⁰⁽⁾*†‡^,() ]*"
    r"|[-–—−/.…✓✔●○×•*]+|[Nn]/?[AaMm]\.?|[Nn]il|NIL|N\.A\.|FY\s?\d\d(?:\d\d)?(?:/\d\d)?",
)  # fmt: skip
"""What stands in a cell of figures: a number, a year, or a sign that there is none."""
CAPTION = re.compile(r"(?:Figure|Fig\.|Table|Exhibit|Chart|Graph|Box|Diagram)\s\d", re.IGNORECASE)
"""How the caption of a table or a figure begins."""
_RAISED = str.maketrans("0123456789+-–abcdefghijklmn", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿ", "()")
"""Raised signs; the brackets around a raised footnote number go, so that it looks the same in every report."""
_LOWERED = str.maketrans("0123456789()+-xe", "₀₁₂₃₄₅₆₇₈₉₍₎₊₋ₓₑ")
_RAISABLE = re.compile(r"[\d()+\-–,*†‡§#]+|\(?[a-n]\)?")
_LOWERABLE = re.compile(r"[\d()+\-]+|[xe]")


@dataclass(slots=True)
class Run:
    """Words that stand beside each other, from left to right."""

    words: list[Word]
    left: float
    right: float
    base: float
    size: float
    text: str = ""
    weight: int = 400
    confidence: float = 1.0

    @property
    def top(self) -> float:
        """The upper edge of its capitals."""
        return self.base - 0.78 * self.size

    @property
    def bottom(self) -> float:
        """The lower edge of its letters."""
        return self.base + 0.22 * self.size

    @property
    def middle(self) -> float:
        """How far down its small letters are."""
        return self.base - 0.35 * self.size

    @property
    def box(self) -> Box:
        """Its place on the page."""
        return Box(round(self.left, 1), round(self.top, 1), round(self.right, 1), round(self.bottom, 1))

    @property
    def is_value(self) -> bool:
        """Whether it looks like a cell of figures."""
        return is_value(self.text)


@dataclass(slots=True)
class _Chain:
    """A run while it is put together."""

    words: list[Word]
    main: Word
    """The first of its biggest words, which tells its size and level."""

    def takes(self, word: Word) -> bool:
        """Whether a word to the right goes on with the run."""
        main, last = self.main, self.words[-1]
        size = max(main.size, word.size)
        lowered = word.size < 0.75 * main.size and 0 < word.base - main.base < 0.4 * main.size
        if abs(main.middle - word.middle) > (0.6 if lowered else 0.42) * size:
            return False
        gap = word.left - last.right
        if gap <= _CELL_GAP * size:
            return gap >= -0.5 * size
        if len(self.words) == 1 and _MARK.fullmatch(last.text):
            return gap <= _MARK_GAP * size
        return gap <= _GAP * size and not (is_value(last.text) and is_value(word.text))


def is_value(text: str) -> bool:
    """Whether a text looks like a cell of figures."""
    return len(text) <= _LONGEST_VALUE and _VALUE.fullmatch(text) is not None


def runs(words: Iterable[Word]) -> list[Run]:
    """Put the words of a page together to runs, from top to bottom."""
    buckets: dict[int, list[_Chain]] = defaultdict(list)
    chains: list[_Chain] = []
    for word in sorted(_once(words), key=lambda each: (each.left, -each.size)):
        chain = _nearest(word, buckets)
        if chain is None:
            chain = _Chain([word], word)
            chains.append(chain)
            buckets[int(word.middle // _BUCKET)].append(chain)
            continue
        chain.words.append(word)
        if word.size > 1.05 * chain.main.size:
            chain.main = word
            buckets[int(word.middle // _BUCKET)].append(chain)
    lines = sorted((chain.words for chain in chains), key=lambda words: (round(words[0].base), words[0].left))
    return sorted((run_of(words) for words in _justified(lines)), key=lambda run: (run.base, run.left))


def _justified(lines: Sequence[list[Word]]) -> Iterator[list[Word]]:
    """Runs, with those put together that are pieces of one justified line: written in one go, with even gaps."""
    pieces: list[list[Word]] = []
    for words in lines:
        if pieces and not _written_on(pieces[-1][-1], words[0]):
            yield from _even(pieces)
            pieces = []
        pieces.append(words)
    yield from _even(pieces)


def _written_on(last: Word, word: Word) -> bool:
    """Whether a word is written right after another one, perhaps at a justified line's distance."""
    level = abs(last.base - word.base) < 0.5 and last.size == word.size
    return level and word.order == last.order + 1 and 0 < word.left - last.right < _JUSTIFIED * word.size


def _even(pieces: list[list[Word]]) -> list[list[Word]]:
    """Pieces of a line as one, if all gaps between its words are about as wide."""
    words = [word for piece in pieces for word in piece]
    gaps = [after.left - word.right for word, after in pairwise(words) if after.spaced]
    even = len(pieces) > 1 and len(gaps) > 2 and min(gaps) > 0.6 * max(gaps)
    prose = 2 * sum(word.text[:1].islower() for word in words) >= len(words)  # and no row of cells
    return [words] if even and prose else pieces


def _once(words: Iterable[Word]) -> Iterable[Word]:
    """The words without what is printed twice at one place, as for a shadow."""
    return {(word.text, round(word.left), round(word.base)): word for word in words}.values()


def _nearest(word: Word, buckets: dict[int, list[_Chain]]) -> _Chain | None:
    """The run that ends nearest to the left of a word, on its level."""
    best: _Chain | None = None
    reach = int(0.6 * max(2 * word.size, 12.0) / _BUCKET) + 1
    middle = int(word.middle // _BUCKET)
    for bucket in range(middle - reach, middle + reach + 1):
        for chain in buckets.get(bucket, ()):
            if (best is None or chain.words[-1].right > best.words[-1].right) and chain.takes(word):
                best = chain
    return best


def run_of(words: Sequence[Word]) -> Run:
    """Words that stand beside each other as one run."""
    letters: dict[tuple[float, float], int] = defaultdict(int)
    weights: dict[int, int] = defaultdict(int)
    for word in words:
        letters[(word.size, word.base)] += len(word.text) * (2 if word.size > 6 else 1)
        weights[word.weight] += len(word.text)
    size, base = max(letters, key=lambda key: (letters[key], key[0]))
    run = Run(list(words), min(w.left for w in words), max(w.right for w in words), base, size)
    run.weight = max(weights, key=lambda key: weights[key])
    run.confidence = min(1.0, sum(word.confidence for word in words) / len(words))
    run.text = "".join(_printed(words, base, size))
    return run


def _printed(words: Sequence[Word], base: float, size: float) -> Iterator[str]:
    """The text of a run: spaces where there are gaps, raised and lowered signs as what they are."""
    last: Word | None = None
    for word in words:
        gap = word.left - last.right if last is not None else 0.0
        if last is not None and gap > (0.12 if word.spaced else 0.2) * min(size, max(last.size, word.size)):
            yield " "
        yield _levelled(word, base, size)
        last = word


def _levelled(word: Word, base: float, size: float) -> str:
    """A word's text, in raised or lowered signs if it is printed small above or below the line."""
    if word.size < 0.85 * size:
        if word.base < base - 0.15 * size and _RAISABLE.fullmatch(word.text):
            return word.text.translate(_RAISED)
        if word.base > base + 0.04 * size and _LOWERABLE.fullmatch(word.text):
            return word.text.translate(_LOWERED)
    return word.text
