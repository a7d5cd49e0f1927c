"""The words on a page of a PDF, put together from letters as PDFium places them."""

from __future__ import annotations

import ctypes
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

_LETTERS = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st", "\x02": "-", "\ufffe": "-"}
_SPACE = re.compile(r"[\x00\x01\x03-\x20\xa0\u2000-\u200b\u2028\u2029\u3000\ufeff]")
_MOST_CLIPS = 60
"""A clipping path of more points than this is no plain frame, and isn't looked at."""
_WEIGHTS = (("light|thin", 300), ("black|heavy|ultra", 900), ("semi|demi", 600), ("bold", 700), ("medium", 500))
Placing = Callable[[float, float], tuple[float, float]]
"""Places a point of a page's own space, which may be turned or cropped, from the top left corner of what is seen."""


@dataclass(slots=True)
class Word:
    """Letters of one style that stand together: a word, or a part of one."""

    text: str
    left: float
    right: float
    base: float
    """Where its letters stand, in points from the top of the page."""
    size: float
    weight: int = 400
    spaced: bool = True
    """Whether a space stands before it."""
    order: int = 0
    """The how many-th word of its file's page it is."""
    confidence: float = 1.0
    """How sure it is: below 1 where it was read from a picture."""

    @property
    def middle(self) -> float:
        """How far down its small letters are."""
        return self.base - 0.35 * self.size


@dataclass(frozen=True, slots=True)
class _Style:
    """What the letters of one text object share."""

    size: float
    weight: int
    turn: int
    """The direction they read in, in quarters of a circle; 0 is from left to right."""


def words_of(handle: Any, place: Placing) -> tuple[dict[int, list[Word]], int]:
    """The words of a page by the direction they read in, and how many letters have no known meaning."""
    found: dict[int, list[Word]] = defaultdict(list)
    word: Word | None = None
    turn, unread, order, spaced, last = 0, 0, 0, True, 0.0
    for character, style, left, right, base in _letters(handle, place):
        unread += character in "\x00\ufffd" or "\ue000" <= character[0] <= "\uf8ff"
        if style is None:
            spaced = True
        elif word is not None and not spaced and turn == style.turn and _goes_on(word, style, last, left, base):
            word.text += character
            word.right = max(word.right, right)
            last = left
        else:
            word, turn = Word(character, left, right, base, style.size, style.weight, spaced, order), style.turn
            order += 1
            found[turn].append(word)
            spaced, last = False, left
    return found, unread


def _goes_on(word: Word, style: _Style, last: float, left: float, base: float) -> bool:
    """Whether a letter belongs to the word before it, whose last letter begins at ``last``.

    The letters of a ligature share one place.
    """
    if word.size != style.size or word.weight != style.weight:
        return False
    if style.turn:
        return abs(word.left - left) < style.size
    return abs(word.base - base) < 0.3 and last - 0.3 < left < word.right + 0.25 * style.size


def _letters(handle: Any, place: Placing) -> Iterator[tuple[str, _Style | None, float, float, float]]:
    """Every letter with its style, its left and right edge and the line it stands on; a space has no style."""
    import pypdfium2.raw as pdfium

    unicode_of, object_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetTextObject
    box_of, origin_of = pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetCharOrigin
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    at, at_x, at_y = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    address = ctypes.addressof
    styles = _Styles(handle, place)
    style: _Style | None = None
    last = 0
    for index in range(pdfium.FPDFText_CountChars(handle)):
        code = unicode_of(handle, index)
        character = chr(code)
        owner = object_of(handle, index) if code else None
        if not owner or 0xD800 <= code <= 0xDFFF or _SPACE.match(character):
            yield character, None, 0, 0, 0
            continue
        key = address(owner.contents)
        if key != last:
            style, last = styles.of(owner, index), key
        if style is None:
            yield " ", None, 0, 0, 0
            continue
        box_of(handle, index, at)
        origin_of(handle, index, at_x, at_y)
        left, _ = place(box.left, box.bottom)
        right, _ = place(box.right, box.top)
        _, base = place(x.value, y.value)
        if right < left:
            left, right = right, left
        yield _LETTERS.get(character, character), style, left, right, base


class _Styles:
    """The styles of a page's text objects; what a font says of itself is asked once."""

    def __init__(self, handle: Any, place: Placing) -> None:
        """Begin a page."""
        self._handle = handle
        self._place = place
        self._weights: dict[int, int] = {}

    def of(self, owner: Any, index: int) -> _Style | None:
        """The style of a text object, told by its letter at ``index``; None where it is not to be seen."""
        import pypdfium2.raw as pdfium

        if _is_cut_off(owner):
            return None
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self._handle, index, ctypes.byref(matrix))
        size = pdfium.FPDFText_GetFontSize(self._handle, index) * math.hypot(matrix.c, matrix.d)
        (x0, y0), (x1, y1) = self._place(0, 0), self._place(matrix.a, matrix.b)
        turn = round(math.atan2(y1 - y0, x1 - x0) / (math.pi / 2)) % 4
        return _Style(round(size, 2) or 1.0, self._weight(pdfium.FPDFTextObj_GetFont(owner)), turn)

    def _weight(self, font: Any) -> int:
        """How bold a font is: 400 is regular, 700 bold."""
        import pypdfium2.raw as pdfium

        if not font:
            return 400
        key = ctypes.addressof(font.contents)
        if key not in self._weights:
            name = ctypes.create_string_buffer(128)
            pdfium.FPDFFont_GetBaseFontName(font, name, 128)
            printed = name.raw.split(b"\0")[0].decode("latin-1").lower()
            told = next((weight for words, weight in _WEIGHTS if re.search(words, printed)), 0)
            stated = pdfium.FPDFFont_GetWeight(font)
            self._weights[key] = told or (stated if 100 <= stated <= 1000 else 400)
        return self._weights[key]


def _is_cut_off(owner: Any) -> bool:
    """Whether a text object lies wholly outside of the frame it is shown in, as what is left of a drawing's draft."""
    import pypdfium2.raw as pdfium

    clip = pdfium.FPDFPageObj_GetClipPath(owner)
    count = pdfium.FPDFClipPath_CountPaths(clip) if clip else 0
    if not 0 < count <= _MOST_CLIPS:
        return False
    edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(owner, *map(ctypes.byref, edges)):
        return False
    left, bottom, right, top = (edge.value for edge in edges)
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(count):
        segments = pdfium.FPDFClipPath_CountPathSegments(clip, path)
        across: list[float] = []
        along: list[float] = []
        for at in range(segments if segments <= _MOST_CLIPS else 0):
            segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, at)
            pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
            across.append(x.value)
            along.append(y.value)
        if across and (max(across) < left or min(across) > right or max(along) < bottom or min(along) > top):
            return True
    return False
