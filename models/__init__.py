"""Text to vectors and words, on this machine."""

from models.base import Embedder, LanguageModel, Reranker
from models.cpu import real_cores
from models.embedder import load_embedder
from models.loading import load_llm
from models.reranker import load_reranker

__all__ = [
    "Embedder",
    "LanguageModel",
    "Reranker",
    "load_embedder",
    "load_llm",
    "load_reranker",
    "real_cores",
]
