"""The words of a text that carry meaning, and their stems."""

from __future__ import annotations

import re

from index.words import MONTH
from rag.question.years import YEAR

_STOP_WORDS_TEXT = """
    a about according after all also an and any are as at be been before between by can could did do does for from had
    has have how i if in into is it its itself many me much my of on or our over per report reported reports say says
    said she so such tell than that the their them then there these they this those to under up was we were what when
    where whether which who whom whose why will with would you your name list give please
    """
STOP_WORDS = frozenset(_STOP_WORDS_TEXT.split())
"""Words that tell nothing of what is asked for."""
_WORD = re.compile(r"[^\W_]+(?:[.,'’&+-][^\W_]+)*\+?", re.UNICODE)
_NUMBER_AND_UNIT = re.compile(r"(?<![\w.,])(\d+)([A-Za-z]{1,3})\b")
_NUMBERED = re.compile(r"\b([A-Z][\w-]*) (\d+[A-Za-z+]*)\b")
_NAME = re.compile(r"(?<![\w.,’'-])[a-z][\w’'-]*,? ([A-Z][a-z]{2,})\b(?!['’-]?\w)")
"""A word with a capital behind one without."""
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ed", "es", "s", "e", "y")


def content_words(text: str) -> tuple[str, ...]:
    """The words of a text that carry meaning, in order, each once."""
    words = (re.sub(r"['’]s?$", "", word) for word in _WORD.findall(text.lower().replace("’", "'")))
    return tuple(dict.fromkeys(word for word in words if word not in STOP_WORDS and not YEAR.fullmatch(word)))


def stem(word: str) -> str:
    """A word without its ending, so that plural and verb forms meet: emissions, emission; recycled, recycling."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def stems(text: str) -> frozenset[str]:
    """The stems of all content words of a text; the parts of hyphenated words and of ``256GB`` too."""
    words = content_words(_NUMBER_AND_UNIT.sub(r"\1\2 \1 \2", text))
    parts = (
        part for word in words for part in ([word, *re.split(r"[-&+]", word)] if re.search(r"[-&+]", word) else [word])
    )
    return frozenset(stem(part) for part in parts if part)


def proper_names(text: str) -> tuple[str, ...]:
    """The words of a question that its capitals tell to be names; of several in a row the first."""
    return tuple(name for name in _NAME.findall(text) if not re.fullmatch(MONTH, name.lower()))


def numbered_names(text: str) -> list[tuple[str, str]]:
    """The names with a number in a text, such as Scope and 3; "Scope 1 and 2" holds two."""
    plain = re.sub(r"\b([A-Z][\w-]*) (\d+) (and|or|plus|to|/) (\d+)\b", r"\1 \2 \3 \1 \4", YEAR.sub("", text))
    return _NUMBERED.findall(plain)
