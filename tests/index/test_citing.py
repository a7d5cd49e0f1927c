"""Cited passages show the footnote marks that were printed, each behind what it was printed behind."""

from __future__ import annotations

import pytest

from index.citing import with_marks
from index.reading import read_report
from index.types import Passage, RaisedMark


@pytest.mark.parametrize(
    ("text", "before", "cited"),
    [
        ("The mill uses water from the river.", "The mill uses water", "The mill uses water⁷ from the river."),
        ("Mills, Water (t) | 2023: 19.42 | 2022: 3.1", "Water (t)", "Mills, Water (t)⁷ | 2023: 19.42 | 2022: 3.1"),
        (
            "Mills, Water (t) | 2023: 19.42 | 2022: 3.1",
            "Water (t) 19.42",
            "Mills, Water (t) | 2023: 19.42⁷ | 2022: 3.1",
        ),
        ("Water 5 and water 5", "5", "Water 5 and water 5"),
        ("Nothing of it.", "The mill uses water", "Nothing of it."),
    ],
)
def test_a_mark_stands_behind_the_words_it_was_printed_behind(text, before, cited):
    assert with_marks(Passage(text, (), (3, 4)), {4: (RaisedMark(before, "⁷"),)}) == cited


def test_marks_of_other_lines_are_not_shown():
    passage = Passage("The mill uses water.", (), (3, 4))
    assert with_marks(passage, {2: (RaisedMark("The mill", "¹"),), 5: (RaisedMark("The mill", "²"),)}) == passage.text


def test_marks_come_one_behind_the_other():
    passage = Passage("Water is saved. Water is reused.", (), (1, 2))
    marks = {1: (RaisedMark("Water is", "¹"),), 2: (RaisedMark("Water is", "²"),)}
    assert with_marks(passage, marks) == "Water is¹ saved. Water is² reused."


def test_a_passage_is_searched_without_its_marks_and_cited_with_them(tmp_path):
    file = tmp_path / "norda-2023.txt"
    file.write_text("Norda has three mills¹ in the north.\n\n¹ Two of them run on wood.\n", encoding="utf-8")
    first, _note = read_report(file, name="a").passages
    assert first.text == "Norda has three mills in the north."
    assert first.cited == first.marked == "Norda has three mills¹ in the north."
