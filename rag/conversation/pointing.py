"""Words that point back to the question before, replaced by what it is about."""

from __future__ import annotations

import re

from rag.conversation.edit import with_parts
from rag.conversation.facets import named
from rag.conversation.periods import report_of, tidy, without_years, years_of
from rag.conversation.slots import REPORT, Slots
from rag.conversation.subject import ASKS, AUXILIARY, subject
from rag.conversation.swap import NAME
from rag.question import stem

_NOUN = r"(?:figures?|numbers?|values?|amounts?|results?|quantity|totals?|percentages?|indicators?|metrics?|topics?)"
_MOVE = r"(?:increase|decrease|rise|drop|fall|decline|growth|change|jump|reduction|difference)s?"
_NO_NOUN = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|will|in|for|of|on|at|by|with|to|rise|fall|drop|jump|climb|increase|"
    r"decrease|decline|grow|more|less|higher|lower|than|as|compared?|per|not|a|the|so|change|\w+ed|differ|develop|mean|"
    r"include|cover|apply|under|over|above|below|from|about|among|between|who|which|down|up|out|into)"
)
POINTER = re.compile(
    rf"(?P<noun>\b(?:that|this|those|these|the same|such) {_NOUN}\b)"
    rf"|(?<!did )(?<!does )(?<!do )\b(?:that|this|the|such a) (?P<move>{_MOVE})\b"
    r"|\b(?P<owner>its|their|his|her)\b(?! own\b)"
    rf"|\b(?:those|these|this|such|that(?! \w+[^\Ws]s\b)) (?!{_NO_NOUN}\b)"
    r"(?P<own>[a-z][\w-]+)\b"
    r"|(?<!is )(?<!are )(?<!was )(?<!were )\b(?P<place>there)\b(?! (?:is|are|was|were))"
    r"|\b(?P<plain>it|he|she|him|them|they|those|these|that|this|the same|(?<=which )ones?)\b",
    re.IGNORECASE,
)
"""A word that points back: "that figure", "that rise", "its", "those suppliers", "it"."""
DOES = re.compile(
    r"^(?!(?:why|how|what|who|when|where) (?:did|does|do|has|have)\b).*\b(?:do|does|did|has|have) (?:it|they)$",
    re.IGNORECASE,
)
"""What comes before the doer of a question that has a subject of its own: "how much water did it"."""
SAYS_SO = re.compile(
    r"\b(?:does|did) it (?:also )?(?:say|state|see|mention|explain|expect|predict|describe|define|name|call|report)\b",
    re.I,
)
"""What a report does."""
_THEY_DO = re.compile(r"\b(?:do|did|have) they\b", re.IGNORECASE)
_BRANCH = re.compile(r"(?:segment|business|division)$", re.IGNORECASE)
_THE = re.compile(r"\bthe $", re.IGNORECASE)


def entity(text: str) -> str | None:
    """Who or what in a question can do something: a part of the company, people, or a proper name."""
    plain = without_years(REPORT.sub(" ", text)).rstrip("?")
    parts = [each.text for each in named(plain) if each.facet == "people" or _BRANCH.search(each.text)]
    if parts:
        return parts[-1]
    names = [match for match in NAME.finditer(plain) if match.start()]
    article = "the " if names and _THE.search(plain[: names[-1].start()]) else ""
    return f"{article}{names[-1][0]}" if names else None


def pointer(question: str) -> re.Match[str] | None:
    """The word that points back; in "how do they measure it" what is measured, as "they" are the company."""
    found = list(POINTER.finditer(question))
    if len(found) > 1 and found[0][0].lower() == "they" and found[1]["plain"] and _THEY_DO.search(question):
        return found[1]
    return found[0] if found else None


def pointed(question: str, before: str, slots: Slots, *, answer: str = "") -> str:
    """A question with the first word that points back replaced by what the question before is about.

    Its years and report stay too, unless the question names its own. "That committee" is the one that the answer names.
    """
    match = pointer(question)
    about = subject(with_parts(before, slots))
    if match and SAYS_SO.search(question) and (report := REPORT.search(before)):
        about = report["name"]
    elif match and DOES.search(question, 0, match.end()):
        about = entity(before) or about
    text = question.rstrip(" ?!.")
    if match and match["own"] and (name := _name_in(answer, match["own"])):
        text = f"{text[: match.start()]}the {name}{text[match.end() :]}"
    elif match is None:
        text = f"{text} of {about}"
    else:
        text = _replaced(text, match, _without_repeats(about, question))
    if not slots.report:
        text = f"{text} {report_of(before)}" if report_of(text) == "" else text
    if not slots.years or slots.compares:
        text = f"{text} {years_of(before)}" if not slots.now else text
    return tidy(text)


def bare(word: str, before: str) -> str:
    """The question before, asked for its reason or manner: "How much did water use rise?" and "why?"."""
    text = before.rstrip(" ?!.")
    inverted = re.match(rf"^(?:by )?how (?:much|many|far|)\s*(?P<clause>{AUXILIARY} .+)$", text, re.IGNORECASE)
    if inverted:
        return tidy(f"{word} {inverted['clause']}")
    counted = re.match(
        rf"^(?:how (?:many|much)|which|what) (?P<noun>.+?) (?P<aux>{AUXILIARY}) (?P<rest>.+)$", text, re.I
    )
    if counted:
        return tidy(f"{word} {counted['aux']} {counted['noun']} {counted['rest']}")
    asked = ASKS.match(text)
    return tidy(f"{word} {text[asked.end() :] if asked else text}")


def _name_in(answer: str, noun: str) -> str | None:
    """The proper name in an answer that ends in a noun, such as "Sustainability Committee"."""
    match = re.search(rf"(?:\b(?!(?:The|An?|This|That|Its?) )[A-Z][\w&-]* )+{re.escape(noun.title())}\b", answer)
    return match[0] if match else None


def _without_repeats(about: str, question: str) -> str:
    """The subject without last words that the question says itself: "did it rise" of "emissions rise"."""
    said = {stem(word) for word in re.findall(r"[\w-]+", question.lower())}
    words = about.split()
    while len(words) > 1 and stem(words[-1].lower()) in said:
        words.pop()
    return " ".join(words)


def _replaced(text: str, match: re.Match[str], about: str) -> str:
    """The text with its pointing word replaced."""
    head, tail = text[: match.start()], text[match.end() :]
    if match["place"]:
        return f"{head}in {about}{tail}"
    if match["move"]:
        return f"{head}the {match['move']} in {about}{tail}"
    if match["owner"]:
        return f"{head}the{tail} of {about}"
    if match["own"]:
        if stem(match["own"].lower()) in {stem(word) for word in about.lower().split()}:
            return f"{head}{about}{tail}"
        return f"{head}the {match['own']}{tail} about {about}"
    article = "the " if head.lower().endswith(" of ") and not about.lower().startswith("the ") else ""
    return f"{head}{article}{about}{tail}"
