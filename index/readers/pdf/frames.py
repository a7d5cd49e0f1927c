"""Boxes of text on a page, which are read by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic

from index.readers.pdf.layout import Part, Placed, in_order
from index.types import Box

_MOST_FRAMES = 80


@dataclass(frozen=True, slots=True)
class Framed(Generic[Part]):
    """Parts in a frame, which are read before anything beside it."""

    parts: list[Part | Framed[Part]]
    left: float
    right: float
    top: float
    bottom: float


def in_frames(parts: Sequence[Part], frames: Iterable[Box], *, large: float) -> list[Part]:
    """The parts of a page as they are read, those within a frame together; see :func:`in_order`."""
    placed: list[Part | Framed[Part]] = list(parts)
    for frame in sorted(set(frames), key=lambda box: (box.right - box.left) * (box.bottom - box.top))[:_MOST_FRAMES]:
        near = [part for part in placed if _meets(part, frame)]
        if len(near) > 1 and len(near) < len(placed) and all(_holds(frame, part) for part in near):
            framed = Framed(in_order(near, large=large), frame.left, frame.right, frame.top, frame.bottom)
            placed = [*(part for part in placed if part not in near), framed]
    return list(_unframed(in_order(placed, large=large)))


def _meets(part: Placed, frame: Box) -> bool:
    """Whether some of a part stands in a frame."""
    return (
        min(part.right, frame.right) - max(part.left, frame.left) > 1
        and min(part.bottom, frame.bottom) - max(part.top, frame.top) > 1
    )


def _holds(frame: Box, part: Placed) -> bool:
    """Whether all of a part stands in a frame."""
    across = frame.left - 2 < part.left and part.right < frame.right + 2
    return across and frame.top - 2 < part.top and part.bottom < frame.bottom + 2


def _unframed(parts: Iterable[Part | Framed[Part]]) -> Iterator[Part]:
    """The parts one by one."""
    for part in parts:
        if isinstance(part, Framed):
            yield from _unframed(part.parts)
        else:
            yield part
