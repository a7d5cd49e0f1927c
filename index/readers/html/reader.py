"""HTML reports: the pieces that a reader of the page sees, without its menus and machinery."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from index.errors import UnreadableError
from index.readers.html.walk import pieces_of
from index.readers.pieces import Piece, drafted, without_controls
from index.types import Draft, ReadingOptions

if TYPE_CHECKING:
    from lxml.etree import _Element

_DECLARED = re.compile(
    rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?(?!utf-?(?:16|32)|unicode)([\w-]{2,40})""", re.IGNORECASE
)
_HEAD = 4096
"""A page says within its first bytes how it is encoded."""
_EMPTY_TITLE = re.compile(r"(?:untitled|document|page|home|index|title)\s?\d*|\S*\.[a-z]{3,5}", re.IGNORECASE)


def read_html(content: bytes, options: ReadingOptions) -> Draft:
    """Read an HTML report."""
    root, warnings = _parsed(content)
    if root is None:
        return Draft((), (), warnings=warnings)
    return drafted(pieces_of(root), title=_title(root), warnings=warnings)


def pieces_in(fragment: str) -> list[Piece]:
    """The pieces of HTML that stands in a report of another kind."""
    root, _ = _parsed(fragment.encode("utf-8", errors="replace"))
    return pieces_of(root) if root is not None else []


def _parsed(content: bytes) -> tuple[_Element | None, tuple[str, ...]]:
    """The page's outermost element, and what of it could not be read; nothing it refers to is opened or expanded."""
    from lxml import etree

    text = without_controls(_decoded(content)).encode("utf-8", errors="replace")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, recover=True
    )
    try:
        root = etree.fromstring(text, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError(f"cannot be read as HTML: {error.msg}", fix="Save the page anew.") from error
    if any(entry.level_name == "FATAL" and "RESOURCE_LIMIT" in entry.type_name for entry in parser.error_log):
        return root, ("it is nested too deeply or holds too long a text; what stands behind that was not read",)
    return root, ()


def _decoded(content: bytes) -> str:
    """The page's text: by its byte order mark, by what it declares, as UTF-8, or else as old browsers took it."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content[:65536]:
        raise UnreadableError("is binary, not HTML", fix="Save the page as HTML.")
    declared = _DECLARED.search(content[:_HEAD])
    # a page that is valid UTF-8 is, whatever was declared: no other text looks like it by chance
    for encoding in ("utf-8-sig", declared[1].decode() if declared else "", "cp1252"):
        try:
            return content.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    return content.decode("cp1252", errors="replace")


def _title(root: _Element) -> str:
    """The title that the page states, unless it is one that programs give to every page."""
    title = " ".join((root.findtext(".//title") or "").split())
    return "" if _EMPTY_TITLE.fullmatch(title) else title
