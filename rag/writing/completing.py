"""A list whose items stand in the passages behind the one that leads to it, brought together again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from index.readers.lines import is_list_item, without_bullet
from index.store import Index
from index.types import StoredPassage
from rag.evidence import Unit
from rag.orders import is_command
from rag.parts import LABEL, shortened

_NUMBERED = re.compile(r"\(?(\d{1,2})[.)、]\s*(\S.*)")
"""A heading that is one of several in order."""
_REACH = 12
"""So many passages on, a list has ended."""


@dataclass(frozen=True, slots=True)
class _Item:
    """An item of a list and the passage that holds it."""

    text: str
    stored: StoredPassage


def completed(unit: Unit, index: Index) -> tuple[Unit, ...]:
    """A unit that leads to a list, or begins one, and behind it the items that stand in the passages that follow.

    The unit alone where none do. The texts of the units, joined by line breaks, are the list.
    """
    if not _runs_on(unit):
        return (unit,)
    following = index.following(unit.evidence.source, _REACH)
    items = _bulleted(following)
    if not items and unit.text.endswith(":"):
        items = _numbered(following) or _labelled(following)
    items = [item for item in items if not is_command(item.text)]
    return (unit, *_units(unit, items)) if items else (unit,)


def _runs_on(unit: Unit) -> bool:
    """Whether a unit ends its passage, and more of what it lists may follow."""
    last = without_bullet(unit.text.split("\n")[-1])
    if not unit.evidence.source.passage.text.rstrip().endswith(last):
        return False
    return last.endswith(":") or "\n- " in unit.text


def _units(unit: Unit, items: Sequence[_Item]) -> Iterator[Unit]:
    """The items as units, one for each passage, as many as can be quoted with what leads to them."""
    texts = shortened([item.text for item in items])
    kept = list(zip(items, texts, strict=False))
    for stored in dict.fromkeys(item.stored for item, _ in kept):
        own = "\n".join(f"- {text}" for item, text in kept if item.stored is stored)
        passage = stored.passage
        evidence = replace(
            unit.evidence,
            section=passage.section_path,
            page=passage.page,
            lines=passage.lines,
            text=passage.cited,
            source=stored,
        )
        yield Unit(evidence, own, unit.score, unit.coverage, unit.nearness)


def _bulleted(following: Sequence[StoredPassage]) -> list[_Item]:
    """The list items that the next passages begin with."""
    items = takewhile(lambda item: is_list_item(item.text), _lines(following))
    return [replace(item, text=without_bullet(item.text)) for item in items]


def _numbered(following: Sequence[StoredPassage]) -> list[_Item]:
    """The headings of the next passages that count from one."""
    found: list[_Item] = []
    for stored in following:
        match = _NUMBERED.fullmatch(stored.passage.section[-1]) if stored.passage.section else None
        if match and int(match[1]) == len(found) + 1:
            found.append(_Item(match[2], stored))
        elif not match or int(match[1]) != len(found):
            break
    return found if len(found) > 1 else []


def _labelled(following: Sequence[StoredPassage]) -> list[_Item]:
    """The short lines that the next passage begins with, or its first line."""
    lines = list(_lines(following[:1]))
    labels = list(takewhile(lambda item: LABEL.fullmatch(item.text) is not None, lines))
    return labels if len(labels) > 1 else lines[:1]


def _lines(passages: Iterable[StoredPassage]) -> Iterator[_Item]:
    """The lines of passages of prose."""
    for stored in takewhile(lambda each: each.passage.kind != "table", passages):
        yield from (_Item(line, stored) for line in stored.passage.text.split("\n"))
