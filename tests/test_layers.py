"""Dependencies point one way, ``ui -> rag -> index -> models``; only two things know the network; files stay small."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = ("ui", "rag", "index", "models")
NETWORK = {
    "aiohttp", "ftplib", "http.client", "httpx", "huggingface_hub", "requests", "smtplib", "socket", "urllib.request",
    "urllib3", "websockets",
}  # fmt: skip
MAY_USE_NETWORK = {"models/hub.py", "models/transfer.py", "models/endpoint.py"}
"""Pulling a model, which only ``esg models pull`` does, and asking a model server that the settings name."""
MAX_LINES = 300
SOURCES = sorted(file for layer in LAYERS for file in (ROOT / layer).rglob("*.py"))


def imported(source: str) -> set[str]:
    """The dotted names that a module imports, wherever in it; relative imports stay in their layer and are left out."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def breaches(layer: str, source: str) -> set[str]:
    """The layers above its own that a module imports."""
    above = LAYERS[: LAYERS.index(layer)]
    return {name.split(".")[0] for name in imported(source)} & set(above)


def network(source: str) -> set[str]:
    """The modules with which a module could reach a network."""
    return {name for name in NETWORK if any(f"{used}.".startswith(f"{name}.") for used in imported(source))}


def test_every_layer_has_sources() -> None:
    assert {file.relative_to(ROOT).parts[0] for file in SOURCES} == set(LAYERS)


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(ROOT)))
def test_source(file: Path) -> None:
    name, source = file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")
    assert breaches(name.split("/")[0], source) == set()
    assert network(source) == set() or name in MAY_USE_NETWORK
    assert source.count("\n") < MAX_LINES


@pytest.mark.parametrize(
    ("layer", "source", "found"),
    [
        ("models", "import index.store", {"index"}),
        ("models", "def f():\n    from rag import Assistant", {"rag"}),
        ("index", "from rag.types import Answer\nimport ui", {"rag", "ui"}),
        ("rag", "from ui.chat import launch", {"ui"}),
        ("rag", "from models.base import Embedder\nimport index, rag.types", set()),
        ("ui", "import rag, index, models, ui.chat", set()),
        ("index", "from .types import Block\nimport ragged", set()),
    ],
)
def test_a_breach_is_seen(layer: str, source: str, found: set[str]) -> None:
    assert breaches(layer, source) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from urllib import request", {"urllib.request"}),
        ("import urllib.request as u", {"urllib.request"}),
        ("import http.client", {"http.client"}),
        ("from huggingface_hub.utils import x", {"huggingface_hub"}),
        ("def f():\n    import socket", {"socket"}),
        ("import urllib.parse, socketserver, http", set()),
    ],
)
def test_a_way_to_the_network_is_seen(source: str, found: set[str]) -> None:
    assert network(source) == found
