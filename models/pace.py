"""How many threads to use, seeing what else the machine does."""

from __future__ import annotations

import time

WINDOW = 0.3
"""Seconds of work to judge by: less, and a hiccup would count."""
ENOUGH = 0.7
"""The share of its cores that work on an idle machine gets at the least: embedding was seen to take 0.75 to 0.8."""
REST = 10
"""All threads are tried again after this many times as long as the last trial took, so that trials cost little."""


class Pace:
    """All threads on an idle machine, fewer while other programs use the cores. For one thread at a time.

    The threads of one matrix product wait for each other hundreds of times a second, and they wait busily. Two of
    them that have to share a core, because another program has the other one, are many times slower than one thread:
    on two cores, with one other program at work, an answer took 15 s with two threads and 3 s with one.
    Waiting asleep instead (``OMP_WAIT_POLICY=passive``) would cost an idle machine two thirds of its speed.
    """

    def __init__(self, most: int) -> None:
        """Begin with all threads.

        :param most: Threads to use on an idle machine.
        """
        self._most = self._threads = most
        self._again = self._start = self._spent = 0.0

    def begin(self) -> int:
        """Start a piece of work, of many steps; the number of threads for the first."""
        self._start, self._spent = time.monotonic(), time.process_time()
        if self._start >= self._again:
            self._threads = self._most
        return self._threads

    def step(self) -> int:
        """The number of threads for the next step, seeing how much of the processor the last ones got."""
        wall, spent = time.monotonic() - self._start, time.process_time() - self._spent
        if wall < WINDOW:
            return self._threads
        if self._threads > 1 and spent < ENOUGH * wall * self._threads:
            self._threads = max(1, int(spent / wall))
            self._again = self._start + (1 + REST) * wall
        return self.begin()
