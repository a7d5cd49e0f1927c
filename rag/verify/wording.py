"""Whether a sentence that follows a cited text word for word has the same amounts and years there, and its columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from rag.rows import Cell, TableRow
from rag.verify.amounts import amounts
from rag.verify.around import tokens_of
from rag.verify.cited import Cited
from rag.verify.contrasts import contrasts

_SHORT, _LONG = 4, 8
"""Of how many words in one order it can be told which amount stands among them: of a few any, of more with the rest."""
_FEWEST_WORDS = 2
_AMOUNT, _YEAR, _CONTRAST = "#", "@", "~"
"""What stands for an amount, a year, and a word that excludes others, so that each is held against its like."""
_END = "|"

_BEFORE_YEAR = frozenset({"by", "until", "before", "after", "since", "from", "to", "against"})
"""Words that tell what a year is there for."""

Window = tuple[str, ...]


def reworded(sentence: str, texts: Sequence[Cited]) -> str:
    """Why a sentence is not what the texts say in the same words; empty where it is, or the words are its own."""
    for each in texts:
        if each.row and (name := _misnamed(sentence, each.row)):
            return f"the cited passage has another value for {name}"
    held = [_windows(told) for each in texts for told in each.told]
    for window, keys in _windows(sentence).items():
        known = frozenset[str]().union(*(each.get(window, frozenset()) for each in held))
        if known and (strange := keys - known):
            return f"the cited passage says {min(known)}, not {min(strange)}, in these words"
    return ""


@lru_cache(maxsize=4096)
def _windows(text: str) -> Mapping[Window, frozenset[str]]:
    """For each run of words around an amount, year or word that excludes others, with a sign in its place, that."""
    placed = list(_placed(text))
    words = [word for word, _ in placed]
    masked = [sign if sign == _CONTRAST else word for word, sign in placed]
    numbers = [word if sign == _CONTRAST else sign or word for word, sign in placed]
    found: dict[Window, set[str]] = {}
    for at, (key, sign) in enumerate(placed):
        around = masked if sign == _CONTRAST else numbers
        for window in (*_around(around, at, _SHORT), *_around(words, at, _LONG)) if sign else ():
            found.setdefault((sign, *window), set()).add(key)
        if sign == _YEAR and words[at - 1] in _BEFORE_YEAR:
            found.setdefault((sign, words[at - 1]), set()).add(key)
    return {window: frozenset(keys) for window, keys in found.items()}


def _around(words: Sequence[str], at: int, size: int) -> Iterator[Window]:
    """The runs of so many words with one of them in the middle, which is left out."""
    for start in range(max(0, at - size + 2), min(at - 1, len(words) - size) + 1):
        window = (*words[start:at], "", *words[at + 1 : start + size])
        if sum(each[:1].isalpha() for each in window) >= _FEWEST_WORDS:
            yield window


def _placed(text: str) -> Iterator[tuple[str, str]]:
    """The words of a text in order; of its amounts and years one form, and the sign for which of them they are."""
    keys = {amount.start: amount.key for amount in amounts(text)}
    yield _END, ""
    for token in tokens_of(text):
        if token.kind == "number":
            yield keys.get(token.start, token.word), _AMOUNT if token.start in keys else _YEAR
        elif token.kind == "word":
            yield token.word, _CONTRAST if contrasts(token.word) else ""
        elif token.kind == "stop":
            yield _END, ""
    yield _END, ""


def _misnamed(sentence: str, row: TableRow) -> str:
    """A column that a sentence names beside the value of another; empty where there is none."""
    for name in {cell.name for cell in row.cells if cell.name}:
        own = [cell for cell in row.cells if cell.name == name]
        others = [cell for cell in row.cells if cell.name != name]
        if f"({name})" not in sentence and f"{name}: " not in sentence:
            continue
        values = {cell.value for cell in own}
        if any(cell.value not in values and _is_shown(sentence, name, cell, row) for cell in others):
            return name
    return ""


def _is_shown(sentence: str, name: str, cell: Cell, row: TableRow) -> bool:
    """Whether a sentence names a column right behind a cell's value, or right before it."""
    behind = (f"{value} ({name})" for value in (cell.value, f"{cell.value}{row.unit}", f"{cell.value} {row.unit}"))
    if any(_stands_alone(sentence, shown) for shown in behind):
        return True
    return _stands_alone(sentence, f"{name}: {cell.value}")


def _stands_alone(sentence: str, shown: str) -> bool:
    """Whether a piece stands in a sentence, and in no longer word or number."""
    at = sentence.find(shown)
    if at < 0:
        return False
    before, behind = sentence[at - 1 : at], sentence[at + len(shown) :][:2]
    return not (before.isalnum() or before in {".", ","}) and not re.match(r"\w|[.,]\d", behind)
