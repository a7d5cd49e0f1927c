"""The footnotes and endnotes of a Word document, which lie in parts of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from index.readers.docx.styles import W, parts_of

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element


def footnotes_of(document: Document) -> Mapping[str, _Element]:
    """The footnotes and endnotes by their kind and id, such as ``footnote 2``; the lines drawn above them left out."""
    found: dict[str, _Element] = {}
    for kind in ("footnote", "endnote"):
        for root in parts_of(document, f"/{kind}s"):
            for note in root.iter(f"{W}{kind}"):
                if note.get(f"{W}type") is None:
                    found[f"{kind} {note.get(f'{W}id')}"] = note
    return found
