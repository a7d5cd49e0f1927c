"""What is reckoned from figures, by code and shown with what it was reckoned from."""

from __future__ import annotations

from rag.calculate.reckoning import reckoned

__all__ = ["reckoned"]
