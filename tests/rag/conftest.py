"""What the tests of answering share: passages made by hand."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest

from index.types import BlockKind, Document, Passage, StoredPassage
from rag.types import Evidence

MakeEvidence = Callable[..., Evidence]


@pytest.fixture
def evidence() -> MakeEvidence:
    """Makes evidence of a passage that no index holds."""
    ids = count(1)

    def make(
        text: str,
        *,
        kind: BlockKind = "text",
        year: int | None = 2024,
        section: tuple[str, ...] = (),
        score: float = 1.0,
        name: str = "acme.md",
    ) -> Evidence:
        document = Document(name, f"/reports/{name}", "Acme report", year, "")
        passage = Passage(text, section, (1, 1 + text.count("\n")), kind)
        return Evidence(
            document=name,
            title=document.title,
            section=passage.section_path,
            page=None,
            lines=passage.lines,
            text=text,
            score=score,
            source=StoredPassage(next(ids), document, passage),
        )

    return make
