"""Whether what is said is borne by what it cites."""

from __future__ import annotations

from rag.verify.amounts import figures
from rag.verify.sentence import Verdict, verified

__all__ = ["Verdict", "figures", "verified"]
