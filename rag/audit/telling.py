"""What the audit file tells a person: each entry as text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rag.audit.reading import Entry


def told(entries: Iterable[Entry]) -> Iterator[str]:
    """Each entry as some lines: the question, the answer with its verdicts and sources, and what made it."""
    for entry in entries:
        lines = [entry.title, *textwrap.wrap(" ".join(_answer(entry.content)), 110, break_long_words=False)]
        lines += [*_context(entry.content), *_sources(entry.content["answer"]), *_made(entry.content)]
        yield "\n   ".join(lines) + "\n"


def _answer(content: Mapping[str, Any]) -> Iterator[str]:
    """The answer's text and how it ended."""
    answer = content["answer"]
    yield answer["text"] or "(nothing)"
    if answer["refused"]:
        yield "(refused)"
    if content["stopped"]:
        yield "(stopped)"


def _context(content: Mapping[str, Any]) -> Iterator[str]:
    """How the question was meant, where it does not say so itself, and the filters."""
    if content["understood"] != content["question"]:
        about = f", about the answer ({content['about']})" if content["about"] else ""
        yield f"meant{about}: {content['understood']}"
    for name in ("documents", "years"):
        if content[name] is not None:
            yield f"only {name}: {', '.join(map(str, content[name])) or 'none'}"


def _sources(answer: Mapping[str, Any]) -> Iterator[str]:
    """The verdict of each sentence, and the place of each citation."""
    for number, sentence in enumerate(answer["sentences"], start=1):
        marks = "".join(f"[{mark}]" for mark in sentence["citations"])
        formula = f": {sentence['formula']}" if sentence["formula"] else ""
        yield f"sentence {number}: {sentence['verdict']} {marks}{formula}"
    for citation in answer["citations"]:
        first, last = citation["lines"]
        page = f", page {citation['page']}" if citation["page"] is not None else ""
        yield f"[{citation['n']}] {citation['document']}{page}, lines {first}-{last}"


def _made(content: Mapping[str, Any]) -> Iterator[str]:
    """What made the answer, and how long it took."""
    llm, index = content["models"]["llm"], content["index"]
    wrote = "wrote" if content["prompts"] else "was not asked"
    yield f"{llm['name']} ({llm['fingerprint'][:12]}) {wrote}; index {index['folder']} ({index['sha256'][:12]})"
    yield f"{content['seconds'].get('total', 0):.2f} s, version {content['version'] or 'not installed'}"
