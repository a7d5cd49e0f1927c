"""What part each block of a report plays, whatever kind of file it was read from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from index.cleaning import find_notes
from index.cleaning.note_lines import Note, note_start
from index.structure.callouts import with_callouts
from index.structure.captions import captioned, carried
from index.structure.contents import contents
from index.structure.roles import assurances, indexes
from index.types import Block, BlockKind, PrintedLine, Role

_REMARK = re.compile(
    r"\s*\*{0,2}\s?(?:foot)?(?:notes?|remarks?|anmerkung(?:en)?|hinweis|notas?)\s?(?:\d{1,2})?\s?[:：]", re.IGNORECASE
)
_MARK = re.compile(r"\s*(?:[-•]\s?)?\d{1,3}[.)]?\s")
_CLOSED = re.compile(r"[.,;:!?]\W*$")
_LONGEST_REMARK = 1500
_MOST_NOTES = 20
"""Between the halves of a paragraph stand no more footnotes than fit on a page."""


def structured(blocks: Sequence[Block], lines: Sequence[PrintedLine]) -> list[Block]:
    """The blocks with their roles, tables with their captions, and paragraphs joined that a footnote parts."""
    noted = {line: note for note in find_notes(lines) for line in range(note.lines[0], note.lines[1] + 1)}
    parted = [part for block in blocks for part in _parted(block, noted)]
    named = _named(parted)
    return with_callouts(carried(captioned(_mended(named))))


def _named(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with the roles that whole stretches of a report have."""
    listed = contents(blocks)
    indexed = indexes(blocks) - listed
    assured = assurances(blocks, listed | indexed)
    roles: dict[int, Role] = {
        **dict.fromkeys(assured, "assurance"),
        **dict.fromkeys(indexed, "index"),
        **dict.fromkeys(listed, "contents"),
    }
    return [
        replace(block, role=roles[at]) if at in roles and block.role == "body" else block
        for at, block in enumerate(blocks)
    ]


def _parted(block: Block, noted: Mapping[int, Note]) -> Iterator[Block]:
    """A block with the footnotes in it as blocks of their own, without their marks."""
    if block.kind == "table" or block.role != "body":
        yield block
        return
    first, last = block.lines
    if not any(line in noted for line in range(first, last + 1)):
        remark = block.kind == "text" and len(block.text) <= _LONGEST_REMARK and _REMARK.match(block.text)
        yield replace(block, role="footnote") if remark else block
        return
    texts = block.text.split("\n")
    if len(texts) != last - first + 1:  # its lines are not those of the file: a note only where all of it is one
        whole = first in noted and noted[first].lines[0] == first and last <= noted[first].lines[1]
        yield _footnote(block) if whole else block
        return
    for note, group in groupby(enumerate(texts), key=lambda item: noted.get(first + item[0])):
        pieces = list(group)
        text = "\n".join(piece for _, piece in pieces)
        if text.strip():
            part = replace(block, text=text, lines=(first + pieces[0][0], first + pieces[-1][0]))
            yield _footnote(part) if note else replace(_stripped(part), kind=_kind(block, part))


def _kind(block: Block, part: Block) -> BlockKind:
    """The kind of what is left of a block: what remains of a heading that ran into a note is no heading."""
    return block.kind if block.kind != "heading" or part.lines == block.lines else "text"


def _stripped(block: Block) -> Block:
    """A block without the blank lines at its ends."""
    texts = block.text.split("\n")
    lead = next(at for at, text in enumerate(texts) if text.strip())
    tail = next(at for at, text in enumerate(reversed(texts)) if text.strip())
    lines = (block.lines[0] + lead, block.lines[1] - tail)
    return replace(block, text="\n".join(texts[lead : len(texts) - tail]), lines=lines)


def _footnote(block: Block) -> Block:
    """A block of a note's lines as a footnote."""
    block = _stripped(block)
    start = note_start(block.text) or _MARK.match(block.text)
    column = start.end() if isinstance(start, re.Match) else start[1] if start else 0
    return replace(block, kind="text", level=0, text=block.text[column:].lstrip(), role="footnote")


def _mended(blocks: Sequence[Block]) -> list[Block]:
    """Paragraphs that footnotes part joined again: the first has no end, the second begins small."""
    out: list[Block] = []
    for block in blocks:
        back = len(out) - 1
        small = block.text[:1].islower()
        while small and back >= 0 and len(out) - back <= _MOST_NOTES and out[back].role == "footnote":
            back -= 1
        cut = small and 0 <= back < len(out) - 1 and _are_one(out[back], block)
        if cut:
            out[back] = _joined(out[back], block)
        else:
            out.append(block)
    return out


def _are_one(first: Block, second: Block) -> bool:
    """Whether two blocks are the halves of one paragraph."""
    text = first.kind == second.kind == "text" and first.role == second.role == "body"
    whole = all(block.text.count("\n") == block.lines[1] - block.lines[0] for block in (first, second))
    return text and whole and not _CLOSED.search(first.text[-20:])


def _joined(first: Block, second: Block) -> Block:
    """Two halves as one paragraph, with as many line breaks between them as in the file."""
    text = first.text + "\n" * (second.lines[0] - first.lines[1]) + second.text
    return replace(first, text=text, lines=(first.lines[0], second.lines[1]))
