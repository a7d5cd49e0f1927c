"""Read pieces of text cut out of a picture: characters with their places and how sure the model is of each."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.readers.ocr.detect import Picture, Region, Tensor, normalised

_HEIGHT = 48
"""The model reads text that is 48 pixels high."""
_NARROWEST, _WIDEST = 160, 6400
_BATCH_WIDTH = 1920
"""Pixels side by side in one run of the model: many short pieces or a few long ones."""


@dataclass(frozen=True, slots=True)
class Character:
    """A character read, where its middle lies across its piece of text from 0 to 1, and how sure it is."""

    text: str
    middle: float
    confidence: float


def read_pieces(
    picture: Picture, regions: Sequence[Region], run: Callable[[Tensor], Tensor], alphabet: Sequence[str]
) -> Iterator[tuple[Region, list[Character]]]:
    """Read every piece of text.

    :param picture: What they lie on.
    :param regions: The pieces.
    :param run: The recognition model: pieces in, how likely each character is at each step across them out.
    :param alphabet: Its characters; the first is the blank between two others.
    """
    for batch in _batches(regions):
        widest = max(_NARROWEST, *(_width(region) for region in batch))
        pieces = np.zeros((len(batch), 3, _HEIGHT, widest), dtype=np.float32)
        for piece, region in zip(pieces, batch, strict=True):
            piece[:, :, : _width(region)] = _cut(picture, region)
        for likely, region in zip(run(pieces), batch, strict=True):
            yield region, _characters(likely, alphabet, widest / _width(region))


def _batches(regions: Sequence[Region]) -> Iterator[list[Region]]:
    """Pieces of about the same width together, so that little is padded."""
    batch: list[Region] = []
    for region in sorted(regions, key=lambda region: (_width(region), region)):
        if batch and (len(batch) + 1) * max(_NARROWEST, _width(region)) > _BATCH_WIDTH:
            yield batch
            batch = []
        batch.append(region)
    if batch:
        yield batch


def _width(region: Region) -> int:
    """How wide a piece is once it is as high as the model wants."""
    left, top, right, bottom = region
    return min(_WIDEST, max(1, math.ceil(_HEIGHT * (right - left) / (bottom - top))))


def _cut(picture: Picture, region: Region) -> Tensor:
    """The piece in the model's size."""
    from PIL import Image

    left, top, right, bottom = region
    cut = Image.fromarray(np.ascontiguousarray(picture[top:bottom, left:right]))
    return normalised(np.asarray(cut.resize((_width(region), _HEIGHT), Image.Resampling.BILINEAR)))


def _characters(likely: Tensor, alphabet: Sequence[str], padded: float) -> list[Character]:
    """What the steps say: a character begins where the likeliest one changes and is no blank."""
    best: npt.NDArray[np.intp] = likely.argmax(axis=1)
    starts = np.flatnonzero(np.diff(best, prepend=-1))
    ends = np.append(starts[1:], len(best))
    return [
        Character(
            alphabet[best[start]],
            min(1.0, (start + end) / 2 / len(best) * padded),
            float(likely[start:end, best[start]].max()),
        )
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        if best[start]
    ]
