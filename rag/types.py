"""The values that pass between a question and its checked answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import Any, Literal

from index.types import Figure, StoredPassage

READ_FROM_PICTURE = ", read from a picture"
"""Told with a place whose text OCR has read: a digit may be wrong."""


SentenceVerdict = Literal["quoted", "checked", "calculated", "not borne"]
"""How a sentence stands to what it cites: the report's own words, or words of ours that it bears, or a figure reckoned
from it with the formula shown; or it is not borne, and not shown as an answer."""


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of a conversation and the answer it got."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that speaks for a passage or against it."""

    name: str
    points: float
    """What it adds to the passage's score."""
    detail: str = ""
    """What it was seen in."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage found for a question, best first."""

    document: str
    """File name of the report."""
    title: str
    section: str
    """The headings above the passage, outermost first, joined by `` > ``."""
    page: int | None
    lines: tuple[int, int]
    text: str
    score: float
    """Higher is better; comparable within one search only."""
    source: StoredPassage
    """The stored passage behind it."""
    signals: tuple[Signal, ...] = ()
    """What its score is made of."""
    also: tuple[str, ...] = ()
    """Where the same text stands too, found with it and left out beside it."""

    @classmethod
    def of(cls, stored: StoredPassage, signals: tuple[Signal, ...] = ()) -> Evidence:
        """A stored passage as evidence, with what speaks for it where a search has found it."""
        passage = stored.passage
        return cls(
            document=stored.document.name,
            title=stored.document.title,
            section=passage.section_path,
            page=passage.page,
            lines=passage.lines,
            text=passage.cited,
            score=sum(signal.points for signal in signals),
            source=stored,
            signals=signals,
        )

    @property
    def confidence(self) -> float:
        """How sure its text is: below 1 where it was read from a picture."""
        return self.source.passage.confidence

    def to_dict(self) -> dict[str, Any]:
        """Everything a reader needs, as plain data."""
        return {
            "document": self.document,
            "title": self.title,
            "section": self.section,
            "page": self.page,
            "lines": list(self.lines),
            "text": self.text,
            "confidence": round(self.confidence, 3),
            "score": round(self.score, 4),
            "signals": {signal.name: round(signal.points, 4) for signal in self.signals},
            "also": list(self.also),
        }


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered passage that the answer rests on, and the part of it that bears the answer."""

    n: int
    document: str
    title: str
    section: str
    page: int | None
    lines: tuple[int, int]
    text: str
    quote: str
    confidence: float = 1.0
    """How sure its text is: below 1 where it was read from a picture."""

    @property
    def place(self) -> str:
        """Where it stands, in words: section, page or lines, and whether it was read from a picture."""
        first, last = self.lines
        lines = f"line {first}" if first == last else f"lines {first}-{last}"
        where = f"page {self.page}" if self.page is not None else lines
        where += READ_FROM_PICTURE if self.confidence < 1 else ""
        return f"{self.section}, {where}" if self.section else where

    def to_dict(self) -> dict[str, Any]:
        """The citation as plain data."""
        return {
            "n": self.n,
            "document": self.document,
            "title": self.title,
            "section": self.section,
            "page": self.page,
            "lines": list(self.lines),
            "text": self.text,
            "quote": self.quote,
            "confidence": round(self.confidence, 3),
        }


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer with its verdict."""

    text: str
    """Without citation marks."""
    verdict: SentenceVerdict
    citations: tuple[int, ...]
    """The numbers of the citations that bear it."""
    formula: str = ""
    """How a calculated figure was reckoned."""

    def to_dict(self) -> dict[str, Any]:
        """The sentence as plain data."""
        return {
            "text": self.text,
            "verdict": self.verdict,
            "citations": list(self.citations),
            "formula": self.formula,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with ``[1]`` marks and the citations they stand for, or a refusal with its reason."""

    question: str
    text: str
    refused: bool = False
    reason: str | None = None
    citations: tuple[Citation, ...] = ()
    figures: tuple[Figure, ...] = ()
    """The records of the figures that the answer shows, in its order."""
    evidence: tuple[Evidence, ...] = ()
    """What the search found, best first, cited or not."""
    sentences: tuple[Sentence, ...] = ()
    """The sentences of the answer, each with what was found when it was checked; a refusal has none."""
    seconds: dict[str, float] = field(default_factory=dict)
    """``retrieve``, ``first_token`` and ``total``."""

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain data, ready for JSON."""
        return {
            "question": self.question,
            "text": self.text,
            "refused": self.refused,
            "reason": self.reason,
            "citations": [citation.to_dict() for citation in self.citations],
            "figures": [figure.to_dict() for figure in self.figures],
            "sentences": [sentence.to_dict() for sentence in self.sentences],
            "seconds": {stage: round(value, 3) for stage, value in self.seconds.items()},
        }

    def to_markdown(self) -> str:
        """The question, the answer and its sources, to be kept or passed on."""
        sources = (f"{c.n}. {c.title} ({c.document}), {c.place}:\n   > {_one_line(c.quote)}" for c in self.citations)
        return "\n".join([f"**{self.question}**", "", self.text, "", *sources]).rstrip() + "\n"

    def _repr_html_(self) -> str:
        """The answer in a notebook; everything is escaped, since reports are data."""
        sources = "".join(
            f"<li value='{c.n}'>{escape(c.title)} ({escape(c.document)}), {escape(c.place)}"
            f"<br><q>{escape(_one_line(c.quote))}</q></li>"
            for c in self.citations
        )
        return f"<p><b>{escape(self.question)}</b></p><p>{escape(self.text)}</p><ol>{sources}</ol>"


def _one_line(text: str) -> str:
    """A text without line breaks."""
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Found:
    """Event: the search is done."""

    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Delta:
    """Event: more of the answer's text. The deltas joined are ``Answer.text``."""

    text: str


@dataclass(frozen=True, slots=True)
class Done:
    """Event: the answer is complete; nothing follows."""

    answer: Answer


Event = Found | Delta | Done
