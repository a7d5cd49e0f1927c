"""Whether a sentence may be shown: every amount, name and word of it is borne by what it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.question import Question
from rag.rows import parse
from rag.rows import sentence as row_sentence
from rag.statement import Statement
from rag.types import SentenceVerdict
from rag.verify.bound import unbound
from rag.verify.cited import Cited, cited
from rag.verify.extremes import called_extreme, not_extreme, of_things, without_count
from rag.verify.facts import Fact, facts_of
from rag.verify.formula import without_shown
from rag.verify.reckoning import misplaced, operands, reckoning, told_otherwise, without_reports_aside
from rag.verify.sense import directions, turned_round, unsaid
from rag.verify.wording import reworded

_DENIED = "it denies what the cited passage says, or the other way round"
_BLANK = re.compile(r"[\s:]+")
_MARKS = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹⁰]+|^[-•●▪◦*+]\s+|[.;:\s]+$")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a sentence stands to what it cites, and why it is not borne where it isn't."""

    verdict: SentenceVerdict
    reason: str = ""

    @property
    def borne(self) -> bool:
        """Whether the sentence may be shown."""
        return self.verdict != "not borne"


def verified(statement: Statement, question: Question) -> Verdict:
    """Hold a statement, however it was made, against the units it cites.

    :param statement: The sentence with its units and, where it was reckoned, its formula.
    :param question: What was asked. Its words may be repeated; its figures and names must stand in the units.
    """
    if not statement.formula and _is_own_words(statement):
        return Verdict("quoted")
    texts = [cited(unit) for unit in statement.units]
    return _held(
        statement.text,
        texts,
        asked=question.text,
        free=statement.verdict == "checked",
        formula=statement.formula,
        quoted=statement.verdict == "quoted",
    )


def _held(sentence: str, texts: Sequence[Cited], *, asked: str, free: bool, formula: str, quoted: bool) -> Verdict:
    """Hold a sentence against cited texts."""
    shown = reckoning(formula, texts)
    words = without_shown(sentence) if formula else sentence
    extreme = called_extreme(sentence, texts)
    own = texts[:1] if extreme and of_things(sentence) else texts  # the others are cited only to be compared with it
    words, _ = without_count(words) if extreme else (words, 0)
    claims = [
        *facts_of(without_reports_aside(words) if extreme else words),
        *(operands(sentence, shown, texts) if formula else ()),
    ]
    borne = [claim for claim in claims if not shown.bears(claim.amount)]
    told = shown.of(claims)
    reason = (
        shown.reason
        or unbound(borne, words, own, asked=asked)
        or reworded(words, own)
        or unsaid(words, own, asked=asked, free=free, reckoned=bool(told) or extreme)
        or (formula and misplaced(sentence, claims, shown))
        or told_otherwise(sentence, told, texts)
        or (extreme and not told and not_extreme(sentence, borne, texts))
        or ("" if told else _moved(sentence, own, borne))
    )
    if reason:
        return Verdict("not borne", reason)
    return Verdict("calculated" if told else "quoted" if quoted else "checked")


def _is_own_words(statement: Statement) -> bool:
    """Whether a statement is only what its units say: their text, or cells of the one row as they are told."""
    unit, row = statement.unit, statement.row
    if not any(each.is_row for each in statement.units):
        return _is_quoted(statement.text, "\n".join(each.text for each in statement.units))
    if len(statement.units) > 1:
        return False
    cited_row = parse(unit.text)
    return (
        row is not None
        and (row.label, row.unit) == (cited_row.label, cited_row.unit)
        and set(row.cells) <= set(cited_row.cells)
        and _folded(statement.text) == _folded(row_sentence(row))
    )


def _is_quoted(sentence: str, text: str) -> bool:
    """Whether a sentence is the cited text itself, or whole sentences of it."""
    said, held = _folded(sentence), _folded(text)
    at = held.find(said)
    if at < 0 or not said:
        return False
    before, behind = held[:at].rstrip(), held[at + len(said) :]
    return (not before or before[-1] in ".!?;") and (not behind or behind[0] in ".!?;")


def _folded(text: str) -> str:
    """A text in one line without bullet, raised marks, colons and the sign at its end."""
    return _BLANK.sub(" ", _MARKS.sub("", text.strip()))


def _moved(sentence: str, texts: Sequence[Cited], claims: Sequence[Fact]) -> str:
    """That a rise or fall is told which neither the texts tell nor the amounts of two years show."""
    turned = turned_round(sentence, texts)
    if turned is None:
        dated = sorted(
            ((min(claim.years), claim.amount.value) for claim in claims if claim.years and claim.amount.value),
            key=lambda each: each[0],
        )
        way = {"up"} if dated and dated[0][1] < dated[-1][1] else {"down"}
        turned = len({year for year, _ in dated}) < 2 or directions(sentence) != way
    return _DENIED if turned else ""
