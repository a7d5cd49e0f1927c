"""Where a citation stands in its report: a PDF's page as a picture with the place framed, or the lines around it."""

from __future__ import annotations

import base64
import io
import logging
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from index.archives import read_bytes
from index.types import Box, Document, PrintedLine
from rag.types import Citation

if TYPE_CHECKING:
    from rag import Assistant

logger = logging.getLogger(__name__)

WIDTH = 1000
"""Pixels of a page's picture across."""
AROUND = 3
"""Lines shown before and after the place in a report without pages."""
LONGEST = 60
"""Lines shown at once."""

_lock = threading.Lock()
"""PDFium serves one thread at a time."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a PDF as a picture, and where on it the cited lines stand, in points."""

    number: int
    count: int
    width: float
    height: float
    picture: str
    """As an address that holds the picture itself."""
    frames: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of a report without pages, by their numbers."""

    first: int
    lines: tuple[str, ...]
    bearing: frozenset[int]
    """The numbers of those that bear the quote."""
    more: bool
    """Whether lines follow."""


def place(assistant: Assistant, citation: Citation, *, leaf: int = 0) -> Page | Lines | None:
    """The page or the lines of a citation; None where the report is there no more or has changed.

    :param assistant: Whose index holds the citation.
    :param citation: The citation.
    :param leaf: How many pages, or screens of lines, before or after it.
    """
    document = next((each for each in assistant.documents if each.name == citation.document), None)
    if document is None:
        return None
    if citation.page is None:
        return _lines(assistant, citation, leaf)
    lines = assistant.printed_lines(citation.document, citation.lines)
    bearing = [line for line in lines if _bears(line, citation.quote)] or lines
    return _page(document, _most_on(bearing, citation.page) + leaf, bearing)


def _lines(assistant: Assistant, citation: Citation, leaf: int) -> Lines | None:
    """The lines around a citation, or a screen of lines before or after those."""
    first, last = citation.lines
    size = min(last - first + 1 + 2 * AROUND, LONGEST)
    start = max(1, first - AROUND + leaf * size)
    found = assistant.printed_lines(citation.document, (start, start + size))
    texts = tuple(line.text for line in found)
    cited = {at: line for at, line in enumerate(found, start=start) if first <= at <= last}
    bearing = frozenset(at for at, line in cited.items() if _bears(line, citation.quote)) or frozenset(cited)
    return Lines(start, texts[:size], bearing, more=len(texts) > size) if texts else None


def _most_on(lines: Sequence[PrintedLine], first: int) -> int:
    """The page that most of the quote stands on: a passage may begin on the page before."""
    words: Counter[int] = Counter()
    for line in lines:
        words[line.page or first] += len(line.text)
    return max(words, key=lambda page: words[page], default=first)


def _page(document: Document, number: int, lines: Sequence[PrintedLine]) -> Page | None:
    """One page, with the lines that stand on it framed."""
    drawn = _drawn(document.path, document.sha256, number)
    if drawn is None:
        return None
    count, width, height, picture = drawn
    return Page(number, count, width, height, picture, tuple(_frames(line for line in lines if line.page == number)))


def _bears(line: PrintedLine, quote: str) -> bool:
    """Whether a line is part of what is quoted: most of its words stand in the quote."""
    held = set(_words(quote))
    words = _words(line.text)
    return bool(words) and sum(word in held for word in words) >= 0.7 * len(words)


def _words(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return [word.strip(".,;:()|*").casefold() for word in text.split() if word.strip(".,;:()|*")]


def _frames(lines: Iterable[PrintedLine]) -> list[Box]:
    """The boxes of lines, those below each other put together."""
    frames: list[Box] = []
    for line in lines:
        box = line.box
        if box is None:
            continue
        last = frames[-1] if frames else None
        if last and _continues(last, box):
            left, right = min(last.left, box.left), max(last.right, box.right)
            frames[-1] = Box(left, min(last.top, box.top), right, max(last.bottom, box.bottom))
        else:
            frames.append(box)
    return frames


def _continues(above: Box, box: Box) -> bool:
    """Whether a line goes on beneath, or beside, the lines of a frame."""
    height = box.bottom - box.top
    beside = abs(box.top - above.top) < height
    return beside or (above.left < box.right and box.left < above.right and 0 <= box.bottom - above.bottom < 3 * height)


@lru_cache(maxsize=24)
def _drawn(path: str, sha: str, number: int) -> tuple[int, float, float, str] | None:
    """The number of pages, a page's size in points and its picture; None where there is no such page to be drawn."""
    try:
        content = read_bytes(Path(path))
        if sha256(content).hexdigest() != sha:
            return None
        with _lock:
            return _render(content, number)
    except Exception as error:  # a missing file, a page that PDFium can't draw: then the passage itself is shown
        logger.info("Page %s of %s cannot be shown: %s", number, path, error)
        return None


def _render(content: bytes, number: int) -> tuple[int, float, float, str] | None:
    """A page drawn by PDFium."""
    import pypdfium2

    with pypdfium2.PdfDocument(content) as document:
        count = len(document)
        if not 1 <= number <= count:
            return None
        page = document[number - 1]
        width, height = page.get_size()
        image = page.render(scale=WIDTH / width).to_pil().convert("RGB")
        page.close()
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=80, method=2)
    return count, width, height, "data:image/webp;base64," + base64.b64encode(buffer.getvalue()).decode()
