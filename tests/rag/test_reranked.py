"""A configured reranker: what it reads, what it decides, and where its name is looked up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.store import Index
from models import load_reranker
from models.errors import ModelError, ModelMissingError
from models.fakes import FakeReranker, ScriptedLLM
from rag import Assistant, Settings, rerank
from rag.cli import main
from rag.config import ModelSettings
from rag.retrieve import READ, RERANKED
from tests.models.test_reranker import make
from tests.rag.shelf import NEW, OLD, Shelf, found, points, search

QUESTION = "What is it that they did?"
"""A question without a content word: only the reranker and the meaning tell passages apart."""


class Indifferent(FakeReranker):
    """Finds every text alike."""

    def score(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.full_like(super().score(query, texts), 0.25)


def shelf(**worded: str) -> Shelf:
    """Passages that grow less near, some of them worded by their number, such as ``at_3``."""
    texts = [f"Zinc w{'x' * number}a w{'x' * number}b." for number in range(1, RERANKED + 11)]
    for name, text in worded.items():
        texts[int(name.removeprefix("at_")) - 1] = text
    made = Shelf(*((NEW, text) for text in texts), nearest={id: 0.9 - id / 1000 for id in range(1, len(texts) + 1)})
    for id in made.stored:
        made.change(id, section=("Works", f"Part {id}"))
    return made


# --- the order


def test_it_decides_among_the_first() -> None:
    worded = shelf(at_18="Zinc: it is that they did.", at_7="Zinc: that they did.")
    plain, read = found(worded, QUESTION, k=50), found(worded, QUESTION, k=50, reranker=FakeReranker())
    assert plain == list(range(1, 51))
    assert read[:2] == [18, 7]
    assert sorted(read[:READ]) == list(range(1, READ + 1))
    assert read[READ:] == plain[READ:]


def test_what_stands_beyond_the_first_is_not_read() -> None:
    worded = shelf(**{f"at_{READ + 1}": "Zinc: it is that they did."})
    fake = FakeReranker()
    ranked = search(worded, QUESTION, k=50, reranker=fake)
    assert [each.source.id for each in ranked].index(READ + 1) == READ
    assert ["reranker" in points(each) for each in ranked] == [True] * READ + [False] * (len(ranked) - READ)
    assert "it is that they did" not in "".join(fake.asked[0][1])


def test_its_points_go_from_none_to_all_of_them() -> None:
    worded = shelf(at_18="Zinc: it is that they did.", at_7="Zinc: that they did.")
    ranked = search(worded, QUESTION, k=READ, reranker=FakeReranker())
    told = {each.source.id: points(each)["reranker"] for each in ranked}
    assert told[18] == max(told.values()) == pytest.approx(rerank._RERANKER)
    assert min(told.values()) == 0
    assert 0 < told[7] < rerank._RERANKER
    for each in ranked:
        assert each.score == pytest.approx(sum(signal.points for signal in each.signals))
        assert [signal.name for signal in each.signals].count("reranker") == 1
    assert "reranker" in ranked.explain()


def test_it_says_nothing_where_it_finds_all_alike() -> None:
    ranked = search(shelf(), QUESTION, k=50, reranker=Indifferent())
    assert [each.source.id for each in ranked] == list(range(1, 51))
    assert {points(each).get("reranker", 0.0) for each in ranked} == {0.0}


def test_a_single_passage_is_read_too() -> None:
    (only,) = search(Shelf((NEW, "Coal."), nearest={1: 0.5}), QUESTION, reranker=FakeReranker())
    assert points(only) == {"meaning": 0.5, "reranker": 0.0}


# --- what it is asked


def test_it_is_asked_once_a_search_with_heading_and_text() -> None:
    fake = FakeReranker()
    found(shelf(), QUESTION, k=3, reranker=fake)
    ((question, texts),) = fake.asked
    assert question == QUESTION
    assert len(texts) == READ
    assert texts[0] == "Works > Part 1\nZinc wxa wxb."
    assert texts[READ - 1] == f"Works > Part {READ}\nZinc w{'x' * READ}a w{'x' * READ}b."


def test_it_is_not_asked_where_nothing_is_found() -> None:
    fake = FakeReranker()
    assert search(shelf(), QUESTION, reranker=fake, years=[1990]) == []
    assert fake.asked == []


def test_it_reads_within_the_filters_only() -> None:
    fake = FakeReranker()
    two = Shelf((OLD, "Coal of Acme."), (NEW, "Gas of Acme."), nearest={1: 0.6, 2: 0.5})
    found(two, QUESTION, reranker=fake, documents={NEW.name})
    assert fake.asked == [(QUESTION, ("\nGas of Acme.",))]


def test_none_says_nothing_where_none_is_configured(assistant: Assistant) -> None:
    assert assistant.reranker is None
    assert all("reranker" not in points(each) for each in search(shelf(), QUESTION))
    assert all("reranker" not in points(each) for each in assistant.search("water", k=5))


# --- the settings


def with_reranker(name: str) -> Settings:
    return replace(Settings(), models=ModelSettings(reranker=name))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("cross-encoder"))


@pytest.mark.parametrize(
    ("name", "kind", "problem"),
    [
        ("no-such-reranker", ModelMissingError, "There is no model called 'no-such-reranker'"),
        ("ms-marco-minilm-l6-v2", ModelMissingError, "The model ms-marco-minilm-l6-v2 is not on this machine"),
        ("all-minilm-l6-v2", ModelError, "all-minilm-l6-v2 is an embedder, not a reranker"),
    ],
)
def test_a_reranker_that_is_none_is_refused_at_once(
    sample_index: Path, name: str, kind: type[ModelError], problem: str
) -> None:
    with pytest.raises(kind) as raised:
        Assistant.open(sample_index, settings=with_reranker(name))
    assert raised.value.problem == problem
    assert raised.value.fix
    assert "\n" not in str(raised.value)


def test_a_real_one_reads_what_a_search_finds(sample_index: Path, folder: Path) -> None:
    question = "How much water was used in 2023?"
    with Assistant.open(sample_index, settings=with_reranker(str(folder))) as opened:
        ranked = opened.search(question, k=RERANKED)
    read = [each for each in ranked if "reranker" in points(each)]
    assert READ / 2 < len(read) <= READ  # but for near duplicates
    scores = load_reranker(str(folder)).score(question, [f"{each.section}\n{each.text}" for each in read])
    told = np.array([points(each)["reranker"] for each in read])
    assert np.corrcoef(scores, told)[0, 1] > 0.99
    assert told.max() == pytest.approx(rerank._RERANKER)
    assert [each.score for each in ranked] == sorted((each.score for each in ranked), reverse=True)


def test_an_answer_rests_on_what_it_put_first_and_warming_up_loads_it(assistant: Assistant) -> None:
    fake = FakeReranker()
    index = Index.open(assistant._index.manifest.folder)
    llm = ScriptedLLM(parameters=1)
    with Assistant(index, embedder=assistant.embedder, llm=llm, settings=Settings(), reranker=fake) as reading:
        reading.warm()
        assert fake.asked == [("warm-up", ("warm-up",))]
        answer = reading.ask("What were Scope 1 emissions in 2018?")
        assert "271.69" in answer.text
        assert [question for question, _ in fake.asked[1:]] == ["What were Scope 1 emissions in 2018?"]
        assert any("reranker" in points(each) for each in answer.evidence)


def test_doctor_names_it_when_set(tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def told(settings: str) -> list[str]:
        config = tmp_path / "esg.toml"
        config.write_text(settings, encoding="utf-8")
        main(["doctor", "--config", str(config)])
        return [line for line in capsys.readouterr().out.splitlines() if line[8:].startswith("model")]

    assert len(told("")) == 2
    *others, line = told(f'[models]\nreranker = "{folder}"\n')
    assert len(others) == 2
    assert line.startswith(f"ok      model     {folder}: ")
    missing = told('[models]\nreranker = "ms-marco-minilm-l6-v2"\n')[-1]
    assert missing.startswith("PROBLEM model     ms-marco-minilm-l6-v2: missing")
