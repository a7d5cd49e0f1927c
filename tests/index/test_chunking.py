"""Blocks become passages: nothing lost, nothing doubled, every line place exact."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.chunking import passages as passages_of
from index.readers.markdown import read_markdown
from index.readers.text import read_text
from index.reading import Reader, read_report
from index.tables import tables_of
from index.types import Block, Passage, ReadingOptions, Row

WORDS = ["norda", "river", "mill", "paper", "water", "forest", "energy", "staff", "waste", "audit", "carbon"]


def passages(blocks: Sequence[Block], *, size: int) -> list[Passage]:
    tables = {at: tables_of(block, year=None) for at, block in enumerate(blocks) if block.kind == "table"}
    return passages_of(blocks, tables, size=size)


def blocks_of(text: str, read: Reader) -> tuple[Block, ...]:
    return read(text.encode(), ReadingOptions()).blocks


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_prose_of_one_section_is_packed():
    blocks = [
        Block("heading", "Water", (1, 1), 1),
        Block("text", "Norda saves\nwater.", (3, 4)),
        Block("list", "- rain\nfrom roofs\n- reuse", (5, 7)),
        Block("heading", "Waste", (9, 9), 1),
        Block("text", "None.", (11, 11)),
    ]
    assert passages(blocks, size=600) == [
        Passage("Norda saves water.\n- rain from roofs\n- reuse", ("Water",), (3, 7)),
        Passage("None.", ("Waste",), (11, 11)),
    ]


def test_table_and_prose_are_passages_apart():
    blocks = [
        Block("text", "See the table.", (1, 1)),
        Block("table", "", (2, 4), rows=(Row(("", "2023"), 2), Row(("Gas", "1"), 3), Row(("Oil", "2"), 4))),
        Block("text", "Seen.", (5, 5)),
    ]
    assert passages(blocks, size=600) == [
        Passage("See the table.", (), (1, 1)),
        Passage("Gas | 2023: 1\nOil | 2023: 2", (), (3, 4), "table"),
        Passage("Seen.", (), (5, 5)),
    ]


def test_long_row_is_split_and_keeps_its_line():
    row = Row(("Gas", *["long words"] * 40), 7)
    found = passages([Block("table", "", (7, 7), rows=(row,))], size=100)
    assert {passage.lines for passage in found} == {(7, 7)}
    assert Counter(words(" ".join(passage.text for passage in found))) == Counter(["Gas", *["long", "words"] * 40])


def test_headings_with_nothing_under_them_are_text_of_the_section_above():
    blocks = [
        Block("heading", "Goals", (1, 1), 1),
        Block("heading", "80% less waste", (3, 3), 2),
        Block("heading", "Green power", (5, 5), 2),
        Block("heading", "Progress", (7, 7), 2),
        Block("text", "Good.", (9, 9)),
        Block("heading", "Outlook", (11, 11), 1),
    ]
    assert passages(blocks, size=600) == [
        Passage("80% less waste\nGreen power", ("Goals",), (3, 5)),
        Passage("Good.", ("Goals", "Progress"), (9, 9)),
        Passage("Outlook", (), (11, 11)),
    ]


def test_long_paragraph_is_cut_at_sentences_with_its_lines():
    text = "One is here.\nTwo is\nthere. Three is\nfar."
    assert passages([Block("text", text, (5, 8))], size=20) == [
        Passage("One is here.", (), (5, 5)),
        Passage("Two is there.", (), (6, 7)),
        Passage("Three is far.", (), (7, 8)),
    ]


def test_long_list_is_cut_between_its_items():
    text = "- first thing is\nwrapped\n- second thing\n- third thing"
    assert passages([Block("list", text, (1, 4))], size=30) == [
        Passage("- first thing is wrapped", (), (1, 2), "list"),
        Passage("- second thing\n- third thing", (), (3, 4), "list"),
    ]


def test_rest_of_an_item_that_begins_with_a_figure_is_no_item():
    block = Block("list", "- cut by\n12% in all\n(by 2030)\n- done", (1, 4))
    assert passages([block], size=600)[0].text == "- cut by 12% in all (by 2030)\n- done"


def test_endless_word_is_cut():
    assert [passage.text for passage in passages([Block("text", "x" * 25, (1, 1))], size=10)] == ["x" * 10] * 2 + [
        "x" * 5
    ]


def test_parts_of_another_role_or_surer_text_are_told_apart():
    blocks = [
        Block("text", "Fact.", (1, 1), confidence=0.8),
        Block("text", "Another.", (2, 2)),
        Block("text", "305-1 page 4", (3, 3), role="index"),
    ]
    assert passages(blocks, size=600) == [
        Passage("Fact.\nAnother.", (), (1, 2), confidence=0.8),
        Passage("305-1 page 4", (), (3, 3), role="index"),
    ]


def test_nothing_gives_no_passage():
    assert passages([], size=600) == []


def invented(seed: int) -> list[str]:
    """A report of random structure in which every word occurs once, so that none can be lost or doubled unseen."""
    chance = random.Random(seed)
    count = iter(range(10**6))

    def some(low: int, high: int) -> str:
        return " ".join(f"{chance.choice(WORDS)}{next(count)}" for _ in range(chance.randint(low, high)))

    lines: list[str] = []
    for _ in range(60):
        kind = chance.choice(["heading", "paragraph", "paragraph", "list", "long", "table"])
        if kind == "heading":
            lines += [f"# {some(1, 5).capitalize()}"]
        elif kind == "paragraph":
            lines += [f"{some(4, 14).capitalize()}." if chance.random() < 0.6 else some(3, 12) for _ in range(4)]
        elif kind == "list":
            lines += [f"- {some(2, 9)}" for _ in range(chance.randint(1, 6))]
        elif kind == "long":
            lines += [". ".join(some(5, 30).capitalize() for _ in range(12))]
        else:
            lines += [f"| {some(1, 2)} | {some(1, 2)} |", "|---|---|"]
            lines += [f"| {some(1, 3)} | {next(count)} |" for _ in range(chance.randint(1, 5))]
        lines += [""] * chance.randint(1, 3)
    return lines


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("marked", [True, False])
def test_every_word_stands_once_and_where_it_is_said_to_stand(seed, marked):
    lines = invented(seed)
    if not marked:
        lines = [line.removeprefix("# ") for line in lines]
    found = passages(blocks_of("\n".join(lines), read_markdown if marked else read_text), size=300)
    prose = [passage for passage in found if passage.kind != "table"]

    everything = set(words(" ".join(" ".join([passage.text, *passage.section]) for passage in found)))
    assert {word.casefold() for word in words(" ".join(lines))} == {word.casefold() for word in everything}
    assert max(Counter(words(" ".join(passage.text for passage in prose))).values()) == 1
    for passage in found:
        first, last = passage.lines
        place = words(" ".join(lines[first - 1 : last]))
        assert 1 <= first <= last <= len(lines)
        if passage.kind == "table":
            continue
        assert len(passage.text) <= 300
        assert set(words(passage.text)) <= set(place)
        assert words(lines[first - 1])[-1] in words(passage.text) or words(passage.text)[0] in words(lines[first - 1])
        assert words(passage.text)[-1] in words(lines[last - 1])


@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_same_file_gives_the_same_passages(tmp_path: Path, suffix):
    file = tmp_path / f"norda{suffix}"
    file.write_text("\n".join(invented(7)), encoding="utf-8")
    assert read_report(file, name="a", passage_characters=200) == read_report(file, name="a", passage_characters=200)


def test_places_hold_across_joined_pages_and_long_lines():
    text = "\n".join(["Norda " + "walks on and " * 30, "", "", "goes on " * 30, "to the end."])
    found = passages(blocks_of(text, read_text), size=200)
    assert [passage.lines for passage in found] == [(1, 1), (1, 1), (4, 4), (4, 5)]
