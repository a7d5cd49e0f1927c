"""Small reports, an embedder, and what indexes the one with the other, for the tests of storing."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from index.building import build_index
from models.fakes import FakeEmbedder

WATER = """# Acme 2023 report

## Water

Acme withdrew 1,200 cubic metres of water in 2023.

## Waste

Acme sent 35 tonnes of waste to landfill in 2023.
"""
ENERGY = """# Borealis 2024 report

## Energy

Borealis used 88 MWh of electricity in 2024, and no diesel.
"""


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder of two reports with three passages."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "acme.md").write_text(WATER, encoding="utf-8")
    (folder / "borealis.md").write_text(ENERGY, encoding="utf-8")
    return folder


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path / "my.index"


@pytest.fixture
def build(reports: Path, into: Path, embedder: FakeEmbedder) -> Any:
    """Brings the index of the reports up to date."""

    def run(*paths: Path, **options: Any) -> Any:
        return partial(build_index, into=into, embedder=embedder)(paths or (reports,), **options)

    return run
