"""How figures set side by side were measured, told from what stands near them in their reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.building import build_index
from index.store import Index
from models.fakes import FakeEmbedder, ScriptedLLM
from rag import Assistant, Settings
from rag.config import AnswerSettings
from rag.evidence import Unit
from rag.question import understand
from rag.rows import parse
from rag.statement import Statement
from rag.types import Evidence
from rag.writing.methods import _NOT_SAID, methods

REPORTS = {
    "acme-2021.md": """# Acme ESG report 2021

## People

| Indicator | Unit | 2021 |
| --- | --- | --- |
| Turnover rate | % | 12.8 |
| Accident rate | % | 1.5 |

Accident rate = accidents / hours worked.

Turnover rate = all who left / staff at year end.

The turnover is told to the board each year.
""",
    "acme-2022.md": f"""# Acme ESG report 2022

## People

| Indicator | Unit | 2022 |
| --- | --- | --- |
| Turnover rate | % | 12.0 |

## Yards

{"".join(f"Yard {number} was closed.{chr(10)}{chr(10)}" for number in range(60))}

## Rules

Turnover rate = all who left / staff at year end.
""",
    "acme-2024.md": """# Acme ESG report 2024

## People

| Indicator | Unit | 2024 |
| --- | --- | --- |
| Employee turnover | % | 10.7 |
| Accident rate | % | 1.1 |

The employee turnover is calculated from those who left of their own will.

The accident rate fell.

The growth rate is calculated by others.
""",
}
ASKED = "What were the rates in 2021 and 2024, and are they measured in the same way?"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("reports")
    for name, text in REPORTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    build_index([folder], into=folder / "index", embedder=FakeEmbedder())
    return Index.open(folder / "index")


def figure(index: Index, document: str, label: str) -> Statement:
    """The row of a report as a statement."""
    for stored in index.passages(range(1, index.count + 1)):
        for line in stored.passage.text.split("\n"):
            if stored.document.name == document and stored.passage.kind == "table" and line.startswith(label):
                return Statement(line, (Unit(Evidence.of(stored), line),), row=parse(line))
    raise AssertionError(f"there is no {label}")


def told(index: Index, question: str, *figures: tuple[str, str]) -> list[str]:
    said = [figure(index, document, label) for document, label in figures]
    return [each.text for each in methods(understand(question), said, index=index, borne=iter)]


TURNOVERS = ("acme-2021.md", "Turnover rate"), ("acme-2024.md", "Employee turnover")
ACCIDENTS = ("acme-2021.md", "Accident rate"), ("acme-2024.md", "Accident rate")


def test_what_each_report_says_of_a_measure_is_quoted(index: Index) -> None:
    assert told(index, ASKED, *TURNOVERS) == [
        "Turnover rate = all who left / staff at year end.",
        "The employee turnover is calculated from those who left of their own will.",
    ]


def test_what_a_report_does_not_say_is_told_to_be_missing(index: Index) -> None:
    assert told(index, ASKED, *ACCIDENTS) == ["Accident rate = accidents / hours worked.", _NOT_SAID]


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Are the turnover rates of 2021 and 2024 comparable?", True),
        ("Turnover in 2021 and 2024: has the definition changed?", True),
        ("Is turnover counted alike in 2021 and 2024?", True),
        ("What were the turnover rates in 2021 and 2024?", False),
        ("How was turnover measured in 2021?", False),
    ],
)
def test_it_is_told_only_where_it_is_asked(index: Index, question: str, asks: bool) -> None:
    assert bool(told(index, question, *TURNOVERS)) is asks


def test_without_a_figure_there_is_nothing_to_tell(index: Index) -> None:
    row = figure(index, "acme-2021.md", "Turnover rate")
    prose = Statement("Turnover fell.", row.units)
    assert list(methods(understand(ASKED), [prose], index=index, borne=iter)) == []


def test_a_sentence_far_from_the_figure_says_nothing_of_it(index: Index) -> None:
    assert told(index, ASKED, ("acme-2022.md", "Turnover rate")) == [_NOT_SAID]


def test_what_is_not_borne_is_told_to_be_missing(index: Index) -> None:
    said = [figure(index, document, label) for document, label in TURNOVERS]
    found = methods(understand(ASKED), said, index=index, borne=lambda quotes: list(quotes)[1:])
    assert [each.text for each in found] == [
        "The employee turnover is calculated from those who left of their own will.",
        _NOT_SAID,
    ]


def test_an_answer_holds_it_to_its_source_as_any_other_sentence(tmp_path: Path) -> None:
    told = "Turnover rate = all who left in the year / staff at year end."
    again = REPORTS["acme-2021.md"].replace("Turnover rate = all who left / staff at year end.", told)
    for name, text in {**REPORTS, "acme-2021.md": f"{again}\n## How we count turnover rates\n\n{told}\n"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    build_index([tmp_path], into=tmp_path / "index", embedder=FakeEmbedder())
    settings = Settings(answer=AnswerSettings(writer="quote"))
    acme = Assistant(Index.open(tmp_path / "index"), embedder=FakeEmbedder(), llm=ScriptedLLM(), settings=settings)
    answer = acme.ask("What was Acme's turnover rate in 2021, and is it comparable?")
    (sentence,) = (each for each in answer.sentences if each.text == told)
    assert len(sentence.citations) == 2  # a second place that says it is looked for only where the first bears it
