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
_SPAN = re.compile(rf"\b(?:from |between )?({YEAR.pattern}) (?:to|and|until) ({YEAR.pattern})")


def called_extreme(sentence: str, texts: Sequence[Cited]) -> bool:
    """Whether a sentence calls something the highest or lowest in words that are not those of the cited texts."""
    return any(
        pattern.search(sentence) and not any(pattern.search(each.text) for each in texts) for pattern in (_MOST, _LEAST)
    )


def not_extreme(sentence: str, claims: Sequence[Fact], texts: Sequence[Cited]) -> str:
    """Why what a sentence calls the highest or lowest is not; empty where it is."""
    if len(claims) != 1 or (_MOST.search(sentence) is None) == (_LEAST.search(sentence) is None):
        return "it can't be told what is the highest or lowest"
    told, sign = claims[0].amount.value, 1 if _MOST.search(sentence) else -1
    values = [fact.amount.value for fact in _beside(claims[0], sentence, texts)]
    if told is None or any(value is None or sign * value > sign * told for value in values) or len(values) < 2:
        return f"{claims[0].amount.said} is not the {'highest' if sign > 0 else 'lowest'}"
    return ""


def _beside(claim: Fact, sentence: str, texts: Sequence[Cited]) -> list[Fact]:
    """The amounts of the cited texts that one is compared with: of its unit, its part and the years told."""
    span = _SPAN.search(sentence)
    years = range(int(span[1]), int(span[2]) + 1) if span else None
    facts = [fact for each in texts for fact in each.facts if not fact.named]
    own = [fact for fact in facts if fact.amount.key == claim.amount.key]
    return [
        fact
        for fact in facts
        if agree(claim.amount.unit, fact.amount.unit)
        and any(fact.part == each.part and (not each.part or fact.column == each.column) for each in own)
        and (years is None or any(year in years for year in fact.years))
    ]
