"""The catalogue of models as a table for a terminal."""

from __future__ import annotations

from models.catalog import CATALOG
from models.files import installed, locate
from models.requantize import copy_of

_HEADING = ("name", "kind", "parameters", "size", "context", "licence", "languages", "")


def model_table() -> str:
    """A line a model, aligned; the last column tells which are on this machine."""
    rows = [_HEADING]
    for spec in CATALOG.values():
        here = "here" if installed(spec.name) else ""
        if here and spec.prepared_as and copy_of(locate(spec.name, kind=spec.kind).weights, kind=spec.prepared_as):
            here = f"here, prepared as {spec.prepared_as}"
        parameters, size = f"{spec.parameters / 1e6:,.0f} M", f"{spec.size / 1e6:,.0f} MB"
        rows.append((spec.name, spec.kind, parameters, size, str(spec.context), spec.licence, spec.languages, here))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)
