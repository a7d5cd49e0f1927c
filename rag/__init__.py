"""A question to the reports becomes an answer that can be checked."""

from __future__ import annotations

from rag.assistant import Assistant
from rag.config import Settings
from rag.types import Answer, Citation, Evidence, Turn

__all__ = ["Answer", "Assistant", "Citation", "Evidence", "Settings", "Turn"]
