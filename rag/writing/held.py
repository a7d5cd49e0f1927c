"""What a model is held to while it writes: the figures it was given, and the marks of the passages there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_NUMBER = re.compile(r"([^\W\d_]*)(\d+(?:[.,]\d+)*)[.,]?")
"""A number with the letters run together with it, as in ``CO2``, and what may be its point or end the sentence."""
_OPEN = re.compile(r"\w(?:[\w.,]*\w)?[.,]?\Z")
"""What a further piece may go on with."""
_MARK = re.compile(r"\[[\d,\s]*\Z")
"""A mark that is not closed yet."""
_LOOK_BACK = 80
_CODE = 3
"""Letters of a currency, or of what a standard is called, such as ISO; the number stands for itself beside them."""


class HeldFigures:
    """Numbers are those of the texts given, as printed, and marks are from 1 to the number of passages.

    Numbers are begun only as a given one begins and ended only where a given one ends, whatever tokens they come in.
    Numbers spelt out in letters are not seen; they are left to the check after writing.
    """

    def __init__(self, texts: Iterable[str], *, marks: int) -> None:
        """Take the numbers of texts.

        :param texts: The passages and facts offered, and whatever else figures may be taken from.
        :param marks: The highest mark.
        """
        self._numbers = frozenset(form for text in texts for match in _NUMBER.findall(text) for form in _forms(*match))
        self._marks = frozenset(str(number) for number in range(1, marks + 1))
        self._begun = {allowed: _beginnings(allowed) for allowed in (self._numbers, self._marks)}

    def allows(self, text: str, piece: str) -> bool:
        """Whether the numbers that a piece adds to or begins may stand."""
        joined = self._open(text) + piece
        return all(self._stands(match, joined) for match in _NUMBER.finditer(joined))

    def may_end(self, text: str) -> bool:
        """Whether the text ends outside a number, or with a whole one."""
        return self.allows(text, "\n")

    def _open(self, text: str) -> str:
        """The end of a text that a further piece may belong to: an open mark or the last word."""
        found = _MARK.search(text, max(0, len(text) - _LOOK_BACK)) or _OPEN.search(text, max(0, len(text) - _LOOK_BACK))
        return found[0] if found else ""

    def _stands(self, match: re.Match[str], joined: str) -> bool:
        """Whether a number may stand where it does: a whole one, or at the end of what is written a begun one."""
        allowed = self._marks if _MARK.search(joined[: match.start()]) else self._numbers
        number = match[0].casefold()
        if match.end() == len(joined) and number in self._begun[allowed]:
            return True
        return number.rstrip(".,") in allowed


def _forms(letters: str, digits: str) -> Iterator[str]:
    """The forms in which a number with its letters may stand: ``tCO2`` also as ``CO2``, ``RMB5`` also as ``5``."""
    yield f"{letters}{digits}".casefold()
    yield from (f"{letters[at:]}{digits}".casefold() for at in range(1, len(letters)) if letters[at].isupper())
    if len(letters) == _CODE and letters.isupper():
        yield digits


def _beginnings(numbers: Iterable[str]) -> frozenset[str]:
    """All that one of the numbers begins with."""
    return frozenset(number[:end] for number in numbers for end in range(1, len(number) + 1))
