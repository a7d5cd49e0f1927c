"""A report file becomes a document with its printed lines, its passages and its figures."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from index.archives import ArchiveError, read_bytes, size_of
from index.chunking import passages, sections
from index.citing import with_marks
from index.errors import ReadError, UnreadableError
from index.facts import Facts, describe
from index.figures import figures_of
from index.prose import stated_figures
from index.readers.docx import read_docx
from index.readers.html import read_html
from index.readers.markdown import read_markdown
from index.readers.pdf import read_pdf
from index.readers.text import read_text
from index.structure import structured
from index.tables import tables_of
from index.types import Block, Correction, Document, Draft, Figure, Passage, ReadingOptions, Report, Table

READING_VERSION = 4
"""Raised whenever the same file would be read into other passages, so that indexes are brought up to date."""

Reader = Callable[[bytes, ReadingOptions], Draft]

READERS: dict[str, Reader] = {
    ".docx": read_docx,
    ".htm": read_html,
    ".html": read_html,
    ".xhtml": read_html,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".pdf": read_pdf,
    ".txt": read_text,
    ".text": read_text,
}
SUFFIXES = frozenset(READERS)
"""The kinds of report that can be read, by file suffix."""

_MAX_BYTES = 200_000_000
_REPEATED = 0.8
"""How far a figure of an assurance statement is trusted: it repeats one of the report, often in another form."""


def read_report(
    file: Path,
    *,
    name: str,
    passage_characters: int = 600,
    options: ReadingOptions | None = None,
    correction: Correction | None = None,
) -> Report:
    """Read one report.

    :param file: The report; its suffix tells its kind.
    :param name: What citations call it.
    :param passage_characters: How long a passage of prose may be.
    :param options: What its reader is told.
    :param correction: What is known better than the report tells.
    :raises ReadError: If the file cannot be read as a report.
    """
    reader = _reader(file)
    content = _bytes(file)
    try:
        draft = reader(content, options or ReadingOptions())
    except UnreadableError as error:
        raise ReadError(f"{file} {error.reason}", fix=error.fix) from error
    blocks = structured(draft.blocks, draft.lines)
    stated = describe(draft, blocks, stem=file.stem)
    facts = _corrected(stated, correction) if correction else stated
    document = Document(
        name=name,
        path=str(file.resolve()),
        title=facts.title,
        year=facts.year,
        sha256=hashlib.sha256(content).hexdigest(),
        company=facts.company,
        language=facts.language,
        warnings=draft.warnings,
    )
    tables = _tables(blocks, year=document.year)
    found = [_below_title(passage, stated.title) for passage in passages(blocks, tables, size=passage_characters)]
    if not found:
        raise ReadError(f"{file} holds no text", fix="Check that it is the report meant.")
    return Report(
        document=document,
        passages=tuple(_cited(passage, draft) for passage in found),
        lines=draft.lines,
        figures=tuple(_figures(blocks, tables, document, draft, title=stated.title)),
        tables=sum(map(len, tables.values())),
    )


def _reader(file: Path) -> Reader:
    """What reads this kind of file."""
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        raise ReadError(f"{file} is not a kind of report that can be read", fix=f"Use one of {', '.join(READERS)}.")
    return reader


def _tables(blocks: Sequence[Block], *, year: int | None) -> dict[int, tuple[Table, ...]]:
    """The tables that each table block holds, by its position among the blocks."""
    above = sections(blocks)
    return {
        at: tables_of(block, year=year, heading=above[at][-1] if above[at] else "")
        for at, block in enumerate(blocks)
        if block.kind == "table"
    }


def _corrected(facts: Facts, correction: Correction) -> Facts:
    """The facts with what a person knows better."""
    return Facts(
        title=correction.title or facts.title,
        year=facts.year if correction.year is None else correction.year,
        company=correction.company or facts.company,
        language=correction.language or facts.language,
    )


def _figures(
    blocks: Sequence[Block], tables: dict[int, tuple[Table, ...]], document: Document, draft: Draft, *, title: str
) -> list[Figure]:
    """Every figure of the report's tables and sentences, with its page and the footnotes that explain it."""
    figures: list[Figure] = []
    for at, section in enumerate(sections(blocks, title=title)):
        block = blocks[at]
        found = [each for table in tables.get(at, ()) for each in figures_of(table, document=document, section=section)]
        if block.kind in {"text", "list"} and block.role == "body":
            found += stated_figures(block, document=document, section=section)
        trust = _REPEATED if block.role == "assurance" else 1.0
        figures += [_placed(figure, draft, trust=trust) for figure in found]
    return figures


def _placed(figure: Figure, draft: Draft, *, trust: float) -> Figure:
    """The figure with its page, the footnotes that explain it, and how far it is to be trusted."""
    first, last = figure.place.lines
    notes = dict.fromkeys(note for line in range(first, last + 1) for note in draft.notes.get(line, ()))
    place = replace(figure.place, page=draft.lines[first - 1].page)
    return replace(figure, place=place, note=" ".join(notes), confidence=figure.confidence * trust)


def _cited(passage: Passage, draft: Draft) -> Passage:
    """The passage with the page that it begins on, and its footnote marks."""
    marked = with_marks(passage, draft.marks)
    page = draft.lines[passage.lines[0] - 1].page
    return replace(passage, page=page, marked=marked if marked != passage.text else "")


def _below_title(passage: Passage, title: str) -> Passage:
    """The passage with a section path that does not repeat the report's title, which stands beside it anyway."""
    return replace(passage, section=passage.section[1:]) if passage.section[:1] == (title,) else passage


def _bytes(file: Path) -> bytes:
    """The file's content, or one line why it can't be had."""
    try:
        if size_of(file) > _MAX_BYTES:
            raise ReadError(f"{file} is larger than {_MAX_BYTES // 1_000_000} MB", fix="Split it into several files.")
        return read_bytes(file)
    except ArchiveError as error:
        raise ReadError(f"{file} {error.strerror}", fix="Unpack the archive and index the report itself.") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ReadError(f"{file} cannot be opened: {reason}", fix="Check the path and its permissions.") from error
