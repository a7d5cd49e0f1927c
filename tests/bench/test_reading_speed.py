"""Reading alone, without embedding: text reports, and PDFs by the page, with memory that grows with their text only."""

from __future__ import annotations

import io
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.reading import read_report

pytestmark = pytest.mark.bench

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
PAGES_A_SECOND = 10
LEAST_MEGABYTES = 0.25
"""Of text a second of processor time; a third of what was measured."""
MOST_GROWTH = 80
"""Megabytes from 100 pages to 500; 35 were measured, which the text, its lines and its figures take."""
WORDS = [
    "emissions",
    "scope",
    "energy",
    "water",
    "waste",
    "supplier",
    "audit",
    "board",
    "target",
    "baseline",
    "renewable",
    "electricity",
    "safety",
    "training",
    "diversity",
    "employees",
    "community",
    "carbon",
    "neutrality",
    "recycling",
    "packaging",
    "compliance",
    "policy",
    "committee",
    "risk",
    "climate",
    "governance",
    "in",
    "of",
    "the",
]


def sentence(choose: random.Random) -> str:
    return " ".join(choose.choice(WORDS) for _ in range(choose.randrange(8, 16))).capitalize() + "."


def table(choose: random.Random) -> list[list[str]]:
    rows = [[f"{choose.choice(WORDS).capitalize()} {choose.choice(WORDS)}"] for _ in range(12)]
    return [["Indicator", "2024", "2023"], *([*row, *(f"{choose.randrange(99_999):,}" for _ in "ab")] for row in rows)]


def processor_seconds(file: Path) -> float:
    """The processor time to read a report: what else the machine does stretches the clock, not this."""
    start = time.process_time()
    report = read_report(file, name=file.name)
    assert report.passages
    return time.process_time() - start


def made_pdf(file: Path, *, pages: int) -> Path:
    """A report of pages with a heading, paragraphs and a table."""
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    choose, stream = random.Random(7), io.BytesIO()
    sheet = canvas.Canvas(stream, invariant=1)
    for page in range(pages):
        sheet.setFont("Helvetica-Bold", 16)
        sheet.drawString(60, 780, f"{page + 1} {choose.choice(WORDS).capitalize()}")
        sheet.setFont("Helvetica", 9)
        for line in range(28):
            sheet.drawString(60, 750 - 12 * line, sentence(choose)[:100])
        for at, cells in enumerate(table(choose)):
            sheet.drawString(60, 390 - 16 * at, cells[0])
            for right, cell in zip((400, 500), cells[1:], strict=True):
                sheet.drawRightString(right, 390 - 16 * at, cell)
            sheet.line(60, 386 - 16 * at, 500, 386 - 16 * at)
        sheet.drawString(290, 40, str(page + 1))
        sheet.showPage()
    sheet.save()
    file.write_bytes(stream.getvalue())
    return file


def test_a_long_text_report_is_read_in_seconds(tmp_path: Path) -> None:
    choose = random.Random(3)
    parts = ["Sustainability Report 2024"]
    for section in range(150):
        parts.append(f"{section + 1} {choose.choice(WORDS).capitalize()}")
        parts += [" ".join(sentence(choose) for _ in range(6)) for _ in range(3)]
        parts.append("\n".join("\t".join(row) for row in table(choose)))
    file = tmp_path / "long.txt"
    file.write_text("\n\n".join(parts), encoding="utf-8")
    processor_seconds(file)
    seconds = min(processor_seconds(file) for _ in range(2))
    rate = file.stat().st_size / seconds / 1e6
    assert rate >= LEAST_MEGABYTES, f"{rate:.2f} MB of text a second"


@pytest.mark.skipif(not (SHARED / "reports").is_dir(), reason="the five long reports are not beside the checkout")
def test_five_long_text_reports_are_read_in_five_seconds() -> None:
    files = sorted((SHARED / "reports").glob("*.txt"))
    assert len(files) >= 5
    processor_seconds(files[0])
    seconds = sum(processor_seconds(file) for file in files)
    assert seconds < 5, f"{seconds:.1f} s"


@pytest.mark.skipif(not (SHARED / "pdf").is_dir(), reason="the PDFs are not beside the checkout")
@pytest.mark.parametrize("file", sorted((SHARED / "pdf").glob("*.pdf")), ids=lambda file: file.stem)
def test_a_real_pdf_is_read_at_ten_pages_a_second(file: Path) -> None:
    from index.types import ReadingOptions

    pypdfium2 = pytest.importorskip("pypdfium2")
    with pypdfium2.PdfDocument(file) as document:
        pages = len(document)
    start = time.process_time()
    read_report(file, name=file.name, options=ReadingOptions(pictures=False))
    rate = pages / (time.process_time() - start)
    assert rate >= PAGES_A_SECOND, f"{rate:.1f} pages a second"


CHILD = """
import re, sys, time
from pathlib import Path
from index.reading import read_report
read_report(Path(sys.argv[1]), name="warm")
start = time.process_time()
read_report(Path(sys.argv[2]), name="measured")
seconds = time.process_time() - start
print(seconds, int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) / 1024)
"""


def measured(warm: Path, file: Path) -> tuple[float, float]:
    """Processor seconds to read a PDF, and the most megabytes that the process held, in a process of its own.

    The system's own count is read: what ``resource`` tells begins with what the parent held when it started the child.
    """
    command = [sys.executable, "-c", CHILD, str(warm), str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=True)
    seconds, most = done.stdout.split()
    return float(seconds), float(most)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process how much it has held")
def test_five_hundred_pages_take_time_and_memory_in_proportion(tmp_path: Path) -> None:
    warm, short, long = (made_pdf(tmp_path / f"{pages}.pdf", pages=pages) for pages in (5, 100, 500))
    _, little = measured(warm, short)
    seconds, much = measured(warm, long)
    assert 500 / seconds >= PAGES_A_SECOND, f"{500 / seconds:.1f} pages a second"
    assert much - little <= MOST_GROWTH, f"{little:.0f} MB for 100 pages, {much:.0f} MB for 500"
