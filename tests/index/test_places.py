"""Every passage says where it stands: the words at that place are the words of the passage."""

from __future__ import annotations

import random
import re
import unicodedata
from pathlib import Path

import pytest

from index.reading import READERS, read_report
from index.tables import SEPARATOR
from index.types import Passage, Report

HERE = Path(__file__).resolve()
SAMPLE = HERE.parents[2] / "index" / "sample"
SHARED = HERE.parents[2].parent / "shared"
DRAWN = 200


def folded(text: str) -> str:
    """The letters and digits of a text alone, so that blanks, marks and glyphs of one meaning don't count."""
    return "".join(re.findall(r"\w", unicodedata.normalize("NFKC", text).casefold())).replace("_", "")


def words(text: str) -> list[str]:
    """The words and numbers of a text, folded."""
    return [folded(word) for word in re.split(r"[^\w.,%]+|(?<=\D)[.,]|[.,](?=\D|$)", text) if folded(word)]


def strangers(passage: Passage, report: Report) -> list[str]:
    """What a passage says that does not stand at its place. Of a table row, its values and its own label count."""
    first, last = passage.lines
    there = folded("".join(line.text for line in report.lines[first - 1 : last]))
    if passage.kind != "table":
        return [word for word in words(passage.text) if word not in there]
    parts = [part for row in passage.text.split("\n") for part in row.split(SEPARATOR)[1:]]
    values = [part.split(": ", 1)[-1] for part in parts if not part.startswith("Unit: ")]  # stated above, perhaps
    return [word for value in values for word in words(value) if word not in there]


def is_tight(passage: Passage, report: Report) -> bool:
    """Whether the first and the last line of the place hold something of the passage."""
    text = folded(passage.text)
    ends = [words(report.lines[number - 1].text) for number in passage.lines]
    return all(any(word in text for word in line) for line in ends)


def drawn(reports: list[Report]) -> list[tuple[Report, Passage]]:
    """Passages drawn at random, the same in every run."""
    every = [(report, passage) for report in reports for passage in report.passages]
    return random.Random(20261120).sample(every, min(DRAWN, len(every)))


def check(reports: list[Report]) -> None:
    """Every drawn passage stands at its place."""
    for report, passage in drawn(reports):
        assert strangers(passage, report) == [], (report.document.name, passage.lines, passage.text)
        assert is_tight(passage, report), (report.document.name, passage.lines, passage.text)
        assert passage.page == report.lines[passage.lines[0] - 1].page


def test_passages_of_the_sample_reports_stand_at_their_place():
    check([read_report(file, name=file.name) for file in sorted(SAMPLE.glob("*.md"))])


@pytest.mark.skipif(not SHARED.is_dir(), reason="the long reports are not part of this project")
def test_passages_of_the_long_reports_stand_at_their_place():
    check([read_report(file, name=file.name) for file in sorted((SHARED / "reports").iterdir())])


@pytest.mark.skipif(not SHARED.is_dir(), reason="the PDF reports are not part of this project")
@pytest.mark.skipif(".pdf" not in READERS, reason="no PDF reader")
def test_passages_of_the_pdf_reports_stand_at_their_place():
    check([read_report(file, name=file.name) for file in sorted((SHARED / "pdf").iterdir())])
