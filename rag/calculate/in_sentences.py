"""The figures of sentences that are reckoned with: the one a sentence states, or those of two things in one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from rag.calculate.operands import Operand, fit, of_amount
from rag.evidence import Aim, Unit
from rag.parts import texts
from rag.question import YEAR, stems
from rag.verify.amounts import Amount, amounts

_JOINS = re.compile(r"[%\w ]{0,12}\s*(?:,?\s*\band\b|,)\s*(?:(?:RMB|US\$|about|approximately)\s*)?")
_SHARES = re.compile(r"\b(?:shares?|rates?|percent(?:age)?|proportions?|portions?|per cent|ratio)\b|%", re.IGNORECASE)
_JOINT = re.compile(r"[,;]|\b(?:and|at|with|while|whereas|or)\b", re.IGNORECASE)
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?:to|until|through|-|–|—)\s*((?:19|20)\d\d)(?!\d)")
"""A period by its first and last year."""
_IN_TURN = re.compile(r"\brespectiv(?:e|ely)\b", re.IGNORECASE)
_SPELT = re.compile(r"[A-Za-z]+$")


def stated(unit: Unit, aim: Aim) -> list[tuple[Amount, Operand]]:
    """The figures of a sentence that may be meant: no number of a name, none that the question names, no other kind."""
    found = _free(unit, aim)
    shares = [pair for pair in found if pair[1].is_share]
    if shares and (len(shares) == len(found) or _SHARES.search(aim.question.text)):
        return shares
    return [pair for pair in found if not pair[1].is_share]


def _free(unit: Unit, aim: Aim) -> list[tuple[Amount, Operand]]:
    """All figures of a sentence that are no number of a name, and that the question does not name."""
    text = YEAR.sub(lambda year: "_" * len(year[0]), unit.text)
    asked = {each.key for each in amounts(aim.question.text)}
    return [
        (each, operand)
        for each in amounts(text)
        if each.key not in asked and _stands_free(each, text) and (operand := of_amount(each, text, unit))
    ]


def of_sentence(unit: Unit, aim: Aim) -> Operand | None:
    """The one figure that a sentence states of what is asked; None where there is none, or several."""
    found = stated(unit, aim)
    found = [pair for pair in found if pair[1].unit] or found
    return found[0][1] if len(found) == 1 else None


def from_to(unit: Unit, aim: Aim) -> tuple[Operand, ...]:
    """The two figures of a sentence that says how one thing changed: "from 40% to 53%"."""
    found, periods = stated(unit, aim), aim.question.periods
    if len(periods) > 1 and not set(periods) & {unit.evidence.source.document.year, *map(int, YEAR.findall(unit.text))}:
        return ()
    for (first, one), (second, other) in pairwise(found):
        before, between = unit.text[: first.start], unit.text[first.end : second.start]
        if re.search(r"\bfrom\s+(?:\w+\s+)?$", before) and re.fullmatch(r"[^,;.]{0,25}\bto\s+(?:\w+\s+)?", between):
            return (one, other) if fit((one, other)) and len(found) == 2 + _aside(found, one) else ()
    return ()


def _aside(found: Sequence[tuple[Amount, Operand]], one: Operand) -> int:
    """How many of the figures are in another unit than one of them."""
    return sum(not fit((one, other)) for _, other in found)


def of_both(unit: Unit, aim: Aim, names: Sequence[Sequence[str]]) -> tuple[Operand, ...]:
    """The figures of two things in one sentence: "A has 5 and B 6", or "A and B have 5 and 6, respectively"."""
    places = [_place(unit.text, name) for name in names]
    if any(len(place) != 1 for place in places):
        return ()
    starts = [place[0] for place in places]
    found = stated(unit, aim)
    before = [pair for pair in found if pair[0].end < min(starts)]
    after = [pair for pair in found if pair[0].start > max(starts)]
    if found and before == found and "respectively" in unit.text[max(starts) :]:
        after = before
    if after[:2] == found[:2] and len(after) > 1 and _in_turn(unit.text, [amount for amount, _ in after]):
        operands = tuple(operand for _, operand in after[:2])
        return _fitting(operands if starts[0] < starts[1] else operands[::-1])
    asked = stems(aim.question.text) - frozenset[str]().union(*(stems(" ".join(name)) for name in names))
    every = _free(unit, aim)
    return _fitting(tuple(_owned(every, start, starts, unit.text, asked) for start in starts))


def _in_turn(text: str, found: Sequence[Amount]) -> bool:
    """Whether the first two figures are joined as those of two things named before: "5 and 6, respectively"."""
    first, second, *others = found
    behind = text[second.end : others[0].start if others else None]
    joined = _JOINS.fullmatch(text[first.end : second.start]) is not None
    return joined and (not others or "respectively" in behind)


def _fitting(operands: Sequence[Operand | None]) -> tuple[Operand, ...]:
    """The operands, if both are there and of one unit."""
    known = tuple(each for each in operands if each)
    return known if len(known) == len(operands) and fit(known) else ()


def _owned(
    found: Sequence[tuple[Amount, Operand]], start: int, starts: Sequence[int], text: str, asked: frozenset[str]
) -> Operand | None:
    """The figure between the name of a thing and that of the other, or the end: the only one, or that asked for."""
    end = min((other for other in starts if other > start), default=len(text))
    own = [pair for pair in found if start < pair[0].start < end]
    if len(own) > 1:
        own = [pair for pair in own if stems(_around(pair[0], start, end, text)) & asked]
    return own[0][1] if len(own) == 1 else None


def _around(amount: Amount, start: int, end: int, text: str) -> str:
    """The words of a sentence that tell what a figure is of: from the last joint before it to the next behind it."""
    joints = [joint.end() for joint in _JOINT.finditer(text, start, amount.start)]
    behind = _JOINT.search(text, amount.end, end)
    return text[max(joints, default=start) : behind.start() if behind else end]


def in_turn(unit: Unit, years: Sequence[int]) -> Unit | None:
    """The sentence behind one that names several periods, one of them just these years, that tells of each in turn."""
    spans = [(int(first), int(last)) for first, last in _SPAN.findall(unit.text)]
    if unit.is_row or len(spans) < 2 or not years or spans.count((min(years), max(years))) != 1:
        return None
    said = list(texts(unit.evidence.source.passage))
    text = next((behind for before, behind in pairwise(said) if before == unit.text), "")
    return replace(unit, text=text) if _IN_TURN.search(text) else None


def named_in(text: str, name: Sequence[str]) -> tuple[str, ...]:
    """The words by which a sentence names a thing: all of them, or only those that are a name; none where it does not.

    A question may say more of it than its name: "the A6 engine gives" is the A6.
    """
    proper = tuple(word for word in name if any(letter.isupper() or letter.isdigit() for letter in word))
    return next((words for words in (tuple(name), proper) if words and _place(text, words)), ())


def _place(text: str, name: Sequence[str]) -> list[int]:
    """Where a name stands in a text."""
    for words in (name, name[::-1]):
        pattern = r"\W+".join(re.escape(word) for word in words)
        if found := [match.start() for match in re.finditer(rf"(?<![\w-]){pattern}(?![\w-])", text, re.IGNORECASE)]:
            return found
    return []


def _stands_free(amount: Amount, text: str) -> bool:
    """Whether a number is no part of a name such as ``12GB`` or ``4:1``."""
    after, before = text[amount.end : amount.end + 2], text[max(0, amount.start - 2) : amount.start]
    glued = not amount.unit and after[:1].isalpha()
    of_ratio = re.match(r":\d", after) or re.search(r"\d:$", before)
    return not (glued or of_ratio or _SPELT.fullmatch(text[amount.start : amount.end]))
