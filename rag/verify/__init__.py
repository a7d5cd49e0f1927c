"""Whether what is said is borne by what it cites."""

from __future__ import annotations

from rag.verify.sentence import Verdict, check, figures

__all__ = ["Verdict", "check", "figures"]
