from __future__ import annotations

import pytest

from models import pace as pace_module
from models.pace import REST, WINDOW, Pace


class Clocks:
    """The time that passed, and the processor's time that this process got."""

    def __init__(self) -> None:
        self.wall = 1000.0
        self.spent = 0.0

    def work(self, seconds: float, *, cores: float) -> None:
        self.wall += seconds
        self.spent += seconds * cores

    def monotonic(self) -> float:
        return self.wall

    def process_time(self) -> float:
        return self.spent


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    made = Clocks()
    monkeypatch.setattr(pace_module, "time", made)
    return made


def steps(pace: Pace, clocks: Clocks, *, count: int, cores: float) -> list[int]:
    """The threads told after each of so many steps, each of a window, in which that many cores were had."""
    told = []
    for _ in range(count):
        clocks.work(WINDOW * 1.01, cores=cores)
        told.append(pace.step())
    return told


def test_an_idle_machine_gives_all_its_cores_for_good(clocks: Clocks) -> None:
    pace = Pace(4)
    assert pace.begin() == 4
    assert steps(pace, clocks, count=5, cores=3.2) == [4] * 5


@pytest.mark.parametrize(("cores", "left"), [(2.7, 2), (1.5, 1), (0.4, 1)])
def test_threads_that_wait_for_cores_are_given_up(clocks: Clocks, cores: float, left: int) -> None:
    pace = Pace(4)
    pace.begin()
    assert steps(pace, clocks, count=1, cores=cores) == [left]


def test_a_hiccup_does_not_count(clocks: Clocks) -> None:
    pace = Pace(2)
    pace.begin()
    clocks.work(WINDOW / 10, cores=0)
    assert pace.step() == 2
    assert steps(pace, clocks, count=1, cores=2.0) == [2]


def test_all_are_tried_again_after_a_rest_as_long_as_the_trial_deserves(clocks: Clocks) -> None:
    pace = Pace(2)
    pace.begin()
    assert steps(pace, clocks, count=3, cores=1.0) == [1, 1, 1]
    assert pace.begin() == 1
    clocks.work(REST * WINDOW, cores=1.0)
    assert pace.begin() == 2
    assert steps(pace, clocks, count=2, cores=2.0) == [2, 2]


def test_a_single_thread_stays(clocks: Clocks) -> None:
    pace = Pace(1)
    pace.begin()
    assert steps(pace, clocks, count=2, cores=0.1) == [1, 1]


def test_a_trial_that_took_long_is_long_not_repeated(clocks: Clocks) -> None:
    pace = Pace(2)
    pace.begin()
    clocks.work(5.0, cores=1.0)
    assert pace.step() == 1
    clocks.work(5.0 * REST - 1, cores=1.0)
    assert pace.begin() == 1
    clocks.work(2, cores=1.0)
    assert pace.begin() == 2
