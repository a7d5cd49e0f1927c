"""Pages and large pictures without text, read by OCR."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any

import numpy as np
import numpy.typing as npt

from index.readers.pdf.page import Page
from index.readers.pdf.words import Word
from index.types import Box

Image = npt.NDArray[np.uint8]

_FEW_LETTERS = 20
"""A page with fewer letters than this has no text, but perhaps a number or a running header."""
_LARGE = 0.1
"""A picture that takes up this share of its page may be a table or a chart."""
_SCALE = 2.6
_MOST_PIXELS = 2600
_GARBLED = 0.3
"""Where the fonts don't tell what so many of the letters are, the page is read as a picture."""
_MOST_PICTURES = 6


@dataclass(frozen=True, slots=True)
class Picture:
    """A part of a page to be read by OCR."""

    box: Box
    image: Image
    scale: float


def is_picture(page: Page) -> bool:
    """Whether a page has something to see but no text that can be read."""
    letters = sum(len(word.text) for word in page.words)
    if page.unread > _GARBLED * (letters + page.unread) and page.unread > _FEW_LETTERS:
        return True
    covered = max((_area(box) for box in page.pictures), default=0.0)
    return letters < _FEW_LETTERS and (covered > 0.2 * page.width * page.height or page.drawn > 300)


def large_pictures(page: Page) -> list[Box]:
    """The large pictures of a page that no text is printed on."""
    large = [box for box in page.pictures if _LARGE * page.width * page.height < _area(box)]
    return [box for box in large if sum(_holds(box, word) for word in page.words) < 3][:_MOST_PICTURES]


def rendered(page: Any, box: Box, found: Page) -> Picture:
    """A part of an open page as a picture; PDFium lets only one thread in at a time."""
    box = Box(max(box.left, 0), max(box.top, 0), min(box.right, found.width), min(box.bottom, found.height))
    scale = min(_SCALE, _MOST_PIXELS / max(box.right - box.left, box.bottom - box.top, 1))
    cut = (box.left, found.height - box.bottom, found.width - box.right, box.top)
    bitmap = page.render(scale=scale, crop=cut, rev_byteorder=True)
    try:
        pixels = np.array(bitmap.to_numpy()[:, :, :3], dtype=np.uint8)
    finally:
        bitmap.close()
    return Picture(box, pixels, scale)


def looks_printed(image: Image) -> bool:
    """Whether a picture may hold print: few colours take up most of it, as they don't on a photograph."""
    grey = image[::2, ::2].mean(axis=2).astype(np.int64) // 8
    counts = np.sort(np.bincount(grey.ravel(), minlength=32))[::-1]
    edges = float((np.abs(np.diff(grey, axis=1)) > 6).mean())
    return bool(counts[:4].sum() > 0.6 * grey.size) and 0.004 < edges < 0.4


def words_on(picture: Picture) -> list[Word]:
    """The words on a picture, placed on its page."""
    from index.readers.ocr import read_picture

    found = read_picture(picture.image)
    heights = [word.bottom - word.top for word in found]
    usual = median(heights) if heights else 0.0
    words: list[Word] = []
    for word in found:
        height = word.bottom - word.top
        # boxes of one size of print differ by a few pixels
        even = usual if abs(height - usual) < 0.25 * usual else height
        bottom = (word.top + word.bottom + even) / 2
        words.append(
            Word(
                text=word.text,
                left=picture.box.left + word.left / picture.scale,
                right=picture.box.left + word.right / picture.scale,
                base=picture.box.top + (bottom - 0.22 * even) / picture.scale,
                size=round(0.8 * even / picture.scale, 1) or 1.0,
                confidence=min(word.confidence, 0.99),
            )
        )
    return words


def sureness(words: Sequence[float]) -> float:
    """How sure a text is, of how sure its parts are."""
    return round(fmean(words), 3) if words else 1.0


def _area(box: Box) -> float:
    """How much of the page a picture takes up."""
    return max(0.0, box.right - box.left) * max(0.0, box.bottom - box.top)


def _holds(box: Box, word: Word) -> bool:
    """Whether a word is printed on a picture."""
    return box.left < (word.left + word.right) / 2 < box.right and box.top < word.middle < box.bottom
