"""The reports and companies that a question names, and the words of it that only name them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.types import Document
from rag.question.companies import company_spans, strange_name
from rag.question.mentions import Mention, mentions
from rag.question.words import content_words, stem, stems

_FILE = re.compile(r"\.\w{2,4}$")
_GENRES: tuple[frozenset[str], ...] = (
    frozenset({"esg", "sustainability", "csr", "responsibility", "sustainable", "non-financial", "nonfinancial"}),
    frozenset({"climate", "tcfd", "climate-related", "carbon"}),
    frozenset({"annual", "integrated", "10-k"}),
    frozenset({"impact", "progress"}),
    frozenset({"human", "slavery", "rights"}),
)
"""Words that tell what a report is about; those of one group may stand for each other in its title."""
_LONG_ESG = re.compile(r"\benvironmental,? social,? (?:and|&) governance\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Naming:
    """What a question names."""

    reports: frozenset[str] = frozenset()
    """The file names of the reports meant; empty where it names none in particular."""
    companies: frozenset[str] = frozenset()
    """The companies named, as :attr:`Document.company` prints them."""
    words: frozenset[str] = frozenset()
    """Stems of words that only name a company or report, and need not stand in a passage."""
    unknown: str = ""
    """A report or company that is named and surely not in the index."""


def named(question: str, documents: Sequence[Document], *, known: Callable[[str], bool] | None = None) -> Naming:
    """The reports and companies that a question names.

    :param known: Whether the index holds a word anywhere; without it no company is said to be unknown.
    """
    owners = company_spans(question, documents)
    of_companies = [each for each in documents if each.company in owners]
    files = {span: {name} for name, span in _files(question, documents)}
    found = [each for each in mentions(question) if not any(_overlap(each.span, span) for span in files)]
    meant = {each.span: _meant(each, of_companies or documents, owners=frozenset(owners)) for each in found}
    spans = [span for places in owners.values() for span in places]
    spans += [*files, *(each.span for each in found if each.years or _is_title(each, documents))]
    reports = frozenset[str]().union(*files.values(), *(names for names in meant.values() if names))
    if not reports and len({each.company for each in documents}) > 1:
        reports = frozenset(each.name for each in of_companies)
    unknown = _missing_report(found, documents, of_companies) or (
        strange_name(question, documents, known) if known is not None and not owners else ""
    )
    return Naming(reports, frozenset(owners), _only_naming(question, spans), unknown)


def _meant(mention: Mention, documents: Sequence[Document], *, owners: frozenset[str]) -> frozenset[str]:
    """The reports that a mention may mean; empty where it tells nothing, or no report fits its year."""
    owned = frozenset(word for owner in owners for word in content_words(owner))
    fitting = [each for each in documents if not mention.years or each.year in mention.years]
    asked = [_alike(word) for word in sorted(mention.words - owned)]
    titles = {each.name: _title_words(each) for each in documents}
    telling = [group for group in asked if any(group & words for words in titles.values())]
    telling = [group for group in telling if not all(group & words for words in titles.values())]
    if not (mention.years or telling) or not fitting:
        return frozenset()
    counts = {each.name: sum(bool(group & titles[each.name]) for group in telling) for each in fitting}
    most = max(counts.values())
    best = {each.name for each in fitting if counts[each.name] == most}
    if len(best) > len(mention.years) and not telling:
        # "the 2023 report" beside a white paper of 2023: the one that is called a report
        best = {name for name in best if "report" in titles[name]} or best
    return frozenset(best if most or mention.years else ())


def _is_title(mention: Mention, documents: Sequence[Document]) -> bool:
    """Whether each word of a mention stands in some title, so that it names a report and not what it is about."""
    held = frozenset[str]().union(*(_title_words(each) for each in documents)) | {"report"}
    return all(_alike(word) & held for word in mention.words)


def _alike(word: str) -> frozenset[str]:
    """A word and those that may stand for it in a title, as stems."""
    group = next((group for group in _GENRES if word in group), frozenset({word}))
    return frozenset(stem(each) for each in group)


def _title_words(document: Document) -> frozenset[str]:
    """The words of a report's title and file name as stems."""
    name = re.sub(r"[-_]", " ", _FILE.sub("", document.name))
    text = _LONG_ESG.sub(" esg ", f"{document.title} {name}")
    reports = {"report"} if re.search(r"\breports?\b", text, re.IGNORECASE) else set[str]()
    return stems(text) | reports


def _files(question: str, documents: Sequence[Document]) -> Iterator[tuple[str, tuple[int, int]]]:
    """The reports named by their file, with or without its ending, or by their whole title."""
    for each in documents:
        for name in (each.name, _FILE.sub("", each.name), each.title):
            match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", question, re.IGNORECASE) if len(name) > 5 else None
            if match is not None and len(re.findall(r"\w+", name)) > 1:
                yield each.name, match.span()
                break


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


def _only_naming(question: str, spans: Sequence[tuple[int, int]]) -> frozenset[str]:
    """The stems within the spans that stand nowhere else in the question."""
    inside = frozenset[str]().union(*(stems(question[start:end]) for start, end in spans))
    rest = list(question)
    for start, end in spans:
        rest[start:end] = " " * (end - start)
    return inside - stems("".join(rest))


def _missing_report(found: Sequence[Mention], documents: Sequence[Document], of_companies: Sequence[Document]) -> str:
    """A report named by a year that no report is of; nothing where the year of one can't be told."""
    candidates = of_companies or documents
    if not candidates or any(each.year is None for each in candidates):
        return ""
    covered = {each.year for each in candidates}
    for mention in found:
        if missing := sorted(mention.years - covered):
            return mention.text if len(mention.years) == 1 else f"a report of {missing[0]}"
    return ""
