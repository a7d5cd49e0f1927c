"""What a process that adds reports may do; it imports little, so that it starts quickly."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def tells(told: Any, paths: Sequence[Path], into: Path, settings: Any) -> None:
    """Works as the real one does, without models."""
    told.send(("step", ("read", 1, 2)))
    told.send(("done", (f"{len(paths)} read into {into.name}", "skipped: b: empty")))


def dies(told: Any, paths: Sequence[Path], into: Path, settings: Any) -> None:
    """Ends without a word."""
    told.send(("step", ("embed", 3, 9)))


def hangs(told: Any, paths: Sequence[Path], into: Path, settings: Any) -> None:
    """Does not end by itself."""
    told.send(("step", ("embed", 3, 9)))
    time.sleep(60)
