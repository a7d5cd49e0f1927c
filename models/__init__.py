"""Text to vectors and words, on this machine."""

from models.base import Embedder, LanguageModel
from models.cpu import real_cores
from models.embedder import load_embedder
from models.llm import load_llm

__all__ = ["Embedder", "LanguageModel", "load_embedder", "load_llm", "real_cores"]
