"""Values of the page's tests, made in one line."""

from __future__ import annotations

from typing import Any

from index.types import Document, Figure, Place

HOSTILE = (
    '<script>window.ran = 1</script><img src="http://other.test/a.png" onerror="window.ran = 1"> '
    "**bold** [a link](http://other.test/) ![a picture](http://other.test/b.png) $$x^2$$ ${window.ran = 1} {{value}} "
    "</article></div> \u202e99.9\u202c"
)


def document(year: int | None, title: str) -> Document:
    """A report that is only named."""
    return Document(name=f"report-{year}.md", path=f"/reports/{year}.md", title=title, year=year, sha256="0" * 64)


def figure(indicator: str, period: int, value: str, **facts: Any) -> Figure:
    """A figure of a table row."""
    given = {"document": "report-2024.md", "unit": "t", "lines": (11, 11), "page": None, "segment": "", **facts}
    lines, page = given.pop("lines"), given.pop("page")
    return Figure(
        indicator=indicator, path=("Emissions",), period=period, value=value, number=float(value.replace(",", "")),
        section="Climate", place=Place(lines, page), kind="emissions", **given,
    )  # fmt: skip
