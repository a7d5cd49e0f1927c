"""Word reports: headings by their styles, lists, tables with merged cells, footnotes; deleted text left out."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from index.errors import UnreadableError
from index.readers.docx.notes import footnotes_of
from index.readers.docx.pictures import Pictures
from index.readers.docx.styles import Styles
from index.readers.docx.walk import Walk
from index.readers.pieces import captioned, drafted
from index.types import Draft, ReadingOptions

if TYPE_CHECKING:
    from docx.document import Document

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file begins that holds an old .doc or an encrypted .docx."""
_MOST_BYTES = 500_000_000
_MOST_PARTS = 20_000
_BROKEN = "is not a whole Word document"
_FIX = "Open it in a word processor and save it as .docx anew."


def read_docx(content: bytes, options: ReadingOptions) -> Draft:
    """Read a Word report."""
    document = _opened(content)
    body = getattr(document.element, "body", None)  # a damaged part may have a root of another kind
    if body is None:
        raise UnreadableError(_BROKEN, fix=_FIX)
    pictures = Pictures(document, options)
    walk = Walk(Styles.of(document), footnotes_of(document), pictures.pieces_of)
    pieces = captioned(walk.pieces_of(body))
    stated = walk.title or _stated_title(document)
    pieces += walk.footnotes()
    return drafted(pieces, title=stated, warnings=pictures.warnings())


def _stated_title(document: Document) -> str:
    """The title among the file's properties; empty where there is none or they are damaged."""
    try:
        return (document.core_properties.title or "").strip()
    except (AttributeError, KeyError, ValueError):
        return ""


def _opened(content: bytes) -> Document:
    """The document, unless its archive is broken, encrypted, or would grow beyond all bounds."""
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import XMLSyntaxError

    if content.startswith(_OLD):
        raise UnreadableError("is encrypted or an old .doc file", fix="Save it as .docx without a password.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            entries = parts.infolist()
        # no part can give more bytes than it declares, so this is the most that will ever be unpacked
        if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _MOST_BYTES:
            raise UnreadableError("unpacks to more than a report can hold", fix="Check where it comes from.")
        return docx.Document(io.BytesIO(content))
    except (zipfile.BadZipFile, zlib.error, OpcError, XMLSyntaxError, RuntimeError, NotImplementedError) as error:
        raise UnreadableError(_BROKEN, fix=_FIX) from error
    except (KeyError, ValueError, AttributeError, TypeError, IndexError, OSError, EOFError) as error:
        # what python-docx raises where a part that it counts on is missing or of another kind
        raise UnreadableError(_BROKEN, fix=_FIX) from error
