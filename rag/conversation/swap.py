"""A phrase in the place of what is like it in the question before."""

from __future__ import annotations

import re

from rag.conversation.facets import EMISSION, FACETS, MEASURE, PARTS, Named, named
from rag.conversation.slots import PREPOSITIONS, REPORT, Phrase, word_set
from rag.question import YEAR, stem

NAME = re.compile(r"(?<![\w.])(?:\"[^\"]+\"|“[^”]+”|[A-Z][\w+&-]*(?: (?:[A-Z0-9][\w+&-]*|x))*)")
_NUMBERED = re.compile(
    r"\b(?P<name>[A-Za-z]{3,}) (?P<numbers>\d{1,2}(?!\d)(?:(?:,| and| or| to|-) ?\d{1,2}(?!\d))*)(?![\w.,]*\d)"
)
_DEED = re.compile(r"\b(?:[a-z]{3,}(?<!e)ed|withdrawn|bought|sold|lost|spent|left|given|burnt|held|built)\b")
_ADVERB = re.compile(r"^(?:overseas|abroad)$", re.IGNORECASE)
ARTICLE = re.compile(r"^(?:the|an?) ", re.IGNORECASE)
_NO_MODIFIER = word_set(
    """the a an of in for at by and or how much many what which was were is are did does do its their has have had
    per from to with on"""
)


def exchanged(text: str, phrase: Phrase) -> str | None:
    """The text with the phrase in the place of what is most like it; None where nothing is."""
    ways = (_with_head, _with_class, _with_number, _with_name, _with_lead, _with_deed)
    return next((changed for way in ways if (changed := way(text, phrase)) is not None), None)


def _with_head(text: str, phrase: Phrase) -> str | None:
    """The phrase in the place of another with the same last word: "the Beta Team" for "the Alpha Team"."""
    words = ARTICLE.sub("", phrase.text).split()
    if len(words) < 2 or len(words) > 4:
        return None
    head = stem(words[-1].lower())
    tokens = list(re.finditer(r"[\w&'’-]+", text))
    for at, token in enumerate(tokens):
        if stem(token[0].lower()) == head and at >= 1:
            first = at
            most = at if ARTICLE.match(phrase.text) else len(words) - 1
            inside = [range(each.start, each.end) for each in named(text)]
            while first > 0 and _modifies(tokens[first - 1], tokens[first], text):
                torn = any({tokens[first - 1].start(), tokens[first].start()} <= set(span) for span in inside)
                if at - first >= most and not torn:
                    break
                first -= 1
            if first < at:
                return f"{text[: tokens[first].start()]}{' '.join(words)}{text[token.end() :]}"
    return None


def _modifies(word: re.Match[str], head: re.Match[str], text: str) -> bool:
    """Whether a word stands before another as a part of its name."""
    return word[0].lower() not in _NO_MODIFIER and text[word.end() : head.start()] == " " and not YEAR.search(word[0])


def _with_class(text: str, phrase: Phrase) -> str | None:
    """The phrase in the place of another of its class, or its parts where each has one of its class."""
    inside = named(phrase.text)
    if not inside:
        return None
    if len(inside) == 1 or not all(_like(text, each) for each in inside):
        first = next((each for each in inside if _like(text, each)), None)
        return swapped(text, first, phrase.text) if first else None
    for each in inside:
        text = swapped(text, each, each.text) or text
    return text


def _like(text: str, one: Named) -> list[Named]:
    """What a text names of the same class."""
    return [each for each in named(text) if each.facet == one.facet]


def swapped(text: str, one: Named, new: str) -> str | None:
    """A text with the first of a class replaced and those joined to it gone; None where it names none."""
    like = _like(text, one)
    if not like:
        return None
    first, last = like[0], like[0]
    for each in like[1:]:
        if one.facet == "scope" or re.fullmatch(r"\s*(?:,|and|or|&)\s*(?:and |or )?", text[last.end : each.start]):
            if one.facet == "scope" and each.start > last.end + 30:
                break
            last = each
    old = text[first.start : first.end]
    between = text[first.end : last.start] if one.facet == "scope" and last is not first else ""
    if one.facet == "resource":
        new, text = _measured(old, new), _rid_of_scope(text, old, new)
        first = _like(text, one)[0]
        last = first
    if ARTICLE.match(text[: first.start][-4:].strip() + " ") or not ARTICLE.match(old):
        new = ARTICLE.sub("", new) if re.search(r"\bthe $", text[: first.start]) else new
    head = text[: first.start]
    if _ADVERB.match(new):
        head = re.sub(r"\b(?:in|for|at|from) (?:the )?$", "", head)
    elif one.facet == "place" and _ADVERB.match(old):
        head += "" if head.rstrip().rsplit(" ", 1)[-1] in PREPOSITIONS else "in "
    return f"{head}{new}{between}{text[last.end :]}"


def _measured(old: str, new: str) -> str:
    """A resource with the measure of the one before, unless it brings its own."""
    measure = MEASURE.search(old)
    return new + measure[0] if measure and not MEASURE.search(new) and "emission" not in measure[0] else new


def _rid_of_scope(text: str, old: str, new: str) -> str:
    """The text without the scopes of emissions where something else takes their place."""
    if not EMISSION.search(old) or EMISSION.search(new):
        return text
    return re.sub(rf"(?:\(\s*)?(?:{FACETS['scope'].pattern})(?:\s*\))?\s*", "", text, flags=re.IGNORECASE)


def _with_number(text: str, phrase: Phrase) -> str | None:
    """A numbered name in the place of the same name with another number: "Tier 2" for "Tier 1"."""
    new = _NUMBERED.search(phrase.text)
    for old in _NUMBERED.finditer(text) if new else ():
        if new and stem(old["name"].lower()) == stem(new["name"].lower()):
            return f"{text[: old.start()]}{new[0]}{text[old.end() :]}"
    return None


def _with_name(text: str, phrase: Phrase) -> str | None:
    """A proper name in the place of the one that it is most like."""
    plain = ARTICLE.sub("", phrase.text)
    if not NAME.fullmatch(plain) or any(each.facet in PARTS for each in named(plain)):
        return None
    known = [range(each.start, each.end) for each in named(text)]
    names = [m for m in NAME.finditer(text) if m.start() > 0 and not any(m.start() in span for span in known)]
    words = set(plain.split())
    led = [
        m for m in names if phrase.preposition and re.search(rf"\b{phrase.preposition} (?:the )?$", text[: m.start()])
    ]
    shared = [match for match in names if words & set(match[0].split())]
    chosen = next((group for group in (shared, led, names) if len(group) == 1), None)
    if chosen is None:
        return None
    rest = re.sub(r"^ \([^()]*\)", "", text[chosen[0].end() :])
    return f"{text[: chosen[0].start()]}{plain}{rest}"


def _with_lead(text: str, phrase: Phrase) -> str | None:
    """The phrase in the place of the one that the same preposition leads to, neither of a class that is known."""
    if phrase.preposition in {"", "of", "to"} or any(each.facet in PARTS for each in named(phrase.text)):
        return None
    stops = "|".join(sorted(PREPOSITIONS))
    old = re.search(
        rf"\b{phrase.preposition} (?P<old>(?:(?!(?:{stops}|is|are|was|were)\b)[^\s,\d]+ ?){{1,4}})", text, re.I
    )
    if old is None or named(old["old"]) or REPORT.match(text, old.start()):
        return None
    return f"{text[: old.start('old')]}{phrase.text} {text[old.end('old') :]}"


def _with_deed(text: str, phrase: Phrase) -> str | None:
    """What is done in the place of what was done: "how much was recycled" and "and reused?"."""
    done = list(_DEED.finditer(text)) if not phrase.preposition and _DEED.fullmatch(phrase.text) else []
    return f"{text[: done[-1].start()]}{phrase.text}{text[done[-1].end() :]}" if done else None
