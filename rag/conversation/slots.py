"""The slots of a question: its years, the report it names, and its phrases."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.question import YEAR, content_words

_Y = YEAR.pattern
YEARS = re.compile(
    r"(?:(?<![\w-])(?P<lead>(?:(?:at|by|since|until|from) (?:the )?(?:end|start|beginning) of|as of|for the year|"
    r"in the years?|in|for|of|during|by|since|from|between|until|than in|than|versus|vs\.?|"
    r"(?:when )?compared? (?:to|with)|relative to|against)) )?"
    r"(?P<years>(?:(?:FY|(?:financial|fiscal|the) year) ?)?"
    rf"{_Y}(?:(?: (?:and|or|to|until|through|with) (?:in )?|, ?(?:and )?| ?[-–/] ?){_Y})*)",
    re.IGNORECASE,
)
"""A year or several, with the words that lead to them."""

REPORT = re.compile(
    r"(?:(?<![\w-])(?P<lead>in|by|of|from|per|according to) )?(?P<name>(?:\b(?:the|its|their) )?"
    rf"(?:{_Y} (?:(?!(?:of|in|and|does|did|is|report) )[\w&-]+ ){{0,3}}?|"
    r"(?<=the )(?:(?!(?:of|in|and|does|did|is|was|which|that|to|company|group|bank|board|report) )[\w&-]+ ){1,3}?)"
    rf"(?:report|white paper|paper|factbook|supplement)\b(?: (?:of|for|from) {_Y})?"
    rf"|\b(?:the|its|their) (?:report|white paper) (?:of|for|from) {_Y}|\b(?:the|its|their) white paper\b)",
    re.IGNORECASE,
)
"""A report that is told from others by its year or its name."""

COMPARES = re.compile(r"\b(?:compared?|comparison|versus|vs|against|relative to|than|since|as in)\b", re.IGNORECASE)
WHOLE = re.compile(
    r"\b(?:overall|in total|in all|altogether|as a whole|(?:for |of |in )?the (?:whole|entire) \w+)\b", re.IGNORECASE
)
NOW = re.compile(r"\b(?:now(?:adays)?|today|currently|at present|most recently|latest)\b", re.IGNORECASE)
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
_BACK = re.compile(
    r"\b(?:the year|(?P<n>\d|a|one|two|three|four|five|ten) years?) (?P<way>before|earlier|prior|later|after)\b", re.I
)
_NEXT = re.compile(r"\b(?:the |a )?(?P<way>previous|prior|preceding|last|following|next) year\b", re.IGNORECASE)


def word_set(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


PREPOSITIONS = word_set("for in at of by among amongst from on with without outside within under about to")
GENERIC = word_set(
    """only just same too well also instead alone else now case then again other others ones one value values figure
    figures number numbers amount compare compared comparison versus vs different differ true apply like look
    situation higher lower more less fewer better worse exactly precisely specifically maybe perhaps
    much many it they them that this those these there what which how who when where is are was were did does do has
    have had be been can could would will should the a an and or but than as so not no yes say says said state states
    stated give given gives show shows tell tells please me us you i here still even back"""
)
"""Words that name nothing by themselves in a question that goes on."""
_MOST_PHRASES = 6
"""A question that goes on names few things; of one that names more, the first are looked at."""
_TOKEN = re.compile(r"[^\s,;:?!()\"“”]+|[,;:]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that name something, and the preposition before them."""

    preposition: str
    text: str

    def __str__(self) -> str:
        return f"{self.preposition} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Slots:
    """What a question that goes on names."""

    years: str = ""
    """The years as written, without what leads to them."""
    years_lead: str = ""
    compares: bool = False
    """The years are to stand beside those before, not in their place."""
    report: str = ""
    phrases: tuple[Phrase, ...] = ()
    whole: bool = False
    """It asks for the whole again, after a part."""
    now: bool = False

    @property
    def leftover(self) -> tuple[str, ...]:
        """The content words of the phrases."""
        return content_words(" ".join(phrase.text for phrase in self.phrases))


def read(text: str) -> Slots:
    """The slots of a question that goes on, its opening words taken off."""
    report = REPORT.search(text)
    rest = REPORT.sub(" ; ", text, count=1)
    years = YEARS.search(rest)
    lead = (years["lead"] or "") if years else ""
    compares = years is not None and COMPARES.search(rest[: years.end()]) is not None
    whole, now = WHOLE.search(rest) is not None, NOW.search(rest) is not None
    for pattern in (YEARS, WHOLE, NOW):
        rest = pattern.sub(" ; ", rest)
    return Slots(
        years=years["years"] if years else "",
        years_lead=lead,
        compares=compares,
        report=report["name"] if report else "",
        phrases=tuple(_phrases(rest)[:_MOST_PHRASES]),
        whole=whole,
        now=now,
    )


_THAT_YEAR = re.compile(r"\b(?:(?:in|for|during) )?(?:that|this|the same) (?:year|period)\b(?!['’])", re.IGNORECASE)
_ONE_OF_YEAR = re.compile(rf"\b(?P<the>the {_Y}) one\b", re.IGNORECASE)


def with_plain_names(text: str, before: str) -> str:
    """A text with "the 2024 one" as a report, where one was named before."""
    return _ONE_OF_YEAR.sub(r"\g<the> report", text) if REPORT.search(before) else text


def with_plain_years(text: str, before: tuple[int, ...]) -> str:
    """A text with "that year", "the year before" and the like as years, if it has none of its own."""
    if not before or YEAR.search(text):
        return text
    text = _THAT_YEAR.sub(f"in {before[0]}" if len(before) == 1 else f"in {before[0]} and {before[-1]}", text)

    def counted(match: re.Match[str]) -> str:
        way = match["way"].lower()
        number = match.groupdict().get("n") or "one"
        steps = int(number) if number.isdigit() else _COUNTS[number.lower()]
        back = way in {"before", "earlier", "prior", "previous", "preceding", "last"}
        return str(min(before) - steps if back else max(before) + steps)

    return _NEXT.sub(counted, _BACK.sub(counted, text))


def _phrases(text: str) -> list[Phrase]:
    """The phrases of a text, parted at prepositions and commas."""
    found: list[Phrase] = []
    preposition, words = "", list[str]()
    for token in [*_TOKEN.findall(text), ";"]:
        inside = token.lower() == "of" and bool(_trimmed(words))
        if inside or (token.lower() not in PREPOSITIONS and token not in {",", ";", ":"}):
            words.append(token)
            continue
        if phrase := _trimmed(words):
            found.append(Phrase(preposition, phrase))
        preposition, words = (token.lower() if token.lower() in PREPOSITIONS else ""), []
    return found


def _trimmed(words: list[str]) -> str:
    """The words without generic ones at both ends, an article kept."""
    first, last = 0, len(words)
    while first < last and words[first].lower() in GENERIC:
        first += 1
    while last > first and words[last - 1].lower().strip(".") in GENERIC:
        last -= 1
    article = first > 0 and first < last and words[first - 1].lower() in {"the", "a", "an"}
    return " ".join(words[first - article : last])
