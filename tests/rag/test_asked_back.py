"""Figures asked back: the questions that are made of them, and what counts as right, refused and invented."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from index.store import Index
from index.types import Document, Figure, Place
from models.fakes import FakeEmbedder, ScriptedLLM
from rag.assistant import Assistant
from rag.config import AnswerSettings, Settings
from rag.errors import AnswerError
from rag.evaluation.asked_back import BackResult, asked_back, judged
from rag.evaluation.back_borne import not_borne
from rag.evaluation.back_questions import Asker, BackQuestion
from rag.question import YEAR
from rag.types import Answer, Citation, Evidence, Sentence
from tests.rag.records.reports import NEW, OLD, built

ROW = "Use of resources, Scope 1 emissions | Unit: tonnes CO2e | 2024 Total: 98.7 | 2024 Retail: 60.2 | 2023: 110.3"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with Index.open(built(tmp_path_factory.mktemp("back"), acme_2022=OLD, acme_2024=NEW)) as opened:
        yield opened


@pytest.fixture
def asker(index: Index) -> Callable[..., Asker]:
    def make(**options: Any) -> Asker:
        return Asker(index.figures(), index.documents(), **options)

    return make


def answered(text: str, *, quote: str = ROW, passage: str = "") -> Answer:
    """An answer of one sentence that cites a passage."""
    citation = Citation(1, "acme-2024.md", "Acme", "", None, (1, 1), passage or quote, quote)
    return Answer("?", f"{text} [1]", citations=(citation,), sentences=(Sentence(text, "checked", (1,)),))


class Parrot:
    """Answers everything with one answer."""

    def __init__(self, index: Index, answer: Answer) -> None:
        self._index, self._answer = index, answer
        self.documents: Sequence[Document] = index.documents()

    def figures(self) -> Sequence[Figure]:
        return self._index.figures()

    def ask(self, question: str) -> Answer:
        return self._answer

    def search(self, question: str, *, k: int = 10) -> Sequence[Evidence]:
        return ()


# --- the questions


def test_every_other_question_is_impossible(asker: Callable[..., Asker]) -> None:
    kinds = [question.kind for question in asker().questions(60)]
    assert len(kinds) == 60
    assert kinds.count("figure") == 30
    assert {"figure", "year", "indicator", "part"} == set(kinds)


def test_a_seed_always_gives_the_same_questions(asker: Callable[..., Asker]) -> None:
    one, again, other = (asker(seed=seed).questions(20) for seed in (1, 1, 2))
    assert one == again
    assert one != other


def test_a_figure_that_is_there_is_asked_for_by_its_year_and_answered_by_its_records(
    asker: Callable[..., Asker],
) -> None:
    for question in asker(seed=3).questions(80):
        if question.kind == "figure":
            assert question.figures
            (year,) = {figure.period for figure in question.figures}
            assert str(year) in YEAR.findall(question.text)


def test_a_restated_value_is_right_too(asker: Callable[..., Asker]) -> None:
    asked = [each for seed in range(4) for each in asker(seed=seed).questions(80) if each.kind == "figure"]
    restated = [{figure.value for figure in each.figures} for each in asked if "report" not in each.text]
    assert {"125.5", "120.5"} in restated


def test_only_the_report_that_is_named_is_right(asker: Callable[..., Asker]) -> None:
    asked = [each for seed in range(4) for each in asker(seed=seed).questions(80) if " report" in each.text]
    of_old = [each for each in asked if re.search(r"2022 report", each.text)]
    assert of_old
    assert {figure.document for each in of_old for figure in each.figures} == {"acme-2022.md"}


def test_a_strange_year_is_given_by_no_figure_of_the_name(index: Index, asker: Callable[..., Asker]) -> None:
    given = {figure.period for figure in index.figures()}
    asked = [each for each in asker(seed=5).questions(90) if each.kind == "year"]
    years = {int(year) for each in asked for year in YEAR.findall(each.text)}
    assert asked
    assert years - given
    waste = [each.text for each in asked if "waste" in each.text.casefold() and "employee" not in each.text]
    assert not [text for text in waste if set(map(int, YEAR.findall(text))) <= {2021, 2022, 2023, 2024}]


def test_what_the_reports_speak_of_is_no_strange_indicator(asker: Callable[..., Asker]) -> None:
    kinds = {question.kind for question in asker(speaks_of=lambda _: True).questions(40)}
    assert "indicator" not in kinds


def test_what_a_sentence_states_is_not_asked_for_as_missing(asker: Callable[..., Asker]) -> None:
    seen: list[tuple[str, int]] = []

    def states(name: str, year: int) -> bool:
        seen.append((name, year))
        return True

    asked = asker(states=states).questions(60)
    assert {each.kind for each in asked} <= {"figure", "indicator", "part"}
    assert all(re.search(r"scope [56]", each.text, re.IGNORECASE) for each in asked if each.kind == "part")
    assert seen


def test_a_year_that_another_report_gives_under_another_name_is_not_missing() -> None:
    def water(indicator: str, year: int, document: str) -> Figure:
        place = Place((year, year))
        return Figure(
            document=document, indicator=indicator, path=("Water",), unit="t", period=year, segment="", value=f"{year}",
            number=float(year), section="", place=place,
        )  # fmt: skip

    reports = [Document(name, "", "Acme", year, "") for name, year in (("old.md", 2021), ("new.md", 2023))]
    figures = [water("Tap water use", year, "old.md") for year in (2020, 2021)]
    figures += [water("Running water consumption", year, "new.md") for year in (2022, 2023)]
    asked = [each for seed in range(5) for each in Asker(figures, reports, seed=seed).questions(40)]
    years = {int(year) for each in asked if each.kind == "year" for year in YEAR.findall(each.text)}
    assert years
    assert not years & {2020, 2021, 2022, 2023}


def test_a_label_of_one_word_is_named_with_its_group(asker: Callable[..., Asker]) -> None:
    asked = [each.text for seed in range(4) for each in asker(seed=seed).questions(90) if "enior" in each.text]
    assert asked
    assert all("hours" in text.casefold() or "training" in text.casefold() for text in asked)


def test_no_figures_make_no_questions() -> None:
    assert Asker((), ()).questions(10) == []


# --- what is borne


@pytest.mark.parametrize(
    "text",
    [
        "Scope 1 emissions: 110.3 tonnes CO2e in 2023.",
        "Scope 1 emissions, Retail: 60.2 tonnes CO2e in 2024.",
        "Scope 1 emissions: 110.3 tonnes CO2e (2023); 98.7 tonnes CO2e (2024 Total).",
    ],
)
def test_a_value_with_its_label_year_and_unit_is_borne(text: str) -> None:
    assert list(not_borne(answered(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "Scope 1 emissions: 110.4 tonnes CO2e in 2023.",
        "Scope 1 emissions: 110.3 tonnes CO2e in 2024.",
        "Scope 1 emissions: 110.3 kWh in 2023.",
        "Water withdrawal: 110.3 tonnes CO2e in 2023.",
        "Scope 1 emissions: 60.2 tonnes CO2e in 2024.",
    ],
)
def test_another_digit_year_unit_label_or_part_is_invented(text: str) -> None:
    assert len(list(not_borne(answered(text)))) == 1


def test_the_columns_of_a_row_of_a_year_are_its_labels() -> None:
    row = "2023 | Deaths at work: 0 | Days lost (days): 51"
    assert list(not_borne(answered("Days lost (days): 51 in 2023.", quote=row))) == []
    assert list(not_borne(answered("Days lost (days): 51 in 2022.", quote=row))) != []
    assert list(not_borne(answered("Injuries: 51 in 2023.", quote=row))) != []


def test_words_of_the_report_bear_their_figures() -> None:
    said = "We planted 300 trees in 2023."
    assert list(not_borne(answered(said, quote=said, passage=f"{said} They grow."))) == []
    assert list(not_borne(answered("We planted 301 trees in 2023.", quote=said))) != []


# --- the verdict


def question(index: Index, value: str) -> BackQuestion:
    """A question that a value answers."""
    return BackQuestion("?", "figure", tuple(figure for figure in index.figures() if figure.value == value))


def test_the_verdict_tells_right_wrong_refused_and_invented(index: Index) -> None:
    asked = question(index, "110.3")
    assert asked.figures
    right, other = (
        "Scope 1 emissions: 110.3 tonnes CO2e in 2023.",
        "Scope 1 emissions, Retail: 60.2 tonnes CO2e in 2024.",
    )
    assert judged(asked, answered(right)).verdict == "right"
    assert judged(asked, answered(other)).verdict == "wrong"
    assert judged(asked, Answer("?", "Not stated.", refused=True)).verdict == "refused"
    invented = judged(asked, answered("Scope 1 emissions: 111.3 tonnes CO2e in 2023."))
    assert (invented.verdict, invented.invented[:5]) == ("invented", "111.3")


def test_an_answer_to_what_is_not_there_is_invented(index: Index) -> None:
    asked = BackQuestion("?", "year")
    assert judged(asked, answered("Scope 1 emissions: 110.3 tonnes CO2e in 2023.")).verdict == "invented"
    assert judged(asked, Answer("?", "Not stated.", refused=True)).verdict == "right"


def test_a_run_is_told_as_a_table_and_every_miss_to_read(index: Index) -> None:
    seen: list[tuple[int, int]] = []
    refusing = Parrot(index, Answer("?", "Not stated.", refused=True))
    result = asked_back(refusing, 24, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(done, 24) for done in range(1, 25)]
    lines = result.table().splitlines()
    assert lines[1].split() == ["asked", "for", "n", "right", "wrong", "refused", "invented"]
    assert lines[2].split()[-5:] == ["12", "0.0%", "0.0%", "100.0%", "0"]
    assert lines[6].split()[-5:] == ["24", "50.0%", "0.0%", "50.0%", "0"]
    assert result.right == 0
    assert len(result.misses) == 12
    assert result.markdown().count("### figure: refused") == 12
    assert result.to_dict()["outcomes"][0]["verdict"] == "refused"


def test_whoever_answers_everything_invents(index: Index) -> None:
    result: BackResult = asked_back(Parrot(index, answered("Scope 1 emissions: 110.3 tonnes CO2e in 2023.")), 24)
    assert len([each for each in result.invented if each.question.kind != "figure"]) == 12


def test_an_index_without_figures_can_not_be_asked(tmp_path: Path) -> None:
    plain = built(tmp_path, plain="# Plain report\n\nNothing is counted here.\n")
    with Index.open(plain) as index, pytest.raises(AnswerError):
        asked_back(Parrot(index, Answer("?", "")), 5)


def test_the_assistant_gives_back_what_is_printed(tmp_path: Path) -> None:
    folder = built(tmp_path, acme_2022=OLD, acme_2024=NEW)
    settings = Settings(answer=AnswerSettings(writer="quote"))
    with Assistant(Index.open(folder), embedder=FakeEmbedder(), llm=ScriptedLLM(), settings=settings) as assistant:
        result = asked_back(assistant, 60)
    assert (result.right or 0) >= 0.9, result.markdown()
    assert not [each for each in result.invented if each.question.kind == "figure"], result.markdown()
