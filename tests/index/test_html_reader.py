"""HTML reports: what a reader of the page sees, tables laid out so that each value stands under its header."""

from __future__ import annotations

import pytest

from index.readers.html import read_html
from index.types import Block, Draft, ReadingOptions, Row


def draft(body: str | bytes) -> Draft:
    return read_html(body if isinstance(body, bytes) else body.encode(), ReadingOptions())


def shape(body: str) -> list[tuple[str, str, int]]:
    return [(block.kind, block.text, block.level) for block in draft(body).blocks]


def cells(body: str) -> list[tuple[str, ...]]:
    return [row.cells for block in draft(body).blocks for row in block.rows]


def printed(body: str) -> list[str]:
    return [line.text for line in draft(body).lines]


def test_headings_paragraphs_and_breaks():
    body = "<h1>Norda\n 2023</h1>loose<div><h3>Water</h3><p>One <b>bold</b>&nbsp;word<br>and more.</p>tail</div>"
    assert shape(body) == [
        ("heading", "Norda 2023", 1),
        ("text", "loose", 0),
        ("heading", "Water", 3),
        ("text", "One bold word\nand more.", 0),
        ("text", "tail", 0),
    ]
    assert printed(body) == ["Norda 2023", "", "loose", "", "Water", "", "One bold word", "and more.", "", "tail"]
    assert draft(body).blocks[3].lines == (7, 8)


def test_nested_lists_have_an_item_a_line():
    body = "<ul><li>One<ul><li>Inner</li></ul>rest</li><li><p>Two</p></li></ul><ol start=3><li>Three<li>Four</ol>"
    assert printed(body) == ["- One", "  - Inner", "rest", "- Two", "", "3. Three", "4. Four"]
    assert [(block.kind, block.lines) for block in draft(body).blocks] == [("list", (1, 4)), ("list", (6, 7))]


def test_spanned_headers_are_repeated_and_labels_go_down():
    body = """<table><caption>Emissions</caption>
    <thead><tr><th rowspan=2>Indicator<th rowspan=2>Unit<th colspan=2>2023<th colspan=2>2022</tr>
    <tr><th>Group<th>Sites<th>Group<th>Sites</tr></thead>
    <tr><td colspan=6>Greenhouse gas</td></tr>
    <tr><td rowspan=2>Scope 1<td>t<td>1,200<td>300<td>1,100<td>290</tr>
    <tr><td>kg<td>5<td>6<td colspan=2>to be disclosed</tr></table>"""
    (table,) = draft(body).blocks
    assert table.caption == "Emissions"
    assert table.lines == (1, 6)
    assert table.rows == (
        Row(("Indicator", "Unit", "2023", "2023", "2022", "2022"), 2),
        Row(("Indicator", "Unit", "Group", "Sites", "Group", "Sites"), 3),
        Row(("Greenhouse gas", "", "", "", "", ""), 4),
        Row(("Scope 1", "t", "1,200", "300", "1,100", "290"), 5),
        Row(("Scope 1", "kg", "5", "6", "to be disclosed", "to be disclosed"), 6),
    )
    assert printed(body)[4] == "Scope 1\tt\t1,200\t300\t1,100\t290"


def test_label_over_the_unit_column_is_no_unit():
    body = "<table><tr><td>Item<td>Unit<td>2023<tr><td colspan=2>Share of women<td>24%<tr><td>Water<td>t<td>5</table>"
    assert cells(body)[1:] == [("Share of women", "", "24%"), ("Water", "t", "5")]


def test_figure_of_several_rows_is_none_of_a_single_row():
    body = (
        "<table><tr><th>Staff<th>2023<th>All<tr><td>Women<td>10<td rowspan=2>30<tr><td>Men<td>20<tr><td>Other<td>1<td>2"
        "</table>"
    )
    assert cells(body) == [
        ("Staff", "2023", "All"),
        ("Women", "10", ""),
        ("Men", "20", ""),
        ("Women; Men", "", "30"),
        ("Other", "1", "2"),
    ]


def test_years_that_span_rows_are_labels():
    body = "<table><tr><th>No<th>Year<th>Site<th>t<tr><td>1<td rowspan=2>2023<td>A<td>5<tr><td>2<td>B<td>6</table>"
    assert cells(body)[1:] == [("1", "2023", "A", "5"), ("2", "2023", "B", "6")]


def test_columns_without_words_are_left_out():
    body = "<table><tr><td>Item<td><td>2023<td><tr><td>Water<td><td>5<td></table>"
    assert cells(body) == [("Item", "2023"), ("Water", "5")]


def test_table_that_lays_out_the_page_is_none():
    inner = "<table><tr><th>Item<th>2023<tr><td>Water<td>5</table>"
    body = f"<table><tr><td><h2>Left</h2><p>Words.</p></td><td><p>Right.</p>{inner}</td></tr></table>"
    assert [(block.kind, block.text) for block in draft(body).blocks] == [
        ("heading", "Left"),
        ("text", "Words."),
        ("text", "Right."),
        ("table", "Item\t2023\nWater\t5"),
    ]
    assert shape("<table><tr><td><p>One.</p></td></tr><tr><td>Two.</td></tr></table>") == [
        ("text", "One.", 0),
        ("text", "Two.", 0),
    ]
    assert shape("<table role=presentation><tr><td>a<td>b</table>") == [("text", "a", 0), ("text", "b", 0)]


def test_table_in_a_cell_stands_on_its_own():
    body = "<table><tr><th>Item<th>2023<tr><td>Water<td>5<table><tr><td>a<td>1<tr><td>b<td>2</table></table>"
    first, second = draft(body).blocks
    assert (first.text, second.text) == ("Item\t2023\nWater\t5", "a\t1\nb\t2")


def test_figure_caption_and_notes_in_the_last_row():
    body = (
        "<figure><table><tr><th>Item<th>2023<tr><td>Water<td>5<tr><td colspan=2>Note: without offices.</td></tr>"
        "</table><figcaption>Table 1: Water</figcaption></figure>"
    )
    table, note = draft(body).blocks
    assert (table.caption, [row.cells for row in table.rows]) == ("Table 1: Water", [("Item", "2023"), ("Water", "5")])
    assert (note.kind, note.text) == ("text", "Note: without offices.")


def test_raised_and_lowered_figures():
    assert printed("<p>CO<sub>2</sub> of 10<sup>6</sup> m<sup>3</sup>, 1<sup>st</sup><sup>[2]</sup></p>") == [
        "CO₂ of 10⁶ m³, 1st²"
    ]


@pytest.mark.parametrize(
    "note",
    [
        '<footer><ol><li id="f1">Without offices. <a href="#r1">↩</a></li></ol></footer>',
        '<p id="f1"><a href="#r1">[1]</a> Without offices.</p>',
        '<div><p><sup><a name="f1" href="#r1">1</a></sup> Without offices.</p></div>',
    ],
)
def test_linked_footnotes_are_tied_to_the_line_that_refers_to_them(note):
    body = f'<p>First.</p><p>Norda used 12<sup><a id="r1" href="#f1">1</a></sup> t.</p>{note}'
    read = draft(body)
    assert [line.text for line in read.lines] == ["First.", "", "Norda used 12¹ t.", "", "¹ Without offices."]
    assert read.blocks[1] == Block("text", "Norda used 12 t.", (3, 3))
    assert read.blocks[2] == Block("text", "Without offices.", (5, 5), role="footnote")
    assert dict(read.notes) == {3: ("Without offices.",)}


def test_footnotes_that_count_anew_are_told_apart():
    part = '<p>{0} words<sup><a href="#{0}">1</a></sup></p><p id="{0}">1 Note of {0}.</p>'
    assert dict(draft(part.format("a") + part.format("b")).notes) == {1: ("Note of a.",), 5: ("Note of b.",)}


@pytest.mark.parametrize(
    "hidden",
    [
        "<nav>Menu</nav>",
        "<script>var a = '<p>1</p>'</script>",
        "<style>p {}</style>",
        "<header><a href=/>Norda</a></header>",
        "<footer>Imprint</footer>",
        "<p hidden>Hidden</p>",
        "<p style='color: red; display:none'>Hidden</p>",
        "<aside><a href=/a>Energy</a> <a href=/b>Water</a></aside>",
        "<ul class='main-nav menu'><li><a href=/a>Energy</a></li></ul>",
        "<div role=navigation>Where you are</div>",
        "<select><option>2023</option></select>",
        "<!-- comment -->",
    ],
)
def test_what_is_no_part_of_the_report(hidden):
    assert shape(f"<p>One.</p>{hidden}<p>Two.</p>") == [("text", "One.", 0), ("text", "Two.", 0)]


def test_what_looks_like_machinery_but_is_text():
    body = (
        "<article><header><h2>Water</h2></header><aside>A case in a box.</aside></article>"
        "<header><h1>Norda</h1></header>"
    )
    assert shape(body) == [("heading", "Water", 2), ("text", "A case in a box.", 0), ("heading", "Norda", 1)]


def test_text_kept_as_typed():
    assert printed("<pre>a  b\n\n  c</pre>") == ["a  b", "  c"]


def test_words_about_a_picture():
    assert shape('<p>See <img alt="Water use fell by half in 2023"> and <img alt="logo">.</p>') == [
        ("text", "See Water use fell by half in 2023 and .", 0)
    ]


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Norda report 2023", "Norda report 2023"), ("Untitled", "Water"), ("report.docx", "Water"), ("", "Water")],
)
def test_title(title, expected):
    assert draft(f"<head><title>{title}</title></head><body><h1>Water</h1></body>").title == expected


def test_footnotes_without_links_are_tied_by_their_numbers():
    read = draft("<p>Norda used 12 t of steel<sup>1</sup>.</p><p>Words.</p><p><sup>1</sup> Without offices.</p>")
    assert read.lines[0].text == "Norda used 12 t of steel¹."
    assert read.blocks[0].text == "Norda used 12 t of steel."
    assert list(read.notes) == [1]
    assert "Without offices." in read.notes[1][0]
