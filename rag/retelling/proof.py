"""Where an answer stands, and how it was made sure: what a reader needs to check it himself, and no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.series import Restatement
from index.tables import SEPARATOR
from index.types import Figure
from rag.question import YEAR
from rag.retelling.told import Told, flat, in_words
from rag.rows import Cell, TableRow, parse
from rag.rows import sentence as row_sentence
from rag.types import Answer, Citation, Sentence
from rag.verify import figures as numbers

_PICTURE = " It was read from a picture, so a digit may be wrong: look at the page."
_BEGINNING = 8
"""With so many words a sentence is named beside others."""
_MOST_WORDS = 40
"""No more of what a sentence was held against is repeated; the citation holds it all."""


def sources(answer: Answer) -> Told:
    """Each citation's place and the words quoted there."""
    said = [
        Sentence(f"{each.title} ({each.document}), {each.place}: “{flat(each.quote)}”", "quoted", (each.n,))
        for each in answer.citations
    ]
    if len(said) > 1:
        return Told.items(said)
    return Told.prose([replace(each, text=f"It stands in {each.text}") for each in said])


def checks(answer: Answer, restated: Sequence[Restatement] = ()) -> Told:
    """How the answer was made sure and what may still be wrong, then other values that reports print."""
    said = list(_checked(answer))
    brought: list[Citation] = []
    for other in _other_values(answer, restated):
        cited = _citation(other, answer, n=len(answer.citations) + len(brought) + 1)
        brought += [cited] if cited else []
        said.append(_other(other, cited))
    told = Told.items(said) if len(said) > 1 else Told.prose(said)
    return replace(told, citations=tuple(brought))


def _checked(answer: Answer) -> Iterator[Sentence]:
    """How the sentences were made sure; those quoted from the same places are told of together."""
    groups: dict[tuple[int, ...], list[Sentence]] = {}
    for at, sentence in enumerate(answer.sentences):
        alike = sentence.citations if _is_word_for_word(sentence, _cited(sentence, answer)) else (-at,)
        groups.setdefault(alike, []).append(sentence)
    for group in groups.values():
        cited = _cited(group[0], answer)
        unsure = _PICTURE if any(citation.confidence < 1 for citation in cited) else ""
        text = _check(group, cited, alone=len(groups) == 1)
        yield replace(group[0], text=text + unsure)


def _cited(sentence: Sentence, answer: Answer) -> list[Citation]:
    """What a sentence cites."""
    return [citation for citation in answer.citations if citation.n in sentence.citations]


def _is_word_for_word(sentence: Sentence, cited: Sequence[Citation]) -> bool:
    """Whether a sentence stands as it is in what it cites."""
    held = " ".join(flat(citation.quote) for citation in cited)
    return sentence.verdict == "quoted" and flat(sentence.text).rstrip(".:;") in held


def _check(group: Sequence[Sentence], cited: Sequence[Citation], *, alone: bool) -> str:
    """How a sentence, or several from the same places, were made sure, in words."""
    sentence, where = group[0], "; ".join(map(_where, cited))
    name = "It" if alone else f"“{_shortened(sentence.text, _BEGINNING)}”"
    if _is_word_for_word(sentence, cited):
        names = " and ".join(f"“{_shortened(each.text, _BEGINNING)}”" for each in group)
        both = "Each sentence is" if alone else f"{names} are"
        return f"{both if len(group) > 1 else f'{name} is'} quoted word for word from {where}."
    if sentence.verdict == "calculated":
        reckoned = f": {sentence.formula}" if sentence.formula else ""
        return f"{name} is calculated{reckoned}. What it is calculated from stands in {where}."
    rows = [row for each in cited for row in _rows(each.quote, sentence.text)]
    if rows and sentence.verdict != "not borne":
        return f"{name} gives what is printed in {where}: {'; '.join(rows)}."
    quotes = _shortened(" ".join(citation.quote for citation in cited), _MOST_WORDS)
    if sentence.verdict == "checked":
        return f"{name} is not the report's wording, but was held word by word against {where}: “{quotes}”."
    return f"{name} {'is not borne by' if sentence.verdict == 'not borne' else 'rests on'} {where}: “{quotes}”."


def _where(citation: Citation) -> str:
    """A citation's report and the page or lines there; its section stands with the citation."""
    first, last = citation.lines
    lines = f"line {first}" if first == last else f"lines {first}-{last}"
    return f"{citation.title}, {lines if citation.page is None else f'page {citation.page}'}"


def _shortened(text: str, most: int) -> str:
    """A text on one line, cut after so many words."""
    words = text.split()
    return " ".join(words[:most]).rstrip(" ,;:") + " …" if len(words) > most else " ".join(words)


def _rows(quote: str, said: str) -> Iterator[str]:
    """The rows of a quote with the cells that a sentence tells, as they are printed; none where it tells others."""
    rows = [parse(line) for line in quote.split("\n") if SEPARATOR in line]
    told = [(row, _told(row, said)) for row in rows]
    if numbers(said) <= numbers("; ".join(row_sentence(row) for row, _ in told)):
        for row, cells in told:
            if cells:
                printed = ", ".join(map(_printed, cells))
                yield f"{row.label}{f', {row.unit}' if row.unit else ''}: {printed}"


def _printed(cell: Cell) -> str:
    """A cell with the name of its column; a text is set apart from that."""
    value = _shortened(cell.value, _MOST_WORDS).rstrip(".")
    return f"{cell.name}{' ' if value[:1].isdigit() else ': '}{value}" if cell.name else value


def _told(row: TableRow, said: str) -> tuple[Cell, ...]:
    """The cells of a row whose values a sentence tells, of the years that it names."""
    held, years = numbers(said), {int(year) for year in YEAR.findall(said)}
    of_years = [cell for cell in row.cells if cell.year is None or not years or cell.year in years]
    return tuple(cell for cell in of_years if numbers(cell.value) and numbers(cell.value) <= held)


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
