"""Every recorded question asked again: the same index, models and settings must give the same answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.errors import EsgError
from rag.audit.entry import Setup, package_version
from rag.audit.reading import Entry, Finding
from rag.types import Turn

if TYPE_CHECKING:
    from rag import Assistant

_TOLD = 300
"""Characters of a value that are told of a difference."""


def replay(entries: Iterable[Entry], open_index: Callable[[Path], Assistant]) -> Iterator[Finding]:
    """What differs, answer by answer: first in what answers are made with, then in the answers themselves.

    :param entries: The answers, oldest first.
    :param open_index: Gives the assistant on the index of a folder; asked once for each answer.
    """
    told: set[str] = set()
    asked = different = 0
    for entry in entries:
        if entry.content["stopped"]:
            yield Finding(f"{entry.title}\n   not asked again: it was stopped before its end", wrong=False)
            continue
        assistant = open_index(Path(entry.content["index"]["folder"]))
        for change in changes(entry.content, assistant):
            if change not in told:
                told.add(change)
                yield Finding(f"From line {entry.number} on: {change}", wrong=False)
        found = list(differences(entry.content, assistant))
        asked, different = asked + 1, different + bool(found)
        state = "\n   ".join(found) or "the same"
        yield Finding(f"{entry.title}\n   {state}", wrong=bool(found))
    yield Finding(f"{asked} asked again, {different} with another answer.", wrong=False)


def changes(recorded: Mapping[str, Any], assistant: Assistant) -> Iterator[str]:
    """Where index, models, settings or this program are not those of an answer."""
    now = Setup.of(assistant).to_dict() | {"version": package_version()}
    if now["version"] != recorded["version"]:
        yield f"the version was {recorded['version']}, is {now['version']}"
    if now["index"]["sha256"] != recorded["index"]["sha256"]:
        yield f"the index is another: {_index(recorded['index'])}, now {_index(now['index'])}"
    for kind in now["models"].keys() | recorded["models"].keys():
        was, is_now = recorded["models"].get(kind), now["models"].get(kind)
        if (was or {}).get("fingerprint") != (is_now or {}).get("fingerprint"):
            yield f"the {kind} was {_model(was)}, is {_model(is_now)}"
    yield from _settings(recorded["settings"], now["settings"])


def differences(recorded: Mapping[str, Any], assistant: Assistant) -> Iterator[str]:
    """Where the answer to a recorded question is another now."""
    try:
        answer = assistant.ask(
            recorded["question"],
            documents=recorded["documents"],
            years=recorded["years"],
            history=[Turn(turn["question"], turn["answer"]) for turn in recorded["history"]],
        )
    except EsgError as error:
        yield f"it can't be asked again: {error}"
        return
    now = json.loads(json.dumps(answer.to_dict()))
    for part, was in recorded["answer"].items():
        yield from _differing(part, was, now.get(part))


def _differing(name: str, was: Any, now: Any) -> Iterator[str]:
    """Where two values of plain data differ, each place by its name."""
    if isinstance(was, dict) and isinstance(now, dict) and was.keys() == now.keys():
        for key in was:
            yield from _differing(f"{name}.{key}", was[key], now[key])
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for number, (before, after) in enumerate(zip(was, now, strict=True), start=1):
            yield from _differing(f"{name} {number}", before, after)
    elif was != now:
        yield f"{name} was {_short(was)}\n   {' ' * len(name)}  is {_short(now)}"


def _settings(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """The settings that are not the recorded ones."""
    for group in sorted(was.keys() | now.keys()):
        before, after = was.get(group, {}), now.get(group, {})
        for key in sorted(before.keys() | after.keys()):
            if before.get(key) != after.get(key):
                yield f"{key} in [{group}] was {before.get(key)!r}, is {after.get(key)!r}"


def _index(index: Mapping[str, Any]) -> str:
    """An index as people tell it apart."""
    return f"{index['folder']}, generation {index['generation']} ({index['sha256'][:12]})"


def _model(model: Mapping[str, str] | None) -> str:
    """A model as people tell it apart."""
    return f"{model['name']} ({model['fingerprint'][:12]})" if model else "none"


def _short(value: Any) -> str:
    """A value on one line, its beginning."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _TOLD else f"{text[: _TOLD - 1]}…"
