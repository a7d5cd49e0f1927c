"""Vectors of passages and the search for the nearest: unit float32, inner product, so that a score is a cosine."""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.errors import IndexingError
from index.types import Document, Passage
from models.base import Vector, Vectors

Ids = npt.NDArray[np.int64]

LARGE = 50_000
"""With more vectors than this not every one is compared with a question: so many take a core some 5 ms."""
SEARCHED = 64
"""Lists that are searched, of about as many as a list holds vectors: 97% of the nearest ten were in them or more."""

_ROUNDS, _TRAINED_WITH = 8, 64
"""How often the centres of the lists are moved, and how many vectors a list decides that: seconds for a million."""
_NORM_TOLERANCE = 1e-2
"""Reduced precision may leave a vector a little off the unit sphere."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found."""

    id: int
    score: float
    """Higher is better."""


def embedding_text(document: Document, passage: Passage) -> str:
    """What a passage is embedded as: its place says what its words alone leave open."""
    # A title that is also the outermost heading is said once.
    place = " > ".join(part for part in dict.fromkeys((document.title, *passage.section)) if part)
    return f"{place}\n{passage.text}" if place else passage.text


def text_hash(text: str) -> str:
    """Identifies an embedding text, so that no text is embedded twice."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class VectorIndex:
    """The vectors of an index by passage id; many threads may search it at once.

    Up to :data:`LARGE` vectors every one is compared with the question. More lie in lists, each around a centre, and
    only the lists around the nearest centres are searched; a filter that leaves few is exact then, too.
    """

    def __init__(self, index: Any) -> None:
        """Wrap a FAISS index."""
        self._index = index
        self.dimension: int = index.d
        self._lists = not hasattr(index, "id_map")

    @classmethod
    def build(cls, ids: Ids, vectors: Vectors, *, dimension: int) -> VectorIndex:
        """Index vectors, one id a row."""
        checked = check_vectors(vectors, rows=len(ids), dimension=dimension)
        index = _kind(len(ids), dimension)
        if not index.is_trained:
            index.train(checked)
        if len(ids):
            index.add_with_ids(checked, ids)
        return cls(index)

    @classmethod
    def load(cls, content: bytes) -> VectorIndex:
        """Take back what :meth:`save` wrote; the caller has made sure that it is unchanged."""
        import faiss

        return cls(faiss.deserialize_index(np.frombuffer(content, dtype=np.uint8)))

    @classmethod
    def open(cls, file: Path) -> VectorIndex:
        """Open what :meth:`save` wrote; lists are read from the file when they are searched.

        :raises OSError: If the file cannot be read.
        """
        import faiss

        try:
            return cls(faiss.read_index(str(file), 0 if os.name == "nt" else faiss.IO_FLAG_MMAP))
        except RuntimeError as error:
            raise OSError(f"{file.name} cannot be read") from error

    def save(self, file: Path) -> None:
        """Write the index and wait till it is on the disk; by Python: its errors tell a full disk from a broken one."""
        import faiss

        faiss_module: Any = faiss  # its stubs do not know the name
        with file.open("wb") as stream:
            faiss.write_index(self._index, faiss_module.PyCallbackIOWriter(stream.write))
            stream.flush()
            os.fsync(stream.fileno())

    def __len__(self) -> int:
        """How many vectors there are."""
        count: int = self._index.ntotal
        return count

    def ids(self) -> Ids:
        """The ids, in the order of :meth:`vectors`."""
        import faiss

        if self._lists:
            return np.concatenate([ids for ids, _ in self._read_lists()])
        ids: Ids = faiss.vector_to_array(self._index.id_map)
        return ids

    def vectors(self) -> Vectors:
        """Every vector, one a row, as it was given."""
        if not len(self):
            return np.empty((0, self.dimension), dtype=np.float32)
        if self._lists:
            return np.concatenate([vectors for _, vectors in self._read_lists()])
        found: Vectors = self._index.index.reconstruct_n(0, len(self))
        return found

    def nearest(self, vector: Vector, k: int, *, allowed: Collection[int] | None = None) -> list[Hit]:
        """The ``k`` ids with the highest cosine, best first; with ``allowed``, among these only."""
        query = check_vectors(np.atleast_2d(vector), rows=1, dimension=self.dimension)
        wanted = min(k, len(self) if allowed is None else len(allowed))
        if wanted <= 0:
            return []
        scores, ids = (
            self._search_lists(query, wanted, allowed) if self._lists else self._search(query, wanted, allowed)
        )
        hits = [Hit(int(id), float(score)) for id, score in zip(ids[0], scores[0], strict=True) if id >= 0]
        return sorted(hits, key=lambda hit: (-hit.score, hit.id))

    def _search(self, query: Vectors, wanted: int, allowed: Collection[int] | None) -> Any:
        """Scores and ids of the nearest of all vectors."""
        import faiss

        faiss_module: Any = faiss  # its stubs do not know the keyword
        parameters = None
        if allowed is not None:
            selector = faiss_module.IDSelectorBatch(np.fromiter(allowed, dtype=np.int64, count=len(allowed)))
            parameters = faiss_module.SearchParameters(sel=selector)
        return self._index.search(query, wanted, params=parameters)

    def _search_lists(self, query: Vectors, wanted: int, allowed: Collection[int] | None) -> Any:
        """Scores and ids of the nearest in the lists around the centres nearest to the query.

        The fewer are allowed, the more lists are searched; all of them where that takes no longer than :data:`LARGE`
        vectors do, and where the lists searched first held too few.
        """
        import faiss

        faiss_module: Any = faiss
        admitted = len(self) if allowed is None else len(allowed)
        every = self._index.nlist
        options = {} if allowed is None else {"sel": faiss_module.IDSelectorBitmap(_bits(allowed))}
        searched = every if admitted <= LARGE else min(every, math.ceil(SEARCHED * len(self) / admitted))
        found = self._index.search(query, wanted, params=faiss_module.SearchParametersIVF(nprobe=searched, **options))
        if searched < every and found[1].min() < 0:
            found = self._index.search(query, wanted, params=faiss_module.SearchParametersIVF(nprobe=every, **options))
        return found

    def _read_lists(self) -> Iterator[tuple[Ids, Vectors]]:
        """The ids and vectors of each list."""
        import faiss

        lists = self._index.invlists
        for number in range(self._index.nlist):
            size = lists.list_size(number)
            if size:
                codes = faiss.rev_swig_ptr(lists.get_codes(number), size * lists.code_size)
                vectors = codes.view(np.float32).reshape(size, self.dimension)
                yield faiss.rev_swig_ptr(lists.get_ids(number), size).copy(), vectors.copy()


def check_vectors(vectors: Vectors, *, rows: int, dimension: int) -> Vectors:
    """The vectors themselves, in one block, if they are what the search relies on."""
    if vectors.dtype != np.float32 or vectors.shape != (rows, dimension):
        found = f"{vectors.dtype} of shape {vectors.shape}"
        raise _refused(f"float32 of shape {(rows, dimension)} is needed, not {found}")
    if not np.isfinite(vectors).all():
        raise _refused("some are not finite")
    if rows and (off := float(np.abs(np.linalg.norm(vectors, axis=1) - 1).max())) > _NORM_TOLERANCE:
        raise _refused(f"their length must be 1, one is off by {off:.3g}")
    return np.ascontiguousarray(vectors)


def _refused(reason: str) -> IndexingError:
    """The error for vectors that cannot be searched."""
    return IndexingError(
        f"The embedder's vectors cannot be used: {reason}", fix="Check its files: esg models verify, or use another."
    )


def _kind(count: int, dimension: int) -> Any:
    """The FAISS index for this many vectors: exact while that is fast, then lists of them that keep them whole.

    Of the other kinds tried, HNSW finds as many of the nearest as soon, but takes ten times as long to build; with a
    byte for each number the file is a quarter as large, but a later build could not take the vectors from it again.
    """
    import faiss

    if count <= LARGE:
        return faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))
    index = faiss.IndexIVFFlat(faiss.IndexFlatIP(dimension), dimension, math.isqrt(count), faiss.METRIC_INNER_PRODUCT)
    index.cp.niter, index.cp.max_points_per_centroid, index.cp.min_points_per_centroid = _ROUNDS, _TRAINED_WITH, 1
    index.cp.spherical = True
    return index


def _bits(ids: Collection[int]) -> npt.NDArray[np.uint8]:
    """Ids as a map with a bit for each that there could be."""
    numbers = ids if isinstance(ids, np.ndarray) else np.fromiter(ids, dtype=np.int64, count=len(ids))
    numbers = numbers[numbers >= 0]
    held = np.zeros(int(numbers.max(initial=0)) + 1, dtype=bool)
    held[numbers] = True
    return np.packbits(held, bitorder="little")
