"""Figures that sentences state."""

from __future__ import annotations

from index.prose.prose import stated_figures

__all__ = ["stated_figures"]
