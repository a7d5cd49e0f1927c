"""A progress bar on a terminal, one line a stage elsewhere."""

from __future__ import annotations

import time
from typing import Self, TextIO

WIDTH = 24
REDRAW_SECONDS = 0.1


class ProgressBar:
    """Shows (stage, done, total): on a terminal as a bar that is redrawn, else as a line when a stage is done."""

    def __init__(self, stream: TextIO, *, quiet: bool = False, megabytes: bool = False) -> None:
        """Write to this stream, or nothing at all; count in megabytes where bytes are told."""
        self._stream, self._quiet, self._terminal = stream, quiet, stream.isatty()
        self._scale, self._unit = (1_000_000, " MB") if megabytes else (1, "")
        self._stage = ""
        self._started = self._drawn = 0.0
        self._complete = True

    def __enter__(self) -> Self:
        """Nothing is shown before the first stage."""
        return self

    def __exit__(self, *_: object) -> None:
        """Wipe a bar that was left unfinished, so that what went wrong gets a line of its own."""
        self._end_line()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show how far a stage is."""
        if self._quiet:
            return
        now = time.monotonic()
        if stage != self._stage:
            self._end_line()
            self._stage, self._started, self._drawn, self._complete = stage, now, 0.0, False
        was_complete, self._complete = self._complete, done >= total
        if self._terminal:
            if self._complete or now - self._drawn >= REDRAW_SECONDS:
                self._drawn = now
                self._write(self._bar(done, total, seconds=now - self._started))
        elif self._complete and not was_complete:
            self._write(f"{stage}: {self._amount(total)}\n")

    def _bar(self, done: int, total: int, *, seconds: float) -> str:
        """The line of a terminal: stage, bar, count and rate."""
        filled = WIDTH * done // max(total, 1)
        count = f"{done // self._scale:,}/{self._amount(total)}"
        rate = f"{self._amount(int(done / seconds))}/s" if seconds > 0 else ""
        return f"\r\x1b[K{self._stage:<8} [{'#' * filled:-<{WIDTH}}] {count} {rate}"

    def _amount(self, number: int) -> str:
        """A number as it is shown."""
        return f"{number // self._scale:,}{self._unit}"

    def _end_line(self) -> None:
        """Leave a complete bar where it is and take an unfinished one away."""
        if self._terminal and self._stage:
            self._write("\n" if self._complete else "\r\x1b[K")
            self._stage = ""

    def _write(self, text: str) -> None:
        """Write at once."""
        self._stream.write(text)
        self._stream.flush()
