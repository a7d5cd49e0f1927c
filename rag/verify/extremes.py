"""Whether what is called the highest or lowest is that among the amounts cited."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.question import YEAR
from rag.verify.amounts import agree
from rag.verify.cited import Cited
from rag.verify.facts import Fact

_MOST = re.compile(r"\b(?:highest|largest|greatest|biggest|(?<!at )most)\b", re.IGNORECASE)
_LEAST = re.compile(r"\b(?:lowest|smallest|fewest|(?<!at )least)\b", re.IGNORECASE)
_AMONG = re.compile(r"\bOf (?:the (?P<years>\d+) (?=years\b)|(?P<things>\d+) (?=compared\b))")
_SPAN = re.compile(rf"\b(?:from |between )?({YEAR.pattern}) (?:to|and|until) ({YEAR.pattern})")


def called_extreme(sentence: str, texts: Sequence[Cited]) -> bool:
    """Whether a sentence calls something the highest or lowest in words that are not those of the cited texts."""
    return any(
        pattern.search(sentence) and not any(pattern.search(each.text) for each in texts) for pattern in (_MOST, _LEAST)
    )


def without_count(sentence: str) -> tuple[str, int]:
    """A sentence without how many it says were compared, and how many these are; 0 where it doesn't say."""
    found = _AMONG.search(sentence)
    if found is None:
        return sentence, 0
    count = found["years"] or found["things"]
    return sentence[: found.start()] + found[0].replace(f"{count} ", "") + sentence[found.end() :], int(count)


def of_things(sentence: str) -> bool:
    """Whether things are compared, each in a row or column of its own; the first text cited is of the one told."""
    found = _AMONG.search(sentence)
    return found is not None and found["things"] is not None


def not_extreme(sentence: str, claims: Sequence[Fact], texts: Sequence[Cited]) -> str:
    """Why what a sentence calls the highest or lowest is not; empty where it is."""
    things, (said, count) = of_things(sentence), without_count(sentence)
    in_names = {fact.amount.key for each in texts for fact in each.facts if fact.named}
    claims = [claim for claim in claims if claim.amount.key not in in_names] if things else claims
    if len(claims) != 1 or (_MOST.search(said) is None) == (_LEAST.search(said) is None):
        return "it can't be told what is the highest or lowest"
    told, sign = claims[0].amount.value, 1 if _MOST.search(said) else -1
    found = _of_things(claims[0], texts) if things else _beside(claims[0], said, texts)
    values = [fact.amount.value for fact in found]
    if told is None or any(value is None or sign * value > sign * told for value in values) or len(values) < 2:
        return f"{claims[0].amount.said} is not the {'highest' if sign > 0 else 'lowest'}"
    compared = len(values) if things else len({year for fact in found for year in fact.years})
    return f"it is {compared} that are compared, not {count}" if count and compared != count else ""


def _of_things(claim: Fact, texts: Sequence[Cited]) -> list[Fact]:
    """The amounts of the cited texts in the year and unit of one, of parts of the company only where it is of one."""
    own = [fact for fact in texts[0].facts if fact.amount.key == claim.amount.key and not fact.named]
    return [
        fact
        for each in texts
        for fact in each.facts
        if not fact.named
        and agree(claim.amount.unit, fact.amount.unit, carbon=each.carbon)
        and any(fact.part == one.part and (one.part or fact.column == one.column) for one in own)
        and (not claim.years or not fact.years or bool(claim.years & fact.years))
    ]


def _beside(claim: Fact, sentence: str, texts: Sequence[Cited]) -> list[Fact]:
    """The amounts of the cited texts that one is compared with: of its unit, its part and the years told."""
    span = _SPAN.search(sentence)
    years = range(int(span[1]), int(span[2]) + 1) if span else None
    held = [(fact, each.carbon) for each in texts for fact in each.facts if not fact.named]
    own = [fact for fact, _ in held if fact.amount.key == claim.amount.key]
    return [
        fact
        for fact, carbon in held
        if agree(claim.amount.unit, fact.amount.unit, carbon=carbon)
        and any(fact.part == each.part and (not each.part or fact.column == each.column) for each in own)
        and (years is None or any(year in years for year in fact.years))
    ]
