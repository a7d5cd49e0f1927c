"""Printed lines that are rows of a table: with pipes or with tabs between their cells."""

from __future__ import annotations

import re

from index.types import Row


def pipe_row(text: str, line: int) -> Row:
    """The cells of a ``| a | b |`` line."""
    cells = re.split(r"(?<!\\)\|", text.strip().removeprefix("|").removesuffix("|"))
    return Row(tuple(" ".join(cell.replace("\\|", "|").split()) for cell in cells), line)


def tab_row(text: str, line: int) -> Row:
    """The cells of a line with tabs."""
    return Row(tuple(" ".join(cell.split()) for cell in text.split("\t")), line)
