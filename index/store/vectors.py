"""Vectors of passages and the search for the nearest: unit float32, inner product, so that a score is a cosine."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from index.errors import IndexingError
from index.types import Document, Passage
from models.base import Vector, Vectors

Ids = npt.NDArray[np.int64]

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
    """The vectors of an index by passage id; many threads may search it at once."""

    def __init__(self, index: Any, dimension: int) -> None:
        """Wrap a FAISS index."""
        self._index = index
        self.dimension = dimension

    @classmethod
    def build(cls, ids: Ids, vectors: Vectors, *, dimension: int) -> VectorIndex:
        """Index vectors, one id a row."""
        import faiss

        checked = check_vectors(vectors, rows=len(ids), dimension=dimension)
        index = faiss.IndexIDMap2(_kind(len(ids), dimension))
        if len(ids):
            index.add_with_ids(checked, ids)
        return cls(index, dimension)

    @classmethod
    def load(cls, content: bytes) -> VectorIndex:
        """Take back what :meth:`dump` gave; the caller has made sure that it is unchanged."""
        import faiss

        index = faiss.deserialize_index(np.frombuffer(content, dtype=np.uint8))
        return cls(index, index.d)

    def dump(self) -> memoryview:
        """The index as bytes, written by Python, whose errors tell a full disk from a broken one."""
        import faiss

        content: memoryview = faiss.serialize_index(self._index).data
        return content

    def __len__(self) -> int:
        """How many vectors there are."""
        count: int = self._index.ntotal
        return count

    def ids(self) -> Ids:
        """The ids, in the order of :meth:`vectors`."""
        import faiss

        ids: Ids = faiss.vector_to_array(self._index.id_map)
        return ids

    def vectors(self) -> Vectors:
        """Every vector, one a row."""
        if not len(self):
            return np.empty((0, self.dimension), dtype=np.float32)
        found: Vectors = self._index.index.reconstruct_n(0, len(self))
        return found

    def nearest(self, vector: Vector, k: int, *, allowed: Collection[int] | None = None) -> list[Hit]:
        """The ``k`` ids with the highest cosine, best first; with ``allowed``, among these only, and exactly."""
        query = check_vectors(np.atleast_2d(vector), rows=1, dimension=self.dimension)
        wanted = min(k, len(self) if allowed is None else len(allowed))
        if wanted <= 0:
            return []
        scores, ids = self._index.search(query, wanted, params=_only(allowed))
        hits = [Hit(int(id), float(score)) for id, score in zip(ids[0], scores[0], strict=True) if id >= 0]
        return sorted(hits, key=lambda hit: (-hit.score, hit.id))


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
    """The FAISS index for this many vectors: exact search for any number so far."""
    import faiss

    del count  # the one place to choose an approximate kind for very many
    return faiss.IndexFlatIP(dimension)


def _only(allowed: Collection[int] | None) -> Any:
    """FAISS search parameters that admit these ids only."""
    if allowed is None:
        return None
    import faiss

    faiss_module: Any = faiss  # its stubs do not know the keyword
    selector = faiss_module.IDSelectorBatch(np.fromiter(allowed, dtype=np.int64, count=len(allowed)))
    return faiss_module.SearchParameters(sel=selector)
