from __future__ import annotations

import pytest

from models.pieces import loops, pieces


def test_characters_spread_over_tokens_are_made_whole() -> None:
    raw = "女 8.2%".encode()
    assert list(pieces([raw[:1], raw[1:2], raw[2:4], raw[4:]])) == ["女 ", "8.2%"]


def test_a_broken_last_character_is_marked() -> None:
    assert "".join(pieces([b"ok", "女".encode()[:2]])) == "ok�"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([b"one\n", b"\ntwo"], ["one"]),
        ([b"one\n", b"two"], ["one", "\ntwo"]),
        ([b"one STO", b"P two"], ["one "]),
        ([b"one STO"], ["one ", "STO"]),
        ([b"a\n\nb STOP"], ["a"]),
        ([b"STOP"], []),
    ],
)
def test_text_ends_before_the_first_stop_string(parts: list[bytes], expected: list[str]) -> None:
    assert list(pieces(parts, ("STOP", "\n\n", ""))) == expected


def test_no_token_is_asked_for_after_a_stop() -> None:
    parts = iter([b"a.", b"END", b"never"])
    assert list(pieces(parts, ("END",))) == ["a."]
    assert next(parts) == b"never"


def test_loops_are_noticed_and_tables_are_not() -> None:
    assert loops([7] * 33)
    assert not loops([7] * 32)
    assert loops([1, 2] + [3, 4, 5] * 12)
    assert loops(list(range(40)) * 3)
    assert not loops(list(range(40)) * 2)
    assert not loops(list(range(200)))
