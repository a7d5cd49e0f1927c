"""The footnotes of an HTML page: which links refer to one, and which elements hold them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.readers.pieces import shown

if TYPE_CHECKING:
    from lxml.etree import _Element

_MARK = re.compile(r"\s*[\[(]?\s*(\d{1,3}|[*†‡§]{1,3}|[a-z])\s*[\])]?\s*")
_HOLDERS = {"p", "li", "div", "aside", "td", "dd", "section", "tr"}


@dataclass(frozen=True, slots=True)
class Footnotes:
    """The footnotes of a page."""

    references: Mapping[_Element, str] = field(default_factory=dict)
    """The label of each link that refers to one."""
    held: Mapping[_Element, str] = field(default_factory=dict)
    """The label of each element that holds one."""
    around: frozenset[_Element] = frozenset()
    """Every element around one."""


def footnotes_of(root: _Element) -> Footnotes:
    """Find the footnotes of a page: a link that shows only a mark leads down to one."""
    order = {element: place for place, element in enumerate(root.iter())}
    targets = _targets(root)
    references: dict[_Element, str] = {}
    held: dict[_Element, str] = {}
    for link, mark, target in _marks(root, targets):
        holder = _holder(target)
        if holder is None or order[target] <= order[link] or _holder(link) is holder:
            continue
        label = held.setdefault(holder, f"{mark}#{len(held)}")
        references[link] = label
    around = {each for holder in held for each in holder.iterancestors()}
    return Footnotes(references, held, frozenset(around))


def without_mark(text: str, label: str) -> str:
    """A footnote's words without the mark before them and the arrow back behind them."""
    mark = f"(?:{re.escape(label.partition('#')[0])}|{re.escape(shown(label))})"
    text = re.sub(rf"^\s*[\[(]?{mark}(?:[\])]|[.:](?=\s)|(?=\s))\s*", "", text, count=1)
    return text.strip(" ↩↑^\ufe0e")


def _targets(root: _Element) -> dict[str, _Element]:
    """The elements that links on the page can lead to."""
    found: dict[str, _Element] = {}
    for element in root.iter():
        for key in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if key:
                found.setdefault(key, element)
    return found


def _marks(root: _Element, targets: Mapping[str, _Element]) -> Iterator[tuple[_Element, str, _Element]]:
    """The links that show only a mark, with that mark and where they lead to."""
    for link in root.iter("a"):
        address = link.get("href") or ""
        text = "".join(link.itertext()) if address.startswith("#") else ""
        match = _MARK.fullmatch(text) if len(text) < 12 else None
        if match and (target := targets.get(address[1:])) is not None:
            yield link, match[1], target


def _holder(element: _Element) -> _Element | None:
    """The paragraph or item that an element is or stands in."""
    each: _Element | None = element
    while each is not None and each.tag not in _HOLDERS:
        each = each.getparent()
    return each
