"""The progress bar: redrawn on a terminal, one line a stage elsewhere."""

from __future__ import annotations

import io
import re

from rag.progress import ProgressBar


class Terminal(io.StringIO):
    """A stream that says somebody watches it."""

    def isatty(self) -> bool:
        return True


def test_the_bar_of_a_terminal() -> None:
    stream = Terminal()
    with ProgressBar(stream) as bar:
        bar("read", 2, 2)
        bar("embed", 0, 4_000)
        bar("embed", 4_000, 4_000)
    read, start, end = stream.getvalue().split("\r\x1b[K")[1:]
    assert re.fullmatch(r"read     \[#{24}\] 2/2 ([\d,]+/s)?\n", read)
    assert re.fullmatch(r"embed    \[-{24}\] 0/4,000 (0/s)?", start)
    assert re.fullmatch(r"embed    \[#{24}\] 4,000/4,000 ([\d,]+/s)?\n", end)


def test_an_unfinished_bar_is_wiped() -> None:
    stream = Terminal()
    with ProgressBar(stream) as bar:
        bar("embed", 3, 8)
    assert stream.getvalue().endswith("\r\x1b[K")


def test_elsewhere_a_line_a_stage() -> None:
    stream = io.StringIO()
    with ProgressBar(stream) as bar:
        for done in range(3):
            bar("read", done, 2)
        bar("embed", 7, 7)
        bar("embed", 7, 7)
    assert stream.getvalue() == "read: 2\nembed: 7\n"


def test_a_download_is_counted_in_megabytes() -> None:
    stream = io.StringIO()
    with ProgressBar(stream, megabytes=True) as bar:
        bar("pull", 491_400_032, 491_400_032)
    assert stream.getvalue() == "pull: 491 MB\n"
