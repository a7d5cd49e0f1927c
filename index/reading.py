"""A report file becomes a document and its passages."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from index.chunking import passages
from index.errors import ReadError
from index.readers.markdown import read_markdown
from index.readers.text import read_text
from index.types import Block, Document, Passage

READING_VERSION = 1
"""Raised whenever the same file would be read into other passages, so that indexes are brought up to date."""

READERS: dict[str, Callable[[str], list[Block]]] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_text,
    ".text": read_text,
}
SUFFIXES = frozenset(READERS)
"""The kinds of report that can be read, by file suffix."""

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_OPENING = 40
"""How many blocks are the first pages."""
_MAX_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Report:
    """A report as read."""

    document: Document
    passages: tuple[Passage, ...]


def read_report(file: Path, *, name: str, passage_characters: int = 600) -> Report:
    """Read one report.

    :param file: The report; its suffix tells its kind.
    :param name: What citations call it.
    :param passage_characters: How long a passage of prose may be.
    :raises ReadError: If the file cannot be read as a report.
    """
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        raise ReadError(f"{file} is not a kind of report that can be read", fix=f"Use one of {', '.join(READERS)}.")
    content = _bytes(file)
    blocks = reader(_decode(content, file))
    title = _title(blocks, file)
    found = passages(blocks, size=passage_characters)
    if not found:
        raise ReadError(f"{file} holds no text", fix="Check that it is the report meant.")
    document = Document(
        name=name,
        path=str(file.resolve()),
        title=title,
        year=_year(file, title, blocks),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    return Report(document, tuple(_below_title(passage, title) for passage in found))


def _below_title(passage: Passage, title: str) -> Passage:
    """The passage with a section path that does not repeat the report's title, which stands beside it anyway."""
    return replace(passage, section=passage.section[1:]) if passage.section[:1] == (title,) else passage


def _bytes(file: Path) -> bytes:
    """The file's content, or one line why it can't be had."""
    try:
        if file.stat().st_size > _MAX_BYTES:
            raise ReadError(f"{file} is larger than {_MAX_BYTES // 1_000_000} MB", fix="Split it into several files.")
        return file.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ReadError(f"{file} cannot be opened: {reason}", fix="Check the path and its permissions.") from error


def _decode(content: bytes, file: Path) -> str:
    """The text of the file; binary content and a broken encoding are refused rather than guessed at."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    binary = ReadError(f"{file} is binary, not text", fix="Save the report as UTF-8 text or Markdown.")
    if not wide and b"\x00" in content[:65536]:
        raise binary
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        encoding = "UTF-16" if wide else "UTF-8"
        raise ReadError(
            f"{file} is not valid {encoding}: the first broken byte is in line {line}", fix="Save it as UTF-8."
        ) from error
    if len(_CONTROL.findall(text)) > 0.01 * len(text):
        raise binary
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _title(blocks: list[Block], file: Path) -> str:
    """The outermost first heading where headings are marked, else the file's name in words."""
    marked = file.suffix.lower() in {".md", ".markdown"}
    if marked and (top := next((block.text for block in blocks if block.kind == "heading" and block.level == 1), None)):
        return top
    words = re.sub(r"[\s_-]+", " ", file.stem).strip()
    words = re.sub(r"\b(esg|tcfd|gri|csr|cdp|sasb)\b", lambda match: match[0].upper(), words, flags=re.IGNORECASE)
    return words[:1].upper() + words[1:]


def _year(file: Path, title: str, blocks: list[Block]) -> int | None:
    """The latest year of the title or the file's name, else the one most often named in the report's first pages.

    A year still to come is one of a target: ``Our way to 2050``.
    """
    for text in (title, file.stem):
        if years := _years(text):
            return max(years)
    counts = Counter(_years(" ".join(block.text for block in blocks[:_OPENING])))
    return max(counts, key=lambda year: (counts[year], year)) if counts else None


def _years(text: str) -> list[int]:
    """The years that a text names, without those still to come."""
    return [year for year in map(int, _YEAR.findall(text)) if year <= date.today().year]
