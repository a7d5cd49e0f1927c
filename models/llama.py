"""llama.cpp as a library: a GGUF file loaded in silence, without what would crash."""

from __future__ import annotations

import atexit
import ctypes
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.catalog import CATALOG
from models.cpu import matrix_tiles_crash
from models.errors import ModelDamagedError
from models.files import LocalModel, folder_of, repair

if TYPE_CHECKING:
    from llama_cpp import Llama

_log = logging.getLogger(__name__)
_LLAMA_ERROR = 3
_loading = threading.Lock()
_complaints: list[str] = []


def load(local: LocalModel, *, threads: int, context: int, batch: int) -> Llama:
    """Load a GGUF file, silently; one at a time, for part of it is settings of the whole process.

    :param local: The model's file.
    :param threads: CPU threads.
    :param context: Tokens of prompt and answer together.
    :param batch: Tokens of a prompt that go through the model together.
    :raises ModelDamagedError: If llama.cpp cannot load the file.
    """
    from llama_cpp import Llama, llama_cpp

    with _loading:
        _close_at_exit()
        llama_cpp.llama_log_set(_listener(), ctypes.c_void_p(0))
        _complaints.clear()
        try:
            with _weights_as_in_file() if matrix_tiles_crash(_probe()) else nullcontext():
                return Llama(
                    str(local.weights), n_ctx=context, n_batch=batch, n_threads=threads, n_threads_batch=threads,
                    seed=0, verbose=False,
                )  # fmt: skip
        except (ValueError, RuntimeError, AssertionError, OSError) as error:
            reason = next(iter(_complaints), str(error))
            raise ModelDamagedError(f"{local.weights} cannot be loaded: {reason}", fix=repair(local.spec)) from error


def _probe() -> Path | None:
    """A small model to try the processor with: the bundled one."""
    spec = CATALOG["smollm2-135m-instruct"]
    folder = folder_of(spec)
    return folder / spec.files[0].path if folder else None


@cache
def _close_at_exit() -> None:
    """Have the files closed that the binding opens for silence and forgets: Python would warn of them."""
    from llama_cpp import _utils

    for name in {"outnull_file", "errnull_file"} & vars(_utils).keys():
        atexit.register(vars(_utils)[name].close)


@cache
def _listener() -> Any:
    """The function llama.cpp tells its news to. Cached, for it must outlive every model."""
    from llama_cpp import llama_cpp

    @llama_cpp.llama_log_callback  # type: ignore[untyped-decorator]
    def listen(level: int, text: bytes, _: ctypes.c_void_p) -> None:
        line = text.decode("utf-8", "replace").strip()
        if level == _LLAMA_ERROR:
            _complaints.append(line)
        if line:
            _log.debug("llama.cpp: %s", line)

    return listen


@contextmanager
def _weights_as_in_file() -> Iterator[None]:
    """Let llama.cpp leave weights as they lie in the file, which keeps AMX out; the binding has no argument for it."""
    from llama_cpp import llama_cpp

    defaults = llama_cpp.llama_model_default_params

    def changed() -> Any:
        parameters = defaults()
        parameters.use_extra_bufts = False
        return parameters

    llama_cpp.llama_model_default_params = changed
    try:
        yield
    finally:
        llama_cpp.llama_model_default_params = defaults
