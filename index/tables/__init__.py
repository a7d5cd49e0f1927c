"""Tables as printed become rows that can be read alone: headers, columns, groups, labels, units, values."""

from __future__ import annotations

from index.tables.tables import SEPARATOR, rendered, tables_of

__all__ = ["SEPARATOR", "rendered", "tables_of"]
