"""Find the pieces of text on a picture: the boxes that the detection model's map of text shows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
Tensor = npt.NDArray[np.float32]
Region = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels; right and bottom lie just outside."""

_STEP = 32
"""The model halves its picture five times."""
_SHORT_SIDE, _LONG_SIDE = 736, 2016
_MOST_SHRUNK = 8
"""A side never becomes smaller than one step for this many; longer and thinner pictures are squeezed."""
_TEXT, _SURE = 0.3, 0.4
"""How likely text must be at a pixel, and on average over a piece of text."""
_SMALLEST = 3
_UNCLIP = 1.6
"""The model shrinks every piece of text; its area times this, over its outline, gives back what is missing."""


def find_text(picture: Picture, run: Callable[[Tensor], Tensor]) -> list[Region]:
    """Find the pieces of text, each a line or part of a line.

    :param picture: Height by width by red, green and blue.
    :param run: The detection model: a picture in, how likely text is at every pixel out.
    """
    from PIL import Image

    height, width = picture.shape[:2]
    sized = Image.fromarray(picture).resize(_size(width, height), Image.Resampling.BILINEAR)
    likely = run(normalised(np.asarray(sized))[np.newaxis])[0, 0]
    down, across = height / likely.shape[0], width / likely.shape[1]
    found = []
    for left, top, right, bottom in _pieces(likely):
        more = _UNCLIP * (right - left) * (bottom - top) / (2 * (right - left + bottom - top))
        region = (
            max(0, round((left - more) * across)),
            max(0, round((top - more) * down)),
            min(width, round((right + more) * across)),
            min(height, round((bottom + more) * down)),
        )
        if region[2] > region[0] and region[3] > region[1]:
            found.append(region)
    return found


def normalised(picture: Picture) -> Tensor:
    """The picture as the models were taught: blue, green and red planes between -1 and 1."""
    planes: Tensor = picture[:, :, ::-1].transpose(2, 0, 1).astype(np.float32)
    planes /= np.float32(127.5)
    planes -= np.float32(1)
    return planes


def _size(width: int, height: int) -> tuple[int, int]:
    """The width and height to look at: small print enlarged, large pages shrunk, whole steps."""
    scale = max(1.0, _SHORT_SIDE / min(width, height))
    scale = min(scale, _LONG_SIDE / max(width, height))
    return max(_STEP, round(width * scale / _STEP) * _STEP), max(_STEP, round(height * scale / _STEP) * _STEP)


def _pieces(likely: Tensor) -> list[Region]:
    """The boxes around what is surely text."""
    from scipy import ndimage

    mask = ndimage.binary_dilation(likely > _TEXT, structure=np.ones((2, 2), dtype=bool))
    labels, count = ndimage.label(mask, structure=np.ones((3, 3), dtype=bool))
    pieces = []
    for down, across in ndimage.find_objects(labels, max_label=count):
        box = (across.start, down.start, across.stop, down.stop)
        if min(box[2] - box[0], box[3] - box[1]) >= _SMALLEST and likely[down, across].mean() >= _SURE:
            pieces.append(box)
    return pieces
