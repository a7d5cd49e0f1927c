"""Questions about the last answer as a whole: where it stands, whether it is right, or to be told otherwise."""

from __future__ import annotations

import re
from typing import Literal

About = Literal["source", "doubt", "form"]
"""What a question asks of the last answer: where it stands, whether it is right, or to be told in another form."""

_IT = r"(?:it|that|this|so|these|those|they|the (?:answer|figure|number|value)s?)"
_PLACE = r"(?:reports?|documents?|pages?|sections?|sources?|files?|tables?|chapters?|places?)"
_STANDS = (
    r"(?:says?|said|states?|stated|gives?|given|shows?|shown|written|printed|(?:come |comes )?from|find|found|get|read|"
    r"see|stands?|in|on)"
)
_PLEASE = r"(?: please)?"
_CAN_YOU = r"(?:(?:can|could|would) you )?(?:please )?"
_WHICH_PLACE = rf"(?:(?:in|on|from) )?(?:which|what) (?:\w+ )?{_PLACE}"

_SOURCE = (
    rf"{_WHICH_PLACE}(?: (?:is|does|do|did|are))?(?: {_IT})?(?: {_STANDS})*(?: {_IT})?",
    rf"where (?:is|are|does|do|did|can) (?:(?:you|i|it|they|the reports?) )*(?:{_IT} )?(?:{_STANDS} ?)+(?:{_IT})?",
    r"how do you know(?: that)?",
    r"who says(?: (?:so|that))?",
    r"says who",
    r"(?:(?:your|the) )?sources?",
    rf"what(?:'s| is| was| are) (?:the|your) (?:sources?|evidence|reference)(?: (?:for|of) {_IT})?",
    r"(?:show|give|tell) me (?:the|your) (?:sources?|place|page|evidence|passage|quote)",
    r"cite (?:it|that|your sources?)",
)
_DOUBT = (
    rf"(?:are you )?(?:(?:really|quite|absolutely|very) )?(?:sure|certain)(?: (?:about|of) {_IT})?",
    r"really",
    rf"is {_IT} (?:really )?(?:right|true|correct|certain|so|accurate)",
    rf"{_CAN_YOU}(?:check|verify|confirm)(?: {_IT})?(?: again)?{_PLEASE}",
    rf"i doubt {_IT}",
    rf"{_IT} (?:is|seems|sounds|looks|can't be|cannot be) (?:wrong|right|strange|odd)",
)
_SHAPE = (
    r"(?:as|in|into) (?:(?:an?|one|two|three|a few|simple|other|plain|your own|more) )?(?:short )?"
    r"(?:table|list|sentences?|chart|bullet points|bullets|words|detail|brief|short)"
)
_LENGTH = r"(?:(?:a bit|a little|much) )?(?:shorter|longer|briefer|simpler|again|more briefly|more simply|more)"
_TELL = r"(?:show|give|put|write|say|present|repeat|make|tell|list)"
_TELL_AGAIN = r"(?:summari[sz]e|explain|repeat|shorten|simplify|rephrase)"
_FORM = (
    rf"{_CAN_YOU}(?:{_TELL} )?(?:(?:me|it|that|this|them) )*(?:{_SHAPE}|{_LENGTH}){_PLEASE}",
    rf"{_CAN_YOU}{_TELL_AGAIN}(?: {_IT})?(?: (?:again|more simply|{_SHAPE}))?{_PLEASE}",
    rf"more details?{_PLEASE}",
    r"go on",
    r"elaborate",
)
_TABLE: dict[About, re.Pattern[str]] = {
    "source": re.compile(f"(?:{'|'.join(_SOURCE)})", re.IGNORECASE),
    "doubt": re.compile(f"(?:{'|'.join(_DOUBT)})", re.IGNORECASE),
    "form": re.compile(f"(?:{'|'.join(_FORM)})", re.IGNORECASE),
}
_OPENING = re.compile(r"^(?:(?:and|but|so|ok|please)[\s,]+)+", re.IGNORECASE)


def about_answer(text: str) -> About | None:
    """What a question asks of the last answer as a whole, if that is all it asks."""
    body = _OPENING.sub("", text).replace(",", "").strip()
    return next((about for about, pattern in _TABLE.items() if pattern.fullmatch(body)), None)
