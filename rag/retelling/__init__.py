"""The last answer told anew: where it stands, how sure it is, or in another form. Nothing is found, nothing reckoned.

Every mark keeps the number that it had in the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from index.series import Restatement
from rag.conversation.about import About
from rag.retelling.forms import reshaped
from rag.retelling.proof import checks, sources
from rag.retelling.told import Told, number_of
from rag.types import Answer, Delta, Done, Event

__all__ = ["retold", "told_again"]

_NO_ANSWER: dict[About, str] = {
    "source": "There is no source, as nothing in the reports answers the question: ",
    "doubt": "The reports were searched again, and the outcome is the same: ",
}
"""What goes before a refusal."""


def retold(about: About, text: str, answer: Answer, *, restated: Sequence[Restatement] = ()) -> Answer:
    """The answer to a question about an answer.

    :param about: What it asks.
    :param text: Its words.
    :param answer: The answer that it is about.
    :param restated: Where reports print different values for one year, as far as that is known.
    """
    if not answer.sentences and (about != "source" or not answer.citations):
        return replace(answer, question=text, text=f"{_NO_ANSWER.get(about, '')}{answer.text}")
    if about == "source":
        told = sources(answer)
    elif about == "doubt":
        told = checks(answer, restated)
    else:
        told = reshaped(answer, text)
    return _answer(answer, text, told)


def told_again(
    events: Iterable[Event],
    about: About,
    text: str,
    *,
    restated: Callable[[Sequence[int]], Sequence[Restatement]],
) -> Iterator[Event]:
    """The events of the earlier answer, given again, as those of the answer to a question about it.

    :param events: Those of the earlier answer.
    :param about: What the question asks.
    :param text: Its words.
    :param restated: Tells which figures of some years are printed with different values; asked only in doubt.
    """
    for event in events:
        if isinstance(event, Done):
            years = sorted({figure.period for figure in event.answer.figures if figure.period})
            known = restated(years) if about == "doubt" and years else ()
            answer = retold(about, text, event.answer, restated=known)
            yield Delta(answer.text)
            yield Done(answer)
        elif not isinstance(event, Delta):
            yield event


def _answer(answer: Answer, text: str, told: Told) -> Answer:
    """An answer as it is told now, with the citations and figures that are still in it."""
    marks = {number for sentence in told.sentences for number in sentence.citations}
    return replace(
        answer,
        question=text,
        text=told.text,
        sentences=() if answer.refused else told.sentences,
        citations=tuple(citation for citation in (*answer.citations, *told.citations) if citation.n in marks),
        figures=tuple(
            figure
            for figure in answer.figures
            if figure.value in told.text and number_of(figure, answer.citations) in (*marks, None)
        ),
    )
