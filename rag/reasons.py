"""Reasons in a text: whether it says why something is so, outright or by telling what it is for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.words import MONTH

_NOT_A_TIME = (
    r"(?!\W*(?:(?:FY ?)?\d|then\b|its\b|their\b|the (?:launch|start|beginning|end|establish\w*|release|introduction)\b"
    rf"|(?:early|mid|late)\b|last\b|{MONTH}\b))"
)
_OUTRIGHT = re.compile(
    r"\b(?:because|due to|owing to|thanks to|attribut(?:ed|able) to|as a (?:result|consequence)|on account of"
    r"|(?:result(?:s|ed|ing)?|stem(?:s|med)?|aris(?:es?|ing)) from|(?:driven|caused|triggered|prompted) by"
    r"|in (?:response to|view of|light of|order (?:to|that))|given that|so (?:that|as to|it|they)|reasons?|therefore"
    r"|hence|thus|thereby|that is why|aim(?:s|ed|ing) (?:to|at)|with (?:the aim|the goal|a view)"
    r"|for the (?:purpose|sake)"
    rf"|(?:leads?|led) to|mainly|primarily|since {_NOT_A_TIME})\b",
    re.IGNORECASE,
)
"""What tells that something is the reason or the purpose of something else."""
_IN_OTHER_WORDS = re.compile(
    r"[,;] (?:to|by|as|with|\w+ing)\b|^(?:to|by|as|with|given) |\bin (?:line|accordance|compliance) with\b"
    r"|\bto (?:\w+ly )?(?:improve|ensure|reduce|enhance|protect|prevent|avoid|provide|support|promote|meet|achieve"
    r"|strengthen|guarantee|address|help|encourage|increase|foster|safeguard|allow|enable|raise|minimi[sz]e|facilitate"
    r"|align|comply|respond|maintain|optimi[sz]e|fulfil|tackle|lower|cut|save|attract|alleviate|ease|lessen)\b"
    r"|\b(?:help|enabl|allow)(?:s|ed|es|ing)\b|\bwhich\b|\bchalleng|\bpressure\b|\bdifficult|\black(?:s|ed|ing)?\b"
    r"|\bfail(?:s|ed|ure)?\b|\brevisions?\b|\bconcern(?:s|ed)?\b|\bimportan",
    re.IGNORECASE,
)
"""What may tell that too: what something is for, what follows from it, or what trouble came before it."""

_BACKWARD = re.compile(
    r"(?:for (?:this|that|these) (?:reasons?|purposes?)|to (?:this end|address (?:this|these))"
    r"|in (?:response to|view of|light of) (?:this|these|that)|therefore|thus|hence|as a (?:result|consequence)(?! of)"
    r"|consequently|with this in mind|because of this|against this background|accordingly)\b",
    re.IGNORECASE,
)
"""How a sentence begins whose reason the one before it tells."""

_RISES = (
    r"increas\w*|ris(?:e|es|en|ing)|rose|gr[eo]w\w*|climb\w*|(?:go|goes|went|gone|drives?|drove|driven|push\w*) up"
    r"|higher|surg\w+|jump\w*|wider"
)
_FALLS = r"decreas\w*|declin\w*|fell|fall(?:s|en|ing)?|lower|fewer|shr[aiu]nk\w*|(?:go|goes|went|gone) down"
_VARIES = r"chang(?:e|ed|es)|differ(?:s|ed|ent)?|comparable|revis\w*|restat\w*"
_OTHERWISE = r"revis\w*|restat\w*|expand\w*|scope|boundar\w+|switch\w*|replac\w*|adjust\w*|updat\w*"
_MOVES: tuple[tuple[str, str], ...] = (
    (_RISES, rf"{_RISES}|more|expan\w*|add(?:ed|ing|itions?)|larger|greater|rais\w+|enlarg\w+|heavier|bigger|up"),
    (_FALLS, rf"{_FALLS}|drop\w*|reduc\w*|less|cut\w*|sav(?:e|ed|es|ing|ings)|smaller|short\w*|down"),
    (_VARIES, rf"{_RISES}|{_FALLS}|{_VARIES}|{_OTHERWISE}"),
)
"""What asks why something moved, and the words of which a text that tells it holds one."""

OUTRIGHT = 1.0
IN_OTHER_WORDS = 0.5


@dataclass(frozen=True, slots=True)
class Move:
    """What is asked the reason of, where it is a rise, a fall or another change."""

    told: re.Pattern[str]
    """The words of which a text that tells the reason holds one."""
    explained: re.Pattern[str] | None = None
    """Those that tell it by themselves, as that a scope was widened tells why figures differ."""

    @classmethod
    def of(cls, question: str) -> Move | None:
        """The move that a question asks the reason of; None where it asks for another."""
        told = next((told for asked, told in _MOVES if _words(asked).search(question)), None)
        if told is None:
            return None
        varies = _words(_VARIES).search(question) is not None
        return cls(_words(told), _words(_OTHERWISE) if varies else None)


def _words(pattern: str) -> re.Pattern[str]:
    """A pattern of whole words."""
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


def reason_in(text: str) -> float:
    """How surely a text tells why something is so: 1 says it outright, 0.5 in other words, 0 tells nothing of it."""
    if leans_back(text) or _OUTRIGHT.search(text):
        return OUTRIGHT
    return IN_OTHER_WORDS if _IN_OTHER_WORDS.search(text) else 0.0


def leans_back(text: str) -> bool:
    """Whether the reason of what a sentence says stands in the sentence before."""
    return _BACKWARD.match(text) is not None
