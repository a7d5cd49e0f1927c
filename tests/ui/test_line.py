"""The line that questions wait in."""

from __future__ import annotations

import threading

from ui.line import Line


def test_who_comes_first_is_answered_first_and_the_others_know_how_many_are_before() -> None:
    line, never = Line(at_once=2), threading.Event()
    with line.place() as first, line.place() as second, line.place() as third:
        assert [list(line.ahead(each, never)) for each in (first, second)] == [[], []]
        waiting = line.ahead(third, never)
        assert next(waiting) == 1
        with line.place() as fourth:
            assert next(line.ahead(fourth, never)) == 2
    with line.place() as later:
        assert list(line.ahead(later, never)) == []


def test_a_place_that_is_left_lets_the_next_go() -> None:
    line, never, told = Line(at_once=1), threading.Event(), list[int]()
    standing = threading.Event()

    def wait() -> None:
        with line.place() as mine:
            for before in line.ahead(mine, never):
                told.append(before)
                standing.set()

    with line.place():
        waiting = threading.Thread(target=wait)
        waiting.start()
        assert standing.wait(5)
        assert waiting.is_alive()
    waiting.join(5)
    assert told == [1, 0]


def test_who_gives_up_waits_no_more() -> None:
    line, cancel = Line(at_once=1), threading.Event()
    with line.place(), line.place() as mine:
        waiting = line.ahead(mine, cancel)
        assert next(waiting) == 1
        cancel.set()
        assert list(waiting) == []
