"""Word reports, made here: styles, lists, merged cells, footnotes, deleted text, and files that are none."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from index.readers.docx import read_docx
from index.types import Block, Draft, ReadingOptions, Row

NOTES = f"""<w:footnotes {nsdecls("w")}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>line</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="7"><w:p><w:r><w:footnoteRef/></w:r>
<w:r><w:t xml:space="preserve"> Without offices.</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="3"><w:p><w:r><w:t>Estimated.</w:t></w:r></w:p></w:footnote>
</w:footnotes>"""


def content(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def read(fill: Callable[[Any], Any]) -> Draft:
    document = docx.Document()
    fill(document)
    return read_docx(content(document), ReadingOptions())


def shape(fill: Callable[[Any], Any]) -> list[tuple[str, str, int]]:
    return [(block.kind, block.text, block.level) for block in read(fill).blocks]


def paragraph(document: Any, xml: str) -> None:
    document.element.body.insert_element_before(parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>"), "w:sectPr")


def filled(document: Any, rows: list[list[str]]) -> Any:
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return table


def test_title_headings_and_paragraphs():
    def fill(document: Any) -> None:
        document.core_properties.title = "Template"
        document.add_heading("Norda 2023", 0)
        document.add_heading("Energy", 1)
        document.add_heading("Power", 2)
        document.add_paragraph("Norda used 12 MWh.\nOf it 3 from wind.")
        document.sections[0].header.paragraphs[0].text = "Running header"

    found = read(fill)
    assert found.title == "Norda 2023"
    assert [(block.kind, block.text, block.level, block.lines) for block in found.blocks] == [
        ("heading", "Norda 2023", 1, (1, 1)),
        ("heading", "Energy", 1, (3, 3)),
        ("heading", "Power", 2, (5, 5)),
        ("text", "Norda used 12 MWh.\nOf it 3 from wind.", 0, (7, 8)),
    ]


def test_title_is_the_property_where_no_paragraph_is_one():
    def fill(document: Any) -> None:
        document.core_properties.title = "Norda report"
        document.add_paragraph("Words.")

    assert read(fill).title == "Norda report"


def test_headings_by_outline_level_and_by_styles_based_on_one():
    def fill(document: Any) -> None:
        style = document.styles.add_style("Kapitel", 1)
        style.base_style = document.styles["Heading 2"]
        document.add_paragraph("Wasser", style="Kapitel")
        paragraph(document, '<w:pPr><w:outlineLvl w:val="2"/></w:pPr><w:r><w:t>Abfall</w:t></w:r>')
        paragraph(document, '<w:pPr><w:outlineLvl w:val="9"/></w:pPr><w:r><w:t>Text</w:t></w:r>')

    assert shape(fill) == [("heading", "Wasser", 2), ("heading", "Abfall", 3), ("text", "Text", 0)]


def test_bold_lines_are_headings_below_the_last_one():
    def fill(document: Any) -> None:
        document.add_heading("Energy", 1)
        for text in ("Wind power", "Norda used 3 MWh.", "Table 1: Energy"):
            document.add_paragraph().add_run(text).bold = True
        document.add_paragraph("Half ").add_run("bold").bold = True

    assert shape(fill) == [
        ("heading", "Energy", 1),
        ("heading", "Wind power", 2),
        ("text", "Norda used 3 MWh.", 0),
        ("text", "Table 1: Energy", 0),
        ("text", "Half bold", 0),
    ]


def test_lists_with_their_marks():
    def fill(document: Any) -> None:
        document.add_paragraph("One", style="List Bullet")
        document.add_paragraph("Inner", style="List Bullet 2")
        document.add_paragraph("First", style="List Number")
        document.add_paragraph("Second", style="List Number")
        document.add_paragraph("Words.")

    found = read(fill)
    assert [line.text for line in found.lines] == ["- One", "  - Inner", "1. First", "2. Second", "", "Words."]
    assert [(block.kind, block.lines) for block in found.blocks] == [("list", (1, 4)), ("text", (6, 6))]


def test_merged_cells_are_laid_out():
    def fill(document: Any) -> None:
        document.add_paragraph("Table 1: Emissions", style="Caption")
        table = filled(
            document,
            [
                ["Indicator", "Unit", "2023", "", "2022"],
                ["", "", "Group", "Sites", "Group"],
                ["Scope 1", "t", "1,200", "300", "1,100"],
                ["", "kg", "5", "6", "7"],
            ],
        )
        table.cell(0, 2).merge(table.cell(0, 3))
        table.cell(0, 0).merge(table.cell(1, 0))
        table.cell(2, 0).merge(table.cell(3, 0))

    (table,) = read(fill).blocks
    assert (table.caption, table.lines) == ("Table 1: Emissions", (1, 5))
    assert table.rows == (
        Row(("Indicator", "Unit", "2023", "2023", "2022"), 2),
        Row(("Indicator", "", "Group", "Sites", "Group"), 3),
        Row(("Scope 1", "t", "1,200", "300", "1,100"), 4),
        Row(("Scope 1", "kg", "5", "6", "7"), 5),
    )


def test_rows_of_as_many_cells_are_read_by_their_order():
    def fill(document: Any) -> None:
        table = filled(document, [["Item", "2023", "", "2022"], ["Water", "", "5", "6"]])
        table.cell(0, 1).merge(table.cell(0, 2))
        table.cell(1, 0).merge(table.cell(1, 1))

    (table,) = read(fill).blocks
    assert [row.cells for row in table.rows] == [("Item", "2023", "2022"), ("Water", "5", "6")]


def test_caption_below_its_table_and_a_table_in_a_cell():
    def fill(document: Any) -> None:
        table = filled(document, [["Item", "2023"], ["Water", "5"]])
        inner = table.cell(1, 1).add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "a", "1"
        document.add_paragraph("Table 2: Water", style="Caption")

    first, second = read(fill).blocks
    assert (first.text, second.text) == ("Item\t2023\nWater\t5", "Table 2: Water\na\t1")


def test_deleted_and_hidden_text_is_left_out_and_added_text_is_not():
    run = "<w:r><w:t>{}</w:t></w:r>"

    def fill(document: Any) -> None:
        paragraph(
            document,
            f'{run.format("12")}<w:del w:id="1" w:author="a"><w:r><w:delText>9</w:delText><w:t>8</w:t></w:r></w:del>'
            f'<w:ins w:id="2" w:author="a">{run.format(" tonnes")}</w:ins>'
            f'<w:moveFrom w:id="3">{run.format("no")}</w:moveFrom>'
            f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r><w:hyperlink>{run.format(' linked')}</w:hyperlink>"
            f'<w:r><w:instrText>PAGE</w:instrText><w:noBreakHyphen/><w:tab/><w:t>end</w:t><w:br w:type="page"/></w:r>',
        )

    assert shape(fill) == [("text", "12 tonnes linked- end", 0)]


def test_raised_and_lowered_figures():
    def fill(document: Any) -> None:
        words = document.add_paragraph("CO")
        words.add_run("2").font.subscript = True
        words.add_run(" in 10")
        words.add_run("-").font.superscript = True
        words.add_run("6").font.superscript = True
        words.add_run(" t in the 1")
        words.add_run("st").font.superscript = True

    assert [line.text for line in read(fill).lines] == ["CO₂ in 10⁻⁶ t in the 1st"]


def test_footnotes_are_counted_and_tied_to_their_lines():
    def fill(document: Any) -> None:
        uri, kind = (
            PackURI("/word/footnotes.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        )
        document.part.relate_to(Part(uri, kind, NOTES.encode(), document.part.package), RELATIONSHIP_TYPE.FOOTNOTES)
        mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{}"/></w:r>'
        document.add_paragraph("First.")
        paragraph(
            document, f"<w:r><w:t>12 t</w:t></w:r>{mark.format(7)}<w:r><w:t> of steel</w:t></w:r>{mark.format(3)}"
        )
        paragraph(document, f"<w:r><w:t>Water</w:t></w:r>{mark.format(7)}{mark.format(99)}")

    found = read(fill)
    assert [line.text for line in found.lines if line.text] == [
        "First.",
        "12 t¹ of steel²",
        "Water¹",
        "¹ Without offices.",
        "² Estimated.",
    ]
    assert found.blocks[1:] == (
        Block("text", "12 t of steel", (3, 3)),
        Block("text", "Water", (5, 5)),
        Block("text", "Without offices.", (7, 7), role="footnote"),
        Block("text", "Estimated.", (9, 9), role="footnote"),
    )
    assert dict(found.notes) == {3: ("Without offices.", "Estimated."), 5: ("Without offices.",)}


def test_text_box_is_read_once():
    box = "<w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'

    def fill(document: Any) -> None:
        paragraph(
            document,
            f"<w:r><w:t>Words.</w:t></w:r><w:r><mc:AlternateContent {mc}><mc:Choice Requires='wps'>{box}</mc:Choice>"
            f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>",
        )

    assert shape(fill) == [("text", "Words.", 0), ("text", "In a box.", 0)]


def test_an_empty_document_holds_nothing():
    assert read(lambda document: None).blocks == ()
