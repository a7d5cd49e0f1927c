"""What stands on a page of a PDF: words with their places, ruled lines and pictures."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any

from index.readers.pdf.words import Placing, Word, words_of
from index.types import Box

_STEPS = 1000.0
"""PDFium places points by whole numbers, so a page is placed as if it were so much larger."""
_MOST_DRAWN = 20_000
"""A page drawn of more shapes than this is a map or a drawing; its lines rule no table."""
_SIDEWAYS = 60
"""A page is printed sideways if so many more of its letters are."""
_FRAME_WIDTH, _FRAME_HEIGHT = 80, 40
_THIN = 2.5
"""A ruled line is at most so many points high."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line drawn on the page."""

    left: float
    right: float
    y: float


@dataclass(slots=True)
class Page:
    """What was found on a page."""

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    turned: dict[int, list[Word]] = field(default_factory=dict)
    """What is printed at another angle than most, as tabs at the side and the axes of charts."""
    rules: list[Rule] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    frames: list[Box] = field(default_factory=list)
    """The larger areas that are filled or framed, as boxes of text are."""
    unread: int = 0
    """How many letters have a font that doesn't tell what they are."""
    turn: int = 0
    """By how many quarters of a circle it was turned to be read."""
    drawn: int = 0
    """How many shapes and pictures are drawn on it."""


def read_page(page: Any, number: int) -> Page:
    """Read a page of an open document; PDFium lets only one thread in at a time."""
    found = Page(number, *page.get_size())
    place = _placing(page, found)
    text = page.get_textpage()
    try:
        _read_words(text.raw, place, found)
        turn = _main_turn(found)
        if turn:
            place, found = _upright(place, found, turn)
            _read_words(text.raw, place, found)
    finally:
        text.close()
    _read_drawings(page, place, found)
    return found


def _read_words(handle: Any, place: Placing, found: Page) -> None:
    """Collect the words of a page: upright ones, and others."""
    found.turned, found.unread = words_of(handle, place)
    found.words = found.turned.pop(0, [])


def _main_turn(found: Page) -> int:
    """The direction that most of a page is printed in, such as that of a wide table set sideways."""
    letters = {turn: sum(len(word.text) for word in words) for turn, words in found.turned.items()}
    turn = max(letters, key=lambda each: letters[each], default=0)
    return turn if letters.get(turn, 0) > _SIDEWAYS + 2 * sum(len(word.text) for word in found.words) else 0


def _upright(place: Placing, found: Page, turn: int) -> tuple[Placing, Page]:
    """A page printed sideways, turned so that it reads from left to right."""
    width, height = found.width, found.height

    def turned(right: float, up: float) -> tuple[float, float]:
        x, y = place(right, up)
        return {1: (y, width - x), 2: (width - x, height - y), 3: (height - y, x)}[turn]

    return turned, Page(found.number, *((width, height) if turn == 2 else (height, width)), turn=turn)


def as_printed(box: Box, page_width: float, page_height: float, turn: int) -> Box:
    """A place on a page that was turned to be read, on the page as it is seen."""
    if not turn:
        return box
    width, height = page_width, page_height
    if turn == 1:
        return Box(height - box.bottom, box.left, height - box.top, box.right)
    if turn == 2:
        return Box(width - box.right, height - box.bottom, width - box.left, height - box.top)
    return Box(box.top, width - box.right, box.bottom, width - box.left)


def _placing(page: Any, found: Page) -> Placing:
    """How the points of a page are placed."""
    import pypdfium2.raw as pdfium

    across, along = round(found.width * _STEPS), round(found.height * _STEPS)
    x, y = ctypes.c_int(), ctypes.c_int()

    def placed(right: float, up: float) -> tuple[float, float]:
        pdfium.FPDF_PageToDevice(page.raw, 0, 0, across, along, 0, right, up, ctypes.byref(x), ctypes.byref(y))
        return x.value / _STEPS, y.value / _STEPS

    left, top = placed(0, 0)
    (ax, ay), (bx, by) = placed(100, 0), placed(0, 100)
    ax, ay, bx, by = (ax - left) / 100, (ay - top) / 100, (bx - left) / 100, (by - top) / 100
    return lambda right, up: (left + ax * right + bx * up, top + ay * right + by * up)


def _read_drawings(page: Any, place: Placing, found: Page) -> None:
    """Collect the ruled lines and the pictures of a page."""
    import pypdfium2.raw as pdfium

    kinds = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE)
    for count, drawn in enumerate(page.get_objects(filter=kinds, max_depth=3)):
        found.drawn = count + 1
        if count == _MOST_DRAWN:
            found.rules.clear()
            break
        try:
            bounds = drawn.get_bounds()
        except pdfium_error():
            continue
        (x0, y0), (x1, y1) = place(bounds[0], bounds[1]), place(bounds[2], bounds[3])
        box = Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        if drawn.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            found.pictures.append(box)
        elif _is_frame(box, found):
            found.frames.append(box)
        elif box.bottom - box.top <= _THIN and box.right - box.left > 4 * _THIN:
            found.rules.append(Rule(box.left, box.right, (box.top + box.bottom) / 2))


def _is_frame(box: Box, page: Page) -> bool:
    """Whether a shape is large enough to hold text, but not the page's background."""
    width, height = box.right - box.left, box.bottom - box.top
    return width > _FRAME_WIDTH and height > _FRAME_HEIGHT and width * height < 0.8 * page.width * page.height


def pdfium_error() -> type[Exception]:
    """What pypdfium2 raises for a file or page that PDFium can't read."""
    from pypdfium2 import PdfiumError

    error: type[Exception] = PdfiumError
    return error
