"""Which language a text is in, told from its script and its smallest words."""

from __future__ import annotations

import re
from collections import Counter

_SMALL = {
    "en": "the of and to in for is on with that by are we our as from this at be which",
    "de": "der die und das in den von zu mit sich des auf für ist im dem nicht ein eine als wir unsere werden bei",
    "fr": "le la les de des et en du une un que est pour dans par sur nous nos au aux avec qui ses",
    "es": "el la los las de y en que del se por con para una un es al como nuestra nuestros su más",
    "it": "il di che la e in un una del della per è con non sono dei le gli nel alla dal nostro nostri",
    "pt": "o a os as de e em que do da dos das para com uma um no na por ao são mais nossa nossos não",
    "nl": "de het een en van in te dat op is voor met zijn die niet aan ook worden door onze wij bij",
}
_PROFILES = {language: frozenset(words.split()) for language, words in _SMALL.items()}
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
)
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH_LETTERS = 200
_ENOUGH_WORDS = 15
_SCRIPT_SHARE = 0.25
_WORD_SHARE = 0.15
_LEAD = 1.3
"""Neighbouring languages share small words; the best one has this many times those of the next."""


def language_of(text: str) -> str:
    """The two-letter code of a text's language; empty where it can't be told."""
    letters = sum(map(str.isalpha, text))
    if not letters:
        return ""
    for language, script in _SCRIPTS:
        found = len(script.findall(text))
        if found > _SCRIPT_SHARE * letters and (found >= _ENOUGH_WORDS or letters < _ENOUGH_LETTERS):
            return language
    words = Counter(_WORD.findall(text.casefold()))
    count = words.total()
    hits = sorted(
        ((sum(words[word] for word in profile), language) for language, profile in _PROFILES.items()), reverse=True
    )
    (most, language), (next_most, _) = hits[:2]
    sure = count >= _ENOUGH_WORDS and most >= _WORD_SHARE * count and most >= _LEAD * next_most
    return language if sure else ""
