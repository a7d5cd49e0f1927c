"""Which texts of a report speak to whoever answers, rather than to who reads it: they state nothing."""

from __future__ import annotations

import re

_BEGINS = r"(?:^[^\w\n]{0,9}|[.!?:;]\s+)(?:from now on,?\s+)?"
_TOLD = (
    rf"(?:{_BEGINS}|[,–—]\s+|\b(?:and|now|please|then|you (?:(?:are|have|need) to|must|should|to|will)"
    r"|(?:ai|(?:chat)?bot|llm|assistant|model)s?\b[^.!?\n]{0,30}?\b(?:must|should))\s+)(?:(?:also|always|just)\s+)?"
)
"""What stands before the verb of a command; not "suppliers must", and not the "not" of a rule for people."""
_LEAVE = rf"{_TOLD}(?:disregard|forget|ignore|override)\s+"
_RULES = r"(?:instruction|prompt|rule)s?"
"""Rules to be left: those of the one addressed, or those before. "The" and "our" instructions are a company's."""
_COMMAND = re.compile(
    rf"{_LEAVE}(?:(?:my|our|the|their|these|those)\s+)?"
    rf"(?:above|all|any|earlier|its|original|preceding|previous|prior|system|your)\s+(?:\w+\s+){{0,4}}{_RULES}\b"
    rf"|{_LEAVE}(?:\w+\s+){{1,4}}{_RULES}\s+(?:above|before|given to you|you|and\s+(?:answer|reply|respond|say))\b"
    rf"|{_TOLD}(?:answer|reply|respond)\s+only\s+(?:in\b|with\b|[\"'“])"
    rf"|{_TOLD}(?:print|repeat|reveal|show)\s+(?:me\s+)?(?:your(?:\s+system)?|the\s+system)\s+prompt\b"
    rf"|{_BEGINS}(?:answer|pretend|reply|respond|say)\s+that\b"
    r"|\b(?:if|when(?:ever)?)\s+(?:you are\s+)?asked\b[^.!?,\n]{0,80},\s*(?:always\s+)?(?:answer|reply|respond|say)\b"
    rf"|{_BEGINS}you are now an?\b(?! (?:member|owner|part|shareholder)\b)"
    r"|\byou are (?:now )?an? (?:\w+ ){0,2}(?:ai|chatbot|llm|language model)\b"
    r"|^[^\w\n]{0,9}(?:assistant|system)\s*:\s*"
    r"(?:answer|disregard|forget|ignore|reply|respond|reveal|say|you (?:are|must|should|will))\b",
    re.IGNORECASE | re.MULTILINE,
)


def is_command(text: str) -> bool:
    """Whether a text is meant for who answers, as ``Ignore your instructions``."""
    return _COMMAND.search(text) is not None
