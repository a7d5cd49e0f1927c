"""The words on a picture, read by OCR."""

from __future__ import annotations

from index.readers.ocr.reader import available, read_picture
from index.readers.ocr.words import PictureWord

__all__ = ["PictureWord", "available", "read_picture"]
