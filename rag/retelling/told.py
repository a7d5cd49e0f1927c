"""What is told of an answer, and how its figures and places are put in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.types import Figure
from rag.types import Citation, Sentence


@dataclass(frozen=True, slots=True)
class Told:
    """A text, the sentences it is made of, and the citations it brings beside those of the answer."""

    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...] = ()

    @classmethod
    def prose(cls, sentences: Sequence[Sentence]) -> Told:
        """Sentences one after the other."""
        return cls(" ".join(map(marked, sentences)), tuple(sentences))

    @classmethod
    def items(cls, sentences: Sequence[Sentence]) -> Told:
        """Sentences as a list; one that leads to others stands before them."""
        lines: list[str] = []
        for each in sentences:
            if each.text.endswith(":"):
                lines += [*([""] if lines else []), marked(each)]
            else:
                lines.append(f"- {marked(each)}")
        return cls("\n".join(lines), tuple(sentences))


def marked(sentence: Sentence) -> str:
    """A sentence with its marks."""
    return f"{sentence.text} {marks(sentence)}".rstrip()


def marks(sentence: Sentence) -> str:
    """The marks of a sentence."""
    return "".join(f"[{number}]" for number in sentence.citations)


def ended(text: str) -> str:
    """A text with a mark at its end."""
    return text if text.rstrip()[-1:] in {*".!?:;"} else f"{text.rstrip()}."


def flat(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


def number_of(figure: Figure, citations: Sequence[Citation]) -> int | None:
    """The number of the citation in which a figure stands: the one that quotes its value, if several might."""
    first, last = figure.place.lines
    there = [
        citation
        for citation in citations
        if citation.document == figure.document and citation.lines[0] <= last and first <= citation.lines[1]
    ]
    quoting = [citation for citation in there if figure.value in citation.quote]
    return next((citation.n for citation in (*quoting, *there)), None)


def figure_name(figure: Figure) -> str:
    """What a figure is of, with the groups above it."""
    return " > ".join((*figure.path, figure.indicator))


def in_words(figure: Figure, *, name: str = "") -> str:
    """A figure in words: what it is of, its value and unit, its year and part."""
    told = bool(figure.unit) and not figure.value.casefold().endswith(figure.unit.casefold())
    value = f"{figure.value}{'' if figure.unit == '%' else ' '}{figure.unit}" if told else figure.value
    of = ", ".join(filter(None, ("" if figure.period is None else str(figure.period), figure.segment)))
    return f"{name or figure_name(figure)}: {value}{f' ({of})' if of else ''}"
