"""The question before with some of its slots replaced by those of the question that goes on from it."""

from __future__ import annotations

import re

from rag.conversation.facets import FACETS, OF_SUBJECT, PARTS, SUBJECT_WORD, named
from rag.conversation.periods import report_of, tidy, with_report, with_years, without_years, years_of
from rag.conversation.slots import REPORT, Phrase, Slots
from rag.conversation.subject import subject
from rag.conversation.swap import ARTICLE, exchanged, swapped

_LEAD = re.compile(
    r"^(?:(?:and|but|also|then) )?(?:by )?"
    r"(?:what (?:was|were|is|are)|how (?:much|many|high|large)|which|what) (?:the )?",
    re.IGNORECASE,
)
_LEADS_ITSELF = re.compile(r"^(?:per|overseas|abroad|full-time|part-time|under|over|above|below)\b", re.IGNORECASE)


def edited(before: str, slots: Slots) -> str:
    """The question before with each slot that is named anew replaced, or added where it had none."""
    text = before.rstrip(" ?!.")
    if slots.whole:
        text = _without_parts(text)
    for phrase in slots.phrases:
        text = _with_phrase(text, phrase)
    if slots.report:
        text = with_report(text, slots.report)
    if slots.now:
        text = without_years(text)
    return tidy(with_years(text, slots))


def with_parts(before: str, slots: Slots) -> str:
    """The question before with only the parts swapped that both name."""
    text = before
    for phrase in slots.phrases:
        for each in named(phrase.text):
            text = swapped(text, each, each.text) or text
    return text


def _without_parts(text: str) -> str:
    """The text without the parts that prepositions lead to."""
    for facet in ("business", "place", "site", "gender", "age", "level", "people"):
        text = re.sub(
            rf"\s+(?:for|of|in|at|among|by) (?:the )?(?:{FACETS[facet].pattern})", "", text, flags=re.IGNORECASE
        )
    return text


def _with_phrase(text: str, phrase: Phrase) -> str:
    """The text with a phrase in the place of what is like it, else at its end, else as its new subject."""
    if (changed := exchanged(text, phrase)) is not None:
        return changed
    if not phrase.preposition and OF_SUBJECT.search(phrase.text):
        return f"What is {_with_article(phrase.text)} for {_subject(text)}"
    if not phrase.preposition and (SUBJECT_WORD.search(phrase.text) or _is_subject(phrase.text)):
        return _with_subject(text, phrase.text)
    lead = "" if _LEADS_ITSELF.match(phrase.text) else phrase.preposition or "for"
    return " ".join(filter(None, [text.rstrip(" ?"), lead, phrase.text]))


def _is_subject(text: str) -> bool:
    """Whether a phrase names a subject rather than a part."""
    return any(each.facet == "resource" for each in named(text))


def _with_subject(text: str, subject: str) -> str:
    """The question with another subject; its parts, years and report stay."""
    lead = _LEAD.search(text)
    article = "the " if lead and lead[0].endswith("the ") and not ARTICLE.match(subject) else ""
    opening = re.sub(r"the $", "", lead[0]) if lead else "What about "
    return " ".join([f"{opening}{article}{subject}", *_parts(text), report_of(text), years_of(text)])


def _parts(text: str) -> list[str]:
    """The parts that a question names, each with the preposition that leads to it."""
    found = []
    for each in named(text):
        lead = re.search(r"\b(for|of|in|at|among|by) (?:the )?$", text[: each.start])
        if each.facet in PARTS and lead and REPORT.search(text[lead.start() :]) is None:
            found.append(text[lead.start() : each.end])
    return found


def _subject(text: str) -> str:
    """What a question is about, with its report and years."""
    return " ".join([subject(text), report_of(text), years_of(text)]).strip()


def _with_article(noun: str) -> str:
    """A noun with an article."""
    return noun if ARTICLE.match(noun) else f"the {noun}"
