"""Whether each amount of a sentence stands in what it cites, bound to the same unit, year, part and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.verify.amounts import Amount, agree
from rag.verify.around import label_words
from rag.verify.cited import Cited
from rag.verify.contrasts import apart
from rag.verify.facts import Beside, Fact
from rag.verify.sense import directions

_MARGIN = 0.15
"""By how much more the words around an amount must fit another than its own before they are said to be of that."""
_WHOLE = label_words("total group overall")
_LOOSE = frozenset({"", "about"})
"""Limits that may stand for each other."""


@dataclass(frozen=True, slots=True)
class Held:
    """A fact with the text that it stands in."""

    fact: Fact
    cited: Cited


def unbound(claims: Sequence[Fact], sentence: str, texts: Sequence[Cited], *, asked: str) -> str:
    """Why an amount of a sentence is not borne by the cited texts; empty where all are.

    :param claims: The amounts to hold against them; those that were reckoned are left out.
    """
    facts = [Held(fact, each) for each in texts for fact in each.facts]
    for claim in claims:
        if reason := _unbound(claim, sentence, facts, asked=asked):
            return reason
    return ""


def _unbound(claim: Fact, sentence: str, facts: Sequence[Held], *, asked: str) -> str:
    """Why one amount is not borne."""
    amount = claim.amount
    same = [each for each in facts if each.fact.amount.key == amount.key]
    if not same:
        return f"the figure {amount.said} does not stand in the cited passage"
    in_unit = [each for each in same if _agree(amount, each)]
    if not in_unit:
        return _other_unit(amount, same)
    of_year = [each for each in in_unit if _same_year(claim, each.fact)]
    if not of_year:
        return f"the cited passage gives {amount.said} for another year"
    if any(each.fact.named for each in of_year):
        return ""
    own = [
        each
        for each in of_year
        if _of_column(claim, each.fact, sentence, asked) and not apart(claim.near, each.fact.near)
    ]
    if not own or _nearer_to_another(claim, own, facts):
        return f"the cited passage says {amount.said} of something else"
    if not any(_same_sign(amount, each, sentence) for each in own):
        return f"the sign or limit of {amount.said} is another in the cited passage"
    return ""


def _of_column(claim: Fact, fact: Fact, sentence: str, asked: str) -> bool:
    """Whether a claim may be of a fact's column: a part of the company is named, and no other column stands nearer."""
    said, in_question = label_words(sentence), label_words(asked)
    others = frozenset[str]().union(*(each.other for each in fact.beside))
    if fact.part and not fact.column & said and (others & in_question or not fact.column & in_question):
        return False
    words = None if fact.column <= _WHOLE else said | in_question
    return not any(_is_other(claim, each, words) for each in fact.beside)


def _is_other(claim: Fact, beside: Beside, words: frozenset[str] | None) -> bool:
    """Whether a claim is told of another column: by the words near it, or by naming that and not its own.

    :param words: All words that name a column; None where its own is the whole and need not be named.
    """
    own, other = _weight(claim, beside.own), _weight(claim, beside.other)
    if beside.other and (own or other):
        return other > own
    return words is not None and beside.other <= words and not beside.own & words


def _weight(claim: Fact, words: frozenset[str]) -> float:
    """How near such words stand to a claim."""
    return max((weight for word, weight in claim.near.items() if word in words), default=0.0)


def _agree(amount: Amount, held: Held) -> bool:
    """Whether an amount is in the unit of a fact."""
    return agree(amount.unit, held.fact.amount.unit, carbon=held.cited.carbon)


def _other_unit(amount: Amount, same: Sequence[Held]) -> str:
    """That the number stands there, but in another unit or scale."""
    held = next((each.fact.amount.unit for each in same if each.fact.amount.unit), "no unit")
    if amount.said != same[0].fact.amount.said:
        return f"the figure {amount.said} does not stand in the cited passage"
    return f"{amount.key} is in {amount.unit or 'no unit'} here, in {held} in the cited passage"


def _same_sign(amount: Amount, held: Held, sentence: str) -> bool:
    """Whether an amount has the sign and the limit of a fact; a minus may be told by a word."""
    fact = held.fact.amount
    if amount.limit != fact.limit and not {amount.limit, fact.limit} <= _LOOSE:
        return False
    if (amount.sign or "+") == (fact.sign or "+"):
        return True
    told = directions(sentence if fact.sign == "-" else held.cited.own)
    return "+" not in {amount.sign, fact.sign} and "down" in told


def _same_year(claim: Fact, fact: Fact) -> bool:
    """Whether a claim and a fact may be of one year."""
    return fact.named or not claim.years or not fact.years or bool(claim.years & fact.years)


def _nearer_to_another(claim: Fact, own: Sequence[Held], facts: Sequence[Held]) -> bool:
    """Whether the words around an amount fit a different amount of the evidence better than each of its own."""
    rivals = [
        each.fact
        for each in facts
        if (each.fact.amount.key != claim.amount.key) == _agree(claim.amount, each) and _same_year(claim, each.fact)
    ]
    return bool(rivals) and all(any(_gain(claim, each.fact, rival) > _MARGIN for rival in rivals) for each in own)


def _gain(claim: Fact, own: Fact, rival: Fact) -> float:
    """How much better the words around a claim fit the rival."""
    return _likeness(claim, rival) - _likeness(claim, own)


def _likeness(one: Fact, other: Fact) -> float:
    """How far the words around two amounts agree."""
    return sum(min(weight, other.near[word]) for word, weight in one.near.items() if word in other.near)
