from __future__ import annotations

import os
from pathlib import Path

import pytest

from models import cpu


def _system(root: Path, *, siblings: list[str], cpu_max: str = "max 100000") -> Path:
    for number, text in enumerate(siblings):
        folder = root / f"sys/devices/system/cpu/cpu{number}/topology"
        folder.mkdir(parents=True)
        (folder / "thread_siblings_list").write_text(text + "\n")
    (root / "sys/fs/cgroup").mkdir(parents=True)
    (root / "sys/fs/cgroup/cpu.max").write_text(cpu_max)
    return root


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="affinity is a matter of Linux")
@pytest.mark.parametrize(
    ("siblings", "cpu_max", "cores"),
    [
        (["0-1", "0-1", "2-3", "2-3"], "max 100000", 2),
        (["0", "1", "2", "3"], "max 100000", 4),
        (["0", "1", "2", "3"], "150000 100000", 2),
        (["0", "1", "2", "3"], "10000 100000", 1),
    ],
)
def test_cores_are_counted_without_hyper_threads_and_within_the_quota(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, siblings: list[str], cpu_max: str, cores: int
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3})
    assert cpu.real_cores(_system(tmp_path, siblings=siblings, cpu_max=cpu_max)) == cores


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="affinity is a matter of Linux")
def test_an_old_cgroup_and_an_unknown_topology(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {4, 5, 6})
    assert cpu.real_cores(tmp_path) == 3
    (tmp_path / "sys/fs/cgroup/cpu").mkdir(parents=True)
    (tmp_path / "sys/fs/cgroup/cpu/cpu.cfs_quota_us").write_text("200000")
    (tmp_path / "sys/fs/cgroup/cpu/cpu.cfs_period_us").write_text("100000")
    assert cpu.real_cores(tmp_path) == 2


def test_flags_are_those_of_cpuinfo(tmp_path: Path) -> None:
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc/cpuinfo").write_text("model name\t: Some CPU\nflags\t\t: fpu avx2 amx_tile\n\nflags\t\t: fpu\n")
    assert cpu.cpu_flags(tmp_path) == {"fpu", "avx2", "amx_tile"}
    assert cpu.cpu_model(tmp_path) == "Some CPU"
    assert cpu.cpu_flags(tmp_path / "nowhere") == frozenset()


def test_a_child_that_dies_tells_that_tiles_crash_and_it_is_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ESG_HOME", str(tmp_path))
    monkeypatch.setattr(cpu, "cpu_flags", lambda: frozenset({"amx_tile"}))
    look = cpu.matrix_tiles_crash.__wrapped__
    assert look(tmp_path / "no-model.gguf") is True
    monkeypatch.setattr(cpu, "_crashes", lambda probe: False)
    assert look(tmp_path / "no-model.gguf") is True
    (tmp_path / "verified.json").unlink()
    assert look(tmp_path / "no-model.gguf") is False
    monkeypatch.setattr(cpu, "cpu_flags", lambda: frozenset())
    assert look(None) is False
