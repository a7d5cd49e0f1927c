"""Small PDFs for the tests, drawn with places counted from the top left corner of the page."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

WIDTH, HEIGHT = 595.0, 842.0
"""An A4 page in points."""


class Sheet:
    """A page to draw on."""

    def __init__(self, canvas: Any, width: float, height: float) -> None:
        """Begin an empty page."""
        self.canvas = canvas
        self.width = width
        self.height = height

    def text(self, left: float, base: float, words: str, *, size: float = 10, bold: bool = False) -> float:
        """Write words and tell where they end."""
        font = "Helvetica-Bold" if bold else "Helvetica"
        self.canvas.setFont(font, size)
        self.canvas.drawString(left, self.height - base, words)
        return left + float(self.canvas.stringWidth(words, font, size))

    def right(self, right: float, base: float, words: str, *, size: float = 10, bold: bool = False) -> None:
        """Write words that end at a place."""
        font = "Helvetica-Bold" if bold else "Helvetica"
        self.text(right - self.canvas.stringWidth(words, font, size), base, words, size=size, bold=bold)

    def lines(self, left: float, base: float, lines: Sequence[str], *, leading: float = 12, size: float = 10) -> float:
        """Write lines one below the other and tell where the next would stand."""
        for number, line in enumerate(lines):
            self.text(left, base + number * leading, line, size=size)
        return base + len(lines) * leading

    def row(self, base: float, label: str, values: Sequence[str], rights: Sequence[float], **style: Any) -> None:
        """Write a label and values that end at places to its right."""
        self.text(60, base, label, **style)
        for value, right in zip(values, rights, strict=True):
            self.right(right, base, value, **style)

    def rule(self, left: float, right: float, y: float) -> None:
        """Draw a line."""
        self.canvas.line(left, self.height - y, right, self.height - y)

    def picture(self, image: Any, left: float, top: float, width: float, height: float) -> None:
        """Place a picture."""
        from reportlab.lib.utils import ImageReader

        self.canvas.drawImage(ImageReader(image), left, self.height - top - height, width, height)


def pdf(
    *pages: Callable[[Sheet], None], width: float = WIDTH, height: float = HEIGHT, title: str = "", encrypt: str = ""
) -> bytes:
    """A PDF of pages drawn one by one."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    target = io.BytesIO()
    encryption = StandardEncryption(encrypt) if encrypt else None
    canvas = Canvas(target, pagesize=(width, height), pageCompression=0, encrypt=encryption, invariant=True)
    if title:
        canvas.setTitle(title)
    for draw in pages:
        draw(Sheet(canvas, width, height))
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def scanned(content: bytes, page: int = 0, *, scale: float = 2.5) -> Any:
    """A page of a PDF as a picture."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        return document[page].render(scale=scale).to_pil()
    finally:
        document.close()
