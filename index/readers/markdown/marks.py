"""The lines of a Markdown file: what is no text taken out, and the words of each without the marks within it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.readers.pieces import lowered, raised, reference, without_controls

# Each pattern runs in linear time: what it repeats holds no beginning of another match.
_FENCE = re.compile(r"\s*(```|~~~)[^`]*$")
_FIELD = re.compile(r"\s*(?:$|#|-\s|[\w-]+\s?:)|\s+\S|[\])}]")
_TITLE = re.compile(r"title\s?:\s(.*)", re.IGNORECASE)
_FIELDS = 200
_DEFINITION = re.compile(r" {0,3}\[\^([^\[\]\s]+)\]:")
_REFERENCE = re.compile(r"\[\^([^\[\]\s]+)\]")
_QUOTED = re.compile(r"^ {0,3}(?:>(?!\s?\d)\s?)+")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:[^()]|\([^()]*\))*\)")
_STRONG = re.compile(r"\*\*+|(?<!\w)__(?=\S)|(?<=\S)__(?!\w)")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=\S)([^*_]+?)(?<=\S)\1(?![\w*])")
_ESCAPED = re.compile(r"\\([!\"#$%&'()*+,\-./:;<=>?@\[\]^_`{}~])")
_HELD = 0xF0000
"""Escaped characters wait here, where no text has any, until the marks are gone."""
_BREAK = re.compile(r"<br\s?/?>", re.IGNORECASE)
_RAISED = re.compile(r"<(su[pb])>([^<>]{0,40})</su[pb]>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:a|b|center|details|div|em|font|i|img|ins|kbd|mark|p|small|span|strong|su[bp]|summary|u)\b[^<>]*>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")


@dataclass(frozen=True, slots=True)
class Marked:
    """A line of a Markdown file."""

    raw: str
    """As it is in the file, without comments and the marks of a quotation."""
    text: str
    """Its words, references to footnotes as :func:`~index.readers.pieces.reference` writes them."""
    number: int
    code: bool = False
    """Whether it stands in a block of code, where marks have no meaning."""
    defines: str = ""
    """The footnote that begins in it."""


@dataclass(frozen=True, slots=True)
class Source:
    """The lines of a file that are text, and the title that its front matter states."""

    lines: tuple[Marked, ...]
    title: str = ""


def marked(lines: Sequence[str]) -> Source:
    """Read the marks of a file's lines; front matter and the fences around code are left out."""
    lines = [without_controls(line) for line in lines]
    front = _front_matter(lines)
    titles = (match[1].strip().strip("\"'") for line in lines[:front] if (match := _TITLE.match(line)))
    body = _without_comments(_without_fences(lines, front))
    return Source(tuple(_line(raw, number, code=code) for raw, number, code in body), next(titles, ""))


def _line(raw: str, number: int, *, code: bool) -> Marked:
    """A line with its marks read."""
    if code:
        return Marked(raw, raw.strip(), number, code=True)
    raw = _QUOTED.sub("", raw, count=1)
    definition = _DEFINITION.match(raw)
    raw = raw[definition.end() :] if definition else raw
    return Marked(raw, plain(raw), number, defines=definition[1] if definition else "")


def plain(text: str) -> str:
    """The words of a line without the marks of emphasis and links; a footnote's reference is kept as one."""
    text = _ESCAPED.sub(lambda match: chr(_HELD + ord(match[1])), text)
    text = _REFERENCE.sub(lambda match: reference(match[1]), text).strip()
    text = _EMPHASIS.sub(r"\2", _STRONG.sub("", _LINK.sub(r"\1", text)))
    if "<" in text:
        text = _RAISED.sub(lambda match: (raised if match[1].lower() == "sup" else lowered)(match[2]), text)
        text = _TAG.sub("", _BREAK.sub(" ", text)).strip()
    text = _ENTITY.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text
    return "".join(chr(ord(each) - _HELD) if _HELD < ord(each) < _HELD + 128 else each for each in text)


def _front_matter(lines: Sequence[str]) -> int:
    """How many lines from the top are fields about the file rather than text."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    for place, line in enumerate(lines[1 : _FIELDS + 1], start=2):
        if line.rstrip() in {"---", "..."}:
            return place if any(":" in each for each in lines[1 : place - 1]) else 0
        if not _FIELD.match(line):
            return 0
    return 0


def _without_fences(lines: Sequence[str], front: int) -> Iterator[tuple[str, int, bool]]:
    """The lines with their numbers and whether they are code."""
    fence = ""
    for number, line in enumerate(lines[front:], start=front + 1):
        mark = _FENCE.match(line)
        if mark and fence in {"", mark[1]}:
            fence = "" if fence else mark[1]
        else:
            yield line, number, bool(fence)


def _without_comments(lines: Iterator[tuple[str, int, bool]]) -> Iterator[tuple[str, int, bool]]:
    """The lines without ``<!-- comments -->``, which may go on over several."""
    inside = False
    for line, number, code in lines:
        parts: list[str] = []
        rest = line
        while rest and not code:
            before, mark, rest = rest.partition("-->" if inside else "<!--")
            if not inside:
                parts.append(before)
            inside = not inside if mark else inside
        yield "".join(parts) if not code else line, number, code
