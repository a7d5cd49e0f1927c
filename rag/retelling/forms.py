"""An answer in another form: a table, a list, shorter or longer. Its words and figures stay those of the report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from index.tables import SEPARATOR
from index.types import Figure
from rag.conversation.about import Form, form_asked, sentences_asked
from rag.orders import is_command
from rag.parts import parts, sentences
from rag.records.wording import named
from rag.retelling.told import Told, ended, figure_name, flat, in_words, marked, marks, number_of
from rag.rows import parse
from rag.rows import sentence as row_sentence
from rag.types import Answer, Citation, Sentence
from rag.verify import figures as numbers

_FURTHER = 4
"""How many further sentences or rows a longer answer quotes, of all its passages together."""
_NOTHING_MORE = "The passages cited say no more about it."
_COLUMNS = ("Figure", "Part", "Year", "Value", "Unit", "Source")


def reshaped(answer: Answer, text: str) -> Told:
    """The answer in the form that a question asks for; as it was where it names none.

    :param answer: The answer.
    :param text: The question about it.
    """
    form = form_asked(text)
    return Told(answer.text, answer.sentences) if form == "again" else _FORMS[form](answer, text)


def _as_table(answer: Answer, _: str) -> Told:
    """The figures as a Markdown table and below it what is no figure; without figures the sentences as a table."""
    rows = [(figure, number_of(figure, answer.citations)) for figure in answer.figures]
    cited = [(figure, number) for figure, number in rows if number]
    if not cited:
        lines = [(each.text, marks(each)) for each in answer.sentences]
        return Told(_table(("Answer", "Source"), lines), answer.sentences)
    kept = [at for at, name in enumerate(_COLUMNS) if name != "Part" or any(figure.segment for figure, _ in cited)]
    names = _names([figure for figure, _ in cited])
    cells = [[_cells(figure, names[figure], number)[at] for at in kept] for figure, number in cited]
    rest = Told.prose([sentence for sentence in answer.sentences if not _is_shown(sentence, cited)])
    table = _table([_COLUMNS[at] for at in kept], cells)
    shown = tuple(Sentence(in_words(figure), "quoted", (number,)) for figure, number in cited)
    return Told(f"{table}\n\n{rest.text}".rstrip(), (*shown, *rest.sentences))


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Cells as a Markdown table."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(flat(cell).replace('|', '/') for cell in line)} |" for line in lines)


def _names(figures: Sequence[Figure]) -> dict[Figure, str]:
    """What each figure is called in a table: its label, with all groups above it where another has that label too."""
    short = {figure: named(figure, frozenset(), whole=True) for figure in figures}
    alike = Counter(name for name, _ in {(name, figure_name(figure)) for figure, name in short.items()})
    return {figure: name if alike[name] == 1 else figure_name(figure) for figure, name in short.items()}


def _cells(figure: Figure, name: str, number: int) -> tuple[str, ...]:
    """What a table tells of a figure, a cell a column."""
    year = "" if figure.period is None else str(figure.period)
    return (name, figure.segment, year, figure.value, figure.unit, f"[{number}]")


def _is_shown(sentence: Sentence, rows: Sequence[tuple[Figure, int]]) -> bool:
    """Whether figures say every number that a sentence does."""
    of_it = [figure for figure, number in rows if number in sentence.citations]
    told = (f"{figure.section} {in_words(figure)}; {figure.value}{figure.unit}" for figure in of_it)
    return bool(of_it) and sentence.verdict != "calculated" and numbers(sentence.text) <= numbers("; ".join(told))


def _as_list(answer: Answer, _: str) -> Told:
    """Each sentence as an item, and each part of one that is a row of figures or a list itself."""
    items = (
        replace(sentence, text=item)
        for sentence in answer.sentences
        for item in re.split(r";\s+|\n(?:- )?", sentence.text)
        if item.strip()
    )
    return Told.items(list(items))


def _shorter(answer: Answer, text: str) -> Told:
    """The first sentence only, or as many as were asked for; of a single figure what it is and its value."""
    kept = answer.sentences[: sentences_asked(text)]
    rows = [(figure, number_of(figure, answer.citations) or 0) for figure in answer.figures]
    if len(rows) == len(answer.sentences) == 1 and kept[0].verdict == "quoted" and _is_shown(kept[0], rows):
        figure = answer.figures[0]
        return Told.prose((replace(kept[0], text=f"{in_words(figure, name=figure.indicator)}."),))
    if len(answer.sentences) == 1 and kept[0].verdict == "quoted" and "\n" not in kept[0].text:
        # a sentence that leans on the one before it is quoted with it
        said = sentences(kept[0].text)[: sentences_asked(text)]
        kept = (replace(kept[0], text=" ".join(said)),)
    return Told.prose(kept)


def _longer(answer: Answer, _: str) -> Told:
    """The answer, and then what else the passages say that it cites."""
    most = max(1, _FURTHER // len(answer.citations)) if answer.citations else 0
    further = [each for citation in answer.citations for each in islice(_further(citation, answer), most)]
    if not further:
        return Told(f"{answer.text}\n{_NOTHING_MORE}", answer.sentences)
    more = "\n".join(map(marked, further))
    return Told(f"{answer.text}\n{more}", (*answer.sentences, *further))


def _further(citation: Citation, answer: Answer) -> Iterator[Sentence]:
    """The sentences or rows of a passage that follow what is quoted of it, then those before it."""
    there = (each for each in answer.evidence if (each.document, each.lines) == (citation.document, citation.lines))
    found = next(there, None)
    if found:
        texts = [part.text for part in parts(found.source)]
    else:
        texts = [text for text in sentences(citation.text) if not is_command(text)]
    quoted, said = flat(citation.quote), flat(answer.text)
    taken = [at for at, text in enumerate(texts) if flat(text) in quoted or quoted in flat(text)]
    fresh = [at for at, text in enumerate(texts) if at not in taken and flat(text).rstrip(".") not in said]
    last = max(taken, default=-1)
    for at in sorted(fresh, key=lambda at: (at < last, at)):
        if not any(flat(texts[at]) in flat(other) for other in texts[:at]):  # an item of a list that is quoted whole
            yield Sentence(ended(_as_prose(texts[at])), "quoted", (citation.n,))


def _as_prose(text: str) -> str:
    """A part of a passage as a person would write it: a row of a table without its bars, an item without its bullet."""
    return row_sentence(parse(text)) if SEPARATOR in text else re.sub(r"^[-•*]\s+", "", text)


_FORMS: dict[Form, Callable[[Answer, str], Told]] = {
    "table": _as_table, "list": _as_list, "shorter": _shorter, "longer": _longer,
}  # fmt: skip
