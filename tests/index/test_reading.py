"""Report files: encodings, damage, titles and years, hostile content, and the evidence of real reports."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from index.chunking import passages
from index.errors import ReadError
from index.readers.markdown import read_markdown
from index.readers.text import read_text
from index.reading import SUFFIXES, Reader, read_report
from index.tables import tables_of
from index.types import Document, Passage, ReadingOptions

SHARED = Path(__file__).parents[2].parent / "shared"


@pytest.fixture
def report(tmp_path: Path) -> Callable[..., Path]:
    """Writes a report's bytes to a file."""

    def write(content: bytes, name: str = "norda-2023-esg.txt") -> Path:
        file = tmp_path / name
        file.write_bytes(content)
        return file

    return write


def test_report_of_each_kind(report):
    content = b"# Norda 2022\n\nNorda saves water.\n"
    file = report(content, "report.md")
    read = read_report(file, name="nice.md")
    assert read.document == Document("nice.md", str(file), "Norda 2022", 2022, hashlib.sha256(content).hexdigest())
    assert read.passages == (Passage("Norda saves water.", (), (3, 3)),)
    for suffix in (".md", ".markdown", ".txt", ".text", ".html"):
        assert len(read_report(report(b"Norda saves water.", f"a{suffix.upper()}"), name="a").passages) == 1
    assert {".pdf", ".docx", ".htm"} < SUFFIXES


@pytest.mark.parametrize(
    "content",
    [
        "Größe\r\n\r\nNorda spart 5 m³.".encode(),
        "\ufeffGröße\n\nNorda spart 5 m³.".encode(),
        "Größe\r\rNorda spart 5 m³.".encode(),
        "Größe\n\nNorda spart 5 m³.".encode("utf-16"),
        b"\xfe\xff" + "Größe\n\nNorda spart 5 m³.".encode("utf-16-be"),
    ],
    ids=["CRLF", "BOM", "CR", "UTF-16", "UTF-16 BE"],
)
def test_encodings_and_line_ends_make_no_difference(report, content):
    assert read_report(report(content), name="a").passages == (Passage("Norda spart 5 m³.", ("Größe",), (3, 3)),)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "holds no text"),
        (b" \n\t\n\x0c\n", "holds no text"),
        (b"ab\x00cd", "is binary, not text"),
        (b"\x01\x02\x03 ab" * 10, "is binary, not text"),
        (b"one\ntwo \xff\n", "is not valid UTF-8: the first broken byte is in line 2"),
        ("a\nb".encode("latin-1") + b"\n\n\xe9t\xe9", "is not valid UTF-8: the first broken byte is in line 4"),
        (b"\xff\xfea\x00\n\x00b", "is not valid UTF-16: the first broken byte is in line 2"),
    ],
)
def test_what_is_no_report_is_refused_in_one_line_that_names_the_file(report, content, problem):
    file = report(content)
    with pytest.raises(ReadError) as error:
        read_report(file, name="a")
    assert error.value.problem == f"{file} {problem}"
    assert error.value.fix


def test_unknown_kind_missing_file_and_folder(tmp_path, report):
    with pytest.raises(ReadError, match=r"norda\.xlsx is not a kind of report that can be read"):
        read_report(report(b"x", "norda.xlsx"), name="a")
    with pytest.raises(ReadError, match=r"gone\.md cannot be opened: No such file or directory"):
        read_report(tmp_path / "gone.md", name="a")
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(ReadError, match=r"folder\.md cannot be opened: Is a directory"):
        read_report(tmp_path / "folder.md", name="a")


@pytest.mark.parametrize(
    ("name", "text", "title", "year"),
    [
        ("a.md", "# Norda ESG report 2023\n\nIn 2019.", "Norda ESG report 2023", 2023),
        ("norda_2021-esg.md", "## Water\n\nIn 2019.", "Norda 2021 ESG", 2021),
        ("norda_2021.md", "# Norda\n\nIn 2019.", "Norda", 2021),
        ("way-to-2050.txt", "In 2022 and 2022, not 2021.\n\nBy 2050, 2050 and 2050.", "Way to 2050", 2022),
        ("norda-2022-2023.txt", "Text.", "Norda 2022 2023", 2023),
        ("tcfd report.txt", "In 2020 and 2021.", "TCFD report", 2021),
        ("norda20231.txt", "Text without a year.", "Norda20231", None),
    ],
)
def test_title_and_year(report, name, text, title, year):
    document = read_report(report(text.encode(), name), name="a").document
    assert (document.title, document.year) == (title, year)


def test_passages_are_as_long_as_asked(report):
    file = report(b"Norda saves water each day. " * 200)
    for size in (100, 300, 600):
        found = read_report(file, name="a", passage_characters=size).passages
        assert size / 2 < max(len(passage.text) for passage in found) <= size


BORNE = 82
"""How many of the pieces of evidence stand in one passage; the others are spread over lines that belong apart."""
N = 50_000
HOSTILE = {
    "tabs": "\t" * N,
    "pipes": "|" * N,
    "hashes": "# " + "#" * N + "x",
    "spaced hashes": "# " + "# " * N + "x",
    "spaces": "Gas. " + " " * N + "oil",
    "spaces among years": "Unit 2023 2022\nGas" + " " * N + "oil 1\nGas 1 2",
    "line feeds": "\n" * N,
    "nested bullets": "\n".join(" " * (depth % 300) + "- x" for depth in range(N // 100)),
    "words": "word " * N,
    "one word": "x" * N,
    "dots": "." * N + "x\n\nand so on",
    "rule": "|" + "-" * N + "x",
    "years": "2020 " * N,
    "half bold": "**a " * N,
    "half italics": "_a *b " * N,
    "brackets": "[" * N,
    "footnotes": "[^" * N,
    "links": "[](" * N + "[a](b(" * N,
    "backticks": "`" * N,
    "cut paragraphs": "\n\n".join(f"and {number}" for number in range(N // 10)),
    "tables side by side": "\t".join(["Gas", "2023", "2022", ""] * (N // 20)) + "\nOil\t1\t2",
    "groups": "Group\t\t\n" * (N // 10),
    "headings": "# A\n" * (N // 10),
    "headers": "a\t2023\t2022\n" * (N // 10),
}


def cut(read: Reader, text: str) -> None:
    """Read a text down to its passages."""
    blocks = read(text.encode(), ReadingOptions()).blocks
    tables = {at: tables_of(block, year=None) for at, block in enumerate(blocks) if block.kind == "table"}
    passages(blocks, tables, size=600)


def seconds(read: Reader, text: str) -> float:
    """The shortest of three times that reading takes."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        cut(read, text)
        times.append(time.perf_counter() - start)
    return min(times)


@pytest.mark.parametrize("read", [read_text, read_markdown])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_content_ends_quickly(name, read):
    text = HOSTILE[name]
    seconds(read, "Norda. " * 200)  # what is imported on first use doesn't count
    plain = seconds(read, "Norda saves water. " * (max(len(text), N) // 19))
    # quadratic reading would take thousands of times as long as the same amount of plain prose
    assert seconds(read, text) < 60 * plain + 0.2


@pytest.mark.parametrize("read", [read_text, read_markdown])
def test_time_grows_with_the_length_of_the_report(read):
    line = "Norda saves water, wood and - where it can - gas (see [1]); **all** of it in 2023. " * 300
    table = "Gas\t1,200\t1,100\n" * 300 + "| Oil | 5 |\n" * 300
    part = f"\n\n# Norda\n\n{line}\n\nUnit 2023 2022\nGas t 1 2\n\n{table}\n\n"
    once, twice = part * 40, part * 80
    assert len(twice) > 2_500_000
    start = time.perf_counter()
    cut(read, once)
    middle = time.perf_counter()
    cut(read, twice)
    assert time.perf_counter() - middle < 3.5 * (middle - start)


def scorer() -> ModuleType:
    """The rule by which a passage bears evidence."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "tools" / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not SHARED.is_dir(), reason="there is no folder of shared reports beside the checkout")
def test_evidence_of_real_reports_is_found_in_a_passage():
    score = scorer()
    found = {
        file.name: read_report(file, name=file.name).passages for file in sorted((SHARED / "reports").glob("*.txt"))
    }
    texts = {name: [passage.cited for passage in each] for name, each in found.items()}
    headed = {name: [f"{passage.section_path} {passage.cited}" for passage in each] for name, each in found.items()}
    gold = (SHARED / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    evidence = [each for line in gold for each in json.loads(line)["evidence"]]

    def borne(each: dict, by: dict[str, list[str]]) -> bool:
        return score.grounded({"evidence": [each]}, by[each["document"]])

    assert (sum(borne(each, texts) for each in evidence), len(evidence)) >= (BORNE, 89)
    # words on one line are lost nowhere, though a heading may be only in the section of what it heads
    on_one_line = [
        each for each in evidence if each["lines"][0] == each["lines"][1] and re.search("[a-z]{3}", each["quote"])
    ]
    unmarked = [{**each, "quote": re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹]", "", each["quote"])} for each in on_one_line]
    lost = [
        each["quote"]
        for each, bare in zip(on_one_line, unmarked, strict=True)
        if not (borne(each, headed) or borne(bare, headed))  # headings are shown without the marks of footnotes
    ]
    assert lost == []


KPI = "| Indicator | Unit | 2023 |\n|---|---|---|\n| Water used | t | 120 |\n| Waste | t | 7 |\n"


def test_an_assurance_statement_is_trusted_less(report):
    own = read_report(report(f"# Norda 2023\n\n## Key figures\n\n{KPI}".encode(), "norda.md"), name="a").figures
    said = (
        "To the board of Norda: we were engaged to give limited assurance on some figures of the report.\n\n"
        "Our work was done under ISAE 3000, and we are independent of Norda. The criteria are those named.\n\n"
        "Our procedures included interviews and the reading of evidence.\n\n"
        "Nothing has come to our attention that the figures are materially wrong."
    )
    text = f"# Norda 2023\n\n## Independent Limited Assurance Report\n\n{said}\n\n{KPI}"
    assured = read_report(report(text.encode(), "assured.md"), name="a").figures
    assert [(figure.indicator, figure.confidence) for figure in own] == [("Water used", 1.0), ("Waste", 1.0)]
    assert [(figure.indicator, figure.confidence) for figure in assured] == [("Water used", 0.8), ("Waste", 0.8)]


def test_a_framework_index_gives_no_figures(report):
    rows = "".join(f"| GRI 30{number}-1 | Topic {number} | 1{number} |\n" for number in range(1, 8))
    text = f"# Norda 2023\n\n## GRI content index\n\n| Disclosure | Topic | 2023 |\n|---|---|---|\n{rows}"
    read = read_report(report(text.encode(), "index.md"), name="a")
    assert {passage.role for passage in read.passages} == {"index"}
    assert read.figures == ()
