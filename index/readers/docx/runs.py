"""The words of a Word paragraph: deleted and hidden text left out, raised and lowered figures told apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from index.readers.docx.styles import W, value_of
from index.readers.pieces import lowered, raised, reference, without_controls

if TYPE_CHECKING:
    from lxml.etree import _Element

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_LEFT_OUT = {f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "rt")} | {
    f"{_COMPATIBILITY}Fallback"
}
_SIGNS = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": " "}
_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_OFF = {"0", "false", "off"}
_LARGE = (2_900_000, 900_000)
"""The width and height in EMU, about 8 by 2.5 cm, from which a picture may hold a table."""


@dataclass(frozen=True, slots=True)
class Runs:
    """What stands in a paragraph."""

    lines: tuple[str, ...] = ()
    bold: bool = False
    """Whether all of it is bold."""
    boxes: tuple[_Element, ...] = ()
    """The text boxes that are anchored in it."""
    pictures: tuple[_Element, ...] = ()
    """The large pictures in it."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A few characters of one look."""

    text: str
    align: str = ""
    bold: bool = False


def runs_of(paragraph: _Element, label: Callable[[str], str]) -> Runs:
    """Read a paragraph.

    :param paragraph: The paragraph.
    :param label: Gives the label of a footnote by its kind and id, or nothing where there is no such one.
    """
    words: list[_Word] = []
    boxes: list[_Element] = []
    pictures: list[_Element] = []
    for element, run in _pieces(paragraph):
        if element.tag == f"{W}txbxContent":
            boxes.append(element)
        elif element.tag in {f"{_DRAWING}inline", f"{_DRAWING}anchor"}:
            pictures += [element] if _is_large_picture(element) else []
        elif word := _word(element, run, label):
            words.append(word)
    text = "".join(_aligned("".join(word.text for word in group), align) for align, group in _by_align(words))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    shown = [word for word in words if word.text.strip()]
    bold = bool(shown) and all(word.bold for word in shown)
    return Runs(tuple(line for line in lines if line), bold, tuple(boxes), tuple(pictures))


def _pieces(paragraph: _Element) -> Iterator[tuple[_Element, _Element | None]]:
    """Everything in a paragraph that may be seen, in order, each with the run that it stands in."""
    waiting: list[tuple[Iterator[_Element], _Element | None]] = [(iter(paragraph), None)]
    while waiting:
        children, run = waiting[-1]
        element = next(children, None)
        if element is None:
            waiting.pop()
        elif element.tag in _LEFT_OUT or (element.tag == f"{W}r" and _is_on(element, "vanish")):
            continue
        else:
            yield element, run
            if element.tag != f"{W}txbxContent":
                waiting.append((iter(element), element if element.tag == f"{W}r" else run))


def _word(element: _Element, run: _Element | None, label: Callable[[str], str]) -> _Word | None:
    """What an element shows."""
    bold = run is not None and _is_on(run, "b")
    if element.tag in {f"{W}t", f"{_MATH}t"}:
        align = value_of(run.find(f"{W}rPr"), "vertAlign") if run is not None else ""
        return _Word(without_controls(element.text or ""), align, bold)
    if element.tag in _NOTES:
        found = label(f"{_NOTES[str(element.tag)]} {element.get(f'{W}id')}")
        return _Word(reference(found), "note", bold=True) if found else None
    if element.tag == f"{W}br" and element.get(f"{W}type") in {"page", "column"}:
        return _Word(" ")
    return _Word(_SIGNS[str(element.tag)], bold=bold) if element.tag in _SIGNS else None


def _is_on(run: _Element, name: str) -> bool:
    """Whether a run has a property that is on or off."""
    properties = run.find(f"{W}rPr")
    found = properties.find(f"{W}{name}") if properties is not None else None
    return found is not None and found.get(f"{W}val") not in _OFF


def _by_align(words: list[_Word]) -> Iterator[tuple[str, Iterator[_Word]]]:
    """Neighbouring words of one height together: a raised figure may be cut into several runs."""
    return groupby(words, key=lambda word: word.align)


def _aligned(text: str, align: str) -> str:
    """Words at their height."""
    if align == "superscript":
        return raised(text)
    return lowered(text) if align == "subscript" else text


def size_of(drawing: _Element) -> tuple[int, int]:
    """The width and height of a drawing in EMU."""
    extent = drawing.find(f"{_DRAWING}extent")
    sizes = [extent.get(name, "") if extent is not None else "" for name in ("cx", "cy")]
    width, height = (int(size) if size.isascii() and size.isdigit() and len(size) < 12 else 0 for size in sizes)
    return width, height


def _is_large_picture(drawing: _Element) -> bool:
    """Whether a drawing is a picture that is large enough to hold a table."""
    width, height = size_of(drawing)
    return width >= _LARGE[0] and height >= _LARGE[1] and next(drawing.iter(BLIP), None) is not None
