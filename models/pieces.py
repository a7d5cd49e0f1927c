"""From tokens to pieces of text: characters made whole, stop strings cut off, loops noticed."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator, Sequence

_LONGEST_PERIOD = 48
_LEAST_SPAN = 32


def pieces(parts: Iterable[bytes], stop: Sequence[str] = ()) -> Iterator[str]:
    """Turn the bytes of tokens into text that ends before the first stop string.

    :param parts: The bytes of one token each; a character may be spread over several.
    :param stop: Strings that end the text and are not part of it.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    stops = [text for text in stop if text]
    held = ""
    for part in parts:
        held += decoder.decode(part)
        if found := [place for text in stops if (place := held.find(text)) >= 0]:
            held = held[: min(found)]
            break
        safe = len(held) - _begun_stop(held, stops)
        if safe:
            yield held[:safe]
            held = held[safe:]
    else:
        held += decoder.decode(b"", final=True)
    if held:
        yield held


def _begun_stop(text: str, stops: Sequence[str]) -> int:
    """How many of the last characters may turn out to be the beginning of a stop string."""
    longest = max((len(stop) for stop in stops), default=1) - 1
    return next(
        (n for n in range(min(longest, len(text)), 0, -1) if any(stop.startswith(text[-n:]) for stop in stops)), 0
    )


def loops(tokens: Sequence[int]) -> bool:
    """Tell whether the tokens end in a passage said three times over: a small model that has lost itself.

    :param tokens: The answer so far.
    """
    for period in range(1, _LONGEST_PERIOD + 1):
        span = max(_LEAST_SPAN, 2 * period)
        if len(tokens) < span + period:
            return False
        if tokens[-span:] == tokens[-span - period : -period]:
            return True
    return False
