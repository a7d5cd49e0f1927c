"""Call-outs: big figures and phrases set apart on a page that repeat a paragraph nearby in pieces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.types import Block

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*%?")
_BIG = re.compile(
    r"\d[\d.,]*\s?%|\d{1,3}(?:,\d{3})+|(?<![\w.])\d+\.\d+(?![.\d]|\s?°)|\d\s?\+"
    r"|\d[\d.,]*\s?(?:million|billion|thousand|tonnes?|tons?|k?Wh|MWh|GWh|t?CO|hours|employees|people)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2})*\.?\s+[A-Z]|(?:case|step|figure|table)\b|[-•▪])", re.IGNORECASE)
_CLOSED = re.compile(r"[.;:!?]\W{0,2}\s*$")
_YEAR = re.compile(r"(?:19|20)\d\d$")
_OPEN = re.compile(
    r"\b(?:of|reached|exceed(?:ed|s)|rmb|usd|us\$|to|by|over|than|in|is|with|and|the|a|an|about|nearly|total(?:ing|led)?)\s*$",
    re.IGNORECASE,
)
_SMALL = frozenset(
    {"the", "and", "for", "with", "from", "that", "this", "our", "are", "was", "were", "has", "have", "had", "its"}
    | {"per", "over", "more", "than"}
)
_LONGEST = 160
_PARAGRAPH = 120
_REACH = 12
_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class _Said:
    """The words and numbers of a block."""

    words: frozenset[str]
    numbers: frozenset[str]


def with_callouts(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, call-outs marked; one that looked like a heading heads nothing."""
    said = {at: _said(block.text) for at, block in enumerate(blocks) if _is_paragraph(block)}
    found: dict[int, int] = {}
    for at, block in enumerate(blocks):
        if _may_be(block) and _BIG.search(block.text) and (paragraph := _repeated(at, block.text, said)) is not None:
            found[at] = paragraph
    for at in sorted(found, reverse=True):
        before = blocks[at - 1] if at else None
        if before is not None and at - 1 not in found and _may_be(before) and _OPEN.search(before.text):
            words = _said(before.text).words
            if words and len(words & said[found[at]].words) >= _SHARE * len(words):
                found[at - 1] = found[at]
    return [
        replace(block, kind="text", level=0, role="callout") if at in found else block
        for at, block in enumerate(blocks)
    ]


def _may_be(block: Block) -> bool:
    """Whether a block is short and unfinished enough for a call-out."""
    text = block.text
    unfinished = len(text) <= _LONGEST and text.count("\n") < 3 and not _CLOSED.search(text)
    return block.role == "body" and block.kind in {"heading", "text"} and unfinished and not _NUMBERED.match(text)


def _is_paragraph(block: Block) -> bool:
    """Whether a block is prose that a call-out may repeat."""
    long = block.kind in {"text", "list"} and len(block.text) >= _PARAGRAPH
    return long and block.role == "body" and _CLOSED.search(block.text) is not None


def _repeated(at: int, text: str, said: dict[int, _Said]) -> int | None:
    """The nearest paragraph that holds all numbers and most words of a text; None if there is none."""
    own = _said(text)
    numbers = {number for number in own.numbers if not _YEAR.match(number)}
    if not numbers or len(numbers) > 4:
        return None
    for step in range(1, _REACH + 1):
        for near in (at - step, at + step):
            other = said.get(near)
            if other and numbers <= other.numbers and len(own.words & other.words) >= _SHARE * len(own.words):
                return near
    return None


def _said(text: str) -> _Said:
    """The numbers of a text and the beginnings of its words, small words left out."""
    words = (word for word in re.findall(r"[^\W\d_]{3,}", text.casefold()) if word not in _SMALL)
    return _Said(
        frozenset(word[:6] for word in words), frozenset(number.rstrip("%") for number in _NUMBER.findall(text))
    )
