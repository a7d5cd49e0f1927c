"""The line that questions wait in: a few are answered at a time, in the order in which they came."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

AT_ONCE = max(2, os.cpu_count() or 2)
"""Questions answered at a time; more would only make each other slower."""
PATIENCE = 0.2
"""Seconds after which somebody who waits looks whether they still want to."""


class Line:
    """Who is being answered and who waits, first come first."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        """Nobody waits yet."""
        self._at_once = at_once
        self._places: list[object] = []
        self._moved = threading.Condition()

    @contextmanager
    def place(self) -> Iterator[object]:
        """A place at the end of the line, held until its question is done with."""
        place = object()
        with self._moved:
            self._places.append(place)
        try:
            yield place
        finally:
            with self._moved:
                self._places.remove(place)
                self._moved.notify_all()

    def ahead(self, place: object, cancel: threading.Event) -> Iterator[int]:
        """How many are to be done before a place has its turn, each time that changes; 0 at last, if it had to wait."""
        told = 0
        while not cancel.is_set():
            with self._moved:
                before = self._places.index(place) - self._at_once + 1
                if 0 < before == told:
                    self._moved.wait(PATIENCE)
            if before <= 0:
                yield from [0] if told else []
                return
            if before != told:
                yield (told := before)
