"""Arguments that several commands of ``esg`` take, and their kinds; each refuses what it can't be: wrong use."""

from __future__ import annotations

import re
import sys
from argparse import Action, ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from pathlib import Path
from typing import Any

Adder = Callable[..., ArgumentParser]
"""Adds a command: its name, what it runs, what it does in a line, and examples."""

_YEARS = re.compile(r"((?:19|20)\d\d)(?:-((?:19|20)\d\d))?")


def whole(low: int, high: int) -> Callable[[str], int]:
    """An argument type: a whole number within limits."""

    def number(text: str) -> int:
        """The number, or wrong use."""
        if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            raise ArgumentTypeError(f"{text!r} is not a whole number from {low} to {high}")
        return int(text)

    return number


def years(text: str) -> tuple[int, ...]:
    """An argument type: years and spans of years, as ``2020-2022,2024``."""
    found: set[int] = set()
    for part in text.split(","):
        match = _YEARS.fullmatch(part.strip())
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if last < first:
            raise ArgumentTypeError(f"{text!r} is not years such as 2020-2022 or 2020,2024")
        found |= set(range(first, last + 1))
    return tuple(sorted(found))


def clean(text: str) -> str:
    """An argument as valid text: bytes that are not UTF-8 arrive as surrogates, which no model takes."""
    return text.encode("utf-8", "replace").decode("utf-8")


class Version(Action):
    """``--version``: looked up only when it is asked for, as the lookup is slower than the rest of the start."""

    def __call__(self, parser: ArgumentParser, *_: Any) -> None:
        """Print the version and leave."""
        from importlib.metadata import PackageNotFoundError, version

        try:
            installed = version("esg-answers")
        except PackageNotFoundError:
            installed = "(run from source, not installed)"
        sys.stdout.write(f"esg {installed}\n")
        parser.exit()


def add_common(parser: ArgumentParser, *, config: Any, verbose: Any) -> None:
    """The options that may stand before the command or after it."""
    parser.add_argument("--config", type=Path, metavar="FILE", default=config, help="read the settings from FILE")
    parser.add_argument("-v", "--verbose", action="store_true", default=verbose, help="log to stderr, show tracebacks")


def add_index_choice(command: ArgumentParser) -> None:
    """``--index``, the same for every command that reads one."""
    command.add_argument("--index", type=Path, metavar="DIR", help="the index folder (default: that of the settings)")
