"""Word files that are damaged, encrypted, or made to do harm."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.shared import Cm
from PIL import Image, ImageDraw, ImageFont

from index.errors import UnreadableError
from index.readers.docx import read_docx, reader
from index.readers.ocr import available
from index.types import ReadingOptions


def content(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_files_that_are_no_word_documents():
    with pytest.raises(UnreadableError) as caught:
        read_docx(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, ReadingOptions())
    assert caught.value.reason == "is encrypted or an old .doc file"
    whole = content(docx.Document())
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as other:
        other.writestr("a.txt", "a")
    damaged = bytearray(whole)
    damaged[len(whole) // 3 : len(whole) // 3 + 400] = b"\xff" * 400
    for broken in (b"", b"words", whole[:900], whole[: len(whole) // 2], stream.getvalue(), bytes(damaged)):
        with pytest.raises(UnreadableError, match="is not a whole Word document"):
            read_docx(broken, ReadingOptions())


def test_document_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(reader, "_MOST_BYTES", 1000)
    with pytest.raises(UnreadableError, match="unpacks to more than a report can hold"):
        read_docx(content(docx.Document()), ReadingOptions())


def test_entities_in_its_parts_are_not_expanded(tmp_path):
    document = docx.Document()
    document.add_paragraph("Words.")
    (tmp_path / "secret").write_text("secret words", encoding="utf-8")
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content(document))) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "word/document.xml":
                kind = f'<!DOCTYPE a [<!ENTITY s SYSTEM "file://{tmp_path}/secret">]><w:document'.encode()
                data = data.replace(b"<w:document", kind, 1).replace(b"Words.", b"x &s; y")
            new.writestr(entry, data)
    found = read_docx(stream.getvalue(), ReadingOptions())
    assert "secret" not in " ".join(line.text for line in found.lines)


def pictured(image: Any, *widths: float) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG")
    document = docx.Document()
    document.add_paragraph("Words.")
    for width in widths:
        stream.seek(0)
        document.add_picture(stream, width=Cm(width))
    return content(document)


@pytest.mark.parametrize(
    ("widths", "warnings"),
    [
        ((2,), ()),
        ((12,), ("it holds a large picture that was not read, since reading pictures is off",)),
        ((12, 12), ("it holds 2 large pictures that were not read, since reading pictures is off",)),
    ],
)
def test_large_pictures_are_told_where_they_are_not_read(widths, warnings):
    found = pictured(Image.new("RGB", (20, 12)), *widths)
    assert read_docx(found, ReadingOptions(pictures=False)).warnings == warnings


@pytest.mark.skipif(available() != "", reason="pictures can't be read here")
def test_table_on_a_picture_is_read_with_its_confidence():
    image = Image.new("RGB", (1200, 280), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size=36)
    rows = [("Indicator", "2023", "2022"), ("Water", "512", "498"), ("Waste", "37", "41"), ("Energy", "860", "903")]
    for at, row in enumerate(rows):
        for left, text in zip((40, 700, 1000), row, strict=True):
            draw.text((left, 30 + 60 * at), text, fill="black", font=font)
    found = read_docx(pictured(image, 15), ReadingOptions())
    (table,) = (block for block in found.blocks if block.kind == "table")
    assert [row.cells for row in table.rows] == rows
    assert 0.5 < table.confidence < 1
    assert found.warnings == ()
