"""Where an answer stands, and how it was made sure: what a reader needs to check it himself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.series import Restatement
from index.types import Figure
from rag.retelling.told import Told, flat, in_words
from rag.types import Answer, Citation, Sentence
from rag.verify import figures as numbers

_PICTURE = " It was read from a picture, so a digit may be wrong: look at the page."


def sources(answer: Answer) -> Told:
    """Each citation's place and the words quoted there."""
    said = [Sentence(f"{_place(each)}: “{flat(each.quote)}”", "quoted", (each.n,)) for each in answer.citations]
    if len(said) > 1:
        return Told.items(said)
    return Told.prose([replace(each, text=f"It stands in {each.text}") for each in said])


def checks(answer: Answer, restated: Sequence[Restatement] = ()) -> Told:
    """For each sentence how it was made sure and what may still be wrong, then other values that reports print."""
    said = [_checked(sentence, answer) for sentence in answer.sentences]
    brought: list[Citation] = []
    for other in _other_values(answer, restated):
        cited = _citation(other, answer, n=len(answer.citations) + len(brought) + 1)
        brought += [cited] if cited else []
        said.append(_other(other, cited))
    told = Told.items(said) if len(said) > 1 else Told.prose(said)
    return replace(told, citations=tuple(brought))


def _place(citation: Citation) -> str:
    """A citation's report and place in words."""
    return f"{citation.title} ({citation.document}), {citation.place}"


def _checked(sentence: Sentence, answer: Answer) -> Sentence:
    """How a sentence was made sure, as a sentence that cites the same."""
    cited = [citation for citation in answer.citations if citation.n in sentence.citations]
    unsure = _PICTURE if any(citation.confidence < 1 for citation in cited) else ""
    return replace(sentence, text=_check(sentence, cited) + unsure)


def _check(sentence: Sentence, cited: Sequence[Citation]) -> str:
    """How a sentence was made sure, in words."""
    said, where = f"“{flat(sentence.text)}”", "; ".join(map(_place, cited))
    quotes = " ".join(flat(citation.quote) for citation in cited)
    if sentence.verdict == "calculated":
        reckoned = f": {sentence.formula}" if sentence.formula else ""
        return f"{said} is calculated{reckoned}. What it is calculated from stands in {where}: “{quotes}”."
    if sentence.verdict == "checked":
        return f"{said} is not the report's wording, but was held word by word against {where}: “{quotes}”."
    if sentence.verdict == "not borne":
        return f"{said} is not borne by {where}: “{quotes}”."
    if flat(sentence.text).rstrip(".:;") in quotes:
        return f"{said} is quoted word for word from {where}."
    if numbers(sentence.text) <= numbers(quotes):
        return f"{said} gives only figures printed in {where}: “{quotes}”."
    return f"{said} rests on {where}: “{quotes}”."


def _other_values(answer: Answer, restated: Sequence[Restatement]) -> Iterator[Figure]:
    """The other values that are printed for figures of the answer, but for those that it names itself."""
    shown = frozenset(answer.figures)
    for each in restated:
        if shown.isdisjoint(each.figures):
            continue
        yield from (
            other for other in each.figures if other not in shown and not numbers(other.value) <= numbers(answer.text)
        )


def _other(figure: Figure, cited: Citation | None) -> Sentence:
    """That another value is printed, with the place where no citation tells it."""
    first, last = figure.place.lines
    place = f"page {figure.place.page}" if figure.place.page is not None else f"lines {first}-{last}"
    where = figure.document if cited else f"{figure.document}, {place}"
    return Sentence(f"Another value is printed in {where}: {in_words(figure)}.", "quoted", (cited.n,) if cited else ())


def _citation(figure: Figure, answer: Answer, *, n: int) -> Citation | None:
    """The passage found in which a figure stands, as a further citation."""
    first, last = figure.place.lines
    for found in answer.evidence:
        if found.document == figure.document and found.lines[0] <= first and last <= found.lines[1]:
            return Citation(
                n=n, document=found.document, title=found.title, section=found.section, page=found.page,
                lines=found.lines, text=found.text, quote=found.text, confidence=found.confidence,
            )  # fmt: skip
    return None
