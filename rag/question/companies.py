"""The companies that a question names, known from the reports of an index or not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

from index.types import Document
from rag.question.quantities import AUXILIARY
from rag.question.words import STOP_WORDS

_GENERIC_TEXT = """
    corporation corp incorporated inc company companies co limited ltd plc llc lp llp ag se sa nv bv gmbh spa oyj ab asa
    pte pty holdings holding group groupe international global worldwide the and of real estate investment trust reit
    fund technologies technology industries industrial energy resources mining motor motors electric electronics power
    oil gas water foods food beverages bank banking financial finance insurance properties property capital partners
    services systems solutions pharmaceuticals pharmaceutical health healthcare chemicals materials retail stores
    telecom telecommunications communications media software semiconductor airlines airways railway logistics
    enterprises enterprise development management products brands general national united first american european
    new china hong kong india canada
    """
_GENERIC = frozenset(_GENERIC_TEXT.split())
"""Words that many companies have in their name, and that therefore name none of them alone."""
_LEGAL_TEXT = """
corporation corp incorporated inc company co limited ltd plc llc lp llp ag se sa nv bv gmbh spa oyj ab asa pte pty
holdings holding group groupe the
"""
_LEGAL = frozenset(_LEGAL_TEXT.split())
_WORD = re.compile(r"[^\W_]+(?:[&.'’-][^\W_]+)*")
_NAME = r"[A-Z][\w&-]*(?:[ ](?:&[ ])?[A-Z][\w&-]*){0,3}"
_OWNER = re.compile(rf"(?<![\w-])({_NAME})['’](?:s\b|(?=\s))")
_SUBJECT = re.compile(rf"\b(?i:{AUXILIARY}) ({_NAME})(?= [a-z])")
_OF_IN_YEAR = re.compile(rf"\b(?:of|at|by|for) ({_NAME})(?=\s*(?:\?|$|(?:in|for|during) (?:FY ?)?(?:19|20)\d\d))")
_ALIKE = 0.8
"""From here on two names are taken for one that was mistyped."""


def company_spans(question: str, documents: Sequence[Document]) -> dict[str, list[tuple[int, int]]]:
    """Where the companies of the reports are named in a question, by their name as printed."""
    found: dict[str, list[tuple[int, int]]] = {}
    for company in sorted({each.company for each in documents if each.company}):
        spans = [span for name in _short_names(company) for span in _places(name, question)]
        if spans:
            found[company] = spans
    return found


def _short_names(company: str) -> Iterator[str]:
    """What a company may be called: its full name, that without its legal form, its telling words, its letters."""
    words = _WORD.findall(company)
    short = [word for word in words if word.casefold() not in _LEGAL]
    telling = [word for word in words if word.casefold() not in _GENERIC]
    yield company
    if len(short) > 1:
        yield " ".join(short)
    if telling:
        yield " ".join(telling)
    generic = [word for word in short if word.casefold() in _GENERIC]
    if telling and short[: len(telling)] == telling and len(generic) > 1:
        # a real estate investment trust is a REIT
        yield f"{' '.join(telling)} {''.join(word[0] for word in generic).upper()}"
    if len(letters := "".join(word[0] for word in short if word[0].isupper())) > 2:
        yield letters


def _places(name: str, question: str) -> Iterator[tuple[int, int]]:
    """Where a name stands, with its possessive ending.

    A single word is a name only as it is printed or in capitals, as an owner, or where the whole question is small:
    "the target of Target".
    """
    small = not any(letter.isupper() for letter in question)
    anyhow = small or len(name.split()) > 1
    for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(['’]s?)?(?!\w)", question, re.IGNORECASE):
        if anyhow or match[1] or match[0] in {name, name.upper()}:
            yield match.span()


def strange_name(question: str, documents: Sequence[Document], known: Callable[[str], bool]) -> str:
    """A name in the place of a company's that no report holds a word of; empty where none surely is one."""
    ours = [word for each in documents for word in _WORD.findall(f"{each.company} {each.title} {each.name}")]
    for pattern in (_OWNER, _SUBJECT, _OF_IN_YEAR):
        for match in pattern.finditer(question):
            words = [word for word in match[1].split() if word.casefold() not in STOP_WORDS | _GENERIC]
            if words and not any(known(word) or _is_like(word, ours) for word in words):
                return " ".join(word for word in match[1].split() if word.casefold() not in STOP_WORDS)
    return ""


def _is_like(word: str, names: Sequence[str]) -> bool:
    """Whether a word is one of the names, perhaps mistyped."""
    return any(SequenceMatcher(None, word.casefold(), name.casefold()).ratio() >= _ALIKE for name in names)
