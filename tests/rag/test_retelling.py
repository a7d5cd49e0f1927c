"""The last answer told anew: every mark keeps its number, and nothing is said that the answer did not bear."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from index.series import Restatement
from index.types import Figure, Place
from rag import Answer, Assistant, Citation
from rag.conversation.about import About, about_answer, form_asked, sentences_asked
from rag.retelling import retold
from rag.types import Sentence, SentenceVerdict
from rag.verify import figures

SCOPE = "What were Scope 1 emissions in 2018?"
WHY = "Why did energy use climb in 2023?"
LIST = "Which committees does the Board have?"
STAFF = "How many employees were there in 2022, 2023 and 2024?"
CHANGE = "How did total GHG emissions change from 2020 to 2021?"
LATER = "What were Scope 3 emissions in 2024?"
NOT_COVERED = "How large were Scope 1 emissions in 2030?"
ANSWERED = (SCOPE, WHY, LIST, STAFF, CHANGE)
ASKED: tuple[tuple[About, str], ...] = (
    ("source", "Which report says that?"), ("doubt", "Are you sure?"), ("form", "As a table"), ("form", "As a list"),
    ("form", "Shorter please"), ("form", "Tell me more"), ("form", "In other words"),
)  # fmt: skip


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> dict[str, Answer]:
    """Each question asked once."""
    return {question: assistant.ask(question) for question in (*ANSWERED, LATER, NOT_COVERED)}


def made(*texts: str, verdict: SentenceVerdict = "quoted", formula: str = "", **rest: object) -> Answer:
    """An answer of sentences, each of a passage of its own that holds nothing else."""
    sentences = tuple(Sentence(text, verdict, (n,), formula) for n, text in enumerate(texts, 1))
    citations = tuple(
        Citation(n, f"acme-{n}.md", f"Acme {n}", "Water", None, (n, n), text, text) for n, text in enumerate(texts, 1)
    )
    said = " ".join(f"{text} [{n}]" for n, text in enumerate(texts, 1))
    values = {"citations": citations, "sentences": sentences, **rest}
    return Answer("How much?", said, **values)  # type: ignore[arg-type]


def figure(value: str, period: int | None = 2023, *, document: str = "acme-1.md", **rest: object) -> Figure:
    """A figure of the first line of a report."""
    values = {
        "indicator": "Water withdrawal", "path": ("Water",), "unit": "m3", "segment": "", "number": float(value),
        "section": "", "place": Place((1, 1)),
    }  # fmt: skip
    return Figure(period=period, value=value, document=document, **(values | rest))  # type: ignore[arg-type]


# --- what holds for all


@pytest.mark.parametrize(("about", "text"), ASKED)
@pytest.mark.parametrize("question", ANSWERED)
def test_marks_keep_their_numbers_and_nothing_is_new(
    answers: dict[str, Answer], question: str, about: About, text: str
) -> None:
    answer = answers[question]
    told = retold(about, text, answer)
    assert told.question == text
    marks = {int(mark) for mark in re.findall(r"\[(\d+)\]", told.text)}
    assert (
        marks == {citation.n for citation in told.citations} == {n for each in told.sentences for n in each.citations}
    )
    assert set(told.citations) <= set(answer.citations)
    assert set(told.figures) <= set(answer.figures)
    borne = " ".join(f"{c.text} {c.title} {c.document} {c.section} {c.place}" for c in answer.citations)
    years = " ".join(str(each.period) for each in answer.figures)
    assert figures(re.sub(r"\[\d+\]", " ", told.text)) <= figures(f"{answer.text} {borne} {years}")


@pytest.mark.parametrize(("about", "text"), ASKED)
def test_a_refusal_stays_one(answers: dict[str, Answer], about: About, text: str) -> None:
    for question in (LATER, NOT_COVERED):
        told = retold(about, text, answers[question])
        assert (told.refused, told.reason, told.sentences) == (True, answers[question].reason, ())
        assert told.citations == answers[question].citations


# --- where it stands


def test_the_place_of_a_figure_is_told_with_its_words(answers: dict[str, Answer]) -> None:
    citation = answers[SCOPE].citations[0]
    assert retold("source", "Where?", answers[SCOPE]).text == (
        f"It stands in {citation.title} (xiaomi-2018-esg.md), {citation.section}, lines 86-92: “{citation.quote}” [1]"
    )


def test_each_of_several_places_is_an_item(answers: dict[str, Answer]) -> None:
    lines = retold("source", "Where?", answers[STAFF]).text.split("\n")
    assert len(lines) == len(answers[STAFF].citations) > 1
    for n, (line, citation) in enumerate(zip(lines, answers[STAFF].citations, strict=True), start=1):
        assert line.startswith(f"- {citation.title} ({citation.document}), {citation.section}, line")
        assert line.endswith(f"” [{n}]")


def test_the_place_of_a_refusal_is_what_says_so(answers: dict[str, Answer]) -> None:
    told = retold("source", "Where?", answers[LATER])
    assert told.text.startswith("It stands in Xiaomi ESG report 2024")
    assert "to be disclosed in September 2025” [1]" not in told.text
    assert "to be disclosed in September 2025" in told.text
    assert retold("source", "Where?", answers[NOT_COVERED]).text == (
        f"There is no source, as nothing in the reports answers the question: {answers[NOT_COVERED].text}"
    )


def test_a_page_is_told_where_there_are_pages() -> None:
    answer = made("Acme used 12 m3.")
    answer = replace(answer, citations=(replace(answer.citations[0], page=7, confidence=0.9),))
    assert "Water, page 7, read from a picture: “" in retold("source", "Where?", answer).text


# --- how sure it is


def test_what_is_quoted_word_for_word_is_called_so_once(answers: dict[str, Answer]) -> None:
    assert retold("doubt", "Sure?", answers[LIST]).text.startswith("It is quoted word for word from ")
    answer = made("We planted trees.", "They grow.")
    sentences = tuple(replace(each, citations=(1,)) for each in answer.sentences)
    citations = (replace(answer.citations[0], quote="We planted trees. They grow."),)
    told = retold("doubt", "Sure?", replace(answer, sentences=sentences, citations=citations))
    assert told.text == "Each sentence is quoted word for word from Acme 1, line 1. [1]"
    assert [sentence.verdict for sentence in told.sentences] == ["quoted"]


def test_sentences_of_several_places_are_named_by_how_they_begin() -> None:
    long = "We planted trees beside the plant in the north and the plant in the south."
    told = retold("doubt", "Sure?", made(long, "Acme planted 300 of them."))
    assert told.text.split("\n") == [
        "- “We planted trees beside the plant in the …” is quoted word for word from Acme 1, line 1. [1]",
        "- “Acme planted 300 of them.” is quoted word for word from Acme 2, line 2. [2]",
    ]


def test_sentences_of_one_place_beside_another_are_told_of_together() -> None:
    answer = made("We planted trees.", "Acme planted 300 of them.", "They grow.")
    first, second, third = answer.sentences
    answer = replace(
        answer,
        sentences=(first, second, replace(third, citations=(1,))),
        citations=(replace(answer.citations[0], quote="We planted trees. They grow."), answer.citations[1]),
    )
    assert retold("doubt", "Sure?", answer).text.split("\n") == [
        "- “We planted trees.” and “They grow.” are quoted word for word from Acme 1, line 1. [1]",
        "- “Acme planted 300 of them.” is quoted word for word from Acme 2, line 2. [2]",
    ]


def test_what_is_read_from_a_row_is_shown_with_its_cells(answers: dict[str, Answer]) -> None:
    calculated, row = retold("doubt", "Sure?", answers[CHANGE]).text.split("\n")
    assert "” is calculated: 82,820.16 - 66,481.29 = +16,338.87 tonnes CO2e; (82,820.16 - 66,481.29)" in calculated
    assert "word for word" not in row
    assert "” gives what is printed in Xiaomi ESG report 2023" in row
    assert row.endswith(", tonnes CO2e: 2021 82,820.16, 2020 (restated) 66,481.29. [1][2]")


def test_what_is_told_of_a_record_is_shown_with_its_cell(answers: dict[str, Answer]) -> None:
    citation = answers[SCOPE].citations[0]
    cell = "Emissions and waste, Greenhouse gas, Direct GHG emissions (Scope 1), tons: 2018 271.69"
    assert retold("doubt", "Sure?", answers[SCOPE]).text == (
        f"It gives what is printed in {citation.title}, lines 86-92: {cell}. [1]"
    )


def test_of_a_row_only_the_years_that_are_told_are_shown() -> None:
    answer = made("Water: 12 m3 in 2023.", verdict="checked")
    row = "Water | Unit: m3 | 2024: 12 | 2023: 12 | 2022: 9"
    answer = replace(answer, citations=(replace(answer.citations[0], quote=row),))
    assert retold("doubt", "Sure?", answer).text.endswith(": Water, m3: 2023 12. [1]")


def test_a_cell_of_words_is_set_apart_from_its_column() -> None:
    answer = made("Energy: Target: Save 5% by 2030.", verdict="checked")
    answer = replace(answer, citations=(replace(answer.citations[0], quote="Energy | Target: Save 5% by 2030."),))
    assert retold("doubt", "Sure?", answer).text.endswith(": Energy: Target: Save 5% by 2030. [1]")


def test_a_figure_that_is_not_printed_there_is_not_said_to_be() -> None:
    answer = made("Water: 12 m3 (2023); increase: +2.")
    answer = replace(answer, citations=(replace(answer.citations[0], quote="Water | Unit: m3 | 2023: 12"),))
    assert retold("doubt", "Sure?", answer).text.startswith("It rests on Acme 1, line 1: “Water | Unit: m3")


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("calculated", "It is calculated: 12 - 10 = 2. What it is calculated from stands in Acme 1, line 1."),
        ("checked", "It is not the report's wording, but was held word by word against Acme 1, line 1: “Water"),
        ("not borne", "It is not borne by Acme 1, line 1: “Water rose by 2.”."),
    ],
)
def test_each_verdict_has_its_words(verdict: SentenceVerdict, words: str) -> None:
    told = retold("doubt", "Sure?", made("Water rose by 2.", verdict=verdict, formula="12 - 10 = 2"))
    assert told.text.startswith(words)
    assert (told.sentences[0].verdict, told.sentences[0].formula) == (verdict, "12 - 10 = 2")


def test_no_long_passage_is_repeated() -> None:
    answer = made("Water rose by 2.", verdict="checked")
    answer = replace(answer, citations=(replace(answer.citations[0], quote="word " * 80),))
    assert retold("doubt", "Sure?", answer).text.endswith(f"{'word ' * 40}…”. [1]")


def test_what_was_read_from_a_picture_may_be_wrong() -> None:
    answer = made("Acme used 12 m3.", "Acme used 13 m3.")
    answer = replace(answer, citations=(answer.citations[0], replace(answer.citations[1], confidence=0.8)))
    first, second = retold("doubt", "Sure?", answer).text.split("\n")
    assert "a digit may be wrong" not in first
    assert second.endswith("a digit may be wrong: look at the page. [2]")


def test_another_value_is_named_and_cited_where_it_was_found(assistant: Assistant, answers: dict[str, Answer]) -> None:
    restated = assistant.restatements(years=[2022, 2023, 2024])
    whole = answers[STAFF]
    assert "Another value" not in retold("doubt", "Sure?", whole, restated=restated).text  # it names it itself
    first = whole.sentences[0]
    of_2024 = tuple(each for each in whole.figures if each.document == "xiaomi-2024-esg.md")
    alone = replace(whole, text=f"{first.text} [1]", sentences=(first,), citations=whole.citations[:1], figures=of_2024)
    told = retold("doubt", "Sure?", alone, restated=restated)
    other = "Employees at year end > Total workforce: 35,997 persons (2022)"
    assert told.text.split("\n")[1:] == [f"- Another value is printed in xiaomi-2023-esg.md: {other}. [2]"]
    assert (told.citations[1].n, told.citations[1].document) == (2, "xiaomi-2023-esg.md")
    assert "35,997" in told.citations[1].quote


def test_another_value_that_was_not_found_is_named_with_its_place() -> None:
    shown, other = figure("12"), figure("15", document="acme-9.md", place=Place((3, 4), page=2))
    restated = [Restatement("Water withdrawal", "", 2023, "m3", (other, shown))]
    answer = made("Water: 12 m3 (2023).", figures=(shown,))
    line = "Another value is printed in acme-9.md, page 2: Water > Water withdrawal: 15 m3 (2023)."
    assert retold("doubt", "Sure?", answer, restated=restated).text.split("\n")[1] == f"- {line}"
    known = replace(answer, text="Water: 12 m3 (2023), 15 m3 in acme-9.md. [1]")
    assert "Another value" not in retold("doubt", "Sure?", known, restated=restated).text
    assert "Another value" not in retold("doubt", "Sure?", replace(answer, figures=()), restated=restated).text


# --- another form


def test_figures_become_a_table(answers: dict[str, Answer]) -> None:
    told = retold("form", "As a table", answers[STAFF])
    assert told.text == (
        "| Figure | Year | Value | Unit | Source |\n| --- | --- | --- | --- | --- |\n"
        "| Total workforce | 2022 | 35,977 | persons | [1] |\n"
        "| Total workforce | 2023 | 35,116 | persons | [1] |\n"
        "| Total workforce | 2024 | 46,426 | persons | [1] |\n"
        "| Total workforce | 2022 | 35,997 | persons | [2] |\n\n"
        "The 2023 report gives 35,997 persons for 2022 (Total workforce). [2]"
    )
    assert told.figures == answers[STAFF].figures


def test_a_table_names_the_parts_and_leaves_nothing_out() -> None:
    answer = made(
        "Water: 12 m3 (2023).", "Retail|shops: 3 m3 (2023).", "Water fell by 40%.",
        figures=(figure("12"), figure("3", document="acme-2.md", segment="Retail|shops", place=Place((2, 2)))),
    )  # fmt: skip
    *table, blank, rest = retold("form", "As a table", answer).text.split("\n")
    assert table[0] == "| Figure | Part | Year | Value | Unit | Source |"
    assert table[3] == "| Water withdrawal | Retail/shops | 2023 | 3 | m3 | [2] |"
    assert (blank, rest) == ("", "Water fell by 40%. [3]")


def test_figures_called_alike_are_told_apart_by_their_groups() -> None:
    answer = made(
        "Used: 12 m3 (2023).", "Used: 3 m3 (2023).",
        figures=(figure("12"), figure("3", document="acme-2.md", path=("Sewage",), place=Place((2, 2)))),
    )  # fmt: skip
    table = retold("form", "As a table", answer).text.split("\n")
    assert [line.split(" | ")[0] for line in table[2:]] == ["| Water > Water withdrawal", "| Sewage > Water withdrawal"]


def test_words_become_a_table_of_sentences(answers: dict[str, Answer]) -> None:
    lines = retold("form", "As a table", answers[WHY]).text.split("\n")
    assert lines[:2] == ["| Answer | Source |", "| --- | --- |"]
    assert lines[2] == f"| {answers[WHY].sentences[0].text} | [1] |"


def test_a_calculated_sentence_stays_below_its_table() -> None:
    answer = made("Water: 12 m3 (2023).", verdict="calculated", figures=(figure("12"),))
    assert retold("form", "As a table", answer).text.endswith("| [1] |\n\nWater: 12 m3 (2023). [1]")


def test_parts_become_items(answers: dict[str, Answer]) -> None:
    assert retold("form", "As a list", answers[CHANGE]).text.split("\n")[1:] == [
        "- Greenhouse gas, Total GHG emissions (Scope 1 and Scope 2): 66,481.29 tonnes CO2e (2020) [1][2]",
        "- 82,820.16 tonnes CO2e (2021). [1][2]",
    ]
    assert retold("form", "In bullet points", answers[LIST]).text.split("\n") == [
        "It has four committees: [1]",
        "- Audit Committee [1]",
        "- Corporate Governance Committee [1]",
        "- Nomination Committee [1]",
        "- Remuneration Committee [1]",
    ]


def test_shorter_is_the_first_sentence(answers: dict[str, Answer]) -> None:
    first, second = answers[STAFF].sentences
    assert retold("form", "shorter", answers[STAFF]).text == f"{first.text} [1]"
    told = retold("form", "Summarise it in two sentences", answers[STAFF])
    assert told.text == f"{first.text} [1] {second.text} [2]"
    assert [citation.n for citation in told.citations] == [1, 2]


def test_of_several_sentences_quoted_together_the_first_is_kept() -> None:
    answer = made("Acme audits its suppliers. It does so each year.")
    assert retold("form", "shorter", answer).text == "Acme audits its suppliers. [1]"
    assert retold("form", "in two sentences", answer).text == answer.text


def test_what_leads_to_items_is_none() -> None:
    answer = made("Acme audits.", "It has:\n- a plant\n- a shop")
    assert retold("form", "as a list", answer).text == "- Acme audits. [1]\n\nIt has: [2]\n- a plant [2]\n- a shop [2]"


def test_a_single_figure_gets_shorter_too(answers: dict[str, Answer]) -> None:
    row = made("Water, Water withdrawal: 12 m3 (2023).", figures=(figure("12"),))
    assert retold("form", "shorter", row).text == "Water withdrawal: 12 m3 (2023). [1]"
    assert retold("form", "shorter", made("Water rose to 12 m3 in 2023, not 15 m3.", figures=(figure("12"),))).text == (
        "Water rose to 12 m3 in 2023, not 15 m3. [1]"
    )


def test_longer_goes_on_in_the_passage(answers: dict[str, Answer]) -> None:
    text = retold("form", "Tell me more", answers[WHY]).text
    assert text.startswith(answers[WHY].text + "\n")
    assert text.endswith("\nMore water is counted because a new campus and more rented offices were added. [1]")
    assert (
        retold("form", "Tell me more", answers[SCOPE])
        .text.split("\n")[1]
        .endswith("Indirect GHG emissions (Scope 2): 12,821.88 tons (2018). [1]")
    )
    assert retold("form", "Tell me more", made("Acme used 12 m3.")).text == (
        "Acme used 12 m3. [1]\nThe passages cited say no more about it."
    )


def test_other_words_are_not_made_up(answers: dict[str, Answer]) -> None:
    assert retold("form", "Explain it in simple words", answers[WHY]).text == answers[WHY].text


def test_what_the_chat_shows_stays_plain(answers: dict[str, Answer], tmp_path: Path) -> None:
    """A retold answer is an answer like any other: it can be kept and passed on."""
    told = retold("form", "As a table", answers[STAFF])
    (tmp_path / "kept.md").write_text(told.to_markdown(), encoding="utf-8")
    assert told.to_dict()["sentences"][0] == {
        "text": "Employees at year end > Total workforce: 35,977 persons (2022)", "verdict": "quoted", "citations": [1],
        "formula": "",
    }  # fmt: skip


# --- what is asked for


@pytest.mark.parametrize(
    ("text", "form", "most"),
    [
        ("As a table", "table", 1), ("as a bar chart", "table", 1), ("tabulate it", "table", 1),
        ("in bullet points please", "list", 1), ("as a short list", "list", 1), ("list it again", "again", 1),
        ("shorter please", "shorter", 1), ("more briefly", "shorter", 1), ("in two sentences", "shorter", 2),
        ("Summarise it in a few sentences", "shorter", 3), ("give me the short version", "shorter", 1),
        ("Tell me more", "longer", 1), ("go on", "longer", 1), ("more details", "longer", 1),
        ("more simply", "again", 1), ("Explain that in simple words", "again", 1), ("in other words", "again", 1),
    ],
)  # fmt: skip
def test_the_form_is_read_from_the_words(text: str, form: str, most: int) -> None:
    assert (form_asked(text), sentences_asked(text)) == (form, most)
    assert about_answer(text) == "form"
