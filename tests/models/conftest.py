"""What the tests of models share."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from models import server
from tests.models.faulty import Faulty


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> Iterator[Faulty]:
    monkeypatch.setattr(server, "BACKOFF_SECONDS", 0.01)
    with Faulty() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.released.set()
        running.shutdown()
        thread.join()
