"""Passages cut into the parts that can be quoted alone: sentences, list items and table rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import takewhile

from index.readers.lines import is_list_item, without_bullet
from index.tables import SEPARATOR
from index.types import Passage, StoredPassage
from index.units import unit_in
from index.words import MONTH, plain
from rag.figure_match import numbers_named
from rag.orders import is_command
from rag.question import YEAR, stems
from rag.telling import Telling
from rag.vocabulary import padded_words

_MARKS = r"(?:\s*\[\d{1,3}(?:\s*,\s*\d{1,3})*\])*"
_END = re.compile(rf"(?<=[.!?;])[”\"')\]]*{_MARKS}\s+(?!\[\d)(?=[“\"'(\[]?[A-Z0-9])")
"""Where a sentence ends; a citation mark behind the full stop still belongs to it."""
_ABBREVIATION = re.compile(
    r"(?:^\s*\(?\d{1,2}\.|\b(?:e\.g|i\.e|etc|No|Nos|vs|Mr|Mrs|Ms|Dr|Inc|Ltd|Co|Corp|approx|Fig|St|U\.S)\.|\b[A-Z]\.)$"
)
_NUMBER_WORDS = (
    r"(?:one(?! of\b)|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|half|quarter|a third|thirds|third of|dozens?"
    r"|doubled?|tripled?|twice|none|(?<!net[- ‑])zero(?![-‑]))"
)
_FIGURE = re.compile(
    rf"(?:(?<![a-z\d])(?<![a-z]-)|(?<=RMB)|(?<=USD)|(?<=EUR))\d|\b{_NUMBER_WORDS}\b(?![- ]part(?:y|ies))", re.IGNORECASE
)
"""A number, not one that ends a name such as ``CO2``, ``SU7`` or ``GPT-4``."""
_DATE = re.compile(rf"\b\d{{1,2}} {MONTH}\b|\b{MONTH} \d{{1,2}}\b", re.IGNORECASE)
_NUMBERED_NAME = re.compile(
    r"\b(?:scopes?|tiers?|levels?|categor(?:y|ies)|phases?|tables?|figures?|sections?|chapters?|appendix|notes?|pages?)"
    r" ?\d{1,2}(?:\.\d+)*(?:(?:, ?| ?and | ?& ?| ?to | ?[-–] ?)\d{1,2}(?![\d%.,]*\d))*(?![\d%])",
    re.IGNORECASE,
)
"""A number that is part of a name, as in ``Scopes 1, 2 and 3``."""
_LEANS = re.compile(
    r"(?:It|Its|They|Their|This|These|Those|Therefore|Thus|Such|Of these|Among them|In doing so|As a result)\b"
)
_SHARE = re.compile(
    r"%|\b(?:per ?cent|percentage|half|a third(?![- ]part)|thirds|third of|quarter|all|every|none)\b|\bout of\b",
    re.IGNORECASE,
)
LABEL = re.compile(r"(?=\S+(?: \S+){0,5}$)[A-Z][^.;:?!]*[^\W_]\)?")
"""A line without an end, such as a term above its explanation."""
_HEAD = re.compile(r"(\S.{1,70}?)(?:: | [–—-] |\. )")
"""What an item begins with, before what is said of it."""
_LINES = 3
"""So many short lines below each other are the items of a list."""
_NOTE_MARK = re.compile(r"^\d{0,3}\s*\ufffd\s*")
_LIST_WORDS = 100
"""A list longer than this is not quoted whole."""
_CHAIN_WORDS = 60
"""A chain of clauses that is longer is quoted by the clause."""
_WHOLE = frozenset({"total", "overall", "group"})
"""Words for the whole; a row that stands for it need not say so."""
_KEPT = 8192
"""How many passages are kept cut: what many questions find is not cut anew for each."""

RATIO = re.compile(r"\b(?:per|each|every|average|intensity)\b", re.IGNORECASE)
"""What tells that a figure is one for each of something."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, made ready to be compared with those of questions."""

    stems: frozenset[str]
    padded: str

    @classmethod
    def of(cls, text: str) -> Words:
        """Take the words of a text."""
        return cls(stems(text), padded_words(text))


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a passage that can be quoted alone, with what can be told of it before any question."""

    text: str
    words: Words
    """Its words and those of what stands above it."""
    years: frozenset[int]
    figure: bool
    """Whether it states a number that is no year, no date and no part of a name."""
    share: bool
    """Whether that may be a part of a whole."""
    telling: Telling = field(default_factory=Telling)
    """What kind of statement it is; a table row is none."""
    label: frozenset[str] = frozenset()
    """The stems of a table row's own label."""
    aside: frozenset[str] = frozenset()
    """Those of its label that stand in brackets only."""
    numbers: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """The numbers of what a row's label names by number, as Scope 1 and 2."""
    is_row: bool = False
    ratio: bool = False
    """Whether a row's label is of a figure for each of something."""


@lru_cache(maxsize=_KEPT)
def parts(stored: StoredPassage) -> tuple[Part, ...]:
    """The parts of a passage, in order."""
    context = above(stored)
    return tuple(_part(text, context, stored.passage) for text in texts(stored.passage))


def texts(passage: Passage) -> Iterator[str]:
    """The texts of a passage that can be quoted alone, in order.

    A sentence that leans on the one before it is quoted with it; a list is quoted as a whole, and each item alone. What
    commands whoever answers is none of them, and neither is what leans on it.
    """
    return (text for text in _cut(passage) if not is_command(text))


def _cut(passage: Passage) -> Iterator[str]:
    """The texts of a passage, whatever they say."""
    lines = passage.text.split("\n")
    if passage.kind == "table":
        yield from lines
        return
    label = ""
    for number, line in enumerate(lines):
        said = sentences(_NOTE_MARK.sub("", line))
        items = _items(lines[number + 1 :]) if said and said[-1].endswith(":") else []
        yield from _said(_whole(said[:-1] if items else said), label)
        if items:  # what introduces a list says nothing without it
            yield "\n".join([said[-1], *items])
        label = line if LABEL.fullmatch(line) else ""
    yield from _lists(passage)


def _said(said: Sequence[str], label: str) -> Iterator[str]:
    """The sentences of a line, those that lean on the one before with it, the first with the line above it."""
    for position, text in enumerate(said):
        before = said[position - 1] if position else label
        if position and (before.endswith("?") or _LEANS.match(text)):
            yield f"{before} {text}"
        elif label and not position and text.endswith("."):
            yield f"{label}\n{text}"
        else:
            yield text


def _whole(said: Sequence[str]) -> list[str]:
    """Sentences that semicolons cut put together again, where they are short."""
    whole: list[str] = []
    for text in said:
        if whole and whole[-1].endswith(";") and len(f"{whole[-1]} {text}".split()) <= _CHAIN_WORDS:
            whole[-1] = f"{whole[-1]} {text}"
        else:
            whole.append(text)
    return whole


def _lists(passage: Passage) -> Iterator[str]:
    """Short lines below each other as the list that they are, under the passage's heading."""
    lines = list(takewhile(LABEL.fullmatch, passage.text.split("\n")))
    if len(lines) >= _LINES and passage.section and not any(map(is_list_item, lines)):
        yield "\n".join([f"{passage.section[-1]}:", *(f"- {line}" for line in lines)])


def above(stored: StoredPassage) -> str:
    """What stands above a passage and tells what it is of: the report's title, whose it is, and the headings."""
    return f"{stored.document.title} {stored.document.company} {stored.passage.section_path}"


def sentences(text: str) -> list[str]:
    """A line of prose cut at its sentence ends; abbreviations don't end a sentence."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        if not _ABBREVIATION.search(text[start : end.start()]):
            found.append(text[start : end.end()].strip())
            start = end.end()
    return [*found, text[start:].strip()] if text[start:].strip() else found


def holds_figure(text: str, *, share: bool = False) -> bool:
    """Whether a text states a number that is no year and no date, and a part of a whole if that is what is sought."""
    if share and not _SHARE.search(text):
        return False
    return _FIGURE.search(_DATE.sub("", YEAR.sub("", _NUMBERED_NAME.sub("", text)))) is not None


def _part(text: str, context: str, passage: Passage) -> Part:
    """A text with what can be told of it."""
    figure = holds_figure(text)
    part = Part(
        text=text,
        words=Words.of(f"{context} {text}"),
        years=frozenset(map(int, YEAR.findall(text))),
        figure=figure,
        share=figure and _SHARE.search(text) is not None,
    )
    if passage.kind != "table":
        return replace(part, telling=Telling.of(text))
    path = text.split(SEPARATOR)[0]
    label, _unit = unit_in(path.rsplit(", ", 1)[-1])
    words = stems(re.sub(r"\(.*?\)", "", label)) - _WHOLE
    aside = stems(" ".join(re.findall(r"\((.*?)\)", label))) - _WHOLE - words
    return replace(
        part,
        is_row=True,
        numbers=dict(numbers_named(plain(path).casefold())),
        label=words,
        aside=aside,
        ratio=RATIO.search(path) is not None,
    )


def _items(lines: Sequence[str]) -> list[str]:
    """The list items that the lines begin with, as short as they must be to be quoted together."""
    return [f"- {item}" for item in shortened([without_bullet(line) for line in takewhile(is_list_item, lines)])]


def shortened(items: Sequence[str]) -> list[str]:
    """Items that can be quoted together: as they are, else what each begins with; none where that is too long too."""
    heads = [match[1] for item in items if (match := _HEAD.match(item))]
    for form in (list(items), heads if len(heads) == len(items) else []):
        if sum(len(item.split()) for item in form) <= _LIST_WORDS:
            return form
    return []
