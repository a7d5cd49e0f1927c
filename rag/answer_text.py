"""An answer and a passage found, as a terminal shows them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from rag.findings import Findings
from rag.types import Answer, Evidence


def answer_lines(answer: Answer, *, explain: bool, written: bool) -> Iterator[str]:
    """The answer, unless it is written already, the numbered sources, and why what was found stands where it does."""
    yield "" if written else answer.text
    if answer.refused and answer.reason and answer.reason not in answer.text:
        yield answer.reason
    for citation in answer.citations:
        yield f"\n[{citation.n}] {citation.title} ({citation.document}), {citation.place}"
        yield textwrap.indent(f'"{citation.quote}"', "    ")
    if explain:
        yield f"\nFound:\n{Findings(answer.evidence).explain()}"


def evidence_lines(rank: int, evidence: Evidence) -> Iterator[str]:
    """One passage: its place and its text."""
    first, last = evidence.lines
    yield f"{rank}. {evidence.document}, {evidence.section}, lines {first}-{last}  ({evidence.score:.3f})"
    yield f"{textwrap.indent(evidence.text, '   ')}\n"
