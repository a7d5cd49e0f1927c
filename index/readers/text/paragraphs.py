"""Paragraphs of a plain-text report made whole: halves joined over a page break, words over a line's end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from index.readers.lines import Line
from index.readers.text.words import breaks_off, is_closed
from index.types import Block

_LONG = 40
_NEAR = 4
"""Halves that don't show by a small letter that they are some must not lie farther apart than this."""
_BROKEN = re.compile(r"[^\W\d]{2,}-$")
_BULLET = re.compile(r"\s*(?:[•●▪◦■‣·*+]|[-–])\s*")


def mended(blocks: Iterable[Block]) -> Iterator[Block]:
    """Paragraphs cut in two by a page break joined again: the first has no end, the second no beginning."""
    held: list[Block] = []
    for block in blocks:
        if held and not _goes_on(held[-1], block):
            yield _one_paragraph(held)
            held = []
        if block.kind == "text":
            held.append(block)
        else:
            yield block
    if held:
        yield _one_paragraph(held)


def _goes_on(first: Block, second: Block) -> bool:
    """Whether a block is the rest of the paragraph before it."""
    if second.kind != "text" or is_closed(first.text) or second.role != first.role:
        return False
    if second.text[:1].islower():
        return True
    near = second.lines[0] - first.lines[1] <= _NEAR and min(len(first.text), len(second.text)) >= _LONG
    return near and second.text[:1].isupper() and breaks_off(first.text) and not first.text.endswith(",")


def _one_paragraph(parts: Sequence[Block]) -> Block:
    """The parts of a paragraph as one, with as many line breaks between them as there are in the file."""
    pieces = [parts[0].text]
    for before, part in pairwise(parts):
        pieces += ["\n" * (part.lines[0] - before.lines[1]) or " ", part.text]
    return replace(parts[0], text=whole_words("".join(pieces)), lines=(parts[0].lines[0], parts[-1].lines[1]))


def whole_words(text: str) -> str:
    """A text whose words aren't parted at a hyphen by a line break; its breaks stay as many as they were."""
    if "-\n" not in text:
        return text
    lines = text.split("\n")
    for at, line in enumerate(lines[:-1]):
        if not _BROKEN.search(line[-40:]):
            continue
        rest = next((place for place in range(at + 1, len(lines)) if lines[place].strip()), 0)
        if rest and lines[rest][:1].islower() and len(lines[rest]) < 100_000:
            head, _, tail = lines[rest].partition(" ")
            if head not in {"and", "or", "to"}:  # "short- and long-term"
                lines[at], lines[rest] = f"{line}{head}", tail
    return "\n".join(lines)


def with_bullets(lines: Sequence[Line]) -> list[Line]:
    """The lines; a bullet alone on its line stands before the text that follows it instead."""
    mended_lines = list(lines)
    for at, line in enumerate(lines):
        if len(line.text) > 8 or not line.text.strip() or not _BULLET.fullmatch(line.text):
            continue
        ahead = [place for place in range(at + 1, min(at + 4, len(lines))) if lines[place].text.strip()]
        text = lines[ahead[0]].text.strip() if ahead else ""
        if text[:1].isalpha() and " " in text and "\t" not in text:
            mended_lines[at] = Line("", line.number)
            mended_lines[ahead[0]] = Line(f"{line.text.strip()} {text}", lines[ahead[0]].number)
    return mended_lines
