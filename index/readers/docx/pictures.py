"""The large pictures of a Word document, read by OCR: reports paste their tables as pictures, too."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.readers.docx.runs import BLIP, size_of
from index.readers.pieces import Piece
from index.types import Block, Box, ReadingOptions

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

_POINT = 12_700
"""EMU in a point."""
_MOST_PIXELS = 40_000_000
_MOST_PICTURES = 100
_EMBEDDED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"


@dataclass(slots=True)
class Pictures:
    """Reads the pictures of a document one by one."""

    document: Document
    options: ReadingOptions
    unread: int = 0
    """How many could not be read."""
    read: int = 0

    def pieces_of(self, drawing: _Element) -> list[Piece]:
        """What is printed on a picture; nothing where it can't be read, or is a photograph."""
        from index.readers.pdf.pictures import looks_printed

        image = self._image(drawing) if not self.why_not() and self.read < _MOST_PICTURES else None
        if image is None:
            self.unread += 1
            return []
        if not looks_printed(image):
            return []
        self.read += 1
        return _pieces(image, width=size_of(drawing)[0] / _POINT)

    def why_not(self) -> str:
        """Why pictures aren't read, or nothing if they are."""
        if not self.options.pictures:
            return "reading pictures is off"
        from index.readers.ocr import available

        return available()

    def warnings(self) -> tuple[str, ...]:
        """What could not be read."""
        if not self.unread:
            return ()
        many = f"{self.unread} large pictures that were" if self.unread > 1 else "a large picture that was"
        reason = self.why_not()
        return (f"it holds {many} not read{f', since {reason}' if reason else ''}",)

    def _image(self, drawing: _Element) -> npt.NDArray[np.uint8] | None:
        """The picture's pixels, if it is one that can be shown here."""
        from PIL import Image, UnidentifiedImageError

        blip = next(drawing.iter(BLIP), None)
        part = self.document.part.related_parts.get(blip.get(_EMBEDDED, "")) if blip is not None else None
        if part is None:
            return None
        try:
            with Image.open(io.BytesIO(part.blob)) as image:
                if image.width * image.height > _MOST_PIXELS:
                    return None
                return np.array(image.convert("RGB"), dtype=np.uint8)
        except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError):
            return None


def _pieces(image: npt.NDArray[np.uint8], *, width: float) -> list[Piece]:
    """What is printed on a picture of a width in points: it is read as a page of a PDF is."""
    from index.cleaning import clean
    from index.readers.pdf.blocks import blocks_of
    from index.readers.pdf.lines import runs
    from index.readers.pdf.parts import Sheet, printed
    from index.readers.pdf.pictures import Picture, words_on

    scale = image.shape[1] / max(width, 1.0)
    height = image.shape[0] / scale
    words = words_on(Picture(Box(0, 0, width, height), image, scale))
    page = printed([Sheet(1, width, height, runs(words), [], [])])
    return [_piece(block) for block in blocks_of(page.parts, clean(page.lines))]


def _piece(block: Block) -> Piece:
    """A block of a picture; what is printed large on one heads no section of the document."""
    if block.kind == "table":
        lines = tuple("\t".join(row.cells) for row in block.rows)
        return Piece("table", lines, caption=block.caption, confidence=block.confidence)
    kind = "text" if block.kind == "heading" else block.kind
    return Piece(kind, tuple(block.text.split("\n")), role=block.role, confidence=block.confidence)
