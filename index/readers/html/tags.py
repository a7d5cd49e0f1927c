"""What the elements of an HTML page are: which stand alone, and which are machinery, menus or not seen."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt"}
    | {"fieldset", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li"}
    | {"main", "menu", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"}
)
"""The elements that stand on lines of their own."""
_MACHINERY = frozenset(
    {"audio", "button", "canvas", "datalist", "embed", "head", "iframe", "input", "ix:header", "nav", "noscript"}
    | {"object", "option", "script", "select", "style", "svg", "template", "textarea", "video"}
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_ROLES = {"navigation", "search", "menu", "menubar", "banner", "contentinfo", "toolbar"}
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|sidebar|pagination|share|social)(?:$|[\s_-])", re.I
)
_LINKED = 0.6
"""The share of its words that are links tells a menu."""
_HIDDEN = re.compile(r"(?:^|;)\s{0,9}(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden)", re.I)
_RAISED = re.compile(r"vertical-align\s{0,9}:\s{0,9}super", re.I)


def is_left_out(element: _Element, *, keep: Collection[_Element]) -> bool:
    """Whether an element is no part of the report.

    :param element: The element.
    :param keep: Elements that hold footnotes, which may stand where pages keep their imprint.
    """
    tag = str(element.tag)
    if tag in _MACHINERY or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if _HIDDEN.search(element.get("style") or ""):
        return True
    if element in keep or tag in {"html", "body", "main", "article"}:
        return False
    if tag in {"header", "footer"}:
        own = any(each.tag in {"article", "main", "section"} for each in element.iterancestors())
        return not own and element.find(".//h1") is None
    return element.get("role") in _ROLES or (_may_be_menu(element, tag) and _is_linked(element))


def is_raised(element: _Element) -> bool:
    """Whether an element is a superscript by its style."""
    return _RAISED.search(element.get("style") or "") is not None


def _may_be_menu(element: _Element, tag: str) -> bool:
    """Whether an element stands beside the text, or is called what menus are called."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return tag == "aside" or (tag in {"div", "ul", "section"} and _NAMES.search(names) is not None)


def _is_linked(element: _Element) -> bool:
    """Whether most words of an element are links."""
    words = len("".join(element.itertext()).split())
    links = sum(len("".join(link.itertext()).split()) for link in element.iter("a"))
    return links > _LINKED * words


def heading_level(element: _Element) -> int:
    """The depth of a heading, or 0."""
    if level := _HEADINGS.get(str(element.tag)):
        return level
    if element.get("role") != "heading":
        return 0
    stated = element.get("aria-level", "")
    return int(stated) if stated in {"1", "2", "3", "4", "5", "6"} else 2
