"""The public API on the sample reports, with the bundled models: one path, every figure cited, nothing made up."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.building import build_index
from index.errors import IndexMismatchError
from index.store import Index
from models.fakes import FakeEmbedder, ScriptedLLM
from rag import Answer, Assistant, Settings, Turn
from rag.assistant import SEARCHED
from rag.errors import QuestionError
from rag.indexing import sample_reports
from rag.question import YEAR
from rag.types import Delta, Done, Found
from rag.verify import figures

ROOT = Path(__file__).parents[2]
SCOPE = "What were Scope 1 emissions in 2018?"
WHY = "Why did energy use climb in 2023?"
LIST = "Which committees does the Board have?"
CHANGE = "How did total GHG emissions change from 2020 to 2021?"
LATER = "What were Scope 3 emissions in 2024?"
NOT_COVERED = "How large were Scope 1 emissions in 2030?"
NOT_STATED = "How many people were abducted by aliens?"
QUESTIONS = (SCOPE, WHY, LIST, CHANGE, LATER, NOT_COVERED, NOT_STATED)
ANSWERED = (SCOPE, WHY, LIST, CHANGE)


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> dict[str, Answer]:
    """Each question asked once."""
    return {question: assistant.ask(question) for question in QUESTIONS}


def with_script(assistant: Assistant, *answers: str, parameters: int = 2_000_000_000) -> Assistant:
    """The assistant with a model that says what it is told to."""
    index = Index.open(assistant._index.manifest.folder)
    llm = ScriptedLLM(*answers, parameters=parameters)
    return Assistant(index, embedder=assistant.embedder, llm=llm, settings=assistant.settings)


# --- answers


def test_a_figure_is_told_from_its_record(answers: dict[str, Answer]) -> None:
    answer = answers[SCOPE]
    assert answer.text == "Direct GHG emissions (Scope 1): 271.69 tons in 2018. [1]"
    assert [(each.value, each.unit, each.period, each.document) for each in answer.figures] == [
        ("271.69", "tons", 2018, "xiaomi-2018-esg.md")
    ]
    assert not answer.refused
    assert answer.reason is None
    cited = answer.citations[0]
    assert (cited.n, cited.document, cited.page) == (1, "xiaomi-2018-esg.md", None)
    assert cited.section.endswith("3.4 Key environmental figures")
    assert cited.quote.endswith("Greenhouse gas, Direct GHG emissions (Scope 1) | Unit: tons | 2018: 271.69")


def test_a_reason_is_quoted(answers: dict[str, Answer]) -> None:
    assert answers[WHY].text.startswith(
        "Energy use and emissions climbed in 2023 because the car business started: its factory alone burned"
        " 14,638.78 MWh directly and drew 37,068.28 MWh indirectly. [1]"
    )


def test_a_list_is_quoted_whole(answers: dict[str, Answer]) -> None:
    for committee in ("Audit", "Corporate Governance", "Nomination", "Remuneration"):
        assert f"{committee} Committee" in answers[LIST].text


def test_a_change_is_computed_from_cited_figures(answers: dict[str, Answer]) -> None:
    total = "Greenhouse gas, Total GHG emissions (Scope 1 and Scope 2)"
    assert answers[CHANGE].text == (
        f"{total} rose by 24.6%, 16,338.87 tonnes CO2e, from 2020 to 2021: (82,820.16 - 66,481.29) / 66,481.29. [1]"
        f" {total}: 66,481.29 tonnes CO2e (2020); 82,820.16 tonnes CO2e (2021). [1][2]"
    )
    assert answers[CHANGE].sentences[0].formula == (
        "82,820.16 - 66,481.29 = +16,338.87 tonnes CO2e; (82,820.16 - 66,481.29) / 66,481.29 = +24.6%"
    )


@pytest.mark.parametrize(
    ("question", "verdicts"),
    [(SCOPE, ["checked"]), (WHY, ["quoted"]), (LIST, ["quoted"]), (CHANGE, ["calculated", "quoted"]),
     (LATER, []), (NOT_COVERED, []), (NOT_STATED, [])],
)  # fmt: skip
def test_each_sentence_has_its_verdict(answers: dict[str, Answer], question: str, verdicts: list[str]) -> None:
    assert [sentence.verdict for sentence in answers[question].sentences] == verdicts


@pytest.mark.parametrize("question", QUESTIONS)
def test_marks_and_citations_belong_together(answers: dict[str, Answer], question: str) -> None:
    answer = answers[question]
    marks = [int(mark) for mark in re.findall(r"\[(\d+)\]", answer.text)]
    numbers = [citation.n for citation in answer.citations]
    assert list(dict.fromkeys(marks)) == numbers == list(range(1, len(numbers) + 1))
    if question in ANSWERED:
        assert numbers


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_cited_stands_in_those_lines_of_the_file(answers: dict[str, Answer], question: str) -> None:
    for citation in answers[question].citations:
        lines = (sample_reports() / citation.document).read_text(encoding="utf-8").splitlines()
        first, last = citation.lines
        printed = re.sub(r"[*|]|\[\^\w+\]", " ", "\n".join(lines[first - 1 : last])).split()
        for line in citation.quote.split("\n"):
            label, *cells = line.removeprefix("- ").split(" | ")
            said = [label.split(", ")[-1] if cells else label, *(cell.split(": ", 1)[-1] for cell in cells)]
            assert [word for word in " ".join(said).split() if word not in printed] == []
            assert line.removeprefix("- ") in citation.text


@pytest.mark.parametrize("question", ANSWERED)
def test_every_figure_stands_in_a_citation(answers: dict[str, Answer], question: str) -> None:
    """Or in the formula that it was calculated by."""
    answer = answers[question]
    cited = {citation.n: citation.text for citation in answer.citations}
    for sentence in answer.sentences:
        borne = [cited[number] for number in sentence.citations]
        assert figures(sentence.text) <= figures("\n".join([*borne, sentence.formula])), sentence
        assert bool(sentence.formula) == (sentence.verdict == "calculated")


def test_a_word_of_the_file_is_found_by_its_line(answers: dict[str, Answer]) -> None:
    citation = answers[WHY].citations[0]
    assert (citation.document, citation.lines) == ("xiaomi-2023-esg.md", (131, 131))
    assert citation.place == f"{citation.section}, line 131"


# --- refusals


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (LATER, "The report says that this is to be disclosed later."),
        (
            NOT_COVERED,
            "The reports give Direct GHG emissions (Scope 1) for 2018, 2020, 2021, 2022, 2023 and 2024, not for 2030.",
        ),
        (NOT_STATED, "This is not stated in the reports."),
    ],
)
def test_refusals_tell_their_reason_and_no_figure(answers: dict[str, Answer], question: str, reason: str) -> None:
    answer = answers[question]
    assert answer.refused
    assert answer.reason == reason
    assert answer.text.removesuffix(" [1]") == reason
    assert figures(YEAR.sub("", answer.text.removesuffix(" [1]"))) <= figures(YEAR.sub("", question))


def test_what_is_to_come_is_cited(answers: dict[str, Answer]) -> None:
    citation = answers[LATER].citations[0]
    assert citation.document == "xiaomi-2024-esg.md"
    assert "to be disclosed in September 2025" in citation.quote


# --- the stream


@pytest.mark.parametrize("question", QUESTIONS)
def test_found_then_deltas_then_done(assistant: Assistant, answers: dict[str, Answer], question: str) -> None:
    events = list(assistant.stream(question))
    kinds = "".join({Found: "f", Delta: "d", Done: "e"}[type(event)] for event in events)
    assert re.fullmatch("fd+e", kinds)
    answer = events[-1].answer  # type: ignore[union-attr]
    assert "".join(event.text for event in events if isinstance(event, Delta)) == answer.text
    assert answer.text == answers[question].text  # the same question again, and by the other way
    assert answer.citations == answers[question].citations
    assert events[0].evidence == answer.evidence  # type: ignore[union-attr]
    assert 0 < answer.seconds["retrieve"] <= answer.seconds["first_token"] <= answer.seconds["total"]


def test_threads_get_the_answers_that_one_gets(assistant: Assistant, answers: dict[str, Answer]) -> None:
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(assistant.ask, (SCOPE, WHY, LATER, NOT_STATED) * 2))
    assert [answer.text for answer in together] == [answers[answer.question].text for answer in together]


def test_cancel_before_the_start(assistant: Assistant) -> None:
    cancel = threading.Event()
    cancel.set()
    *before, done = assistant.stream(WHY, cancel=cancel)
    assert [type(event) for event in before] == [Found]
    assert isinstance(done, Done)
    assert (done.answer.text, done.answer.citations, done.answer.refused) == ("", (), False)


def test_cancel_in_the_middle_keeps_what_was_said(assistant: Assistant) -> None:
    told = "Energy use and emissions climbed in 2023 because the car business started."
    phrasing = with_script(assistant, f"{told} [1] The car business started in 2023 with a new factory. [1]")
    cancel = threading.Event()
    events = phrasing.stream(WHY, cancel=cancel)
    assert isinstance(next(events), Found)
    first = next(events)
    cancel.set()
    (done,) = events
    assert isinstance(first, Delta)
    assert isinstance(done, Done)
    assert done.answer.text == first.text == f"{told} [1]"
    phrasing.close()


def test_a_stream_that_is_left_does_no_harm(assistant: Assistant, answers: dict[str, Answer]) -> None:
    events = assistant.stream(WHY)
    next(events)
    events.close()
    assert assistant.ask(SCOPE).text == answers[SCOPE].text


# --- phrasing by a capable model


def test_a_capable_model_phrases(assistant: Assistant) -> None:
    phrasing = with_script(assistant, "Energy use climbed in 2023 because the car business started its factory. [3]")
    answer = phrasing.ask(WHY)
    assert answer.text == "Energy use climbed in 2023 because the car business started its factory. [1]"
    assert answer.citations[0].lines == (131, 131)
    phrasing.close()


@pytest.mark.parametrize(
    "invented",
    ["Energy use climbed by 99.9% in 2023 because the car business started. [1]", "The passages do not say."],
)
def test_what_a_model_makes_up_gives_way_to_the_report(
    assistant: Assistant, answers: dict[str, Answer], invented: str
) -> None:
    phrasing = with_script(assistant, invented, invented)  # it may begin once more
    assert phrasing.ask(WHY).text == answers[WHY].text
    phrasing.close()


def test_a_small_model_is_not_asked_to_phrase(assistant: Assistant, answers: dict[str, Answer]) -> None:
    quoting = with_script(assistant, "Anything.", "Nothing.", parameters=135_000_000)
    assert quoting.ask(WHY).text == answers[WHY].text
    assert quoting.llm.history == []  # type: ignore[attr-defined]
    quoting.settings = replace(quoting.settings, answer=replace(quoting.settings.answer, writer="phrase"))
    quoting.ask(WHY)
    assert len(quoting.llm.history) == 2  # type: ignore[attr-defined]
    quoting.close()


# --- filters and conversation


def test_filters_hold_for_answers(assistant: Assistant) -> None:
    only = assistant.ask("How many suppliers were audited?", documents=["xiaomi-2021-esg.md"])
    assert {each.document for each in only.evidence} == {"xiaomi-2021-esg.md"}
    of_year = assistant.ask("What were Scope 1 emissions?", years=[2018])
    assert {each.document for each in of_year.evidence if "2018" not in each.text} <= {"xiaomi-2018-esg.md"}
    assert of_year.text == "Direct GHG emissions (Scope 1): 271.69 tons in 2018. [1]"
    assert "9,096.95 tonnes CO2e in 2021" in assistant.ask("What were Scope 1 emissions?", years=[2021]).text
    nothing = assistant.ask("What were Scope 1 emissions?", years=[1950])
    assert nothing.refused
    assert nothing.evidence == ()


def test_bad_filters_are_refused(assistant: Assistant) -> None:
    with pytest.raises(QuestionError, match=r"There is no report 'nope\.md'"):
        assistant.ask(SCOPE, documents=["nope.md"])
    with pytest.raises(QuestionError, match="'2018' is not a year"):
        assistant.ask(SCOPE, years=["2018"])  # type: ignore[list-item]


@pytest.mark.parametrize("k", [0, -1, -100])
def test_searching_for_fewer_than_one_is_refused(assistant: Assistant, k: int) -> None:
    with pytest.raises(QuestionError, match=f"^{k} passages cannot be searched for"):
        assistant.search("water", k=k)


def test_search_may_ask_for_more_than_there_is(assistant: Assistant) -> None:
    assert len(assistant.search("water", k=10_000)) == len(
        {each.source.id for each in assistant.search("water", k=9999)}
    )


def test_a_follow_up_takes_the_subject_from_before(assistant: Assistant) -> None:
    history = [Turn("What were Scope 1 emissions in 2018?", "271.69 tons [1].")]
    answer = assistant.ask("And in 2021?", history=history)
    assert answer.question == "And in 2021?"
    assert "9,096.95" in answer.text
    assert "271.69" not in answer.text


def test_a_search_takes_the_subject_from_before(assistant: Assistant) -> None:
    history = [Turn("What were Scope 1 emissions in 2018?", "271.69 tons [1].")]
    followed = assistant.search("And in 2021?", history=history, k=3)
    assert "9,096.95" in followed[0].text
    assert followed == assistant.search("What were Scope 1 emissions in 2021?", k=3)
    assert followed != assistant.search("And in 2021?", k=3)
    assert assistant.search("And in 2021?", history=[], k=3) == assistant.search("And in 2021?", k=3)


def test_an_answer_rests_on_what_a_search_finds(assistant: Assistant, answers: dict[str, Answer]) -> None:
    for question in (SCOPE, CHANGE, NOT_STATED):
        assert answers[question].evidence == tuple(assistant.search(question, k=SEARCHED))


def test_a_search_tells_why(assistant: Assistant) -> None:
    found = assistant.search(SCOPE, k=2)
    assert [signal.name for signal in found[0].signals][:2] == ["meaning", "words"]
    told = found.explain().splitlines()
    assert told[0].startswith(f"1. xiaomi-2018-esg.md, {found[0].section}, lines {found[0].lines[0]}-")
    assert any(line.startswith("   +") and "best part: " in line and "271.69" in line for line in told)


def test_a_filter_that_matches_nothing_says_so(assistant: Assistant) -> None:
    nothing = assistant.search("water", documents=["xiaomi-2018-esg.md"], years=[1950])
    assert nothing == []
    assert nothing.notice == "No passage matches the filter (reports xiaomi-2018-esg.md; years 1950)."
    assert assistant.search("water").notice == ""


# --- plain data


def test_answers_are_plain_data(answers: dict[str, Answer]) -> None:
    data = json.loads(json.dumps(answers[SCOPE].to_dict()))
    assert {"question", "text", "refused", "reason", "citations", "seconds"} <= set(data)
    assert (data["question"], data["text"]) == (SCOPE, answers[SCOPE].text)
    assert set(data["seconds"]) == {"retrieve", "first_token", "total"}
    citation = data["citations"][0]
    assert set(citation) == {"n", "document", "title", "section", "page", "lines", "text", "quote", "confidence"}
    assert citation["lines"] == list(answers[SCOPE].citations[0].lines)


def test_the_lines_behind_a_citation_are_had_as_printed(assistant: Assistant, answers: dict[str, Answer]) -> None:
    citation = answers[SCOPE].citations[0]
    file = next(document.path for document in assistant.documents if document.name == citation.document)
    first, last = citation.lines
    printed = Path(file).read_text(encoding="utf-8").split("\n")[first - 1 : last]
    assert assistant.printed(citation.document, citation.lines) == "\n".join(printed)
    with pytest.raises(QuestionError, match=r"There is no report 'nope\.md'"):
        assistant.printed("nope.md", (1, 2))


def test_evidence_is_plain_data(assistant: Assistant) -> None:
    best = assistant.search("water", k=1)[0]
    data = json.loads(json.dumps(best.to_dict()))
    assert set(data) == {
        "document", "title", "section", "page", "lines", "text", "confidence", "score", "signals", "also",
    }  # fmt: skip
    assert list(data["signals"]) == [signal.name for signal in best.signals]
    assert sum(data["signals"].values()) == pytest.approx(best.score, abs=1e-3)


# --- the index under it


POND = "# Globex ESG report 2022\n\n## Nature\n\nSeventeen otters live at the Globex pond, 17 in 2022.\n"
ACME = "# Acme ESG report 2023\n\n## Water\n\nAcme withdrew 1,200 tonnes of water in 2023.\n"


@pytest.fixture
def own(assistant: Assistant, tmp_path: Path) -> Iterator[tuple[Assistant, Path]]:
    """An assistant on an index of one small report, with the same models, and the folder of its reports."""
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "acme.md").write_text(ACME, encoding="utf-8")
    build_index([reports], into=tmp_path / "own.index", embedder=assistant.embedder)
    index = Index.open(tmp_path / "own.index")
    opened = Assistant(index, embedder=assistant.embedder, llm=ScriptedLLM(parameters=1), settings=Settings())
    yield opened, reports
    opened.close()


def test_an_updated_index_answers_the_next_question(own: tuple[Assistant, Path]) -> None:
    esg, reports = own
    question = "How many otters live at the Globex pond?"
    in_flight = esg.stream("How much water did Acme withdraw in 2023?")
    assert isinstance(next(in_flight), Found)
    assert esg.ask(question).refused

    (reports / "globex.md").write_text(POND, encoding="utf-8")
    build_index([reports], into=reports.parent / "own.index", embedder=esg.embedder)

    *_, done = in_flight  # it goes on with what it has found
    assert isinstance(done, Done)
    assert done.answer.text == "Acme withdrew 1,200 tonnes of water in 2023. [1]"
    answer = esg.ask(question)
    assert answer.text == "Seventeen otters live at the Globex pond, 17 in 2022. [1]"
    assert answer.citations[0].document == "globex.md"
    assert [document.name for document in esg.documents] == ["acme.md", "globex.md"]


def test_any_text_can_be_asked(own: tuple[Assistant, Path]) -> None:
    odd = (
        'water NEAR("x*" AND -y) OR ^z:', "“Acme” 'water' \"2023\"?", "😀 🌍 water", "2023年的用水量是多少？",
        "Acme\nwater\r\n\tin\x002023?", "\ud800 water", "<script>alert(1)</script>", "a" * 2000, "'; DROP TABLE words",
    )  # fmt: skip
    for question in odd:
        answer = own[0].ask(question)
        assert answer.text.endswith((".", "]")), question
        assert answer.refused == (answer.reason is not None)
    asked = 'How much "water" (NEAR) did Acme*\n withdraw: 😀?'
    assert own[0].ask(asked).text == "Acme withdrew 1,200 tonnes of water in 2023. [1]"


def test_an_index_of_another_embedder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "acme.md").write_text("# Acme 2023\n\nAcme used 5 MWh.\n", encoding="utf-8")
    build_index([tmp_path / "acme.md"], into=tmp_path / "other.index", embedder=FakeEmbedder())
    with pytest.raises(IndexMismatchError):
        Assistant.open(tmp_path / "other.index", settings=Settings())


def test_opening_loads_nothing_heavy(sample_index: Path) -> None:
    code = """
import sys, time
from pathlib import Path
from rag import Assistant, Settings
started = time.perf_counter()
esg = Assistant.open(sys.argv[1], settings=Settings())
assert len(esg.documents) == 4
took = time.perf_counter() - started
heavy = {"torch", "llama_cpp", "sentence_transformers", "transformers", "gradio", "langchain_text_splitters"}
print(sorted(heavy & set(sys.modules)), took < 1.5)
"""
    run: Any = subprocess.run(
        [sys.executable, "-c", code, str(sample_index)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert run.stdout.strip() == "[] True"
