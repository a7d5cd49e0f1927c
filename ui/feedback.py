"""What readers said of answers as candidates for a gold set: who maintains it looks through them and completes them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from rag.errors import AnswerError
from rag.types import Answer
from ui import records
from ui.conversations import Conversations, Feedback


def export_feedback(file: Path, *, out: Path) -> int:
    """Write a candidate a line for each answer that was rated; tells how many.

    :param file: Where the chat keeps its conversations.
    :param out: The JSONL file to write.
    :raises AnswerError: If there is no feedback, or the file cannot be written.
    """
    found = _all(file)
    if not found:
        raise AnswerError(f"Nobody has rated an answer yet in {file}", fix="Rate some in the chat first.")
    lines = [json.dumps(candidate, ensure_ascii=False) for candidate in candidates(found)]
    try:
        out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError as error:
        raise AnswerError(f"{out} cannot be written: {error.strerror}", fix="Choose another file.") from error
    return len(lines)


def candidates(feedback: Iterable[Feedback]) -> Iterator[dict[str, Any]]:
    """The lines of a gold set: what was rated good as it is, what was rated bad without what it must say."""
    for each in feedback:
        if answer := records.read(each.answer):
            yield _candidate(each, answer)


def _all(file: Path) -> list[Feedback]:
    """What all readers said."""
    return Conversations(file).feedback() if file.exists() else []


def _candidate(feedback: Feedback, answer: Answer) -> dict[str, Any]:
    """One rated answer; its figures are what a right answer must say, or what it must not."""
    good = feedback.rating > 0
    values = list(dict.fromkeys(figure.value for figure in answer.figures))
    cited = [{"document": c.document, "lines": list(c.lines), "quote": c.quote} for c in answer.citations]
    return {
        "id": f"feedback-{feedback.turn}",
        "question": feedback.question,
        "type": _type(answer),
        "answer": answer.text if good else "",
        "must": [[value] for value in values] if good else [],
        "must_not": [] if good else values,
        "evidence": cited if good else [],
        "rating": feedback.rating,
        "note": feedback.note,
        "shown": answer.text,
    }


def _type(answer: Answer) -> str:
    """What kind of question it seems to be, from its answer."""
    if answer.refused:
        return "unanswerable"
    if any(sentence.verdict == "calculated" for sentence in answer.sentences):
        return "compare"
    return "table" if any(figure.source == "table" for figure in answer.figures) else "text"
