"""Headings of a plain-text report: which short lines are some, told from their words and from what stands around."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import accumulate, groupby

from index.readers.text.words import is_closed, is_open
from index.types import Block

NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3}|\d{1,2}(?=\.))\.?\s+[A-Z]")
CASE = re.compile(r"(?:case(?: study)?|highlights?|feature|spotlight|example)\s?[:：]", re.IGNORECASE)
_SINGLE = re.compile(r"(\d{1,2})\.?\s+[A-Z]")
_VALUES = re.compile(r"(?:\s[-–(]?\d[\d.,]*%?\)?|\s[-–/]){2,}$")
_FIGURE = re.compile(r"[^\w]{0,3}(?:RMB|US|HK)?[^\w]{0,2}(?!(?:19|20)\d\d\b)\d")
_LABEL = re.compile(r"(?:case|highlight|note|tip|example|remark)s?|case stud(?:y|ies)", re.IGNORECASE)
_PAGED = re.compile(r"\D\s\d{1,3}$")
_ADDRESS = re.compile(r"@|https?:|www\.|[•●▪]")
_CAPTION = re.compile(r"(?:figure|fig|table|chart|exhibit)s?\.?\s?\d", re.IGNORECASE)
_SPEAKS = re.compile(r"(?:we|there|it|this year|in (?:19|20)\d\d|as of)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:the|a|an)\s", re.IGNORECASE)
_LABELS = 4
"""So many short lines in a row are labels of a picture or table, or a list of chapters; the first may head them."""
_SHORT = 60
_BODY = 80


def looks_like_heading(text: str) -> bool:
    """A short line that starts like a title and doesn't end like a sentence."""
    words = text.split()
    if not 0 < len(words) <= 14 or len(text) > 110 or is_closed(text) or _VALUES.search(text):
        return False
    if number := NUMBERED.match(text):
        text = text[number.end() - 1 :]
    elif not text.lstrip("“\"'‘")[:1].isupper():
        return False
    letters = sum(character.isalpha() for character in text)
    return letters >= 3 and letters >= 0.6 * len(text.replace(" ", ""))


def only_headings(blocks: Sequence[Block], tops: Collection[int] = ()) -> list[Block]:
    """The blocks; what only looked like a heading is text.

    :param blocks: The blocks in the order of the file.
    :param tops: The numbers of the lines that begin a page.
    """
    checked: list[Block] = []
    for at, block in enumerate(blocks):
        after = blocks[at + 1] if at + 1 < len(blocks) else None
        if block.kind == "heading" and not _holds(block, checked[-1] if checked else None, after):
            block = _plain(block)
        checked.append(block)
    return _without_labels(checked, tops)


def _holds(block: Block, before: Block | None, after: Block | None) -> bool:
    """Whether a heading goes with the blocks around it."""
    text = block.text
    if (
        is_open(text)
        or _LABEL.fullmatch(text)
        or _CAPTION.match(text)
        or _ADDRESS.search(text)
        or (_SPEAKS.match(text) and not _is_titled(text))
    ):
        return False
    if NUMBERED.match(text) or CASE.match(text):
        return True
    if before is not None and before.kind == "text" and is_open(before.text):
        return False
    if after is None or after.kind == "table":
        return True
    if after.kind == "text" and after.text[:1].islower():
        return False
    figures = len(after.text) <= _SHORT and after.kind == "text" and _FIGURE.match(after.text) is not None
    amid = before is not None and len(before.text) <= _SHORT and _is_bare(before.text) and len(after.text) < _BODY
    return not figures and not amid


def _is_titled(text: str) -> bool:
    """Whether most words of a line begin with capitals, as in a title."""
    words = [word for word in text.split()[1:] if len(word) > 3]
    return bool(words) and 2 * sum(word[:1].isupper() for word in words) > len(words)


def _is_bare(text: str) -> bool:
    """Whether a text is a figure without words."""
    return not re.search(r"[^\W\d]{2}", text)


def _plain(block: Block) -> Block:
    """A heading as text."""
    return replace(block, kind="text", level=0)


def _without_labels(blocks: Sequence[Block], tops: Collection[int]) -> list[Block]:
    """The blocks; of several headings in a row without text those that can't be chapters are text."""
    kept: list[Block] = []
    pages = accumulate(int(block.lines[0] in tops) for block in blocks)
    paired = zip(pages, blocks, strict=True)
    for (heads, _), group in groupby(paired, key=lambda pair: (pair[1].kind == "heading", pair[0])):
        row = [block for _, block in group]
        kept += _of_row(row) if heads else row
    return [
        _plain(block) if block.kind == "heading" and _is_caption(block, after) else block
        for block, after in zip(kept, [*kept[1:], None], strict=False)
    ]


def _is_caption(block: Block, after: Block | None) -> bool:
    """Whether a line that nothing stands under is the words below a picture."""
    if CASE.match(block.text) or not _ARTICLE.match(block.text):
        return False
    titled = all(word[:1].isupper() for word in block.text.split()[1:] if len(word) > 3)
    return after is not None and after.kind == "heading" and not titled


def _of_row(row: list[Block]) -> list[Block]:
    """Headings in a row: items counted from one to the next are a list, many are labels under the first."""
    paged = sum(_PAGED.search(block.text) is not None for block in row)
    if paged > 1:  # a contents page
        return [_plain(block) if _PAGED.search(block.text) else block for block in row]
    counted = [int(match[1]) if (match := _SINGLE.match(block.text)) else -9 for block in row]
    items = {at for at in range(len(row)) if {counted[at] - 1, counted[at] + 1} & set(counted[max(0, at - 1) : at + 2])}
    row = [replace(block, kind="list", level=0) if at in items else block for at, block in enumerate(row)]
    bare = [at for at, block in enumerate(row) if not NUMBERED.match(block.text) and not CASE.match(block.text)]
    if len(bare) < _LABELS:
        return row
    seen: set[str] = set()
    for at in bare:
        key = row[at].text.casefold()
        if at > bare[0] and not (at == bare[-1] and key in seen):
            row[at] = _plain(row[at])
        seen.add(key)
    return row
