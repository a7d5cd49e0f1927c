"""The page that a quote stands on, which is a later one than its passage begins on where that runs over the page."""

from __future__ import annotations

from index.store import Index
from rag.types import Evidence


def page_of(quote: str, evidence: Evidence, index: Index) -> int | None:
    """The first page of a passage, or the one page of it that a quote stands on wholly; None where there are none.

    :param quote: What is quoted, in lines of their own where it is several pieces.
    :param evidence: The passage it is quoted from.
    :param index: What holds the passage.
    """
    first = evidence.page
    if first is None:
        return None
    texts: dict[int, str] = {}
    for line in index.printed(evidence.document, *evidence.lines):
        page = first if line.page is None else line.page
        texts[page] = texts.get(page, "") + _plain(line.text)
    pieces = [_plain(piece) for piece in quote.split("\n")]
    whole = [page for page, text in texts.items() if all(piece in text for piece in pieces)]
    return whole[0] if len(whole) == 1 else first


def _plain(text: str) -> str:
    """Letters and digits alone: words are broken over lines, and marks left out."""
    return "".join(each for each in text.casefold() if each.isalnum())
