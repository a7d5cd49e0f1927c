"""The command ``esg`` as its user meets it: output, exit codes, and one line for every failure."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import subprocess
import sys
from ast import literal_eval
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from index.building import build_index
from index.reading import read_report
from index.types import Figure, Place
from models.fakes import FakeEmbedder
from rag import commands
from rag.cli import build_parser, main
from rag.figure_table import figure_table
from rag.findings import Findings

if TYPE_CHECKING:
    from rag import Assistant

ROOT = Path(__file__).parents[2]
COMMANDS = ("index", "ask", "search", "figures", "chat", "audit", "eval", "models", "doctor")
HEAVY = ("faiss", "gradio", "langchain_text_splitters", "llama_cpp", "sentence_transformers", "torch")
QUESTION = "How high were direct (Scope 1) emissions in 2024?"


class Terminal(io.StringIO):
    """A stream that says somebody watches it."""

    def isatty(self) -> bool:
        return True


def help_of(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What ``--help`` prints."""
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    return capsys.readouterr().out


# --- arguments


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_examples_that_parse(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    examples = help_of(command, capsys).partition("examples:\n")[2].splitlines()
    assert 1 <= len(examples) <= 4
    for example in examples:
        assert build_parser().parse_args(shlex.split(example)[1:]).command == command


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["fly"], ["index"], ["ask"], ["ask", "a", "b"], ["ask", "a", "--year", "last"], ["search", "a", "-k", "0"],
        ["search", "a", "-k", "²"], ["chat", "--port", "70000"], ["eval", "--limit", "-1"], ["models"],
        ["models", "pull"], ["models", "fetch"], ["doctor", "me"], ["figures", "a", "b"],
        ["figures", "a", "--years", "20"], ["figures", "a", "--years", "2024-2020"], ["figures", "--years", "2020,"],
        ["figures", "--csv", "--json"], ["figures", "--restated", "--csv"], ["figures", "--explain"],
        ["eval", "--baseline", "--dialogues"], ["eval", "--figures", "--dialogues"], ["eval", "--figures", "0"],
        ["audit"], ["audit", "change"], ["audit", "show", "--last", "0"], ["audit", "verify", "--last", "1"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_wrong_use_exits_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert capsys.readouterr().err.startswith("usage: esg")


@pytest.mark.parametrize("place", [0, 2], ids=["before the command", "after it"])
def test_common_options_stand_anywhere(place: int) -> None:
    words = ["ask", "a?"]
    words[place:place] = ["--verbose", "--config", "my.toml"]
    arguments = build_parser().parse_args(words)
    assert (arguments.verbose, arguments.config) == (True, Path("my.toml"))


def test_options_may_be_repeated() -> None:
    arguments = build_parser().parse_args(["ask", "a?", "--year", "2023", "--document", "a.md", "--year", "2024"])
    assert (arguments.year, arguments.document) == ([2023, 2024], ["a.md"])


def test_an_argument_that_is_not_utf8_becomes_text() -> None:
    assert build_parser().parse_args(["ask", "caf\udce9"]).question == "caf?"


def loaded_by(*arguments: str) -> list[str]:
    """Which of the heavy packages a command imports."""
    code = (
        "import sys\nfrom rag.cli import main\ntry: main(sys.argv[1:])\nexcept SystemExit: pass\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return literal_eval(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def test_help_loads_nothing_heavy() -> None:
    assert loaded_by("--help") == []


def test_an_index_that_is_up_to_date_loads_nothing_heavy(tmp_path: Path) -> None:
    report, into = tmp_path / "a.md", str(tmp_path / "a.index")
    report.write_text("# Acme\n\nAcme used 12 tonnes of water.\n", encoding="utf-8")
    assert main(["index", str(report), "--into", into]) == 0
    assert loaded_by("index", str(report), "--into", into) == []


def test_version() -> None:
    command = [sys.executable, "-m", "rag.cli", "--version"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"esg (0\.1\.0|\(run from source, not installed\))\n", done.stdout)


# --- failures


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException, command: str = "doctor") -> None:
    """Make a command fail with this error."""

    def fail(_: object) -> int:
        raise error

    monkeypatch.setattr(commands, command, fail)


def test_an_unexpected_failure_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    failing(monkeypatch, ValueError("odd\nthing"))
    assert main(["doctor"]) == 1
    line = "esg: Unexpected ValueError: odd thing. Run it again with --verbose to see where.\n"
    assert capsys.readouterr().err == line


def test_verbose_shows_where(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    failing(monkeypatch, ValueError("odd"))
    assert main(["-v", "doctor"]) == 1
    told = capsys.readouterr().err
    assert "Traceback (most recent call last)" in told
    assert told.splitlines()[-1].startswith("esg: Unexpected ValueError: odd.")


@pytest.mark.parametrize(
    ("command", "line"),
    [("doctor", "Interrupted.\n"), ("index", "Interrupted; the index is as it was before.\n")],
)
def test_ctrl_c(command: str, line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    failing(monkeypatch, KeyboardInterrupt(), command)
    assert main([command, *(["reports"] if command == "index" else [])]) == 130
    assert capsys.readouterr().err == line


def test_a_reader_that_goes_away_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "w", encoding="utf-8") as stdout:  # noqa: PTH123 - a descriptor has no path
        monkeypatch.setattr(sys, "stdout", stdout)
        assert main(["models", "list"]) == 141
    assert capsys.readouterr().err == ""


def test_a_bad_configuration_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "esg.toml"
    file.write_text("[chat]\nprot = 1\n", encoding="utf-8")
    assert main(["--config", str(file), "ask", "a?"]) == 1
    line = f"esg: [chat] of {file} holds the unknown key 'prot'. The keys are host, port.\n"
    assert capsys.readouterr().err == line


# --- ask and search


def test_ask_prints_the_answer_and_its_sources(
    assistant: Assistant, sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", QUESTION, "--index", str(sample_index)]) == 0
    printed = capsys.readouterr()
    answer = assistant.ask(QUESTION)
    assert not answer.refused
    assert printed.out.startswith(answer.text + "\n\n[1] ")
    first = answer.citations[0]
    assert f"[1] {first.title} ({first.document}), {first.section}, line" in printed.out
    assert f'    "{first.quote.splitlines()[0]}' in printed.out
    assert printed.err == ""


def test_a_terminal_sees_the_same(
    sample_index: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", QUESTION, "--index", str(sample_index)]) == 0
    plain, watched = capsys.readouterr().out, Terminal()
    monkeypatch.setattr(sys, "stdout", watched)
    assert main(["ask", QUESTION, "--index", str(sample_index)]) == 0
    assert watched.getvalue() == plain


def test_json_is_the_answer_as_data(
    assistant: Assistant, sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", QUESTION, "--index", str(sample_index), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    expected = assistant.ask(QUESTION).to_dict()
    assert set(printed.pop("seconds")) == set(expected.pop("seconds"))
    assert printed == expected


def test_a_refusal_says_why_and_is_no_failure(sample_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", QUESTION, "--year", "1999", "--index", str(sample_index), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["refused"], answer["citations"]) == (True, [])
    assert main(["ask", QUESTION, "--year", "1999", "--index", str(sample_index)]) == 0
    assert answer["reason"] in capsys.readouterr().out


def test_search_lists_the_passages(
    assistant: Assistant, sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", "water withdrawal", "-k", "3", "--index", str(sample_index)]) == 0
    printed = capsys.readouterr().out
    for rank, evidence in enumerate(assistant.search("water withdrawal", k=3), start=1):
        assert f"{rank}. {evidence.document}, {evidence.section}, lines {evidence.lines[0]}-" in printed
    assert "\n4. " not in printed


def test_ask_tells_why_if_asked(assistant: Assistant, sample_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", QUESTION, "--index", str(sample_index)]) == 0
    plain = capsys.readouterr().out
    assert main(["ask", QUESTION, "--index", str(sample_index), "--explain"]) == 0
    explained = capsys.readouterr().out
    assert "Found:" not in plain
    why = Findings(assistant.ask(QUESTION).evidence).explain()
    assert explained == f"{plain}\nFound:\n{commands._shown(why)}\n"
    assert "\n   +" in why


def test_a_refusal_tells_why_too(sample_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    question = "How many people were abducted by aliens?"
    assert main(["ask", question, "--index", str(sample_index), "--explain"]) == 0
    answer, _, found = capsys.readouterr().out.partition("\nFound:\n")
    assert answer == "This is not stated in the reports.\n"
    assert found.startswith("1. xiaomi-20")


def test_json_holds_what_was_found_if_asked(
    assistant: Assistant, sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", QUESTION, "--index", str(sample_index), "--json", "--explain"]) == 0
    printed = json.loads(capsys.readouterr().out)
    found = printed.pop("found")
    assert found == [json.loads(json.dumps(each.to_dict())) for each in assistant.search(QUESTION, k=len(found))]
    assert len(found) > 1
    assert all("best part" in each["signals"] for each in found)
    assert main(["ask", QUESTION, "--index", str(sample_index), "--json"]) == 0
    without = json.loads(capsys.readouterr().out)
    assert printed | {"seconds": None} == without | {"seconds": None}


def test_search_tells_why_if_asked(
    assistant: Assistant, sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", "water withdrawal", "-k", "3", "--index", str(sample_index), "--explain"]) == 0
    printed = capsys.readouterr().out
    assert printed == commands._shown(assistant.search("water withdrawal", k=3).explain()) + "\n"
    assert [line[:3] for line in printed.splitlines() if line[0].isdigit()] == ["1. ", "2. ", "3. "]


@pytest.mark.parametrize("option", [[], ["--explain"]])
def test_a_filter_that_matches_nothing_says_so(
    sample_index: Path, capsys: pytest.CaptureFixture[str], option: list[str]
) -> None:
    assert main(["search", "water", "--year", "1950", "--index", str(sample_index), *option]) == 0
    assert capsys.readouterr() == ("No passage matches the filter (years 1950).\n", "")


def test_an_answer_tells_of_a_filter_that_matches_nothing(
    sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", QUESTION, "--year", "1950", "--index", str(sample_index), "--explain"]) == 0
    assert "No passage matches the filter (years 1950)." in capsys.readouterr().out


def test_an_explanation_shows_nothing_that_a_terminal_would_obey(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("rag.assistant.load_embedder", lambda _: FakeEmbedder())
    report = tmp_path / "acme.md"
    text = f"# Acme\n\nAcme used \x1b[31m12 tonnes\x07 of \x9bwater. {'It is good. ' * 40}\n"
    report.write_text(text, encoding="utf-8")
    build_index([report], into=tmp_path / "index", embedder=FakeEmbedder())
    assert main(["search", "water", "--explain", "--index", str(tmp_path / "index")]) == 0
    printed = capsys.readouterr().out
    assert "12 tonnes" in printed
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", printed)


# --- figures


def figure(period: int | None, value: str, document: str = "acme.md", **rest: Any) -> Figure:
    """A figure of a table."""
    values: dict[str, Any] = {
        "indicator": "Direct emissions: Scope 1", "path": ("Climate",), "unit": "t", "segment": "",
        "number": float(value), "section": "", "place": Place((3, 3)), "kind": "emissions",
    }  # fmt: skip
    return Figure(period=period, value=value, document=document, **(values | rest))


@pytest.fixture
def figures_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An index of two reports that state the same year differently."""
    stated = {
        "acme.md": (figure(2022, "15"), figure(2023, "12"), figure(2023, "7", segment="Retail\x1b[31m")),
        "later.md": (figure(2023, "13", "later.md", place=Place((8, 9), page=4)),),
    }
    for name in stated:
        (tmp_path / name).write_text(f"# {name}\n\nA report called {name}.\n", encoding="utf-8")

    def read(file: Path, *, name: str, **options: Any) -> Any:
        return replace(read_report(file, name=name, **options), figures=stated[name])

    monkeypatch.setattr("rag.assistant.load_embedder", lambda _: FakeEmbedder())
    build_index([tmp_path], into=tmp_path / "index", embedder=FakeEmbedder(), read=read)
    return str(tmp_path / "index")


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What ``esg figures`` prints."""
    assert main(["figures", *arguments]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    return printed.out


def test_figures_are_a_row_a_report_and_a_column_a_year(figures_index: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "scope 1", "--index", figures_index) == (
        "figure                               unit  part         2022  2023  where\n"
        "Climate > Direct emissions: Scope 1  t                    15    12  acme.md, line 3\n"
        "Climate > Direct emissions: Scope 1  t                          13  later.md, page 4\n"
        "Climate > Direct emissions: Scope 1  t     Retail[31m           7  acme.md, line 3\n"
    )


def test_filters_of_figures(figures_index: str, capsys: pytest.CaptureFixture[str]) -> None:
    csv = ("--csv", "--index", figures_index)
    assert [line.split(",")[5] for line in told(capsys, *csv).splitlines()] == ["value", "15", "12", "7", "13"]
    assert [line.split(",")[5] for line in told(capsys, "--years", "2020-2022", *csv).splitlines()[1:]] == ["15"]
    assert [line.split(",")[5] for line in told(capsys, "--document", "later.md", *csv).splitlines()[1:]] == ["13"]
    assert [line.split(",")[5] for line in told(capsys, "--segment", "retail", *csv).splitlines()[1:]] == ["7"]
    assert len(told(capsys, "scope 1", "--segment", "total", "--tables-only", *csv).splitlines()) == 4


def test_figures_as_json(figures_index: str, capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = json.loads(told(capsys, "scope 1", "--years", "2022", "--json", "--index", figures_index))
    assert (found["value"], found["number"], found["period"], found["first_line"]) == ("15", 15.0, 2022, 3)


def test_restated_figures_show_both_values_and_places(figures_index: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown = (
        "Direct emissions: Scope 1 (t), 2023\n"
        "  12  t  acme.md, line 3\n"
        "  13  t  later.md, page 4\n"
    )  # fmt: skip
    for options in ([], ["scope 1"], ["--document", "acme.md"], ["--years", "2023"]):
        assert told(capsys, *options, "--restated", "--index", figures_index) == shown
    nothing = told(capsys, "scope 1", "--years", "2022", "--restated", "--index", figures_index)
    assert nothing == "No restated figure was found for 'scope 1'.\n"


def test_no_figure_is_one_line_and_no_failure(figures_index: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "gold", "--index", figures_index) == "No figure was found for 'gold'.\n"
    assert told(capsys, "gold", "--json", "--index", figures_index) == "[]\n"
    assert told(capsys, "gold", "--csv", "--index", figures_index).count("\n") == 1


def test_figures_of_a_report_that_is_not_there(figures_index: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figures", "scope 1", "--document", "nope.md", "--index", figures_index]) == 1
    line = "esg: There is no report 'nope.md' in the index. It holds acme.md, later.md.\n"
    assert capsys.readouterr().err == line


def test_years_are_spans_and_lists() -> None:
    arguments = build_parser().parse_args(["figures", "--years", "2020-2022, 2024"])
    assert arguments.years == (2020, 2021, 2022, 2024)


def test_two_values_of_a_year_in_one_row_are_both_shown() -> None:
    two = [figure(2022, "15"), figure(2023, "12"), figure(2023, "13")]
    assert [line.split()[6:-3] for line in figure_table(two)[1:]] == [["t", "15", "12"], ["t", "13"]]


def test_a_label_too_wide_for_a_terminal_keeps_its_end() -> None:
    wide = replace(figure(2023, "12"), path=("A long name of a table", "Climate"))
    assert figure_table([wide, replace(wide, period=None, value="9", unit="")], width=24) == [
        "figure                    unit  2023  no year  where",
        "…rect emissions: Scope 1  t       12           acme.md, line 3",
        "…rect emissions: Scope 1                    9  acme.md, line 3",
    ]


# --- what is shown


def test_what_a_terminal_would_obey_is_not_printed() -> None:
    assert commands._shown("a\x1b[31mb\x07\tc\nd\x9b\u2082") == "a[31mb\tc\nd\u2082"


def test_a_terminal_without_the_letter_shows_a_question_mark(
    sample_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stdout = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stdout)
    assert main(["ask", "What did TÜV Rheinland check?", "--json", "--index", str(sample_index)]) == 0
    assert json.loads(stdout.buffer.getvalue())["question"] == "What did T?V Rheinland check?"  # type: ignore[attr-defined]
