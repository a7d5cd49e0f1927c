"""Misread or broken words put right where the report itself prints them whole elsewhere; never a number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from index.cleaning.scraps import Edit
from index.types import PrintedLine

_GAP = re.compile(r"(?<![\w-])([A-Za-z]{2,40})- ([a-z]{2,40})(?![\w-])")
_ELL = re.compile(r"(?<![\w.-])[A-Za-z]{0,20}Al(?:[A-Z][A-Za-z]{0,20}|oT)?(?![\w'’])")
_NO_GAP = frozenset({"and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o", "e", "en", "of"})
_NEXT = re.compile(r" ([A-Z]\w+)")
_ENOUGH = 3


class Spelling:
    """What a report's own words say of a broken one."""

    def __init__(self, lines: Sequence[PrintedLine]) -> None:
        self._lines = lines
        self._counted: Counter[str] | None = None

    def edits(self, text: str) -> Iterator[Edit]:
        """Words with a gap after the hyphen joined, and ``Al`` read for ``AI``."""
        if "- " in text:
            for match in _GAP.finditer(text):
                if match[2] in _NO_GAP:
                    continue
                if self._count(f"{match[1]}-{match[2]}"):
                    yield Edit(match.end(1) + 1, match.start(2), "")
                elif self._count(match[1] + match[2]):
                    yield Edit(match.end(1), match.start(2), "")
        if "Al" in text:
            for match in _ELL.finditer(text):
                if self._is_ai(text, match):
                    at = match.start() + match[0].index("Al") + 1
                    yield Edit(at, at + 1, "I")

    def _is_ai(self, text: str, match: re.Match[str]) -> bool:
        """Whether a word with ``Al`` is one that the report prints with ``AI`` more often; a name stays a name."""
        instead = match[0].replace("Al", "AI", 1)
        if self._count(instead) < max(_ENOUGH, self._count(match[0]) + 1):
            return False
        if match[0] != "Al":
            return True
        after = _NEXT.match(text, match.end())
        return after is None or self._count(f"AI {after[1]}") > 0

    def _count(self, word: str) -> int:
        """How often the report prints a word, or ``AI`` with the word after it."""
        if self._counted is None:
            text = " ".join(line.text for line in self._lines)
            self._counted = Counter(re.findall(r"[A-Za-z]+(?:-[A-Za-z]+)*", text))
            self._counted.update(re.findall(r"\bAI [A-Z]\w+", text))
        return self._counted[word]
