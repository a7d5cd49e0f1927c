"""The wordings that state a figure: verbs, amounts, times, and where the words for a thing begin and end."""

from __future__ import annotations

import re

from index.units.words import CURRENCIES

_HEDGE = (
    r"(?:(?:a total of|a cumulative total of|approximately|about|around|nearly|almost|close to|roughly|more than|over"
    r"|at least|at most|less than|fewer than|up to|as many as|as much as|some|only|an average of|an?) ){0,3}"
)
NO_HEDGE = re.compile(r"\b(?:a total of|an average of|a cumulative total of|an?|only|some)\b ?", re.IGNORECASE)
_SIGNS = "|".join(re.escape(sign) for sign in sorted(CURRENCIES, key=len, reverse=True) if not sign[-1].isalpha())
_MONEY = rf"(?:RMB|CNY|USD|EUR|GBP|{_SIGNS})"
VALUE = re.compile(
    rf"(?P<hedge>{_HEDGE})(?P<money>{_MONEY})? ?(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?![\d,]*\d|[-–—~/×x]\d|\.\d|(?:st|nd|rd|th)\b)(?P<plus>\+?)"
    r"(?: ?(?P<scale>thousand|million|billion|trillion|mn|bn)\b)?",
    re.IGNORECASE,
)
_DAY = r"(?:[A-Z][a-z]+ \d{1,2},? |\d{1,2} [A-Z][a-z]+ |[A-Z][a-z]+ )?"
_NAMED_YEAR = rf"{_DAY}(?:FY ?)?(?:(?:19|20)\d\d|year|period)(?: year[- ]end)?"
TIME_PHRASE = re.compile(
    r",? ?\b(?:(?:in|as of|as at|by|during|at|for|throughout|within|over) (?:the )?"
    r"(?:end of (?:the )?(?:this )?|year[- ]end of )?(?:reporting |fiscal )?(?:year |period )?(?:ended )?"
    rf"{_NAMED_YEAR}|this (?:reporting )?(?:year|period))\b,? ?",
    re.IGNORECASE,
)
_HAS = r"(?:has |had |have )?(?:also )?"
STATE = re.compile(
    rf" (?:{_HAS}(?:reached|amounted to|totall?ed|stood at|came to|exceeded|surpassed)|was|were|is|are"
    rf"|{_HAS}(?:increased|decreased|rose|risen|fell|fallen|dropped|declined|grew|grown|improved|reduced"
    r"|went (?:up|down))"
    rf"(?: by [\d.,]+ ?%)? to|(?P<part>accounted for|represented|made up|contributed)) (?={_HEDGE}{_MONEY}? ?\d)",
    re.IGNORECASE,
)
OWNING = frozenset({"had", "employed", "achieved", "maintained", "owned"})
DEEDS = (
    "hired|recruited|employed|had|recycled|reused|recovered|collected|saved|conserved|reduced|avoided|generated"
    "|consumed|used|purchased|emitted|discharged|withdrew|invested|donated|planted|trained|conducted|held|organi[sz]ed"
    "|completed|audited|inspected|assessed|identified|received|obtained|recorded|carried out|established|processed"
    "|delivered|replaced|installed|produced|paid|issued|filed|published|operated|provided|served|owned|maintained"
    "|achieved|offered|arranged|handled|resolved|performed|distributed|signed|hosted|sold|granted|launched"
    "|added|removed|blocked|solved|gathered|reported|registered|implemented|sponsored|deployed|screened|verified|covered|passed|trained"
)
PASSIVE = re.compile(rf" (?:was|were|(?:have|has|had) been)(?: \w+ly)? (?P<deed>{DEEDS})\b", re.IGNORECASE)
NEXT_DEED = re.compile(rf"(?:, and|,| and) (?P<deed>{DEEDS}) (?={_HEDGE}{_MONEY}? ?\d)", re.IGNORECASE)
OTHER_DOER = re.compile(r"\b(?:who|which|that|whom|they|it)\b|;", re.IGNORECASE)
CLAUSE = re.compile(r"[;:]|, (?:and |while |whereas |with |but )?|\bwhile\b|\bwhereas\b", re.IGNORECASE)
SUBJECT_ENDS = re.compile(
    r"\d|\b(?:which|who|that|it|they|this|these|those|we|there|he|she|among|where)\b|[()\"“”]", re.IGNORECASE
)
NAMES_WITH_DIGITS = re.compile(
    r"\bscopes? [123](?:(?: and|,| \+| &) (?:scope )?[123])*|\btier[- ]?[12]\b|\bISO ?\d+|\bCO ?2e?|\b72[- ]hours?",
    re.IGNORECASE,
)
AFTER = re.compile(
    r"$|[.,;)(]|(?:in|as|by|and|with|compared|representing|accounting|during|this|globally|overall)\b"
    r"|an? (?:increase|decrease|reduction|rise)\b"
)
NOUN_END = re.compile(
    r"[,;:()\"“”]|\.(?:\s|$)|\b(?:who|which|that|through|via|by|while|where|when|compared|including|covering|reaching"
    r"|resulting|accounting|representing|using|with|achieving|involving|focusing|such|around|as|an|were|was|is|are|has"
    r"|had|have|but|than|thereby|during|within)\b"
    r"|,? and (?=\w+ed\b|\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|a|an|the|our|we|about|over|more"
    r"|nearly|RMB|approximately)\b)",
    re.IGNORECASE,
)
OWN_SUBJECT = re.compile(
    r"emission|energy|electricity|water|waste|employee|workforce|turnover|training|r&d|research|revenue|fatalit|injur"
    r"|donat|consumption|headcount|women|female|male|renewable|recycl|packaging|supplier|patent|complaint|satisfaction"
    r"|intensity|\bour\b",
    re.IGNORECASE,
)
"""What a report speaks of as its company's own, though it doesn't say whose."""


BRACKETED = re.compile(r"\([^()\d]{0,40}\)")
LIST_GOES_ON = re.compile(
    r",(?! (?:with|which|of|and|a|an|the|\w+(?:ing|ed))\b)(?: [^\W\d][\w&'’-]*){1,6}(?:,| and )(?! ?\d)"
)
LAST_PHRASE = re.compile(r" (?:across|in|on|from|to|for|with|about)(?: [\w&'’-]+){1,6}$")
ARTICLE = re.compile(r"^(?:our|the|a|an|its|and|overall,?) ", re.IGNORECASE)
PARTICIPLE = re.compile(r"\b\w+(?:ed|ing) (?:in|by|to|at|with) ")
MOST_WORDS = 14
