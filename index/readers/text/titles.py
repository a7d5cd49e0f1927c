"""Titles of tables that are printed in a stack above all of them, told to the table that each is of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from index.types import Block

_WORD = re.compile(r"[^\W\d_]{4,}")


def with_titles(blocks: Sequence[Block]) -> list[Block]:
    """The blocks; as many headings as there are tables right below them, each about its own, are their captions."""
    rows = [list(group) for _, group in groupby(blocks, key=lambda block: block.kind)]
    for titles, tables in pairwise(rows):
        stacked = titles[0].kind == "heading" and tables[0].kind == "table" and len(titles) > 1
        if stacked and len(titles) == len(tables) and _are_of(titles, tables):
            tables[:] = [
                replace(table, caption=" ".join(title.text.split()))
                for table, title in zip(tables, titles, strict=True)
            ]
            titles[:] = [replace(title, kind="text", role="caption") for title in titles]
    return [block for row in rows for block in row]


def _are_of(titles: Sequence[Block], tables: Sequence[Block]) -> bool:
    """Whether each title has more words in common with its table than with any other."""
    told = [_words(table.text) for table in tables]
    for at, title in enumerate(titles):
        shared = [len(_words(title.text) & words) for words in told]
        if shared[at] < 2 or shared.count(shared[at]) > 1 or max(shared) > shared[at]:
            return False
    return True


def _words(text: str) -> set[str]:
    """The longer words of a text."""
    return set(_WORD.findall(text.casefold()))
