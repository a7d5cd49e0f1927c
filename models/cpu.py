"""What this machine's processor has and what of it works."""

from __future__ import annotations

import logging
import math
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

from models.hashes import remember, remembered

_log = logging.getLogger(__name__)


def real_cores(root: Path = Path("/")) -> int:
    """Count the physical cores this process may use: its affinity, without hyper-threads, within the cgroup's quota."""
    allowed = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    topology = "sys/devices/system/cpu/cpu{}/topology/thread_siblings_list"
    siblings = {_text(root / topology.format(cpu)) or str(cpu) for cpu in allowed}
    return max(1, min([len(siblings), *_quotas(root / "sys/fs/cgroup")]))


def _quotas(cgroup: Path) -> Iterator[int]:
    """The CPUs a container may use, from either version of cgroups, where it is limited."""
    quota, _, period = _text(cgroup / "cpu.max").partition(" ")
    if not period:
        quota, period = _text(cgroup / "cpu/cpu.cfs_quota_us"), _text(cgroup / "cpu/cpu.cfs_period_us")
    if quota.isdigit() and period.isdigit():
        yield math.ceil(int(quota) / int(period))


def _text(file: Path) -> str:
    """The stripped content of a small system file, empty where it cannot be read."""
    try:
        return file.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""


def cpu_flags(root: Path = Path("/")) -> frozenset[str]:
    """The instruction sets the processor claims; empty off Linux."""
    return frozenset(_cpuinfo("flags", root).split())


def cpu_model(root: Path = Path("/")) -> str:
    """The processor's name, empty off Linux."""
    return _cpuinfo("model name", root)


def _cpuinfo(field: str, root: Path) -> str:
    """One field of the first processor, as Linux tells it."""
    for line in _text(root / "proc/cpuinfo").splitlines():
        name, _, value = line.partition(":")
        if name.strip() == field:
            return value.strip()
    return ""


def has_bfloat16() -> bool:
    """Tell whether matrices of bfloat16 are multiplied by the processor rather than emulated."""
    return not cpu_flags().isdisjoint({"avx512_bf16", "amx_bf16"})


@cache
def matrix_tiles_crash(probe: Path | None) -> bool:
    """Tell whether llama.cpp dies in the AMX instructions that this processor claims to have.

    Some hypervisors announce AMX without supporting it: the first prompt would then kill the whole process
    with a segmentation fault. So a child process tries ``probe``, a small model, and what became of it is
    remembered; without one a crash is assumed.
    """
    if "amx_tile" not in cpu_flags():
        return False
    if probe is None:
        return True
    key = f"matrix tiles crash, llama-cpp-python {version('llama-cpp-python')}, {cpu_model()}"
    known = remembered().get(key)
    if not isinstance(known, bool):
        known = _crashes(probe)
        remember(key, known)
    return known


def _crashes(probe: Path) -> bool:
    """Let a child process read a prompt of a few tokens, and see whether it lives."""
    code = "import sys, llama_cpp; llama_cpp.Llama(sys.argv[1], n_ctx=64, verbose=False).eval([1, 2, 3, 4])"
    try:
        child = subprocess.run([sys.executable, "-c", code, str(probe)], capture_output=True, timeout=60, check=False)  # noqa: S603
        crashed = child.returncode != 0
    except (OSError, subprocess.TimeoutExpired):
        crashed = True
    if crashed:
        _log.info("AMX is announced but does not work here; llama.cpp runs without it")
    return crashed
