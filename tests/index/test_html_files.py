"""HTML files of every encoding, broken ones, and ones made to do harm."""

from __future__ import annotations

import pytest

from index.errors import UnreadableError
from index.readers.html import read_html
from index.types import Draft, ReadingOptions


def draft(body: str | bytes) -> Draft:
    return read_html(body if isinstance(body, bytes) else body.encode(), ReadingOptions())


def cells(body: str) -> list[tuple[str, ...]]:
    return [row.cells for block in draft(body).blocks for row in block.rows]


def printed(body: str) -> list[str]:
    return [line.text for line in draft(body).lines]


@pytest.mark.parametrize(
    "content",
    [
        "<p>Größe</p>".encode(),
        b"\xef\xbb\xbf" + "<p>Größe</p>".encode(),
        "<p>Größe</p>".encode("utf-16"),
        '<meta charset="iso-8859-1"><p>Größe</p>'.encode("latin-1"),
        '<?xml version="1.0" encoding="iso-8859-1"?><html><p>Größe</p></html>'.encode("latin-1"),
        '<meta charset="no-such-thing"><p>Größe</p>'.encode("cp1252"),
        '<meta charset="hex"><p>Größe</p>'.encode("cp1252"),
        '<meta charset="iso-8859-1"><p>Größe</p>'.encode(),
    ],
)
def test_encodings(content):
    assert [line.text for line in draft(content).lines] == ["Größe"]


def test_binary_is_refused_and_an_empty_page_holds_nothing():
    with pytest.raises(UnreadableError) as caught:
        draft(b"PK\x00\x01\x02")
    assert caught.value.reason == "is binary, not HTML"
    for content in (b"", b"   ", b"<!-- nothing -->", b"<html></html>"):
        assert draft(content).blocks == ()


def test_entities_are_not_expanded_and_nothing_is_fetched(tmp_path):
    (tmp_path / "secret").write_text("secret words", encoding="utf-8")
    page = f'<!DOCTYPE html [<!ENTITY a SYSTEM "file://{tmp_path}/secret">]><html><body><p>x &a; y</p></body></html>'
    assert "secret words" not in " ".join(printed(page))


def test_deep_nesting_is_told():
    read = draft("<p>Seen.</p>" + "<div>" * 5000 + "deep" + "</div>" * 5000 + "<p>Behind.</p>")
    assert read.blocks[0].text == "Seen."
    assert read.warnings == ("it is nested too deeply or holds too long a text; what stands behind that was not read",)


def test_spans_of_any_size_end_soon():
    row = "<tr>" + "<td colspan=9999999999 rowspan=65534>1</td>" * 5 + "</tr>"
    assert len(draft(f"<table>{row * 500}</table>").lines) > 1
    assert cells("<table><tr><th>a<th>b<tr><td rowspan=0>x<td>1<tr><td>2</table>")[1:] == [("x", "1"), ("x", "2")]


@pytest.mark.parametrize(
    "tags", ["<td>a<td>b", "<tr><td>a</table></table>", "</ul></li>a<li>b", "<caption>a</caption>b"]
)
def test_broken_mark_up_keeps_its_words(tags):
    assert "a" in " ".join(printed(tags))
