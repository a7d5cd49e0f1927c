"""Enumerations in a text: how many things a sentence or a list names one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_ASIDE = re.compile(r"\([^()]*\)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_CLAUSE = re.compile(r"[:;.!?—](?=\s|$)|(?<=\w)—(?=\w)")
_JOINT = re.compile(r"(?:and|or|as well as|&)\s+", re.IGNORECASE)
_INNER = re.compile(r"\s(?:and|or|as well as|&)\s", re.IGNORECASE)
_GOES_ON = re.compile(
    r"(?:namely|for example|like|among|which|who|whom|whose|where|when|while|whereas|with|as|to|including|such as"
    r"|in order|thereby|thus|so|but|if|since|because|although|we|it|they|this|these|those|that|there|by|for|up|down"
    r"|compared|accounting)\b"
    r"|(?:under|in|of|through|from|at|on|\w+ of) which|\w+ed (?:\w+ )?(?:by|in|from|to|with|on|at|for|as)\b"
    r"|[a-z]+ing (?:the|a|an|our|its|their|that|of)\b",
    re.IGNORECASE,
)
"""What begins a further clause rather than a further thing."""
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|must|should|do|does|did)\b")
_MOST_WORDS = 10
"""A longer piece between two commas is a clause."""
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNT = re.compile(rf"\b({'|'.join(_NUMBERS)})\b(?! (?:years?|months?|days?|times|percent|million)\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listed:
    """How many things an enumeration names, at least and at most: an "and" may join two of them or stand in one."""

    fewest: int
    most: int

    def is_of(self, count: int) -> bool:
        """Whether it may name so many things."""
        return self.fewest <= count <= self.most


def counts_named(text: str) -> tuple[int, ...]:
    """The numbers of things that a text names in words, as in "which six topics"."""
    return tuple(_NUMBERS.index(word.casefold()) + 2 for word in _COUNT.findall(text))


def enumerated(text: str) -> tuple[Listed, ...]:
    """The enumerations of a text, of three things or more: those of a sentence, or the lines below a lead-in."""
    first, *lines = text.split("\n")
    if items := [line for line in lines if line.startswith("- ")]:
        return (Listed(len(items), len(items)),)
    plain = _ASIDE.sub("", _THOUSANDS.sub("", first))
    parted = Listed(plain.count(";") + 1, plain.count(";") + 1)
    runs = (listed for clause in _CLAUSE.split(plain) for listed in _runs(clause.split(",")))
    return tuple(listed for listed in (parted, *runs) if listed.most > 2)


def _runs(pieces: Sequence[str]) -> Iterator[Listed]:
    """The runs of short pieces between commas; an "and" ends one, and so does a piece that begins a clause."""
    fewest = most = 1
    for piece in (piece.strip() for piece in pieces[1:]):
        joint = _JOINT.match(piece)
        body = piece[joint.end() :] if joint else piece
        if _GOES_ON.match(body) or (not joint and _is_clause(_INNER.split(body)[0])):
            yield Listed(fewest, most)
            fewest = most = 1
            continue
        fewest += 1
        most = fewest + (not joint and _INNER.search(body) is not None)
        if joint:
            yield Listed(fewest, most)
            fewest = most = 1
    yield Listed(fewest, most)


def _is_clause(piece: str) -> bool:
    """Whether a piece says something rather than names it."""
    return len(piece.split()) > _MOST_WORDS or _VERB.search(piece) is not None
