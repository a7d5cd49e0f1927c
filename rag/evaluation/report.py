"""Writes a run to a folder: everything as JSON, and every miss as Markdown to read."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from rag.errors import AnswerError
from rag.evaluation.result import Outcome, Result, compare

FOLDER = Path("eval-results")
"""Where reports go if no folder is named."""

SHOWN = 5
"""How many of the passages found are shown with a miss."""


def make_folder(folder: Path) -> Path:
    """The folder, made if need be and found writable before a long run is spent."""
    probe = folder / ".writable"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise AnswerError(f"Results cannot be written to {folder}: {error}", fix="Name another with --out.") from error
    return folder


def write_report(result: Result, folder: Path = FOLDER, *, baseline: Result | None = None) -> tuple[Path, Path]:
    """Write a run as JSON and its misses as Markdown.

    :param folder: where to; made if it is not there.
    :param baseline: the textbook run that goes with it.
    :returns: the two files.
    :raises AnswerError: if the folder cannot be written to.
    """
    stem = make_folder(folder) / file_stem(result)
    runs = {"result": result.to_dict()} | ({"baseline": baseline.to_dict()} if baseline else {})
    texts = {
        stem.with_name(f"{stem.name}.json"): json.dumps(runs, ensure_ascii=False, indent=1) + "\n",
        stem.with_name(f"{stem.name}.md"): markdown(result, baseline=baseline),
    }
    try:
        for file, text in texts.items():
            file.write_text(text, encoding="utf-8")
    except OSError as error:
        fix = "Make room there, or name another folder with --out."
        raise AnswerError(f"Results cannot be written to {folder}: {error}", fix=fix) from error
    json_file, markdown_file = texts
    return json_file, markdown_file


def file_stem(result: Result) -> str:
    """Gold set, commit and time of a run, as the files of its report are called."""
    ran_with = result.ran_with
    gold = ran_with.get("gold", {}).get("path")
    commit = (ran_with.get("commit") or "no-commit")[:12] + ("-modified" if ran_with.get("modified") else "")
    time = datetime.fromisoformat(ran_with["time"]) if "time" in ran_with else datetime.min
    return f"{Path(gold).stem if gold else 'questions'}-{commit}-{time:%Y%m%d-%H%M%S}"


def markdown(result: Result, *, baseline: Result | None = None) -> str:
    """The figures of a run and every miss, for reading."""
    parts = ["# Evaluation", _ran_with(result.ran_with), _code(result.table())]
    if baseline:
        parts += [_code(baseline.table()), _code("\n".join(compare(result, baseline)))]
    parts.append(f"## Misses: {len(result.misses)} of {len(result.outcomes)}")
    for outcome in result.misses:
        parts += _miss(outcome)
    return "\n\n".join(parts) + "\n"


def _ran_with(ran_with: Mapping[str, Any]) -> str:
    """What a run was made with, as a list of facts."""
    facts = {key: value for key, value in ran_with.items() if key != "documents"}
    facts["documents"] = ", ".join(document["name"] for document in ran_with.get("documents", ()))
    return "\n".join(f"- {key}: `{value}`" for key, value in facts.items())


def _miss(outcome: Outcome) -> Iterator[str]:
    """One miss: question, reference, answer, citations, what was found and where the evidence stood."""
    item, answer = outcome.item, outcome.answer
    yield f"### {item.id} ({item.type}): {outcome.verdict.value}"
    yield "Question:\n\n" + _code(item.question)
    yield "Reference:\n\n" + _code(item.answer)
    if answer is None:
        yield "Failed:\n\n" + _code(outcome.error or "")
        return
    yield "Answer:\n\n" + _code(answer.text)
    if answer.refused:
        yield "Refused because:\n\n" + _code(answer.reason or "no reason given")
    if answer.citations:
        cited = [f"[{c.n}] {c.document}, {c.place}: {_short(c.text)}" for c in answer.citations]
        yield f"Cited ({'grounded' if outcome.grounded else 'not grounded'}):\n\n" + _code("\n".join(cited))
    if item.answerable:
        quotes = "\n".join(f"{evidence.document}: {evidence.quote}" for evidence in item.evidence)
        stood = f"at place {outcome.rank}" if outcome.rank else "not in the first 20"
        yield f"Evidence, {stood}:\n\n" + _code(quotes)
    found = [f"{n}. {e.document}: {_short(e.text)}" for n, e in enumerate(outcome.found[:SHOWN], start=1)]
    yield "Found first:\n\n" + _code("\n".join(found) or "nothing")


def _short(text: str) -> str:
    """The first 300 characters, on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 300 else f"{flat[:300]}..."


def _code(text: str) -> str:
    """The text as an indented block: nothing in it acts as Markdown or HTML, long lines are wrapped."""
    lines = [part for line in text.splitlines() for part in textwrap.wrap(line, 140, drop_whitespace=False) or [""]]
    return "\n".join(f"    {line}" for line in lines) or "    "
