"""What every test stands on: a home of its own, no hub, and one index of the sample reports by the real embedder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from rag import Assistant

REPORTED = ("faiss-cpu", "gradio", "llama-cpp-python", "numpy", "sentence-transformers", "torch", "transformers")

# Set here, not in a fixture: some packages read them once, when they are imported.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"


def pytest_report_header() -> str:
    """The versions of the libraries that results may depend on."""
    return "libraries: " + ", ".join(f"{name} {version(name)}" for name in REPORTED)


@pytest.fixture(scope="session")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where copies of models are prepared, once for all tests."""
    return tmp_path_factory.mktemp("copies")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, copies: Path) -> Path:
    """A fresh home folder and no settings of the person who runs the tests; only copies of models are shared."""
    for name in [name for name in os.environ if name.startswith("ESG_")]:
        monkeypatch.delenv(name)
    folder = tmp_path_factory.mktemp("home")
    (folder / "models").mkdir()
    (folder / "models" / "prepared").symlink_to(copies)
    monkeypatch.setenv("ESG_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the sample reports; tests read it and never write to it."""
    from rag.config import Settings
    from rag.indexing import make_index, sample_reports

    folder = tmp_path_factory.mktemp("sample") / "sample.index"
    make_index([sample_reports()], into=folder, settings=Settings())
    return folder


@pytest.fixture(scope="session")
def assistant(sample_index: Path) -> Iterator[Assistant]:
    """An assistant on the sample reports, with the bundled models."""
    from rag import Assistant, Settings

    opened = Assistant.open(sample_index, settings=Settings())
    yield opened
    opened.close()
