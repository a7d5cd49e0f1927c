"""Where log lines and warnings go when the command line runs; a library that is imported configures nothing."""

from __future__ import annotations

import logging
import sys
from typing import TextIO

LAYERS = ("models", "index", "rag", "ui")
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class LineHandler(logging.StreamHandler[TextIO]):
    """Our handler, known by its class, so that a second call replaces it."""


def configure_logging(*, verbose: bool) -> None:
    """Send our log to stderr, all of it when ``verbose``, else what needs attention; hide other packages' warnings."""
    handler = LineHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(FORMAT, datefmt="%H:%M:%S"))
    for layer in LAYERS:
        logger = logging.getLogger(layer)
        for old in [known for known in logger.handlers if isinstance(known, LineHandler)]:
            logger.removeHandler(old)
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG if verbose else logging.WARNING)
    # A failure is told in one line; a deprecation inside a dependency is no business of the person who asks.
    logging.captureWarnings(capture=not verbose)
