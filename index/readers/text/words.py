"""What the words at the ends of a line tell of it: whether a sentence ends there or must go on."""

from __future__ import annotations

import re

_CLOSED = re.compile(r"[.,;:!?。；：！？]\W*$")
_TAIL = 20
"""Whether a text ends like a sentence is told from its last characters."""
_LINE = 300
_OPEN_END = re.compile(
    r"(?:(?:^|\s)(?:a|an|the|of|in|on|at|to|for|by|with|from|and|or|nor|as|than|that|which|who|our|its|their|your|his"
    r"|her|is|are|was|were|be|been|has|have|had|over|nearly|about|approximately|including|such|between|per|into|through"
    r"|via|under|these|those|this|each|every|no|not|&|reached|exceeded|surpassed|received|totall?ed|awarded|more|around)"
    r"|[’']s|[-–—/&(（,])$",
    re.IGNORECASE,
)
"""A word or sign that a sentence or name can't end with."""


def is_closed(text: str) -> bool:
    """Whether a text ends like a sentence."""
    return _CLOSED.search(text[-_TAIL:]) is not None


def is_open(text: str) -> bool:
    """Whether a text breaks off: its last word or sign calls for more, or a bracket is left open."""
    return breaks_off(text) or (len(text) < _LINE and text.count("(") > text.count(")"))


def breaks_off(text: str) -> bool:
    """Whether a text's last word or sign calls for more."""
    return _OPEN_END.search(text.rstrip()[-_TAIL:]) is not None
