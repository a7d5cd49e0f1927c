"""PDF reports: words with their places become columns, headings, paragraphs, lists and tables."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from typing import Any

from index.cleaning import clean
from index.errors import UnreadableError
from index.readers.pdf.blocks import blocks_of
from index.readers.pdf.lines import runs
from index.readers.pdf.page import Page, pdfium_error, read_page
from index.readers.pdf.parts import Sheet, printed
from index.readers.pdf.pictures import Picture, is_picture, large_pictures, looks_printed, rendered, words_on
from index.types import Box, Draft, ReadingOptions

_lock = threading.Lock()
"""PDFium lets only one thread in at a time."""
_PROSE = 14
"""A run of more words than this, or without a figure, is never parted into cells: its words needn't be kept."""
_MOST_WORDS = 10_000
"""No page that is meant to be read holds more."""
_FILE_NAME = re.compile(r"\.\w{2,5}$|^(?:microsoft|untitled|slide|document\d|powerpoint|print)|[_\\/]", re.IGNORECASE)


def read_pdf(content: bytes, options: ReadingOptions) -> Draft:
    """Read a PDF report.

    :raises UnreadableError: If it is encrypted, damaged or empty.
    """
    warnings: list[str] = []
    document = _opened(content)
    try:
        with _lock:
            title = _stated_title(document)
        sheets = list(_sheets(document, options, warnings))
    finally:
        with _lock:
            document.close()
    found = printed(sheets)
    cleaned = clean(found.lines)
    blocks = blocks_of(found.parts, cleaned)
    title = title or _largest(sheets)
    return Draft(tuple(found.lines), tuple(blocks), cleaned.notes, cleaned.marks, title, tuple(warnings))


def _opened(content: bytes) -> Any:
    """The document, or why it can't be read."""
    import pypdfium2

    if not content:
        raise UnreadableError("is empty", fix="Download or save it again.")
    with _lock:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower() or "security" in str(error).lower():
                raise UnreadableError("is encrypted", fix="Save it without a password.") from error
            reason = "is no PDF that can be read, or is cut off"
            raise UnreadableError(reason, fix="Download or save it again.") from error
        if len(document):
            return document
        document.close()
    raise UnreadableError("has no pages", fix="Check that it is the report meant.")


def _stated_title(document: Any) -> str:
    """The title the file states, unless it is the name of a file or program."""
    title = " ".join(str(document.get_metadata_value("Title")).replace("\x00", "").split())
    return title if len(title) > 3 and " " in title and not _FILE_NAME.search(title) else ""


def _sheets(document: Any, options: ReadingOptions, warnings: list[str]) -> Iterator[Sheet]:
    """The pages one by one; one that fails is left out."""
    unseen: list[int] = []
    failed: list[int] = []
    crowded: list[int] = []
    for number in range(1, len(document) + 1):
        try:
            with _lock:
                page, pictures = _page(document, number, options)
        except (pdfium_error(), ValueError, ArithmeticError, LookupError):
            failed.append(number)
            continue
        if len(page.words) > _MOST_WORDS:
            crowded.append(number)
            del page.words[_MOST_WORDS:]
        if pictures is None:
            unseen.append(number)
        for picture in pictures or ():
            page.words += words_on(picture)
        yield _sheet(page)
    if failed:
        warnings.append(f"{_pages(failed)} can't be read")
    if crowded:
        warnings.append(f"{_pages(crowded)} cut off after {_MOST_WORDS:,} words")
    if unseen:
        what = "is a picture" if len(unseen) == 1 else "are pictures"
        warnings.append(f"{_pages(unseen)} {what}, and {_why_not(options)}")


def _page(document: Any, number: int, options: ReadingOptions) -> tuple[Page, list[Picture] | None]:
    """A page with its pictures that may hold text; None where it is all a picture and pictures can't be read."""
    page = document[number - 1]
    try:
        found = read_page(page, number)
        whole = is_picture(found)
        boxes = [Box(0, 0, found.width, found.height)] if whole else [] if found.turn else large_pictures(found)
        if whole:
            found.words = []
        if boxes and _why_not(options):
            return found, None if whole else []
        pictures = [rendered(page, box, found) for box in boxes]
        return found, [picture for picture in pictures if whole or looks_printed(picture.image)]
    finally:
        page.close()


def _why_not(options: ReadingOptions) -> str:
    """Why pictures aren't read, or nothing if they are."""
    if not options.pictures:
        return "reading pictures is off"
    from index.readers.ocr import available

    return available()


def _pages(numbers: Sequence[int]) -> str:
    """Page numbers in words: ``page 7``, ``pages 1-3 and 7``."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    words = [f"{first}-{last}" if last > first else str(first) for first, last in spans]
    listed = " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
    return f"page {listed}" if len(numbers) == 1 else f"pages {listed}"


def _sheet(page: Page) -> Sheet:
    """A page's words put together to runs; those of prose keep only their text."""
    found = runs(page.words)
    for run in found:
        if len(run.words) > _PROSE or not any(map(str.isdigit, run.text)):
            run.words = []
    turned = [" ".join(word.text for word in words) for words in page.turned.values()]
    return Sheet(page.number, page.width, page.height, found, page.rules, turned, page.frames, page.turn)


def _largest(sheets: Sequence[Sheet]) -> str:
    """What is printed largest on the first page."""
    named = [run for sheet in sheets[:1] for run in sheet.runs if sum(map(str.isalpha, run.text)) > 2]
    size = max((run.size for run in named), default=0.0)
    title = " ".join(run.text for run in named if run.size > 0.9 * size)
    return title if len(title) < 200 else ""
