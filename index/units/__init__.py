"""Units as reports print them: told from other words, read, and compared."""

from __future__ import annotations

from index.units.units import Base, base, is_unit, known_unit_suffix, unit_in, unit_kind

__all__ = ["Base", "base", "is_unit", "known_unit_suffix", "unit_in", "unit_kind"]
