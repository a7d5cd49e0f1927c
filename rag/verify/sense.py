"""Whether a sentence says what the evidence says beside its figures: its words, names, negations and directions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.question import YEAR, stem, stems
from rag.question.words import STOP_WORDS
from rag.question.years import without_reports, years_of_reports
from rag.verify.amounts import SPELT_WORD, amounts
from rag.verify.around import near, numbers_in, tokens_of, words_of
from rag.verify.cited import Cited
from rag.verify.contrasts import excluded, turned

_NAME = re.compile(r"(?<![\w-])(?!(?:RMB|CNY|USD|EUR|HKD|US|HK)\d)(?:[A-Z][\w-]*[a-z\d]\w*|[A-Za-z]+\d\w*)(?!\w)")
"""A name: a word with a capital, or letters and digits run together; not one in capitals only, which may be a unit."""
_OPENS = re.compile(r"(?:^|[.!?:;]\s+|\n-?\s*)[\"“(]?$")
"""What stands before a word that has its capital only because a sentence begins."""
_OF_REPORTS = re.compile(r"\breports of\b")
_NEGATION = re.compile(
    r"\b(?:not|no(?![.-])|never|without|cannot|none|neither|nor|nothing|except(?:ing)?|excluding|excludes?|excluded)\b|n['’]t\b",
    re.IGNORECASE,
)
_THAN_AMOUNT = r"(?! than (?:about |around )?(?:\d+(?![\dA-Za-z])|[$€£]|RMB|US|EUR|HK|(?:one|two|half|a)\b))"
_UP = re.compile(
    rf"\b(?:ris(?:e|es|en|ing)|rose|increas\w+|gr[eo]w\w*|climb\w*|rais\w+|improv\w+|expand\w*|doubl\w+|tripl\w+|gain\w*"
    rf"|(?:higher|more|larger|greater|bigger|better|longer|older){_THAN_AMOUNT}|up(?= (?:by|from|\d)))\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    rf"\b(?:fall(?:s|en|ing)?|fell|decreas\w+|drop\w*|declin\w+|reduc\w+|shr[aiu]nk\w*|halv\w+|worse\w*"
    rf"|(?:lower|less|fewer|smaller|shorter|younger){_THAN_AMOUNT}|down(?= (?:by|from|\d)))\b",
    re.IGNORECASE,
)
_PLAIN = stems(
    """amounted amount came come reached reach stood stand made make shows show shown states stated recorded record
    counted compared compare respectively while whereas however also further thus therefore there these those both
    company group according based within during same one ones using used year years figure figures value values number
    numbers being having given gave gives been still now then around including includes included occurred happened took
    place held hold holds worked work mentioned described additionally moreover addition specifically result results
    meaning means namely such"""
)
"""Words that say nothing of the matter by themselves."""
_RECKONING = stems(
    """increase increased decrease decreased change changed difference differs sum combined together average mean share
    ratio times percent percentage points point more less fewer higher lower larger smaller largest smallest highest
    lowest trend rose fell grew total part portion between growth unchanged equals add added compared newest earlier
    later restated report"""
)
"""Words that tell what was reckoned."""
_STRANGE_ALLOWED = 0.15
_OF_TEXT = 0.5
"""The share of a sentence's words that must come from the evidence: a question repeated is no answer."""
_SCOPE = 2
"""How many words behind a negation tell what is denied."""


def unsaid(sentence: str, texts: Sequence[Cited], *, asked: str, free: bool, reckoned: bool) -> str:
    """Why the words of a sentence are not borne by the texts it cites; empty where they are.

    :param asked: The question: its words may be repeated, but not its names, and none of two that exclude each other.
    :param free: Whether a few words that stand nowhere are allowed, as where a model phrases it.
    :param reckoned: Whether the words that tell of a reckoning are.
    """
    return (
        _strange_year(sentence, texts, asked=asked)
        or _strange_name(sentence, texts)
        or _strange_words(sentence, texts, asked=asked, free=free, reckoned=reckoned)
        or _strange_numbers(sentence, texts)
        or _denied(sentence, texts)
    )


def directions(text: str) -> frozenset[str]:
    """The directions that a text speaks of."""
    return frozenset(name for name, words in (("up", _UP), ("down", _DOWN)) if words.search(text))


def turned_round(sentence: str, texts: Sequence[Cited]) -> bool | None:
    """Whether a sentence tells of a rise where the texts tell of a fall there; None where they tell of neither."""
    said = list(_moves(sentence))
    held = [move for each in texts for move in _moves(each.text)]
    if not said:
        return False
    if not held:
        return None
    for way, around in said:
        same = max((_likeness(around, other) for also, other in held if also == way), default=-1.0)
        turned = max((_likeness(around, other) for also, other in held if also != way), default=-1.0)
        if same < 0 or turned > same + 0.3:
            return True
    return False


def _moves(text: str) -> Iterator[tuple[str, dict[str, float]]]:
    """The words that tell of a rise or a fall, with those around each."""
    if not directions(text):
        return
    tokens = tokens_of(text)
    for way, words in (("up", _UP), ("down", _DOWN)):
        for match in words.finditer(text):
            yield way, near(tokens, match.start())


def _likeness(one: dict[str, float], other: dict[str, float]) -> float:
    """How far the words around two places agree."""
    return sum(weight * other[word] for word, weight in one.items() if word in other)


def _strange_year(sentence: str, texts: Sequence[Cited], *, asked: str) -> str:
    """A year that is none of the cited texts."""
    held = frozenset[int]().union(*(each.years for each in texts))
    of_reports = frozenset[int]().union(*(each.report_years for each in texts)) or held
    if not all(each.years for each in texts):
        held |= frozenset(map(int, YEAR.findall(asked)))
    named = frozenset(map(int, YEAR.findall(without_reports(sentence))))
    reports = frozenset(years_of_reports(sentence))
    if strange := (named - held) | (reports - of_reports):
        return f"the figure {min(strange)} does not stand in the cited passage"
    if len(texts) > 1 and _OF_REPORTS.search(sentence) and reports != of_reports:
        return "it rests on other reports than it says"
    return ""


def _strange_name(sentence: str, texts: Sequence[Cited]) -> str:
    """A name that no cited text holds, asked for or not."""
    held = frozenset[str]().union(*(each.words for each in texts))
    for match in _NAME.finditer(sentence):
        names = match[0].casefold() not in STOP_WORDS | {"no"} and not _OPENS.search(sentence[: match.start()])
        if names and not words_of(match[0]) <= held:
            return f"{match[0]} is not named in the cited passage"
    return ""


def _strange_numbers(sentence: str, texts: Sequence[Cited]) -> str:
    """A thing named by a number, as Scope 1, that a row is not of: Scopes 1 and 2 together are neither."""
    said = numbers_in(sentence)
    for name, numbers in said.items():
        held = [each.numbered[name] for each in texts if name in each.numbered]
        of_rows = frozenset[int]().union(*(each.of_label.get(name, frozenset()) for each in texts))
        if not numbers <= frozenset[int]().union(*held) or (of_rows and not of_rows <= numbers):
            return f"the cited passage is of another {name}"
    return ""


def _of_other_row(sentence: str, texts: Sequence[Cited]) -> bool:
    """Whether a sentence names a row beside the one cited, and none of the words that set that one apart."""
    said = frozenset(stem(token.word) for token in tokens_of(sentence) if token.kind == "word")
    return any(each.other <= said and not each.own & said for text in texts for each in text.rows)


def _strange_words(sentence: str, texts: Sequence[Cited], *, asked: str, free: bool, reckoned: bool) -> str:
    """That too much of a sentence stands neither in the cited texts nor in the question, or a word of another thing."""
    held = frozenset[str]().union(*(each.words for each in texts))
    others = frozenset[str]().union(*(each.others for each in texts))
    said = _words(sentence) - _PLAIN - (_RECKONING - held if reckoned else frozenset())
    strange = said - held
    of_others = (said & others) - frozenset[str]().union(*(each.own_words for each in texts))
    if swapped := (of_others - (held & stems(asked))) | excluded(strange, held):
        return f"the cited passage says nothing of {min(swapped)}"
    if _of_other_row(sentence, texts):
        return "the cited passage says this of something else"
    unknown = strange - stems(asked)
    if not said:
        return "" if any(char.isdigit() for char in sentence) else "it says nothing"
    share, of_text = 1 - len(unknown) / len(said), 1 - len(strange) / len(said)
    if share < (1 - _STRANGE_ALLOWED if free else 1) or of_text < _OF_TEXT:
        return f"only {min(share, of_text):.0%} of its words stand in the cited passage"
    return ""


def _words(text: str) -> frozenset[str]:
    """The stems of a text without amounts, negations and directions, which are held against each other alone."""
    units = frozenset[str]().union(*(words_of(amount.unit) for amount in amounts(text)))
    for pattern in (SPELT_WORD, _NEGATION, _UP, _DOWN):
        text = pattern.sub(" ", text)
    return frozenset(word for word in words_of(text) - units if not re.fullmatch(r"[\d.,]+", word))


def _denied(sentence: str, texts: Sequence[Cited]) -> str:
    """That a sentence denies what the texts say, or the other way round."""
    if word := turned(sentence, " ".join(each.own for each in texts)):
        return f"the cited passage does not say {word}"
    said = len(set(_scopes(sentence)))
    words = stems(sentence)
    held = {scope for each in texts for scope in _scopes(each.own)}
    meant = sum(bool(scope & words) or not scope for scope in held)
    if said != meant and not (said and meant and len(texts) > 1):
        return "it denies what the cited passage says, or the other way round"
    return ""


def _scopes(text: str) -> Iterator[frozenset[str]]:
    """For each negation of a text the words that tell what it denies."""
    for match in _NEGATION.finditer(text):
        behind = re.findall(r"[^\W\d_][\w'’]*", text[match.end() : match.end() + 80])
        told = [stem for word in behind for stem in stems(word)]
        yield frozenset(told[:_SCOPE])
