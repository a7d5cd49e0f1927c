"""Questions about the last answer as a whole: where it stands, whether it is right, or to be told otherwise."""

from __future__ import annotations

import re
from typing import Literal

About = Literal["source", "doubt", "form"]
"""What a question asks of the last answer: where it stands, whether it is right, or to be told in another form."""

Form = Literal["table", "list", "shorter", "longer", "again"]
"""The form that an answer is asked for in."""

_NAMED = r"(?:answer|figure|number|value|percentage|total|sentence|statement)s?"
_IT = rf"(?:(?:the|this|that|these|those|your) {_NAMED}|it|that|this|so|these|those|they)"
_PLACE = r"(?:reports?|documents?|pages?|sections?|sources?|files?|tables?|chapters?|places?)"
_STANDS = (
    r"(?:says?|said|states?|stated|gives?|given|shows?|shown|written|printed|(?:come |comes )?from|find|found|get|read|"
    r"see|stands?|in|on)"
)
_PLEASE = r"(?: please)?"
_CAN_YOU = r"(?:(?:can|could|would) you )?(?:please )?"
_WHO = r"(?:you|i|it|they|the reports?)"
_WHICH_PLACE = rf"(?:(?:in|on|from) )?(?:which|what) (?:\w+ )?{_PLACE}"

_SOURCE = (
    rf"{_WHICH_PLACE}(?: (?:is|does|do|did|are))?(?: {_IT})?(?: {_STANDS})*(?: {_IT})?",
    rf"where(?:'s| is| are| does| do| did| can) (?:{_WHO} )*(?:{_IT} )?(?:{_STANDS} ?)+(?:{_IT})?",
    r"how do you know(?: that)?",
    r"who says(?: (?:so|that))?",
    r"says who",
    r"(?:(?:your|the) )?sources?",
    rf"what(?:'s| is| was| are) (?:the|your) (?:sources?|evidence|reference)(?: (?:for|of) {_IT})?",
    r"(?:show|give|tell) me (?:the|your) (?:sources?|place|page|evidence|passage|quote)",
    r"cite (?:it|that|your sources?)",
    rf"{_CAN_YOU}quote (?:{_IT}|(?:me )?the (?:sentence|passage|report|source|text|exact words))",
    rf"what(?:'s| is| was| are) {_IT} based on",
    rf"on what (?:basis|grounds|source|evidence)(?: (?:is|are) {_IT})?",
    rf"what makes you (?:say|think) {_IT}",
)
_DOUBT = (
    rf"(?:are you )?(?:(?:really|quite|absolutely|very) )?(?:sure|certain)(?: (?:about|of) {_IT})?",
    r"really",
    rf"(?:is|are) {_IT} (?:really )?(?:right|true|correct|certain|so|accurate|exact|reliable|checked|verified)",
    rf"{_CAN_YOU}(?:double[- ]?)?(?:check|verify|confirm|prove)(?: {_IT})?(?: again)?{_PLEASE}",
    rf"can (?:i|we) (?:trust|use|(?:rely|count) on) {_IT}",
    rf"how (?:sure|certain) (?:are you|is {_IT})(?: (?:about|of) {_IT})?",
    rf"how reliable (?:is|are) {_IT}",
    rf"(?:did|have) you (?:check(?:ed)?|verif(?:y|ied)) {_IT}",
    rf"(?:did|have) you (?:invent(?:ed)? {_IT}|ma[dk]e {_IT} up)",
    rf"how (?:did|do|have) you (?:calculate|reckon|compute|get|work out|find)d? {_IT}(?: out)?",
    rf"i doubt {_IT}",
    rf"{_IT} (?:is|seems|sounds|looks|can't be|cannot be) (?:wrong|right|strange|odd)",
)
_SHAPE = (
    r"(?:as|in|into) (?:(?:an?|one|two|three|a few|simple|other|plain|your own|more) )?"
    r"(?:short |simple |bar |line |pie )?"
    r"(?:table|list|sentences?|chart|bullet points|bullets|words|detail|brief|short)"
)
_LENGTH = r"(?:(?:a bit|a little|much) )?(?:shorter|longer|briefer|simpler|again|more briefly|more simply|more)"
_TELL = r"(?:show|give|put|write|say|present|repeat|make|tell|list)"
_TELL_AGAIN = r"(?:summari[sz]e|explain|repeat|shorten|simplify|rephrase|tabulate)"
_VERSION = r"(?:table|chart|(?:\w+ )?list|summary|(?:short|long|brief|simple)(?:er)? (?:version|answer))"
_FORM = (
    rf"{_CAN_YOU}(?:{_TELL} )?(?:(?:me|it|that|this|them) )*(?:{_SHAPE}|{_LENGTH}){_PLEASE}",
    rf"{_CAN_YOU}{_TELL_AGAIN}(?: {_IT})?(?: (?:again|more simply|{_SHAPE}))?{_PLEASE}",
    rf"{_CAN_YOU}(?:(?:give|show|make|draw) (?:me )?)?(?:an?|the) {_VERSION}(?: (?:of|for|from) {_IT})?{_PLEASE}",
    rf"{_CAN_YOU}(?:(?:give|tell|show) me )?more (?:details?|information)(?: (?:on|about) {_IT})?{_PLEASE}",
    rf"tell me more about {_IT}",
    r"keep it (?:short|brief|simple)",
    rf"{_CAN_YOU}(?:put|say|tell) {_IT} (?:simply|briefly)",
    r"go on",
    rf"{_CAN_YOU}(?:elaborate|expand)(?: on {_IT})?{_PLEASE}",
)
_TABLE: dict[About, re.Pattern[str]] = {
    "source": re.compile(f"(?:{'|'.join(_SOURCE)})", re.IGNORECASE),
    "doubt": re.compile(f"(?:{'|'.join(_DOUBT)})", re.IGNORECASE),
    "form": re.compile(f"(?:{'|'.join(_FORM)})", re.IGNORECASE),
}
_FORMS: dict[Form, re.Pattern[str]] = {
    "table": re.compile(r"\b(?:table|chart|tabulate)\b", re.IGNORECASE),
    "list": re.compile(r"\b(?:(?:as|in|into) (?:an? )?(?:\w+ )?list|bullets?|bullet points)\b", re.IGNORECASE),
    "shorter": re.compile(
        r"\b(?:short\w*|brief\w*|summari[sz]e|sentences?|(?:one|two|three|few) words)\b", re.IGNORECASE
    ),
    "longer": re.compile(r"\b(?:longer|more(?! simply)|details?|go on|elaborate)\b", re.IGNORECASE),
}
_SENTENCES = re.compile(r"\b(?:(?P<two>two)|three|few) (?:\w+ )?sentences\b", re.IGNORECASE)
_OPENING = re.compile(r"^(?:(?:and|but|so|ok|please)[\s,]+)+", re.IGNORECASE)


def about_answer(text: str) -> About | None:
    """What a question asks of the last answer as a whole, if that is all it asks."""
    body = _OPENING.sub("", text).replace(",", "").strip()
    return next((about for about, pattern in _TABLE.items() if pattern.fullmatch(body)), None)


def form_asked(text: str) -> Form:
    """The form that a question asks to have the last answer told in; again as it was where it names none."""
    return next((form for form, pattern in _FORMS.items() if pattern.search(text)), "again")


def sentences_asked(text: str) -> int:
    """How many sentences a shorter answer may have."""
    match = _SENTENCES.search(text)
    return 1 if match is None else 2 if match["two"] else 3
