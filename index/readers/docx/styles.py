"""What the styles and the numbering of a Word document say of its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Kind = Literal["heading", "title", "caption", "list", "text"]
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_LEVELS = 9
_BASES = 20
"""Styles are based on each other no deeper than this; a circle of them ends here, too."""


@dataclass(frozen=True, slots=True)
class Style:
    """What kind of paragraph a style, or a paragraph itself, makes."""

    kind: Kind = "text"
    level: int = 0
    """The depth of a heading, from 1, or of a list item, from 0."""
    numbering: str = ""
    """The list that its items are counted in."""


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document."""

    by_id: Mapping[str, Style] = field(default_factory=dict)
    default: Style = field(default_factory=Style)
    formats: Mapping[tuple[str, int], str] = field(default_factory=dict)
    """How the items of a list are marked at each depth: ``bullet``, ``decimal`` and so on."""

    @classmethod
    def of(cls, document: Document) -> Styles:
        """Read a document's styles."""
        elements = {each.get(f"{W}styleId", ""): each for each in document.styles.element.iter(f"{W}style")}
        by_id = {key: _style(key, elements) for key in elements}
        default = next(
            (by_id[key] for key, each in elements.items() if each.get(f"{W}default") == "1" and _is_paragraph(each)),
            Style(),
        )
        return cls(by_id, default, _formats(document))

    def style_of(self, paragraph: _Element) -> Style:
        """What a paragraph is: what it says itself goes before what its style says."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return self.default
        named = self.by_id.get(value_of(properties, "pStyle"), self.default)
        return _said(properties, named)

    def mark_format(self, style: Style) -> str:
        """How a list item is marked: ``bullet``, ``decimal``, ``none`` and so on."""
        known = (self.formats.get((style.numbering, level)) for level in (style.level, 0))
        return next((each for each in known if each), "bullet")


def value_of(properties: _Element | None, name: str) -> str:
    """The value of a property, or nothing."""
    found = properties.find(f"{W}{name}") if properties is not None else None
    return (found.get(f"{W}val") or "") if found is not None else ""


def _is_paragraph(style: _Element) -> bool:
    """Whether a style is one of paragraphs."""
    return bool(style.get(f"{W}type", "paragraph") == "paragraph")


def _style(key: str, elements: Mapping[str, _Element]) -> Style:
    """A style: what it says itself, else what the styles say that it is based on."""
    chain: list[_Element] = []
    while key in elements and len(chain) < _BASES:
        chain.append(elements[key])
        key = value_of(elements[key], "basedOn")
    style = Style()
    for element in reversed(chain):
        style = _named(value_of(element, "name"), style)
        if (properties := element.find(f"{W}pPr")) is not None:
            style = _said(properties, style)
    return style


def _named(name: str, style: Style) -> Style:
    """What a style's name says; the names of built-in styles are English in every edition of Word."""
    name = name.lower()
    if match := _HEADING.fullmatch(name):
        return Style("heading", int(match[1]))
    if name in {"title", "caption"}:
        return Style("title" if name == "title" else "caption")
    if name.startswith(("list bullet", "list number")):
        depth = name[-1]
        return Style("list", int(depth) - 1 if depth in "23456789" else 0, name.rstrip("23456789 "))
    return Style() if name.startswith("toc ") else style


def _said(properties: _Element, style: Style) -> Style:
    """The style with what properties say beside it: a depth in the outline, or a place in a list."""
    outline = value_of(properties, "outlineLvl")
    if outline.isascii() and outline.isdigit() and style.kind != "title":
        level = int(outline[:2]) + 1
        style = Style("heading", level) if level <= _LEVELS else Style()
    numbering = properties.find(f"{W}numPr")
    if numbering is None or style.kind in {"heading", "title", "caption"}:
        return style
    depth = value_of(numbering, "ilvl")
    number = value_of(numbering, "numId") or style.numbering
    level = int(depth) if depth in set("012345678") else style.level
    return Style("list", level, number) if number not in {"", "0"} else Style()


def _formats(document: Document) -> dict[tuple[str, int], str]:
    """How each list marks its items, by its number and depth."""
    found = {("list bullet", level): "bullet" for level in range(_LEVELS)}
    found |= {("list number", level): "decimal" for level in range(_LEVELS)}
    for root in parts_of(document, "/numbering"):
        found |= _formats_in(root)
    return found


def _formats_in(root: _Element) -> dict[tuple[str, int], str]:
    """How the lists of a numbering part mark their items."""
    found: dict[tuple[str, int], str] = {}
    abstract = {each.get(f"{W}abstractNumId", ""): each for each in root.iter(f"{W}abstractNum")}
    for number in root.iter(f"{W}num"):
        levels = abstract.get(value_of(number, "abstractNumId"))
        for level in levels.iter(f"{W}lvl") if levels is not None else ():
            depth = level.get(f"{W}ilvl", "")
            if depth in set("012345678"):
                found[number.get(f"{W}numId", ""), int(depth)] = value_of(level, "numFmt") or "decimal"
    return found


def parts_of(document: Document, kind: str) -> list[_Element]:
    """The roots of the parts of a kind, such as ``/footnotes``; one that is broken counts as none."""
    from lxml import etree

    roots: list[_Element] = []
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(kind):
            parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
            root = etree.fromstring(relation.target_part.blob, parser)
            roots += [root] if root is not None else []
    return roots
