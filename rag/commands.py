"""What each command of ``esg`` does once its arguments are read; :mod:`rag.cli` turns failures into exit codes."""

from __future__ import annotations

import argparse
import json
import pkgutil
import re
import shutil
import sys
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.config import AuditSettings, Settings, home
from rag.progress import ProgressBar
from rag.summary_text import notes, summary_lines

if TYPE_CHECKING:
    from rag import Answer, Assistant
    from rag.figure_table import Form

Arguments = argparse.Namespace

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def _shown(text: str) -> str:
    """Text of a report or a model without the control characters that a terminal would obey."""
    return _CONTROL.sub("", text)


def index(arguments: Arguments) -> int:
    """``esg index``: bring an index up to date."""
    from rag.indexing import make_index

    settings = Settings.load(arguments.config)
    into = arguments.into or settings.index.path
    with ProgressBar(sys.stderr, quiet=arguments.quiet) as bar:
        summary = make_index(
            arguments.paths,
            into=into,
            settings=settings,
            rebuild=arguments.rebuild,
            pictures=not arguments.no_pictures,
            progress=bar,
        )
    for note in notes(summary):
        print(_shown(note), file=sys.stderr)
    if not arguments.quiet:
        print("\n".join(map(_shown, summary_lines(summary, into))))
    return 0


def _open(arguments: Arguments, settings: Settings) -> Assistant:
    """The assistant on the index that was chosen."""
    from rag import Assistant

    return Assistant.open(arguments.index or settings.index.path, settings=settings)


def ask(arguments: Arguments) -> int:
    """``esg ask``: an answer and its sources; written out as it comes where somebody watches."""
    from rag.types import Delta, Done

    live = sys.stdout.isatty() and not arguments.json
    with closing(_open(arguments, Settings.load(arguments.config))) as assistant:
        for event in assistant.stream(arguments.question, documents=arguments.document, years=arguments.year):
            if isinstance(event, Delta) and live:
                print(_shown(event.text), end="", flush=True)
            elif isinstance(event, Done):
                _print_answer(event.answer, as_json=arguments.json, explain=arguments.explain, written=live)
    return 0


def _print_answer(answer: Answer, *, as_json: bool, explain: bool, written: bool) -> None:
    """The answer as text, or as data."""
    from rag.answer_text import answer_lines

    if as_json:
        found = {"found": [evidence.to_dict() for evidence in answer.evidence]} if explain else {}
        print(json.dumps(answer.to_dict() | found, indent=2, ensure_ascii=False))
        return
    for line in answer_lines(answer, explain=explain, written=written):
        print(_shown(line))


def search(arguments: Arguments) -> int:
    """``esg search``: the passages nearest to a question."""
    from rag.answer_text import evidence_lines

    with closing(_open(arguments, Settings.load(arguments.config))) as assistant:
        found = assistant.search(arguments.question, k=arguments.k, documents=arguments.document, years=arguments.year)
    if arguments.explain:
        print(_shown(found.explain()))
        return 0
    if found.notice:
        print(_shown(found.notice))
    for rank, evidence in enumerate(found, start=1):
        print(_shown("\n".join(evidence_lines(rank, evidence))))
    return 0


def figures(arguments: Arguments) -> int:
    """``esg figures``: the figures of an indicator, or where they are restated."""
    from rag.figure_table import told_figures

    form: Form = "csv" if arguments.csv else "json" if arguments.json else "restated" if arguments.restated else "table"
    with closing(_open(arguments, Settings.load(arguments.config))) as assistant:
        told = told_figures(
            assistant,
            arguments.text,
            form=form,
            width=_label_width(),
            years=arguments.years,
            documents=arguments.document,
            segment=arguments.segment,
            source="table" if arguments.tables_only else None,
        )
    print(_shown(told))
    return 0


def _label_width() -> int | None:
    """How wide a label may be: what a terminal bears, and as wide as it is in a file."""
    return max(24, shutil.get_terminal_size().columns // 3) if sys.stdout.isatty() else None


def chat(arguments: Arguments) -> int:
    """``esg chat``: the chat in the browser until it is interrupted."""
    from rag.indexing import sample_index

    settings = Settings.load(arguments.config)
    if arguments.sample:
        with ProgressBar(sys.stderr) as bar:
            arguments.index = sample_index(settings, progress=bar)
    settings = replace(settings, audit=AuditSettings("" if arguments.no_audit else str(_audit_file(settings))))
    host = arguments.host or settings.chat.host
    port = settings.chat.port if arguments.port is None else arguments.port
    # The chat is the layer above: it is looked up by name when it is asked for, and nothing here depends on it.
    launch = pkgutil.resolve_name("ui.chat:launch")
    with closing(_open(arguments, settings)) as assistant:
        ready = partial(_print_address, audit=settings.audit.path)
        launch(
            assistant, host=host, port=port, accounts=arguments.auth, open_to_all=arguments.without_login,
            open_browser=arguments.open, ready=ready,
        )  # fmt: skip
    return 0


def _print_address(address: str, *, audit: Path | None) -> None:
    """Where the chat is open, and where its answers are kept."""
    print(f"The chat is open at {address} (Ctrl-C ends it).", flush=True)
    if audit:
        print(f"Every answer is kept on this machine in {audit} (--no-audit keeps none).", flush=True)


def _audit_file(settings: Settings) -> Path:
    """The audit file of the settings, or the one in the home folder."""
    return settings.audit.path or home() / "audit.jsonl"


def audit(arguments: Arguments) -> int:
    """``esg audit verify | replay | show``: 1 where a line was changed, or an answer is another now."""
    from rag.audit.actions import findings

    settings = Settings.load(arguments.config)
    file = arguments.file or _audit_file(settings)
    wrong = 0
    with ExitStack() as opened:

        @cache
        def open_index(folder: Path) -> Assistant:
            """The assistant on an index, opened once; what it answers is not written down again."""
            unheard = replace(settings, audit=AuditSettings(), index=replace(settings.index, directory=str(folder)))
            return opened.enter_context(_open(arguments, unheard))

        for finding in findings(arguments.action, file, last=arguments.last, open_index=open_index):
            print(_shown(finding.text), flush=True)
            wrong += finding.wrong
    return 1 if wrong else 0


def evaluate(arguments: Arguments) -> int:
    """``esg eval``: how good the answers are; 1 if a floor was asked for and is not reached."""
    from rag.evaluation import check_dialogues, check_figures, check_gold
    from rag.indexing import sample_gold, sample_index

    settings = Settings.load(arguments.config)
    if arguments.gold is None and arguments.index is None:
        arguments.index = sample_index(settings)
    with closing(_open(arguments, settings)) as assistant, ProgressBar(sys.stderr) as bar:
        ways: dict[str, Any] = {"out": arguments.out, "floors": arguments.floors, "progress": bar}
        if arguments.figures:
            text, below = check_figures(assistant, count=arguments.figures, **ways)
        elif arguments.dialogues:
            text, below = check_dialogues(assistant, arguments.gold, limit=arguments.limit, **ways)
        else:
            gold = arguments.gold or sample_gold()
            check = check_gold(assistant, gold, baseline=arguments.baseline, limit=arguments.limit, **ways)
            text, below = check.text, check.below
    print(_shown(text))
    return 1 if below else 0


def models(arguments: Arguments) -> int:
    """``esg models list | verify | pull``."""
    actions = {"list": _list_models, "verify": _verify_models, "pull": _pull_model}
    return actions[arguments.action](arguments)


def _list_models(_: Arguments) -> int:
    """The catalogue as a table."""
    from rag.model_table import model_table

    print(model_table())
    return 0


def _verify_models(arguments: Arguments) -> int:
    """Every file against its hash; 1 if a model is not as it must be."""
    from models.files import verify

    states = verify(*arguments.names)
    for state in states:
        print(f"{state.state:<8} {state.name}: {state.detail}")
    return 0 if all(state.state == "ok" for state in states) else 1


def _pull_model(arguments: Arguments) -> int:
    """Download a model; what is here already is kept."""
    from models.hub import pull

    with ProgressBar(sys.stderr, megabytes=True) as bar:
        folder = pull(arguments.name, progress=partial(bar, "pull"))
    print(f"{arguments.name} is in {folder}")
    return 0


def doctor(arguments: Arguments) -> int:
    """``esg doctor``: a line for each check."""
    from rag.doctor import checks

    problems = 0
    for check in checks(arguments.config):
        problems += check.fix is not None
        print(f"{'PROBLEM' if check.fix else 'ok':<8}{check.name:<10}{check.found}", flush=True)
        if check.fix:
            print(f"{'':18}{check.fix}")
    print(f"\n{problems} problem{'' if problems == 1 else 's'} found." if problems else "\nEverything is in order.")
    return 1 if problems else 0
