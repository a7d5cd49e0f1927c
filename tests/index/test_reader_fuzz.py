"""Damaged and hostile files: every reader reads what it can or says why it can't, in time, and never fails."""

from __future__ import annotations

import functools
import io
import random
import sys
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import ReadError, UnreadableError
from index.reading import READERS, read_report
from index.types import Draft, ReadingOptions

SECONDS = 10.0
"""For one small file on a busy machine; what hangs takes minutes."""
TEXT = """Example Works Sustainability Report 2024

1 Climate

1.1 Emissions

Scope 1 emissions fell to 4,083 tCO2e in 2024, from 4,391 tCO2e in 2023.

| Indicator | Unit | 2024 | 2023 |
|---|---|---|---|
| Scope 1 emissions | tCO2e | 4,083 | 4,391 |
| Water withdrawal | m3 | 1,204 | - |

- Solar panels on every roof
- No coal after 2030

Unit 2024 2023 2022
Energy used MWh 812 799 801
"""
HTML = (
    "<html><head><title>Report 2024</title><style>p{}</style></head><body><h1>Climate</h1><p>Scope 1 fell.</p>"
    "<table><caption>Energy</caption><tr><th rowspan=2>Indicator</th><th colspan=2>Year</th></tr><tr><th>2024</th>"
    "<th>2023</th></tr><tr><td>Scope&nbsp;1</td><td>4,083</td><td>4,391<sup>1</sup></td></tr></table>"
    "<ul><li>One<ol><li>Two</ol></ul><p>1 Restated.</p></body></html>"
)
WORDS = [
    "\x00",
    "\x1b[2J",
    "\u200f\u202e",
    "\ufeff",
    "\u2028",
    "\x0c",
    "𝟙𝟚",
    "e\u0301" * 9,
    "(" * 50,
    "1," * 50,
    "|" * 99,
]


@functools.cache
def whole(suffix: str) -> bytes:
    """A small sound file of a kind."""
    if suffix == ".docx":
        docx = pytest.importorskip("docx")
        document = docx.Document()
        document.add_heading("Climate", 1)
        document.add_paragraph("Scope 1 emissions fell to 4,083 tCO2e in 2024.")
        table = document.add_table(rows=2, cols=3)
        for cell, text in zip(table._cells, ["Indicator", "2024", "2023", "Scope 1", "4,083", "4,391"], strict=True):
            cell.text = text
        stream = io.BytesIO()
        document.save(stream)
        return stream.getvalue()
    if suffix == ".pdf":
        canvas = pytest.importorskip("reportlab.pdfgen.canvas")
        stream = io.BytesIO()
        sheet = canvas.Canvas(stream, pageCompression=0, invariant=1)
        for _ in range(2):
            for at, line in enumerate(TEXT.splitlines()):
                sheet.drawString(60, 780 - 16 * at, line)
            sheet.line(60, 100, 500, 100)
            sheet.showPage()
        sheet.save()
        return stream.getvalue()
    return (HTML if suffix in {".html", ".htm"} else TEXT).encode()


def read(suffix: str, content: bytes, folder: Path) -> None:
    """Read a file all the way, as indexing does; only the errors that tell why are let through."""
    start = time.process_time()
    try:
        draft = READERS[suffix](content, ReadingOptions(pictures=False))
    except UnreadableError as refusal:
        told = bool(refusal.reason and refusal.fix)
    else:
        told = isinstance(draft, Draft)
    assert told
    file = folder / f"report{suffix}"
    file.write_bytes(content)
    try:
        report = read_report(file, name="report", options=ReadingOptions(pictures=False))
    except ReadError as refusal:
        told = str(file) in str(refusal)
    else:
        told = bool(report.passages)
        assert all(1 <= passage.lines[0] <= passage.lines[1] <= len(report.lines) for passage in report.passages)
    assert told
    assert time.process_time() - start < SECONDS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


KINDS = pytest.mark.parametrize("suffix", sorted(READERS))
FEW = functools.partial(
    settings, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


@KINDS
def test_a_sound_file_is_read(suffix: str, folder: Path) -> None:
    draft = READERS[suffix](whole(suffix), ReadingOptions(pictures=False))
    assert any("4,083" in block.text for block in draft.blocks)
    read(suffix, whole(suffix), folder)


@KINDS
@given(data=st.data())
@FEW(max_examples=10)
def test_a_damaged_file_is_read_or_refused(suffix: str, folder: Path, data: st.DataObject) -> None:
    content = bytearray(whole(suffix))
    for _ in range(data.draw(st.integers(0, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    begin = data.draw(st.integers(0, len(content)))
    kind = data.draw(st.sampled_from(["whole", "cut", "doubled", "without", "stuffed"]))
    middle = data.draw(st.binary(max_size=40)) * data.draw(st.sampled_from([1, 1, 50]))
    made = {
        "whole": bytes(content),
        "cut": bytes(content[:begin]),
        "doubled": bytes(content[:begin] + content),
        "without": bytes(content[:begin] + content[begin + 40 :]),
        "stuffed": bytes(content[:begin]) + middle + bytes(content[begin:]),
    }
    read(suffix, made[kind], folder)


@KINDS
@given(st.binary(max_size=400))
@FEW(max_examples=8)
def test_noise_is_read_or_refused(suffix: str, folder: Path, content: bytes) -> None:
    read(suffix, content, folder)
    read(suffix, whole(suffix)[:64] + content, folder)


@pytest.mark.parametrize("suffix", sorted(set(READERS) - {".docx", ".pdf"}))
@given(
    st.lists(
        st.one_of(
            st.sampled_from([*WORDS, *TEXT.splitlines(keepends=True), *"|#-*`<>&\t\n"]),
            st.text(max_size=8),
        ),
        max_size=40,
    )
)
@FEW(max_examples=20)
def test_odd_text_is_read_or_refused(suffix: str, folder: Path, pieces: list[str]) -> None:
    read(suffix, " ".join(pieces).encode(errors="surrogatepass"), folder)


HOSTILE = {
    "one long line": "Scope 1 emissions 4,083 " * 20_000,
    "one long word": "x" * 400_000,
    "one long number": "1,234" * 100_000,
    "spaces": " " * 1_000_000 + "x",
    "empty lines": "\n" * 50_000 + "x",
    "carriage returns": "a\r" * 20_000,
    "pipes": "|" * 100_000 + "\n" + "|-" * 50_000,
    "tabs": "\t" * 100_000 + "1",
    "brackets": "[(" * 100_000,
    "stars": "*" * 100_000 + "a" + "_" * 100_000,
    "backticks": "`" * 100_000 + "\n" + "~" * 100_000,
    "hashes": "#" * 100_000 + " a\n" + "# a\n" * 5_000,
    "footnotes": "(1)" * 50_000 + "¹²³" * 50_000,
    "years": "2024 2023 " * 20_000,
    "dots": "Contents\n" + ("." * 2_000 + " 4\n") * 100,
    "quotes": "> " * 10_000 + "x",
    "lists": "\n".join("  " * depth + "- x" for depth in range(400)),
    "formula": "$" * 50_000 + "CO_2" * 50_000 + "\\frac{" * 20_000,
    "nothing": "",
    "null bytes": "\x00" * 100_000,
    "right to left": "\u202e\u200f\u2067" * 50_000 + "4,083",
    "wide table": "| a " * 3_000 + "|\n" + "|---" * 3_000 + "|\n" + "| 1 " * 3_000 + "|",
    "hyphens": "-" * 300_000 + "\n" + "soft\u00adhyphen-\n" * 5_000,
}


@pytest.mark.parametrize("suffix", [".md", ".txt", ".html"])
@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in HOSTILE.items()])
def test_hostile_text_takes_no_long_time(suffix: str, folder: Path, text: str) -> None:
    read(suffix, text.encode(), folder)


NESTED = {
    "divs": ("<div>", "", 10_000),
    "tables": ("<table><tr><td>", "", 2_000),
    "lists": ("<ul><li>x", "", 5_000),
    "bold": ("<b>", "</b>", 10_000),
    "sections": ("<section><h2>a</h2>", "</section>", 3_000),
    "open comments": ("<!--", "", 20_000),
    "attributes": ("<a b='", "", 20_000),
    "entities": ("&amp&#x110000;&#0;", "", 20_000),
}


@pytest.mark.parametrize(("before", "after", "times"), NESTED.values(), ids=NESTED)
def test_deeply_nested_html_is_read_or_refused(before: str, after: str, times: int, folder: Path) -> None:
    read(".html", (before * times + "Scope 1 fell to 4,083." + after * times).encode(), folder)


def test_huge_spans_of_cells_fill_no_memory(folder: Path) -> None:
    row = "<tr>" + "<td rowspan=65534 colspan=1000>4,083</td>" * 50 + "</tr>"
    read(".html", f"<table>{row * 20}</table><td colspan=99999999999999999999>x".encode(), folder)


def repacked(**parts: bytes) -> bytes:
    """The sound DOCX file with other parts in it."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(whole(".docx"))) as sound,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in sound.namelist():
            made.writestr(name, parts.get(Path(name).stem, sound.read(name)))
    return stream.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NEST = ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<not closed",
        b"<x/>",
        f"<w:document {W}/>".encode(),
        f"<w:document {W}><w:body>{NEST[0] * 300}".encode(),
        f"<w:document {W}><w:body>{NEST[0] * 50}{NEST[1] * 50}</w:body></w:document>".encode(),
        f"<w:document {W}><w:body><w:p><w:r><w:t>{'x' * 200_000}</w:t></w:r></w:p></w:body></w:document>".encode(),
        b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 9_999 + b'"><!ENTITY c "' + b"&b;" * 9_999 + b'">]><a>&c;</a>',
    ],
    ids=["empty", "unclosed", "foreign", "no body", "cut nest", "nest", "long run", "entities"],
)
def test_a_docx_with_a_damaged_body_is_read_or_refused(body: bytes, folder: Path) -> None:
    read(".docx", repacked(document=body), folder)


@pytest.mark.parametrize("stem", ["styles", "numbering", "[Content_Types]", ".rels", "settings", "core"])
def test_a_docx_with_a_damaged_part_is_read_or_refused(stem: str, folder: Path) -> None:
    for part in (b"", b"<a", b"<a/>", random.Random(1).randbytes(200)):
        read(".docx", repacked(**{stem: part}), folder)


def test_a_docx_that_unpacks_to_too_much_is_refused_or_read_in_time(folder: Path) -> None:
    bomb = f"<w:document {W}><w:body><w:p><w:r><w:t>".encode() + b" " * 100_000_000
    read(".docx", repacked(document=bomb), folder)


def test_a_zip_that_is_no_docx_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("a.txt", TEXT)
    with pytest.raises(UnreadableError):
        READERS[".docx"](stream.getvalue(), ReadingOptions())


def test_recursion_is_left_as_it_was() -> None:
    assert sys.getrecursionlimit() < 5_000
