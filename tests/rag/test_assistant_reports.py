"""What the API tells of the reports themselves: their passages, their printed lines, and the folder of the index."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.building import build_index
from index.store import Index
from index.types import PrintedLine
from models.fakes import FakeEmbedder, ScriptedLLM
from rag import Assistant, Settings
from rag.errors import QuestionError


@pytest.fixture
def small(tmp_path: Path) -> Assistant:
    """An assistant on two small reports, one of them a PDF."""
    drawing = pytest.importorskip("reportlab.pdfgen.canvas")
    canvas = drawing.Canvas(str(tmp_path / "borealis-2022.pdf"))
    canvas.drawString(72, 760, "Borealis 2022 sustainability report")
    canvas.showPage()
    canvas.drawString(72, 600, "Borealis recycled 83 percent of its packaging waste in 2022.")
    canvas.save()
    text = "# Acme 2023 report\n\n## Water\n\nAcme withdrew 12 m3 of water.\n\n## Waste\n\nAcme sent 3 t to landfill.\n"
    (tmp_path / "acme.md").write_text(text, encoding="utf-8")
    build_index(sorted(tmp_path.glob("*.*")), into=tmp_path / "my-index", embedder=FakeEmbedder())
    index = Index.open(tmp_path / "my-index")
    return Assistant(index, embedder=FakeEmbedder(), llm=ScriptedLLM(), settings=Settings())


def test_the_folder_is_the_one_that_was_opened(small: Assistant, tmp_path: Path) -> None:
    assert small.folder == tmp_path / "my-index"


def test_passages_are_counted_by_report_and_anew_once_the_index_changes(small: Assistant, tmp_path: Path) -> None:
    assert small.passage_counts() == {"acme.md": 2, "borealis-2022.pdf": 1}
    build_index([], into=tmp_path / "my-index", embedder=FakeEmbedder(), drop=["acme.md"])
    assert small.passage_counts() == {"borealis-2022.pdf": 1}


def test_printed_lines_have_their_page_and_place(small: Assistant) -> None:
    first, second = small.printed_lines("borealis-2022.pdf", (1, 2))
    assert (first.text, first.page, second.page) == ("Borealis 2022 sustainability report", 1, 2)
    assert second.box is not None
    assert (second.box.left, second.box.bottom) == pytest.approx((72, 842 - 600), abs=4)
    assert small.printed_lines("acme.md", (5, 6)) == (PrintedLine("Acme withdrew 12 m3 of water."), PrintedLine(""))
    assert small.printed("acme.md", (5, 6)) == "Acme withdrew 12 m3 of water.\n"


def test_lines_of_a_report_that_is_not_there_are_refused(small: Assistant) -> None:
    with pytest.raises(QuestionError, match=r"no\.md"):
        small.printed_lines("no.md", (1, 1))
