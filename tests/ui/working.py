"""What a process that adds reports may do; it imports little, so that it starts quickly."""

from __future__ import annotations

import time
from typing import Any
from unittest.mock import patch


def indexes(told: Any, change: Any, settings: Any) -> None:
    """Works as the real one does, with an embedder that needs no model."""
    from models.fakes import FakeEmbedder  # here, so that the others start quickly
    from ui import adding

    with patch("models.load_embedder", lambda _: FakeEmbedder()):
        adding.work(told, change, settings)


def tells(told: Any, change: Any, settings: Any) -> None:
    """Works as the real one does, without models."""
    told.send(("step", ("read", 1, 2)))
    done = [f"read {file.name}" for file in change.add] + [f"dropped {name}" for name in change.drop]
    done += [f"deleted {file.name}" for file in change.delete]
    told.send(("done", (*done, f"wrote {change.into.name}")))


def dies(told: Any, change: Any, settings: Any) -> None:
    """Ends without a word."""
    told.send(("step", ("embed", 3, 9)))


def hangs(told: Any, change: Any, settings: Any) -> None:
    """Does not end by itself."""
    told.send(("step", ("embed", 3, 9)))
    time.sleep(60)
