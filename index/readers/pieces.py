"""The pieces of a marked-up report in reading order, and the draft they make: what HTML and Word reports share."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.cleaning import clean
from index.readers.lines import Line, joined
from index.types import Block, BlockKind, Draft, PrintedLine, Role, Row

_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_EXPONENT = re.compile(r"\s*[\[(]?([+−-]?\d{1,3}(?:[,;–-]\s?\d{1,3})*)[\])]?\s*")
_REFERENCE = re.compile("\x0e([^\x0e\x0f]*)\x0f")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a report before its lines are numbered."""

    kind: BlockKind
    lines: tuple[str, ...]
    """As they are printed; of a table its rows, cells parted by tabs."""
    level: int = 0
    caption: str = ""
    role: Role = "body"
    label: str = ""
    """Of a footnote: what refers to it, then perhaps ``#`` and what tells it from others of the same number."""
    confidence: float = 1.0


def reference(label: str) -> str:
    """What stands in a piece's line where a footnote is referred to; no other text can hold it."""
    return f"\x0e{label}\x0f"


def without_controls(text: str) -> str:
    """A file's text without control characters, which mean nothing in it and something here."""
    return _CONTROL.sub("", text)


def raised(text: str) -> str:
    """Superscript words: figures as small raised ones, so that they aren't taken for part of what they follow."""
    match = _EXPONENT.fullmatch(text)
    return match[1].translate(_RAISED) if match else text


def lowered(text: str) -> str:
    """Subscript words, figures as small ones."""
    return text.translate(_LOWERED)


def bare(text: str) -> str:
    """A line without its references to footnotes."""
    return _REFERENCE.sub("", text)


def references(text: str) -> list[str]:
    """The labels of the footnotes that a line refers to."""
    return _REFERENCE.findall(text)


def shown(label: str) -> str:
    """A footnote's mark as it is printed."""
    return raised(label.partition("#")[0])


def captioned(pieces: Sequence[Piece]) -> list[Piece]:
    """Each caption given to the table that it stands right above, else to the one right below which it stands."""
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if last and piece.kind == "table" and not piece.caption and last.role == "caption":
            found[-1] = replace(piece, caption=" ".join(last.lines))
        elif last and piece.role == "caption" and last.kind == "table" and not last.caption:
            found[-1] = replace(last, caption=" ".join(piece.lines))
        else:
            found.append(piece)
    return found


def drafted(pieces: Iterable[Piece], *, title: str = "", warnings: Sequence[str] = ()) -> Draft:
    """Number the lines of the pieces, a blank one between any two, and make blocks of them."""
    printed: list[PrintedLine] = []
    marked: list[str] = []
    starts: list[tuple[Piece, int]] = []
    for piece in pieces:
        if printed:
            printed.append(PrintedLine(""))
            marked.append("")
        starts.append((piece, len(printed)))
        for line in _lines(piece):
            marked.append(line)
            printed.append(PrintedLine(_REFERENCE.sub(lambda match: shown(match[1]), line)))
    cleaned = clean([replace(line, text=bare(text)) for line, text in zip(printed, marked, strict=True)])
    blocks = [_block(piece, cleaned.lines[start : start + len(_lines(piece))]) for piece, start in starts]
    notes = _notes(marked, {piece.label: bare(" ".join(piece.lines)) for piece, _ in starts if piece.label})
    for number, texts in cleaned.notes.items():
        notes[number] = tuple(dict.fromkeys((*notes.get(number, ()), *texts)))
    first = next((block.text for block in blocks if block.kind == "heading" and block.level == 1), "")
    told = tuple(block for block in blocks if block.text)
    return Draft(tuple(printed), told, notes, cleaned.marks, title or first, tuple(warnings))


def _lines(piece: Piece) -> tuple[str, ...]:
    """The lines that a piece takes up: a table's caption stands above it, a footnote's number before it."""
    if piece.label:
        # the mark is no reference of its own, so only the printed line shows it
        return (f"{shown(piece.label)} {piece.lines[0]}", *piece.lines[1:])
    return (piece.caption, *piece.lines) if piece.caption else piece.lines


def _block(piece: Piece, lines: Sequence[Line]) -> Block:
    """A piece as a block of cleaned lines."""
    place = (lines[0].number, lines[-1].number)
    text = " ".join(joined(lines).split()) if piece.kind == "heading" else joined(lines)
    rows: tuple[Row, ...] = ()
    caption = ""
    if piece.kind == "table":
        caption = lines[0].text.strip() if piece.caption else ""
        body = lines[1:] if piece.caption else lines
        rows = tuple(Row(tuple(" ".join(cell.split()) for cell in line.text.split("\t")), line.number) for line in body)
    if piece.label:
        text = text.removeprefix(shown(piece.label)).strip()
    return Block(piece.kind, text, place, piece.level, rows, piece.role, caption, piece.confidence)


def _notes(lines: Sequence[str], texts: dict[str, str]) -> dict[int, tuple[str, ...]]:
    """The footnotes that are referred to on each line, by line number."""
    found: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    for number, line in enumerate(lines, start=1):
        labels = dict.fromkeys(references(line))
        if known := tuple(texts[label] for label in labels if texts.get(label)):
            found[number] = known
    return dict(found)
