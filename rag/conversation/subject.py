"""What a question is about: its words without those that ask."""

from __future__ import annotations

import re

from rag.conversation.periods import without_years
from rag.conversation.slots import REPORT

ASKS = re.compile(
    r"^(?:(?:and|but|also|then|please|can you|could you|tell me|show me|give me|do you know|by) )*"
    r"(?:(?:in|by|at|to|for|of|from|on|under) )?"
    r"(?:how (?:much|many|high|low|large|big|long|often|far|old|well|fast)|how|"
    r"what (?:kinds?|types?|sorts?) of|what about|how about|what|"
    r"which|who|whom|whose|when|where|why|list|name|compare|describe|explain|about)\b ?"
    r"|^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b ?",
    re.IGNORECASE,
)
AUXILIARY = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)"
_FIRST_AUXILIARY = re.compile(rf"^{AUXILIARY} (?:there )?", re.IGNORECASE)
_INNER_AUXILIARY = re.compile(rf" (?:{AUXILIARY})(?: there)?(?= |$)", re.IGNORECASE)
_WHO = re.compile(r"^(?:(?:and|but) )?who\b", re.IGNORECASE)
_DOES = re.compile(r"^[a-z]+ (?=(?:the|an?) |[A-Z])")
_MEANS = re.compile(r" (?:means?|meant|stands? for|(?:is |are )?defined)$", re.IGNORECASE)
_SPENT = re.compile(r"^(?:spent|invested|paid|used|given|donated) (?:on|in|for|to) ", re.IGNORECASE)
_SAYS = re.compile(
    r"^(?:it |they |the (?:company|group) )?(?:says?|said|states?|reports?) (?:about|on) ", re.IGNORECASE
)


def subject(text: str) -> str:
    """What a question is about: its words without what asks, its years and its report."""
    plain = REPORT.sub(" ", text)
    plain = without_years(plain.strip(" ,")).rstrip("?")
    asked = ASKS.match(plain)
    rest = plain[asked.end() :] if asked else plain
    starts_with_auxiliary = _FIRST_AUXILIARY.match(rest) is not None
    rest = _FIRST_AUXILIARY.sub("", rest)
    if not starts_with_auxiliary:
        rest = _INNER_AUXILIARY.sub("", f" {rest}", count=1)
    rest = re.sub(r"^of (?:the )?", "", rest.strip())
    rest = _MEANS.sub("", rest)
    rest = re.sub(r"\s+(?:in|of|by|from|for|at|on)$", "", rest.strip())
    if _WHO.match(plain) and not starts_with_auxiliary:
        rest = _DOES.sub("", rest)
    rest = _SPENT.sub("", _SAYS.sub("", rest.strip()))
    return " ".join(rest.split()) or plain
