"""A report whose table is a picture: read by OCR, answered from, and told to be read so."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.building import build_index
from index.readers.ocr import available
from rag import Assistant

pytestmark = pytest.mark.skipif(bool(available()), reason=available() or "reads pictures")

ROWS = [
    ("Energy and emissions", "Unit", "2024", "2023"),
    ("Electricity used", "MWh", "5,120.40", "4,980.15"),
    ("Natural gas used", "MWh", "1,310.75", "1,402.20"),
    ("Scope 1 emissions", "tCO2e", "12,345.67", "11,222.33"),
]


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF of one page that is nothing but a picture of a table."""
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("RGB", (1240, 900), "white")
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(size=28)
    for number, row in enumerate(ROWS):
        for left, cell in zip((90, 520, 720, 960), row, strict=True):
            draw.text((left, 120 + 70 * number), cell, fill="black", font=font)
    file = tmp_path_factory.mktemp("picture") / "norda-2024.pdf"
    page.save(file, resolution=150)
    return file


def test_a_table_that_is_a_picture_is_answered_from_and_marked(pdf: Path, assistant: Assistant) -> None:
    made = build_index([pdf], into=pdf.parent / "index", embedder=assistant.embedder)
    assert not made.warnings
    with Assistant.open(pdf.parent / "index", settings=assistant.settings) as esg:
        answer = esg.ask("How much electricity was used in 2024?")
        assert "5,120.40 MWh" in answer.text
        assert answer.citations[0].page == 1
        assert answer.citations[0].place.endswith("page 1, read from a picture")
        assert 0.5 < answer.citations[0].confidence < 1
        figures = esg.figures("scope 1", years=[2023])
        assert [(figure.number, figure.unit, figure.place.page) for figure in figures] == [(11222.33, "tCO2e", 1)]
        assert figures[0].confidence < 1


def test_pictures_can_be_left_out(pdf: Path, assistant: Assistant) -> None:
    from index.errors import IndexingError

    with pytest.raises(IndexingError) as error:
        build_index([pdf], into=pdf.parent / "without", embedder=assistant.embedder, pictures=False)
    assert "norda-2024.pdf" in str(error.value)
