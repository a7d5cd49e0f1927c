"""Which amounts of a sentence follow from a reckoning over what it cites, and whether they are told rightly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.question import YEAR
from rag.question.years import without_reports
from rag.verify.amounts import Amount, agree, amounts, is_percent
from rag.verify.cited import Cited
from rag.verify.facts import Fact
from rag.verify.formula import Step, place_shown, shown_in, steps, without_shown
from rag.verify.sense import directions
from rag.verify.years import year_in_bracket

_SPAN = re.compile(r"\b(?:from|between) (?:FY ?)?((?:19|20)\d\d) (?:to|and|until) (?:FY ?)?((?:19|20)\d\d)\b")
_BY = re.compile(r"\bby (?:about |around |some )?$")
_THAN = re.compile(r"[^\d,;:()]{0,40}?\b(?:more|less|fewer|higher|lower|times)\b")
"""What stands before or behind a result."""
_OF_REPORTS = re.compile(r"\(from the reports? of [^)]*\)")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The steps of a reckoning, its operands found in the cited texts."""

    steps: tuple[Step, ...] = ()
    reason: str = ""
    """Why it does not hold; empty where it does."""

    def bears(self, amount: Amount) -> bool:
        """Whether an amount is one of its results, in the unit that this must have."""
        return any(_is_result(amount, step) for step in self.steps)

    def of(self, claims: Sequence[Fact]) -> list[Step]:
        """The steps whose results are told."""
        return [step for step in self.steps if any(_is_result(claim.amount, step) for claim in claims)]


def reckoning(formula: str, texts: Sequence[Cited]) -> Reckoning:
    """A formula done again over the cited texts."""
    if not formula:
        return Reckoning()
    shown = steps(formula)
    if shown is None:
        return Reckoning(reason="what is reckoned does not follow from the formula shown")
    facts = [fact for each in texts for fact in each.facts if not fact.named]
    found: list[Step] = []
    for step in shown:
        bound = [(operand, _standing(operand, facts, found)) for operand in step.operands]
        if missing := next((operand for operand, held in bound if not held), None):
            return Reckoning(reason=f"the figure {missing.said} does not stand in the cited passage")
        places = [held for _, held in bound]
        if reason := _mixed(step, places):
            return Reckoning(reason=reason)
        years = frozenset[int]().union(*(held[0].years for held in places))
        found.append(replace(step, unit=_unit(step, places[0]), years=years))
    return Reckoning(tuple(found))


def operands(sentence: str, shown: Reckoning, texts: Sequence[Cited]) -> Iterator[Fact]:
    """The operands of the expression that a sentence ends in: in the unit they are cited in, of a year in brackets."""
    start, end = place_shown(sentence)
    known = {operand.key for step in shown.steps for operand in step.operands}
    units = {fact.amount.key: fact.amount.unit for each in texts for fact in each.facts if not fact.named}
    for amount in amounts(sentence):
        if start <= amount.start < end and amount.key in known:
            unit = amount.unit or units.get(amount.key, "")
            yield Fact(replace(amount, unit=unit), year_in_bracket(sentence, amount), {})


def without_reports_aside(sentence: str) -> str:
    """A sentence without what it says in brackets of the reports it rests on; their years are of no amount."""
    return _OF_REPORTS.sub(" ", sentence)


def told_otherwise(sentence: str, told: Sequence[Step], texts: Sequence[Cited]) -> str:
    """That a sentence tells a reckoning as a rise where it is a fall, or over other years; empty where it doesn't."""
    said = directions(_without_labels(sentence, texts))
    moved = {step.result.sign or "+" for step in told if step.subtracts and step.result.key != "0"}
    if len(said) == 1 and moved and not moved & {"+" if "up" in said else "-"}:
        return "it tells of a rise where a fall was reckoned, or the other way round"
    return _other_years(sentence, told)


def _other_years(sentence: str, told: Sequence[Step]) -> str:
    """That a sentence tells a reckoning over years as one over others; empty where it names none or the same."""
    years = frozenset[int]().union(*(step.years for step in told))
    named = [int(year) for year in YEAR.findall(without_reports(without_reports_aside(without_shown(sentence))))]
    if years and named and (min(named), max(named)) != (min(years), max(years)):
        return f"what was reckoned is of {min(years)} to {max(years)}"
    spans = [(int(first), int(last)) for first, last in _SPAN.findall(sentence) if told]
    if any(first >= last or (len(years) > 1 and (first, last) != (min(years), max(years))) for first, last in spans):
        return "what was reckoned is told over other years"
    return ""


def misplaced(sentence: str, claims: Sequence[Fact], shown: Reckoning) -> str:
    """That a sentence shows another reckoning, or tells as its result what is none; empty where it doesn't."""
    expression = shown_in(sentence)
    if expression and expression not in {step.expression for step in shown.steps}:
        return "the reckoning shown is not the one that was made"
    for claim in claims:
        amount = claim.amount
        of_result = _BY.search(sentence[: amount.start]) or _THAN.match(sentence[amount.end :])
        if of_result and not shown.bears(amount):
            return f"{amount.said} is not what was reckoned"
    return ""


def _without_labels(sentence: str, texts: Sequence[Cited]) -> str:
    """A sentence without the words of the rows' labels, as those of ``Emission reductions``."""
    held = {word.casefold() for each in texts if each.row for word in _WORD.findall(each.row.label)}
    return _WORD.sub(lambda word: " " if word[0].casefold() in held else word[0], sentence)


def _is_result(amount: Amount, step: Step) -> bool:
    """Whether an amount is the result of a step; a sign may be told by a word."""
    result = step.result
    same = amount.key == result.key and agree(amount.unit, step.unit)
    return same and (not amount.sign or amount.sign == (result.sign or "+"))


def _standing(operand: Amount, facts: Sequence[Fact], earlier: Sequence[Step]) -> list[Fact]:
    """Where an operand stands: in the cited texts, or as the result of a step before."""
    held = [
        fact
        for fact in facts
        if fact.amount.key == operand.key and (not operand.unit or agree(operand.unit, fact.amount.unit))
    ]
    results = [Fact(step.result, frozenset(), {}) for step in earlier if step.result.key == operand.key]
    return held or results


def _mixed(step: Step, places: Sequence[Sequence[Fact]]) -> str:
    """That a step takes apart or together what is of different units, or the newer from the older year."""
    units = [held[0].amount.unit for held in places]
    if step.unit != "%" and any(not agree(unit, units[0]) and not agree(units[0], unit) for unit in units):
        return "what is reckoned together is in different units"
    years = [held[0].years for held in places[:2]]
    if step.subtracts and len(years) == 2 and all(len(each) == 1 for each in years) and min(years[0]) < min(years[1]):
        return "the newer year is taken off the older one"
    return ""


def _unit(step: Step, first: Sequence[Fact]) -> str:
    """The unit of a step's result: that of its operands where the formula leaves it out."""
    of_operand = first[0].amount.unit
    if step.unit or step.ratio:
        return step.unit
    return "percentage points" if step.subtracts and is_percent(of_operand) else of_operand
