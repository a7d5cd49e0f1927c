"""What the tests of figure records share: an index of made-up reports, asked as the assistant asks it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index.store import Index
from models.fakes import FakeEmbedder
from rag.evidence import Aim, rank_units
from rag.question import understand
from rag.records import recorded
from rag.retrieve import retrieve
from rag.statement import Attempt
from tests.rag.records.reports import NEW, OLD, Ask, Order, built


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("records"), acme_2022=OLD, acme_2024=NEW)


@pytest.fixture(scope="session")
def index(folder: Path) -> Iterator[Index]:
    with Index.open(folder) as opened:
        yield opened


@pytest.fixture
def ask(index: Index) -> Ask:
    """Asks the index as the assistant does, up to the records."""

    def asked(question: str, *, of: Index = index, order: Order | None = None, **options: Any) -> Attempt:
        aim = Aim.of(understand(question), of)
        found = retrieve(aim, index=of, embedder=FakeEmbedder(), k=12, **options)
        ranked = rank_units(aim, found, embedder=FakeEmbedder(), index=of)
        return recorded(aim, order(ranked) if order else ranked, index=of, **options)

    return asked
