"""Which tokens remain where an answer is held, over a vocabulary of a few."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from models.holding import Holding

PIECES = [b"<end>", b"1", b"2", b" t", "é".encode()[:1], "é".encode()[1:], b"\xff", b"<also the end>"]
END, ONE, TWO, TONNE, FIRST_HALF, SECOND_HALF, BROKEN, OTHER_END = range(len(PIECES))


class Vocabulary:
    """Eight tokens, two of which end an answer."""

    end = END

    def ends(self, token: int) -> bool:
        return token in {END, OTHER_END}

    def spelt(self, tokens: Sequence[int]) -> bytes:
        return b"".join(PIECES[token] for token in tokens if not self.ends(token))


class Rule:
    """Allows what a function of the whole text allows, and notes what it was asked."""

    def __init__(self, allowed: Callable[[str], bool], *, may_end: bool = True) -> None:
        self._allowed = allowed
        self._may_end = may_end
        self.asked: list[tuple[str, str]] = []

    def allows(self, text: str, piece: str) -> bool:
        self.asked.append((text, piece))
        return self._allowed(text + piece)

    def may_end(self, text: str) -> bool:
        return self._may_end


def left(rule: Rule, *likely: int, said: Sequence[int] = (), wide: bool = False) -> list[int]:
    """The tokens that remain, the likeliest first, where these were the likely ones in this order."""
    logits = np.full(len(PIECES), -5, dtype=np.float32)
    for place, token in enumerate(likely):
        logits[token] = 10 - place
    before = logits.copy()
    holding = Holding(rule, Vocabulary(), said=said, wide=wide)
    after = holding(np.zeros(1, dtype=np.intc), logits)
    assert (logits == before).all()
    assert holding.error is None
    remaining = [int(token) for token in np.argsort(-after, kind="stable") if np.isfinite(after[token])]
    if remaining != [END]:
        assert all(after[token] == before[token] for token in remaining)
    return remaining


def test_the_likeliest_allowed_token_remains() -> None:
    assert left(Rule(lambda text: True), TWO, ONE) == [TWO]
    assert left(Rule(lambda text: "2" not in text), TWO, ONE) == [ONE]


def test_no_more_tokens_are_looked_at_than_needed() -> None:
    rule = Rule(lambda text: not text.endswith("2"))
    left(rule, TWO, ONE, TONNE, said=[TWO, TWO])
    assert rule.asked == [("22", "2"), ("22", "1")]


@pytest.mark.parametrize("end", [END, OTHER_END])
def test_an_end_is_a_question_of_its_own(end: int) -> None:
    assert left(Rule(lambda text: False), end, ONE) == [end]
    assert left(Rule(lambda text: True, may_end=False), end, ONE) == [ONE]


def test_half_a_character_stands_for_an_unknown_one() -> None:
    rule = Rule(lambda text: "é" not in text and "1\ufffd" not in text)
    assert left(rule, FIRST_HALF) == [FIRST_HALF]
    assert left(rule, FIRST_HALF, TONNE, said=[ONE]) == [TONNE]
    assert left(rule, SECOND_HALF, TONNE, said=[TWO, FIRST_HALF]) == [TONNE]
    assert rule.asked == [("", "\ufffd"), ("1", "\ufffd"), ("1", " t"), ("2", "é"), ("2", " t")]


def test_bytes_that_are_no_character_are_no_text() -> None:
    rule = Rule(lambda text: True)
    assert left(rule, ONE, said=[BROKEN]) == [ONE]
    assert rule.asked == [("", "1")]


def test_where_nothing_may_follow_the_answer_ends() -> None:
    assert left(Rule(lambda text: False, may_end=False), ONE, TWO) == [END]


def test_drawing_lots_leaves_every_allowed_token_of_the_first() -> None:
    assert left(Rule(lambda text: "1" not in text), ONE, TWO, TONNE, END, wide=True)[:3] == [TWO, TONNE, END]
    assert ONE not in left(Rule(lambda text: "1" not in text), ONE, TWO, wide=True)


def test_what_goes_wrong_is_kept_and_ends_the_answer() -> None:
    def fail(text: str) -> bool:
        raise ZeroDivisionError(text)

    holding = Holding(Rule(fail), Vocabulary(), said=[], wide=False)
    after = holding(np.zeros(1, dtype=np.intc), np.arange(len(PIECES) - 1, dtype=np.float32))
    assert isinstance(holding.error, ZeroDivisionError)
    assert [int(token) for token in np.flatnonzero(np.isfinite(after))] == [END]
