"""Opens the files of a generation, which must be as they were written."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from index.store.folder import PASSAGES, VECTORS, checksum
from index.store.manifest import Manifest, damaged
from index.store.vectors import VectorIndex

IN_MEMORY = 64 * 2**20
"""A vector file larger than this is not read as a whole: the system holds in memory what of it is searched."""


def open_files(manifest: Manifest) -> tuple[sqlite3.Connection, VectorIndex]:
    """Open the files of a generation.

    :raises IndexDamagedError: If one is not as it was written.
    """
    file = manifest.generation_folder / PASSAGES
    # Immutable: no generation is written to once it is in force, so no lock or journal is needed beside the file.
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    try:
        with ThreadPoolExecutor(max_workers=1) as pool:  # hashing lets go of Python's lock: both are hashed at once
            passages = pool.submit(checksum, file)
            vectors, found = _vectors(manifest.generation_folder / VECTORS)
            for name, sum in ((PASSAGES, passages.result()), (VECTORS, found)):
                if sum != manifest.checksums.get(name):
                    raise damaged(manifest.folder, f"{name} is not as it was written", manifest.sources)
        return connection, vectors()
    except BaseException:
        connection.close()
        raise


def _vectors(file: Path) -> tuple[Callable[[], VectorIndex], str]:
    """What opens the vectors, and the sha256 of their file."""
    if file.stat().st_size > IN_MEMORY:
        return partial(VectorIndex.open, file), checksum(file)
    content = file.read_bytes()
    return partial(VectorIndex.load, content), hashlib.sha256(content).hexdigest()
